"""How many pages a second, and how heavy they are on a phone's data.

The limit is two words under the same server with the same workers, in the same minutes.
"""

import gzip
import http.cookiejar
import re
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from benchmarks.load import Address, requests_per_second
from benchmarks.places_to_run import hello_server, training_site
from benchmarks.report import Report, interleaved
from tests.walking import Family

AIMS = {"home": ">= 1500/s", "question": ">= 500/s", "times": ">= 500/s", "status": ""}
TIMES, STATUS = "/es/cita?donde=QTZ.IN_PERSON", "/es/solicitud/estado"
FIRST_LOAD, NEXT_PAGE = 14 * 1024, 6 * 1024
ASSET = re.compile(r"""<(?:link|script|img)\b[^>]*?(?:href|src)=["']([^"']+)["']""")
NOT_LOADED = re.compile(r"""rel=["'](?:alternate|canonical)["']""")


def main(report: Report) -> None:
    with training_site() as site, hello_server() as hello:
        visitor = Visitor(site.public_url)
        visitor.load("/es/")
        question = visitor.load("/es/preguntas").url
        family = Family(site.public_url)
        family.register()
        pages = {
            "home": Address(f"{site.public_url}/es/"),
            "question": Address(question, cookie=visitor.cookie),
            "times": Address(
                f"{site.public_url}/es/cita?donde=QTZ.IN_PERSON", cookie=family.cookie
            ),
            "status": Address(f"{site.public_url}/es/solicitud/estado", cookie=family.cookie),
        }
        rates = interleaved(
            {
                "hello": lambda: requests_per_second(Address(hello)),
                **{name: _rate_of(address) for name, address in pages.items()},
            }
        )
        report.figure("hello (the limit)", rates["hello"], "/s")
        for name, aim in AIMS.items():
            ratio = rates[name] / rates["hello"]
            report.figure(name, rates[name], "/s", ratio=ratio, aim=aim, beside="hello")
        weigh(report, site.public_url)


def _rate_of(address: Address) -> Callable[[], float]:
    return lambda: requests_per_second(address)


def weigh(report: Report, url: str) -> None:
    """What a first visit and every page after it cost, compressed, with all they bring."""
    visitor = Visitor(url)
    first = visitor.load("/es/")
    report.figure(
        "first load",
        first.bytes,
        "B",
        ratio=first.bytes / FIRST_LOAD,
        aim="<= 14 KB",
        beside=f"14 KB; {first.requests} requests (<= 4)",
    )
    for path in ("/es/ayuda", "/es/preguntas", "/es/estafas"):
        page = visitor.load(path)
        report.figure(
            f"then {path}",
            page.bytes,
            "B",
            ratio=page.bytes / NEXT_PAGE,
            aim="<= 6 KB",
            beside="6 KB",
        )


@dataclass
class Loaded:
    url: str
    bytes: int
    requests: int


@dataclass
class Visitor:
    """Somebody's browser: keeps cookies, and what it has loaded once it does not load again."""

    site: str
    kept: set[str] = field(default_factory=set)
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def __post_init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    @property
    def cookie(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)

    def load(self, path: str) -> Loaded:
        """Bytes over the wire for a page and what it needs, headers included."""
        url, weight, text = self._fetch(urljoin(self.site, path))
        new = [
            asset
            for tag in ASSET.finditer(text)
            if not NOT_LOADED.search(tag.group(0))
            and (asset := urljoin(url, tag.group(1))) not in self.kept
        ]
        for asset in dict.fromkeys(new):
            self.kept.add(asset)
            weight += self._fetch(asset)[1]
        return Loaded(url=url, bytes=weight, requests=1 + len(dict.fromkeys(new)))

    def _fetch(self, url: str) -> tuple[str, int, str]:
        request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
        with self._opener.open(request) as answer:
            body = answer.read()
            head = len(str(answer.headers)) + 17
            packed = answer.headers.get("Content-Encoding") == "gzip"
            text = (gzip.decompress(body) if packed else body).decode(errors="replace")
            return answer.url, head + len(body), text
