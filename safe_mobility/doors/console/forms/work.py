"""Forms about offers of seasonal work, contracts and tasks."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common import work_words
from safe_mobility.doors.common.fields import DayField, Form, TextField
from safe_mobility.doors.common.work_forms import spoken
from safe_mobility.labour.rules import demands as rules
from safe_mobility.labour.rules import occupations, stages
from safe_mobility.labour.rules.candidates import Avoids, Destination
from safe_mobility.labour.rules.contracts import Terms
from safe_mobility.labour.rules.demands import Asked
from safe_mobility.labour.rules.stages import STEPS, Stage, Task

_YES_NO = (("", _("not said")), ("yes", _("yes")), ("no", _("no")))


def _answer(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def _number(label: Any, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "9"}),
        error_messages={"invalid": _("Write it as a number.")},
    )


def _amount(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=8,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "maxlength": "9"}),
        error_messages={"invalid": _("Write it as a number.")},
    )


class DemandForm(Form):
    """What an employer asks for. There is no field for what it may lawfully not ask for."""

    employer = TextField(label=_("Employer"), max_length=rules.LONGEST_NAME)
    occupation = forms.ChoiceField(label=_("Occupation"))
    country = forms.ChoiceField(
        label=_("Country"),
        choices=[(one.value, work_words.DESTINATIONS[one]) for one in Destination],
    )
    place = TextField(label=_("Place"), max_length=rules.LONGEST_NAME)
    places = _number(_("Places"), required=True)
    from_on = DayField(label=_("First day"))
    until_on = DayField(label=_("Last day"))
    languages = forms.MultipleChoiceField(
        label=_("Languages that the work needs"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    months_wanted = _number(_("Months of experience"))
    asks = forms.MultipleChoiceField(
        label=_("What the work involves"),
        choices=[(one.value, work_words.AVOIDS[one]) for one in Avoids],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    interview_on = DayField(label=_("Day of interviews"), required=False)
    interview_seats = _number(_("Interviews on that day"))
    certified_case = TextField(
        label=_("Number of the certified order"), max_length=24, required=False
    )
    wage_hour = _amount(_("Pay an hour"))
    hours_week = _amount(_("Hours a week"))
    housing_free = forms.ChoiceField(label=_("Housing is free"), choices=_YES_NO, required=False)
    transport_paid = forms.ChoiceField(
        label=_("The journey is paid"), choices=_YES_NO, required=False
    )
    wants = TextField(
        label=_("People asked for again"),
        help_text=_("Their codes, with spaces between them."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occupation"].choices = [("", ""), *occupation_names()]  # type: ignore[attr-defined]
        self.fields["languages"].choices = spoken()  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        told = self.cleaned_data
        return Asked(
            employer=told["employer"],
            occupation=told["occupation"],
            country=Destination(told["country"]),
            place=told["place"],
            places=told["places"],
            from_on=told["from_on"],
            until_on=told["until_on"],
            languages=frozenset(told["languages"]),
            months_wanted=told["months_wanted"] or 0,
            asks=frozenset(Avoids(one) for one in told["asks"]),
            interview_on=told["interview_on"],
            interview_seats=told["interview_seats"],
            certified_case=told["certified_case"].upper(),
            wage_hour=told["wage_hour"],
            hours_week=told["hours_week"],
            housing_free=_answer(told["housing_free"]),
            transport_paid=_answer(told["transport_paid"]),
            wants=frozenset(told["wants"].upper().replace(",", " ").split()),
        )

    def mark(self, problems: Mapping[str, str]) -> None:
        """Put each problem of the rules beside its field."""
        for name, problem in problems.items():
            said = work_words.PROBLEMS.get(rules.Problem(problem), problem)
            self.add_error(name if name in self.fields else None, str(said))


class FileForm(Form):
    table = forms.FileField(
        label=_("A table (CSV)"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        allow_empty_file=True,
    )


class EndForm(Form):
    to = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[(stage.value, work_words.STAGES[stage]) for stage in stages.OFFICE_ENDS],
    )

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_now = [
            (each.value, work_words.STAGES[each])
            for each in stages.OFFICE_ENDS
            if each in stages.MOVES[stage]
        ]
        self.fields["to"].choices = [("", "—"), *open_now]  # type: ignore[attr-defined]


class TaskForm(Form):
    """What belongs to finishing one task: its day, or the three answers of mid-season."""

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": task.lower()})
        self.task = task
        if STEPS[task].needs_day:
            self.fields["done_on"] = DayField(label=_("On which day?"))
        if task is Task.MID_SEASON:
            for name in stages.MID_SEASON_QUESTIONS:
                self.fields[name] = forms.ChoiceField(
                    label=str(work_words.QUESTIONS[name]),
                    choices=(("no", _("no")), ("yes", _("yes"))),
                    widget=forms.RadioSelect,
                )

    @property
    def day(self) -> Any:
        return self["done_on"] if "done_on" in self.fields else None

    @property
    def questions(self) -> list[Any]:
        return [self[name] for name in stages.MID_SEASON_QUESTIONS if name in self.fields]

    def answers(self) -> dict[str, bool] | None:
        if self.task is not Task.MID_SEASON:
            return None
        return {name: self.cleaned_data[name] == "yes" for name in stages.MID_SEASON_QUESTIONS}

    def said(self) -> str:
        """The answers that open a report, in words."""
        answers = self.answers() or {}
        return " ".join(str(work_words.ANSWERS_YES[name]) for name, yes in answers.items() if yes)


class ContractForm(Form):
    """The contract as it lies on the table. What it does not say stays empty."""

    wage_hour = _amount(_("Pay an hour"))
    hours_week = _amount(_("Hours a week"))
    from_on = DayField(label=_("First day"), required=False)
    until_on = DayField(label=_("Last day"), required=False)
    housing_free = forms.ChoiceField(label=_("Housing is free"), choices=_YES_NO, required=False)
    transport_paid = forms.ChoiceField(
        label=_("The journey is paid"), choices=_YES_NO, required=False
    )
    three_fourths = forms.ChoiceField(
        label=_("At least three fourths of the hours are paid"), choices=_YES_NO, required=False
    )
    understood = forms.BooleanField(
        label=_("It was read aloud in the person's language, and the person understood it."),
        error_messages={"required": _("Read it with the person first.")},
    )

    def terms(self) -> Terms:
        told = self.cleaned_data
        return Terms(
            wage_hour=_money(told["wage_hour"]),
            hours_week=_money(told["hours_week"]),
            from_on=told["from_on"],
            until_on=told["until_on"],
            housing_free=_answer(told["housing_free"]),
            transport_paid=_answer(told["transport_paid"]),
            three_fourths=_answer(told["three_fourths"]),
        )


def _money(amount: Decimal | None) -> Decimal | None:
    return amount if amount is not None and amount > 0 else None


def occupation_names() -> list[tuple[str, str]]:
    """Every occupation that a demand may name, by its name."""
    language = get_language() or "es"
    named = [(each.code, each.called(language)) for each in occupations.OCCUPATIONS.values()]
    return sorted(named, key=lambda each: each[1].casefold())
