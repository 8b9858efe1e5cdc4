"""Who is in the training day: one line for each family, what it is like and how far it has come.

The list is read from top to bottom; the order is also the order of their numbers. Everything a
line does not say is left to a chance that always falls the same way.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from safe_mobility.doors.jobs.training.families import Wanted


class Fate(StrEnum):
    """How far a family has come at nine o'clock on the training Monday."""

    DRAFT = "DRAFT"
    SENT = "SENT"
    IN_REVIEW = "IN_REVIEW"
    WAITING = "WAITING"
    INVITED = "INVITED"
    WITHDRAWN = "WITHDRAWN"
    BOOKED_LATER = "BOOKED_LATER"
    EXPECTED = "EXPECTED"
    ARRIVED = "ARRIVED"
    PARKED = "PARKED"
    ABSENT = "ABSENT"
    IN_INTERVIEW = "IN_INTERVIEW"
    DONE = "DONE"
    UNDECIDED = "UNDECIDED"
    MORE_NEEDED = "MORE_NEEDED"
    NOT_HERE = "NOT_HERE"
    CLOSED = "CLOSED"
    REFERRAL_PROPOSED = "REFERRAL_PROPOSED"
    REFERRAL_CONSENTED = "REFERRAL_CONSENTED"
    REFERRED = "REFERRED"
    WITH_PARTNER = "WITH_PARTNER"
    RETURNED = "RETURNED"


@dataclass(frozen=True, slots=True)
class Part:
    """`days_ago`: when it registered. `at`: the hour of its appointment. `office`: where it is
    seen; `pathway`: what a referral is for, or what the answers are about."""

    fate: Fate
    wanted: Wanted = field(default_factory=Wanted)
    office: str = "QTZ"
    days_ago: int = 6
    at: str = ""
    seat: str = ""
    pathway: str = ""
    same_as: int | None = None
    """The place in this list of the family whose phone and applicant it shares."""


F = Fate
TODAY = (
    Part(F.DONE, Wanted(children=1), at="08:00", seat="Mesa 1", days_ago=12),
    Part(F.IN_INTERVIEW, Wanted(children=3, needs=("BABY",)), at="08:00", seat="Mesa 2"),
    Part(F.ABSENT, Wanted(adults=1, children=0), at="08:00", seat="Mesa 3"),
    Part(F.DONE, Wanted(adults=1, children=2), at="08:00", seat="Línea 1"),
    Part(F.ARRIVED, Wanted(interpreter="quc", children=2, municipality="0801"), at="08:45"),
    Part(
        F.ARRIVED,
        Wanted(adults=1, children=1, needs=("PREGNANT",), words="Ocho meses de embarazo."),
        at="09:30",
    ),
    Part(F.ARRIVED, Wanted(adults=2, children=0), at="08:45"),
    Part(F.PARKED, Wanted(children=2, channel="EMAIL"), at="08:45"),
    Part(F.EXPECTED, Wanted(children=4), at="09:30"),
    Part(F.EXPECTED, Wanted(adults=1, children=0, language="en"), at="09:30"),
    Part(F.EXPECTED, Wanted(interpreter="mam", children=3), at="10:15"),
    Part(F.EXPECTED, Wanted(children=1), at="10:15"),
    Part(F.EXPECTED, Wanted(adults=1, children=0), at="11:00", seat="Línea 1"),
    Part(F.EXPECTED, Wanted(children=2), at="13:30"),
)
HEARD = (
    Part(F.UNDECIDED, Wanted(children=2), at="09:30", days_ago=14),
    Part(F.MORE_NEEDED, Wanted(children=1), at="10:15", days_ago=15),
    Part(F.NOT_HERE, Wanted(adults=1, children=0), at="11:00", days_ago=15),
    Part(F.CLOSED, Wanted(adults=2, children=0), at="08:00", days_ago=16),
    Part(F.REFERRAL_PROPOSED, Wanted(children=3), at="08:45", pathway="usrap", days_ago=16),
    Part(F.REFERRAL_CONSENTED, Wanted(children=2), at="09:30", pathway="usrap", days_ago=17),
    Part(
        F.REFERRAL_CONSENTED, Wanted(adults=1, children=0), at="13:30", pathway="h2a", days_ago=14
    ),
    Part(F.REFERRED, Wanted(children=2), at="10:15", pathway="usrap", days_ago=18),
    Part(F.REFERRED, Wanted(adults=1, children=0), at="11:00", pathway="gt_mintrab", days_ago=15),
    Part(F.WITH_PARTNER, Wanted(children=1), at="08:00", pathway="usrap", days_ago=19),
    Part(F.RETURNED, Wanted(adults=1, children=1), at="13:30", pathway="h2b", days_ago=18),
)
WAITING = (
    Part(F.BOOKED_LATER, Wanted(children=2), at="08:45", days_ago=3),
    Part(F.BOOKED_LATER, Wanted(children=1, interpreter="quc"), at="09:30", days_ago=3),
    Part(F.BOOKED_LATER, Wanted(adults=1, children=3), at="10:15", days_ago=2),
    # Canada's pathway opened on 17 November, after this family had answered: the one whose result
    # is another one by now, for who judges all families anew (`/consola/reglas`).
    Part(F.WAITING, Wanted(children=2, also="CO"), days_ago=9, pathway="canada_hum"),
    Part(F.WAITING, Wanted(adults=1, children=2, municipality="0901"), days_ago=11),
    Part(F.IN_REVIEW, Wanted(children=1), days_ago=4),
    Part(F.SENT, Wanted(children=3, needs=("ILL", "MOVING")), days_ago=2),
    Part(F.SENT, Wanted(adults=1, children=0, channel="EMAIL"), days_ago=1),
    Part(F.SENT, Wanted(adults=2, children=1), days_ago=1, same_as=29),
    Part(F.WITHDRAWN, Wanted(adults=1, children=0), days_ago=8),
    Part(F.DRAFT, Wanted(adults=1, children=0), days_ago=1),
    Part(F.DRAFT, Wanted(adults=2, children=2), days_ago=3),
)
ELSEWHERE = (
    Part(F.BOOKED_LATER, Wanted("1201", interpreter="mam"), "SMA", at="08:45", days_ago=4),
    Part(F.WAITING, Wanted("1201", children=1), "SMA", days_ago=7),
    Part(F.INVITED, Wanted("1301", interpreter="mam"), "HUE", days_ago=10),
    Part(F.WAITING, Wanted("1301", children=3), "HUE", days_ago=9),
    Part(F.WAITING, Wanted("1301", adults=1, children=1), "HUE", days_ago=12),
    Part(F.SENT, Wanted("1801", children=2), "IZA", days_ago=2),
    Part(F.BOOKED_LATER, Wanted("2001", adults=1, children=0), "CHQ", at="09:30", days_ago=5),
)
CAST = (*TODAY, *HEARD, *WAITING, *ELSEWHERE)
