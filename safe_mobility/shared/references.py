"""Numbers and codes that people read aloud, copy by hand and type on a small keyboard.

The alphabet has no 0, O, 1, I, L or U, so no sign can be taken for another. The last sign
checks the others (Luhn modulo 30): one wrong sign is always told, and so is nearly every
exchange of two neighbours, before anybody looks anything up.
"""

from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_LENGTH = 12
"""A household's number: eleven random signs (53 bits) and the check sign, read in fours."""
CODE_LENGTH = 13
"""An appointment's check code and a report's receipt: twelve random signs (58 bits)."""

_PLACE = {sign: place for place, sign in enumerate(ALPHABET)}
_IGNORED = {" ", "-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u00a0", "\t", "."}


def check_sign(signs: str) -> str:
    """The sign that makes the Luhn sum of `signs` and itself divisible by thirty."""
    total = 0
    for step, sign in enumerate(reversed(signs)):
        addend = _PLACE[sign] * (2 if step % 2 == 0 else 1)
        total += addend // len(ALPHABET) + addend % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def new_reference(*, pick: Callable[[str], str], length: int = NUMBER_LENGTH) -> str:
    """A new number of `length` signs. `pick` chooses one sign, as `secrets.choice` does."""
    signs = "".join(pick(ALPHABET) for _ in range(length - 1))
    return signs + check_sign(signs)


def parse_reference(text: str, *, length: int = NUMBER_LENGTH) -> str | None:
    """The number that somebody typed, or None where its check sign says it is not one.

    Case, spaces and dashes do not matter.
    """
    signs = "".join(sign for sign in text.upper() if sign not in _IGNORED)
    if len(signs) != length or any(sign not in _PLACE for sign in signs):
        return None
    return signs if check_sign(signs[:-1]) == signs[-1] else None


def spell_reference(signs: str) -> str:
    """The number as it is shown and read aloud: by fours, `QZ7K-4M92-XW3T`."""
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))
