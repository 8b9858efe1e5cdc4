"""Photos of papers: decoded elsewhere, without metadata, sealed, and opened once by a pass."""

import io
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from safe_mobility.oversight.models import Mark
from safe_mobility.people import queries, services
from safe_mobility.people.decoding import child
from safe_mobility.people.models import Household, Paper
from safe_mobility.people.rules import papers as rules
from safe_mobility.people.rules.papers import (
    NotAPhoto,
    PaperKind,
    PhotoMissing,
    PhotoTooLarge,
    PhotoUnreadable,
)
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import Photo, files, papers, timers
from safe_mobility.people.tests import factories
from safe_mobility.people.tests.factories import DORA, ELIAS, NOON
from safe_mobility.shared.refusal import NotVisible

GPS = 0x8825
HEIC = (Path(__file__).parent / "photo.heic").read_bytes()
"""Encoded once; the decoder that is shipped has no encoder beside it."""


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (40, 20), secret: str = "") -> bytes:
    image = Image.new("RGB", size, (200, 30, 30))
    out = io.BytesIO()
    extra: dict[str, Any] = {}
    if secret:
        exif = Image.Exif()
        exif[0x010E] = secret
        exif[0x0112] = 6  # turned by a quarter
        exif.get_ifd(GPS)[1] = "N"
        extra["exif"] = exif
    image.save(out, kind, **extra)
    return out.getvalue()


def _near(color: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(color, wanted, strict=True))


@pytest.fixture(autouse=True)
def _files_apart(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path


class TestReencode:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_gives_a_fresh_jpeg(self, kind: str) -> None:
        photo = services.reencode(picture(kind))
        with Image.open(io.BytesIO(photo.jpeg)) as image:
            assert (image.format, image.size) == ("JPEG", (40, 20))

    def test_keeps_nothing_but_the_picture_and_turns_it_upright(self) -> None:
        original = picture(secret="Zyxcanaria")
        assert b"Zyxcanaria" in original
        photo = services.reencode(original)

        assert b"Zyxcanaria" not in photo.jpeg
        assert b"Exif" not in photo.jpeg
        assert (photo.width, photo.height) == (20, 40)

    def test_reads_a_photo_as_newer_phones_take_it(self) -> None:
        """HEVC in HEIF: 64 by 48 points, yellow beside green, turned by a quarter, with the
        camera's name and a place."""
        assert b"Zyxcanaria" in HEIC
        photo = services.reencode(HEIC)

        assert (photo.width, photo.height) == (48, 64)
        with Image.open(io.BytesIO(photo.jpeg)) as image:
            top, bottom = (image.convert("RGB").getpixel((24, y)) for y in (8, 56))
            assert not image.getexif()
        assert _near(top, (224, 165, 38))
        assert _near(bottom, (31, 111, 92))
        assert b"Zyxcanaria" not in photo.jpeg

    def test_refuses_a_photo_of_a_newer_phone_that_was_cut_off(self) -> None:
        with pytest.raises(PhotoUnreadable):
            services.reencode(HEIC[:-40])

    def test_makes_a_large_picture_smaller(self) -> None:
        photo = services.reencode(picture(size=(5000, 100)))
        assert max(photo.width, photo.height) == rules.LONGEST_SIDE

    @pytest.mark.parametrize(
        ("content", "refusal"),
        [
            (b"", PhotoMissing),
            (b"%PDF-1.7 with a page", NotAPhoto),
            (b"GIF89a" + bytes(40), NotAPhoto),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NotAPhoto),
            (b"\xff\xd8\xff" + os.urandom(500), PhotoUnreadable),
            (b"\x00\x00\x00\x18ftypheic" + os.urandom(500), PhotoUnreadable),
            (b"\xff\xd8\xff" + bytes(rules.MOST_BYTES), PhotoTooLarge),
        ],
    )
    def test_refuses_what_is_no_photo(self, content: bytes, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            services.reencode(content)

    def test_refuses_a_picture_cut_off_on_the_way(self) -> None:
        whole = picture("PNG", size=(400, 400))
        with pytest.raises(PhotoUnreadable):
            services.reencode(whole[: len(whole) // 2])

    def test_refuses_a_small_file_that_unpacks_into_a_huge_picture(self) -> None:
        out = io.BytesIO()
        Image.new("1", (12000, 12000)).save(out, "PNG")
        assert len(out.getvalue()) < 100_000
        with pytest.raises(PhotoTooLarge):
            services.reencode(out.getvalue())

    def test_is_not_fooled_by_another_format_behind_a_photo_s_first_bytes(self) -> None:
        with pytest.raises(PhotoUnreadable):
            services.reencode(b"\xff\xd8\xff\xe0" + picture("PNG"))

    def test_runs_where_no_file_can_be_written(self, tmp_path: Path) -> None:
        """The limits hold in the child: it may not write, and may not start a process."""
        script = (
            f"import sys; sys.path.insert(0, {str(Path(child.__file__).parent)!r})\n"
            "import child; child.limit()\n"
            f"open({str(tmp_path / 'harm')!r}, 'wb', buffering=0).write(b'harm')\n"
        )
        done = subprocess.run(
            [sys.executable, "-I", "-c", script], check=False, capture_output=True
        )
        assert done.returncode != 0
        assert (tmp_path / "harm").read_bytes() == b""


def keep(row: Household, *, content: bytes = b"jpeg of a paper", kind: str = "IDENTITY") -> Any:
    return services.keep_paper(
        household_id=row.pk,
        kind=PaperKind(kind),
        photo=Photo(jpeg=content, width=4, height=3),
        actor=factories.asker(row),
        now=NOON,
    )


@pytest.mark.django_db
class TestKeepPaper:
    def test_seals_the_file_and_keeps_one_of_the_same(self, tmp_path: Path) -> None:
        row = factories.household()
        assert keep(row) == keep(row)
        (path,) = (tmp_path / "papers").glob("*/*")
        assert b"jpeg of a paper" not in path.read_bytes()
        assert path.stat().st_mode & 0o777 == 0o600

    def test_is_on_disk_before_its_row(self, monkeypatch: pytest.MonkeyPatch) -> None:
        row = factories.household()

        def full(*_args: object) -> None:
            assert not Paper.objects.exists()
            raise OSError("no space left")

        monkeypatch.setattr(files, "write", full)
        with pytest.raises(OSError, match="no space"):
            keep(row)
        assert not Paper.objects.exists()

    def test_has_an_end_to_the_number_of_photos(self) -> None:
        row = factories.household()
        for number in range(rules.MOST_PAPERS):
            keep(row, content=f"paper {number}".encode())
        with pytest.raises(rules.TooManyPapers):
            keep(row, content=b"one more")

    def test_is_removed_with_its_file(
        self, tmp_path: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        row, other = factories.household(), factories.household()
        paper_id = keep(row)
        with pytest.raises(NotVisible):
            services.remove_paper(
                household_id=other.pk, paper_id=paper_id, actor=factories.asker(other), now=NOON
            )
        with django_capture_on_commit_callbacks(execute=True):
            services.remove_paper(
                household_id=row.pk, paper_id=paper_id, actor=factories.asker(row), now=NOON
            )
        assert not list((tmp_path / "papers").glob("*/*"))

    def test_leaves_no_orphan_for_longer_than_an_hour(self, tmp_path: Path) -> None:
        row = factories.household()
        keep(row)
        (kept,) = (tmp_path / "papers").glob("*/*")
        orphan = kept.with_name("0" * 32 + ".sealed")
        orphan.write_bytes(b"x")
        old = (timezone.now() - timedelta(hours=2)).timestamp()
        for path in (kept, orphan):
            os.utime(path, (old, old))
        assert papers.sweep_files() == 1
        assert kept.exists()

    def test_is_erased_with_the_household(
        self, tmp_path: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        row = factories.household(state=State.DRAFT)
        keep(row)
        with django_capture_on_commit_callbacks(execute=True):
            timers.erase_old_drafts(now=NOON + timedelta(days=8))
        assert not list((tmp_path / "papers").glob("*/*"))


@pytest.mark.django_db
class TestPass:
    def test_opens_one_paper_once_and_leaves_a_trace(self) -> None:
        row = factories.household()
        paper_id = keep(row)
        token = services.paper_pass(paper_id=paper_id, asker=DORA)

        opened = services.use_paper_pass(token=token, now=NOON)
        assert opened.jpeg == b"jpeg of a paper"
        assert row.reference not in opened.name
        with pytest.raises(NotVisible):
            services.use_paper_pass(token=token, now=NOON)
        mark = Mark.objects.filter(act="paper.read").get()
        assert (mark.actor, mark.about) == (DORA.ref, row.reference)

    def test_is_given_to_nobody_who_may_not_see_the_household(self) -> None:
        row, other = factories.household(), factories.household()
        paper_id = keep(row)
        for asker in (ELIAS, factories.AUDITOR, factories.asker(other), factories.VISITOR):
            with pytest.raises(NotVisible):
                services.paper_pass(paper_id=paper_id, asker=asker)
        assert queries.papers(asker=factories.asker(other), household_id=row.pk) == []

    @pytest.mark.parametrize("token", ["", "nonsense", "😀", "A" * 5000])
    def test_that_we_did_not_make_opens_nothing(self, token: str) -> None:
        with pytest.raises(NotVisible):
            services.use_paper_pass(token=token, now=NOON)

    def test_cannot_be_turned_to_another_paper_or_another_day(self) -> None:
        row = factories.household()
        token = services.paper_pass(paper_id=keep(row), asker=factories.asker(row))
        for place in range(0, len(token), 7):
            other = "B" if token[place] == "A" else "A"
            with pytest.raises(NotVisible):
                services.use_paper_pass(token=token[:place] + other + token[place + 1 :], now=NOON)

    def test_runs_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        row = factories.household()
        monkeypatch.setattr(papers, "PASS_LIVES", timedelta(seconds=-1))
        token = services.paper_pass(paper_id=keep(row), asker=factories.asker(row))
        with pytest.raises(NotVisible):
            services.use_paper_pass(token=token, now=NOON)
