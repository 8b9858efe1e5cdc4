"""Letting figures out: two people agree, the second agreement signs and publishes.

What is published is what the first person saw: the draft stands still between the two. Once it
is out the database refuses every change.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from safe_mobility.oversight.services import trail
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.statistics import defining, signing
from safe_mobility.statistics.models import Release
from safe_mobility.statistics.queries.drafts import only_releasers
from safe_mobility.statistics.queries.lines import lines_of
from safe_mobility.statistics.rules import package
from safe_mobility.statistics.rules.tables import LEAST
from safe_mobility.statistics.services.series import SamePersonTwice


class OutBefore(Refusal):
    """These figures are out; nobody can agree to them again."""

    code = "statistics.out_before"


class DraftIsOld(Refusal):
    """A definition changed after the draft was made: make a new one."""

    code = "statistics.draft_is_old"


class NotChecked(Refusal):
    """The attacker did not leave every hidden number its room."""

    code = "statistics.not_checked"


@transaction.atomic
def approve(*, release_id: UUID, actor: Asker, now: datetime) -> bool:
    """One yes. The second, by somebody else, publishes; says whether the figures are out.

    Raises `SamePersonTwice`, `OutBefore`, `DraftIsOld`, `NotChecked`.
    """
    only_releasers(actor)
    release = Release.objects.select_for_update().filter(pk=release_id).first()
    if release is None:
        raise NotVisible(release=str(release_id))
    if release.published_at is not None:
        raise OutBefore(cut_off=release.cut_off.isoformat())
    if release.definitions != defining.catalogue().version:
        raise DraftIsOld(cut_off=release.cut_off.isoformat())
    if release.checked.get("attacked") and release.checked["least_span"] < LEAST:
        raise NotChecked(cut_off=release.cut_off.isoformat())
    if release.first_by == actor.ref:
        raise SamePersonTwice
    day = release.cut_off.isoformat()
    trail.record("figures.approved", actor=actor, about=f"figures:{day}", now=now)
    if not release.first_by:
        release.first_by = actor.ref
        release.save(update_fields=["first_by"])
        return False
    _publish(release, actor, now)
    return True


def _publish(release: Release, actor: Asker, now: datetime) -> None:
    known = defining.catalogue()
    versions = {each.code: each.version for each in known.indicators}
    release.second_by, release.published_at = actor.ref, now
    release.manifest = package.description(
        package.table(lines_of(release), versions=versions),
        known=known,
        cut_off=release.cut_off,
        first_on=release.first_on,
        made_at=now,
    )
    release.signature = signing.sign(release.manifest)
    release.save()
    day = release.cut_off.isoformat()
    trail.record("figures.published", actor=actor, about=f"figures:{day}", now=now)
