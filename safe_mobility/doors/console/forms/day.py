"""Forms of the day: which desk, which slip, and why another family than the suggested one."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from safe_mobility.appointments.rules.queue import Otherwise
from safe_mobility.doors.common.fields import Form, TextField
from safe_mobility.doors.console import board
from safe_mobility.offices.queries import DeskSeen
from safe_mobility.offices.rules import Mode

MODES: dict[Mode, "str | Promise"] = {
    Mode.IN_PERSON: _("in person"),
    Mode.PHONE: _("by phone"),
    Mode.VIDEO: _("by video"),
}


def desk_choices(desks: Sequence[DeskSeen], *, busy: Collection[int] = ()) -> list[tuple[str, str]]:
    """The desks by name, those at which a family sits or is called last and marked."""
    free_first = sorted(desks, key=lambda desk: desk.id in busy)
    return [(str(desk.id), _name(desk, taken=desk.id in busy)) for desk in free_first]


def _name(desk: DeskSeen, *, taken: bool) -> str:
    parts = [desk.name]
    if desk.mode is not Mode.IN_PERSON:
        parts.append(str(MODES[desk.mode]))
    if taken:
        parts.append(gettext("busy"))
    return " · ".join(parts)


class ChooseDesk(Form):
    desk = forms.TypedChoiceField(label=_("My desk"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, desks: Sequence[DeskSeen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = [("", _("no desk")), *desk_choices(desks)]  # type: ignore[attr-defined]


class SendOn(Form):
    """Another desk for a family; one has to be chosen."""

    desk = forms.TypedChoiceField(label=_("To which desk?"), coerce=int)

    def __init__(
        self, *args: Any, desks: Sequence[DeskSeen], busy: Collection[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = desk_choices(desks, busy=busy)  # type: ignore[attr-defined]


class WhyOtherwise(Form):
    """To which desk, and why this family."""

    desk = forms.TypedChoiceField(label=_("To which desk?"), coerce=int)
    why = forms.TypedChoiceField(
        label=_("Why this family?"),
        coerce=Otherwise,
        choices=[(each.value, words) for each, words in board.OTHERWISE.items()],
    )

    def __init__(
        self,
        *args: Any,
        desks: Sequence[DeskSeen],
        desk: DeskSeen | None,
        busy: Collection[int],
        needs_reason: bool,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"desk": str(desk.id) if desk else ""})
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = desk_choices(desks, busy=busy)  # type: ignore[attr-defined]
        if not needs_reason:
            del self.fields["why"]


class FindVisit(Form):
    q = TextField(
        label=_("Scan the slip, or type the number or the code"),
        max_length=120,
        autocomplete="off",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            # A scanner types where the page stands; after a search the answer comes first.
            self.fields["q"].widget.attrs["autofocus"] = ""

    @staticmethod
    def nothing() -> "str | Promise":
        return _(
            "We find no appointment for this. Look at each sign again, or search among the cases."
        )
