"""One screening as the pages see it: answers so far, what is still open, and the words.

The rules decide what to ask and what comes of it; this module only puts a visitor's answers
and the language of the page beside them.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.http import Http404, HttpRequest

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.answer_words import AnswerWords, answer_words
from safe_mobility.doors.common.asking import visitor
from safe_mobility.doors.public.programme import (
    programme,
    programme_of,
    today,
)
from safe_mobility.programmes.rules.ruleset import Programme, Question, RuleSet
from safe_mobility.programmes.rules.values import Value
from safe_mobility.screening import queries as screenings
from safe_mobility.screening.apart import shared_by_all
from safe_mobility.screening.rules import asking, asking_each
from safe_mobility.screening.rules.answering import to_plain
from safe_mobility.screening.rules.household import VISITOR, Household, Member
from safe_mobility.screening.rules.judging import screen
from safe_mobility.screening.rules.result import Result

APPLICANT = "a"
WHERE = "gt.loc"
"""The question that says which country's programme judges."""


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

    def on_rows(self, question: Question) -> tuple[Member, ...]:
        """Those of whom this is asked apart, each on a row of one page; else nobody."""
        found = asking_each.rows(
            self.rule_set,
            country=self.programme.country,
            on=self.on,
            question=question.id,
            household=self.household,
            member_answers=self.own,
            still=self.still,
        )
        return tuple(member for member in self.members if member.id in found)

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
    return Screening(answer_words(), dict(kept.answers), kept.members, on, kept.own)
