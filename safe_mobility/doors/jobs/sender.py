"""The sender: takes what is due, finds the address, says it, writes down the answer.

It speaks between two transactions, never inside one. Addresses and codes are resolved at
this moment and are not kept; log lines hold the key of a message and the name of a fault.
"""

import logging
import random
import threading
from collections.abc import Mapping

from django.db import Error, connection

from safe_mobility.doors.common import clock
from safe_mobility.doors.jobs.faults import where
from safe_mobility.doors.jobs.providers import Provider
from safe_mobility.notifications import queries, services
from safe_mobility.notifications.rules.kinds import KINDS
from safe_mobility.notifications.rules.states import Channel
from safe_mobility.notifications.services import Destination, Leased
from safe_mobility.people import queries as people
from safe_mobility.shared.asker import job
from safe_mobility.shared.refusal import NotVisible

log = logging.getLogger(__name__)
AT_A_TIME = 5
IDLE_SECONDS = 1.0
SENDER = job("send messages")
Addresses = dict[Destination, str]


def run(*, providers: Mapping[Channel, Provider], ended: threading.Event) -> None:
    """Send until `ended`; wake for the bell, look each second in any case."""
    listening = False
    while not ended.is_set():
        try:
            if not listening:
                _listen()
                listening = True
            if send_due(providers=providers, ended=ended) == 0:
                _wait_for_the_bell()
        except Error as error:
            log.warning("sender lost its database: %s", type(error).__name__)
            connection.close()
            listening = False
            ended.wait(IDLE_SECONDS)
    connection.close()


def send_due(
    *,
    providers: Mapping[Channel, Provider],
    ended: threading.Event | None = None,
    limit: int = AT_A_TIME,
) -> int:
    """Take back what lost workers held, then send up to `limit` messages; how many it took."""
    keeps_key = {channel: provider.keeps_key for channel, provider in providers.items()}
    services.recover(now=clock.now(), keeps_key=keeps_key)
    taken = services.lease(now=clock.now(), limit=limit)
    for leased in taken:
        if ended is not None and ended.is_set():
            services.put_back(leased)
            continue
        try:
            _send(leased, providers)
        except Error:
            raise
        except Exception as error:  # one message that cannot be said must not stop the others
            fault = where(error)
            log.error("message %s (%s): %s", leased.id, leased.kind, fault)  # noqa: TRY400
            services.put_back(leased, failed=True)
    return len(taken)


def _send(leased: Leased, providers: Mapping[Channel, Provider]) -> None:
    facts = dict(leased.facts)
    try:
        if KINDS[leased.kind].secret:
            facts["code"] = people.code_for(asker=SENDER, message_about=leased.about)
    except NotVisible:
        services.give_up(leased)
        return
    words = queries.render(leased.kind, language=leased.to.language, facts=facts)
    addresses = _addresses(leased, providers)
    for delivery, goal in services.plan(leased, destinations=addresses, words=words):
        if not services.begin(leased, delivery=delivery):
            return
        provider = providers[goal.channel]
        told = provider.send(key=str(delivery), to=addresses[goal], words=words)
        services.answered(
            delivery=delivery,
            told=told,
            keeps_key=provider.keeps_key,
            chance=random.random(),  # noqa: S311 - spreads retries, protects nothing
            now=clock.now(),
        )
    services.settle(leased, now=clock.now())


def _addresses(leased: Leased, providers: Mapping[Channel, Provider]) -> Addresses:
    """Where this message may go. Only checked contacts are written to, so that a slip of the
    pen does not tell a stranger when and where a family will be; the check itself goes to the
    one contact it is for."""
    a_check = KINDS[leased.kind].unverified
    about = leased.about if a_check else ""
    try:
        found = people.addresses(asker=SENDER, recipient=leased.to, about=about)
    except NotVisible:
        return {}
    return {
        Destination(Channel(one.channel), one.contact): one.value
        for one in found
        if Channel(one.channel) in providers and (a_check or one.verified)
    }


def _listen() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {services.WAKE}")


def _wait_for_the_bell() -> None:
    for _ in connection.connection.notifies(timeout=IDLE_SECONDS, stop_after=1):
        return
