"""One form for each kind of question. What it reads is a plain value, as the rules take it.

"I don't know" is always a choice, always the last, and nothing is chosen beforehand.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safe_mobility.doors.common.fields import DayField, Form
from safe_mobility.programmes.rules.values import NONE_WORD, QuestionType, Value
from safe_mobility.screening.rules.answering import Plain, to_plain

DONT_KNOW = "unknown"
OTHER_COUNTRY = "OTHER"
YES, NO = "yes", "no"
Choices = Iterable[tuple[str, str]]

_EMPTY = gettext_lazy("Choose an answer. “I don't know” is an answer too.")
_NONE_AND_MORE = gettext_lazy("You chose “none” and something else too. Leave only what is true.")


def _messages(whose: str = "") -> dict[str, Any]:
    """What is said where an answer is missing or contradicts itself, and of whom."""
    said = {"required": _EMPTY, "invalid_choice": _EMPTY, "none_and_more": _NONE_AND_MORE}
    return {code: f"{whose}: {words}" for code, words in said.items()} if whose else dict(said)


class AnswerForm(Form):
    """`part` names the markup that shows the field `answer`."""

    part: ClassVar[str]

    @property
    def plain(self) -> Plain:
        """The answer, once the form is valid."""
        value: Plain = self.cleaned_data["answer"]
        return value


class OneOf(AnswerForm):
    part = "choices"

    def __init__(self, data: Any, *, choices: Choices, initial: str | None) -> None:
        super().__init__(data, initial={"answer": initial})
        self.fields["answer"] = forms.ChoiceField(
            choices=[*choices],
            widget=forms.RadioSelect,
            error_messages=_messages(),
        )


class YesOrNo(OneOf):
    """Yes and no are the rules' true and false."""

    @property
    def plain(self) -> Plain:
        return {YES: True, NO: False}.get(self.cleaned_data["answer"], DONT_KNOW)


class SomeField(forms.MultipleChoiceField):
    """Several of several; "none" stands alone."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = _messages()

    def clean(self, value: Any) -> list[str]:
        chosen: list[str] = super().clean(value)
        if NONE_WORD in chosen and len(chosen) > 1:
            raise ValidationError(self.error_messages["none_and_more"], code="none_and_more")
        return chosen


class SomeOf(AnswerForm):
    part = "checks"

    def __init__(self, data: Any, *, choices: Choices, initial: list[str]) -> None:
        super().__init__(data, initial={"answer": initial})
        self.fields["answer"] = SomeField(choices=[*choices])


class OneOfAll(AnswerForm):
    """The phone's own list, for the one case in twenty that the short list does not hold."""

    part = "select"

    def __init__(self, data: Any, *, choices: Iterable[Any], initial: str | None) -> None:
        super().__init__(data, initial={"answer": initial})
        self.fields["answer"] = forms.ChoiceField(
            choices=[("", ""), *choices],
            error_messages=_messages(),
        )


class Day(AnswerForm):
    """A button of its own says "I don't know" beside the three fields."""

    part = "date"

    def __init__(self, data: Any, *, latest: date, initial: date | None) -> None:
        super().__init__(data, initial={"answer": initial})
        self.fields["answer"] = DayField(
            latest=lambda: latest,
            error_messages={"required": _("Write the day, or press “I don't know”.")},
        )
        self.unknown = bool(data and data.get("dont_know"))

    def is_valid(self) -> bool:
        return (self.is_bound and self.unknown) or super().is_valid()

    @property
    def plain(self) -> Plain:
        if self.unknown:
            return DONT_KNOW
        day: date = self.cleaned_data["answer"]
        return day.isoformat()


def answer_form(
    kind: QuestionType,
    data: Mapping[str, Any] | None,
    *,
    given: Value | None,
    choices: list[tuple[str, str]],
    today: date,
) -> AnswerForm:
    """The form of one question, with the answer given before where there is one."""
    before = None if given is None else to_plain(given)
    if kind is QuestionType.DATE:
        return Day(data, latest=today, initial=given if isinstance(given, date) else None)
    if kind.is_list:
        return SomeOf(data, choices=choices, initial=_codes(given))
    if kind is QuestionType.BOOLEAN:
        return YesOrNo(data, choices=choices, initial=_word(given))
    return OneOf(data, choices=choices, initial=before if isinstance(before, str) else None)


class EachPerson(Form):
    """One question, a row for each person. What it reads is a plain value by member."""

    def __init__(
        self,
        data: Any,
        *,
        kind: QuestionType,
        persons: Iterable[tuple[str, str]],
        choices: list[tuple[str, str]],
        given: Mapping[str, Value],
    ) -> None:
        super().__init__(data)
        for member, name in persons:
            self.fields[member] = (
                SomeField(
                    label=name,
                    choices=choices,
                    initial=_codes(given.get(member)),
                    error_messages=_messages(name),
                )
                if kind.is_list
                else forms.ChoiceField(
                    label=name,
                    choices=choices,
                    widget=forms.RadioSelect,
                    initial=_word(given.get(member)),
                    error_messages=_messages(name),
                )
            )

    @property
    def each(self) -> dict[str, Plain]:
        """The answers, once the form is valid."""
        words: dict[Any, Plain] = {YES: True, NO: False}
        return {
            member: said if isinstance(said, list) else words.get(said, said)
            for member, said in self.cleaned_data.items()
        }


def _codes(value: Value | None) -> list[str]:
    """A list as the words of its choices."""
    plain = None if value is None else to_plain(value)
    return plain if isinstance(plain, list) else [str(plain)] if plain else []


def _word(value: Value | None) -> str | None:
    """A value as the word of its choice."""
    plain = None if value is None else to_plain(value)
    if isinstance(plain, bool):
        return YES if plain else NO
    return plain if isinstance(plain, str) else None
