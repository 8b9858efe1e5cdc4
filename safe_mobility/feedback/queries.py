"""Reading reports: by whoever holds the receipt, and by the staff who may.

Complaints about our own people are read by the auditor alone; reports about strangers by the
supervisors of the office that serves the place (of any office where no place was named). A
report is kept from whoever it may be about.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from safe_mobility.feedback import rules
from safe_mobility.feedback.models import Report, ReportNote, ReportTrace
from safe_mobility.feedback.rules import Body, Kind, State, Told, TraceKind, parse_receipt
from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.oversight.services import hashes, keys
from safe_mobility.shared.asker import ANYONE, Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible

WORDS = ("who", "what", "amount", "how", "place", "employer")
RECEIPT = "report receipt"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A line of the list. No words: they are opened one report at a time."""

    id: UUID
    kind: Kind
    state: State
    received_at: datetime
    acknowledge_by: datetime
    answer_by: date
    office_code: str
    municipality: str
    taken_by: str
    late: bool


@dataclass(frozen=True, slots=True)
class NoteSeen:
    from_office: bool
    at: datetime
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReportSeen:
    row: ReportRow
    language: str
    forwarded_to: Body | None
    mine: bool
    told: Told = field(repr=False)
    notes: tuple[NoteSeen, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Reports that hang together. What they share is a kind; the words stay sealed."""

    reports: tuple[ReportRow, ...]
    shared: tuple[TraceKind, ...]
    first_at: datetime
    last_at: datetime
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """What the holder of a receipt sees: never who works on it, nor their own words again, in
    case somebody else picked up the paper."""

    state: State
    since: datetime
    received_at: datetime
    acknowledge_by: datetime
    answer_by: date
    forwarded_to: Body | None
    notes: tuple[NoteSeen, ...] = field(repr=False)


def visible_to(asker: Asker) -> QuerySet[Report]:
    if asker.kind is not AskerKind.STAFF:
        return Report.objects.none()
    rows = Report.objects.exclude(kept_from__contains=[asker.id])
    if asker.has_role("AUDITOR"):
        return rows
    if asker.has_role("SUPERVISOR"):
        complaints = [str(kind) for kind in Kind if kind.is_complaint]
        return rows.filter(Q(office_code="") | Q(office_code__in=asker.offices)).exclude(
            kind__in=complaints
        )
    return Report.objects.none()


def reports(
    *, asker: Asker, complaints: bool, closed: bool = False, now: datetime, limit: int = 200
) -> list[ReportRow]:
    """The oldest first, so that nothing sinks."""
    kinds = [str(kind) for kind in Kind if kind.is_complaint is complaints]
    rows = visible_to(asker).filter(kind__in=kinds)
    rows = rows.filter(state=State.CLOSED) if closed else rows.exclude(state=State.CLOSED)
    return [_row(row, now=now) for row in rows.order_by("received_at", "pk")[:limit]]


def report(*, asker: Asker, report_id: UUID, now: datetime) -> ReportSeen:
    """One report with its words. Opening it is counted for the member of staff."""
    row = visible_to(asker).filter(pk=report_id).first()
    if row is None:
        raise NotVisible(report=str(report_id))
    key = keys.unwrap(asker=asker, owner=row.pk, purpose="read report")
    return ReportSeen(
        row=_row(row, now=now),
        language=row.language,
        forwarded_to=Body(row.forwarded_to) if row.forwarded_to else None,
        mine=row.taken_by == asker.id,
        told=Told(**{name: _opened(row, key, name) for name in WORDS}),
        notes=_notes(row, key),
    )


def fraud_clusters(*, asker: Asker, now: datetime) -> list[Cluster]:
    """Reports about strangers that share a number, a page, a person or an employer; those with
    the latest report first. Whoever may read one report of a cluster sees only those they may."""
    complaints = [str(kind) for kind in Kind if kind.is_complaint]
    rows = {row.pk: row for row in visible_to(asker).exclude(kind__in=complaints)}
    marks: dict[UUID, dict[bytes, str]] = {}
    traces = ReportTrace.objects.filter(report_id__in=rows.keys())
    for report_id, kind, hashed in traces.values_list("report_id", "kind", "hash"):
        marks.setdefault(report_id, {})[bytes(hashed)] = kind
    found = [_cluster([rows[pk] for pk in group], marks, now) for group in rules.clusters(marks)]
    return sorted(found, key=lambda cluster: cluster.last_at, reverse=True)


def cluster_of(*, asker: Asker, report_id: UUID, now: datetime) -> Cluster | None:
    """The cluster that a report belongs to, if any."""
    found = fraud_clusters(asker=asker, now=now)
    return next((c for c in found if any(row.id == report_id for row in c.reports)), None)


def _cluster(
    rows: list[Report], marks: Mapping[UUID, Mapping[bytes, str]], now: datetime
) -> Cluster:
    often = Counter(mark for row in rows for mark in marks[row.pk].items())
    kinds = {TraceKind(kind) for (_, kind), count in often.items() if count > 1}
    rows = sorted(rows, key=lambda row: (row.received_at, row.pk))
    return Cluster(
        reports=tuple(_row(row, now=now) for row in rows),
        shared=tuple(sorted(kinds)),
        first_at=rows[0].received_at,
        last_at=rows[-1].received_at,
        places=tuple(sorted({row.municipality for row in rows if row.municipality})),
    )


def by_receipt(text: str) -> UUID | None:
    """The report behind a receipt code; None for a slip of the pen and for a code of nobody."""
    code = parse_receipt(text)
    if code is None:
        return None
    hashed = hashes.keyed_hash(RECEIPT, code)
    return Report.objects.filter(receipt_hash=hashed).values_list("pk", flat=True).first()


def followed(*, receipt: str) -> Followed:
    """What became of it. Raises `NotVisible` for a code that opens nothing."""
    report_id = by_receipt(receipt)
    if report_id is None:
        raise NotVisible
    row = Report.objects.get(pk=report_id)
    key = keys.unwrap(asker=ANYONE, owner=row.pk, purpose="follow report")
    return Followed(
        state=State(row.state),
        since=row.state_since,
        received_at=row.received_at,
        acknowledge_by=row.acknowledge_by,
        answer_by=row.answer_by,
        forwarded_to=Body(row.forwarded_to) if row.forwarded_to else None,
        notes=_notes(row, key),
    )


def _row(row: Report, *, now: datetime) -> ReportRow:
    waiting = row.state == State.RECEIVED and now > row.acknowledge_by
    open_too_long = row.state not in {State.CLOSED, State.FORWARDED} and now.date() > row.answer_by
    return ReportRow(
        id=row.pk,
        kind=Kind(row.kind),
        state=State(row.state),
        received_at=row.received_at,
        acknowledge_by=row.acknowledge_by,
        answer_by=row.answer_by,
        office_code=row.office_code,
        municipality=row.municipality,
        taken_by=row.taken_by,
        late=waiting or open_too_long,
    )


def _notes(row: Report, key: DataKey) -> tuple[NoteSeen, ...]:
    table = ReportNote._meta.db_table
    return tuple(
        NoteSeen(
            from_office=note.side == ReportNote.Side.OFFICE,
            at=note.at,
            words=key.open(note.words or b"", table=table, column="words", row=note.pk),
        )
        for note in row.notes.order_by("at", "pk")
    )


def _opened(row: Report, key: DataKey, column: str) -> str:
    sealed = getattr(row, column) or b""
    return key.open(sealed, table=Report._meta.db_table, column=column, row=row.pk)
