"""What a person is asked who wants to work a season: the same on a phone and at a desk.

Nothing is required that the matching does not need, and nothing is asked twice.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common import work_words
from safe_mobility.doors.common.fields import DayField, Form, TextField
from safe_mobility.labour.rules import candidates as rules
from safe_mobility.labour.rules import occupations
from safe_mobility.labour.rules.candidates import (
    Avoids,
    Destination,
    PastVisa,
    Proof,
    Spell,
    Terms,
    Trouble,
)
from safe_mobility.programmes import queries as programmes

SOMETHING_ELSE = "-"
LENGTHS = (
    ("1", _("A few weeks")),
    ("3", _("A harvest, about 3 months")),
    ("6", _("About half a year")),
    ("12", _("About a year")),
    ("24", _("About 2 years")),
    ("48", _("3 to 5 years")),
    ("96", _("More than 5 years")),
)
ABSENCES = (
    ("3", _("Up to 3 months")),
    ("6", _("Up to 6 months")),
    ("9", _("Up to 9 months")),
    ("12", _("Up to a year")),
    ("36", _("Longer than a year")),
)


class WorkForm(Form):
    """One kind of work, in the person's own words."""

    words = TextField(
        label=_("Which work have you done?"),
        help_text=_("Write it as you would tell a neighbour. For example: I cut coffee."),
        max_length=rules.LONGEST_WORDS,
        lines=3,
    )
    months = forms.ChoiceField(
        label=_("For how long, all together?"), choices=LENGTHS, widget=forms.RadioSelect
    )
    proof = forms.ChoiceField(
        label=_("Could you show something of it?"),
        choices=[(one.value, work_words.PROOFS[one]) for one in Proof],
        widget=forms.RadioSelect,
    )

    def spell(self) -> Spell:
        told = self.cleaned_data
        return Spell(told["words"], int(told["months"]), Proof(told["proof"]))


class OccupationForm(Form):
    """Which of the suggested occupations it is, or another of the whole list."""

    occupation = forms.ChoiceField(
        label=_("Is it one of these?"), widget=forms.RadioSelect, required=False
    )
    other = forms.ChoiceField(label=_("Or choose from the whole list"), required=False)

    def __init__(self, *args: Any, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "es"
        suggested = [each.code for each in occupations.suggest(words)]
        self.suggested = bool(suggested)
        named = [(code, occupations.called(code, language)) for code in suggested]
        self.fields["occupation"].choices = [  # type: ignore[attr-defined]
            *named,
            (SOMETHING_ELSE, _("None of these")),
        ]
        rest = sorted(
            (each.called(language), each.code)
            for each in occupations.OCCUPATIONS.values()
            if each.code not in suggested
        )
        everything = [("", ""), *((code, name) for name, code in rest)]
        self.fields["other"].choices = everything  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        chosen = given.get("occupation", "")
        if chosen in {"", SOMETHING_ELSE}:
            chosen = given.get("other", "")
        if not chosen and not self.errors:
            where = "occupation" if self.suggested else "other"
            self.add_error(where, _("Choose one. If none fits, the office finds it with you."))
        given["chosen"] = chosen
        return given


class WhenForm(Form):
    """When, where to and for how long."""

    earliest_on = DayField(label=_("From when can you go?"))
    longest_months = forms.ChoiceField(
        label=_("How long can you be away?"), choices=ABSENCES, widget=forms.RadioSelect
    )
    destinations = forms.MultipleChoiceField(
        label=_("Where would you go?"),
        choices=[(one.value, work_words.DESTINATIONS[one]) for one in Destination],
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Which languages do you speak at work?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = spoken()  # type: ignore[attr-defined]

    def terms(self, before: Terms | None) -> Terms:
        told = self.cleaned_data
        given: dict[str, Any] = {
            "earliest_on": told["earliest_on"],
            "longest_months": int(told["longest_months"]),
            "destinations": frozenset(Destination(one) for one in told["destinations"]),
            "languages": frozenset(told["languages"]),
        }
        return replace(before, **given) if before else Terms(**given)


class MoreForm(Form):
    """What an employer is not told, but the office needs to know. Each may be left open."""

    avoids = forms.MultipleChoiceField(
        label=_("What would you rather not do?"),
        help_text=_("You need not say why. You are not proposed for such work."),
        choices=[(one.value, work_words.AVOIDS[one]) for one in Avoids],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    past_visas = forms.MultipleChoiceField(
        label=_("Have you worked a season abroad before?"),
        choices=[(one.value, work_words.PAST_VISAS[one]) for one in PastVisa],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    trouble = forms.ChoiceField(
        label=_("Was there ever a problem with a visa or a border?"),
        help_text=_("It does not end anything. An officer talks with you, so that you do not"
        " learn of it at the consulate. Employers do not see it."),
        choices=[(one.value, work_words.TROUBLES[one]) for one in Trouble],
        widget=forms.RadioSelect,
    )  # fmt: skip
    dependants = forms.TypedChoiceField(
        label=_("How many people who need you would stay?"),
        choices=[(n, str(n)) for n in range(rules.MOST_DEPENDANTS + 1)],
        coerce=int,
    )
    note = TextField(
        label=_("Anything else that we should know"),
        max_length=rules.LONGEST_NOTE,
        lines=3,
        required=False,
    )

    def terms(self, before: Terms) -> Terms:
        told = self.cleaned_data
        return replace(
            before,
            avoids=frozenset(Avoids(one) for one in told["avoids"]),
            past_visas=frozenset(PastVisa(one) for one in told["past_visas"]),
            trouble=Trouble(told["trouble"]),
            dependants=told["dependants"],
            note=told["note"],
        )


def spoken() -> list[tuple[str, str]]:
    """The languages that a demand may name, Spanish first."""
    here = get_language() or "es"
    known = {
        each.code: str(each.name.get(here) or each.own_name) for each in programmes.languages()
    }
    known.setdefault("en", "English" if here == "en" else "inglés")
    return sorted(known.items(), key=lambda each: (each[0] != "es", each[1].casefold()))


def when_told(terms: Terms | None, *, today: date) -> dict[str, Any]:
    """What the form shows at first: what was told before."""
    if terms is None:
        return {"earliest_on": today, "languages": ["es"]}
    return {
        "earliest_on": terms.earliest_on,
        "longest_months": _nearest(terms.longest_months, ABSENCES),
        "destinations": sorted(terms.destinations),
        "languages": sorted(terms.languages),
    }


def more_told(terms: Terms) -> dict[str, Any]:
    return {
        "avoids": sorted(terms.avoids),
        "past_visas": sorted(terms.past_visas),
        "trouble": terms.trouble.value,
        "dependants": terms.dependants,
        "note": terms.note,
    }


def length_told(months: int) -> str:
    """A length of work in the words in which it was asked."""
    return str(dict(LENGTHS)[_nearest(months, LENGTHS)])


def absence_told(months: int) -> str:
    return str(dict(ABSENCES)[_nearest(months, ABSENCES)])


def _nearest(months: int, choices: Iterable[tuple[str, object]]) -> str:
    return min((code for code, _ in choices), key=lambda code: (abs(int(code) - months), code))
