"""How names sound in Guatemala, so that one name written in two ways is found as one.

Clerks wrote down what they heard: Hernández and Ernandes, Velásquez and Belazques, Tzunún and
Sunún, Ixchel and Ishchel. A key keeps what an ear keeps: no silent h, one s for c, z, tz and x,
one b for v, one k for c, q and k, no glottal stop. Where an ear hears two things (Ximénez is
Jiménez or Shiménez) a name has two keys.

Not for telling people apart: only for finding pairs that a person then looks at.
"""

import re

from safe_mobility.people.rules.names import plain

CH, SH = "\u010d", "\u0161"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"tch|tx|ch", CH),
        (r"sh", SH),
        (r"ph", "f"),
        (r"h(?=ue|ua|ui)", ""),
        (r"h", ""),
        (r"tz|ts|dz|cz|z", "s"),
        (r"sc(?=[ei])|c(?=[ei])", "s"),
        (r"qu(?=[ei])|ck|[kqc]", "k"),
        (r"g(?=[ei])", "j"),
        (r"gu(?=[ei])", "g"),
        (r"g?[uüw](?=[aeio])", "u"),
        (r"[vw]", "b"),
        (r"ll|y", "i"),
        (r"n(?=[bpf])", "m"),
    )
)
_DOUBLED = re.compile(r"(.)\1+")
_LONG = re.compile(r"([aeiou])\1+")
LITTLE = frozenset({"de", "del", "la", "las", "los", "y", "viuda", "vda"})
"""Words between names that are written or left out."""


def sounds(word: str) -> frozenset[str]:
    """The keys of one word: one, or two where an x may be heard as s or as j."""
    letters = plain(word).replace(" ", "")
    if not letters:
        return frozenset()
    heard = {_key(letters.replace("x", "s"))}
    if letters.startswith("x") or re.search(r"[aeiou]x[aeiou]", letters):
        heard.add(_key(letters.replace("x", "j")))
    return frozenset(heard)


def words(name: str) -> tuple[str, ...]:
    """The words of a name that count, as written."""
    return tuple(word for word in plain(name).split(" ") if word and word not in LITTLE)


def same_sound(first: str, second: str) -> bool:
    return bool(sounds(first) & sounds(second))


def _key(letters: str) -> str:
    heard = letters
    for pattern, said in _RULES:
        heard = pattern.sub(said, heard)
    heard = heard.replace(SH, "s")
    return _DOUBLED.sub(r"\1", _LONG.sub(r"\1", heard))
