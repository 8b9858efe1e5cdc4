"""Photos of papers: kept sealed, shown only as a file to take, each showing on the trail.

The file is on disk before its row is; a pass opens one paper once, within ten minutes, at the
files door, and stands in no address.
"""

import base64
import binascii
import hmac
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from safe_mobility.oversight.services import hashes, keys
from safe_mobility.people.models import Household, Paper, PaperPass
from safe_mobility.people.queries import scope
from safe_mobility.people.rules.papers import MOST_PAPERS, PaperKind, TooManyPapers
from safe_mobility.people.services import files, scoped
from safe_mobility.people.services.marking import mark
from safe_mobility.people.services.photos import Photo
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible

PASS_LIVES = timedelta(minutes=10)
ORPHAN_AFTER = timedelta(hours=1)
_CONTENT = "content"


@dataclass(frozen=True, slots=True)
class PaperFile:
    name: str
    jpeg: bytes = field(repr=False)


@transaction.atomic
def keep_paper(
    *, household_id: UUID, kind: PaperKind, photo: Photo, actor: Asker, now: datetime
) -> UUID:
    """Keep one photo and return its key. The same photo again is the same paper."""
    household = scoped.held(household_id=household_id, actor=actor)
    mine = Paper.objects.filter(household=household)
    digest = hashes.keyed_hash("paper", photo.jpeg.hex())
    same = mine.filter(digest=digest).first()
    if same is not None:
        return same.pk
    if mine.count() >= MOST_PAPERS:
        raise TooManyPapers(most=MOST_PAPERS)
    paper = Paper(
        id=uuid.uuid4(),
        household=household,
        kind=kind.value,
        bytes=len(photo.jpeg),
        width=photo.width,
        height=photo.height,
        digest=digest,
        received_at=now,
    )
    key = keys.unwrap(asker=actor, owner=household_id, purpose="paper")
    files.write(paper.pk, key.seal(photo.jpeg, table=_table(), column=_CONTENT, row=paper.pk))
    paper.save(force_insert=True)
    _mark("paper.kept", paper, household, actor=actor, now=now)
    return paper.pk


@transaction.atomic
def remove_paper(*, household_id: UUID, paper_id: UUID, actor: Asker, now: datetime) -> None:
    household = scoped.held(household_id=household_id, actor=actor)
    paper = Paper.objects.filter(household=household, pk=paper_id).first()
    if paper is None:
        raise NotVisible(paper=str(paper_id))
    _mark("paper.removed", paper, household, actor=actor, now=now)
    paper.delete()
    transaction.on_commit(lambda: files.remove(paper_id))


def paper_pass(*, paper_id: UUID, asker: Asker) -> str:
    """A secret for the body of one form: opens this paper once, for this asker, for ten minutes.

    Nothing is written when a page offers it; the files door writes it down when it is used.
    """
    if not Paper.objects.filter(pk=paper_id, household__in=scope.visible_to(asker)).exists():
        raise NotVisible(paper=str(paper_id))
    until = int((timezone.now() + PASS_LIVES).timestamp())
    said = f"{paper_id}|{asker.kind}|{asker.id}|{until}|{uuid.uuid4().hex}"
    seal = hashes.derive("paper pass", said)
    return base64.urlsafe_b64encode(said.encode() + seal).decode()


def use_paper_pass(*, token: str, now: datetime) -> PaperFile:
    """Open the paper of a pass and use the pass up. Raises `NotVisible` for anything amiss."""
    paper_id, asker, until = _read_pass(token)
    paper = (
        Paper.objects.select_related("household")
        .filter(pk=paper_id, household__erased_at=None)
        .first()
    )
    if paper is None or until <= timezone.now():
        raise NotVisible
    key = keys.unwrap(asker=asker, owner=paper.household_id, purpose="paper")
    with transaction.atomic():
        _use_up(token, paper, asker=asker, until=until)
        _mark("paper.read", paper, paper.household, actor=asker, now=now)
    sealed = files.read(paper.pk)
    return PaperFile(
        name=f"{paper.kind.lower()}-{paper.received_at:%Y%m%d}.jpg",
        jpeg=key.open_bytes(sealed, table=_table(), column=_CONTENT, row=paper.pk),
    )


def sweep_files() -> int:
    """Remove sealed files whose row never came: the power went between the two."""
    removed = 0
    before = (timezone.now() - ORPHAN_AFTER).timestamp()
    for path in (Path(settings.FILES_DIR) / "papers").glob("*/*"):
        if path.stat().st_mtime < before and not _has_row(path):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _has_row(path: Path) -> bool:
    try:
        return path.suffix == ".sealed" and Paper.objects.filter(pk=UUID(path.stem)).exists()
    except ValueError:
        return False


def _read_pass(token: str) -> tuple[UUID, Asker, datetime]:
    try:
        raw = base64.urlsafe_b64decode(token)
        said, seal = raw[:-32].decode(), raw[-32:]
        if not hmac.compare_digest(hashes.derive("paper pass", said), seal):
            raise NotVisible
        paper_id, kind, asker_id, until, _nonce = said.split("|")
    except (binascii.Error, ValueError):
        raise NotVisible from None
    asker = Asker(kind=AskerKind(kind), id=asker_id)
    return (
        UUID(paper_id),
        asker,
        datetime.fromtimestamp(int(until), tz=timezone.get_current_timezone()),
    )


def _use_up(token: str, paper: Paper, *, asker: Asker, until: datetime) -> None:
    try:
        with transaction.atomic():
            PaperPass.objects.create(
                id=uuid.uuid4(),
                token_hash=hashes.keyed_hash("paper pass", token),
                paper=paper,
                asker_ref=asker.ref,
                expires_at=until,
                used_at=timezone.now(),
            )
    except IntegrityError:
        raise NotVisible from None


def _table() -> str:
    return str(Paper._meta.db_table)


def _mark(act: str, paper: Paper, household: Household, *, actor: Asker, now: datetime) -> None:
    mark(act, household, actor=actor, now=now, paper=str(paper.pk), kind=paper.kind)
