"""The words of questions and of answers, in the language of the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safe_mobility.doors.common import dates
from safe_mobility.doors.common.answer_forms import DONT_KNOW, NO, OTHER_COUNTRY, YES
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.ruleset import Question, RuleSet
from safe_mobility.programmes.rules.values import UNKNOWN, QuestionType, Value

NEAR = ("GT", "HN", "SV", "NI", "MX", "US")
"""The countries of nearly every answer, offered before the long list. Order of frequency."""


@dataclass(frozen=True)
class Words:
    """The programme's texts in the language of the page."""

    rule_set: RuleSet
    language: str

    def __call__(self, key: str) -> str:
        return self.rule_set.text(key, self.language)


@dataclass(frozen=True)
class AnswerWords(Words):
    """The words of questions and of answers, as a person would say them."""

    def country(self, code: str) -> str:
        return dict(country_names(self.language)).get(code, code)

    def choices(self, question: Question, *, chosen: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        """The answers to choose from, with "I don't know" at the end."""
        return [*self._known(question, chosen), (DONT_KNOW, self.dont_know(question))]

    def _known(self, question: Question, chosen: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        if question.type is QuestionType.BOOLEAN:
            yield YES, _("Yes")
            yield NO, _("No")
        elif question.type in (QuestionType.COUNTRY, QuestionType.COUNTRIES):
            others = (code for code in chosen if code not in NEAR and code != DONT_KNOW)
            for code in (*NEAR, *others):
                yield code, self.country(code)
            yield OTHER_COUNTRY, _("Another country")
        else:
            for choice in question.choices:
                if choice.code != DONT_KNOW:
                    yield choice.code, self(choice.text)

    def dont_know(self, question: Question) -> str:
        own = next((c for c in question.choices if c.code == DONT_KNOW), None)
        if own is not None:
            return self(own.text)
        if question.sensitive:
            return _("I don't know, or I prefer not to say")
        return _("I don't know")

    def answer(self, question: Question, value: Value) -> str:
        """An answer as the person would say it."""
        if value is UNKNOWN:
            return self.dont_know(question)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, date):
            return dates.plain_date(value, language=self.language)
        codes = value if isinstance(value, tuple) else (value,)
        known = dict(self.choices(question, chosen=codes))
        return ", ".join(known.get(code, code) for code in codes) or _("None")


def answer_words() -> AnswerWords:
    return AnswerWords(programmes.rule_set(), get_language() or "es")


def country_names(language: str) -> tuple[tuple[str, str], ...]:
    """Every country by name, in the language's order."""
    return _country_names(programmes.rule_set().version, language)


@lru_cache(maxsize=8)
def _country_names(_version: str, language: str) -> tuple[tuple[str, str], ...]:
    return tuple((each.code, each.name) for each in programmes.countries(language))
