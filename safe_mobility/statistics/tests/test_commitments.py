"""Promises: no evidence until somebody shows it, and judged by nobody who made them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction

from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible
from safe_mobility.shared.strict_yaml import Unreadable
from safe_mobility.statistics.models import Commitment, Evidence, Judgement
from safe_mobility.statistics.queries import commitments as queries
from safe_mobility.statistics.rules import commitments as rules
from safe_mobility.statistics.rules.commitments import EvidenceKind, Step
from safe_mobility.statistics.services import commitments as acts
from safe_mobility.statistics.services.commitment_file import read_commitments

FILE = settings.PROGRAMMES_DIR / "guatemala" / "commitments.yaml"
NOW = datetime(2023, 11, 20, 15, tzinfo=UTC)
TODAY = date(2023, 11, 20)
CODE = "JS-OFFICES"


def person(number: str, agency: str = "OFFICE", role: str = "SUPERVISOR") -> Asker:
    return Asker(AskerKind.STAFF, number, agency=agency, roles=frozenset({role}))


DORA, ALMA, OWNER = person("1"), person("2", role="AUDITOR"), person("3", agency="US-STATE")


@pytest.fixture
def loaded(db: None) -> None:
    acts.load(FILE, now=NOW)


def bring(by: Asker = DORA, *, code: str = CODE, url: str = "https://example.org/a") -> UUID:
    return acts.add_evidence(
        code=code,
        kind=EvidenceKind.LINK,
        title="Four offices are open",
        url=url,
        dated_on=date(2023, 7, 5),
        actor=by,
        today=TODAY,
        now=NOW,
    )


def judge(by: Asker, evidence: UUID | None, step: Step = Step.LIMITED) -> UUID:
    return acts.judge(
        code=CODE, step=step, why="Four of eight.", evidence_id=evidence, actor=by, now=NOW
    )


@pytest.mark.usefixtures("loaded")
class TestAPromise:
    def test_begins_without_evidence_and_says_who_answers_on_each_side(self) -> None:
        for each in queries.commitments():
            assert each.step is Step.NO_EVIDENCE
            assert len({owner["side"] for owner in each.owners}) == 2
            assert each.title.keys() == each.words.keys() == {"es", "en"}

    def test_is_judged_on_evidence_by_somebody_else(self) -> None:
        judge(ALMA, bring(DORA))

        seen = queries.commitment(code=CODE)
        assert seen.step is Step.LIMITED
        assert seen.judgements[0].evidence == seen.evidence[0]

    def test_keeps_every_judgement(self) -> None:
        evidence = bring(DORA)
        judge(ALMA, evidence)
        acts.judge(
            code=CODE,
            step=Step.NO_EVIDENCE,
            why="The page is gone.",
            evidence_id=None,
            actor=ALMA,
            now=NOW + timedelta(hours=1),
        )

        steps = [each.step for each in queries.commitment(code=CODE).judgements]
        assert steps == [Step.NO_EVIDENCE, Step.LIMITED]

    def test_is_not_judged_by_an_owner_or_by_nobody_s_agency(self) -> None:
        evidence = bring(DORA)

        for each in (OWNER, person("4", agency="")):
            with pytest.raises(rules.OwnerCannotJudge):
                judge(each, evidence)

    def test_is_not_judged_by_who_brought_the_evidence(self) -> None:
        with pytest.raises(rules.BroughtTheEvidence):
            judge(DORA, bring(DORA))

    def test_is_not_judged_on_the_evidence_of_another(self) -> None:
        for evidence in (bring(DORA, code="JS-WORK"), uuid4(), None):
            with pytest.raises(rules.NeedsEvidence):
                judge(ALMA, evidence)

    def test_is_not_shown_by_an_address_that_nobody_can_open(self) -> None:
        for url in ("javascript:alert(1)", "http://", "https://user@example.org/"):
            with pytest.raises(rules.NotEvidence):
                bring(url=url)

    def test_is_for_supervisors_and_auditors(self) -> None:
        with pytest.raises(NotVisible):
            bring(person("5", role="RECEPTION"))
        with pytest.raises(NotVisible):
            bring(code="JS-NOTHING")


@pytest.mark.usefixtures("loaded")
class TestTheDatabase:
    """Whatever path somebody takes, the table itself refuses."""

    def row(self, **changed: object) -> None:
        commitment = Commitment.objects.get(code=CODE)
        evidence = Evidence.objects.get(pk=bring(DORA))
        fields = {
            "id": uuid4(),
            "commitment": commitment,
            "owner_here": commitment.owner_here,
            "owner_there": commitment.owner_there,
            "step": Step.LIMITED,
            "why": "x",
            "evidence": evidence,
            "brought_by": evidence.added_by,
            "judged_by": ALMA.ref,
            "judged_agency": "OFFICE",
            "judged_at": NOW,
        }
        with transaction.atomic():
            Judgement.objects.create(**{**fields, **changed})
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_takes_what_is_right(self) -> None:
        self.row()

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"judged_agency": "US-STATE"}, "judge_is_no_owner"),
            ({"judged_agency": ""}, "judge_is_no_owner"),
            (
                {"judged_agency": "US-STATE", "owner_there": "US-DOL"},
                "a_judgement_knows_the_owners",
            ),
            ({"judged_by": "STAFF:1"}, "judge_brought_no_evidence"),
            (
                {"judged_by": "STAFF:1", "brought_by": "STAFF:9"},
                "a_judgement_knows_who_brought_it",
            ),
            ({"evidence": None, "brought_by": ""}, "step_stands_on_evidence"),
        ],
    )
    def test_refuses_an_owner_and_a_bringer_also_under_false_names(
        self, changed: dict[str, object], why: str
    ) -> None:
        with pytest.raises(IntegrityError, match=why):
            self.row(**changed)

    def test_lets_nobody_change_or_take_away(self) -> None:
        self.row()

        for rows in (Judgement.objects.all(), Evidence.objects.all()):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(id=uuid4())
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {rows.model._meta.db_table}")


class TestTheFile:
    def test_changes_nothing_when_it_is_loaded_again(self, loaded: None) -> None:
        assert acts.load(FILE, now=NOW) == 0

    def test_that_words_a_promise_otherwise_keeps_what_was_judged(
        self, loaded: None, tmp_path: Path
    ) -> None:
        judge(ALMA, bring(DORA))
        changed = tmp_path / "commitments.yaml"
        changed.write_text(FILE.read_text().replace("six months on trial", "half a year"))

        assert acts.load(changed, now=NOW) == 1
        assert queries.commitment(code=CODE).step is Step.LIMITED
        assert Commitment.objects.filter(code=CODE).count() == 2

    @pytest.mark.parametrize(
        ("old", "new", "why"),
        [
            ("[GT-MINTRAB, US-DOL]", "[US-STATE, US-DOL]", "one owner on each side"),
            ("[GT-MINTRAB, US-DOL]", "[GT-MINTRAB, US-NASA]", "no body US-NASA"),
            ("under: LAD-BORDERS", "under: LAD-MOON", "no commitment LAD-MOON"),
            ("due: 2023-06-12", "due: 2023-13-12", "not a day"),
        ],
    )
    def test_with_a_mistake_names_it(self, tmp_path: Path, old: str, new: str, why: str) -> None:
        wrong = tmp_path / "commitments.yaml"
        wrong.write_text(FILE.read_text().replace(old, new, 1))

        with pytest.raises(Unreadable, match=why):
            read_commitments(wrong)
