"""`manage.py match`: lists for all open offers, with the reason for each person on one.

Nothing is kept unless `--keep-as USERNAME` names the officer who proposes; another officer then
confirms in the console. `--why CODE OFFER` solves once more with that person on that list.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from safe_mobility.doors.common import clock, work_words
from safe_mobility.doors.common.words import words_for
from safe_mobility.labour.queries import inputs
from safe_mobility.labour.rules import explaining, fitting, matching
from safe_mobility.labour.rules.explaining import Explained
from safe_mobility.labour.rules.matching import Matched
from safe_mobility.labour.services import listing
from safe_mobility.people.queries import days
from safe_mobility.shared.refusal import Refusal
from safe_mobility.staff import queries as staff


class Command(BaseCommand):
    help = "Propose people for open offers of seasonal work, with reasons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--keep-as", default="", metavar="USERNAME", help="keep, as proposed by"
        )
        parser.add_argument("--why", nargs=2, default=(), metavar=("CODE", "OFFER"))
        parser.add_argument("--language", default="es", choices=("es", "en"))

    def handle(
        self, *args: Any, keep_as: str, why: tuple[str, ...], language: str, **options: Any
    ) -> None:
        with translation.override(language):
            matched = _kept(keep_as) if keep_as else _looked()
            lines = list(_why(matched, *why) if why else _lists(matched))
        self.stdout.write("\n".join(lines))


def _looked() -> Matched:
    now = clock.now()
    given = inputs.everything(today=days.local_day(office_code="", now=now))
    return matching.match(given.workers, given.offers, seats=given.seats)


def _kept(username: str) -> Matched:
    now = clock.now()
    actor = staff.asker_named(username=username, on=days.local_day(office_code="", now=now))
    if actor is None:
        raise CommandError(f"nobody signs in as {username}")
    try:
        return listing.propose(actor=actor, now=now).matched
    except Refusal as refusal:
        raise CommandError(words_for(refusal)) from refusal


def _lists(matched: Matched) -> Iterator[str]:
    solved = matched.solved
    yield f"digest: {matched.digest}"
    yield f"people: {len(matched.workers)}  offers: {len(matched.offers)}"
    yield f"proposed: {matched.proposed}  points: {solved.value}  gap: {solved.gap:.6f}"
    yield f"points that the equal chance cost: {matched.price_of_floors}"
    for group in matched.groups:
        if group.short:
            yield f"short: {group.kind} {group.name}: {group.placed} of at least {group.floor}"
    offer = ""
    for each in Explained(matched).standings():
        if each.offer != offer:
            offer = each.offer
            yield f"offer {offer}"
        reason = work_words.standing(
            ahead=each.ahead, next_code=each.next_worker, for_group=each.for_group
        )
        yield f"  {each.rank}. {each.worker} {each.total}: {work_words.parts(each.parts)}. {reason}"


def _why(matched: Matched, code: str, offer_key: str) -> Iterator[str]:
    worker = next((each for each in matched.workers if each.key == code.upper()), None)
    offer = next((each for each in matched.offers if each.key.startswith(offer_key)), None)
    if worker is None or offer is None:
        raise CommandError("no such person, or no such open offer")
    if worker.key in matched.lists[offer.key]:
        yield f"{worker.key} is on this list"
        return
    if bounds := fitting.why_not(worker, offer):
        yield from (str(work_words.BOUNDS[bound]) for bound in bounds)
        return
    trade = Explained(matched).trade_of(worker.key, offer.key)
    yield work_words.left_out(
        limit=trade.limit,
        mine=trade.mine,
        theirs=trade.theirs,
        leaves=trade.leaves,
        group=trade.group,
    )
    exact = explaining.forced(matched, worker=worker.key, offer=offer.key)
    yield f"with {worker.key} on it all lists lose {exact.loss} points"
    yield f"would come: {', '.join(exact.come) or '-'}; would go: {', '.join(exact.go) or '-'}"
