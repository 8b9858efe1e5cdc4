"""What is asked of a person at the desk. Each part is one page of staff's frame around the
person's questions; the questions are put in the person's language."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from safe_mobility.cases.services import assisted as assisted_acts
from safe_mobility.cases.services.assisted import Speaker
from safe_mobility.doors.common import people_words
from safe_mobility.doors.common.answer_forms import (
    DONT_KNOW,
    NO,
    YES,
    EachPerson,
    SomeField,
)
from safe_mobility.doors.common.answer_words import AnswerWords, answer_words, country_names
from safe_mobility.doors.common.fields import DayField, Form, TextField
from safe_mobility.people import services as people_acts
from safe_mobility.people.queries import ContactSeen, HouseholdSeen, MemberSeen, NeedsSeen
from safe_mobility.people.rules import names
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.people.rules.drafts import Role, Sex, Step
from safe_mobility.people.rules.needs import LONGEST_WORDS, Need
from safe_mobility.people.services.persons import LONGEST_DOCUMENT
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.ruleset import Question
from safe_mobility.programmes.rules.values import QuestionType, Value
from safe_mobility.screening.rules.answering import Plain

Acts = list[tuple[Callable[..., Any], dict[str, Any]]]
HOME_COUNTRY = "GT"
NO_CONTACT = "NONE"
NO_DOCUMENT = "NONE"
SPEAKERS = (
    (Speaker.SELF.value, gettext_lazy("The person speaks for themselves")),
    (Speaker.RELATIVE.value, gettext_lazy("A relative speaks for them")),
    (Speaker.INTERPRETER.value, gettext_lazy("An interpreter says their words")),
)


class StartForm(Form):
    """Staff's own: in which language, through whom, and the yes to the notice."""

    language = forms.ChoiceField(label=gettext_lazy("Language of their messages"))
    spoken = forms.ChoiceField(label=gettext_lazy("Language you speak together"))
    speaker = forms.ChoiceField(
        label=gettext_lazy("Who speaks?"), choices=SPEAKERS, widget=forms.RadioSelect
    )
    agreed = forms.MultipleChoiceField(
        label=gettext_lazy("The notice"),
        choices=[("YES", gettext_lazy("I read it aloud, they understood it, and they said yes"))],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Nothing is written down before their yes.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "language", people_words.written_languages())
        _choose(self, "spoken", [(each.code, each.own_name) for each in programmes.languages()])


class BackForm(Form):
    """Staff's own, under each part: who spoke, and that it was read back."""

    speaker = forms.ChoiceField(label=gettext_lazy("Who spoke?"), choices=SPEAKERS)
    read_back = forms.MultipleChoiceField(
        label=gettext_lazy("Read back"),
        choices=[("YES", gettext_lazy("I read it back aloud, and they said it is right"))],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Read it back aloud first.")},
    )


class PersonForm(Form):
    role = forms.ChoiceField(widget=forms.RadioSelect)
    given_names = TextField(label=gettext_lazy("Given names"), max_length=names.LONGEST)
    surnames = TextField(label=gettext_lazy("Surnames"), max_length=names.LONGEST)
    born_on = DayField(label=gettext_lazy("Date of birth"))
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), widget=forms.RadioSelect)
    nationality = forms.ChoiceField(label=gettext_lazy("Nationality"), initial=HOME_COUNTRY)
    document_kind = forms.ChoiceField(label=gettext_lazy("Identity paper"), initial=NO_DOCUMENT)
    document_number = TextField(
        label=gettext_lazy("Number on the paper"), max_length=LONGEST_DOCUMENT, required=False
    )

    def __init__(self, *args: Any, member: MemberSeen | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": _known(member)})
        self.applies = member is not None and member.role is Role.APPLICANT
        if self.applies:
            del self.fields["role"]
        else:
            self.fields["role"].label = _("Who is this person to you?")
            others = [role for role in Role if role is not Role.APPLICANT]
            _choose(self, "role", [(each.value, people_words.role(each)) for each in others])
        _choose(self, "sex", [(each.value, people_words.sex(each)) for each in Sex])
        countries = programmes.countries(get_language() or "es")
        _choose(self, "nationality", [(each.code, each.name) for each in countries])
        _choose(self, "document_kind", list(people_words.document_kinds()))

    def clean_given_names(self) -> str:
        return _clean_name(self.cleaned_data["given_names"])

    def clean_surnames(self) -> str:
        return _clean_name(self.cleaned_data["surnames"])

    def acts(self, *, number: int | None) -> Acts:
        said = self.cleaned_data
        has_paper = said["document_kind"] != NO_DOCUMENT and said["document_number"]
        change = people_acts.PersonChange(
            given_names=said["given_names"],
            surnames=said["surnames"],
            role=None if self.applies else Role(said["role"]),
            born_on=said["born_on"],
            sex=Sex(said["sex"]),
            nationalities=(said["nationality"],),
            document_kind=said["document_kind"] if has_paper else NO_DOCUMENT,
            document_country=said["nationality"] if has_paper else "",
            document_number=said["document_number"] if has_paper else "",
        )
        return [(people_acts.save_person, {"change": change, "number": number})]


class HomeForm(Form):
    municipality = forms.ChoiceField(label=gettext_lazy("Municipality"))
    spoken = forms.ChoiceField(label=gettext_lazy("To speak at the interview"))
    language = forms.ChoiceField(label=gettext_lazy("For our messages"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, household: HouseholdSeen, **kwargs: Any) -> None:
        known = {
            "municipality": household.municipality,
            "spoken": household.interpreter_language or "es",
            "language": household.language,
        }
        super().__init__(*args, **{**kwargs, "initial": known})
        _choose(self, "municipality", [("", ""), *_by_department()])
        _choose(self, "spoken", [(each.code, each.own_name) for each in programmes.languages()])
        _choose(self, "language", people_words.written_languages())

    def acts(self) -> Acts:
        said = self.cleaned_data
        spoken = "" if said["spoken"] == "es" else said["spoken"]
        languages = {"language": said["language"], "interpreter_language": spoken}
        return [
            (people_acts.save_residence, {"municipality": said["municipality"]}),
            (people_acts.save_language, languages),
        ]


class ContactForm(Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("How can we send you messages?"), widget=forms.RadioSelect
    )
    value = TextField(label=gettext_lazy("Phone number or e-mail"), max_length=254, required=False)

    def __init__(self, *args: Any, contacts: list[ContactSeen], **kwargs: Any) -> None:
        known: dict[str, Any] = {}
        if contacts:
            known = {"kind": contacts[-1].kind.value, "value": contacts[-1].value}
        super().__init__(*args, **{**kwargs, "initial": known})
        ways = [
            (ContactKind.PHONE.value, _("By SMS to a phone")),
            (ContactKind.EMAIL.value, _("By e-mail")),
            (NO_CONTACT, _("I have neither, or I do not want messages")),
        ]
        _choose(self, "kind", ways)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("kind") not in {None, NO_CONTACT} and not said.get("value"):
            self.add_error("value", _("Write it here, or choose that you have neither."))
        return said

    def acts(self) -> Acts:
        said = self.cleaned_data
        if said["kind"] == NO_CONTACT:
            return [(people_acts.remove_contacts, {})]
        kind = ContactKind.EMAIL if "@" in said["value"] else ContactKind(said["kind"])
        return [(people_acts.save_contact, {"kind": kind, "value": said["value"]})]


class NeedsForm(Form):
    needs = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    words = TextField(max_length=LONGEST_WORDS, lines=3, required=False)

    def __init__(self, *args: Any, told: NeedsSeen | None, **kwargs: Any) -> None:
        known = {"needs": list(told.needs), "words": told.words} if told else {}
        super().__init__(*args, **{**kwargs, "initial": known})
        self.fields["needs"].label = _("Is there something we should know to look after you?")
        self.fields["words"].label = _("In your own words")
        _choose(self, "needs", list(people_words.needs()))

    def acts(self) -> Acts:
        said = self.cleaned_data
        needs = tuple(Need(code) for code in said["needs"])
        return [(people_acts.save_needs, {"needs": needs, "words": said["words"]})]


class QuestionsForm(Form):
    """The questions that still decide something, a handful a page. Whatever was not asked stays
    empty; "I don't know" is an answer."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(questions)
        words = answer_words()
        for question in self.asked:
            field = _question_field(question, words)
            field.label, field.help_text = words(question.text), words(question.hint)
            field.required = False
            self.fields[f"q_{question.id}"] = field

    def acts(self, *, on: date) -> Acts:
        answers = {
            question.id: _plain(question.type, said)
            for question in self.asked
            if (said := self.cleaned_data.get(f"q_{question.id}"))
        }
        return [(assisted_acts.answer_questions, {"answers": answers, "on": on})]


class EachPersonForm(EachPerson):
    """One question of which each person of the family has a row, as on a phone."""

    def __init__(
        self,
        data: Any,
        *,
        question: Question,
        persons: list[tuple[str, str]],
        given: Mapping[str, Value],
    ) -> None:
        words = answer_words()
        super().__init__(
            data,
            kind=question.type,
            persons=persons,
            choices=words.choices(question),
            given=given,
        )
        self.asked = question
        self.title = words(question.each) or words(question.text)
        self.hint = words(question.hint)

    def acts(self, *, on: date) -> Acts:
        each = {UUID(member): {self.asked.id: said} for member, said in self.each.items()}
        return [(assisted_acts.answer_each, {"each": each, "on": on})]


def _question_field(question: Question, words: AnswerWords) -> forms.Field:
    """The choices are those of a phone; a country comes from the whole list."""
    kind = question.type
    if kind is QuestionType.DATE:
        return DayField()
    if kind in (QuestionType.COUNTRY, QuestionType.COUNTRIES):
        return forms.ChoiceField(choices=[("", ""), *country_names(words.language)])
    choices = words.choices(question)
    if kind.is_list:
        return SomeField(choices=choices)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)


def _plain(kind: QuestionType, said: Any) -> Plain:
    """What was ticked or typed, as the rules take it."""
    if isinstance(said, date):
        return said.isoformat()
    if kind is QuestionType.BOOLEAN:
        return {YES: True, NO: False}.get(said, DONT_KNOW)
    if kind is QuestionType.COUNTRIES:
        return [said]
    return list(said) if isinstance(said, list) else str(said)


STEPS = {
    "hogar": Step.LANGUAGE,
    "contacto": Step.CONTACT,
    "necesidades": Step.NEEDS,
}


def _known(member: MemberSeen | None) -> dict[str, Any]:
    if member is None:
        return {}
    known = {
        "role": member.role.value,
        "given_names": member.given_names,
        "surnames": member.surnames,
        "born_on": member.born_on,
        "sex": member.sex,
        "document_kind": member.document_kind or NO_DOCUMENT,
        "document_number": member.document_number,
    }
    if member.nationalities:
        known["nationality"] = member.nationalities[0]
    return known


def _clean_name(text: str) -> str:
    try:
        return names.clean_name(text)
    except names.NameUnreadable:
        raise ValidationError(_("Write it with letters.")) from None
    except names.NameTooLong:
        raise ValidationError(_("This is too long. Write at most 80 signs.")) from None


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = choices


def _by_department() -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in programmes.municipalities():
        groups.setdefault(each.department_name, []).append((each.code, each.name))
    return list(groups.items())
