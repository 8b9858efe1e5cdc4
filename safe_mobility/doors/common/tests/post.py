"""The post for tests of pages: everything that is due goes out, as on a training site."""

from safe_mobility.doors.common import clock
from safe_mobility.notifications import queries, services
from safe_mobility.notifications.rules.kinds import KINDS
from safe_mobility.notifications.rules.retry import Answer
from safe_mobility.notifications.rules.states import Channel
from safe_mobility.notifications.services import Destination, Leased, Told
from safe_mobility.people import queries as people
from safe_mobility.shared.asker import job

POST = job("tests")


def send_all(answer: Answer = Answer.TAKEN) -> None:
    """Send what is due; `answer` is what the world says to each delivery."""
    while taken := services.lease(now=clock.now(), limit=50):
        for leased in taken:
            _send(leased, answer)


def _send(leased: Leased, answer: Answer) -> None:
    facts = dict(leased.facts)
    if KINDS[leased.kind].secret:
        facts["code"] = people.code_for(asker=POST, message_about=leased.about)
    words = queries.render(leased.kind, language=leased.to.language, facts=facts)
    to = [
        Destination(Channel(one.channel), one.contact)
        for one in people.addresses(asker=POST, recipient=leased.to)
    ]
    for delivery, _to in services.plan(leased, destinations=to, words=words):
        services.begin(leased, delivery=delivery)
        told = Told(answer, fault="" if answer is Answer.TAKEN else "sms_status_422")
        services.answered(delivery=delivery, told=told, keeps_key=True, chance=0, now=clock.now())
    services.settle(leased, now=clock.now())
