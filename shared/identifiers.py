"""French public identifiers, checked and put in canonical form: SIREN, SIRET, RNA, INSEE commune code."""

from __future__ import annotations

import re
from typing import Annotated

from shared.checked_text import CheckedText
from shared.errors import InvalidInput
from shared.french import NARROW_NBSP, quoted, tidy

_LA_POSTE = "356000000"
_LA_POSTE_HEAD_OFFICE = "35600000000048"


class WrongIdentifier(InvalidInput, ValueError):
    """A text that cannot be the identifier asked for; `message` says in French what is wrong with it."""

    code = "wrong-identifier"

    def __init__(self, sentence: str) -> None:
        super().__init__(tidy(sentence))


def siren(text: str) -> str:
    """The nine digits of a SIREN, spaces and dots dropped; raises WrongIdentifier (length, Luhn key)."""
    digits = _digits(text, "SIREN", 9)
    if not _luhn(digits):
        raise _wrong_key("SIREN", text)
    return digits


def siret(text: str) -> str:
    """The fourteen digits of a SIRET; raises WrongIdentifier.

    The establishments of La Poste (SIREN 356000000) have a digit sum that is a multiple of 5 and no Luhn key,
    its head office excepted (INSEE, Sirene).
    """
    digits = _digits(text, "SIRET", 14)
    if not _luhn(digits[:9]):
        raise WrongIdentifier(
            f"Le SIRET {quoted(text)} commence par un SIREN impossible : vérifiez les 9 premiers chiffres."
        )
    if digits.startswith(_LA_POSTE) and digits != _LA_POSTE_HEAD_OFFICE:
        right = sum(map(int, digits)) % 5 == 0
    else:
        right = _luhn(digits)
    if not right:
        raise _wrong_key("SIRET", text)
    return digits


def rna(text: str) -> str:
    """The RNA number of an association, `W` and nine signs in capitals; raises WrongIdentifier.

    The two signs after W name the département of the registry, so Corsica and overseas have a letter there.
    """
    code = _compact(text).upper()
    if not re.fullmatch(r"W(?:[0-9]{9}|(?:2[AB]|9[A-Z])[0-9]{7})", code):
        raise WrongIdentifier(
            f"{quoted(text)} n’est pas un numéro RNA : il s’écrit W puis 9 chiffres, par exemple W595012345."
        )
    return code


def insee(text: str) -> str:
    """The five signs of an INSEE commune code (`59298`, `2A004`); raises WrongIdentifier.

    Says nothing of whether such a commune exists: `services.territories.reference` knows those of the region.
    """
    code = _compact(text).upper()
    if re.fullmatch(r"[1-9][0-9]{3}", code):
        raise WrongIdentifier(
            f"Le code INSEE {quoted(text)} n’a que 4 chiffres : si un tableur a retiré le zéro de tête, "
            f"écrivez 0{code}."
        )
    if re.fullmatch(r"20[0-9]{3}", code):
        raise WrongIdentifier(
            f"{quoted(text)} n’est pas un code INSEE : ceux de la Corse commencent par 2A ou 2B "
            "(20 est celui des codes postaux)."
        )
    if not re.fullmatch(r"(?:0[1-9]|[13-8][0-9]|2[AB1-9]|9[0-578])[0-9]{3}", code) or code.endswith("000"):
        raise WrongIdentifier(
            f"{quoted(text)} n’est pas un code INSEE de commune : il a 5 signes, par exemple 59298 ou 2A004, "
            "et diffère du code postal."
        )
    return code


def spaced(digits: str) -> str:
    """A canonical SIREN or SIRET as people read it: « 248 000 747 », « 248 000 747 00012 »."""
    groups = [digits[0:3], digits[3:6], digits[6:9], digits[9:]]
    return NARROW_NBSP.join(group for group in groups if group)


Siren = Annotated[str, CheckedText(siren, "SIREN: nine digits with a Luhn key", ("248000747",))]
Siret = Annotated[str, CheckedText(siret, "SIRET: fourteen digits", ("35600000000048",))]
Rna = Annotated[str, CheckedText(rna, "RNA number of an association", ("W595012345",))]
Insee = Annotated[str, CheckedText(insee, "INSEE commune code", ("59298", "2A004"))]


def _compact(text: str) -> str:
    return re.sub(r"[\s.]", "", text)


def _digits(text: str, name: str, length: int) -> str:
    digits = _compact(text)
    if not digits:
        raise WrongIdentifier(f"Le {name} est vide : il a {length} chiffres.")
    if not re.fullmatch(r"[0-9]+", digits):
        raise WrongIdentifier(f"{quoted(text)} n’est pas un {name} : il faut {length} chiffres, sans lettres.")
    if len(digits) == 14 and length == 9:
        raise WrongIdentifier(
            f"{quoted(text)} a 14 chiffres : c’est un SIRET. Le SIREN en est les 9 premiers chiffres."
        )
    if len(digits) != length:
        raise WrongIdentifier(f"Un {name} a {length} chiffres : {quoted(text)} en a {len(digits)}.")
    return digits


def _wrong_key(name: str, text: str) -> WrongIdentifier:
    return WrongIdentifier(f"Le {name} {quoted(text)} est impossible (clé de contrôle) : vérifiez chaque chiffre.")


def _luhn(digits: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1, annex B); a row of zeros passes it and is no identifier."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return digits.strip("0") != "" and sum(value - 9 * (value > 9) for value in doubled) % 10 == 0
