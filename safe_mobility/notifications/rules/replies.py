"""What somebody wants who answers our SMS.

People type on small keys, in a hurry, with or without accents. The words we ask for are
found wherever they stand; anything else is kept for a person to read.
"""

import unicodedata
from enum import StrEnum


class Wish(StrEnum):
    CHANGE = "CHANGE"
    TIME = "TIME"
    WORK = "WORK"
    """The wish to work a season abroad still stands."""
    OTHER = "OTHER"


_WORDS = {
    "CAMBIO": Wish.CHANGE,
    "CAMBIAR": Wish.CHANGE,
    "CHANGE": Wish.CHANGE,
    "CITA": Wish.TIME,
    "TIME": Wish.TIME,
    "SIGO": Wish.WORK,
    "SIGUE": Wish.WORK,
    "STAY": Wish.WORK,
}
LONGEST = 1000


def folded(text: str) -> str:
    """Capitals without accents; whatever is no letter becomes a space."""
    apart = unicodedata.normalize("NFKD", text[:LONGEST])
    letters = (sign for sign in apart if not unicodedata.combining(sign))
    return "".join(sign if sign.isalpha() else " " for sign in letters).upper()


def wish_in(text: str) -> Wish:
    """The wish in `text`. Two different wishes in one text are for a person."""
    words = folded(text).split()
    found = {_WORDS[word] for word in words if word in _WORDS}
    if not found:
        joined = "".join(words)
        found = {_WORDS[joined]} if joined in _WORDS else set()
    return found.pop() if len(found) == 1 else Wish.OTHER
