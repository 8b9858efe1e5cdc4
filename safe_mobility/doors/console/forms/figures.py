"""Forms about figures: a file of another office; evidence and judgement of a commitment."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.commitment_words import KINDS, STEPS
from safe_mobility.doors.common.fields import DayField, Form, TextField
from safe_mobility.doors.console.series_labels import file_name
from safe_mobility.statistics.rules.commitments import EvidenceKind, Step
from safe_mobility.statistics.services.reading import ANY
from safe_mobility.statistics.services.reading import KINDS as KINDS_OF_FILE

MOST_BYTES = 30_000_000


class BringFile(Form):
    kind = forms.ChoiceField(
        label=_("What the file is"),
        choices=[
            (ANY, _("The reader sees it by the headings")),
            *((code, file_name(code)) for code in KINDS_OF_FILE),
        ],
        initial=ANY,
    )
    table = forms.FileField(
        label=_("The file"),
        help_text=_("A table as CSV, plain or packed with gzip, at most 30 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.gz"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file first.")},
    )

    def clean_table(self) -> "UploadedFile[bytes]":
        sent: UploadedFile[bytes] = self.cleaned_data["table"]
        if (sent.size or 0) > MOST_BYTES:
            raise ValidationError(_("The file is larger than 30 MB. Pack it with gzip."))
        return sent


class AddEvidence(Form):
    kind = forms.TypedChoiceField(
        label=_("What it is"),
        coerce=EvidenceKind,
        choices=[(kind.value, words) for kind, words in KINDS.items()],
        initial=EvidenceKind.DOCUMENT.value,
    )
    title = TextField(
        label=_("What it shows, in a sentence"),
        help_text=_("It is published as you write it. No names of families."),
        max_length=300,
        lines=2,
    )
    url = TextField(
        label=_("Where to read it"),
        help_text=_("An address that begins with https://. Leave it empty if there is none."),
        max_length=400,
        required=False,
        inputmode="url",
    )
    dated_on = DayField(label=_("The day of which it speaks"))


class JudgeCommitment(Form):
    step = forms.TypedChoiceField(
        label=_("How far it has come"),
        coerce=Step,
        choices=[(step.value, words) for step, words in STEPS.items()],
        widget=forms.RadioSelect,
    )
    evidence = forms.ChoiceField(
        label=_("On which evidence"),
        help_text=_("Evidence that you brought yourself is not in the list."),
        required=False,
        widget=forms.RadioSelect,
    )
    why = TextField(
        label=_("Why"),
        help_text=_("It is published as you write it."),
        max_length=600,
        lines=3,
    )

    def __init__(self, *args: Any, evidence: Sequence[tuple[str, str, date]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["evidence"]
        field.choices = [(key, title) for key, title, _on in evidence]  # type: ignore[attr-defined]
