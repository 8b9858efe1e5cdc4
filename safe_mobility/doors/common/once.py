"""One press, one act: how a view that changes something calls a service.

    with once(request, asker(request)) as act:
        reference = act(people_acts.register, keep=lambda done: done.reference, now=clock.now())

Inside stands one transaction. The press is written first, then the act is done; a refusal
rolls both back, so the same page may be sent again. The same press a second time does
nothing and returns what was kept the first time. Counts of attempts and limits are written
before, outside: a refusal must not undo them.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest

from safe_mobility.doors.common.fields import PRESS_FIELD
from safe_mobility.doors.common.whose import WHOSE_FIELD
from safe_mobility.oversight.services import presses
from safe_mobility.shared.asker import Asker

_NOT_THE_ACT: Final = frozenset({PRESS_FIELD, WHOSE_FIELD, "csrfmiddlewaretoken"})


def _nothing(_result: Any) -> str:
    return ""


class Act:
    """What `once` hands to the view: call it with a service and the service's arguments."""

    def __init__(self, pressed: presses.Pressed) -> None:
        self._pressed = pressed
        self._used = False

    @property
    def repeat(self) -> bool:
        """Whether this press was done before."""
        return self._pressed.repeat

    def __call__(
        self,
        service: Callable[..., Any],
        *,
        keep: Callable[[Any], str] = _nothing,
        **arguments: Any,
    ) -> str:
        """Do the act, unless this press did it before; either way return what it keeps.

        `keep` chooses from the service's result the reference that a repeat will need.
        """
        if self._used:
            raise RuntimeError("one press, one act")
        self._used = True
        if self.repeat:
            return self._pressed.result
        kept = keep(service(**arguments))
        presses.finish(self._pressed, result=kept)
        return kept


@contextmanager
def once(request: HttpRequest, asker: Asker) -> Iterator[Act]:
    """The transaction of one act. Raises what the act refuses, and `presses`' own refusals."""
    with transaction.atomic():
        yield Act(
            presses.begin(
                asker_ref=asker.ref,
                key=request.POST.get(PRESS_FIELD, ""),
                body=body_of(request),
            )
        )


def body_of(request: HttpRequest) -> bytes:
    """What was pressed: the path and every field that is part of the act."""
    fields = sorted((n, v) for n, v in request.POST.lists() if n not in _NOT_THE_ACT)
    files = sorted(
        (name, file.name, file.size) for name, sent in request.FILES.lists() for file in sent
    )
    return json.dumps([request.path, fields, files]).encode()
