"""Answering a report, and keeping it from somebody."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.fields import Form, TextField
from safe_mobility.feedback.rules import LONGEST, Body

RECEIVERS = (
    (Body.PROSECUTOR.value, _("The public prosecutor")),
    (Body.HUMAN_RIGHTS.value, _("The human rights ombudsman")),
    (Body.CONSUMER.value, _("The office that protects consumers")),
    (Body.AGENCY.value, _("The organisation that the person works for")),
)
ASK, FORWARD, CLOSE = "ask", "forward", "close"


class AnswerForm(Form):
    """Words that whoever reported will read, and what they mean."""

    act = forms.ChoiceField(
        label=_("What is it?"),
        choices=(
            (ASK, _("A question")),
            (FORWARD, _("We hand it on")),
            (CLOSE, _("Our answer: we close it")),
        ),
        widget=forms.RadioSelect,
    )
    to = forms.ChoiceField(label=_("Handed on to"), choices=(("", "—"), *RECEIVERS), required=False)
    words = TextField(
        label=_("Words for whoever reported"),
        help_text=_("They read this behind their receipt code. No names, please."),
        max_length=LONGEST,
        lines=4,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("act") == FORWARD and not given.get("to"):
            self.add_error("to", _("Say to whom it is handed on."))
        return given


class KeepFromForm(Form):
    staff = forms.ChoiceField(label=_("Whom could it be about?"))

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [("", "—"), *people]  # type: ignore[attr-defined]
