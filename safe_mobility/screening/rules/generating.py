"""Households as nobody would write them: every role, every answer, every way of not knowing."""

from datetime import date, timedelta
from random import Random

from safe_mobility.programmes.rules.ruleset import Question, RuleSet
from safe_mobility.programmes.rules.values import UNKNOWN, QuestionType, Value
from safe_mobility.screening.rules.columns import ROLES, Stored
from safe_mobility.screening.rules.household import Household, Member, Relative

_COUNTRIES = ("GT", "SV", "HN", "NI", "CU", "HT", "VE", "CO", "EC", "US", "MX")
_MARITAL = (None, "single", "married", "partner", "widowed")


def generated(rule_set: RuleSet, *, count: int, seed: int) -> list[Stored]:
    """`count` households, the same for the same seed."""
    chance = Random(seed)  # noqa: S311  # repeatable on purpose
    return [_one(rule_set, chance) for _ in range(count)]


def _one(rule_set: RuleSet, chance: Random) -> Stored:
    size = chance.choice((1, 1, 2, 3, 4, 6))
    roles = ["applicant", *(chance.choice(ROLES[1:]) for _ in range(size - 1))]
    if chance.random() < 0.1:
        chance.shuffle(roles)
    members = tuple(
        Member(
            id=f"{chance.randrange(100):02}-{place}",
            role=role,  # type: ignore[arg-type]
            born_on=_birthday(chance),
            sex=chance.choice((None, "F", "M", "X")),
            marital=chance.choice(_MARITAL),
        )
        for place, role in enumerate(roles)
    )
    relatives = tuple(
        Relative(f"r{place}", _answers(rule_set, chance, share=0.3))
        for place in range(chance.choice((0, 0, 0, 1, 2)))
    )
    own = {
        member.id: _answers(rule_set, chance, share=0.15)
        for member in members
        if chance.random() < 0.4
    }
    share = chance.choice((0.1, 0.5, 0.9, 1.0))
    return Stored(Household(members, relatives), _answers(rule_set, chance, share=share), own)


def _answers(rule_set: RuleSet, chance: Random, *, share: float) -> dict[str, Value]:
    return {
        question.id: _value(question, chance)
        for question in rule_set.questions.values()
        if question.type is not QuestionType.NOTHING and chance.random() < share
    }


def _value(question: Question, chance: Random) -> Value:
    if chance.random() < 0.15:
        return UNKNOWN
    if question.type is QuestionType.BOOLEAN:
        return chance.random() < 0.5
    if question.type is QuestionType.DATE:
        return _birthday(chance) or UNKNOWN
    codes = sorted(question.codes) or list(_COUNTRIES)
    if question.type is QuestionType.MUNICIPALITY:
        codes = ["0101", "1301", "0901"]
    if not question.type.is_list:
        return chance.choice(codes)
    chosen = chance.sample(codes, k=min(len(codes), chance.choice((0, 1, 1, 2))))
    extra = [word for word in ("unknown", "none") if chance.random() < 0.1]
    return tuple(sorted({*chosen, *extra}))


def _birthday(chance: Random) -> date | None:
    if chance.random() < 0.2:
        return None
    return date(2023, 11, 20) - timedelta(days=chance.randrange(75 * 365))
