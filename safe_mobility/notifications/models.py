"""What is said to one recipient, how each attempt went, and what came back.

A row holds codes and dates, never a name, a contact or an answer: addresses are resolved at
the moment of sending, and a one-time code is made again then and kept nowhere.
"""

import uuid
from datetime import datetime
from enum import StrEnum

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from safe_mobility.notifications.rules.replies import Wish
from safe_mobility.notifications.rules.states import Channel, State, Step
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared
from safe_mobility.shared.recipient import Recipient, RecipientKind

_READERS = [SeenBy.HOUSEHOLD, SeenBy.OFFICE]


def _choices(codes: type[StrEnum]) -> list[tuple[str, str]]:
    return [(str(code), str(code)) for code in codes]


class MessageSet(models.QuerySet["Message"]):
    def to(self, recipient: Recipient) -> "MessageSet":
        return self.filter(recipient_kind=recipient.kind, recipient_id=recipient.id)

    def takeable(self, *, now: datetime) -> "MessageSet":
        """Queued, due in domain time, and not resting after an attempt (database's clock)."""
        rested = Q(try_at=None) | Q(try_at__lte=Now())
        return self.filter(rested, state=State.QUEUED, due_at__lte=now)

    def abandoned(self) -> "MessageSet":
        """Leased by a worker that did not come back in its time."""
        return self.filter(state=State.LEASED, leased_until__lt=Now())


class Message(models.Model):
    """One thing said to one recipient, once: (kind, about, occasion) is unique."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = declared(
        models.CharField(max_length=24),
        purpose="which words are said",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )
    about = declared(
        models.CharField(max_length=60),
        purpose="what it is about: a reference or a key",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    occasion = declared(
        models.CharField(max_length=60, default="", blank=True),
        purpose="tells two messages of one kind about one thing apart",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    recipient_kind = declared(
        models.CharField(max_length=10, choices=_choices(RecipientKind)),
        purpose="what kind of row receives it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )
    recipient_id = declared(
        models.CharField(max_length=40),
        purpose="who receives it: the key of the row",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )
    language = declared(
        models.CharField(max_length=8),
        purpose="in which language it is said",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )
    facts = declared(
        models.JSONField(default=dict),
        purpose="dates and codes that the words need; no personal value",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )
    urgency = declared(
        models.SmallIntegerField(),
        purpose="a code never waits behind bulk messages",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    state = declared(
        models.CharField(max_length=10, choices=_choices(State), default=State.QUEUED.value),
        purpose="what became of it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )
    queued_at = declared(
        models.DateTimeField(),
        purpose="when the act happened that it tells of, in domain time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )
    due_at = declared(
        models.DateTimeField(),
        purpose="not before, in domain time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    expires_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="not after, in domain time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    sent_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when it went out, in domain time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )
    try_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="pause after an attempt, in real time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    leased_until = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="a worker that has not answered by then is lost; the database's clock",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    lease = declared(
        models.IntegerField(default=0),
        purpose="number of the lease, so that a late worker cannot write over a newer one",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    set_aside_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when a person saw to it in another way, in domain time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    sms = declared(
        models.TextField(default="", blank=True),
        purpose="the words as they went to the phone; never a code",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )
    subject = declared(
        models.CharField(max_length=200, default="", blank=True),
        purpose="the title as it went out",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )
    body = declared(
        models.TextField(default="", blank=True),
        purpose="the words as they went by e-mail; never a code",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )
    page = declared(
        models.TextField(default="", blank=True),
        purpose="the words as the household reads them after signing in; never a code",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )

    objects = MessageSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about", "occasion"], name="said_once_on_an_occasion"
            ),
            models.CheckConstraint(
                condition=Q(recipient_kind__in=[str(kind) for kind in RecipientKind])
                & ~Q(recipient_id=""),
                name="message_has_one_recipient",
            ),
            models.CheckConstraint(
                condition=Q(state=State.LEASED.value, leased_until__isnull=False)
                | (~Q(state=State.LEASED.value) & Q(leased_until=None)),
                name="only_a_lease_runs_out",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gte=F("due_at")),
                name="message_can_be_sent_at_all",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in State]),
                name="message_state_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["urgency", "due_at"],
                condition=Q(state=State.QUEUED.value),
                name="message_to_send",
            ),
            models.Index(
                fields=["leased_until"],
                condition=Q(state=State.LEASED.value),
                name="message_leased",
            ),
            models.Index(
                fields=["expires_at"], condition=Q(state=State.QUEUED.value), name="message_expires"
            ),
            models.Index(fields=["recipient_id", "-queued_at"], name="message_of_recipient"),
            models.Index(fields=["-queued_at"], name="message_newest"),
            models.Index(
                fields=["queued_at"],
                condition=Q(state__in=[State.DEAD.value, State.UNKNOWN.value], set_aside_at=None),
                name="message_on_the_desk",
            ),
        ]

    @property
    def recipient(self) -> Recipient:
        return Recipient(
            kind=RecipientKind(self.recipient_kind),
            id=self.recipient_id,
            language=self.language,
        )


class Delivery(models.Model):
    """One message to one contact. Its key goes to the provider, so that a second attempt
    after a lost answer is not a second message."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = declared(
        models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries"),
        purpose="which message",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    channel = declared(
        models.CharField(max_length=8, choices=_choices(Channel)),
        purpose="by phone or by mail",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )
    contact = declared(
        models.CharField(max_length=40),
        purpose="to which contact: the key of its row, never its value",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    step = declared(
        models.CharField(max_length=10, choices=_choices(Step), default=Step.WAITING.value),
        purpose="what became of it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    attempts = declared(
        models.SmallIntegerField(default=0),
        purpose="how often it was tried",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    tried_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when it was last tried, in real time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    provider_id = declared(
        models.CharField(max_length=120, default="", blank=True),
        purpose="how the provider names it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    fault = declared(
        models.CharField(max_length=60, default="", blank=True),
        purpose="why it did not go out: a code, never an address or a text",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "channel", "contact"], name="one_delivery_per_contact"
            ),
            models.CheckConstraint(
                condition=Q(step__in=[str(step) for step in Step]), name="delivery_step_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["provider_id"],
                condition=~Q(provider_id=""),
                name="delivery_by_provider",
            ),
            models.Index(fields=["contact", "-tried_at"], name="delivery_to_contact"),
        ]


class Reply(models.Model):
    """What came back by SMS. From a phone we do not know nothing but the provider's id is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider_id = declared(
        models.CharField(max_length=120),
        purpose="the provider's id: the same reply arriving twice is one",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    received_at = declared(
        models.DateTimeField(),
        purpose="when it came, in domain time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )
    household = declared(
        models.UUIDField(null=True, blank=True),
        purpose="whose phone it came from",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )
    wish = declared(
        models.CharField(max_length=8, choices=_choices(Wish), default="", blank=True),
        purpose="what they asked for",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
    )
    words = declared(
        models.BinaryField(null=True, blank=True),
        purpose="what they wrote, where it is neither of the two words",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=_READERS,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    read_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when a person at the office read it, in domain time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider_id"], name="one_reply_per_provider_id"),
        ]
        indexes = [
            models.Index(
                fields=["received_at"],
                condition=Q(read_at=None) & ~Q(household=None),
                name="reply_to_read",
            ),
            models.Index(fields=["household", "-received_at"], name="reply_of_household"),
        ]
