"""Names of employers: how they are compared, and which may be a person's own name."""

import re
import unicodedata

_FORMS = (
    "llc lc inc incorporated corp corporation co company lp llp lllp ltd limited pllc pc gp sa sas"
    " srl cv de rl dba the and y"
)
LEGAL_FORMS = frozenset(_FORMS.split())
"""Words that tell the legal form, not the name."""

_WORDS = (
    "llc lc inc incorporated corp corporation co company lp llp lllp ltd limited pllc gp"
    " partnership partners farm farms farming ranch ranches ranching orchard orchards nursery"
    " nurseries grower growers association assn assoc cooperative coop enterprise enterprises"
    " service services landscape landscapes landscaping lawn lawncare lawns cattle livestock"
    " sheep dairy harvesting harvest harvesters produce vineyard vineyards winery club resort"
    " resorts hotel inn lodge restaurant seafood crab oyster oysters construction contracting"
    " contractor contractors labor group holdings management bros brothers sons amusement"
    " amusements shows carnival concessions forestry reforestation tree trees timber stable"
    " stables racing honey bees apiary apiaries greenhouse greenhouses garden gardens packing"
    " fruit fruits citrus berry berries tobacco acres ag agriculture agricultural grain land feed"
    " sod turf irrigation staffing trust estate properties masonry concrete stone roofing"
    " painting plantation gin cotton crawfish rice sugar maple venture university school county"
    " city usa america american cleaning maintenance products foods supply international"
    " productions center companies company condominiums foundation government ministry ministerio"
    " gobierno storage market trucking logistics steel solutions associates processing electronica"
    " wafla princess design fence"
)
_BUSINESS = frozenset(_WORDS.split())


def plain(text: str) -> str:
    """Small letters without accents or signs, words parted by one space."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’.]", "", letters)).split())


def key(name: str) -> str:
    """A name as it is compared: without its legal form, which adverts leave out."""
    words = plain(name).split()
    return " ".join(word for word in words if word not in LEGAL_FORMS) or " ".join(words)


def is_of_a_business(name: str) -> bool:
    """Whether a name shows that it is no person's own.

    When in doubt it is a person's: a farm that is called after its farmer and nothing else
    looks like one, and stays out of what we hand on.
    """
    words = set(plain(name).split())
    return bool(words & _BUSINESS) or "&" in name or any(sign.isdigit() for sign in name)


def without_person(name: str) -> str:
    """Of `Jo Roe dba Roe Farms` the trade name alone."""
    return re.split(r"\bd\s*[./]?\s*b\s*[./]?\s*a\b[.:]?", name, flags=re.IGNORECASE)[-1].strip(
        " ,"
    )
