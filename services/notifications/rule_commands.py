"""What one may ask of the rules: made, changed, copied, switched on and off; and tasks done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from sqlalchemy import select

from services.notifications import plans
from services.notifications.commands import COMMANDS
from services.notifications.plans import Place, Wish, plan_for
from services.notifications.rulebook import rulebook
from services.notifications.rules import texts
from services.notifications.rules.catalogue import AUDIENCES, RULES, Rule
from services.notifications.rules.watches import WATCHES
from services.notifications.tables import Plan
from services.notifications.tables_rules import Anchor, RuleRow, Task
from shared.contracts.base import Receipt
from shared.contracts.notifications import CloneRule, FinishTask, RuleWords, SaveRule, SwitchRule
from shared.errors import InvalidInput, NotFound
from shared.french import tidy
from shared.ids import new_id
from shared.storage.unit_of_work import UnitOfWork

OFF = "la règle est désactivée"
PASSED = "la règle a changé : son moment est passé"


@COMMANDS.handles(SaveRule)
def save_rule(uow: UnitOfWork, command: SaveRule) -> Receipt:
    """Make or change a rule; what it has not sent is counted again.

    Raises `NotFound`, or `InvalidInput` with each problem beside its field, texts with their line.
    """
    check(command.rule, command.code)
    row = _row(uow, command.code) if command.code else RuleRow(code=f"r-{new_id()[-12:]}", made_at=uow.now)
    if command.code is None:
        uow.session.add(row)
    _write(uow, row, command.rule, enabled=command.enabled)
    uow.session.flush()
    return Receipt(id=row.code, notes=_count_again(uow, rulebook(uow.session)[row.code]))


@COMMANDS.handles(CloneRule)
def clone_rule(uow: UnitOfWork, command: CloneRule) -> Receipt:
    """A copy that is switched off: nothing leaves before somebody looked at it (peers.md 3.1, rule 6)."""
    known = _known(uow, command.code)
    row = RuleRow(code=f"r-{new_id()[-12:]}", made_at=uow.now, cloned_from=command.code)
    uow.session.add(row)
    words = words_of(known)
    _write(uow, row, words.model_copy(update={"title": f"{words.title[:110]} (copie)"}), enabled=False)
    return Receipt(id=row.code)


@COMMANDS.handles(SwitchRule)
def switch_rule(uow: UnitOfWork, command: SwitchRule) -> Receipt:
    """Switch on or off. Raises `NotFound`."""
    row = _row(uow, command.code)
    row.enabled, row.changed_at = command.enabled, uow.now
    if command.enabled and row.made_at is not None:
        row.made_at = uow.now  # what happened while it was off does not make it speak
    uow.session.flush()
    return Receipt(id=row.code, notes=_count_again(uow, rulebook(uow.session)[row.code]))


@COMMANDS.handles(FinishTask)
def finish_task(uow: UnitOfWork, command: FinishTask) -> Receipt:
    """A person did what reminders could not. Raises `NotFound`."""
    row = uow.session.get(Task, command.task, with_for_update=True)
    if row is None:
        raise NotFound("Cette tâche est inconnue.", code="unknown-task")
    row.done_at = row.done_at or uow.now
    return Receipt(id=row.id)


def check(rule: RuleWords, code: str | None) -> None:
    """Raise `InvalidInput` with everything that is wrong with a rule."""
    found = list(_problems(rule, code))
    if found:
        raise InvalidInput(found[0][1], code="wrong-rule", problems=found)


def _problems(rule: RuleWords, code: str | None) -> list[tuple[str, str]]:
    watch = WATCHES.get(rule.watch)
    if watch is None:
        return [("watch", tidy("Choisissez ce que la règle surveille."))]
    found = []
    if code in RULES and RULES[code].watched != rule.watch:
        found.append(("watch", "Une règle livrée garde ce qu’elle surveille : copiez-la pour en surveiller un autre."))
    if watch.kind == "news" and rule.timing != "at-once":
        found.append(("timing", "Une nouvelle part aussitôt ; avant ou après se compte depuis un jour."))
    if watch.kind == "day" and rule.timing == "at-once":
        found.append(("timing", "Dites combien de jours avant ou après."))
    if rule.repeat_days is not None and rule.timing != "after":
        found.append(("repeat_days", "Seul un message qui vient après se répète."))
    if watch.fixed and code is None:
        found.append(("watch", "Un sondage écrit déjà à ceux à qui il demande : modifiez la règle livrée."))
    unknown = [role for role in rule.roles if role not in AUDIENCES]
    if unknown:
        found.append(("roles", "Ces destinataires sont inconnus."))
    found += [("subject", sentence) for sentence in texts.problems(rule.subject)]
    found += [("words", sentence) for sentence in texts.problems(rule.words)]
    return [(where, tidy(sentence)) for where, sentence in found]


def words_of(rule: Rule) -> RuleWords:
    """A rule as the team writes it."""
    return RuleWords(
        watch=rule.watched,
        title=rule.title,
        timing=rule.timing,
        days=rule.days,
        at=f"{rule.at:%H:%M}",
        roles=list(rule.roles),
        repeat_days=rule.repeat_days,
        subject=rule.subject,
        words=rule.words,
    )


def as_rule(words: RuleWords, known: Rule | None, made: datetime | None) -> Rule:
    """What the team wrote as a rule, on top of what is known of it."""
    hour, minute = words.at.split(":")
    return Rule(
        code=known.code if known else "",
        title=words.title,
        timing=words.timing,
        roles=tuple(words.roles),
        guests=known.guests if known else None,
        days=words.days,
        grace=known.grace if known else 0,
        watch=words.watch,
        at=time(int(hour), int(minute)),
        repeat_days=words.repeat_days,
        subject=words.subject,
        words=words.words,
        made=known.made if known else made,
        also=known.also if known else "",
    )


def _known(uow: UnitOfWork, code: str) -> Rule:
    known = rulebook(uow.session).get(code)
    if known is None:
        raise NotFound("Cette règle est inconnue.", code="unknown-rule")
    return known


def _row(uow: UnitOfWork, code: str) -> RuleRow:
    """The row of a rule, made of what was delivered when the team changes it for the first time."""
    row = uow.session.get(RuleRow, code, with_for_update=True)
    if row is not None:
        return row
    known = _known(uow, code)
    row = RuleRow(code=code, made_at=None)
    uow.session.add(row)
    _write(uow, row, words_of(known), enabled=known.enabled)
    return row


def _write(uow: UnitOfWork, row: RuleRow, rule: RuleWords, *, enabled: bool) -> None:
    row.watch, row.title, row.timing, row.days, row.at = rule.watch, rule.title, rule.timing, rule.days, rule.at
    row.roles, row.repeat_days, row.enabled = list(dict.fromkeys(rule.roles)), rule.repeat_days, enabled
    row.subject, row.words, row.changed_at = rule.subject.strip(), rule.words.strip(), uow.now


def _count_again(uow: UnitOfWork, rule: Rule) -> list[str]:
    """Plan what the rule now wants of the days still ahead, and nothing whose moment has passed."""
    waiting = select(Plan).where(Plan.rule == rule.code, Plan.state == "planned", Plan.composed_at.is_(None))
    planned = {(row.about, row.anchor): row for row in uow.session.scalars(waiting.with_for_update())}
    if not rule.enabled:
        for row in planned.values():
            plans.end(uow, row, "voided", OFF)
        return []
    for row in planned.values():
        row.draft_at = uow.now  # its text or its people may have changed
    if WATCHES[rule.watched].kind == "day":
        mine = uow.session.scalars(select(Plan).where(Plan.rule == rule.code))
        known = {(row.about, row.anchor): row for row in mine}
        for anchor in uow.session.scalars(select(Anchor).where(Anchor.watch == rule.watched)):
            _count_one(uow, rule, anchor, planned.get((anchor.about, anchor.anchor)), known)
    return []


def _count_one(
    uow: UnitOfWork, rule: Rule, anchor: Anchor, row: Plan | None, known: Mapping[tuple[str, str], Plan]
) -> None:
    wish = Wish(
        watch=anchor.watch,
        about=anchor.about,
        anchor=anchor.anchor,
        title=anchor.title,
        day=anchor.day,
        start=anchor.start_at,
        facts=dict(anchor.facts),
        days=anchor.days,
    )
    due = plans.due_of(rule, wish)
    if due <= uow.now:
        if row is not None:
            plans.end(uow, row, "skipped", PASSED)
        return
    if row is not None and row.due_at == due:
        return
    if rule.made is None or anchor.day >= rule.made.date():
        plan_for(uow, rule, wish, Place(anchor.territory, anchor.accompaniment), uow.now, known=known)
