"""Whether somebody still counts as a child, and until when: under 21 by the rule that applies.

Three rules, each with its source:

- A citizen's petition: the age on the day it was filed stays (INA 201(f)(1)); where the parent
  filed as a resident and naturalised later, the age on the day of naturalisation (201(f)(2)).
- A resident's petition, and whoever follows the main person of a family category: the age on the
  day a visa number is there, less the days the petition waited for its approval (INA 203(h)(1)).
- Refugees and asylees: under 21 on the day the parent asked for protection
  (INA 207(c)(2)(B), 208(b)(3)(B)).

USCIS Policy Manual, volume 7, part A, chapter 7 explains all three. Who is born on 29 February
is a year older on 1 March of a common year, as everywhere in this programme.
"""

from datetime import date, timedelta

from safe_mobility.reunification.rules.kin import Petition

OF_AGE = 21


def birthday(born_on: date, years: int) -> date:
    """The day on which somebody is `years` old."""
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return date(born_on.year + years, 3, 1)


def anniversary(on: date, years: int) -> date:
    """The last safe day of a term of years: a term from 29 February ends on the 28th."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return date(on.year + years, 2, 28)


def under_age(born_on: date, *, on: date) -> bool:
    return on < birthday(born_on, OF_AGE)


def waited(petition: Petition, *, on: date) -> timedelta:
    """How long the petition was, or still is, without an answer."""
    if petition.filed_on is None:
        return timedelta(0)
    until = petition.approved_on if petition.approved_on is not None else on
    return max(timedelta(0), until - petition.filed_on)


def protected_age(born_on: date, petition: Petition | None, *, on: date) -> date:
    """The day whose age counts under INA 203(h)(1): `on`, or the day a visa number was there,
    less the time that the petition waited."""
    if petition is None or not petition.alive:
        return on
    measured = on if petition.available_on is None else min(on, petition.available_on)
    return measured - waited(petition, on=measured)


def child_of_resident(born_on: date | None, petition: Petition | None, *, on: date) -> bool | None:
    """Under 21 by INA 203(h)(1), or None where a date is missing that could turn it."""
    if born_on is None:
        return None
    if under_age(born_on, on=on):
        return True
    if petition is None or not petition.alive:
        return False
    if petition.filed_on is None or (petition.approved and petition.approved_on is None):
        return None
    return under_age(born_on, on=protected_age(born_on, petition, on=on))


def leaves_child_on(born_on: date, petition: Petition | None, *, on: date) -> date | None:
    """The first day on which the age under INA 203(h)(1) is 21; None while it stands still.

    While the petition waits, its age does not grow; once it is approved, the days it waited
    are added to the 21st birthday. A visa number that is there stops it for good, if the person
    acts within a year.
    """
    of_age = birthday(born_on, OF_AGE)
    if petition is None or not petition.alive or petition.filed_on is None:
        return of_age
    if petition.available_on is not None and petition.available_on <= on:
        still_child = under_age(born_on, on=protected_age(born_on, petition, on=on))
        return None if still_child else of_age + waited(petition, on=petition.available_on)
    if petition.approved_on is None:
        return None if under_age(born_on, on=petition.filed_on) else of_age
    return of_age + waited(petition, on=on)


def child_of_citizen(
    born_on: date | None, petition: Petition | None, *, citizen_since: date | None, on: date
) -> bool | None:
    """Under 21 by INA 201(f). None where a missing date, or an open question of law, decides.

    Where the parent naturalised after filing and the child was 21 by birthday but not by
    INA 203(h), the board (Zamora-Molina, 2011) and courts (Cuthill, 2021) have answered
    differently: a person looks at it.
    """
    if born_on is None:
        return None
    if petition is None or not petition.alive:
        return under_age(born_on, on=on)
    if petition.filed_on is None:
        return True if under_age(born_on, on=on) else None
    if not under_age(born_on, on=petition.filed_on):
        return False
    if citizen_since is None:
        return True if under_age(born_on, on=on) else None
    fixed_on = max(petition.filed_on, citizen_since)
    if under_age(born_on, on=fixed_on):
        return True
    return None if child_of_resident(born_on, petition, on=fixed_on) is not False else False


def child_of_protected(born_on: date | None, *, on: date) -> bool | None:
    """Under 21 when the parent asked for protection: sure while under 21, else a person asks."""
    if born_on is None:
        return None
    return True if under_age(born_on, on=on) else None
