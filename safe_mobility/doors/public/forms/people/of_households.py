"""The pages about the household as a whole: where, in which languages, how to reach it, and what
we should know to look after it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safe_mobility.doors.common import people_words
from safe_mobility.doors.common.fields import TextField
from safe_mobility.doors.public.forms.people.asking import (
    CHECKS,
    CHOICES,
    SELECT,
    TEXT,
    Deed,
    StepForm,
)
from safe_mobility.people import services as people_acts
from safe_mobility.people.rules import contacts as rules
from safe_mobility.people.rules import names
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.people.rules.drafts import Step
from safe_mobility.people.rules.needs import LONGEST_WORDS, Need
from safe_mobility.programmes import queries as programmes


class DepartmentForm(StepForm):
    part = 2
    parts = {"department": SELECT}
    department = forms.ChoiceField()

    def ask(self) -> None:
        self.fields["department"].label = _("In which department do you live?")
        self.fields["department"].choices = [("", ""), *departments()]  # type: ignore[attr-defined]

    def known(self) -> dict[str, Any]:
        return {"department": self.at.household.department}

    def deed(self) -> Deed:
        return people_acts.save_department, {"department": self.cleaned_data["department"]}


class MunicipalityForm(StepForm):
    part = 2
    parts = {"municipality": SELECT}
    municipality = forms.ChoiceField()

    def ask(self) -> None:
        self.fields["municipality"].label = _("In which municipality do you live?")
        here = self.at.household.department
        self.fields["municipality"].choices = [("", ""), *municipalities(here)]  # type: ignore[attr-defined]
        self.fields["municipality"].help_text = _("It tells us which office is yours.")

    def known(self) -> dict[str, Any]:
        return {"municipality": self.at.household.municipality}

    def deed(self) -> Deed:
        return people_acts.save_residence, {"municipality": self.cleaned_data["municipality"]}


class LanguageForm(StepForm):
    part = 3
    parts = {"spoken": SELECT, "language": CHOICES}
    noted = Step.LANGUAGE
    spoken = forms.ChoiceField()
    language = forms.ChoiceField(widget=forms.RadioSelect)

    def title(self) -> str:
        return _("Which languages shall we use with you?")

    def ask(self) -> None:
        self.fields["spoken"].label = _("To speak at the interview")
        self.fields["spoken"].help_text = _("If it is not Spanish, we look for an interpreter.")
        self.fields["spoken"].choices = spoken_languages()  # type: ignore[attr-defined]
        self.fields["language"].label = _("For our messages")
        self.fields["language"].choices = people_words.written_languages()  # type: ignore[attr-defined]

    def known(self) -> dict[str, Any]:
        household = self.at.household
        return {"spoken": household.interpreter_language or "es", "language": household.language}

    def suggested(self) -> dict[str, Any]:
        spoken = self.at.told.spoken
        return {"spoken": spoken} if spoken in dict(spoken_languages()) else {}

    def deed(self) -> Deed:
        spoken = self.cleaned_data["spoken"]
        return people_acts.save_language, {
            "language": self.cleaned_data["language"],
            "interpreter_language": "" if spoken == "es" else spoken,
        }


class ContactForm(StepForm):
    part = 3
    parts = {"kind": CHOICES, "value": TEXT}
    fields_of = {"people.phone_unreadable": "value", "people.email_unreadable": "value"}
    kind = forms.ChoiceField(widget=forms.RadioSelect)
    value = TextField(max_length=254, required=False)

    def title(self) -> str:
        return _("How can we send you messages?")

    def ask(self) -> None:
        self.fields["kind"].label = _("Choose one way")
        self.fields["kind"].help_text = _(
            "We write when something changes, and we never ask for money."
        )
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (ContactKind.PHONE.value, _("By SMS to a phone")),
            (ContactKind.EMAIL.value, _("By e-mail")),
            ("NONE", _("I have neither, or I do not want messages")),
        ]
        self.fields["value"].label = _("Phone number or e-mail")
        self.fields["value"].help_text = _("For example: 5555 1234, or ana@example.org")

    def known(self) -> dict[str, Any]:
        if self.at.contacts:
            newest = max(self.at.contacts, key=lambda each: each.since_at)
            return {"kind": newest.kind.value, "value": rules.as_read(newest.kind, newest.value)}
        return {"kind": "NONE"} if Step.CONTACT.value in self.at.household.answered else {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, value = cleaned.get("kind"), cleaned.get("value", "")
        if not kind or kind == "NONE" or "value" in self.errors:
            return cleaned
        if not value:
            self.add_error("value", _("Write it here, or choose that you have neither."))
            return cleaned
        # Who writes an address after choosing the phone means the address.
        kind = ContactKind.EMAIL if "@" in value else ContactKind(kind)
        cleaned["kind"] = kind.value
        return cleaned

    @property
    def silent(self) -> bool:
        return bool(self.cleaned_data["kind"] == "NONE")

    def deed(self) -> Deed:
        if self.silent:
            return people_acts.remove_contacts, {}
        return people_acts.save_contact, {
            "kind": ContactKind(self.cleaned_data["kind"]),
            "value": self.cleaned_data["value"],
        }


class NeedsForm(StepForm):
    part = 4
    parts = {"needs": CHECKS, "words": TEXT}
    noted = Step.NEEDS
    needs = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    words = TextField(max_length=LONGEST_WORDS, lines=4, required=False)

    def title(self) -> str:
        return _("Is there something we should know to look after you?")

    def ask(self) -> None:
        self.fields["needs"].label = _("For anyone in your family")
        self.fields["needs"].help_text = _("Mark what is true. You may leave all of it empty.")
        self.fields["needs"].choices = list(people_words.needs())  # type: ignore[attr-defined]
        self.fields["words"].label = _("In your own words, if you like")

    def known(self) -> dict[str, Any]:
        told = self.at.needs
        return {"needs": [need.value for need in told.needs], "words": told.words} if told else {}

    def suggested(self) -> dict[str, Any]:
        return {"needs": [need.value for need in self.at.told.needs]}

    def deed(self) -> Deed:
        return people_acts.save_needs, {
            "needs": tuple(Need(code) for code in self.cleaned_data["needs"]),
            "words": self.cleaned_data["words"],
        }


def spoken_languages() -> list[tuple[str, str]]:
    """The languages of interviews, each in its own name and in the reader's."""
    reader = get_language() or "es"
    return [
        (each.code, f"{each.own_name} ({said})" if said != each.own_name else said)
        for each in programmes.languages()
        for said in [each.name.get(reader, each.own_name)]
    ]


def departments() -> Iterable[tuple[str, str]]:
    found = {each.department: each.department_name for each in programmes.municipalities()}
    return sorted(found.items(), key=lambda item: names.plain(item[1]))


def municipalities(department: str) -> Iterable[tuple[str, str]]:
    here = [
        (each.code, each.name)
        for each in programmes.municipalities()
        if each.department == department
    ]
    return sorted(here, key=lambda item: names.plain(item[1]))
