"""The rules of the mails: what makes one leave, to whom, when and in which words; looked at before it is kept."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from services.portal.desk import accompaniments, ask
from services.portal.forms import Form, new_form, sent_form
from services.portal.sections import part
from services.portal.security import signed_in
from shared.contracts.notifications import (
    CloneRule,
    FinishTask,
    ListRules,
    PreviewRule,
    RuleCard,
    RuleList,
    RulePreview,
    SaveRule,
    SwitchRule,
)
from shared.contracts.territories import FindAddresses
from shared.errors import NotFound, TerreauError
from shared.french import plural

PAGES = Blueprint("mail_rules", __name__)

HOME = "/courriels/regles"
COLON = "\u00a0: "
NAMED = 12
"""People named in the banner at most; the others are counted."""


@PAGES.get(HOME)
@signed_in
def index() -> str:
    """Every rule, by what it watches."""
    known = ask(ListRules())
    labels = {watch.code: watch for watch in known.watches}
    return render_template("mail_rules.html", known=known, watches=labels)


@PAGES.route(f"{HOME}/nouvelle", methods=["GET", "POST"])
@signed_in
def make() -> Response | tuple[str, int]:
    """A rule of the team's own."""
    return _write(ask(ListRules()), None)


@PAGES.route(f"{HOME}/<code>", methods=["GET", "POST"])
@signed_in
def change(code: str) -> Response | tuple[str, int]:
    """One rule: read, changed, looked at, kept."""
    known = ask(ListRules())
    card = next((one for one in known.rules if one.code == code), None)
    if card is None:
        raise NotFound("Cette règle est inconnue.", code="unknown-rule")
    return _write(known, card)


@PAGES.post(f"{HOME}/<code>/copier")
@signed_in
def clone(code: str) -> Response:
    """A copy, switched off."""
    form = sent_form()
    receipts = form.send(lambda _: CloneRule(code=code))
    if receipts is None:
        flash(form.refusal or "")
        return redirect(HOME, 303)
    flash("La copie est faite. Elle est désactivée\u00a0: relisez-la, puis activez-la.")
    return redirect(f"{HOME}/{receipts[0].id}", 303)


@PAGES.post(f"{HOME}/<code>/basculer")
@signed_in
def switch(code: str) -> Response:
    """On or off."""
    form = sent_form()
    on = form.get("enabled") == "oui"
    if form.send(lambda _: SwitchRule(code=code, enabled=on)) is None:
        flash(form.refusal or "")
    else:
        flash("La règle est activée." if on else "La règle est désactivée\u00a0: ce qu’elle prévoyait ne partira pas.")
    return redirect(HOME, 303)


@PAGES.post("/courriels/taches/<id>/faite")
@signed_in
def finish(id: str) -> Response:
    """A person did what reminders could not."""
    form = sent_form()
    flash("C’est noté." if form.send(lambda _: FinishTask(task=id)) else form.refusal or "")
    return redirect("/courriels", 303)


def _write(known: RuleList, card: RuleCard | None) -> Response | tuple[str, int]:
    if request.method == "GET":
        return _page(known, card, new_form(_fields(card)), None), 200
    form = sent_form()
    rule, code = _read(form), card.code if card else None
    try:
        preview = ask(PreviewRule.model_validate({"code": code, "rule": rule}))
    except (ValueError, TerreauError) as error:
        _note(form, error)
        return _page(known, card, form, None), form.status
    seen = _seen(rule)
    if form.get("seen") != seen:
        return _page(known, card, form, preview, seen), 200
    enabled = form.get("enabled") == "oui"
    command = SaveRule.model_validate({"code": code, "rule": rule, "enabled": enabled})
    if form.send(lambda _: command) is None:
        return _page(known, card, form, preview, seen), form.status
    flash("La règle est enregistrée.")
    return redirect(HOME, 303)


def _note(form: Form, error: ValueError | TerreauError) -> None:
    def fail() -> Any:
        raise error

    form.send(lambda _: fail())


def _fields(card: RuleCard | None) -> dict[str, Any]:
    if card is None:
        return {"timing": "before", "days": "7", "at": "09:00", "enabled": "oui"}
    rule = card.rule
    filled = {name: value for name, value in rule.model_dump().items() if value not in (None, "", [])}
    return {**filled, "days": str(rule.days), "enabled": "oui" if card.enabled else ""}


def _read(form: Form) -> dict[str, Any]:
    return {
        "watch": form.get("watch"),
        "title": form.get("title"),
        "timing": form.get("timing") or "at-once",
        "days": form.number("days") or 0,
        "at": form.get("at") or "09:00",
        "roles": [role for role in form.get_all("roles") if role],
        "repeat_days": form.number("repeat_days"),
        "subject": form.get("subject"),
        "words": form.get("words").replace("\r\n", "\n"),
    }


def _seen(rule: dict[str, Any]) -> str:
    """What says that this very rule was looked at before it is kept."""
    return hashlib.sha256(json.dumps(rule, sort_keys=True).encode()).hexdigest()[:16]


def _page(known: RuleList, card: RuleCard | None, form: Form, preview: RulePreview | None, seen: str = "") -> str:
    return render_template(
        "mail_rule.html",
        known=known,
        card=card,
        form=form,
        preview=preview,
        seen=seen,
        options=_options(known, card),
        banner=_banner(preview, form) if preview else "",
    )


def _options(known: RuleList, card: RuleCard | None) -> dict[str, Any]:
    watches = {one.code: one for one in known.watches}
    return {
        "watches": [(one.code, one.label) for one in known.watches if not one.fixed],
        "audiences": [(one.code, one.label) for one in known.audiences],
        "fixed": card is not None and watches[card.rule.watch].fixed,
    }


def _banner(preview: RulePreview, form: Form) -> str:
    """Who will be written to, in words: the people who hold the roles today, for what lies ahead."""
    roles = [role for role in form.get_all("roles") if role]
    names: dict[str, str] = {}
    labels = {one.id: one.territory_label for one in accompaniments()}
    for accompaniment in preview.accompaniments if roles else []:
        found = part(FindAddresses(accompaniment=accompaniment, roles=roles)).answer
        for one in found.addresses if found else []:
            names.setdefault(one.person, f"{one.name or one.function} ({labels.get(accompaniment, '')})")
    if not preview.ahead:
        return f"Destinataires\u00a0: {preview.recipients}, au moment de chaque envoi."
    said = sorted(names.values())
    shown = ", ".join(said[:NAMED]) + (f" et {len(said) - NAMED} de plus" if len(said) > NAMED else "")
    days = plural(preview.ahead, "jour connu", "jours connus")
    who = f"{plural(len(said), 'personne recevra', 'personnes recevront')} un message" if said else "personne à ce jour"
    return f"Pour {days}\u00a0: {who}{COLON + shown if shown else ''}."
