"""Writes the secrets that docker-compose.yml reads (`make_secrets.py [FOLDER]`, var/secrets), never one twice."""

import secrets
import sys
from pathlib import Path


def make(folder: Path) -> list[str]:
    """Write each secret that is missing, readable by the containers' users; give the names written.

    A password and the address that holds it are written together: when only one of the two is there, nothing is guessed
    and FileExistsError names it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    database, broker = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    groups = [
        {"postgres_password": database, "database_url": f"postgresql://terreau:{database}@postgres:5432/terreau"},
        {
            "rabbitmq_conf": f"default_user = terreau\ndefault_pass = {broker}\n",
            "amqp_url": f"amqp://terreau:{broker}@rabbitmq:5672/",
        },
        {"secret_key": secrets.token_urlsafe(48)},
        {"smtp_url": "smtp://mail:1025"},
        {"imap_url": ""},  # none yet: an empty file counts as none
    ]
    written = []
    for group in groups:
        there = [name for name in group if (folder / name).exists()]
        if there and len(there) < len(group):
            raise FileExistsError(f"{folder / there[0]}: remove it or restore the secret that goes with it")
        for name, text in group.items() if not there else ():
            (folder / name).write_text(text, encoding="utf-8")
            # The folder keeps others out; inside it, the users of three images must be able to read.
            (folder / name).chmod(0o444)
            written.append(name)
    return written


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "var/secrets")
    try:
        names = make(target)
    except OSError as error:
        raise SystemExit(str(error)) from error
    sys.stdout.write(f"{target}: {', '.join(names) or 'nothing to do'}\n")
