"""One form for each part of an interview. What each reads is what is kept, sealed as a whole."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safe_mobility.cases.rules import TEXT_LIMIT, Identity, Section, Wish
from safe_mobility.doors.common.fields import Form, TextField
from safe_mobility.doors.console import case_labels as labels

PAPERS = (
    ("DPI", _("Identity card (DPI)")),
    ("PASSPORT", _("Passport")),
    ("BIRTH", _("Birth certificate")),
    ("MARRIAGE", _("Marriage certificate")),
    ("OTHER", _("Another paper")),
)


class PartForm(Form):
    """`based_on` is the version that the officer had before their eyes while writing."""

    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def body(self) -> dict[str, Any]:
        """What is kept of this part."""
        return {name: value for name, value in self.cleaned_data.items() if name != "based_on"}


class IdentityForm(PartForm):
    checked = forms.ChoiceField(
        label=_("Are these the people of the application?"),
        choices=list(labels.IDENTITY.items()),
        widget=forms.RadioSelect,
    )
    papers = forms.MultipleChoiceField(
        label=_("Papers that you saw"),
        help_text=_("None is also fine: nobody is sent away for a missing paper."),
        choices=PAPERS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = TextField(
        label=_("What to know about who is here"),
        help_text=_("Who spoke, who interpreted, who is missing, what did not match."),
        max_length=TEXT_LIMIT,
        lines=5,
        required=False,
    )


class NoteForm(PartForm):
    text = TextField(
        label=_("What was said, in their words where it matters"),
        help_text=_(
            "Write what you heard, not what you think. What somebody tells you in confidence"
            " belongs in the last part."
        ),
        max_length=TEXT_LIMIT,
        lines=14,
    )


class NeedsForm(PartForm):
    needs = forms.MultipleChoiceField(
        label=_("Needs as you assess them"),
        choices=[(need.value, label) for need, label in labels.NEEDS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = TextField(
        label=_("Who it is about, and what helps"),
        max_length=TEXT_LIMIT,
        lines=5,
        required=False,
    )


class ApartForm(PartForm):
    text = TextField(
        label=_("What somebody told you that the family must not learn"),
        help_text=_(
            "It never appears on the family's page, in its download, in a letter or in a"
            " referral. Say from whom it must be kept."
        ),
        max_length=TEXT_LIMIT,
        lines=8,
    )


class PathwaysForm(PartForm):
    """One row for each pathway; a pathway that was not talked about stays empty."""

    def __init__(self, *args: Any, pathways: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = []
        for code, name in pathways:
            self.codes.append(code)
            self.fields[f"wish_{code}"] = forms.ChoiceField(
                label=name,
                choices=[("", _("Not talked about")), *labels.WISHES.items()],
                required=False,
            )
        self.fields["text"] = TextField(
            label=_("What the family asked and decided"),
            max_length=TEXT_LIMIT,
            lines=5,
            required=False,
        )

    def body(self) -> dict[str, Any]:
        wishes = {
            code: str(Wish(wish))
            for code in self.codes
            if (wish := self.cleaned_data[f"wish_{code}"])
        }
        return {"wishes": wishes, "text": self.cleaned_data["text"]}


FORMS: Mapping[Section, type[PartForm]] = {
    Section.IDENTITY: IdentityForm,
    Section.NOTE: NoteForm,
    Section.NEEDS: NeedsForm,
    Section.PATHWAYS: PathwaysForm,
    Section.APART: ApartForm,
}


def initial_of(body: Mapping[str, Any], *, version: int) -> dict[str, Any]:
    """What a form shows of a saved part."""
    flat = {name: value for name, value in body.items() if name != "wishes"}
    wishes = {f"wish_{code}": wish for code, wish in body.get("wishes", {}).items()}
    return {**flat, **wishes, "based_on": version}


def said(section: Section, body: Mapping[str, Any], *, pathways: Mapping[str, str]) -> list[str]:
    """A saved part as lines to read, for the case page, the conflict and the printed file."""
    lines: list[str] = []
    if section is Section.IDENTITY:
        lines.append(str(labels.IDENTITY[Identity(body["checked"])]))
        papers = dict(PAPERS)
        lines += [str(papers[code]) for code in body.get("papers", []) if code in papers]
    if section is Section.NEEDS:
        names = {need.value: label for need, label in labels.NEEDS.items()}
        lines += [str(names[code]) for code in body.get("needs", []) if code in names]
    if section is Section.PATHWAYS:
        lines += [
            f"{pathways.get(code, code)}: {labels.WISHES[Wish(wish)]}"
            for code, wish in body.get("wishes", {}).items()
        ]
    if body.get("text"):
        lines.append(str(body["text"]))
    return lines
