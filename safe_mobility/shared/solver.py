"""A solver for linear and integer programmes (HiGHS) that says nothing and repeats itself.

The same model gives the same answer each time: one thread, one seed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import highspy


def quiet() -> highspy.Highs:
    with _without_greeting():
        solver: highspy.Highs = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("parallel", "off")
    solver.setOptionValue("random_seed", 0)
    return solver


@contextmanager
def _without_greeting() -> Iterator[None]:
    """The solver greets once a process, on the real standard output, before it can be told not
    to. What a command prints is its own."""
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
