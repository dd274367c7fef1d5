"""Why the operating system refused, in French: its own words are in the language of the machine."""

from __future__ import annotations

import errno
import socket

_REASONS = {
    errno.ENOENT: "il n’existe pas",
    errno.EACCES: "l’accès est refusé",
    errno.EPERM: "l’accès est refusé",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "son chemin passe par un fichier",
    errno.EEXIST: "un fichier porte ce nom",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "l’espace accordé est épuisé",
    errno.ENAMETOOLONG: "son nom est trop long",
    errno.ELOOP: "ses liens tournent en rond",
    errno.EMFILE: "trop de fichiers sont ouverts",
    errno.EIO: "le disque répond par une erreur",
    errno.ECONNREFUSED: "personne ne répond à cette adresse",
    errno.EHOSTUNREACH: "la machine est hors d’atteinte",
    errno.ENETUNREACH: "le réseau est hors d’atteinte",
    errno.ETIMEDOUT: "pas de réponse à temps",
}


def reason(error: BaseException) -> str:
    """A short French clause for an error of the system: « il n’existe pas », « l’accès est refusé »."""
    if isinstance(error, TimeoutError):
        return "pas de réponse à temps"
    if isinstance(error, socket.gaierror):
        return "cette machine est inconnue"
    if type(error).__module__ == "ssl":  # not imported here: the commands that use it need no other second
        return "la liaison chiffrée a échoué"
    if isinstance(error, OSError) and error.errno is None:
        return "ce qui répond n’est pas ce qui est attendu"
    number = error.errno if isinstance(error, OSError) else None
    if number is None:
        return "le nom n’est pas valable" if isinstance(error, ValueError) else type(error).__name__
    return _REASONS.get(number, f"erreur {number} du système")
