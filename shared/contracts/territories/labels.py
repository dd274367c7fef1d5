"""The French words for the codes of the register, the same on pages, in reports and in workbooks."""

from __future__ import annotations

STAGES: dict[str, str] = {
    "prospection": "Prospection",
    "diagnostic": "Diagnostic",
    "rencontres": "Rencontres",
    "inspiration": "Inspiration",
    "prefiguration": "Préfiguration",
    "bilan": "Bilan",
    "suites": "Suites",
}
TERRITORY_KINDS: dict[str, str] = {
    "commune": "commune",
    "commune-associee": "commune associée",
    "communaute-de-communes": "communauté de communes",
    "communaute-agglomeration": "communauté d’agglomération",
    "communaute-urbaine": "communauté urbaine",
    "metropole": "métropole",
    "grouping": "groupement de communes",
    "qpv": "quartier prioritaire de la politique de la ville",
    "bassin-de-vie": "bassin de vie",
}
ROLES: dict[str, str] = {
    "elected-referent": "Élu·e référent·e",
    "diagnostic-pilot": "Pilote du diagnostic",
    "agent": "Agent ou agente de la collectivité",
    "programme-officer": "Chargé ou chargée de mission",
    "accompanier": "Accompagnateur ou accompagnatrice",
}
