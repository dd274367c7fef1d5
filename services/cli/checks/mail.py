"""The mail server: does it answer, secure the line and let us in; without one mails are kept in the portal."""

from __future__ import annotations

import smtplib

from services.cli.checks.finding import Finding
from services.notifications.post import WrongSmtpUrl, connected, read_url
from shared.reasons import reason
from shared.settings import Settings

NB = "\u00a0"
NAME = "mail"


def check(settings: Settings) -> Finding:
    """Open one session with the mail server and send nothing."""
    if settings.smtp_url is None:
        return Finding(NAME, True, "aucun serveur réglé (TERREAU_SMTP_URL)\u00a0: ils restent à lire dans le portail.")
    try:
        with connected(read_url(settings.smtp_url.get_secret_value())) as session:
            session.noop()
    except WrongSmtpUrl:
        return _away("adresse mal écrite")
    except smtplib.SMTPAuthenticationError:
        return _away("identifiant ou mot de passe refusé")
    except smtplib.SMTPException as error:
        return _away(f"réponse inattendue, {type(error).__name__}")
    except OSError as error:
        return _away(reason(error))
    return Finding(NAME, True, f"le serveur répond\u00a0; expéditeur {settings.mail_from}.")


def _away(why: str) -> Finding:
    return Finding(NAME, False, f"le serveur d’envoi ne répond pas ({why}){NB}: voyez TERREAU_SMTP_URL.")
