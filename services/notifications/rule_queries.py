"""What the rules answer: all of them, one before it is saved, and what they left to people."""

from __future__ import annotations

from dataclasses import fields as fields_of
from typing import Any

from sqlalchemy import func, select

from services.notifications.plans import iso
from services.notifications.queries import QUERIES
from services.notifications.rendering import Link, render
from services.notifications.rule_commands import as_rule, check, words_of
from services.notifications.rulebook import rulebook
from services.notifications.rules.catalogue import AUDIENCES, Rule
from services.notifications.rules.letters import Circumstances, write
from services.notifications.rules.texts import in_own_words
from services.notifications.rules.watches import FIELDS, WATCHES
from services.notifications.tables import Plan
from services.notifications.tables_rules import Anchor, MoocRequest, Reach, RuleRow, Task
from shared.contracts.notifications import (
    Choice,
    ListRules,
    ListTasks,
    PreviewRule,
    RuleCard,
    RuleList,
    RulePreview,
    TaskCard,
    TaskList,
    WatchCard,
)
from shared.french import tidy
from shared.storage.unit_of_work import Reader

SAMPLE_FACTS: dict[str, str | None] = {
    "title": "Coopérer ensemble",
    "start": "2026-03-12T09:00:00+01:00",
    "end": "2026-03-12T12:00:00+01:00",
    "before_occurred": "2026-03-05",
    "reason": "la salle n’est pas libre",
    "on": "2026-03-12",
    "due": "2026-03-12",
    "month": "2026-03",
    "funder": "Région",
    "period": "2026",
    "decision": "retained",
    "closes": "2026-03-31",
    "stage": "diagnostic",
    "entered": "2026-01-05",
    "what": "project",
}
SAMPLE = Circumstances(
    territory="Val d’Exemple",
    facts=SAMPLE_FACTS,
    place="Salle des fêtes",
    structure="Association d’exemple",
    call="AMI 2026",
    slots=("jeudi 12 mars 2026, de 9 h à 12 h",),
    deadline="jeudi 5 mars 2026",
)


@QUERIES.answers(ListRules)
def list_rules(reader: Reader, _: ListRules) -> RuleList:
    """Every rule, by what it watches, with how many messages it has planned."""
    coming = dict(_pairs(reader, select(Plan.rule, func.count()).where(Plan.state == "planned").group_by(Plan.rule)))
    most = dict(_pairs(reader, select(Reach.rule, Reach.most)))
    changed = set(reader.session.scalars(select(RuleRow.code)))
    order = list(WATCHES)
    rules = sorted(rulebook(reader.session).values(), key=lambda rule: order.index(rule.watched))
    return RuleList(
        rules=[_card(rule, coming.get(rule.code, 0), most.get(rule.code, 0), rule.code in changed) for rule in rules],
        watches=[
            WatchCard(code=w.code, label=w.label, kind=w.kind, need=w.need, stops=w.stops, fixed=w.fixed)
            for w in WATCHES.values()
        ],
        audiences=[Choice(code=code, label=label) for code, label in AUDIENCES.items()],
        fields=[Choice(code=code, label=tidy(sample)) for code, sample in FIELDS.items()],
    )


def _pairs(reader: Reader, chosen: Any) -> list[tuple[str, int]]:
    return [(str(key), int(number)) for key, number in reader.session.execute(chosen)]


def _card(rule: Rule, coming: int, most: int, changed: bool) -> RuleCard:
    return RuleCard(
        code=rule.code,
        rule=words_of(rule),
        enabled=rule.enabled,
        recipients=rule.recipients,
        made=iso(rule.made),
        changed=changed and rule.made is None,
        coming=coming,
        most=most,
    )


@QUERIES.answers(PreviewRule)
def preview_rule(reader: Reader, query: PreviewRule) -> RulePreview:
    """What a rule would write, and about what; nothing is kept. Raises `InvalidInput` as saving it would."""
    check(query.rule, query.code)
    known = rulebook(reader.session).get(query.code) if query.code else None
    rule = as_rule(query.rule, known, reader.now)
    last = select(Plan).where(Plan.watch == rule.watched, Plan.told.is_not(None)).order_by(Plan.id.desc()).limit(1)
    real = reader.session.scalar(last)
    about = SAMPLE if real is None or real.told is None else _circumstances(real.told)
    letter = in_own_words(write(rule.code, about, rule.watched), rule.subject, rule.words, about)
    bodies = render(letter, name=None, link=Link("Ouvrir Terreau", "https://terreau.exemple.fr"))
    ahead = reader.session.scalars(select(Anchor).where(Anchor.watch == rule.watched, Anchor.day >= reader.today)).all()
    return RulePreview(
        subject=letter.subject,
        text=bodies.text,
        html=bodies.html,
        about="" if real is None else (real.title or about.territory),
        ahead=len(ahead),
        accompaniments=sorted({one.accompaniment for one in ahead if one.accompaniment}),
        recipients=rule.recipients,
        notes=_notes(rule, len(ahead)),
    )


def _circumstances(told: dict[str, Any]) -> Circumstances:
    names = {one.name for one in fields_of(Circumstances)}
    known = {name: value for name, value in told.items() if name in names}
    return Circumstances(**{**known, "slots": tuple(known.get("slots", ()))})


def _notes(rule: Rule, ahead: int) -> list[str]:
    notes = []
    if not rule.roles and rule.guests is None and not rule.also:
        notes.append("Aucun destinataire n’est choisi : la règle n’écrira à personne.")
    if WATCHES[rule.watched].kind == "day" and not ahead:
        notes.append("Aucun jour à venir n’est connu : la règle attendra le prochain.")
    if WATCHES[rule.watched].kind == "news":
        notes.append("La règle ne parle que de ce qui arrivera désormais.")
    return [tidy(note) for note in notes]


@QUERIES.answers(ListTasks)
def list_tasks(reader: Reader, _: ListTasks) -> TaskList:
    """What is left to people now, the oldest first."""
    open_ = select(Task).where(Task.done_at.is_(None), Task.since <= reader.now).order_by(Task.since, Task.id)
    asking = select(func.count()).where(MoocRequest.answered_at.is_(None), MoocRequest.email != "")
    return TaskList(
        tasks=[
            TaskCard(
                id=row.id,
                title=tidy(row.title),
                about=row.about,
                watch=row.watch,
                territory=row.territory,
                since=iso(row.since) or "",
            )
            for row in reader.session.scalars(open_)
        ],
        asking=reader.session.scalar(asking) or 0,
    )
