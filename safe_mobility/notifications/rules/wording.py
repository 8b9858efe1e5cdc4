"""How a text is written down: the shape shared by the languages."""

from dataclasses import dataclass

Paragraph = str | tuple[str, ...]
"""One paragraph, or several wordings of it: the first whose facts are all known is used.
Where none is, the paragraph is left out."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one kind.

    `sms`: the first wording whose facts are known and which fits 160 signs is sent, so a
    long office name costs the name, not the message. `body` is what an e-mail says. `page`
    is what only somebody signed in reads; where it is empty they read the body.
    """

    sms: tuple[str, ...]
    subject: str
    body: tuple[Paragraph, ...]
    page: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """All that is said in one language. `signed` ends each e-mail; `withheld` stands on a
    page in place of a code, which is never kept."""

    sender: str
    signed: tuple[str, ...]
    withheld: str
    texts: dict[str, Wording]
