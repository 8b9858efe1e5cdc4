"""What a family may tell us about help it needs: twelve plain sentences.

Each sentence leads to codes of UNHCR's list of specific needs, the language in which agencies
pass such needs on. A need as told is pending: only a specialist assesses it (room `cases`), so
the mapping offers codes and decides nothing.
"""

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType


class Need(StrEnum):
    PREGNANT = "PREGNANT"
    BABY = "BABY"
    ILL = "ILL"
    SEEING = "SEEING"
    HEARING = "HEARING"
    MOVING = "MOVING"
    MIND = "MIND"
    ALONE_WITH_CHILDREN = "ALONE_WITH_CHILDREN"
    OLDER = "OLDER"
    OTHER_CHILD = "OTHER_CHILD"
    AFRAID = "AFRAID"
    PRIVATE = "PRIVATE"


CODES = MappingProxyType(
    {
        Need.PREGNANT: ("WR-PY", "SM-DP"),
        Need.BABY: ("WR-LC",),
        Need.ILL: ("SM-CI", "SM-CC"),
        Need.SEEING: ("DS-BD",),
        Need.HEARING: ("DS-DF", "DS-SD"),
        Need.MOVING: ("DS-PM", "DS-PS"),
        Need.MIND: ("SM-MI", "DS-MM"),
        Need.ALONE_WITH_CHILDREN: ("SP-PT", "SP-CG"),
        Need.OLDER: ("ER-NF", "ER-FR"),
        Need.OTHER_CHILD: ("SC-SC", "SC-UC", "SC-FC"),
        Need.AFRAID: ("LP-AN", "LP-RR"),
        Need.PRIVATE: ("LP-AN", "SV-VA"),
    }
)

LONGEST_WORDS = 600


def codes_of(needs: Iterable[Need]) -> tuple[str, ...]:
    """The codes to be looked at by a specialist, each once, in a fixed order."""
    return tuple(sorted({code for need in needs for code in CODES[need]}))
