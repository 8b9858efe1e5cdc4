"""Receiving a report and answering it. No act here reads or writes an application."""

import unicodedata
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from safe_mobility.feedback import queries, rules
from safe_mobility.feedback.models import Report, ReportNote, ReportTrace
from safe_mobility.feedback.rules import Body, Kind, State, Told
from safe_mobility.oversight.services import hashes, keys, trail
from safe_mobility.programmes import queries as programmes
from safe_mobility.shared.asker import ANYONE, Asker
from safe_mobility.shared.refusal import NotVisible


def receipt_for(press: str) -> str:
    """The receipt code of one press. The same press gives the same code, and without the
    master key nobody can make it again."""
    return rules.new_receipt(pick=rules.picker(hashes.derive("report receipt", press) * 2))


@transaction.atomic
def receive(*, receipt: str, kind: Kind, told: Told, language: str, now: datetime) -> UUID:
    """Keep a report. Who sent it is not asked and not kept.

    A receipt that exists is the same page sent again, however late.
    """
    if (before := queries.by_receipt(receipt)) is not None:
        return before
    report_id = uuid4()
    municipality = _municipality(told.place)
    office = _office(municipality, on=now.date()) if not kind.is_complaint else ""
    key = keys.create(owner=report_id, kind=keys.OwnerKind.REPORT)
    sealed = {
        name: key.seal(words, table=Report._meta.db_table, column=name, row=report_id)
        for name in queries.WORDS
        if (words := getattr(told, name))
    }
    Report.objects.create(
        pk=report_id,
        receipt_hash=hashes.keyed_hash(queries.RECEIPT, receipt),
        kind=kind,
        state_since=now,
        received_at=now,
        acknowledge_by=rules.acknowledge_by(kind, received_at=now),
        answer_by=rules.answer_by(received_at=now),
        municipality=municipality,
        office_code=office,
        language=language,
        **sealed,
    )
    ReportTrace.objects.bulk_create(
        ReportTrace(report_id=report_id, kind=kind, hash=hashes.keyed_hash(f"trace {kind}", words))
        for kind, words in sorted(rules.traces(told))
    )
    _mark("report.received", report_id, actor=ANYONE, office=office, now=now, kind=str(kind))
    return report_id


@transaction.atomic
def add_words(*, receipt: str, words: str, now: datetime) -> None:
    """Whoever reported answers a question or adds something; somebody looks at it again."""
    report_id = queries.by_receipt(receipt)
    if report_id is None:
        raise NotVisible
    row = Report.objects.select_for_update().get(pk=report_id)
    _note(row, words, asker=ANYONE, side=ReportNote.Side.REPORTER, now=now)
    if row.taken_by and State.OPEN in rules.NEXT[State(row.state)]:
        _move(row, State.OPEN, now=now)
    _mark("report.words_added", row.pk, actor=ANYONE, office=row.office_code, now=now)


@transaction.atomic
def take(*, report_id: UUID, actor: Asker, now: datetime) -> None:
    """A person has read it and works on it. Taking it from somebody else is possible and
    leaves a mark: people fall ill."""
    row = _reachable(report_id, actor)
    if row.state == State.RECEIVED:
        _move(row, State.ACKNOWLEDGED, now=now)
    row.taken_by = actor.id
    row.save(update_fields=["taken_by"])
    if row.state == State.ACKNOWLEDGED:
        _move(row, State.OPEN, now=now)
    _mark("report.taken", row.pk, actor=actor, office=row.office_code, now=now)


@transaction.atomic
def acknowledge(*, report_id: UUID, actor: Asker, now: datetime) -> None:
    """A person has read it; whoever reported sees that behind their receipt."""
    row = _reachable(report_id, actor)
    _move(row, State.ACKNOWLEDGED, now=now)
    _mark("report.acknowledged", row.pk, actor=actor, office=row.office_code, now=now)


@transaction.atomic
def ask(*, report_id: UUID, words: str, actor: Asker, now: datetime) -> None:
    """Put a question, which whoever reported finds behind their receipt."""
    row = _taken(report_id, actor)
    _move(row, State.ASKED, now=now)
    _note(row, words, asker=actor, side=ReportNote.Side.OFFICE, now=now)
    _mark("report.asked", row.pk, actor=actor, office=row.office_code, now=now)


@transaction.atomic
def forward(*, report_id: UUID, to: Body, words: str, actor: Asker, now: datetime) -> None:
    """Say to whom it was handed on, and what that means for whoever reported."""
    row = _taken(report_id, actor)
    row.forwarded_to = to
    _move(row, State.FORWARDED, now=now)
    _note(row, words, asker=actor, side=ReportNote.Side.OFFICE, now=now)
    _mark("report.forwarded", row.pk, actor=actor, office=row.office_code, now=now, to=str(to))


@transaction.atomic
def close(*, report_id: UUID, words: str, actor: Asker, now: datetime) -> None:
    """End it with words: what was found, what was done, or why nothing can be."""
    row = _taken(report_id, actor)
    _move(row, State.CLOSED, now=now)
    _note(row, words, asker=actor, side=ReportNote.Side.OFFICE, now=now)
    _mark("report.closed", row.pk, actor=actor, office=row.office_code, now=now)


@transaction.atomic
def keep_from(*, report_id: UUID, staff_id: str, actor: Asker, now: datetime) -> None:
    """It may be about this member of staff: from now on they cannot read it. If they had
    taken it, it waits for somebody else."""
    row = _reachable(report_id, actor)
    if staff_id == actor.id:
        raise NotVisible(report=str(report_id))
    row.kept_from = sorted({*row.kept_from, staff_id})
    row.save(update_fields=["kept_from"])
    if row.taken_by == staff_id and State.ACKNOWLEDGED in rules.NEXT[State(row.state)]:
        row.taken_by = ""
        _move(row, State.ACKNOWLEDGED, now=now)
    _mark("report.kept_from", row.pk, actor=actor, office="", now=now, staff=staff_id)


def _reachable(report_id: UUID, actor: Asker) -> Report:
    row = queries.visible_to(actor).select_for_update().filter(pk=report_id).first()
    if row is None:
        raise NotVisible(report=str(report_id))
    return row


def _taken(report_id: UUID, actor: Asker) -> Report:
    row = _reachable(report_id, actor)
    if row.taken_by != actor.id:
        raise rules.NotTaken(state=row.state)
    return row


def _move(row: Report, state: State, *, now: datetime) -> None:
    rules.check_step(State(row.state), state)
    row.state, row.state_since = state, now
    row.save(update_fields=["state", "state_since", "forwarded_to", "taken_by"])


def _note(row: Report, words: str, *, asker: Asker, side: ReportNote.Side, now: datetime) -> None:
    note_id = uuid4()
    key = keys.unwrap(asker=ANYONE, owner=row.pk, purpose="write about report")
    table = ReportNote._meta.db_table
    ReportNote.objects.create(
        pk=note_id,
        report=row,
        side=side,
        by=asker.id,
        at=now,
        words=key.seal(words, table=table, column="words", row=note_id),
    )


def _mark(
    act: str, report_id: UUID, *, actor: Asker, office: str, now: datetime, **facts: str
) -> None:
    trail.record(act, actor=actor, about=f"report:{report_id}", now=now, office=office, **facts)


def _municipality(place: str) -> str:
    """The code of the municipality that a place names beyond doubt, or nothing."""
    wanted = _plain(place)
    found = [one.code for one in programmes.municipalities() if _plain(one.name) == wanted]
    return found[0] if len(found) == 1 else ""


def _office(municipality: str, *, on: date) -> str:
    return programmes.office_for_municipality(municipality, on=on) if municipality else ""


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(s for s in apart if not unicodedata.combining(s)).split())
