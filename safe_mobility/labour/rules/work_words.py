"""What kind of work a text speaks of, in Spanish or English: a set of known kinds, as bits.

A kind is known by how its words begin. What no word shows is not guessed at.
"""

from functools import lru_cache

from safe_mobility.labour.rules.names import plain

# A kind: its name, and how its words begin; a kind may have two lines. Those of the first
# table are of the farm.
_FARM_KINDS = """
farm: campo agricol finca granja jornaler cosech recolec pizca siembr labriego
farm: farm harvest crop agricult field
strawberry: fresa frutilla strawberr
blueberry: arandano blueberr
bramble: frambues zarzamor mora moras blackberr raspberr
berry: baya berry berries
apple: manzana apple
cherry: cereza cherry cherries
peach: durazno melocoton peach nectarin
pear: pera peras pear pears
grape: uva uvas vinedo viña grape vineyard winery
citrus: naranj citric toronj limon mandarin citrus orange grapefruit lemon
tomato: tomate jitomate tomato
lettuce: lechuga lettuce
cabbage: repollo brocoli coliflor cabbage broccoli cauliflower
onion: cebolla onion
pepper: chile chiles pimient pepper
cucumber: pepino calabaz guicoy cucumber squash pumpkin zucchini
melon: melon melones cantaloup
watermelon: sandia watermelon
potato: papa papas patata camote potato sweetpotato
corn: maiz elote milpa corn detassel
tobacco: tabaco tobacco
cotton: algodon cotton
sugar: azucar zafra canaver sugar
rice: arroz rice
grain: heno grano trigo soya hay grain wheat soybean
nursery: vivero invernadero flores rosas nursery greenhouse flower horticult floricult
tree: navidad arbolit pinabet christmas
mushroom: hongo champin mushroom
cattle: ganad vaca vacas vaquer toro novillo cattle livestock cow cows cowboy
sheep: oveja borreg cordero pastor sheep lamb goat herder shepherd
dairy: lecher ordena dairy milk
horse: caball establo horse stable groom equine
bees: abeja apicult colmena bee bees beekeep honey apiar
poultry: pollo gallina huevo avicola granja_avicola poultry chicken egg eggs
machine: tractor maquinaria cosechadora equipment combine
"""
_OTHER_KINDS = """
construction: construcc albanil concreto techo carpinter construct mason concrete roof carpent
landscape: jardin cesped grama zacate paisaj landscap lawn groundskeep mow mowing
cleaning: limpieza camarer recamarer mucama hotel housekeep maid maids janitor clean
kitchen: cocin mesero restaurante lavaplatos
kitchen: cook cooks kitchen dishwash waiter waitress server restaurant food
seafood: cangrej camaron marisco pescad jaiba ostra crab seafood shrimp oyster fish crawfish
carnival: feria carnaval mecanicos carnival amusement ride rides concession
forest: forestal reforest bosque madera forest timber brush
meat: carne carnic rastro meat slaughter butcher
driving: chofer camion conductor trailer truck driver
packing: empac bodega pack packer packing warehouse
pool: piscina salvavidas lifeguard pool
ski: esqui ski lift
entertainment: musico musician entertain circus circo
"""
# What an occupation's code says beyond its words.
_OF_OCCUPATION = {
    "45-4": "forest",
    "45-3": "seafood",
    "45-": "farm",
    "37-3": "landscape",
    "37-2": "cleaning",
    "35-": "kitchen",
    "47-": "construction",
    "39-3091": "carnival",
    "51-3022": "seafood",
    "51-302": "meat",
}


def _tables() -> tuple[dict[str, int], int, dict[str, int]]:
    bits: dict[str, int] = {}
    stems: dict[str, int] = {}
    farm = 0
    for table in (_FARM_KINDS, _OTHER_KINDS):
        for line in table.strip().splitlines():
            kind, _, words = line.partition(": ")
            bits.setdefault(kind, 1 << len(bits))
            farm |= bits[kind] if table is _FARM_KINDS else 0
            for stem in plain(words).split():
                stems[stem] = stems.get(stem, 0) | bits[kind]
    return bits, farm, stems


KIND, FARM, _STEMS = _tables()
GENERAL = KIND["farm"]
"""Says "on a farm" and nothing of the crop."""
_SHORTEST = 4
"""A shorter stem has to be the whole word: `ski` is no `skill`."""


@lru_cache(maxsize=16_384)
def _of_word(word: str) -> int:
    exact = _STEMS.get(word, 0)
    for length in range(_SHORTEST, len(word)):
        exact |= _STEMS.get(word[:length], 0)
    return exact


def kinds(text: str) -> int:
    """The kinds of work that a text names; a crop or an animal is work on a farm."""
    found = 0
    for word in plain(text).split():
        found |= _of_word(word)
    return found | GENERAL if found & FARM else found


def of_occupation(code: str) -> int:
    return next((KIND[kind] for start, kind in _OF_OCCUPATION.items() if code.startswith(start)), 0)
