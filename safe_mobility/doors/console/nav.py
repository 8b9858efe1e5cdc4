"""The links at the top of the console. Each page's own mark decides who is shown its link."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.access import Access, Admits, access_of
from safe_mobility.shared.asker import Asker

DAY = Access(Admits.STAFF, frozenset({"RECEPTION", "INTERVIEWER", "INTERPRETER", "SUPERVISOR"}))
"""Who begins with the day. Its address is everybody's first page and shows others elsewhere."""

_PAGES: tuple[tuple[str, "str | Promise"], ...] = (
    ("console:home", _("Today")),
    ("console:arrival", _("Arrival")),
    ("console:cases", _("Cases")),
    ("console:assisted", _("Register")),
    ("console:capacity", _("Office")),
    ("console:invitations", _("Invitations")),
    ("console:clocks", _("Family abroad")),
    ("console:work", _("Work")),
    ("console:offers", _("Our offers")),
    ("console:reports", _("Reports")),
    ("console:messages", _("Messages")),
    ("console:rules", _("Rules")),
    ("console:overview", _("Overview")),
    ("console:releases", _("Public figures")),
    ("console:series", _("Figures")),
    ("console:commitments", _("Commitments")),
    ("console:bulletins", _("Bulletins")),
    ("console:accounts", _("Staff")),
    ("console:trail", _("Trail")),
)
# What is opened all day long; the rest stands under "More", so that on a phone the page begins
# on the first screen.
DAILY = frozenset(
    {"console:home", "console:arrival", "console:cases", "console:assisted", "console:messages"}
)
FEW = 7
"""So many links stand in one row on a phone turned sideways; they are all shown."""


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    words: "str | Promise"
    here: bool
    first: bool = True
    """Stands in the row itself, not under "More"."""


def links(asker: Asker, *, path: str) -> list[Link]:
    """What this person may open, the page they are on marked."""
    mine = list(_open_to(asker))
    daily = {reverse(name) for name in DAILY}
    # The longest address that the path begins with: `/consola/` is the start of all others.
    at = max((url for url, _words in mine if path.startswith(url)), key=len, default="")
    return [
        Link(url, words, here=url == at, first=url in daily or url == at or len(mine) <= FEW)
        for url, words in mine
    ]


def first_page(asker: Asker) -> str:
    """Where this person's work begins; empty where nothing is open to them yet.

    An auditor begins with the trail, whatever else may be open to one.
    """
    if asker.has_role("AUDITOR"):
        return reverse("console:trail")
    return next((url for url, _words in _open_to(asker)), "")


def _open_to(asker: Asker) -> "Iterator[tuple[str, str | Promise]]":
    for name, words in _PAGES:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        mark = DAY if name == "console:home" else access_of(resolve(url).func)
        if mark.lets_in(asker):
            yield url, words
