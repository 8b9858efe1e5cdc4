"""The two words that we say when we call a family.

Things everybody can picture and say in one breath, with a colour or a quality. They are kept as a
code (`rio-azul`) and said in the language of the household.
"""

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import TypeVar

T = TypeVar("T")

# In Spanish, in English, and whether the Spanish noun is feminine.
THINGS = MappingProxyType(
    {
        "rio": ("río", "river", False),
        "luna": ("luna", "moon", True),
        "puente": ("puente", "bridge", False),
        "mesa": ("mesa", "table", True),
        "arbol": ("árbol", "tree", False),
        "casa": ("casa", "house", True),
        "pan": ("pan", "bread", False),
        "silla": ("silla", "chair", True),
        "gallo": ("gallo", "rooster", False),
        "lluvia": ("lluvia", "rain", True),
        "zapato": ("zapato", "shoe", False),
        "campana": ("campana", "bell", True),
        "caballo": ("caballo", "horse", False),
        "piedra": ("piedra", "stone", True),
        "sombrero": ("sombrero", "hat", False),
        "taza": ("taza", "cup", True),
        "libro": ("libro", "book", False),
        "puerta": ("puerta", "door", True),
        "lago": ("lago", "lake", False),
        "semilla": ("semilla", "seed", True),
        "pato": ("pato", "duck", False),
        "estrella": ("estrella", "star", True),
        "camino": ("camino", "road", False),
        "hoja": ("hoja", "leaf", True),
        "barco": ("barco", "boat", False),
        "manta": ("manta", "blanket", True),
        "cuaderno": ("cuaderno", "notebook", False),
        "flor": ("flor", "flower", True),
        "reloj": ("reloj", "clock", False),
        "ventana": ("ventana", "window", True),
        "venado": ("venado", "deer", False),
        "olla": ("olla", "pot", True),
    }
)

# In Spanish for a masculine and for a feminine noun, and in English.
QUALITIES = MappingProxyType(
    {
        "azul": ("azul", "azul", "blue"),
        "rojo": ("rojo", "roja", "red"),
        "verde": ("verde", "verde", "green"),
        "blanco": ("blanco", "blanca", "white"),
        "amarillo": ("amarillo", "amarilla", "yellow"),
        "negro": ("negro", "negra", "black"),
        "grande": ("grande", "grande", "big"),
        "pequeno": ("pequeño", "pequeña", "small"),
        "nuevo": ("nuevo", "nueva", "new"),
        "viejo": ("viejo", "vieja", "old"),
        "alto": ("alto", "alta", "tall"),
        "redondo": ("redondo", "redonda", "round"),
        "largo": ("largo", "larga", "long"),
        "tranquilo": ("tranquilo", "tranquila", "calm"),
        "claro": ("claro", "clara", "bright"),
        "suave": ("suave", "suave", "soft"),
    }
)


def new_call_word(*, pick: Callable[[Sequence[str]], str]) -> str:
    """A code of two words. `pick` chooses one, as `secrets.choice` does."""
    return f"{pick(tuple(THINGS))}-{pick(tuple(QUALITIES))}"


def said(code: str, *, language: str) -> str:
    """The two words as they are spoken: "río azul", "blue river"."""
    thing, quality = code.split("-")
    spanish, english, feminine = THINGS[thing]
    masculine, feminine_quality, english_quality = QUALITIES[quality]
    if language == "en":
        return f"{english_quality} {english}"
    return f"{spanish} {feminine_quality if feminine else masculine}"
