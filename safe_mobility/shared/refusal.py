"""An act that the programme foresees and declines.

A refusal carries a code and facts; the door that catches it finds the words. Facts may be
logged, so they hold references, dates and counts, never a name, a contact or an answer.
"""

from typing import Any, ClassVar


class Refusal(Exception):
    """Base of everything the programme says no to on purpose. Anything else is a bug."""

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{type(self).__name__}({inside})"


class NotVisible(Refusal):
    """The row does not exist, or not for this asker. The two are never told apart."""

    code = "shared.not_visible"
