"""Lists, and a person's way from a list to the season and back."""

import uuid

from django.db import models
from django.db.models import F, Q

from safe_mobility.labour.models.candidates import Candidate, noted, told
from safe_mobility.labour.models.demands import Demand, asked
from safe_mobility.labour.rules.stages import ENDED, EmployerSaid, Owner, Stage, Task
from safe_mobility.people.models import Disclosure
from safe_mobility.staff.models import User


class MatchRun(models.Model):
    """One set of lists. It counts only once a second person has confirmed it."""

    id = asked(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False), "names the run"
    )
    digest = asked(models.CharField(max_length=64), "a digest of everything that went in")
    made_at = asked(models.DateTimeField(), "when the lists were made")
    proposed_by = asked(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True),
        "who made them; empty where a command did",
    )
    confirmed_by = asked(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True),
        "the second person",
    )
    confirmed_at = asked(models.DateTimeField(null=True, blank=True), "when they came into force")
    dropped_at = asked(models.DateTimeField(null=True, blank=True), "when they were set aside")
    candidates = asked(models.PositiveIntegerField(), "how many people were looked at")
    offers = asked(models.PositiveIntegerField(), "for how many offers")
    proposed = asked(models.PositiveIntegerField(), "how many people are on a list")
    value = asked(models.BigIntegerField(), "the points of the lists")
    gap = asked(models.FloatField(), "how far from the best possible, as a share; 0 is proven best")
    price_of_floors = asked(models.IntegerField(), "points that the equal chance cost")
    groups = asked(models.JSONField(default=list), "how municipalities, women and men came out")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="labour_lists_take_two",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="labour_lists_in_force_or_dropped",
                condition=Q(confirmed_at=None) | Q(dropped_at=None),
            ),
            models.CheckConstraint(
                name="labour_confirmed_by_somebody",
                condition=Q(confirmed_at=None) | Q(confirmed_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="labour_one_open_run",
                fields=["confirmed_at"],
                condition=Q(confirmed_at=None, dropped_at=None),
                nulls_distinct=False,
            ),
        ]


class Proposal(models.Model):
    """One person on one list, with the points that the model counted."""

    id = noted(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False), "names the row"
    )
    run = noted(
        models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="proposals"),
        "the lists it belongs to",
    )
    demand = noted(
        models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="proposals"), "which list"
    )
    candidate = told(
        models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="proposals"), "who"
    )
    rank = noted(models.PositiveIntegerField(), "the place on the list")
    points = noted(models.JSONField(), "what was counted, part by part")
    next_code = noted(
        models.CharField(max_length=6, default="", blank=True), "who would stand here instead"
    )
    ahead = noted(models.IntegerField(null=True, blank=True), "by how many points")
    for_group = noted(
        models.CharField(max_length=12, default="", blank=True),
        "the group whose floor this place keeps",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="labour_one_list_per_person", fields=["run", "candidate"]),
        ]


class LeftOut(models.Model):
    """Why somebody who is within all bounds of an offer is not on its list."""

    id = noted(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False), "names the row"
    )
    run = noted(
        models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="left_out"), "the lists"
    )
    demand = noted(
        models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="+"), "which list"
    )
    candidate = told(
        models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+"), "who"
    )
    limit = noted(models.CharField(max_length=12), "what kept the person out")
    mine = noted(models.IntegerField(), "what the person would count")
    theirs = noted(models.IntegerField(), "what whoever would have to leave counts")
    leaves = noted(
        models.CharField(max_length=6, default="", blank=True), "who would have to leave"
    )
    group = noted(
        models.CharField(max_length=12, default="", blank=True), "whose floor would be broken"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="labour_left_out_once", fields=["run", "demand", "candidate"]
            ),
        ]


class Placement(models.Model):
    """One person's way with one offer. Only `services.placements` writes the stage."""

    id = noted(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False), "names the way"
    )
    candidate = told(
        models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="placements"), "who"
    )
    demand = told(
        models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="placements"),
        "for which offer",
    )
    stage = told(
        models.CharField(max_length=16, choices=[(s.value, s.value) for s in Stage]),
        "how far it has come",
        shared=True,
    )
    stage_since = noted(models.DateTimeField(), "since when")
    answer_by = noted(
        models.DateField(null=True, blank=True), "until when we wait for the person's yes or no"
    )
    disclosure = noted(
        models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="+", null=True),
        "the entry in the sharing ledger under which the employer reads the name",
    )
    employer_said = told(
        models.CharField(
            max_length=3,
            default="",
            blank=True,
            choices=[(said.value, said.value) for said in EmployerSaid],
        ),
        "what the employer itself wrote down: wants this person or not; empty until then",
        shared=True,
    )
    employer_said_at = noted(
        models.DateTimeField(null=True, blank=True), "when the employer last wrote it down"
    )
    chosen_by = noted(
        models.CharField(max_length=80, default="", blank=True),
        "who recorded the employer's choice, by reference",
    )
    contract = noted(
        models.JSONField(null=True, blank=True), "the contract's terms, as read with the person"
    )
    report = noted(
        models.UUIDField(null=True, blank=True),
        "the report that an answer in mid-season opened; the report itself does not point back",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="labour_one_live_way_per_person",
                fields=["candidate"],
                condition=~Q(stage__in=sorted(stage.value for stage in ENDED)),
            ),
            models.CheckConstraint(
                name="labour_employers_word_has_its_time",
                condition=Q(employer_said="", employer_said_at=None)
                | (~Q(employer_said="") & Q(employer_said_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="labour_no_name_without_disclosure",
                condition=Q(stage__in=["PROPOSED", *sorted(stage.value for stage in ENDED)])
                | Q(disclosure__isnull=False),
            ),
        ]
        indexes = [models.Index(name="labour_ways_by_stage", fields=["demand", "stage"])]


class WayTask(models.Model):
    """One thing to do on the way: whose it is, until when, and when it was done."""

    id = noted(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False), "names the task"
    )
    placement = noted(
        models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="tasks"), "whose way"
    )
    task = noted(
        models.CharField(max_length=16, choices=[(t.value, t.value) for t in Task]), "what"
    )
    owner = noted(
        models.CharField(max_length=10, choices=[(o.value, o.value) for o in Owner]),
        "whose turn it is",
    )
    opened_at = noted(models.DateTimeField(), "since when it can be done")
    due_on = noted(models.DateField(), "until when")
    done_at = noted(models.DateTimeField(null=True, blank=True), "when it was done")
    done_by = noted(
        models.CharField(max_length=80, default="", blank=True), "who recorded it, by reference"
    )
    done_on = told(
        models.DateField(null=True, blank=True),
        "the day that belongs to it: paid on, travelled on, arrived on",
    )
    valid_until = told(
        models.DateField(null=True, blank=True), "until when what was done is good for something"
    )
    answers = told(models.JSONField(null=True, blank=True), "yes or no to the task's questions")
    second = noted(
        models.CharField(max_length=80, default="", blank=True),
        "who proposed a hand-off that another confirms, by reference",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="labour_one_of_a_task", fields=["placement", "task"]),
            models.CheckConstraint(
                name="labour_done_by_somebody",
                condition=Q(done_at=None, done_by="") | (Q(done_at__isnull=False) & ~Q(done_by="")),
            ),
        ]
        indexes = [
            models.Index(name="labour_tasks_due", fields=["due_on"], condition=Q(done_at=None)),
        ]
