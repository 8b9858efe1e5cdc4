"""What must be true of every verdict, over generated rules and over the rules as shipped.

The numbers are those of the list of properties in `docs/rules.md`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from safe_mobility.programmes.files import load
from safe_mobility.programmes.rules.building import build
from safe_mobility.programmes.rules.entries import Entry
from safe_mobility.programmes.rules.ruleset import JUDGING, RuleSet
from safe_mobility.programmes.rules.values import UNKNOWN, Confidence, Value
from safe_mobility.programmes.tests.shipped import FOLDER
from safe_mobility.screening.rules import asking
from safe_mobility.screening.rules.case import Case
from safe_mobility.screening.rules.compiling import Compiler
from safe_mobility.screening.rules.household import VISITOR, Household
from safe_mobility.screening.rules.result import Outcome, PathwayResult, Result, Verdict
from safe_mobility.screening.tests import made_up as g

SEED = st.integers(0, 2**40)
SHIPPED = load(FOLDER, training=False)
DATES = (
    date(2023, 6, 5),
    date(2023, 7, 9),
    date(2023, 8, 10),
    date(2023, 8, 11),
    date(2023, 11, 20),
    date(2023, 12, 15),
    date(2024, 10, 1),
    date(2025, 1, 21),
    date(2025, 3, 1),
    date(2026, 1, 1),
)
CASES = settings(max_examples=60, deadline=None, derandomize=False)


def generated_or_shipped(seed: int) -> tuple[list[Entry], RuleSet, date]:
    """Two rule sets in three are made up, the third is the one that people are judged by."""
    if seed % 3 == 0:
        return list(SHIPPED.entries), SHIPPED.rule_set, DATES[seed // 3 % len(DATES)]
    entries = g.rules_of(seed)
    return entries, build(entries), g.ON


def groups(result: Result) -> dict[str, PathwayResult]:
    return {each.code: each for each in (result.office, *result.pathways)}


def verdicts(result: Result) -> dict[str, Verdict]:
    return {code: each.verdict for code, each in groups(result).items()}


def said(result: Result) -> dict[str, object]:
    """Verdicts and reasons, without the printed `until`."""
    return {
        code: (
            each.verdict,
            each.principal,
            each.unit,
            each.outside,
            [(r.criterion, r.outcome, r.member, r.from_on, r.answers) for r in each.reasons],
        )
        for code, each in groups(result).items()
    }


class TestForgetting:
    """Property 1."""

    @given(SEED)
    @CASES
    def test_never_shuts_anything(self, seed: int) -> None:
        _, rules, on = generated_or_shipped(seed)
        full = g.given(rules, seed, known=0.8)
        less = g.forgotten(full, seed)

        before, after = verdicts(full.screened(rules, on=on)), verdicts(less.screened(rules, on=on))

        for code, verdict in before.items():
            if verdict is not Verdict.NOT_TODAY:
                assert after[code] is not Verdict.NOT_TODAY, code

    @given(SEED)
    @CASES
    def test_filling_in_changes_open_only_where_something_passed(self, seed: int) -> None:
        _, rules, on = generated_or_shipped(seed)
        full = g.given(rules, seed, known=0.8)
        less = groups(g.forgotten(full, seed, share=0.2).screened(rules, on=on))

        for code, now in groups(full.screened(rules, on=on)).items():
            if less[code].verdict is Verdict.OPEN and now.verdict is not Verdict.OPEN:
                passed = {r.criterion for r in less[code].reasons if r.outcome is Outcome.UNKNOWN}
                changed = {r.criterion for r in now.reasons if r.explains}
                assert passed & changed, code


class TestWhatCounts:
    """Property 2."""

    @given(SEED)
    @CASES
    def test_what_is_only_told_never_touches_a_verdict(self, seed: int) -> None:
        entries, rules, on = generated_or_shipped(seed)
        judging = [e for e in entries if e.kind != "criterion" or e.body["effect"] in JUDGING]
        case = g.given(rules, seed)

        bare = case.screened(build(judging), on=on)

        assert verdicts(bare) == verdicts(case.screened(rules, on=on))

    @given(SEED)
    @CASES
    def test_flags_never_shut(self, seed: int) -> None:
        entries, rules, on = generated_or_shipped(seed)
        without = [e for e in entries if e.kind != "criterion" or e.body["effect"] != "flag"]
        case = g.given(rules, seed)

        before = verdicts(case.screened(rules, on=on))
        after = verdicts(case.screened(build(without), on=on))

        for code, verdict in before.items():
            assert (verdict is Verdict.NOT_TODAY) == (after[code] is Verdict.NOT_TODAY), code

    @given(SEED)
    @CASES
    def test_money_work_and_papers_change_nothing_in_a_protection_pathway(self, seed: int) -> None:
        _, rules, on = generated_or_shipped(seed)
        case, random = g.given(rules, seed), Random(seed)
        other = {
            **case.answers,
            **{
                question.id: g.answer(question, random)
                for question in rules.questions.values()
                if question.topic in ("money", "work", "papers")
            },
        }

        before = verdicts(case.screened(rules, on=on))
        after = verdicts(replace(case, answers=other).screened(rules, on=on))

        for code, pathway in rules.pathways.items():
            if pathway.kind == "protection" and code in before:
                assert before[code] is after[code], code


class TestOrder:
    """Property 3."""

    @given(SEED)
    @CASES
    def test_of_files_members_and_answers_does_not_matter(self, seed: int) -> None:
        entries, rules, on = generated_or_shipped(seed)
        case, random = g.given(rules, seed), Random(seed)
        mixed = list(entries)
        random.shuffle(mixed)
        members, answers = list(case.household.members), list(case.answers.items())
        random.shuffle(members)
        random.shuffle(answers)
        shuffled = g.Given(
            Household(tuple(members), case.household.relatives),
            dict(answers),
            dict(reversed(case.member_answers.items())),
        )
        again = build(mixed)

        assert again.version == rules.version
        assert said(shuffled.screened(again, on=on)) == said(case.screened(rules, on=on))

    @given(SEED)
    @CASES
    def test_reasons_stand_by_criterion_and_member(self, seed: int) -> None:
        _, rules, on = generated_or_shipped(seed)

        for each in groups(g.given(rules, seed).screened(rules, on=on)).values():
            keys = [(reason.criterion, reason.member or "") for reason in each.reasons]
            assert keys == sorted(keys)


class TestReasons:
    """Property 4."""

    @given(SEED)
    @CASES
    def test_explain_every_verdict(self, seed: int) -> None:
        _, rules, on = generated_or_shipped(seed)

        for code, each in groups(g.given(rules, seed).screened(rules, on=on)).items():
            assert each.explaining, code
            outcomes = {reason.outcome for reason in each.explaining}
            if each.verdict is Verdict.NOT_TODAY:
                assert outcomes == {Outcome.FAILS}
                assert all(
                    r.confidence is Confidence.SOURCED or r.rule.effect == "phase"
                    for r in each.explaining
                )
            if each.verdict is Verdict.PERSON:
                assert Outcome.FAILS not in outcomes
            if each.verdict is Verdict.OPEN:
                assert all(not reason.explains for reason in each.reasons)

    @given(SEED)
    @CASES
    def test_leave_the_public_one_that_is_no_background(self, seed: int) -> None:
        _, rules, on = generated_or_shipped(seed)

        for each in groups(g.given(rules, seed).screened(rules, on=on)).values():
            assert each.public_reasons
            for reason in each.public_reasons:
                background = reason.confidence is Confidence.BACKGROUND
                assert not background or reason.rule.effect == "phase"


class TestNothingOpen:
    """Property 5."""

    @given(SEED)
    @CASES
    def test_still_carries_help_and_only_announced_dates(self, seed: int) -> None:
        entries, rules, on = generated_or_shipped(seed)
        result = g.given(rules, seed, known=0.9).screened(rules, on=on)
        announced = {
            day
            for e in entries
            if (e.period.known_from or on) <= on
            for day in (e.from_on, e.until_on and e.until_on + timedelta(days=1))
        }
        windows = {
            date.fromisoformat(d)
            for e in entries
            for d in e.body.get("days", ())
            if (e.period.known_from or on) <= on
        }

        assert result.help
        days = {each.look_again_on for each in groups(result).values()} | {result.look_again_on}
        for day in days - {None}:
            assert day is not None
            assert day > on
            assert day in announced | windows


class TestTime:
    """Properties 6 and 7."""

    @given(SEED)
    @CASES
    def test_what_begins_later_changes_nothing_today(self, seed: int) -> None:
        entries, rules, on = generated_or_shipped(seed)
        later = on + timedelta(days=1 + seed % 50)
        new = [
            replace(
                entry,
                code=f"{entry.code}.later.{entry.from_on}",
                body={**entry.body, "ask": entry.body.get("ask", entry.code)},
                from_on=later,
                until_on=None,
            )
            for entry in entries
            if entry.kind == "criterion"
        ]
        ends = {e.code: e.until_on for e in entries if e.kind == "phase"}
        for owner in ends:
            phases = [e for e in entries if e.kind == "phase" and e.code == owner]
            if all(e.until_on is not None and e.until_on < later for e in phases):
                new.append(Entry("phase", owner, {"phase": "suspended"}, from_on=later))
        case = g.given(rules, seed)

        assert said(case.screened(build([*entries, *new]), on=on)) == said(
            case.screened(rules, on=on)
        )

    @given(SEED)
    @CASES
    def test_ending_what_was_open_ended_changes_only_the_printed_end(self, seed: int) -> None:
        entries, rules, on = generated_or_shipped(seed)
        end = on + timedelta(days=seed % 30)
        # A list that facts use carries no dates, so its rows cannot be ended.
        undated = {name for name, table in rules.tables.items() if not table.keyed}

        def may_end(entry: Entry) -> bool:
            begun = entry.from_on is None or entry.from_on <= on
            dated = entry.kind in ("criterion", "phase", "table_row")
            return dated and entry.code not in undated and entry.until_on is None and begun

        ended = [
            replace(entry, until_on=end) if may_end(entry) and (seed + n) % 2 else entry
            for n, entry in enumerate(entries)
        ]
        case = g.given(rules, seed)

        assert said(case.screened(build(ended), on=on)) == said(case.screened(rules, on=on))

    @given(SEED)
    @CASES
    def test_outside_every_phase_nothing_is_open(self, seed: int) -> None:
        _, rules, _ = generated_or_shipped(seed)
        on = DATES[seed % len(DATES)]
        result = groups(g.given(rules, seed).screened(rules, on=on))

        for code, each in result.items():
            phases = rules.phases_of(code)
            if phases and not any(phase.period.on(on) for phase in phases):
                assert each.verdict is Verdict.NOT_TODAY, code


class TestAsking:
    """Property 8."""

    @given(SEED)
    @CASES
    def test_little_ends_as_asking_everything(self, seed: int) -> None:
        _, rules, on = generated_or_shipped(seed)
        random = Random(seed)
        profile: dict[str, Value] = {
            q.id: UNKNOWN if random.random() < 0.15 else g.answer(q, random)
            for q in rules.questions.values()
        }

        little = self._asked(rules, on, profile)
        everything = self._everything(rules, on, profile)

        assert set(little) <= set(everything)
        assert verdicts(g.Given(VISITOR, little).screened(rules, on=on)) == verdicts(
            g.Given(VISITOR, everything).screened(rules, on=on)
        )

    @staticmethod
    def _asked(rules: RuleSet, on: date, profile: dict[str, Value]) -> dict[str, Value]:
        answers: dict[str, Value] = {}
        while True:
            question = asking.next_question(
                rules, country="GT", on=on, answers=answers, voluntary=False
            )
            if question is None:
                return answers
            assert question.id not in answers
            assert question.is_for_visitors
            answers[question.id] = profile[question.id]

    @staticmethod
    def _everything(rules: RuleSet, on: date, profile: dict[str, Value]) -> dict[str, Value]:
        """Every question that is asked of visitors and that no other answer settles."""
        answers: dict[str, Value] = {}
        visitors = [q for q in rules.questions.values() if q.is_for_visitors]
        for question in sorted(visitors, key=lambda q: q.facts is not None):
            compiler = Compiler(rules, on)
            case = Case(VISITOR, answers, {}, frozenset())
            computed = compiler.question(question.id).computed
            if computed is None or computed(case, 0) is UNKNOWN:
                answers[question.id] = profile[question.id]
        return answers


class TestSpeaking:
    def test_every_sentence_of_a_result_has_words(self) -> None:
        rules = SHIPPED.rule_set
        for seed in range(60):
            on = DATES[seed % len(DATES)]
            result = g.given(rules, seed).screened(rules, on=on)
            for each in groups(result).values():
                if rules.pathways[each.code].is_judged_alone or each.code == "office_gt":
                    assert rules.text(each.next, "es"), each.next
                for reason in (*each.reasons, *each.public_reasons):
                    assert rules.text(reason.sentence, "en"), reason.sentence
                for note in each.notes:
                    assert rules.text(note.text or note.next or "", "es"), note.rule.id
            for item in result.help:
                assert rules.text(item.text, "es")
