"""The words for each refusal. A room declines with a code and facts; here a person reads why.

Each module beside this one belongs to one room and holds `WORDS`: code -> a function of the
facts. Words say what happened, what is kept and what to do next. They are made when they
are asked for, in the language of that moment.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from safe_mobility.shared.refusal import Refusal

Words = Callable[[Mapping[str, Any]], str]


@cache
def all_words() -> Mapping[str, Words]:
    """Every code that has words. Two rooms that claim one code are a mistake."""
    found: dict[str, Words] = {}
    for module in pkgutil.iter_modules(__path__):
        words: Mapping[str, Words] = importlib.import_module(f"{__name__}.{module.name}").WORDS
        if twice := found.keys() & words.keys():
            raise ValueError(f"words given twice: {', '.join(sorted(twice))}")
        found.update(words)
    return found


def words_for(refusal: Refusal) -> str:
    """What a person reads. A code without words is our fault, and the sentence says so."""
    words = all_words().get(refusal.code)
    if words is None:
        return our_fault()
    return words(refusal.facts)


def our_fault() -> str:
    return _("We could not save this. The problem is ours. Try again in a minute.")
