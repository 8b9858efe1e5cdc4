"""Forms of trust: what happened, a receipt code, a message in doubt. Nothing is obligatory that
could make somebody give up half way."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.fields import Form, TextField
from safe_mobility.feedback import rules
from safe_mobility.feedback.rules import Kind, NothingSaid, Told

KINDS = (
    (Kind.MONEY.value, _("Somebody asked for money, or a favour")),
    (Kind.PRETENDED.value, _("A message, call or page pretended to be us")),
    (Kind.STAFF.value, _("Somebody of the programme treated me badly")),
    (Kind.OTHER.value, _("Something else")),
)
_LINE = 300


class ReportForm(Form):
    """Every field may stay empty; all of them may not."""

    kind = forms.ChoiceField(
        label=_("What happened?"), choices=KINDS, widget=forms.RadioSelect, required=False
    )
    who = TextField(
        label=_("Who was it?"),
        help_text=_("A name, a phone number, a page, how they looked. What you know."),
        max_length=_LINE,
        required=False,
    )
    what = TextField(
        label=_("What did they say or offer?"), max_length=rules.LONGEST, lines=4, required=False
    )
    amount = TextField(label=_("How much did they ask for?"), max_length=_LINE, required=False)
    how = TextField(
        label=_("How did they reach you, and how were you to pay?"),
        help_text=_("In person, by phone, in a chat, to which account."),
        max_length=rules.LONGEST,
        lines=3,
        required=False,
    )
    employer = TextField(
        label=_("If it was about a job: for which employer?"), max_length=_LINE, required=False
    )
    place = TextField(
        label=_("In which municipality?"),
        max_length=100,
        required=False,
        autocomplete="address-level2",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        names = ("who", "what", "amount", "how", "place", "employer")
        parts = {name: given.get(name, "") for name in names}
        if not self.errors:
            try:
                given["told"] = Told(**parts)
            except NothingSaid:
                self.add_error("what", _("Write at least one thing, in your own words."))
        return given

    @property
    def chosen(self) -> Kind:
        return Kind(self.cleaned_data["kind"] or Kind.OTHER)


class JobToldForm(Form):
    """What comes along from the page that checks a job."""

    employer = TextField(max_length=_LINE, required=False)
    recruiter = TextField(max_length=_LINE, required=False)
    place = TextField(max_length=_LINE, required=False)
    work = TextField(max_length=_LINE, required=False)

    def as_report(self) -> dict[str, str]:
        """The first words of a report about a fee for a job."""
        self.is_valid()
        told = {name: self.cleaned_data.get(name, "") for name in self.fields}
        job = ", ".join(filter(None, (told["work"], told["place"])))
        return {
            "kind": Kind.MONEY.value,
            "who": told["recruiter"],
            "employer": told["employer"],
            "what": job,
        }


class ReceiptField(TextField):
    """A receipt code as somebody copied it by hand."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, autocomplete="off", **kwargs)

    def clean(self, value: Any) -> str:
        code = rules.parse_receipt(super().clean(value))
        if code is None:
            raise ValidationError(
                _("There is a slip in this code. Look at each letter and number again.")
            )
        return code


class ReceiptForm(Form):
    receipt = ReceiptField(
        label=_("What is your receipt code?"),
        help_text=_("14 letters and numbers, such as 7K3M‑9QXT‑2WHB‑4R"),
    )


class AddWords(Form):
    """The code comes along in the page: it never stands in an address or in a cookie."""

    receipt = ReceiptField(widget=forms.HiddenInput)
    words = TextField(label=_("Do you want to add something?"), max_length=rules.LONGEST, lines=4)


class MessageForm(Form):
    text = TextField(
        label=_("Which message do you want to check?"),
        help_text=_("Copy it here as you received it. We do not keep it."),
        max_length=1000,
        lines=5,
    )
