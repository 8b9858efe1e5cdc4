"""People who walk the whole way over HTTP, without a browser: they read pages and send forms.

For what looks at the processes rather than at the pages: logs, crashes, processor time.
"""

import http.cookiejar
import re
import secrets
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
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


class _Remembers(urllib.request.HTTPRedirectHandler):
    """Follows where it is led, and notes where that was."""

    def __init__(self, addresses: list[str]) -> None:
        self.addresses = addresses

    def redirect_request(self, *asked: Any) -> urllib.request.Request | None:
        self.addresses.append(asked[-1])
        return super().redirect_request(*asked)


@dataclass
class Client:
    """What keeps cookies and follows where it is led; it remembers every address it was at."""

    site: str
    asked: int = field(default=0, init=False)
    """How many pages it opened or sent."""
    addresses: list[str] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        self._cookies = http.cookiejar.CookieJar()
        kept = urllib.request.HTTPCookieProcessor(self._cookies)
        self._opener = urllib.request.build_opener(kept, _Remembers(self.addresses))

    @property
    def cookie(self) -> str:
        """What this phone sends with every page, as one header."""
        return "; ".join(f"{one.name}={one.value}" for one in self._cookies)

    def ask(self, url: str, body: bytes | None = None, *, kind: str = "") -> Page:
        self.asked += 1
        self.addresses.append(url)
        headers = {"Content-Type": kind} if kind else {}
        try:
            answer = self._opener.open(urllib.request.Request(url, body, headers))
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            path = urllib.parse.urlsplit(answer.url).path
            return Page(path, answer.status, answer.read().decode(errors="replace"))


@dataclass
class Family(Client):
    """One phone. What it does returns the page it ends on."""

    language: str = "es"
    told: Told = field(default_factory=Told)
    number: str = field(default="", repr=False)
    pin: str = field(default="", repr=False)

    def open(self, slug: str) -> Page:
        return self.ask(f"{self.site}/{self.language}/{slug}")

    def send(self, slug: str, typed: Mapping[str, Any], *, page: str = "") -> Page:
        """Open a page and send what was typed together with what the page holds."""
        shown = self.open(page or slug)
        body = urllib.parse.urlencode({**shown.hidden, **typed}, doseq=True)
        return self.ask(f"{self.site}/{self.language}/{slug}", body.encode())

    def upload(self, slug: str, typed: Mapping[str, str], *, name: str, photo: bytes) -> Page:
        """Send a photo beside what was typed."""
        line = f"boundary-{secrets.token_hex(8)}"
        parts = [
            f'--{line}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in {**self.open(slug).hidden, **typed}.items()
        ]
        file = (
            f'--{line}\r\nContent-Disposition: form-data; name="photo"; filename="{name}"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        )
        body = "".join([*parts, file]).encode() + photo + f"\r\n--{line}--\r\n".encode()
        kind = f"multipart/form-data; boundary={line}"
        return self.ask(f"{self.site}/{self.language}/{slug}", body, kind=kind)

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


@dataclass
class Officer(Client):
    """Somebody at the console, signed in with both factors."""

    def sign_in(self, name: str, password: str, codes: Iterable[str]) -> None:
        """Each code serves once, and another test may have spent the first of them."""
        self.send("entrar", {"login": name, "password": password})
        for code in codes:
            if self.send("entrar/codigo", {"code": code}).path != "/consola/entrar/codigo":
                return
        raise AssertionError("all codes of this minute are used")

    def open(self, slug: str) -> Page:
        return self.ask(f"{self.site}/consola/{slug}")

    def send(self, slug: str, typed: Mapping[str, Any], *, page: str = "") -> Page:
        """Open a page and send what was typed together with what the page's own part holds."""
        shown = self.open(page or slug).text.partition("<main")[2]
        body = urllib.parse.urlencode({**dict(HIDDEN.findall(shown)), **typed}, doseq=True)
        return self.ask(f"{self.site}/consola/{slug}", body.encode())
