"""Editions: two people, nothing lost, and a newer one that says otherwise of its own time only."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible
from safe_mobility.statistics.models import Edition, Figure
from safe_mobility.statistics.rules import packing
from safe_mobility.statistics.services import series

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 11, 20, 15, tzinfo=UTC)
HEAD = "month,nationality,admissions\n"


def supervisor(number: str) -> Asker:
    return Asker(
        AskerKind.STAFF, number, roles=frozenset({"SUPERVISOR"}), offices=frozenset({"QTZ"})
    )


DORA, ELIAS = supervisor("1"), supervisor("2")


def propose(rows: str, *, by: Asker = DORA, kind: str = "refugee-admissions") -> UUID:
    raw = (rows if "," in rows.split("\n")[0] and "month" in rows else HEAD + rows).encode()
    return series.propose(raw=raw, file_name="a.csv", kind=kind, actor=by, now=NOW)


def brought(rows: str) -> series.Applied:
    return series.approve(edition_id=propose(rows), actor=ELIAS, now=NOW)


def standing() -> dict[tuple[Any, str], float]:
    rows = Figure.objects.filter(ended_by=None)
    return {(row.on, row.place): row.value for row in rows}


OCT, NOV = date(2022, 10, 1), date(2022, 11, 1)


class TestAnEdition:
    def test_stands_after_a_second_person_agreed(self) -> None:
        edition = propose("2022-10,Guatemala,3\n")
        assert standing() == {}

        with pytest.raises(series.SamePersonTwice):
            series.approve(edition_id=edition, actor=DORA, now=NOW)
        series.approve(edition_id=edition, actor=ELIAS, now=NOW)

        assert standing() == {(OCT, "GT"): 3}
        with pytest.raises(series.DecidedAlready):
            series.approve(edition_id=edition, actor=ELIAS, now=NOW)

    def test_of_one_person_is_refused_by_the_database_too(self) -> None:
        edition = propose("2022-10,Guatemala,3\n")

        with pytest.raises(IntegrityError, match="edition_in_force_by_two"), transaction.atomic():
            Edition.objects.filter(pk=edition).update(
                state="IN_FORCE", decided_by=DORA.ref, decided_at=NOW
            )

    def test_is_brought_by_a_supervisor(self) -> None:
        reception = Asker(AskerKind.STAFF, "3", roles=frozenset({"RECEPTION"}))

        with pytest.raises(NotVisible):
            propose("2022-10,Guatemala,3\n", by=reception)

    def test_that_was_brought_before_is_known(self) -> None:
        brought("2022-10,Guatemala,3\n")

        with pytest.raises(series.KnownAlready):
            propose("2022-10,Guatemala,3.0\n")

    def test_that_cannot_be_read_is_refused_with_its_reason(self) -> None:
        with pytest.raises(series.FileRefused) as refused:
            propose("month,moon\n1,2\n")

        assert "no heading for" in refused.value.facts["why"]

    def test_that_was_dropped_leaves_nothing(self) -> None:
        edition = propose("2022-10,Guatemala,3\n")
        series.drop(edition_id=edition, actor=DORA, now=NOW)

        assert standing() == {}
        assert propose("2022-10,Guatemala,3\n") != edition


class TestANewerEdition:
    def test_says_otherwise_and_keeps_what_was_said(self) -> None:
        brought("2022-10,Guatemala,3\n2022-10,Mexico,1\n2022-11,Guatemala,7\n")
        applied = brought("2022-10,Guatemala,4\n2022-10,Mexico,1\n")

        assert standing() == {(OCT, "GT"): 4, (OCT, "MX"): 1, (NOV, "GT"): 7}
        assert (applied.added, applied.ended) == (1, 1)
        (old,) = Figure.objects.exclude(ended_by=None)
        newer = Figure.objects.get(on=OCT, place="GT", ended_by=None).edition_id
        assert (old.value, old.ended_by_id) == (3, newer)

    def test_says_what_it_would_change_before_it_does(self) -> None:
        brought("2022-10,Guatemala,3\n2022-10,Mexico,1\n2022-10,Cuba,9\n2022-11,Mexico,1\n")
        waiting = propose("2022-10,Guatemala,4\n2022-10,Mexico,1\n2022-12,Mexico,1\n")

        assert Edition.objects.get(pk=waiting).report.splitlines()[-1].strip() == (
            "beside what stands: 1 new, 1 otherwise, 1 the same; "
            "1 that stand for the same times are not in the file and would end"
        )

    def test_of_one_country_s_census_leaves_another_s_alone(self) -> None:
        head = "dept_geo_code,depto_name,poblacion_total\n"
        for row in ("GT01,Guatemala,10\n", "HNAT,Atlántida,20\n", "GT01,Guatemala,11\n"):
            raw = (head + row).encode()
            edition = series.propose(raw=raw, file_name="c.csv", kind="geo", actor=DORA, now=NOW)
            series.approve(edition_id=edition, actor=ELIAS, now=NOW)

        assert standing() == {(None, "GT01"): 11, (None, "HNAT"): 20}

    def test_ends_what_it_does_not_repeat_of_its_own_time(self) -> None:
        brought("2022-10,Guatemala,3\n2022-10,Mexico,1\n2022-11,Mexico,1\n")
        brought("2022-10,Guatemala,3\n")

        assert standing() == {(OCT, "GT"): 3, (NOV, "MX"): 1}

    def test_cannot_stand_beside_another_figure_of_the_same(self) -> None:
        brought("2022-10,Guatemala,3\n")
        row = Figure.objects.get()

        with pytest.raises(IntegrityError, match="one_figure_stands"), transaction.atomic():
            Figure.objects.create(
                edition_id=row.edition_id,
                series=row.series,
                span=row.span,
                on=row.on,
                place=row.place,
                value=9,
                unit=row.unit,
            )


class TestWhatIsShipped:
    def test_is_loaded_once(self) -> None:
        assert series.load_shipped(now=NOW) == len(list(series.SHIPPED.glob("*.csv.gz")))
        assert Figure.objects.count() > 60_000
        assert series.load_shipped(now=NOW) == 0

    def test_does_not_replace_what_is_newer(self) -> None:
        brought("2031-01,Guatemala,5\n")
        series.load_shipped(now=NOW)

        assert Figure.objects.filter(series="refugee-admissions").count() == 1

    @pytest.mark.parametrize("path", sorted(series.SHIPPED.glob("*.csv.gz")), ids=lambda p: p.name)
    def test_is_packed_as_a_reading_packs_it(self, path: Path) -> None:
        text = packing.unpacked(path.read_bytes())

        assert packing.text_of(packing.points_of(text)) == text
        assert packing.packed(text) == path.read_bytes()
