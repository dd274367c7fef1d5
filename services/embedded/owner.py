"""One process owns a data folder: it holds the lock, and the lock file says where to reach it."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from shared.errors import TerreauError
from shared.reasons import reason

LOCK = "owner.lock"


class FolderUnusable(TerreauError):
    """The data folder cannot be made or written."""

    code = "data-folder-unusable"


@dataclass(frozen=True)
class OwnerAddress:
    """Where the owner of a data folder answers, and the secret it asks for."""

    port: int
    secret: str


class Ownership:
    """The lock on a data folder; the system lets go of it when the process ends, however it ends."""

    def __init__(self, folder: Path):
        self._path = folder / LOCK
        self._file: int | None = None

    def take(self) -> bool:
        """Become the owner; False when another process is. Raises `FolderUnusable`."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise FolderUnusable(
                f"Le dossier de données «\u00a0{self._path.parent}\u00a0» ne peut pas être écrit "
                f"({reason(error)})\u00a0: "
                "corrigez ses droits ou choisissez-en un autre avec --data."
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._file = handle
        return True

    def announce(self, port: int) -> OwnerAddress:
        """Write down where this owner answers."""
        if self._file is None:
            raise RuntimeError("announce() before take()")
        address = OwnerAddress(port, secrets.token_urlsafe(32))
        content = json.dumps({"port": address.port, "secret": address.secret, "pid": os.getpid()}).encode()
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, content, 0)
        return address

    def release(self) -> None:
        """Let go."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None


def find_owner(folder: Path) -> OwnerAddress | None:
    """The address that the lock file tells; None when there is no owner, or not one that answers yet."""
    try:
        told = json.loads((folder / LOCK).read_text(encoding="utf-8"))
        return OwnerAddress(int(told["port"]), str(told["secret"]))
    except (OSError, ValueError, KeyError):
        return None
