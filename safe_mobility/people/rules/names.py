"""How names are cleaned, compared and hashed.

Names are kept as people write them. For comparing, accents, case, dashes and doubled spaces do
not count; for finding likely duplicates, neither do the spellings that sound alike in the Spanish
of Guatemala and in names of Mayan origin (Hernandez and Ernandes, Tzunun and Sunun).
"""

import re
import unicodedata
from datetime import date

from safe_mobility.shared.refusal import Refusal

LONGEST = 80


class NameUnreadable(Refusal):
    """No letters, or signs that no name has (digits, emoji, control signs)."""

    code = "people.name_unreadable"


class NameTooLong(Refusal):
    code = "people.name_too_long"


# The glottal stop of Mayan languages is written with any of these; we keep U+2019.
_APOSTROPHES = re.compile("['`´‘’ʼꞌ]")
_SPACES = re.compile(r"\s+")


def clean_name(text: str) -> str:
    """The name as it will be kept, or a refusal that says what to mend."""
    name = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    name = _APOSTROPHES.sub("\u2019", name)
    if len(name) > LONGEST:
        raise NameTooLong(longest=LONGEST)
    if not any(sign.isalpha() for sign in name) or not all(map(_belongs, name)):
        raise NameUnreadable
    return name


def _belongs(sign: str) -> bool:
    return sign in " -.\u2019" or unicodedata.category(sign) in {"Lu", "Ll", "Lt", "Lo", "Lm", "Mn"}


def plain(text: str) -> str:
    """Lower case, without accents or signs: two ways of writing one name become one."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign if sign.isalnum() else " " for sign in decomposed if not _mark(sign))
    return _SPACES.sub(" ", letters).strip()


def _mark(sign: str) -> bool:
    # A glottal mark is dropped, not a space: k'iche' and kiche are one name.
    return unicodedata.combining(sign) != 0 or bool(_APOSTROPHES.match(sign))


_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"h(?!$)"), ""),
    (re.compile(r"tz|ts|dz|z|x|ç"), "s"),
    (re.compile(r"c(?=[ei])"), "s"),
    (re.compile(r"qu(?=[ei])|k|q|c"), "k"),
    (re.compile(r"g(?=[ei])|j"), "j"),
    (re.compile(r"gu(?=[ei])"), "g"),
    (re.compile(r"v|w(?=[ei])"), "b"),
    (re.compile(r"w|gu(?=a)"), "u"),
    (re.compile(r"ll|y"), "i"),
    (re.compile(r"n(?=[bp])"), "m"),
)
_DOUBLED = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """One word by its sound. "ch" is kept apart from "c", as is a silent final "h"."""
    heard = plain(word).replace(" ", "").replace("ch", "\u0161").replace("sh", "\u0161")
    for spelling, said in _SOUNDS:
        heard = spelling.sub(said, heard)
    return _DOUBLED.sub(r"\1", heard.rstrip("h"))


def person_key(*, given_names: str, surnames: str, born_on: date) -> str:
    """What the keyed hash of a person is taken of: the same name and the same birthday."""
    return f"{plain(given_names)}|{plain(surnames)}|{born_on.isoformat()}"


def match_key(*, given_names: str, surnames: str, birth_year: int) -> str:
    """A coarser key: first name and first surname by sound, and the year."""
    given, surname = plain(given_names).split(" ")[0], plain(surnames).split(" ")[0]
    return f"{sound(given)}|{sound(surname)}|{birth_year}"


def document_key(*, country: str, kind: str, number: str) -> str:
    """Letters and digits alone count: 1234 56789 0101 and 1234567890101 are one document."""
    signs = "".join(sign for sign in number.upper() if sign.isalnum())
    return f"{country.upper()}|{kind}|{signs}"
