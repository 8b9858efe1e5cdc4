"""Is this message from us? What a form for strangers can honestly answer.

The form of a text can be copied, so "it looks like ours" is never a yes: it sends the
reader to their own page, where every message stands. A text that asks for money, for a
secret, or leads elsewhere is not ours, whatever else it says.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from string import Formatter

from safe_mobility.notifications.rules import texts_en, texts_es
from safe_mobility.notifications.rules.gsm import plain_name
from safe_mobility.notifications.rules.replies import folded

LONGEST = 1000


class Finding(StrEnum):
    LOOKS_LIKE_OURS = "LOOKS_LIKE_OURS"
    NOT_OURS = "NOT_OURS"
    NOT_KNOWN = "NOT_KNOWN"


class Sign(StrEnum):
    """Why a message is not ours. Each is something we never do."""

    MONEY = "MONEY"
    CODE = "CODE"
    OTHER_ADDRESS = "OTHER_ADDRESS"
    OTHER_PHONE = "OTHER_PHONE"


@dataclass(frozen=True, slots=True)
class Checked:
    finding: Finding
    signs: tuple[Sign, ...] = ()


_LINK = re.compile(
    r"(?:https?://|www\.)((?:[a-z0-9-]+\.)+[a-z]{2,})"
    r"|\b((?:[a-z0-9-]+\.)+(?:com|org|net|info|gob|gov|gt|us|mx|co|io|me|ly|app|link|site|online"
    r"|top|xyz|click|shop|live|example))\b"
    r"|\b((?:[a-z0-9-]+\.)+[a-z]{2,})/",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\+?\d(?:[ .()-]?\d){6,}")


_SUM = re.compile(
    r"(?:[$€£]|\bQ|\bUSD|\bGTQ)\s?\d|\d\s?(?:USD|GTQ|quetzal|d[oó]lar|dollar|peso)", re.IGNORECASE
)
_PAY = re.compile(
    r"\b(?:PAGUE|PAGAR|PAGO|PAGA|DEPOSITE|DEPOSITO|DEPOSITAR|TRANSFIERA|TRANSFERENCIA|COSTO"
    r"|CUOTA|TARIFA|DINERO|PAY|PAYMENT|DEPOSIT|TRANSFER|FEE|COST|MONEY)\b"
)
_ASK_SECRET = re.compile(
    r"\b(?:ENVIE|ENVIENOS|MANDE|MANDENOS|DIGANOS|DENOS|COMPARTA|SEND|GIVE|SHARE|TELL)\b"
    r"(?: \w+){0,4} (?:CLAVE|CODIGO|PIN|CONTRASENA|TARJETA|CODE|PASSWORD|CARD)\b"
)
# "No pague a nadie" and "we never ask for money" warn; they must not be taken for a demand.
_WARNING = re.compile(r"\b(?:NO|NUNCA|NEVER|NOT|NADIE|NOBODY)(?: \w+){1,4}")


@dataclass(frozen=True, slots=True)
class Home:
    """What is truly ours: the address, the phone number, the names of the offices."""

    site: str
    phone: str
    offices: frozenset[str]


def check(text: str, *, home: Home) -> Checked:
    """What can be said of `text` by its form alone."""
    given = " ".join(text[:LONGEST].split())
    if any(form.fullmatch(given) for form in _forms(home)):
        return Checked(Finding.LOOKS_LIKE_OURS)
    signs = tuple(_signs(given, home))
    return Checked(Finding.NOT_OURS, signs) if signs else Checked(Finding.NOT_KNOWN)


def _signs(text: str, home: Home) -> Iterable[Sign]:
    words = " ".join(folded(text).split())
    if _SUM.search(text) or _PAY.search(_WARNING.sub("", words)):
        yield Sign.MONEY
    if _ASK_SECRET.search(_WARNING.sub("", words)):
        yield Sign.CODE
    if any(not _is_within(host, home.site) for host in _hosts(text)):
        yield Sign.OTHER_ADDRESS
    if any(_digits(number) != _digits(home.phone) for number in _PHONE.findall(text)):
        yield Sign.OTHER_PHONE


def _hosts(text: str) -> Iterable[str]:
    for found in _LINK.finditer(text):
        yield next(group for group in found.groups() if group)


def _is_within(host: str, site: str) -> bool:
    home = site.split("/")[0].split(":")[0].lower()
    return host.lower() == home or host.lower().endswith("." + home)


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())


_DAY = r"\w{3} \d{1,2} \w{3}"
_PROMISE = r"(?:\w{3} )?\d{1,2} \w{3}(?:, \d{1,2}:\d\d)?"
_BLANKS = {
    "when": rf"{_DAY}, \d{{1,2}}:\d\d",
    "day": _DAY,
    "news_by": _PROMISE,
    "answer_by": _PROMISE,
    "code": r"\d{3} ?\d{3}",
}


@lru_cache(maxsize=4)
def _forms(home: Home) -> tuple[re.Pattern[str], ...]:
    """Every SMS we could have sent, each with its blanks open only for what may stand there."""
    names = [plain_name(name) for name in sorted(home.offices)]
    blanks = {
        **_BLANKS,
        "site": re.escape(home.site),
        "phone": re.escape(home.phone),
        "office": "|".join(map(re.escape, names)) or r"(?!)",
    }
    texts = {
        text
        for book in (texts_es.BOOK.texts, texts_en.BOOK.texts)
        for wording in book.values()
        for text in wording.sms
    }
    return tuple(re.compile(_form(text, blanks), re.IGNORECASE) for text in sorted(texts))


def _form(text: str, blanks: dict[str, str]) -> str:
    parts = []
    for literal, name, _, _ in Formatter().parse(text):
        parts.append(re.escape(literal))
        if name:
            parts.append(f"(?:{blanks[name]})")
    return "".join(parts)
