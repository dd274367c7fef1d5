"""`terreau account`: opening, listing, and a way in, beside an owner and without one."""

from __future__ import annotations

import json
import re

from tests.support.command import Terreau

NB = "\u00a0"


def test_an_account_opened_twice_is_one_and_is_listed(house: Terreau) -> None:
    words = ("account", "add", "Prenom@exemple.fr", "--label", "Prénom Nom", "--role", "team")
    first, second = (house(*words, "--json") for _ in range(2))
    assert (first.code, second.code) == (0, 0), first.err + second.err
    assert json.loads(first.out) == json.loads(second.out)
    listed = [json.loads(line) for line in house("account", "list", "--json").out.splitlines()]
    assert [(one["label"], one["role"]) for one in listed if one["email"] == "prenom@exemple.fr"] == [
        ("Prénom Nom", "team")
    ]
    assert "prenom@exemple.fr  team  Prénom Nom\n" in house("account", "list").out


def test_an_account_is_not_changed_by_opening_it_again(house: Terreau) -> None:
    assert house("account", "add", "lit@exemple.fr", "--label", "Lit", "--role", "reader").code == 0
    refused = house("account", "add", "lit@exemple.fr", "--label", "Lit", "--role", "admin")
    assert (refused.code, refused.out) == (2, "")
    assert "a déjà un compte" in refused.err
    assert "lit@exemple.fr  reader  Lit\n" in house("account", "list").out


def test_what_makes_no_account_is_named_field_by_field(house: Terreau) -> None:
    refused = house("account", "add", "nulle-part", "--label", " ", "--role", "team")
    assert (refused.code, refused.out) == (2, "")
    assert [line.split(":")[0] for line in refused.err.splitlines()] == ["email", "label"]


def test_a_link_is_one_line_on_stdout_and_leads_to_the_portal(house: Terreau) -> None:
    house("account", "add", "lien@exemple.fr", "--label", "Lien", "--role", "reader")
    done = house("account", "link", "lien@exemple.fr")
    assert done.code == 0
    assert re.fullmatch(r"http://localhost:\d+/connexion/[\w-]{43}\n", done.out)
    assert f"dans les 24{NB}heures" in done.err
    assert house("account", "link", "lien@exemple.fr").out != done.out


def test_nobody_without_account_gets_a_link(house: Terreau) -> None:
    refused = house("account", "link", "inconnue@exemple.fr")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "Aucun compte n’a cette adresse.\n"


def test_an_account_is_opened_on_a_folder_that_nobody_owns_yet(alone: Terreau) -> None:
    opened = alone("account", "add", "prenom@exemple.fr", "--label", "Prénom", "--role", "admin")
    assert (opened.code, opened.out) == (0, f"Compte ouvert pour prenom@exemple.fr, rôle «{NB}admin{NB}».\n"), (
        opened.err
    )
    assert "terreau account link prenom@exemple.fr" in opened.err
