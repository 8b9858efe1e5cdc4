"""Bulk opening of keys: a named job, a budget for one run, and two people who said yes.

A job that reads the whole register is worth as much to a thief as the register. It may open no
key at all until one person has asked for a budget and another has agreed, and never more keys
than that. One budget a job is open at a time; what is left when the job is done lapses.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from safe_mobility.oversight.models import KeyBudget
from safe_mobility.oversight.services import trail
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible, Refusal

BULK_JOBS = frozenset({"rescreen", "what if"})
"""Jobs that open the keys of everybody. No other name may."""


class NoBudget(Refusal):
    """Two people have not agreed to this run, or it would open more than they agreed to."""

    code = "oversight.no_budget"


class BudgetBySamePerson(Refusal):
    """The yes has to come from somebody else than who asked."""

    code = "oversight.budget_by_same_person"


class BudgetAskedAlready(Refusal):
    code = "oversight.budget_asked_already"


def ask(*, job: str, openings: int, actor: Asker, now: datetime) -> UUID:
    """Ask for one run of a job. Raises `BudgetAskedAlready` while one is open."""
    if job not in BULK_JOBS:
        raise ValueError(f"{job} opens no keys in bulk")
    if KeyBudget.objects.filter(job=job, ended_at=None).exists():
        raise BudgetAskedAlready(job=job)
    made = KeyBudget.objects.create(job=job, openings=openings, asked_by=actor.ref, asked_at=now)
    trail.record("budget.asked", actor=actor, about="keys", now=now, job=job, openings=openings)
    return made.pk


def agree(*, budget_id: UUID, actor: Asker, now: datetime) -> None:
    """The second yes. Raises `BudgetBySamePerson`."""
    row = KeyBudget.objects.select_for_update().filter(pk=budget_id, ended_at=None).first()
    if row is None:
        raise NotVisible(budget=str(budget_id))
    if row.asked_by == actor.ref:
        raise BudgetBySamePerson
    if row.approved_by:
        return
    row.approved_by = actor.ref
    row.save(update_fields=["approved_by"])
    trail.record(
        "budget.agreed", actor=actor, about="keys", now=now, job=row.job, openings=row.openings
    )


def grant(*, job: str, openings: int, first: str, second: str, now: datetime) -> UUID:
    """A budget to which two people have agreed already, by agreeing to what it is for."""
    end(job=job, now=now)
    return KeyBudget.objects.create(
        job=job, openings=openings, asked_by=first, asked_at=now, approved_by=second
    ).pk


def is_approved(job: str) -> bool:
    return KeyBudget.objects.filter(job=job, ended_at=None).exclude(approved_by="").exists()


def spend(*, job: str, openings: int) -> None:
    """Count the keys a job is about to open. Raises `NoBudget`, and then none may be opened."""
    granted = KeyBudget.objects.filter(
        job=job, ended_at=None, opened__lte=F("openings") - openings
    ).exclude(approved_by="")
    if not granted.update(opened=F("opened") + openings):
        raise NoBudget(job=job, openings=openings)


def end(*, job: str, now: datetime) -> None:
    """The run is over: nothing is left to be spent later."""
    KeyBudget.objects.filter(job=job, ended_at=None).update(ended_at=now)
