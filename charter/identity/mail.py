"""Mail that Charter sends itself: invitations and password resets, through the operator's SMTP server."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib
from pydantic import SecretStr

from charter.core.settings import Settings
from charter.core.telemetry import logs

_log = logs.get(__name__)
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_TIMEOUT_S = 20


class MailFailed(Exception):
    """The mail server did not take a message; the text names the kind of failure."""


@dataclass(frozen=True, slots=True)
class Mailer:
    """The way to the mail server; without one nothing is sent, and links are handed on by people."""

    url: SecretStr | None
    sender: str

    @classmethod
    def of(cls, settings: Settings) -> Mailer:
        """Return the mailer of an installation."""
        return cls(settings.smtp_url, settings.mail_from or "")

    @property
    def configured(self) -> bool:
        """True when there is a mail server."""
        return self.url is not None

    async def send(self, to: str, subject: str, text: str) -> None:
        """Send a message if there is a mail server. A failure is logged, never raised."""
        if self.url is None:
            return
        try:
            await self.deliver(to, subject, text)
        except MailFailed as error:
            _log.error("mail was not sent", extra={"subject": subject, "reason": str(error)})

    async def deliver(self, to: str, subject: str, text: str, *, message_id: str | None = None) -> None:
        """Hand a message to the mail server, encrypted unless that is on this host.

        Args:
            message_id: the same for each try of one message, so that readers can tell them from several.

        Raises:
            MailFailed: it was not taken, or there is no server.
        """
        if self.url is None:
            raise MailFailed("there is no mail server")
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, " ".join(subject.split())
        if message_id is not None:
            message["Message-ID"] = f"<{message_id}@{self.sender.rpartition('@')[2] or 'charter'}>"
        message.set_content(text)
        parts = urlsplit(self.url.get_secret_value())
        tls = parts.scheme == "smtps"
        try:
            await aiosmtplib.send(
                message,
                hostname=parts.hostname,
                port=parts.port,
                username=unquote(parts.username) if parts.username else None,
                password=unquote(parts.password) if parts.password else None,
                use_tls=tls,
                start_tls=None if tls or parts.hostname in _LOOPBACK else True,
                timeout=_TIMEOUT_S,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailFailed(type(error).__name__) from error


def invitation_text(tenant: str, inviter: str, link: str) -> str:
    """Return the text of an invitation."""
    return (
        f"{inviter} invites you to {tenant} on Charter.\n\n"
        f"Accept here: {link}\n\n"
        "The link works once. If you did not expect it, there is nothing to do.\n"
    )


def reset_text(link: str) -> str:
    """Return the text about a new password."""
    return (
        f"Set a new password for your Charter account here: {link}\n\n"
        "The link works once. If you did not ask for it, there is nothing to do.\n"
    )
