"""Bringing in a file of figures, and putting it in force after a second person agreed.

An edition says everything about the times of which it speaks: a figure that stood for such a
time and that the edition does not repeat is ended by it. Other times stay as they are. No
figure is changed or deleted, so what a page said before can always be shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from safe_mobility.oversight.services import trail
from safe_mobility.shared.asker import Asker, AskerKind, job
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.statistics.models import Edition, Figure
from safe_mobility.statistics.rules import packing
from safe_mobility.statistics.rules.reading import Report
from safe_mobility.statistics.rules.series import SERIES, EditionState, Point, area_of
from safe_mobility.statistics.services import reading, series_sql
from safe_mobility.statistics.services.report_lines import lines_of

SUPERVISOR = "SUPERVISOR"
ABOUT = "series"
SHIPPED = Path(__file__).resolve().parents[1] / "shipped"
SHIPPED_BY, SHIPPED_AGREED = job("load_series"), "shipped"


class FileRefused(Refusal):
    """Nothing of the file can be taken; `why` is for a programme officer."""

    code = "statistics.file_refused"


class KnownAlready(Refusal):
    """This file, to the last figure, was brought before."""

    code = "statistics.known_already"


class SamePersonTwice(Refusal):
    """Who brought a file cannot also agree to it."""

    code = "statistics.same_person_twice"


class DecidedAlready(Refusal):
    code = "statistics.decided_already"


@dataclass(frozen=True, slots=True)
class Applied:
    added: int
    ended: int


def propose(*, raw: bytes, file_name: str, kind: str, actor: Asker, now: datetime) -> UUID:
    """Read a file that was sent and keep it until somebody else agrees.

    Raises `FileRefused` where nothing can be taken, and `KnownAlready`.
    """
    _only_supervisors(actor)
    try:
        wanted = reading.kinds_named(kind)
    except reading.UnknownKind:
        raise FileRefused(why=f"there is no kind '{kind[:40]}'") from None
    report = Report(name=file_name[:120])
    found = reading.read_bytes(raw, report, wanted=wanted)
    points = list(packing.kept(found.points))
    if report.stopped or not points:
        raise FileRefused(why=report.stopped or "it holds no figure that is kept")
    return _keep(report, points, actor=actor, now=now).pk


@transaction.atomic
def _keep(report: Report, points: list[Point], *, actor: Asker, now: datetime) -> Edition:
    text = packing.text_of(points)
    if Edition.objects.filter(
        kind=report.kind, fingerprint=packing.fingerprint(text), state__in=["PROPOSED", "IN_FORCE"]
    ).exists():
        raise KnownAlready(kind=report.kind)
    packed = packing.packed(text)
    edition = _edition(report.kind, report.name, text, packed, by=actor.ref, now=now)
    edition.report = "\n".join((*lines_of(report), f"  {_beside_what_stands(points)}"))
    edition.save(force_insert=True)
    trail.record(
        "series.proposed",
        actor=actor,
        about=ABOUT,
        now=now,
        kind=edition.kind,
        figures=edition.rows,
        edition=str(edition.pk),
    )
    return edition


@transaction.atomic
def approve(*, edition_id: UUID, actor: Asker, now: datetime) -> Applied:
    """Put an edition in force. Raises `SamePersonTwice` or `DecidedAlready`."""
    edition = _waiting(edition_id, actor)
    if edition.proposed_by == actor.ref:
        raise SamePersonTwice
    edition.state = EditionState.IN_FORCE
    edition.decided_by, edition.decided_at = actor.ref, now
    edition.save()
    applied = _apply(edition, packing.unpacked(bytes(edition.packed)))
    trail.record(
        "series.approved",
        actor=actor,
        about=ABOUT,
        now=now,
        kind=edition.kind,
        edition=str(edition.pk),
        added=applied.added,
        ended=applied.ended,
    )
    return applied


@transaction.atomic
def drop(*, edition_id: UUID, actor: Asker, now: datetime) -> None:
    """Not to be put in force; who brought it may drop it too."""
    edition = _waiting(edition_id, actor)
    edition.state = EditionState.DROPPED
    edition.decided_by, edition.decided_at = actor.ref, now
    edition.save()
    trail.record(
        "series.dropped",
        actor=actor,
        about=ABOUT,
        now=now,
        kind=edition.kind,
        edition=str(edition.pk),
    )


def load_shipped(*, now: datetime, folder: Path = SHIPPED) -> int:
    """Put the editions that come with the product in force; those that stand are left alone.

    A kind for which somebody brought a later edition keeps that one.
    """
    known = set(Edition.objects.values_list("kind", "fingerprint"))
    in_force = Edition.objects.filter(state=EditionState.IN_FORCE).order_by("as_of_on")
    latest = dict(in_force.values_list("kind", "as_of_on"))
    loaded = 0
    for path in sorted(folder.glob("*.csv.gz")):
        kind = path.name.removesuffix(".csv.gz")
        raw = path.read_bytes()
        text = packing.unpacked(raw)
        if (kind, packing.fingerprint(text)) not in known:
            loaded += _ship(kind, path.name, raw, text, latest.get(kind), now=now)
    return loaded


@transaction.atomic
def _ship(
    kind: str, name: str, raw: bytes, text: str, latest: date | None, *, now: datetime
) -> int:
    edition = _edition(kind, name, text, raw, by=SHIPPED_BY.ref, now=now)
    if latest and edition.as_of_on and edition.as_of_on < latest:
        return 0
    edition.state = EditionState.IN_FORCE
    edition.decided_by, edition.decided_at = SHIPPED_AGREED, now
    edition.save(force_insert=True)
    _apply(edition, text)
    return 1


def _beside_what_stands(points: list[Point]) -> str:
    """What an edition would change, so that half a file is seen before it is agreed to."""
    said = {each.key: each.value for each in points}
    times = {(series, on, area_of(series, place)) for series, on, place, _other, _detail in said}
    standing = {
        (series, on, place, other, detail): value
        for series, on, place, other, detail, value in Figure.objects.filter(
            series__in={each.series for each in points}, ended_by=None
        ).values_list("series", "on", "place", "other", "detail", "value")
        if (series, on, area_of(series, place)) in times
    }
    new = sum(key not in standing for key in said)
    same = sum(standing.get(key) == value for key, value in said.items())
    gone = sum(key not in said for key in standing)
    return (
        f"beside what stands: {new} new, {len(said) - new - same} otherwise, {same} the same; "
        f"{gone} that stand for the same times are not in the file and would end"
    )


def _edition(kind: str, name: str, text: str, packed: bytes, *, by: str, now: datetime) -> Edition:
    publisher = SERIES[text.split(",", 1)[0]].publisher
    return Edition(
        kind=kind,
        file_name=name,
        fingerprint=packing.fingerprint(text),
        source=publisher.source,
        licence=publisher.licence,
        as_of_on=packing.last_day_of(text),
        rows=text.count("\n"),
        packed=packed,
        report="",
        state=EditionState.PROPOSED,
        proposed_by=by,
        proposed_at=now,
    )


def _apply(edition: Edition, text: str) -> Applied:
    blocks = {
        code: "".join(lines)
        for code, lines in groupby(
            text.splitlines(keepends=True), key=lambda line: line.split(",", 1)[0]
        )
    }
    if not Figure.objects.filter(series__in=list(blocks)).exists():
        return _first(edition, blocks)
    return _beside(edition, text, list(blocks))


def _first(edition: Edition, blocks: Mapping[str, str]) -> Applied:
    """Nothing stands yet with which the figures would have to be compared."""
    with connection.cursor() as cursor, cursor.copy(series_sql.COPY_FIRST) as copy:
        for code, lines in blocks.items():
            more = f",{SERIES[code].span},{SERIES[code].unit},{edition.pk}\n"
            copy.write(lines.replace("\n", more))
    return Applied(edition.rows, 0)


def _beside(edition: Edition, text: str, codes: list[str]) -> Applied:
    with connection.cursor() as cursor:
        cursor.execute(series_sql.STAGE)
        with cursor.copy(series_sql.COPY) as copy:
            copy.write(text)
        cursor.execute(series_sql.END, {"edition": edition.pk, "series": codes})
        ended = cursor.rowcount
        spans = {"codes": codes, "spans": [str(SERIES[each].span) for each in codes]}
        units = [str(SERIES[each].unit) for each in codes]
        cursor.execute(series_sql.ADD, {"edition": edition.pk, **spans, "units": units})
        added = cursor.rowcount
        cursor.execute(series_sql.UNSTAGE)
    return Applied(added, ended)


def _waiting(edition_id: UUID, actor: Asker) -> Edition:
    _only_supervisors(actor)
    edition = Edition.objects.select_for_update().filter(pk=edition_id).first()
    if edition is None:
        raise NotVisible(edition=str(edition_id))
    if edition.state != EditionState.PROPOSED:
        raise DecidedAlready
    return edition


def _only_supervisors(actor: Asker) -> None:
    if actor.kind is not AskerKind.STAFF or not actor.has_role(SUPERVISOR):
        raise NotVisible
