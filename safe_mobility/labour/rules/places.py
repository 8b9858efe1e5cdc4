"""Which state of the United States, which town, or which other country a text names."""

import re
from dataclasses import dataclass

from safe_mobility.labour.rules.names import plain
from safe_mobility.labour.rules.values import STATES

_SPANISH = (
    "CA california|NC carolina del norte|SC carolina del sur|ND dakota del norte"
    "|SD dakota del sur|DE delawer|FL la florida|HI hawai|LA luisiana|MI michigan|MS misisipi"
    "|MS misisipi|MO misuri|NH nueva hampshire|NJ nueva jersey|NM nuevo mexico|NY nueva york"
    "|OR oregon|PA pensilvania|PA pensylvania|TN tenesi|TN tenessee|TX tejas"
    "|WV virginia occidental|WV virginia del oeste|WA guachinton|GA la georgia|AZ arizona"
    "|DC washington dc|DC washington d c"
)
_COUNTRIES = {
    "CA": "canada quebec ontario alberta manitoba saskatchewan",
    "MX": "mexico chiapas",
    "ES": "espana spain huelva",
    "DE": "alemania germany",
    "IT": "italia italy",
    "PT": "portugal",
    "GB": "inglaterra england",
    "AE": "dubai emiratos",
    "IL": "israel",
}
_SKIPPED = (
    "usa eeuu ee uu eua us united states of america estados unidos norte"
    " en el la los las de del condado county city ciudad estado state the in"
)
_FILLER = frozenset(_SKIPPED.split())


@dataclass(frozen=True, slots=True)
class Place:
    """`town` is what is left when states, countries and filling words are taken away."""

    states: frozenset[str]
    countries: frozenset[str]
    town: str

    @property
    def says_nothing(self) -> bool:
        return not (self.states or self.countries or self.town)


def _phrases() -> tuple[tuple[str, str], ...]:
    english = ((plain(name), code) for code, name in STATES.items())
    spanish = ((pair[3:], pair[:2]) for pair in _SPANISH.split("|"))
    # The longest first: "west virginia" before "virginia", "nuevo mexico" before the country.
    return tuple(sorted({*english, *spanish}, key=lambda pair: (-len(pair[0]), pair)))


_PHRASES = _phrases()
_CODE = re.compile(r"(?:^|[,(\s])([A-Z]{2})(?=$|[\s,.);])")


def read_place(text: str) -> Place:
    """What a place says. A state's two letters count in capitals only: `la` and `me` are words."""
    states = {code for code in _CODE.findall(text) if code in STATES}
    left = f" {plain(_CODE.sub(lambda code: ' ' if code[1] in STATES else code[0], text))} "
    for phrase, code in _PHRASES:
        if f" {phrase} " in left:
            states.add(code)
            left = left.replace(f" {phrase} ", " ")
    countries = set()
    town = []
    for word in left.split():
        country = next((code for code, words in _COUNTRIES.items() if word in words.split()), "")
        if country:
            countries.add(country)
        elif word not in _FILLER:
            town.append(word)
    return Place(frozenset(states), frozenset(countries), " ".join(town))
