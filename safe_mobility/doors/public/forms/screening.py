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
            error_messages={"required": _EMPTY, "invalid_choice": _EMPTY},
        )


class YesOrNo(OneOf):
    """Yes and no are the rules' true and false."""

    @property
    def plain(self) -> Plain:
        return {YES: True, NO: False}.get(self.cleaned_data["answer"], DONT_KNOW)


class SomeOf(AnswerForm):
    part = "checks"

    def __init__(self, data: Any, *, choices: Choices, initial: list[str]) -> None:
        super().__init__(data, initial={"answer": initial})
        self.fields["answer"] = forms.MultipleChoiceField(
            choices=[*choices],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _EMPTY, "invalid_choice": _EMPTY},
        )

    def clean_answer(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["answer"]
        if NONE_WORD in chosen and len(chosen) > 1:
            raise ValidationError(
                _("You chose “none” and something else too. Leave only what is true."),
                code="none_and_more",
            )
        return chosen


class OneOfAll(AnswerForm):
    """The phone's own list, for the one case in twenty that the short list does not hold."""

    part = "select"

    def __init__(self, data: Any, *, choices: Iterable[Any], initial: str | None) -> None:
        super().__init__(data, initial={"answer": initial})
        self.fields["answer"] = forms.ChoiceField(
            choices=[("", ""), *choices],
            error_messages={"required": _EMPTY, "invalid_choice": _EMPTY},
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
        chosen = before if isinstance(before, list) else [str(before)] if before else []
        return SomeOf(data, choices=choices, initial=chosen)
    if kind is QuestionType.BOOLEAN:
        return YesOrNo(data, choices=choices, initial=_word(given))
    return OneOf(data, choices=choices, initial=before if isinstance(before, str) else None)


class EachPerson(Form):
    """One question, a row for each person. What it reads is a plain value by member."""

    def __init__(
        self,
        data: Any,
        *,
        persons: Iterable[tuple[str, str]],
        choices: list[tuple[str, str]],
        given: Mapping[str, Value],
    ) -> None:
        super().__init__(data)
        for member, name in persons:
            empty = f"{name}: {_EMPTY}"
            self.fields[member] = forms.ChoiceField(
                label=name,
                choices=choices,
                widget=forms.RadioSelect,
                initial=_word(given.get(member)),
                error_messages={"required": empty, "invalid_choice": empty},
            )

    @property
    def each(self) -> dict[str, Plain]:
        """The answers, once the form is valid."""
        words: dict[str, Plain] = {YES: True, NO: False}
        return {member: words.get(word, word) for member, word in self.cleaned_data.items()}


def _word(value: Value | None) -> str | None:
    """A value as the word of its choice."""
    plain = None if value is None else to_plain(value)
    if isinstance(plain, bool):
        return YES if plain else NO
    return plain if isinstance(plain, str) else None


class PersonForm(Form):
    """Somebody who would go along. No name is asked."""

    role = forms.ChoiceField(widget=forms.RadioSelect)
    born_on = DayField(required=False)
    married = forms.ChoiceField(widget=forms.RadioSelect, required=False)

    def __init__(self, data: Any, *, roles: Choices, married: Choices, latest: date) -> None:
        super().__init__(data)
        self.fields["role"] = forms.ChoiceField(
            label=_("Who is this person to you?"), choices=[*roles], widget=forms.RadioSelect
        )
        self.fields["born_on"] = DayField(
            label=_("Date of birth"),
            help_text=_("Leave it empty if you do not know it."),
            latest=lambda: latest,
            required=False,
        )
        self.fields["married"] = forms.ChoiceField(
            label=_("Is this person married?"),
            choices=[*married],
            widget=forms.RadioSelect,
            required=False,
        )
