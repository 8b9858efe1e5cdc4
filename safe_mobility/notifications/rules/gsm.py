"""What one SMS can hold: 160 signs of the GSM-7 alphabet.

One sign outside the alphabet turns the whole message into UCS-2 and cuts it to 70. Spanish
needs other words where á, í, ó or ú would stand (é, ñ, ü, ¿ and ¡ are in the alphabet);
the ñ is never dropped.
"""

LIMIT = 160

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "\f^{}\\[~]|€"
_COST = {**dict.fromkeys(_BASIC, 1), **dict.fromkeys(_EXTENDED, 2)}

# A place's name cannot be said in other words, so it alone may lose an accent.
_PLAIN = str.maketrans("áíóúÁÍÓÚ’", "aiouAIOU'")


def outside(text: str) -> frozenset[str]:
    """The signs of `text` that GSM-7 does not have."""
    return frozenset(sign for sign in text if sign not in _COST)


def cost(text: str) -> int:
    """How many of the 160 signs `text` takes; a few signs cost two."""
    return sum(_COST.get(sign, LIMIT) for sign in text)


def fits(text: str) -> bool:
    return not outside(text) and cost(text) <= LIMIT


def plain_name(name: str) -> str:
    """A place's name as an SMS can carry it."""
    return name.translate(_PLAIN)
