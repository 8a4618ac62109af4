"""Handing one mail to the outgoing server: SMTP, off the event loop."""

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 10


def compose(sender: str, recipient: str, subject: str, text: str, message_id: str) -> EmailMessage:
    """A plain-text mail. Its id is the same at each attempt, so that servers can drop a repeat."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = recipient
    mail["Subject"] = " ".join(subject.split())
    mail["Date"] = formatdate(localtime=True)
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    return mail


def _deliver(url: str, mail: EmailMessage) -> None:
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or 0
    tls = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=tls)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    with server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=tls)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail)


async def deliver(url: str, mail: EmailMessage) -> None:
    """Send over smtp://, smtp+starttls:// or smtps://. Raises OSError when it is not accepted."""
    await asyncio.to_thread(_deliver, url, mail)
