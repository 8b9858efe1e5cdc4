"""A family that walks the whole way over HTTP, without a browser: it reads pages and sends forms.

For what looks at the processes rather than at the pages: logs, crashes, processor time.
"""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
TIME = re.compile(r'name="hora" value="([^"]+)"')
WAY = re.compile(r'value="([A-Z]{3}\.[A-Z_]+)"')
NUMBER_AND_PIN = re.compile(r'<p class="code">([^<]+)<')
KNOWN = {"nationalities": "GT", "gt.loc": "GT", "fv.rel": "none"}
MOST_QUESTIONS = 60


@dataclass(frozen=True)
class Told:
    """What this family tells; each test may plant words of its own."""

    given_names: str = "Ixchel"
    surnames: str = "Tzunun Aju"
    born_on: tuple[str, str, str] = ("7", "3", "1990")
    document: str = "2345678901234"
    phone: str = "5555 1234"
    note: str = "Gracias"

    @property
    def steps(self) -> list[tuple[str, dict[str, Any]]]:
        day, month, year = self.born_on
        born = {"born_on_day": day, "born_on_month": month, "born_on_year": year}
        return [
            ("nombre", {"given_names": self.given_names, "surnames": self.surnames}),
            ("nacimiento", born),
            ("sexo", {"sex": "F"}),
            ("nacionalidad", {"first": "GT", "second": ""}),
            ("documento", {"kind": "DPI", "document": self.document}),
            ("familia", {"more": "no"}),
            ("departamento", {"department": "09"}),
            ("municipio", {"municipality": "0901"}),
            ("idioma", {"spoken": "es", "language": "es"}),
            ("contacto", {"kind": "PHONE", "value": self.phone}),
            ("necesidades", {"needs": ["BABY"], "words": self.note}),
        ]


@dataclass
class Page:
    path: str
    status: int
    text: str

    @property
    def hidden(self) -> dict[str, str]:
        return dict(HIDDEN.findall(self.text))


@dataclass
class Family:
    """One phone. What it does returns the page it ends on."""

    site: str
    language: str = "es"
    told: Told = field(default_factory=Told)
    number: str = field(default="", repr=False)
    pin: str = field(default="", repr=False)
    asked: int = 0
    """How many pages it opened or sent."""

    def __post_init__(self) -> None:
        self._cookies = http.cookiejar.CookieJar()
        kept = urllib.request.HTTPCookieProcessor(self._cookies)
        self._opener = urllib.request.build_opener(kept)

    @property
    def cookie(self) -> str:
        """What this phone sends with every page, as one header."""
        return "; ".join(f"{one.name}={one.value}" for one in self._cookies)

    def open(self, slug: str) -> Page:
        return self._ask(f"{self.site}/{self.language}/{slug}")

    def send(self, slug: str, typed: Mapping[str, Any], *, page: str = "") -> Page:
        """Open a page and send what was typed together with what the page holds."""
        shown = self.open(page or slug)
        body = urllib.parse.urlencode({**shown.hidden, **typed}, doseq=True)
        return self._ask(f"{self.site}/{self.language}/{slug}", body.encode())

    def walk(self) -> None:
        """From the first page to the slip of the appointment."""
        self.open("")
        self.answer_everything()
        self.open("resultado")
        self.register()
        self.book()

    def answer_everything(self) -> None:
        for _ in range(MOST_QUESTIONS):
            asked = self.open("preguntas").path.removeprefix(f"/{self.language}/")
            if asked == "revisar":
                return
            self.send(asked, self._answer(asked.removeprefix("preguntas/")))
        raise AssertionError("the questions never ended")

    def _answer(self, asked: str) -> dict[str, str]:
        if asked == "familia":
            return {}
        if asked == "cm.age":
            return {"answer_day": "2", "answer_month": "5", "answer_year": "1990"}
        known = KNOWN.get(asked)
        return {"answer": known} if known else {"answer": "unknown", "dont_know": "1"}

    def register(self) -> None:
        """From the consent to the application that is sent; keeps number and PIN as one does."""
        self.send("consentimiento", {"agree": "yes"})
        self.number, self.pin = NUMBER_AND_PIN.findall(self.open("registro/numero").text)
        self.send("registro/numero", {})
        for slug, typed in self.told.steps:
            page = self.send(f"registro/{slug}", typed)
            assert page.path != f"/{self.language}/registro/{slug}", page.text
        sent = self.send("enviar", {})
        assert sent.path == f"/{self.language}/listo", sent.path

    def book(self) -> Page:
        """The first free time at the first way on the page."""
        self.hold()
        slip = self.send("cita/guardada", {})
        assert slip.path == f"/{self.language}/cita/lista", slip.text
        return slip

    def hold(self) -> Page:
        ways = self.open("cita")
        way = WAY.search(ways.text)
        assert way, ways.text
        times = self.open(f"cita?donde={way[1]}")
        hour = TIME.search(times.text)
        assert hour, times.text
        held = self.send("cita", {"hora": hour[1]}, page=f"cita?donde={way[1]}")
        assert held.path == f"/{self.language}/cita/guardada", held.text
        return held

    def _ask(self, url: str, body: bytes | None = None) -> Page:
        self.asked += 1
        try:
            answer = self._opener.open(url, body)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            path = urllib.parse.urlsplit(answer.url).path
            return Page(path, answer.status, answer.read().decode())
