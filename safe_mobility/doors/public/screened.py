"""One screening as the pages see it: answers so far, what is still open, and the words.

The rules decide what to ask and what comes of it; this module only puts a visitor's answers
and the language of the page beside them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safe_mobility.doors.common import clock, dates
from safe_mobility.doors.common.asking import visitor
from safe_mobility.doors.public.forms.screening import DONT_KNOW, NO, OTHER_COUNTRY, YES
from safe_mobility.doors.public.programme import (
    Words,
    country_names,
    programme,
    programme_of,
    today,
)
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.ruleset import Programme, Question, RuleSet
from safe_mobility.programmes.rules.values import UNKNOWN, QuestionType, Value
from safe_mobility.screening import queries as screenings
from safe_mobility.screening.apart import shared_by_all
from safe_mobility.screening.rules import asking
from safe_mobility.screening.rules.answering import to_plain
from safe_mobility.screening.rules.household import VISITOR, Household, Member
from safe_mobility.screening.rules.judging import screen
from safe_mobility.screening.rules.result import Result

NEAR = ("GT", "HN", "SV", "NI", "MX", "US")
"""The countries of nearly every answer, offered before the long list. Order of frequency."""
APPLICANT = "a"
WHERE = "gt.loc"
"""The question that says which country's programme judges."""


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


@dataclass(frozen=True)
class Screening:
    words: AnswerWords
    answers: dict[str, Value]
    members: tuple[Member, ...]
    on: date
    own: dict[str, dict[str, Value]] = field(default_factory=dict)
    """By member: what was answered for that member alone."""

    @property
    def rule_set(self) -> RuleSet:
        return self.words.rule_set

    @property
    def is_empty(self) -> bool:
        """Nothing was said yet: whoever answers now is new here."""
        return not self.answers and not self.members

    @property
    def household(self) -> Household:
        return Household(self.members) if self.members else VISITOR

    def given_by_each(self, question: str) -> dict[str, Value]:
        """By member, what was answered to a question for that member alone."""
        return {
            member: answers[question] for member, answers in self.own.items() if question in answers
        }

    @property
    def shared(self) -> dict[str, Value]:
        """The answers that speak for everybody."""
        return shared_by_all(self.answers, self.own)

    def asks_each(self, question: Question) -> bool:
        """Whether this is put as one page with a row for each person who would go along."""
        return (
            len(self.members) > 1
            and question.type in (QuestionType.BOOLEAN, QuestionType.CHOICE)
            and asking.is_about_each(
                self.rule_set,
                country=self.programme.country,
                on=self.on,
                question=question.id,
            )
        )

    @property
    def programme(self) -> Programme:
        """The programme of the country in which the person is decides; see `programme_of`."""
        return programme_of(self.answers.get(WHERE))

    @property
    def is_here(self) -> bool:
        """Whether this site's own office is the one that judges: only there it registers."""
        return self.programme == programme()

    @cached_property
    def still(self) -> asking.OpenQuestions:
        return asking.open_questions(
            self.rule_set,
            country=self.programme.country,
            on=self.on,
            answers=self.shared,
            household=self.household,
            member_answers=self.own,
        )

    @cached_property
    def result(self) -> Result:
        return screen(
            self.rule_set,
            country=self.programme.country,
            on=self.on,
            household=self.household,
            answers=self.shared,
            member_answers=self.own,
        )

    @property
    def asks_who_goes(self) -> bool:
        """Who would go along is asked once, after where and who, before what depends on it."""
        if self.members or not self.answers:
            return False
        waiting = self.still.deciding
        return not waiting or waiting[0].theme != self.rule_set.themes[0].code

    def question(self, question_id: str) -> Question:
        """A question that the public pages may ask; anything else is not there."""
        question = self.rule_set.questions.get(question_id)
        if question is None or not question.is_for_visitors:
            raise Http404
        return question

    def before(self, question_id: str) -> str | None:
        """The question answered before this one, for the way back."""
        given = list(self.answers)
        if question_id in given:
            given = given[: given.index(question_id)]
        return given[-1] if given else None

    def plain_choice(self, question: Question) -> tuple[str, ...]:
        value = self.answers.get(question.id)
        if value is None:
            return ()
        plain = to_plain(value)
        return tuple(plain) if isinstance(plain, list) else (str(plain),)


def screening_of(request: HttpRequest) -> Screening:
    """The screening of this browser, empty where nothing was answered yet."""
    ours, on = visitor(request), today()
    kept = screenings.answers(visitor_id=ours.row_id, key=ours.key, on=on, now=clock.now())
    words = AnswerWords(programmes.rule_set(), get_language() or "es")
    return Screening(words, dict(kept.answers), kept.members, on, kept.own)
