"""Each field declares itself: why it is kept, how sensitive it is, who sees it, how long.

Erasure, export, log redaction, planted canaries, form fuzzing and the access matrix are
generated from this one declaration; an architecture test refuses a field without it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, cast

from django.db import models


class Sensitivity(StrEnum):
    PUBLIC = "PUBLIC"
    """May stand on a public page."""
    INTERNAL = "INTERNAL"
    """Says nothing about a person; staff only."""
    PERSONAL = "PERSONAL"
    """Says something about a person or could lead to one."""
    PROTECTED = "PROTECTED"
    """Could put a person in danger, or is a secret that lets somebody in."""


class SeenBy(StrEnum):
    EVERYONE = "EVERYONE"
    HOUSEHOLD = "HOUSEHOLD"
    OFFICE = "OFFICE"
    PARTNER = "PARTNER"
    AUDITOR = "AUDITOR"
    SYSTEM = "SYSTEM"


class Kept(StrEnum):
    """When a value goes. Terms in days stand in `docs/security.md`."""

    WITH_PROGRAMME = "WITH_PROGRAMME"
    WITH_HOUSEHOLD = "WITH_HOUSEHOLD"
    WITH_STAFF = "WITH_STAFF"
    WITH_REPORT = "WITH_REPORT"
    COARSE_FOR_EVER = "COARSE_FOR_EVER"
    TRAIL = "TRAIL"
    DAYS_7 = "DAYS_7"
    HOUR_1 = "HOUR_1"
    MINUTES_10 = "MINUTES_10"
    UNTIL_USED = "UNTIL_USED"


@dataclass(frozen=True, slots=True)
class Declaration:
    purpose: str
    sensitivity: Sensitivity
    seen_by: frozenset[SeenBy]
    kept: Kept
    encrypted: bool = False


_DECLARATION = "declaration"
F = TypeVar("F", bound="models.Field[Any, Any]")


def declared(
    field: F,
    *,
    purpose: str,
    sensitivity: Sensitivity,
    seen_by: Iterable[SeenBy] | SeenBy,
    kept: Kept,
    encrypted: bool = False,
) -> F:
    """Give `field` its declaration and hand it back, so that a model reads as one list.

    An encrypted field is a `BinaryField` whose value a `DataKey` sealed; declaring any
    other kind of field as encrypted is a mistake and is refused at import.
    """
    if encrypted and not isinstance(field, models.BinaryField):
        raise TypeError("only a BinaryField can hold a sealed value")
    seen = frozenset([seen_by] if isinstance(seen_by, SeenBy) else seen_by)
    setattr(field, _DECLARATION, Declaration(purpose, sensitivity, seen, kept, encrypted))
    return field


def declaration_of(field: "models.Field[Any, Any]") -> Declaration | None:
    return cast("Declaration | None", getattr(field, _DECLARATION, None))
