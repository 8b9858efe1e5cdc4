"""From a kind and its facts to the words, the same on the phone, in the mail and on the page.

Facts are stored as text (ISO dates, codes); what a sentence needs is derived here. A fact
that is missing chooses another wording or leaves out its paragraph; it is never guessed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from safe_mobility.notifications.rules import days, gsm, texts_en, texts_es
from safe_mobility.notifications.rules.wording import Paragraph, Wording

LANGUAGES = ("es", "en")
_BOOKS = {"es": texts_es.BOOK, "en": texts_en.BOOK}
_TURNS = ("outcome", "mode", "state", "wish", "way")
"""Facts whose code may choose a wording of its own, as in `booked.PHONE`."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every text may name and no message carries: where we are, and in which zone."""

    site: str
    phone: str
    zone: ZoneInfo
    office: str = ""
    pathway: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    sms: str
    subject: str
    body: str
    page: str


class NoWording(LookupError):
    """No wording of this kind can be said with these facts: the caller forgot one."""


def language_for(language: str) -> str:
    """The language we can write: Spanish where the reader's own has no texts yet."""
    return language if language in _BOOKS else "es"


def render(kind: str, *, language: str, facts: Mapping[str, Any], around: Surroundings) -> Rendered:
    tongue = language_for(language)
    wording = _wording(kind, tongue, facts)
    short = _words(facts, tongue, around, short=True)
    words = _words(facts, tongue, around, short=False)
    signed = [line for line in map(_sayable(words), _BOOKS[tongue].signed) if line]
    body = _paragraphs(wording.body, words)
    return Rendered(
        sms=_first_that_fits(kind, wording, short),
        subject=f"{_BOOKS[tongue].sender}: {_lowered(wording.subject)}",
        body="\n\n".join([*body, "\n".join(signed)]),
        page="\n\n".join(_paragraphs(wording.page, words) or body),
    )


def withheld_line(language: str) -> str:
    """What a page shows in place of a code, which is never kept."""
    return _BOOKS[language_for(language)].withheld


def _wording(kind: str, tongue: str, facts: Mapping[str, Any]) -> Wording:
    texts = _BOOKS[tongue].texts
    for turn in _TURNS:
        found = texts.get(f"{kind}.{facts.get(turn)}")
        if found is not None:
            return found
    if kind not in texts:
        raise NoWording(kind)
    return texts[kind]


def _words(
    facts: Mapping[str, Any], tongue: str, around: Surroundings, *, short: bool
) -> dict[str, str]:
    words = {"site": around.site, "phone": around.phone}
    if around.office:
        words["office"] = gsm.plain_name(around.office) if short else around.office
    if around.pathway and not short:
        words["pathway"] = around.pathway
    if facts.get("code"):
        words["code"] = _spaced(str(facts["code"]))
    if facts.get("starts_at"):
        start = datetime.fromisoformat(facts["starts_at"]).astimezone(around.zone)
        words["when"] = (days.short_when if short else days.long_when)(start, tongue)
        words["day"] = (days.short_day if short else days.long_day)(start.date(), tongue)
    for name in ("news_by", "answer_by"):
        if facts.get(name):
            words[name] = _moment(str(facts[name]), tongue, around.zone, short=short)
    return words


def _moment(text: str, tongue: str, zone: ZoneInfo, *, short: bool) -> str:
    """A day, or a day and hour where the promise names one."""
    if len(text) <= len("2023-11-21"):
        return (days.short_date if short else days.long_day)(date.fromisoformat(text), tongue)
    at = datetime.fromisoformat(text).astimezone(zone)
    return (days.short_when if short else days.long_when)(at, tongue)


def _spaced(code: str) -> str:
    """`482 915`: two groups are read and typed with fewer slips."""
    middle = len(code) // 2
    return f"{code[:middle]} {code[middle:]}" if len(code) > 4 else code


def _sayable(words: Mapping[str, str]) -> Callable[[str], str | None]:
    def say(text: str) -> str | None:
        needed = {name for _, name, _, _ in Formatter().parse(text) if name}
        return text.format(**words) if needed <= words.keys() else None

    return say


def _paragraphs(paragraphs: tuple[Paragraph, ...], words: Mapping[str, str]) -> list[str]:
    say = _sayable(words)
    said = []
    for paragraph in paragraphs:
        wordings = (paragraph,) if isinstance(paragraph, str) else paragraph
        line = next((line for line in map(say, wordings) if line), None)
        if line:
            said.append(line)
    return said


def _first_that_fits(kind: str, wording: Wording, words: Mapping[str, str]) -> str:
    said = [line for line in map(_sayable(words), wording.sms) if line]
    if not said:
        raise NoWording(kind)
    return next((line for line in said if gsm.fits(line)), said[-1])


def _lowered(subject: str) -> str:
    return subject[:1].lower() + subject[1:]


def check_sayable(kind: str, facts: Mapping[str, Any]) -> None:
    """Raise `NoWording` now, in the act that forgot a fact, instead of at night in the sender."""
    nowhere = Surroundings(site="", phone="", zone=ZoneInfo("UTC"), office="-")
    render(kind, language="es", facts={**facts, "code": "000000"}, around=nowhere)
