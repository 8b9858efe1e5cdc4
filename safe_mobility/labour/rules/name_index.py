"""Finding a name among many thousands that is written almost like another.

An inverted table of three-letter pieces gives the few that share most; those are then compared
sign by sign. Common words of names (farms, services) weigh little, rare ones much.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from safe_mobility.labour.rules import names

CANDIDATES = 60
SAME_WORD = 84
"""From this likeness on (of 100) two words count as one."""
MOST_OF_A_WORD = 400
"""A word of more names than this does not say which."""
MOST_OF_A_NAME = 0.75
RARE = 0.6
SAYS_NOTHING = frozenset(["el", "la", "los", "las", "de", "del", "al", "en", "of", "for", "in"])
"""Words that stand in every text, whatever name they are part of."""
BETWEEN = 2
"""Words that may stand between those of a name."""
MENDED = 24
"""Words of a text that are looked at for a slip of the keyboard."""


class NameIndex:
    """Keys of names (see `names.key`), numbered in the order given."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = keys
        self._words = [frozenset(key.split()) for key in keys]
        often = Counter(word for words in self._words for word in words)
        self._weight = {word: math.log(1 + len(keys) / count) for word, count in often.items()}
        self._new_word = math.log(1 + len(keys))
        self._vocabulary = [word for word in often if len(word) >= 5]
        self._pieces, self._lengths = _inverted(_pieces(key) for key in keys)
        self._by_word = _inverted(self._words)[0]

    def nearest(self, name: str, *, least: float) -> list[tuple[int, float]]:
        """Numbers of the names most like this one and how alike (to 1.0), the best first."""
        key = names.key(name)
        if not key or not self.keys:
            return []
        scored = ((at, self.likeness(key, at)) for at in self._candidates(key))
        return sorted(
            ((at, score) for at, score in scored if score >= least), key=lambda one: -one[1]
        )

    def likeness(self, key: str, at: int) -> float:
        """Whole names sign by sign; or, where one leaves words out, by the weight of the rest."""
        whole = likeness(key, self.keys[at])
        return max(whole, self._left_out(key.split(), list(self._words[at])))

    def within(self, text: str) -> list[tuple[int, float]]:
        """Names whose weight stands nearly all in one place of a longer text, the best first.

        Two words of a name have to stand together, or all that it has: whoever writes of a
        valley names no employer that is called after one.
        """
        where = self._where(names.plain(text).split())
        found = {
            at
            for word in where.keys() - SAYS_NOTHING
            if (numbers := self._by_word.get(word)) is not None and len(numbers) <= MOST_OF_A_WORD
            for at in numbers.tolist()
        }
        told = []
        for at in found:
            whole = sum(self._weight[word] for word in self._words[at])
            said = self._together(self._words[at], where)
            weight = sum(self._weight[word] for word in said)
            if weight >= MOST_OF_A_NAME * whole and weight >= RARE * self._new_word:
                told.append((at, weight / whole, weight))
        return [(at, share) for at, share, weight in sorted(told, key=lambda o: (-o[2], -o[1]))]

    def _where(self, words: Sequence[str]) -> dict[str, list[int]]:
        """At which places of a text each word stands, slips of the keyboard mended."""
        meant = self._mended(set(words))
        where: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            where[meant.get(word, word)].append(place)
        return where

    def _together(self, name: frozenset[str], where: Mapping[str, list[int]]) -> frozenset[str]:
        """The words of a name that stand together; none where that is too little to be it."""
        places = sorted((place, word) for word in name for place in where.get(word, ()))
        width = len(name) + BETWEEN
        best: frozenset[str] = frozenset()
        for first, _ in places:
            near = frozenset(word for place, word in places if 0 <= place - first < width)
            best = max(best, near, key=lambda words: sum(self._weight[word] for word in words))
        telling = name - SAYS_NOTHING
        enough = len(best & telling) >= 2 if len(telling) > 1 else best == name
        return best if enough else frozenset()

    def _mended(self, words: set[str]) -> dict[str, str]:
        """For a few words that no name has, the word of a name that is nearly the same."""
        strange = [word for word in words if len(word) >= 5 and word not in self._weight]
        near = {
            word: process.extractOne(
                word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=SAME_WORD
            )
            for word in sorted(strange)[:MENDED]
        }
        return {word: found[0] for word, found in near.items() if found is not None}

    def _candidates(self, key: str) -> list[int]:
        shared: NDArray[np.float32] = np.zeros(len(self.keys), dtype=np.float32)
        pieces = _pieces(key)
        for piece in pieces:
            numbers = self._pieces.get(piece)
            if numbers is not None:
                shared[numbers] += 1
        shorter = np.minimum(self._lengths, len(pieces))
        longer = np.maximum(self._lengths, len(pieces))
        # Half for what is shared of the shorter (words left out), half of the longer.
        like = shared / shorter + shared / longer
        count = min(CANDIDATES, len(like))
        best = np.argpartition(-like, count - 1)[:count]
        return [int(at) for at in best if shared[at] > 0]

    def _left_out(self, said: list[str], known: list[str]) -> float:
        few, many = (said, known) if len(said) <= len(known) else (known, said)
        if len(few) == len(many):
            return 0.0
        weight = {word: self._weight.get(word, self._new_word) for word in (*few, *many)}
        matched = 0.0
        for word in few:
            best = max(many, key=lambda other: fuzz.ratio(word, other))
            if fuzz.ratio(word, best) < SAME_WORD:
                return 0.0
            matched += weight[best]
        return 0.5 + 0.5 * min(1.0, matched / sum(weight[word] for word in many))


def likeness(one: str, other: str) -> float:
    """How alike two keys are, sign by sign, in either order of their words; to 1.0."""
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)) / 100


def same_but_shorter(one: str, other: str) -> bool:
    """Whether one of two keys is the other with words left out."""
    few, many = sorted((frozenset(one.split()), frozenset(other.split())), key=len)
    return bool(few) and few <= many


def _pieces(key: str) -> frozenset[str]:
    padded = f" {key} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def _inverted(
    sets: Iterable[frozenset[str]],
) -> tuple[Mapping[str, NDArray[np.int32]], NDArray[np.float32]]:
    """For each piece the numbers of the names that have it; and how many pieces each name has."""
    table: dict[str, list[int]] = defaultdict(list)
    lengths = []
    for number, pieces in enumerate(sets):
        lengths.append(max(1, len(pieces)))
        for piece in pieces:
            table[piece].append(number)
    packed = {piece: np.array(numbers, dtype=np.int32) for piece, numbers in table.items()}
    return packed, np.array(lengths, dtype=np.float32)
