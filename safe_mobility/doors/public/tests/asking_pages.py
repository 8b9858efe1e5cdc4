"""A visitor's way through the question pages, for tests: without a browser, with real rows."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.test import Client
from django.utils.html import escape

from safe_mobility.programmes.tests.shipped import MONDAY

Response = Any


def offset_to_monday() -> int:
    """The training site's clock: the first Monday of the story, whatever today is."""
    return int((MONDAY - datetime.now(UTC)).total_seconds())


@dataclass
class Visitor:
    """One browser. `press` is the key of the page that was opened last."""

    language: str = "es"
    client: Client = field(default_factory=Client)

    def open(self, slug: str) -> Response:
        return self.client.get(f"/{self.language}/{slug}")

    def send(self, slug: str, **typed: Any) -> Response:
        """Open the page and send its form, as a person does."""
        key = press_of(self.open(slug))
        return self.client.post(f"/{self.language}/{slug}", {"press": key, **typed})

    def answer(self, question: str, *answers: str, **typed: Any) -> Response:
        return self.send(f"preguntas/{question}", answer=list(answers), **typed)

    def day(self, question: str, day: str, month: str, year: str) -> Response:
        return self.send(
            f"preguntas/{question}", answer_day=day, answer_month=month, answer_year=year
        )

    def kept(self) -> str:
        """The page with all answers, as text."""
        return text_of(self.open("revisar"))


def press_of(response: Response) -> str:
    found = re.search(r'name="press" value="([^"]+)"', response.content.decode())
    assert found, response.content.decode()[:2000]
    return found[1]


def text_of(response: Response) -> str:
    """What a person reads on the page, without the frame."""
    page = response.content.decode()
    main = page.split("<main", 1)[1].split("</main>")[0] if "<main" in page else page
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def says(response: Response, sentence: str) -> bool:
    return escape(sentence) in response.content.decode() or sentence in text_of(response)
