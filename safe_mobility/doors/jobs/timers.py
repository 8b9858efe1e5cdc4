"""What happens by itself, each minute.

A timer is given the time and says how many rows it touched. It may be run again at any
moment, and catches up after a site stood still. Rooms say what is done; here stands when.
"""

from collections.abc import Callable
from datetime import datetime

from safe_mobility.appointments import services as appointments
from safe_mobility.cases.services import referrals
from safe_mobility.doors.common.dates import day_of
from safe_mobility.doors.jobs.bulletins import fetch_next_bulletin
from safe_mobility.doors.jobs.training import past
from safe_mobility.labour.services import candidates, handing_in, placements, shipping
from safe_mobility.notifications import services as notifications
from safe_mobility.oversight.services import clock, limits, presses, waiting
from safe_mobility.people import services as people
from safe_mobility.reunification.services import clocks as relatives
from safe_mobility.reunification.services import matching, tracing
from safe_mobility.screening import rescreening
from safe_mobility.screening import services as screening
from safe_mobility.statistics.services import counting, drafting


def keep_the_clock(*, now: datetime) -> int:
    """A stopped training site goes on from here."""
    clock.store(now)
    return 1


def sweep_presses(*, now: datetime) -> int:
    return presses.sweep()


def sweep_waiting(*, now: datetime) -> int:
    return waiting.sweep()


def sweep_limits(*, now: datetime) -> int:
    return limits.sweep()


def sweep_papers(*, now: datetime) -> int:
    return people.sweep_files()


def judge_again(*, now: datetime) -> int:
    """What two supervisors agreed to: judging everybody by new rules, or telling the changed."""
    return rescreening.run(on=day_of(now), now=now)


TIMERS: list[tuple[str, Callable[..., int]]] = [
    ("clock.keep", keep_the_clock),
    ("appointments.lapse", appointments.lapse_overdue),
    ("places.wake", appointments.wake_rested),
    ("appointments.closed_days", appointments.end_unanswered_closures),
    ("appointments.end_the_day", appointments.end_the_day),
    ("appointments.remind", appointments.send_reminders),
    ("people.news", people.send_no_change_news),
    ("people.programme", people.follow_programme),
    ("people.invitations", people.expire_invitations),
    ("people.drafts", people.erase_old_drafts),
    ("people.sweep", people.sweep),
    ("referrals.revoke_stopped", referrals.revoke_stopped),
    ("work.remind", candidates.remind),
    ("work.lapse", placements.lapse_unanswered),
    ("work.consent", placements.end_without_consent),
    ("work.forget", candidates.forget_erased),
    ("papers.sweep", sweep_papers),
    ("messages.expire", notifications.expire),
    ("presses.sweep", sweep_presses),
    ("waiting.sweep", sweep_waiting),
    ("limits.sweep", sweep_limits),
    ("screening.erase_old_answers", screening.erase_old_answers),
    ("screening.again", judge_again),
    ("relatives.wind", relatives.wind_again),
    ("relatives.remind", relatives.remind),
    ("relatives.forget", relatives.forget_erased),
    ("tracing.ask", tracing.ask_everybody),
    ("tracing.look", matching.look_for_pairs),
    ("tracing.settle", matching.settle),
    ("tracing.sweep", tracing.sweep),
    ("figures.count", counting.count_nightly),
    ("figures.training", past.publish_first),
    ("figures.draft", drafting.draft_due),
    # Last: the first time it takes some seconds, and nothing else should wait for it.
    ("orders.shipped", shipping.load_shipped),
    ("orders.waiting", handing_in.read_waiting),
    # Last: it may wait for somebody else's server.
    ("bulletins.fetch", fetch_next_bulletin),
]
