"""The links at the top of the console. Each page's own mark decides who is shown its link."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.access import Access, Admits, access_of
from safe_mobility.programmes import partners
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
_UNDER = {
    "console:home": ("visita/", "mi-mesa"),
    "console:cases": ("remisiones", "duplicados"),
    "console:reports": ("quejas",),
}
"""Pages that belong to a link whose address is not the beginning of theirs."""
OFFERED_WORK = "gt_mintrab"
"""The pathway on which a ministry, like an employer, brings offers of work."""
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
    at = _at(path, [url for url, _words in mine])
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


def opens(asker: Asker, name: str) -> bool:
    """Whether a link to this page leads anywhere for this person."""
    if name == "console:home":
        return DAY.lets_in(asker)
    if name == "console:offers" and not _has_offers(asker):
        return False
    return access_of(resolve(reverse(name)).func).lets_in(asker)


def _has_offers(asker: Asker) -> bool:
    """Who brings offers: an employer, and the partner that takes referrals for such work. A
    partner that only takes other referrals is no employer."""
    known = partners.pathways_of(asker.agency)
    return not known or OFFERED_WORK in known


def _at(path: str, urls: list[str]) -> str:
    """Under which link a page stands: the longest that its address begins with, by whole words.
    The day's own address begins all others, so below it only its visits count."""
    home = reverse("console:home")
    for name, under in _UNDER.items():
        if any(path.startswith(f"{home}{part}") for part in under):
            return reverse(name)
    known = [url for url in urls if path == url or path.startswith(f"{url.rstrip('/')}/")]
    found = max(known, key=len, default="")
    return "" if found == home and path != home else found


def _open_to(asker: Asker) -> "Iterator[tuple[str, str | Promise]]":
    for name, words in _PAGES:
        if opens(asker, name):
            yield reverse(name), words
