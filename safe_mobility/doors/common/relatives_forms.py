"""The forms about a relative abroad, for the family's own pages and for staff who write with it.

One page, one thing: who it is, where, what the relative is there, what was filed. Everything may
stay unknown, and an empty answer is never read as "no".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from safe_mobility.doors.common import relatives_words as words
from safe_mobility.doors.common.fields import DayField, DayParts, Form, TextField, day_parts
from safe_mobility.people.queries import MemberSeen
from safe_mobility.people.rules import names
from safe_mobility.programmes import queries as programmes
from safe_mobility.reunification.queries.relatives import PetitionSeen, RelativeSeen
from safe_mobility.reunification.rules.kin import (
    Marital,
    PetitionKind,
    PetitionState,
    Relation,
    Said,
    Status,
)
from safe_mobility.reunification.services.petitions import PetitionTold
from safe_mobility.reunification.services.relatives import RelativeChange, TieChange
from safe_mobility.shared.refusal import Refusal

TEXT, DATE = "common/parts/text.html", "common/parts/date.html"
CHOICES, SELECT = "common/parts/choices.html", "common/parts/select.html"
NEAR = ("US", "CA", "MX", "ES")
Row = tuple[Any, str]


@dataclass(frozen=True, slots=True)
class AboutDay:
    """A day, or only the year of it."""

    day: date
    about: bool


class AboutDayField(DayField):
    """A day of which the year alone may be known."""

    def clean(self, value: object) -> AboutDay | None:  # type: ignore[override]
        parts = day_parts(value)
        year_alone = bool(parts.year) and not parts.day and not parts.month
        found = super().clean(DayParts("1", "1", parts.year) if year_alone else value)
        return None if found is None else AboutDay(found, about=year_alone)


def about_initial(day: date | None, *, about: bool) -> object:
    if day is None:
        return None
    return DayParts(year=str(day.year)) if about else day


class RelativeForm(Form):
    """`fields_of` says beside which field a refusal stands; others stand above the form."""

    fields_of: Mapping[str, str] = {}

    def refuse(self, refusal: Refusal, said: str) -> None:
        name = self.fields_of.get(refusal.code)
        self.add_error(name if name in self.fields else None, said)

    def title(self) -> str:
        raise NotImplementedError

    def rows(self) -> Iterator[Row]:
        raise NotImplementedError


class WhoForm(RelativeForm):
    """The name, and what this person is to each of those who apply."""

    fields_of = {"people.name_unreadable": "given_names"}
    given_names = TextField(label=gettext_lazy("Given names"), max_length=names.LONGEST)
    surnames = TextField(label=gettext_lazy("Surnames"), max_length=names.LONGEST)

    def __init__(
        self, data: Any, *, members: Sequence[MemberSeen], seen: RelativeSeen | None
    ) -> None:
        self.members = [member for member in members if member.until_on is None]
        known = {} if seen is None else {t.member.number: t.relation.value for t in seen.ties}
        initial = {f"relation_{number}": code for number, code in known.items()}
        if seen is not None:
            initial |= {"given_names": seen.given_names, "surnames": seen.surnames}
        super().__init__(data, initial=initial)
        for member in self.members:
            self.fields[f"relation_{member.number}"] = _relation_field(member, self.members)

    def title(self) -> str:
        return _("Who lives in another country?")

    def rows(self) -> Iterator[Row]:
        yield self["given_names"], TEXT
        yield self["surnames"], TEXT
        for member in self.members:
            yield self[f"relation_{member.number}"], SELECT

    def clean_given_names(self) -> str:
        return clean_name(self.cleaned_data["given_names"])

    def clean_surnames(self) -> str:
        return clean_name(self.cleaned_data["surnames"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first = f"relation_{self.members[0].number}"
        if not self.ties() and first not in self.errors:
            self.add_error(first, _("Choose what this person is to you or to your family."))
        return cleaned

    def ties(self) -> dict[int, TieChange]:
        return {
            member.number: TieChange(Relation(code))
            for member in self.members
            if (code := self.cleaned_data.get(f"relation_{member.number}"))
        }

    def change(self) -> RelativeChange:
        return RelativeChange(
            given_names=self.cleaned_data["given_names"], surnames=self.cleaned_data["surnames"]
        )


def _relation_field(member: MemberSeen, members: Sequence[MemberSeen]) -> forms.ChoiceField:
    first = member is members[0]
    blank = "" if first and len(members) == 1 else _("No relation, or not known")
    return forms.ChoiceField(
        label=_("What is this person to you?")
        if first
        else _("What is this person to %(name)s?") % {"name": member.given_names},
        required=False,
        choices=[("", blank), *((code.value, words.relation(code)) for code in Relation)],
    )


class WhereForm(RelativeForm):
    """The country, the place, and how the family reaches the relative."""

    country = forms.ChoiceField(label=gettext_lazy("Country"))
    state = TextField(label=gettext_lazy("City and state"), max_length=60, required=False)
    contact = TextField(
        label=gettext_lazy("How you reach this person (you can leave it empty)"),
        max_length=120,
        required=False,
    )

    def __init__(self, data: Any, *, seen: RelativeSeen) -> None:
        self.seen = seen
        facts = {name: getattr(seen, name) for name in ("country", "state", "contact")}
        super().__init__(data, initial=facts)
        self.fields["country"].choices = [("", ""), *countries()]  # type: ignore[attr-defined]
        self.fields["contact"].help_text = _(
            "For you and your office. We write to nobody who has not agreed."
        )

    def title(self) -> str:
        return _("Where does %(name)s live?") % {"name": self.seen.given_names}

    def rows(self) -> Iterator[Row]:
        yield self["country"], SELECT
        yield self["state"], TEXT
        yield self["contact"], TEXT

    def change(self) -> RelativeChange:
        found = self.cleaned_data
        return RelativeChange(
            country=found["country"], state=found["state"], contact=found["contact"]
        )


class StatusForm(RelativeForm):
    """What the relative is there and since when, and what else the category depends on."""

    fields_of = {
        "reunification.since_in_future": "since",
        "people.born_in_future": "born_on",
        "people.born_long_ago": "born_on",
    }
    status = forms.ChoiceField(widget=forms.RadioSelect)
    since = AboutDayField(required=False)
    born_on = DayField(required=False)

    def __init__(self, data: Any, *, seen: RelativeSeen) -> None:
        self.seen = seen
        initial: dict[str, Any] = {
            "status": seen.status.value,
            "since": about_initial(seen.status_since, about=seen.since_about),
            "born_on": seen.born_on,
            "of_age": seen.of_age.value,
        }
        for tie in seen.ties:
            initial[f"marital_{tie.member.number}"] = tie.marital.value
            initial[f"wed_{tie.member.number}"] = tie.related_on
        super().__init__(data, initial=initial if seen.status is not Status.UNKNOWN else {})
        self._ask(seen)

    def title(self) -> str:
        return _("What is %(name)s there?") % {"name": self.seen.given_names}

    def _ask(self, seen: RelativeSeen) -> None:
        name = {"name": seen.given_names}
        self.fields["status"].label = _("What is %(name)s in that country?") % name
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (code.value, words.status(code)) for code in Status
        ]
        self.fields["since"].label = _("Since when?")
        self.fields["since"].help_text = _(
            "The day on the card or the decision. If you know only the year, write the year."
        )
        self.fields["born_on"].label = _("When was %(name)s born, if you know it?") % name
        if any(tie.relation in {Relation.CHILD, Relation.SIBLING} for tie in seen.ties):
            self.fields["of_age"] = _choice(
                _("Is %(name)s 21 or older?") % name, Said, words.said, initial=seen.of_age.value
            )
        for tie in seen.ties:
            who = {"name": tie.member.given_names}
            if tie.relation is Relation.PARENT:
                self.fields[f"marital_{tie.member.number}"] = _choice(
                    _("Is %(name)s married?") % who,
                    Marital,
                    words.marital,
                    initial=tie.marital.value,
                )
            if tie.relation is Relation.SPOUSE:
                self.fields[f"wed_{tie.member.number}"] = DayField(
                    label=_("When did they marry?"), required=False, initial=tie.related_on
                )

    def rows(self) -> Iterator[Row]:
        for field in self:
            date_asked = isinstance(field.field, DayField)
            yield field, DATE if date_asked else CHOICES

    def change(self) -> RelativeChange:
        found = self.cleaned_data
        since: AboutDay | None = found["since"]
        return RelativeChange(
            status=Status(found["status"]),
            status_since=None if since is None else since.day,
            since_about=since is not None and since.about,
            born_on=found["born_on"],
            of_age=Said(found["of_age"]) if found.get("of_age") else None,
        )

    def said(self) -> dict[int, TieChange]:
        found = {}
        for tie in self.seen.ties:
            married = self.cleaned_data.get(f"marital_{tie.member.number}")
            found[tie.member.number] = TieChange(
                tie.relation,
                marital=Marital(married) if married else None,
                related_on=self.cleaned_data.get(f"wed_{tie.member.number}"),
            )
        return found


class PetitionForm(RelativeForm):
    """What was filed, and its dates. `seen` where one is changed; its kind then stays."""

    fields_of = {"reunification.receipt_unreadable": "receipt", "reunification.same_pair": "kind"}
    kind = forms.ChoiceField(widget=forms.RadioSelect)
    state = forms.ChoiceField(widget=forms.RadioSelect)
    filed_on = AboutDayField(required=False)
    priority_on = DayField(required=False)
    approved_on = DayField(required=False)
    receipt = TextField(max_length=20, required=False)

    def __init__(self, data: Any, *, name: str, seen: PetitionSeen | None) -> None:
        self.name = name
        self.seen = seen
        super().__init__(data, initial={} if seen is None else _petition_facts(seen))
        if seen is not None:
            del self.fields["kind"]
        self._ask()

    def _ask(self) -> None:
        if "kind" in self.fields:
            self.fields["kind"].label = _("What was filed?")
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                (code.value, words.petition_kind(code)) for code in PetitionKind
            ]
        self.fields["state"].label = _("How far is it?")
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            (code.value, words.petition_state(code)) for code in PetitionState
        ]
        self.fields["filed_on"].label = _("When was it filed?")
        self.fields["filed_on"].help_text = _("If you know only the year, write the year.")
        self.fields["priority_on"].label = _("Priority date, if there is one")
        self.fields["priority_on"].help_text = _("It stands on the receipt notice (Form I-797).")
        self.fields["approved_on"].label = _("When was it approved, if it was?")
        self.fields["receipt"].label = _("Receipt number, if you have it")
        self.fields["receipt"].help_text = _(
            "Three letters and ten digits. Show it to nobody who asks for money."
        )

    def title(self) -> str:
        return _("The petition for %(name)s") % {"name": self.name}

    def rows(self) -> Iterator[Row]:
        for field in self:
            if isinstance(field.field, DayField):
                yield field, DATE
            else:
                yield field, TEXT if field.name == "receipt" else CHOICES

    def told(self) -> PetitionTold:
        found = self.cleaned_data
        filed: AboutDay | None = found["filed_on"]
        return PetitionTold(
            kind=self.seen.kind if self.seen is not None else PetitionKind(found["kind"]),
            state=PetitionState(found["state"]),
            filed_on=None if filed is None else filed.day,
            filed_about=filed is not None and filed.about,
            priority_on=found["priority_on"],
            approved_on=found["approved_on"],
            receipt=found["receipt"],
        )


def _petition_facts(seen: PetitionSeen) -> dict[str, Any]:
    return {
        "state": seen.state.value,
        "filed_on": about_initial(seen.filed_on, about=seen.filed_about),
        "priority_on": seen.priority_on,
        "approved_on": seen.approved_on,
        "receipt": seen.receipt,
    }


def _choice(label: str, codes: Any, said: Any, *, initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        widget=forms.RadioSelect,
        required=False,
        initial=initial if initial != "UNKNOWN" else None,
        choices=[(code.value, said(code)) for code in codes],
    )


def countries() -> list[tuple[str, str]]:
    """Every country by its name; those where most relatives live come first."""
    every = {each.code: each.name for each in programmes.countries(get_language() or "es")}
    return [(code, every[code]) for code in NEAR if code in every] + [
        (code, name) for code, name in every.items() if code not in NEAR
    ]


def country_name(code: str) -> str:
    return dict(countries()).get(code, code)


def clean_name(text: str) -> str:
    try:
        return names.clean_name(text)
    except names.NameUnreadable:
        raise ValidationError(_("Write the name with letters.")) from None
    except names.NameTooLong:
        raise ValidationError(_("This is too long. Write the name as on your papers.")) from None
