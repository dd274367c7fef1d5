"""Pure rules of a table of contacts: what each row would bring, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from services.territories.rules import wrong_email
from services.territories.rules.duplicates import words_of
from shared.contracts.territories import ContactRow
from shared.french import quoted, tidy
from shared.identifiers import WrongIdentifier
from shared.identifiers import rna as read_rna
from shared.identifiers import siret as read_siret

Standing = Literal["new", "known", "none"]


@dataclass(frozen=True)
class KnownOrganisation:
    """An organisation of the directory that a row may name."""

    id: str
    label: str
    siret: str | None
    rna: str | None


@dataclass(frozen=True)
class KnownPerson:
    """A person of the directory that a row may name."""

    id: str
    name: str | None
    email: str | None
    organisation: str | None


@dataclass
class NewOrganisation:
    """An organisation that the table brings; `row` is where it stands first."""

    row: int
    label: str
    kind: str
    siret: str | None
    rna: str | None
    id: str = ""


@dataclass(frozen=True)
class Planned:
    """What a row becomes: ids of what is known, keys of what is new."""

    row: ContactRow
    known_organisation: str | None
    new_organisation: NewOrganisation | None
    person: Standing
    remark: str

    @property
    def organisation(self) -> Standing:
        """Whether its organisation is new, known, or not said."""
        return "known" if self.known_organisation else "new" if self.new_organisation else "none"


@dataclass
class Plan:
    """What a table would bring; `problems` are `(row, column, French sentence)`, nothing is brought while there are."""

    planned: list[Planned] = field(default_factory=list)
    organisations: list[NewOrganisation] = field(default_factory=list)
    problems: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many people are new."""
        return sum(one.person == "new" for one in self.planned)


def plan(
    rows: Sequence[ContactRow],
    organisations: Iterable[KnownOrganisation],
    people: Iterable[KnownPerson],
) -> Plan:
    """Read a table against what the directory knows: by number, then by name; people by address, then by name."""
    return _Planner(organisations, people).read(rows)


class _Planner:
    def __init__(self, organisations: Iterable[KnownOrganisation], people: Iterable[KnownPerson]) -> None:
        self.by_number: dict[str, str | NewOrganisation] = {}
        self.by_name: dict[tuple[str, ...], str | NewOrganisation] = {}
        self.sirets: dict[str, str | None] = {}
        for one in organisations:
            self.sirets[one.id] = one.siret
            self.by_name.setdefault(_key(one.label), one.id)
            for number in (one.siret, one.rna):
                if number:
                    self.by_number[number] = one.id
        self.mails = set[str]()
        self.named = set[tuple[str, object]]()
        for person in people:
            if person.email:
                self.mails.add(person.email.lower())
            if person.name:
                self.named.add((" ".join(_key(person.name)), person.organisation))
        self.plan = Plan()

    def read(self, rows: Sequence[ContactRow]) -> Plan:
        for row in rows:
            problems = list(_problems(row))
            if problems:
                self.plan.problems += [(row.row, column, tidy(sentence)) for column, sentence in problems]
                continue
            self._place(row)
        return self.plan

    def _place(self, row: ContactRow) -> None:
        organisation, remark = self._organisation(row)
        person, said = self._person(row, organisation)
        self.plan.planned.append(
            Planned(
                row,
                organisation if isinstance(organisation, str) else None,
                organisation if isinstance(organisation, NewOrganisation) else None,
                person,
                " ".join(part for part in (remark, said) if part),
            )
        )

    def _organisation(self, row: ContactRow) -> tuple[str | NewOrganisation | None, str]:
        if not row.structure:
            return None, ""
        siret = read_siret(row.siret) if row.siret else None
        rna = read_rna(row.rna) if row.rna else None
        for number in (siret, rna):
            if number and number in self.by_number:
                return self.by_number[number], _seen(self.by_number[number], "par son numéro")
        found = self.by_name.get(_key(row.structure))
        if found is not None and not self._elsewhere(found, siret):
            return found, _seen(found, "par son nom")
        new = NewOrganisation(row.row, row.structure, row.kind or "other", siret, rna)
        self.plan.organisations.append(new)
        self.by_name[_key(row.structure)] = new
        for number in (siret, rna):
            if number:
                self.by_number[number] = new
        return new, ""

    def _elsewhere(self, found: str | NewOrganisation, siret: str | None) -> bool:
        """Two SIRET are two establishments, whatever their name."""
        theirs = self.sirets.get(found) if isinstance(found, str) else found.siret
        return bool(siret and theirs and siret != theirs)

    def _person(self, row: ContactRow, organisation: str | NewOrganisation | None) -> tuple[Standing, str]:
        if not _has_person(row):
            return "none", ""
        where: object = id(organisation) if isinstance(organisation, NewOrganisation) else organisation
        key = (" ".join(_key(row.name)), where)
        if row.email and row.email.lower() in self.mails:
            return "known", "Cette adresse est déjà dans l’annuaire ou plus haut dans le tableau."
        if row.name and key in self.named and not row.email:
            return "known", "Cette personne est déjà dans l’annuaire ou plus haut dans le tableau."
        if row.email:
            self.mails.add(row.email.lower())
        if row.name:
            self.named.add(key)
        return "new", ""


def _key(name: str) -> tuple[str, ...]:
    return tuple(sorted(words_of(name)))


def _seen(found: str | NewOrganisation, how: str) -> str:
    return f"Structure déjà dans l’annuaire, reconnue {how}." if isinstance(found, str) else ""


def _has_person(row: ContactRow) -> bool:
    return any((row.name, row.function, row.email, row.phone))


def _problems(row: ContactRow) -> Iterable[tuple[str, str]]:
    if not row.structure and not _has_person(row):
        yield "structure", "Cette ligne ne nomme ni structure ni personne : complétez-la ou supprimez-la."
    if _has_person(row) and not row.function:
        yield "function", "La fonction de cette personne manque : écrivez par exemple « directrice » ou « bénévole »."
    if (row.siret or row.rna) and not row.structure:
        yield "structure", "Cette ligne porte un numéro mais pas de structure : écrivez son nom."
    if len(row.structure) > 200:
        yield "structure", "Ce nom a plus de 200 caractères : raccourcissez-le."
    if row.email and wrong_email(row.email):
        yield "email", f"{quoted(row.email)} n’est pas une adresse électronique : vérifiez-la, une seule par cellule."
    readers: tuple[tuple[str, str, Callable[[str], str]], ...] = (
        ("siret", row.siret, read_siret),
        ("rna", row.rna, read_rna),
    )
    for column, text, reader in readers:
        if text:
            try:
                reader(text)
            except WrongIdentifier as wrong:
                yield column, wrong.message
