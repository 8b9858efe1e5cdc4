"""Which nationality or state a word in a file means. What is not known is never guessed.

Publishers write "CHINA, PEOPLES REPUBLIC OF", "Burma" and "Burkina Faso (UVolta)". A name that
neither the programme's own list nor this page knows is kept as it is written and told.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

NOT_SAID = "ZZ"
"""Other, unknown or not said: a nationality, but nobody's in particular."""

_BOTH = (
    "ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU "
    "AUTAT AZEAZ BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ "
    "BMUBM BOLBO BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI "
    "CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE "
    "DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK "
    "FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR "
    "GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN "
    "IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH "
    "KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV "
    "MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN "
    "MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI "
    "NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL "
    "PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG "
    "SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI "
    "SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT "
    "TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG "
    "VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW "
)
ISO2_OF_ISO3: Mapping[str, str] = {each[:3]: each[3:] for each in _BOTH.split()}

OTHER_NAMES: Mapping[str, str] = {
    "other": NOT_SAID,
    "others": NOT_SAID,
    "unknown": NOT_SAID,
    "unknown other": NOT_SAID,
    "antigua and barbuda": "AG",
    "bolivia": "BO",
    "bosnia herzegovina": "BA",
    "bosnia and herzegovina": "BA",
    "brunei": "BN",
    "burkina faso uvolta": "BF",
    "burma": "MM",
    "cape verde": "CV",
    "china mainland": "CN",
    "china mainland born": "CN",
    "china peoples republic of": "CN",
    "china taiwan": "TW",
    "congo": "CG",
    "congo democratic republic of the": "CD",
    "cote d ivoire": "CI",
    "czech republic": "CZ",
    "dem rep congo": "CD",
    "democratic republic of the congo": "CD",
    "east timor": "TL",
    "gaza strip": "PS",
    "great britain and northern ireland": "GB",
    "guinea bissau": "GW",
    "hong kong": "HK",
    "hong kong s a r": "HK",
    "iran": "IR",
    "ivory coast": "CI",
    "korea north": "KP",
    "korea south": "KR",
    "kosovo": "XK",
    "laos": "LA",
    "macau": "MO",
    "macedonia": "MK",
    "madagascar malagasy republic": "MG",
    "moldova": "MD",
    "myanmar burma": "MM",
    "palestine": "PS",
    "republic of south sudan": "SS",
    "reunion": "RE",
    "russia": "RU",
    "sri lanka ceylon": "LK",
    "swaziland": "SZ",
    "syria": "SY",
    "taiwan": "TW",
    "tanzania": "TZ",
    "the gambia": "GM",
    "turkey": "TR",
    "turkiye": "TR",
    "united states of america": "US",
    "venezuela": "VE",
    "vietnam": "VN",
    "yemen sanaa": "YE",
}

_STATES = (
    "AL alabama,AK alaska,AZ arizona,AR arkansas,CA california,CO colorado,CT connecticut,"
    "DE delaware,DC district of columbia,FL florida,GA georgia,HI hawaii,ID idaho,IL illinois,"
    "IN indiana,IA iowa,KS kansas,KY kentucky,LA louisiana,ME maine,MD maryland,"
    "MA massachusetts,MI michigan,MN minnesota,MS mississippi,MO missouri,MT montana,"
    "NE nebraska,NV nevada,NH new hampshire,NJ new jersey,NM new mexico,NY new york,"
    "NC north carolina,ND north dakota,OH ohio,OK oklahoma,OR oregon,PA pennsylvania,"
    "RI rhode island,SC south carolina,SD south dakota,TN tennessee,TX texas,UT utah,VT vermont,"
    "VA virginia,WA washington,WV west virginia,WI wisconsin,WY wyoming,PR puerto rico,GU guam,"
    "VI virgin islands,MP northern mariana islands,AS american samoa"
)
US_STATES: Mapping[str, str] = {each[3:]: each[:2] for each in _STATES.split(",")}
STATE_CODES = frozenset(US_STATES.values())
STATE_AND_COUNTRY = frozenset({"georgia"})
"""Words that are right in either column, so that a swap of the two cannot be seen."""


def plain(name: str) -> str:
    """A name without capitals, accents and signs: two spellings of one name are equal."""
    flat = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    letters = "".join(sign for sign in flat if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


class Nations:
    """Names of countries as codes, from the programme's list and the names above."""

    def __init__(self, known: Iterable[tuple[str, str]]) -> None:
        self._codes = {**{plain(name): code for code, name in known}, **OTHER_NAMES}
        self.code = cache(self._code)

    def _code(self, written: str) -> str | None:
        """The ISO 3166-1 code of two letters, or None where the name is not known."""
        return self._codes.get(plain(written))


def state_code(written: str) -> str | None:
    """The postal code of a state or territory of the United States."""
    if written.strip().upper() in STATE_CODES:
        return written.strip().upper()
    return US_STATES.get(plain(written))
