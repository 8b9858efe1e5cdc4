"""The forms of looking for family: the month's answer, and whom one looks for."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safe_mobility.doors.common import relatives_words as words
from safe_mobility.doors.common.fields import TextField
from safe_mobility.doors.common.relatives_forms import (
    DATE,
    SELECT,
    TEXT,
    AboutDay,
    AboutDayField,
    RelativeForm,
    Row,
    clean_name,
)
from safe_mobility.people.rules import names
from safe_mobility.programmes import queries as programmes
from safe_mobility.reunification.queries.tracing import TracingSeen
from safe_mobility.reunification.rules.kin import Relation
from safe_mobility.reunification.rules.tracing import Described
from safe_mobility.reunification.services.tracing import ProfileTold, SoughtTold

CHECKS = "common/parts/checks.html"
LONGEST = 300


def departments() -> list[tuple[str, str]]:
    found = {each.department: each.department_name for each in programmes.municipalities()}
    return sorted(found.items(), key=lambda one: names.plain(one[1]))


class PlaceMixin(forms.Form):
    """Where somebody was born: a department from a list, a town in one's own words."""

    department = forms.ChoiceField(required=False)
    town = TextField(max_length=60, required=False)

    def place(self) -> str:
        found = self.cleaned_data
        return f"{found['department']}:{found['town']}" if found["department"] else ""

    def offer_places(self, department: str, town: str) -> None:
        self.fields["department"].label = department
        self.fields["department"].choices = [  # type: ignore[attr-defined]
            ("", _("Not known, or another country")),
            *departments(),
        ]
        self.fields["town"].label = town


class ParentsMixin(forms.Form):
    mother = TextField(max_length=names.LONGEST, required=False)
    father = TextField(max_length=names.LONGEST, required=False)

    def clean_mother(self) -> str:
        return self._parent("mother")

    def clean_father(self) -> str:
        return self._parent("father")

    def _parent(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        return clean_name(text) if text else ""


class AnswerForm(RelativeForm, PlaceMixin, ParentsMixin):
    """By whom one wants to be found, and what namesakes are told apart by. Nothing is ticked
    beforehand for somebody who never answered."""

    open_to = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    not_by = TextField(max_length=LONGEST, lines=3, required=False)

    def __init__(self, data: Any, *, seen: TracingSeen | None) -> None:
        super().__init__(data, initial={} if seen is None else _facts(seen))
        self.fields["open_to"].label = _("By whom do you want to be found?")
        self.fields["open_to"].help_text = _(
            "Only by those you choose. Somebody who is not chosen learns nothing."
        )
        self.fields["open_to"].choices = [  # type: ignore[attr-defined]
            (code.value, words.relation(code)) for code in Relation
        ]
        self.fields["not_by"].label = _("Is there anybody who must never find you?")
        self.fields["not_by"].help_text = _("One name on each line. You can leave it empty.")
        self.offer_places(_("In which department were you born?"), _("In which town or village?"))
        self.fields["mother"].label = _("Your mother's name")
        self.fields["father"].label = _("Your father's name")
        self.order_fields(("open_to", "not_by", "department", "town", "mother", "father"))

    def rows(self) -> Iterator[Row]:
        parts = {"open_to": CHECKS, "department": SELECT}
        for field in self:
            yield field, parts.get(field.name, TEXT)

    def told(self) -> ProfileTold:
        found = self.cleaned_data
        return ProfileTold(
            born_in=self.place(),
            mother=found["mother"],
            father=found["father"],
            open_to=frozenset(Relation(code) for code in found["open_to"]),
            not_by=found["not_by"],
        )


def _facts(seen: TracingSeen) -> dict[str, Any]:
    department, _sign, town = seen.born_in.partition(":")
    return {
        "department": department,
        "town": town,
        "mother": seen.mother,
        "father": seen.father,
        "open_to": [code.value for code in seen.open_to],
        "not_by": seen.not_by,
    }


class SeekForm(RelativeForm, PlaceMixin, ParentsMixin):
    """Whom one looks for, as one remembers them."""

    fields_of = {"people.name_unreadable": "given_names"}
    relation = forms.ChoiceField()
    given_names = TextField(label=gettext_lazy("Given names"), max_length=names.LONGEST)
    surnames = TextField(label=gettext_lazy("Surnames"), max_length=names.LONGEST)
    born = AboutDayField(required=False, earliest=date(1900, 1, 1))
    last_news = TextField(max_length=LONGEST, lines=3, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["relation"].label = _("What is this person to you?")
        self.fields["relation"].choices = [  # type: ignore[attr-defined]
            ("", ""),
            *((code.value, words.relation(code)) for code in Relation),
        ]
        self.fields["born"].label = _("When was this person born?")
        self.fields["born"].help_text = _("If you know only the year, write the year.")
        self.offer_places(
            _("In which department was this person born?"), _("In which town or village?")
        )
        self.fields["mother"].label = _("The name of this person's mother")
        self.fields["father"].label = _("The name of this person's father")
        self.fields["last_news"].label = _("Where and when did you last hear of this person?")
        self.order_fields(
            ("relation", "given_names", "surnames", "born", "department", "town", "mother")
        )

    def title(self) -> str:
        return _("Whom do you look for?")

    def rows(self) -> Iterator[Row]:
        parts = {"relation": SELECT, "department": SELECT, "born": DATE}
        for field in self:
            yield field, parts.get(field.name, TEXT)

    def clean_given_names(self) -> str:
        return clean_name(self.cleaned_data["given_names"])

    def clean_surnames(self) -> str:
        return clean_name(self.cleaned_data["surnames"])

    def told(self) -> SoughtTold:
        found = self.cleaned_data
        born: AboutDay | None = found["born"]
        described = Described(
            given_names=found["given_names"],
            surnames=found["surnames"],
            born_on=born.day if born is not None and not born.about else None,
            birth_year=born.day.year if born is not None and born.about else None,
            place=self.place(),
            mother=found["mother"],
            father=found["father"],
        )
        return SoughtTold(Relation(found["relation"]), described, last_news=found["last_news"])
