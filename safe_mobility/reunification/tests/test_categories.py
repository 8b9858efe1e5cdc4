"""Categories: the table of the law, what missing facts do, and what birthdays do."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.reunification.rules import ageing, changes, today
from safe_mobility.reunification.rules.categories import (
    Category,
    Caution,
    Missing,
    judge,
    visa_category,
)
from safe_mobility.reunification.rules.changes import Creates, Event
from safe_mobility.reunification.rules.kin import (
    CircularParents,
    Marital,
    Pair,
    Petition,
    PetitionKind,
    PetitionState,
    Relation,
    Said,
    Status,
)
from safe_mobility.reunification.rules.parents import check_parents
from safe_mobility.reunification.rules.today import Act, Owner

TODAY = date(2023, 11, 20)
ROUTES = frozenset({"cam", "parole_frp", "canada_hum"})
DAYS = st.dates(date(1953, 1, 1), TODAY)
BIRTHS = st.dates(date(1940, 1, 1), TODAY)
PETITIONS = st.builds(
    Petition,
    kind=st.sampled_from(PetitionKind),
    state=st.sampled_from(PetitionState),
    filed_on=st.none() | DAYS,
    priority_on=st.none() | DAYS,
    approved_on=st.none() | DAYS,
    available_on=st.none() | DAYS,
)
PAIRS = st.builds(
    Pair,
    relation=st.sampled_from(Relation),
    country=st.sampled_from(["US", "CA", "MX", ""]),
    status=st.sampled_from(Status),
    since_on=st.none() | DAYS,
    relative_born_on=st.none() | BIRTHS,
    adult=st.sampled_from(Said),
    member_born_on=st.none() | BIRTHS,
    marital=st.sampled_from(Marital),
    nationalities=st.sampled_from([(), ("GT",), ("VE",), ("NI",)]),
    related_on=st.none() | DAYS,
    petition=st.none() | PETITIONS,
    routes_open=st.just(ROUTES) | st.just(frozenset()),
)
SISTER = Pair(
    relation=Relation.SIBLING,
    country="US",
    status=Status.CITIZEN,
    since_on=date(2010, 5, 1),
    adult=Said.YES,
    nationalities=("GT",),
)
FATHER = Pair(
    relation=Relation.PARENT,
    country="US",
    status=Status.RESIDENT,
    since_on=date(2020, 1, 15),
    member_born_on=date(2003, 3, 10),
    marital=Marital.SINGLE,
    nationalities=("GT",),
)


class TestTheTable:
    """INA 201(b)(2)(A)(i) and 203(a)(1)-(4), as programme-facts 3.7 reads them [S93, S94]."""

    @pytest.mark.parametrize(
        ("relation", "status", "child", "married", "category"),
        [
            (Relation.SPOUSE, Status.CITIZEN, False, True, Category.IR_SPOUSE),
            (Relation.PARENT, Status.CITIZEN, True, False, Category.IR_CHILD),
            (Relation.CHILD, Status.CITIZEN, False, False, Category.IR_PARENT),
            (Relation.PARENT, Status.CITIZEN, False, False, Category.F1),
            (Relation.SPOUSE, Status.RESIDENT, False, True, Category.F2A),
            (Relation.PARENT, Status.RESIDENT, True, False, Category.F2A),
            (Relation.PARENT, Status.RESIDENT, False, False, Category.F2B),
            (Relation.PARENT, Status.CITIZEN, False, True, Category.F3),
            (Relation.SIBLING, Status.CITIZEN, False, True, Category.F4),
            (Relation.PARENT, Status.RESIDENT, False, True, Category.NONE),
            (Relation.SIBLING, Status.RESIDENT, False, False, Category.NONE),
            (Relation.CHILD, Status.RESIDENT, False, False, Category.NONE),
            (Relation.GRANDPARENT, Status.CITIZEN, True, False, Category.NONE),
        ],
    )
    def test_is_the_law(
        self, relation: Relation, status: Status, child: bool, married: bool, category: Category
    ) -> None:
        found = visa_category(relation, status, child=child, married=married, adult=True)
        assert found is category

    def test_asks_a_citizen_of_21_for_parents_and_siblings(self) -> None:
        for relation in (Relation.CHILD, Relation.SIBLING):
            found = visa_category(relation, Status.CITIZEN, child=False, married=False, adult=False)
            assert found is Category.NONE

    @given(st.booleans(), st.booleans(), st.booleans(), st.sampled_from(Status))
    def test_does_not_look_at_a_siblings_age_or_marriage(
        self, child: bool, married: bool, adult: bool, status: Status
    ) -> None:
        one = visa_category(Relation.SIBLING, status, child=child, married=married, adult=adult)
        other = visa_category(
            Relation.SIBLING, status, child=not child, married=not married, adult=adult
        )
        assert one is other


class TestJudge:
    def test_a_sister_who_is_a_citizen_is_f4(self) -> None:
        standing = judge(SISTER, on=TODAY)
        assert standing.visa is Category.F4
        assert standing.missing == ()

    def test_a_sister_who_is_resident_and_filed_has_no_category_and_a_person_looks(self) -> None:
        """Houston, resident since 2019, filed in 2021: the law knows no such petition."""
        filed = Petition(PetitionKind.I130, filed_on=date(2021, 4, 1))
        sister = replace(SISTER, status=Status.RESIDENT, since_on=date(2019, 6, 1), petition=filed)
        standing = judge(sister, on=TODAY)

        assert standing.possible == {Category.NONE}
        assert Caution.FILED_WITHOUT_STATUS in standing.cautions
        assert Creates.CITIZENSHIP in changes.creates(sister, on=TODAY)
        citizen = next(c for c in changes.changes(sister, on=TODAY) if c.event is Event.NATURALISES)
        assert (citizen.after, citizen.on) == (Category.F4, date(2024, 6, 1))
        to_do = {task.act: task for task in today.tasks(sister, on=TODAY)}
        assert to_do[Act.NATURALISE].from_on == date(2024, 3, 3)
        assert to_do[Act.LOOK_AT_PAPERS].owner is Owner.OFFICE

    def test_an_unknown_status_is_no_no(self) -> None:
        standing = judge(replace(SISTER, status=Status.UNKNOWN), on=TODAY)
        assert standing.possible == {Category.F4, Category.NONE}
        assert standing.needs_person
        assert Missing.STATUS in standing.missing

    def test_a_spouse_follows_a_refugee_within_two_years(self) -> None:
        husband = Pair(
            Relation.SPOUSE,
            country="US",
            status=Status.REFUGEE,
            since_on=date(2022, 2, 1),
            related_on=date(2015, 1, 1),
        )
        assert judge(husband, on=date(2024, 2, 1)).possible == {Category.I730}
        late = judge(husband, on=date(2024, 2, 2))
        assert late.possible == {Category.NONE}
        assert Caution.FOLLOW_TOO_LATE in late.cautions
        married_after = replace(husband, related_on=date(2022, 2, 2))
        assert judge(married_after, on=TODAY).possible == {Category.NONE}

    def test_cam_is_for_children_of_residents_while_it_is_open(self) -> None:
        girl = replace(FATHER, member_born_on=date(2010, 1, 1), routes_open=ROUTES)
        assert judge(girl, on=TODAY).possible == {Category.CAM, Category.F2A}
        shut = replace(girl, routes_open=frozenset())
        assert judge(shut, on=TODAY).possible == {Category.F2A}
        other = replace(girl, nationalities=("NI",))
        assert judge(other, on=TODAY).possible == {Category.F2A}

    def test_parole_is_never_sure_and_waits_for_an_approval(self) -> None:
        filed = Petition(PetitionKind.I130, filed_on=date(2015, 1, 1))
        sister = replace(SISTER, petition=filed, routes_open=ROUTES)
        assert Category.PAROLE not in judge(sister, on=TODAY).possible
        approved = replace(filed, state=PetitionState.APPROVED, approved_on=date(2019, 1, 1))
        standing = judge(replace(sister, petition=approved), on=TODAY)
        parole = next(r for r in standing.routes if r.category is Category.PAROLE)
        assert not parole.sure
        assert standing.routes[0].category is Category.F4
        assert not standing.needs_person

    def test_canadas_family_pathway_is_not_for_guatemalans(self) -> None:
        aunt = Pair(
            Relation.SIBLING, country="CA", status=Status.CITIZEN, adult=Said.YES,
            nationalities=("VE",), routes_open=ROUTES,
        )  # fmt: skip
        assert judge(aunt, on=TODAY).possible == {Category.CANADA}
        assert judge(replace(aunt, nationalities=("GT",)), on=TODAY).possible == {Category.NONE}
        unknown = judge(replace(aunt, nationalities=()), on=TODAY)
        assert unknown.needs_person

    @given(PAIRS)
    def test_always_says_something(self, pair: Pair) -> None:
        standing = judge(pair, on=TODAY)
        assert standing.routes
        if any(not r.sure for r in standing.routes if r.category is not Category.PAROLE):
            assert standing.needs_person

    @given(PAIRS, st.sampled_from(["status", "marital", "member_born_on", "country", "adult"]))
    def test_forgetting_a_fact_never_rules_anything_out(self, pair: Pair, fact: str) -> None:
        """What was possible stays possible, and nothing becomes sure that was not."""
        blank: dict[str, Any] = {
            "status": Status.UNKNOWN,
            "marital": Marital.UNKNOWN,
            "member_born_on": None,
            "country": "",
            "adult": Said.UNKNOWN,
        }
        known = judge(pair, on=TODAY)
        visas = known.possible - {Category.I730, Category.CAM, Category.PAROLE, Category.CANADA}
        if fact == "country" and pair.country not in {"US", ""}:
            return
        if fact == "status" and pair.status in {Status.REFUGEE, Status.ASYLEE}:
            return
        less = judge(replace(pair, **{fact: blank[fact]}), on=TODAY)
        assert visas <= less.possible or (visas == {Category.NONE} and less.needs_person)

    @given(PAIRS, DAYS)
    def test_a_birth_date_decides_only_for_children(self, pair: Pair, born: date) -> None:
        if pair.relation is not Relation.PARENT:
            moved = replace(pair, member_born_on=born)
            assert judge(pair, on=TODAY).possible == judge(moved, on=TODAY).possible


class TestAgeing:
    def test_counts_the_birthday_itself(self) -> None:
        born = date(2002, 11, 20)
        assert ageing.under_age(born, on=date(2023, 11, 19))
        assert not ageing.under_age(born, on=date(2023, 11, 20))

    def test_of_29_february_is_the_first_of_march(self) -> None:
        born = date(2004, 2, 29)
        assert ageing.under_age(born, on=date(2025, 2, 28))
        assert not ageing.under_age(born, on=date(2025, 3, 1))
        assert ageing.anniversary(date(2020, 2, 29), 2) == date(2022, 2, 28)
        assert ageing.birthday(born, 20) == date(2024, 2, 29)

    def test_takes_the_wait_of_the_petition_off(self) -> None:
        """21 years and 2 months when the visa is there, less 6 months of waiting, is under 21
        (INA 203(h)(1); the worked example that practitioners give)."""
        born = date(2001, 1, 1)
        petition = Petition(
            PetitionKind.I130,
            PetitionState.APPROVED,
            filed_on=date(2020, 1, 1),
            approved_on=date(2020, 7, 1),
            available_on=date(2022, 3, 1),
        )
        assert ageing.child_of_resident(born, petition, on=date(2022, 12, 1)) is True
        quick = replace(petition, approved_on=date(2020, 2, 1))
        assert ageing.child_of_resident(born, quick, on=date(2022, 12, 1)) is False
        assert ageing.leaves_child_on(born, petition, on=date(2022, 12, 1)) is None

    def test_stands_still_while_the_petition_waits(self) -> None:
        born = date(2000, 1, 1)
        waiting = Petition(PetitionKind.I130, filed_on=date(2020, 12, 31))
        assert ageing.child_of_resident(born, waiting, on=TODAY) is True
        late = Petition(PetitionKind.I130, filed_on=date(2021, 1, 1))
        assert ageing.child_of_resident(born, late, on=TODAY) is False

    def test_is_fixed_by_a_citizens_petition(self) -> None:
        born = date(1998, 6, 1)
        filed = Petition(PetitionKind.I130, filed_on=date(2019, 5, 31))
        since = date(2010, 1, 1)
        assert ageing.child_of_citizen(born, filed, citizen_since=since, on=TODAY) is True
        day_late = replace(filed, filed_on=date(2019, 6, 1))
        assert ageing.child_of_citizen(born, day_late, citizen_since=since, on=TODAY) is False

    def test_leaves_zamora_molina_and_cuthill_to_a_person(self) -> None:
        """21 by birthday, not by 203(h), on the day the parent naturalised: answered both ways."""
        born = date(2000, 1, 1)
        petition = Petition(
            PetitionKind.I130,
            PetitionState.APPROVED,
            filed_on=date(2018, 1, 1),
            approved_on=date(2020, 1, 1),
        )
        since = date(2021, 6, 1)
        assert ageing.child_of_citizen(born, petition, citizen_since=since, on=TODAY) is None
        early = date(2020, 12, 31)
        assert ageing.child_of_citizen(born, petition, citizen_since=early, on=TODAY) is True

    @given(BIRTHS, PETITIONS, DAYS)
    def test_is_never_older_than_by_birthdays(
        self, born: date, petition: Petition, on: date
    ) -> None:
        if ageing.under_age(born, on=on):
            assert ageing.child_of_resident(born, petition, on=on) is True

    @given(BIRTHS, st.dates(date(2000, 1, 1), TODAY), st.integers(0, 4000), st.integers(0, 4000))
    def test_a_longer_wait_never_ages(self, born: date, filed: date, a: int, b: int) -> None:
        short, long = sorted((a, b))

        def child(days: int) -> bool | None:
            petition = Petition(
                PetitionKind.I130,
                PetitionState.APPROVED,
                filed_on=filed,
                approved_on=filed + timedelta(days=days),
                available_on=filed + timedelta(days=5000),
            )
            return ageing.child_of_resident(born, petition, on=filed + timedelta(days=6000))

        assert not (child(short) is True and child(long) is False)

    @given(BIRTHS, st.dates(date(2000, 1, 1), date(2020, 1, 1)), st.integers(0, 2000))
    def test_ends_on_the_day_that_was_said(self, born: date, filed: date, days: int) -> None:
        petition = Petition(
            PetitionKind.I130,
            PetitionState.APPROVED,
            filed_on=filed,
            approved_on=filed + timedelta(days=days),
        )
        on = filed + timedelta(days=days)
        day = ageing.leaves_child_on(born, petition, on=on)
        assert day is not None
        if day > on:
            before = day - timedelta(days=1)
            assert ageing.child_of_resident(born, petition, on=before) is True
            assert ageing.child_of_resident(born, petition, on=day) is False


class TestChanges:
    def test_show_the_21st_birthday_with_the_time_the_petition_waited(self) -> None:
        petition = Petition(
            PetitionKind.I130,
            PetitionState.APPROVED,
            filed_on=date(2021, 1, 1),
            approved_on=date(2022, 1, 1),
        )
        child = replace(FATHER, petition=petition)
        coming = changes.changes(child, on=TODAY)
        change = next(c for c in coming if c.event is Event.TURNS_21)
        assert (change.event, change.before, change.after) == (
            Event.TURNS_21,
            Category.F2A,
            Category.F2B,
        )
        assert change.on == date(2024, 3, 10) + timedelta(days=365)

    def test_show_what_marriage_does(self) -> None:
        wed = next(c for c in changes.changes(FATHER, on=TODAY) if c.event is Event.MARRIES)
        assert (wed.before, wed.after, wed.on) == (Category.F2A, Category.NONE, None)
        citizen = replace(FATHER, status=Status.CITIZEN, since_on=date(2000, 1, 1))
        wed = next(c for c in changes.changes(citizen, on=TODAY) if c.event is Event.MARRIES)
        assert (wed.before, wed.after) == (Category.IR_CHILD, Category.F3)

    def test_show_the_last_day_of_form_i730(self) -> None:
        mother = replace(FATHER, status=Status.ASYLEE, since_on=date(2022, 12, 1))
        days = {c.event: c.on for c in changes.changes(mother, on=TODAY)}
        assert days[Event.FOLLOW_ENDS] == date(2024, 12, 1)
        task = today.tasks(mother, on=TODAY)
        assert {t.act: t.until_on for t in task}[Act.FILE_I730] == date(2024, 12, 1)

    def test_say_until_when_a_child_comes_along(self) -> None:
        """A sister's petition waited two years: so long the niece counts as younger."""
        petition = Petition(
            PetitionKind.I130,
            PetitionState.APPROVED,
            filed_on=date(2012, 1, 1),
            approved_on=date(2014, 1, 1),
        )
        niece, nephew = date(2004, 1, 1), date(2015, 1, 1)
        sister = replace(SISTER, petition=petition, followers_born=(nephew, niece))
        days = [c.on for c in changes.changes(sister, on=TODAY) if c.on is not None]
        assert days[0] == date(2025, 1, 1) + timedelta(days=731)
        task = next(t for t in today.tasks(sister, on=TODAY) if t.act is Act.ACT_BEFORE_21)
        assert task.until_on == days[0] - timedelta(days=1)

    def test_do_not_ask_to_naturalise_where_the_wait_would_grow(self) -> None:
        """F2B becomes F1, which may be slower: shown with the right to keep F2B (INA 204(k))."""
        son = replace(FATHER, member_born_on=date(1995, 1, 1))
        events = {c.event: c.after for c in changes.changes(son, on=TODAY)}
        assert events[Event.NATURALISES] is Category.F1
        assert Act.NATURALISE not in {task.act for task in today.tasks(son, on=TODAY)}

    def test_give_a_year_to_ask_for_the_visa_and_warn_after_it(self) -> None:
        there = Petition(
            PetitionKind.I130,
            PetitionState.APPROVED,
            priority_on=date(2007, 1, 1),
            approved_on=date(2012, 1, 1),
            available_on=date(2023, 1, 1),
        )
        sister = replace(SISTER, since_on=date(2005, 1, 1), petition=there)
        to_do = {task.act: task.until_on for task in today.tasks(sister, on=TODAY)}
        assert to_do[Act.SEEK_VISA] == date(2024, 1, 1)
        late = date(2024, 1, 2)
        assert Caution.YEAR_OVER in judge(sister, on=late).cautions
        assert Act.SEEK_VISA in {task.act for task in today.tasks(sister, on=late)}

    @given(PAIRS)
    def test_with_a_day_lie_ahead(self, pair: Pair) -> None:
        for change in changes.changes(pair, on=TODAY):
            assert change.on is None or change.on >= TODAY

    @given(PAIRS)
    def test_come_with_an_owner_and_a_day_to_come(self, pair: Pair) -> None:
        for task in today.tasks(pair, on=TODAY):
            assert task.owner in Owner
            assert task.until_on is None or task.until_on >= TODAY

    @given(PAIRS)
    def test_what_would_create_one_is_said_only_where_there_is_none(self, pair: Pair) -> None:
        none = judge(pair, on=TODAY).possible == {Category.NONE}
        assert bool(changes.creates(pair, on=TODAY)) == (none and pair.country in {"US", ""})


class TestParents:
    def test_may_not_go_in_a_circle(self) -> None:
        check_parents([("a", "b"), ("b", "c"), ("a", "c")])
        with pytest.raises(CircularParents):
            check_parents([("a", "b"), ("b", "c"), ("c", "a")])
        with pytest.raises(CircularParents):
            check_parents([("a", "a")])
