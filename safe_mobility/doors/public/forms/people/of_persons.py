"""The pages about one person, and the one that asks whether anyone else applies."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from safe_mobility.doors.common import people_words
from safe_mobility.doors.common.fields import DayField, TextField
from safe_mobility.doors.public.forms.people.asking import (
    CHOICES,
    DATE,
    SELECT,
    TEXT,
    Deed,
    StepForm,
)
from safe_mobility.doors.public.forms.people.told import role_of
from safe_mobility.people import services as people_acts
from safe_mobility.people.rules import names
from safe_mobility.people.rules.drafts import Role, Sex, Step
from safe_mobility.programmes import queries as programmes


class NameForm(StepForm):
    parts = {"given_names": TEXT, "surnames": TEXT}
    given_names = TextField(
        label=gettext_lazy("Given names"), max_length=names.LONGEST, autocomplete="given-name"
    )
    surnames = TextField(
        label=gettext_lazy("Surnames"), max_length=names.LONGEST, autocomplete="family-name"
    )

    def title(self) -> str:
        return self.at.asks(_("What is your name?"), _("What is the name of %(name)s?"))

    def known(self) -> dict[str, Any]:
        member = self.at.member
        return {"given_names": member.given_names, "surnames": member.surnames} if member else {}

    def ask(self) -> None:
        self.fields["given_names"].help_text = _("As you write them yourself.")
        self.fields["given_names"].error_messages["required"] = _("Write the given names.")
        self.fields["surnames"].error_messages["required"] = _("Write the surnames.")
        if not self.at.is_applicant:
            for field in self.fields.values():
                field.widget.attrs.pop("autocomplete", None)
                field.help_text = ""

    def clean_given_names(self) -> str:
        return _clean_name(self.cleaned_data["given_names"])

    def clean_surnames(self) -> str:
        return _clean_name(self.cleaned_data["surnames"])

    def deed(self) -> Deed:
        given_names, surnames = self.cleaned_data["given_names"], self.cleaned_data["surnames"]
        return self.person(given_names=given_names, surnames=surnames)


class NewPersonForm(NameForm):
    """Somebody who joins the household: who it is, and who it is to the one who applies."""

    parts = {**NameForm.parts, "role": CHOICES}
    role = forms.ChoiceField(widget=forms.RadioSelect)

    def title(self) -> str:
        return _("Who else applies with you?")

    def ask(self) -> None:
        super().ask()
        self.fields["role"].label = _("Who is this person to you?")
        self.fields["role"].choices = roles()  # type: ignore[attr-defined]

    def suggested(self) -> dict[str, Any]:
        if self.noted_everybody:
            return {}
        left = self.at.told.still_to_add(self.at.members)
        return {"role": role_of(left[0]).value} if left else {}

    @property
    def noted_everybody(self) -> bool:
        """The family said that everybody is on record: whom it meant to bring is past."""
        return Step.FAMILY.value in self.at.household.answered

    def deed(self) -> Deed:
        facts = {name: self.cleaned_data[name] for name in ("given_names", "surnames")}
        return self.person(role=Role(self.cleaned_data["role"]), **facts)


class RoleForm(StepForm):
    parts = {"role": CHOICES}
    role = forms.ChoiceField(widget=forms.RadioSelect)

    def ask(self) -> None:
        self.fields["role"].label = _("Who is %(name)s to you?") % {"name": self.at.name}
        self.fields["role"].choices = roles()  # type: ignore[attr-defined]

    def known(self) -> dict[str, Any]:
        return {"role": self.at.member.role.value} if self.at.member else {}

    def deed(self) -> Deed:
        return self.person(role=Role(self.cleaned_data["role"]))


class BirthForm(StepForm):
    parts = {"born_on": DATE}
    fields_of = {
        "people.born_in_future": "born_on",
        "people.born_long_ago": "born_on",
        "people.no_such_date": "born_on",
    }
    born_on = DayField()

    def ask(self) -> None:
        self.fields["born_on"].label = self.at.asks(
            _("When were you born?"), _("When was %(name)s born?")
        )
        self.fields["born_on"].help_text = _("For example: 7 March 1990.")

    def known(self) -> dict[str, Any]:
        return {"born_on": self.at.member.born_on} if self.at.member else {}

    def suggested(self) -> dict[str, Any]:
        person = self.at.member
        if person is None:
            return {}
        if self.at.is_applicant:
            return {"born_on": self.at.told.born_on}
        named = self.at.told.of_person(person, self.at.members)
        return {"born_on": named.born_on if named else None}

    def deed(self) -> Deed:
        born_on: date = self.cleaned_data["born_on"]
        return self.person(born_on=born_on)


class SexForm(StepForm):
    parts = {"sex": CHOICES}
    sex = forms.ChoiceField(widget=forms.RadioSelect)

    def ask(self) -> None:
        self.fields["sex"].label = self.at.asks(
            _("Are you a woman or a man?"), _("Is %(name)s a woman or a man?")
        )
        self.fields["sex"].choices = [  # type: ignore[attr-defined]
            (sex.value, people_words.sex(sex)) for sex in Sex
        ]

    def known(self) -> dict[str, Any]:
        return {"sex": self.at.member.sex} if self.at.member else {}

    def deed(self) -> Deed:
        return self.person(sex=Sex(self.cleaned_data["sex"]))


class NationalityForm(StepForm):
    parts = {"first": SELECT, "second": SELECT}
    first = forms.ChoiceField(label=gettext_lazy("Country"))
    second = forms.ChoiceField(
        label=gettext_lazy("A second country, if there is one"), required=False
    )

    def title(self) -> str:
        return self.at.asks(
            _("Of which country are you a citizen?"), _("Of which country is %(name)s a citizen?")
        )

    def ask(self) -> None:
        everywhere = [("", ""), *countries()]
        for field in self.fields.values():
            field.choices = everywhere  # type: ignore[attr-defined]

    def known(self) -> dict[str, Any]:
        of = self.at.member.nationalities if self.at.member else ()
        return dict(zip(("first", "second"), of, strict=False))

    def suggested(self) -> dict[str, Any]:
        if not self.at.is_applicant:
            return {}
        every = dict(countries())
        of = [code for code in self.at.told.nationalities if code in every]
        return dict(zip(("first", "second"), of, strict=False))

    def deed(self) -> Deed:
        chosen = (self.cleaned_data["first"], self.cleaned_data["second"])
        return self.person(nationalities=tuple(code for code in chosen if code))


class DocumentForm(StepForm):
    parts = {"kind": CHOICES, "document": TEXT}
    fields_of = {"people.document_unreadable": "document"}
    kind = forms.ChoiceField(widget=forms.RadioSelect)
    document = TextField(max_length=30, required=False)

    def title(self) -> str:
        return self.at.asks(
            _("Do you have an identity paper at hand?"),
            _("Does %(name)s have an identity paper at hand?"),
        )

    def ask(self) -> None:
        self.fields["kind"].label = _("Which paper")
        self.fields["kind"].help_text = _("You can go on without one.")
        self.fields["kind"].choices = list(people_words.document_kinds())  # type: ignore[attr-defined]
        self.fields["document"].label = _("Its number, if you have one")

    def known(self) -> dict[str, Any]:
        member = self.at.member
        if member is None or not member.document_kind:
            return {}
        return {"kind": member.document_kind, "document": member.document_number}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if kind and kind != "NONE" and not cleaned.get("document") and not self.errors:
            self.add_error("document", _("Write the number, or choose “No paper at hand”."))
        return cleaned

    def deed(self) -> Deed:
        kind = self.cleaned_data["kind"]
        of = self.at.member.nationalities if self.at.member else ()
        return self.person(
            document_kind=kind,
            document_country=(of[0] if kind == "PASSPORT" and of else self.at.household.country),
            document_number=self.cleaned_data["document"],
        )


class FamilyForm(StepForm):
    parts = {"more": CHOICES}
    noted = Step.FAMILY
    more = forms.ChoiceField(widget=forms.RadioSelect)

    def ask(self) -> None:
        alone = len(self.at.members) == 1
        self.fields["more"].label = _("Does anyone else apply with you?")
        self.fields["more"].help_text = _(
            "The people you live with or want to travel with: one application for all of you."
        )
        self.fields["more"].choices = [  # type: ignore[attr-defined]
            ("yes", _("Yes, add a person")),
            ("no", _("No, only me") if alone else _("No, that is everybody")),
        ]

    def suggested(self) -> dict[str, Any]:
        told = self.at.told
        if told.still_to_add(self.at.members):
            return {"more": "yes"}
        return {"more": "no"} if told.alone and len(self.at.members) == 1 else {}

    @property
    def adds(self) -> bool:
        return bool(self.cleaned_data["more"] == "yes")

    def deed(self) -> Deed:
        return people_acts.note_answered, {"step": Step.FAMILY}


def roles() -> list[tuple[str, str]]:
    return [(role.value, people_words.role(role)) for role in Role if role is not Role.APPLICANT]


def countries() -> list[tuple[str, str]]:
    """Every country by its name, the ones most families here come from first."""
    every = {each.code: each.name for each in programmes.countries(get_language() or "es")}
    near = ("GT", "HN", "SV", "NI", "MX")
    return [(code, every[code]) for code in near] + [
        (code, name) for code, name in every.items() if code not in near
    ]


def _clean_name(text: str) -> str:
    try:
        return names.clean_name(text)
    except names.NameUnreadable:
        raise ValidationError(_("Write the name with letters.")) from None
    except names.NameTooLong:
        raise ValidationError(_("This is too long. Write the name as on your papers.")) from None
