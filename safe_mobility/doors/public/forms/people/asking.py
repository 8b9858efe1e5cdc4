"""What every page of the registration is made of: whom it asks about, and its one act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from safe_mobility.doors.common import dates
from safe_mobility.doors.common.fields import Form
from safe_mobility.doors.public.forms.people.told import Told, told
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.queries import ContactSeen, HouseholdSeen, MemberSeen, NeedsSeen
from safe_mobility.people.rules.drafts import Role, Step
from safe_mobility.people.services import PersonChange
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import Refusal

TEXT, DATE = "common/parts/text.html", "common/parts/date.html"
CHOICES, CHECKS = "common/parts/choices.html", "common/parts/checks.html"
SELECT = "common/parts/select.html"
Deed = tuple[Callable[..., Any], dict[str, Any]]


@dataclass(frozen=True)
class At:
    """Where in the registration we are: whose, and about which of its people."""

    household: HouseholdSeen
    asker: Asker
    now: datetime
    number: int = 1

    @cached_property
    def members(self) -> list[MemberSeen]:
        return people.members(
            asker=self.asker, household_id=self.household.id, purpose="registration"
        )

    @cached_property
    def member(self) -> MemberSeen | None:
        return next((each for each in self.members if each.number == self.number), None)

    @cached_property
    def contacts(self) -> list[ContactSeen]:
        return people.contacts(asker=self.asker, household_id=self.household.id)

    @cached_property
    def needs(self) -> NeedsSeen | None:
        return people.needs(asker=self.asker, household_id=self.household.id)

    @cached_property
    def told(self) -> Told:
        return told(asker=self.asker, household_id=self.household.id, on=dates.day_of(self.now))

    @property
    def is_new(self) -> bool:
        """The page asks for the name of somebody who is not in the household yet."""
        return self.member is None

    @property
    def is_applicant(self) -> bool:
        return self.member is not None and self.member.role is Role.APPLICANT

    @property
    def name(self) -> str:
        return self.member.given_names if self.member else ""

    def asks(self, yours: str, theirs: str) -> str:
        """The question to the one who applies, or about somebody by name."""
        return yours if self.is_applicant else theirs % {"name": self.name or _("this person")}


class StepForm(Form):
    """`parts` says how each field is drawn; a form of one field is titled by its label."""

    parts: ClassVar[dict[str, str]] = {}
    part: ClassVar[int] = 1
    # Which field a refusal belongs to; others stand above the form.
    fields_of: ClassVar[dict[str, str]] = {}
    # The page whose answer may be empty, so that only a note says whether it was given.
    noted: ClassVar[Step | None] = None

    def __init__(self, data: Any, *, at: At) -> None:
        self.at = at
        known = self.known()
        suggested = {} if self._is_answered(known) else self.suggested()
        self.is_suggested = any(suggested.values())
        super().__init__(data, initial={**known, **suggested})
        self.ask()

    def title(self) -> str:
        """The page's title where no single field is the question."""
        return str(next(iter(self)).label)

    def known(self) -> dict[str, Any]:
        """What the registration holds already."""
        return {}

    def suggested(self) -> dict[str, Any]:
        """What the family said before it registered, for a page that was not answered yet."""
        return {}

    def _is_answered(self, known: dict[str, Any]) -> bool:
        if self.noted is not None:
            return self.noted.value in self.at.household.answered
        return any(known.values())

    def ask(self) -> None:
        """Put the question in words and fill the choices of this moment."""

    def deed(self) -> Deed:
        raise NotImplementedError

    def rows(self) -> list[tuple[Any, str, str]]:
        heading = "h1" if self.titled_by_field else ""
        return [(self[name], part, heading) for name, part in self.parts.items()]

    @property
    def titled_by_field(self) -> bool:
        return len(self.fields) == 1 and self.parts[next(iter(self.fields))] != TEXT

    def refuse(self, refusal: Refusal, words: str) -> None:
        self.add_error(self.fields_of.get(refusal.code), words)

    def person(self, **facts: Any) -> Deed:
        number = None if self.at.is_new else self.at.number
        return people_acts.save_person, {"number": number, "change": PersonChange(**facts)}
