"""Messages with personal links on the pages: those on their way, and last calls that the clock has yet to make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.portal.authors import authors
from services.portal.desk import ask
from services.portal.sections import part
from shared.contracts.notifications import LinkLetter, ListLinkLetters, PreviewLink
from shared.contracts.territories import ComingLastCall, GetCall, ListComingLastCalls
from shared.errors import TerreauError
from shared.french import long_day


@dataclass(frozen=True)
class LinkGroup:
    """What one may stop with one button: a single message, or every last call of a call."""

    subject: str
    call: str
    call_title: str
    leaves: str
    letters: list[LinkLetter]

    @property
    def stop(self) -> str:
        """Where it is stopped, whole."""
        if len(self.letters) == 1:
            return f"/courriels/liens/{self.letters[0].mail}/arreter"
        return f"/courriels/derniers-appels/{self.call}/arreter"


@dataclass(frozen=True)
class ComingLinks:
    """What the page «Courriels» shows of personal links.

    `who` are the names of accounts that stopped something, `texts` the words of last calls to come, by call.
    """

    waiting: list[LinkGroup]
    stopped: list[LinkLetter]
    last_calls: list[ComingLastCall]
    who: dict[str | None, str]
    texts: dict[str, str]

    @property
    def people(self) -> set[str]:
        """Everybody named on the page, by id."""
        letters = [letter for group in self.waiting for letter in group.letters] + self.stopped
        drafts = [draft.person for one in self.last_calls for draft in one.drafts]
        return {letter.person for letter in letters if letter.person} | set(drafts)

    def only(self, person: str | None) -> ComingLinks:
        """What concerns one person; everything where nobody is chosen."""
        if person is None:
            return self
        return ComingLinks(
            [one for one in self.waiting if person in {letter.person for letter in one.letters}],
            [one for one in self.stopped if one.person == person],
            [one for one in self.last_calls if person in {draft.person for draft in one.drafts}],
            self.who,
            self.texts,
        )


def coming_links() -> ComingLinks:
    """Everything that waits, was stopped, or is to be made within a fortnight."""
    found = ask(ListLinkLetters()).letters
    calls = part(ListComingLastCalls()).answer
    last_calls = calls.calls if calls else []
    stopped = [one for one in found if one.state == "stopped"]
    who = [one.stopped_by for one in stopped] + [one.stopped_by for one in last_calls]
    who += [draft.stopped_by for one in last_calls for draft in one.drafts]
    waiting = _groups(one for one in found if one.state == "waiting")
    texts = {one.call: _text(one) for one in last_calls if one.leaves}
    return ComingLinks(waiting, stopped, last_calls, authors(who), texts)


def _text(one: ComingLastCall) -> str:
    asked = {"occasion": "last-call", "call": one.title, "until": long_day(one.until), "contact": one.contact}
    words = ask(PreviewLink.model_validate(asked))
    return f"{words.subject}\n\n{words.text}"


def _groups(letters: Iterable[LinkLetter]) -> list[LinkGroup]:
    """Last calls of a call together, everything else on its own."""
    groups: dict[str, list[LinkLetter]] = {}
    for one in letters:
        groups.setdefault(one.call if one.occasion == "last-call" else one.mail, []).append(one)
    return [
        LinkGroup(mine[0].subject, mine[0].call, _title(mine[0].call), mine[0].leaves, mine) for mine in groups.values()
    ]


def _title(call: str) -> str:
    try:
        return ask(GetCall(id=call)).call.title
    except TerreauError:  # its room is away: the message can be stopped all the same
        return ""


@dataclass(frozen=True)
class LinkStates:
    """What became of the last message about each file or reader, and who stopped it."""

    latest: dict[str, LinkLetter]
    who: dict[str | None, str]


def link_states(call: str) -> LinkStates:
    """The messages of a call, the latest for each file or reader; none where their room is away."""
    found = part(ListLinkLetters(call=call)).answer
    letters = sorted(found.letters, key=lambda one: one.mail) if found else []
    latest = {one.about: one for one in letters}
    return LinkStates(latest, authors(one.stopped_by for one in letters))
