"""A field that anybody may read and that stays as long as the programme does."""

from typing import Any, TypeVar

from django.db import models

from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared

F = TypeVar("F", bound="models.Field[Any, Any]")


def public(field: F, *, purpose: str) -> F:
    """Declare a field of figures that stand on public pages in any case."""
    return declared(
        field,
        purpose=purpose,
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
