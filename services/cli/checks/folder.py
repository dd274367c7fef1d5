"""The data folder of the embedded default: can it be written, and does somebody own it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from services.cli.checks.finding import Finding
from services.embedded.gateway import GatewayLine
from services.embedded.owner import LOCK, find_owner
from shared.messaging.caller import NoAnswer
from shared.settings import Settings

NB = "\u00a0"
NAME = "data-folder"


def check(settings: Settings) -> Finding:
    """Look at the folder; one that is not there yet must only be possible to make."""
    folder = settings.data
    if not folder.exists():
        return _not_there(folder)
    if not folder.is_dir():
        return Finding(NAME, False, f"«{NB}{folder}{NB}» est un fichier{NB}: choisissez un dossier avec --data.")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return Finding(
            NAME, False, f"«{NB}{folder}{NB}» ne peut pas être écrit{NB}: corrigez ses droits ou changez --data."
        )
    return _owned(folder)


def is_owned(folder: Path) -> bool:
    """Whether a process of Terreau holds this folder."""
    return _held(folder / LOCK)


def _not_there(folder: Path) -> Finding:
    parent = next(parent for parent in folder.absolute().parents if parent.exists())
    if parent.is_dir() and os.access(parent, os.W_OK | os.X_OK):
        return Finding(NAME, True, f"«{NB}{folder}{NB}» sera créé au premier démarrage.")
    return Finding(NAME, False, f"«{NB}{folder}{NB}» ne peut pas être créé dans «{NB}{parent}{NB}».")


def _owned(folder: Path) -> Finding:
    if not is_owned(folder):
        return Finding(NAME, True, f"«{NB}{folder}{NB}» peut être écrit, Terreau n’y est pas en marche.")
    address = find_owner(folder)
    try:
        if address is not None:
            GatewayLine(address).call("territories", "pulse", {}, timeout=5.0)
            return Finding(NAME, True, f"«{NB}{folder}{NB}» peut être écrit, Terreau y est en marche et répond.")
    except NoAnswer:
        pass
    return Finding(
        NAME, False, f"un processus tient «{NB}{folder}{NB}» sans répondre{NB}: il démarre, ou il faut l’arrêter."
    )


def _held(lock: Path) -> bool:
    try:
        handle = os.open(lock, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
