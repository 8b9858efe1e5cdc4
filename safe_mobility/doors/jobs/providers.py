"""Those who carry our words outside: a mail server, an SMS gateway, the training page.

Each is asked once and answers with one of four words. Faults are codes of ours: what a
server says may repeat an address or a text, and must not reach a log or a row.
"""

import logging
import smtplib
from typing import Protocol

import httpx2
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from safe_mobility.doors.common.sms_gateway import read_gateway
from safe_mobility.notifications.rules import gateway
from safe_mobility.notifications.rules.gateway import Gateway
from safe_mobility.notifications.rules.rendering import Rendered
from safe_mobility.notifications.rules.retry import Answer
from safe_mobility.notifications.rules.states import Channel
from safe_mobility.notifications.services import Told

# It logs the address of each request, which may hold a phone number.
for _name in ("httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.WARNING)
_NOTHING_SAID = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.LocalProtocolError,
    httpx2.UnsupportedProtocol,
)


class Provider(Protocol):
    keeps_key: bool
    """It recognises a key it has seen and does not send the same message twice."""

    def send(self, *, key: str, to: str, words: Rendered) -> Told: ...


class TrainingPage:
    """On a training site the phone and the mailbox are a page of the site itself."""

    keeps_key = True

    def send(self, *, key: str, to: str, words: Rendered) -> Told:
        return Told(Answer.TAKEN, provider_id=f"training-{key}")


class Mail:
    """SMTP. A mail server does not know our key, so silence after the text is a doubt."""

    keeps_key = False

    def send(self, *, key: str, to: str, words: Rendered) -> Told:
        line: BaseEmailBackend = get_connection()
        try:
            line.open()
        except (OSError, smtplib.SMTPException) as error:
            return Told(Answer.BUSY, fault=f"smtp_{type(error).__name__}")
        try:
            line.send_messages([_letter(key, to, words, line)])
        except smtplib.SMTPException as error:
            return _told_by_smtp(error)
        except OSError as error:
            return Told(Answer.SILENT, fault=f"smtp_{type(error).__name__}")
        finally:
            _hang_up(line)
        return Told(Answer.TAKEN)


class Sms:
    """An HTTP gateway as the configuration describes it."""

    def __init__(self, shape: Gateway, *, token: str) -> None:
        self.shape = shape
        self.keeps_key = shape.keeps_key
        self._token = token
        self._client = httpx2.Client(timeout=shape.timeout_seconds, follow_redirects=False)

    def send(self, *, key: str, to: str, words: Rendered) -> Told:
        asked = gateway.request(self.shape, to=to, text=words.sms, key=key, token=self._token)
        try:
            answer = self._client.post(asked.url, content=asked.body, headers=asked.headers)
        except _NOTHING_SAID as error:
            return Told(Answer.BUSY, fault=f"sms_{type(error).__name__}")
        except httpx2.HTTPError as error:
            return Told(Answer.SILENT, fault=f"sms_{type(error).__name__}")
        return self._told(answer)

    def _told(self, answer: httpx2.Response) -> Told:
        status, fault = answer.status_code, f"sms_status_{answer.status_code}"
        if answer.is_success:
            return Told(Answer.TAKEN, provider_id=gateway.provider_id(self.shape, answer.content))
        if status in self.shape.refused:
            return Told(Answer.REFUSED, fault=fault)
        if status in self.shape.busy:
            return Told(Answer.BUSY, fault=fault)
        # Anything else (502, 504, a redirect) may have been taken before it went wrong.
        return Told(Answer.SILENT, fault=fault)


def providers() -> dict[Channel, Provider]:
    """Who carries what on this site. A channel without a provider does not exist for it."""
    if settings.TRAINING:
        return {Channel.SMS: TrainingPage(), Channel.EMAIL: TrainingPage()}
    found: dict[Channel, Provider] = {}
    if settings.EMAIL_HOST:
        found[Channel.EMAIL] = Mail()
    if settings.SMS_GATEWAY_FILE:
        token = settings.SMS_TOKEN_FILE.read_text().strip() if settings.SMS_TOKEN_FILE else ""
        found[Channel.SMS] = Sms(read_gateway(settings.SMS_GATEWAY_FILE), token=token)
    return found


def _letter(key: str, to: str, words: Rendered, line: BaseEmailBackend) -> EmailMessage:
    host = settings.SITE_ADDRESS.partition(":")[0]
    return EmailMessage(
        subject=words.subject,
        body=words.body,
        to=[to],
        headers={"Message-ID": f"<{key}@{host}>", "Auto-Submitted": "auto-generated"},
        connection=line,
    )


def _told_by_smtp(error: smtplib.SMTPException) -> Told:
    fault = f"smtp_{type(error).__name__}"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Told(Answer.SILENT, fault=fault)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPResponseException):
        codes = [error.smtp_code]
    else:
        return Told(Answer.SILENT, fault=fault)
    # 5 is for good, 4 is for now; in both the server said no and sent nothing.
    for_good = bool(codes) and all(code >= 500 for code in codes)
    return Told(Answer.REFUSED if for_good else Answer.BUSY, fault=f"{fault}_{max(codes)}")


def _hang_up(line: BaseEmailBackend) -> None:
    try:
        line.close()
    except (OSError, smtplib.SMTPException):
        return
