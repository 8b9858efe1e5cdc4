"""From a person's own words about their work to the occupations that orders are filed under.

A suggestion is only a suggestion: the person confirms it. Conjugation, plural and small slips of
spelling do not matter; what fits nothing gives nothing, and a person at the office finds the code.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from safe_mobility.labour.rules.occupation_table import TABLE

MOST = 4
ALIKE = 0.84
"""How alike two words must be, from 0 to 1: one slip in a word of six letters passes."""
SHORTEST_FUZZY = 5
"""Shorter words are compared by their beginning alone: `pan` and `can` are not alike."""
LONGEST_READ = 400


@dataclass(frozen=True, slots=True)
class Occupation:
    code: str
    es: str
    en: str
    words: tuple[tuple[str, ...], ...]

    def called(self, language: str) -> str:
        return self.en if language == "en" else self.es


OCCUPATIONS: dict[str, Occupation] = {
    code: Occupation(code, es, en, tuple(tuple(one.split("+")) for one in words.split()))
    for code, es, en, words in TABLE
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`score` orders the suggestions; it is shown to nobody."""

    code: str
    score: float


def called(code: str, language: str) -> str:
    """The name of an occupation; its code where the table does not have it."""
    found = OCCUPATIONS.get(code)
    return found.called(language) if found else code


def clean_code(text: str) -> str:
    """`45-2092.02` and `452092` as `45-2092`; empty where it is no code of this shape."""
    digits = "".join(sign for sign in text if sign.isascii() and sign.isdigit())
    return f"{digits[:2]}-{digits[2:6]}" if 6 <= len(digits) <= 8 else ""


def suggest(words: str) -> list[Suggestion]:
    """The occupations that these words speak of, the likeliest first; none where none do."""
    said = folded(words)
    found = [
        Suggestion(each.code, score)
        for each in OCCUPATIONS.values()
        if (score := sum(_said(said, wanted) for wanted in each.words)) > 0
    ]
    return sorted(found, key=lambda one: (-one.score, one.code))[:MOST]


def folded(text: str) -> list[str]:
    """The words of a text in small letters without accents; `ñ` counts as `n`."""
    apart = unicodedata.normalize("NFKD", text[:LONGEST_READ]).casefold()
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return "".join(sign if sign.isalpha() else " " for sign in letters).split()


def nearness(wanted: str, has: str) -> int:
    """How near two occupations are, in hundredths: the same, or of one kind."""
    if wanted == has:
        return 100
    if wanted[:5] == has[:5]:
        return 60
    return 0


def _said(said: Sequence[str], wanted: tuple[str, ...]) -> float:
    """How much it says that these words were said together; two words say more than one."""
    found = [max((_alike(word, one) for word in said), default=0.0) for one in wanted]
    return sum(found) ** 1.3 if all(found) else 0.0


def _alike(word: str, wanted: str) -> float:
    if word.startswith(wanted):
        return 1.0
    if len(wanted) < SHORTEST_FUZZY:
        return 0.0
    alike = Indel.normalized_similarity(word[: len(wanted)], wanted, score_cutoff=ALIKE)
    return float(alike) * 0.9
