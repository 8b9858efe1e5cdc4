"""The occupations that certified H-2A and H-2B orders ask for, as people here call the work.

Codes are the six digits of the US occupational classification under which orders are filed. Each
line is one occupation: code, name in Spanish, name in English, and everyday words, folded (no
accents, small letters). A word stands for every word that begins with it; two words joined by a
plus sign must both be said. What is not in the table is found by a person, never guessed.
"""

TABLE: tuple[tuple[str, str, str, str], ...] = (
    (
        "45-2092",
        "Siembra y cosecha",
        "Crop and nursery work",
        "cosech siembr sembr corte+cafe cort+cafe cort+cana cafe+finca pizc piscar recolect maiz"
        " milpa frijol papa tomate brocoli arveja ejote zanahoria cebolla repollo lechuga hortaliz"
        " verdura fresa mora frambues arandano uva manzana durazno melocoton naranja limon aguacate"
        " melon sandia banano platano cardamomo hule tabaco vivero invernadero almacigo injert"
        " finquero jornal campo desyerb deshierb limpi+milpa abon fumig rieg regar surco azadon",
    ),
    (
        "45-2093",
        "Cuidado de animales de granja",
        "Farm and ranch animals",
        "ganad vaca orden ternero caballo cerdo coche+cri marrano gallina pollo+granja granja"
        " avicola oveja borrego cabra pastor rancho arrear leche+vaca corral pescado+criad tilapia",
    ),
    (
        "45-2091",
        "Manejo de maquinaria agrícola",
        "Agricultural equipment operation",
        "tractor cosechadora rastra arado maquinaria+agricol sembradora trilladora motocultor",
    ),
    (
        "45-2041",
        "Selección y clasificación de productos",
        "Grading and sorting produce",
        "seleccion+fruta clasific seleccion+verdura escog+cafe banda+fruta control+calidad+fruta",
    ),
    (
        "45-2099",
        "Otro trabajo agrícola",
        "Other agricultural work",
        "abeja apicult miel colmena flor+cort riego+sistema hongo+cultiv",
    ),
    (
        "45-1011",
        "Encargado de cuadrilla de campo",
        "Field crew leader",
        "caporal mayordomo capataz encargad+finca encargad+cuadrilla supervis+campo jefe+cuadrilla",
    ),
    (
        "45-4011",
        "Trabajo forestal y reforestación",
        "Forest and conservation work",
        "reforest arbol+sembr arbol+plant bosque+plant forestal pino+sembr vivero+forestal brecha",
    ),
    (
        "45-4021",
        "Tala de árboles",
        "Felling trees",
        "tala talar motosierra lena+cort hachar aserr arbol+bot troz",
    ),
    (
        "45-3011",
        "Pesca",
        "Fishing",
        "pesca pescador camaron red+mar lancha+pesc atarraya",
    ),
    (
        "37-3011",
        "Jardinería y áreas verdes",
        "Landscaping and groundskeeping",
        "jardin grama cesped chape podar+grama guatac areas+verdes campo+golf plant+flores",
    ),
    (
        "37-3013",
        "Poda de árboles",
        "Tree trimming",
        "poda+arbol podar+arbol podador ramas+cort",
    ),
    (
        "37-2012",
        "Limpieza de cuartos y casas",
        "Room and house cleaning",
        "limpi+cuart limpi+habitacion limpi+hotel limpi+casa camarera+hotel camarista mucama"
        " oficios+domestic trabaj+casa+particular empleada+domestic hacer+camas",
    ),
    (
        "37-2011",
        "Limpieza de edificios",
        "Building cleaning",
        "limpi+oficina limpi+edificio limpi+escuela conserje barr trape intendencia limpieza",
    ),
    (
        "35-2014",
        "Cocina de restaurante",
        "Restaurant cook",
        "cociner cocina cocinab comida+prepar+restaurante parrilla comedor+cocin taquer",
    ),
    (
        "35-2012",
        "Cocina para grupos",
        "Cook for large groups",
        "cocin+cuadrilla cocin+escuela cocin+trabajadores comida+trabajadores rancher",
    ),
    (
        "35-2021",
        "Preparación de alimentos",
        "Food preparation",
        "pic+verdura pel+verdura prepar+alimento tortill ayudante+cocina",
    ),
    (
        "35-3031",
        "Atención de mesas",
        "Waiting tables",
        "meser mesa+atend mesa+servi camarero",
    ),
    (
        "35-3023",
        "Venta de comida y mostrador",
        "Food counter work",
        "mostrador comida+rapida vend+comida caja+restaurante helad pollo+campero",
    ),
    (
        "35-9021",
        "Lavado de platos",
        "Dishwashing",
        "lav+plato lav+traste lavaplatos lavatrastos",
    ),
    (
        "35-9011",
        "Ayuda en comedor",
        "Dining room help",
        "recog+mesa ayudante+mesero recog+plato limpi+mesa",
    ),
    (
        "39-3091",
        "Ferias y juegos",
        "Fairs and amusements",
        "feria rueda+chicago juegos+mecanicos parque+diversion circo",
    ),
    (
        "39-2021",
        "Cuidado de caballos y mascotas",
        "Animal care, not farm",
        "caballeriza cuid+caballo perro+cuid mascota hipodromo establo",
    ),
    (
        "39-9011",
        "Cuidado de niños",
        "Child care",
        "cuid+nino ninera guarderia cuid+bebe",
    ),
    (
        "31-1120",
        "Cuidado de personas mayores o enfermas",
        "Home and personal care",
        "cuid+enferm cuid+anciano cuid+mayor cuid+abuel",
    ),
    (
        "47-2061",
        "Trabajo de construcción",
        "Construction labour",
        "construcc obra peon zanja mezcla+hac concreto+carg block+carg demol excav",
    ),
    (
        "47-2051",
        "Trabajo con cemento y concreto",
        "Cement and concrete finishing",
        "cemento concreto fundicion+losa fundir banqueta alis repell planchas+concreto",
    ),
    (
        "47-2021",
        "Albañilería",
        "Brick and block laying",
        "albanil ladrillo block+peg block+levant mampost",
    ),
    (
        "47-3011",
        "Ayudante de albañil",
        "Bricklayer's helper",
        "ayudante+albanil ayud+albanil",
    ),
    (
        "47-2031",
        "Carpintería",
        "Carpentry",
        "carpint mueble+hac puerta+madera tarima formaleta",
    ),
    (
        "47-3012",
        "Ayudante de carpintero",
        "Carpenter's helper",
        "ayudante+carpint ayud+carpint",
    ),
    (
        "47-2141",
        "Pintura de casas",
        "House painting",
        "pintor pint+casa pint+pared pint+edificio brocha",
    ),
    (
        "47-2181",
        "Techos",
        "Roofing",
        "techo lamina+pon lamina+techo teja impermeabiliz",
    ),
    (
        "47-2152",
        "Plomería",
        "Plumbing",
        "plomer fontaner tuber drenaje+instal",
    ),
    (
        "47-2111",
        "Electricidad",
        "Electrical work",
        "electricist electric cablead instal+luz",
    ),
    (
        "47-4091",
        "Adoquines y empedrado",
        "Paving stones",
        "adoquin empedr",
    ),
    (
        "47-2073",
        "Maquinaria de construcción",
        "Construction equipment",
        "retroexcavadora excavadora patrol cargador+frontal aplanadora minicargador",
    ),
    (
        "51-3022",
        "Corte de carne, pollo y pescado",
        "Meat, poultry and fish cutting",
        "carnicer destaz rastro cort+carne cort+pollo cort+pescado filete procesadora+pollo",
    ),
    (
        "51-3092",
        "Panadería y fábrica de alimentos",
        "Baking and food making",
        "panader pan+hac hornear fabrica+alimento dulce+hac queso+hac embutido",
    ),
    (
        "51-9198",
        "Ayudante de fábrica",
        "Factory helper",
        "fabrica maquila produccion+linea operari ensambl",
    ),
    (
        "51-6031",
        "Costura",
        "Sewing",
        "costur coser cosia cosiend sastr modist maquina+coser bord",
    ),
    (
        "51-6011",
        "Lavandería",
        "Laundry",
        "lavander lav+ropa planch+ropa",
    ),
    (
        "51-4121",
        "Soldadura",
        "Welding",
        "sold herrer soldador estructura+metal",
    ),
    (
        "53-7062",
        "Carga y bodega",
        "Loading and stock",
        "carg+camion descarg bodega cargador bulto+carg estib mudanza",
    ),
    (
        "53-7064",
        "Empaque",
        "Packing",
        "empac caja+llen empaque embal etiquet",
    ),
    (
        "53-3032",
        "Manejo de camión pesado",
        "Heavy truck driving",
        "trailer camion+manej rastrero cabezal piloto+camion transporte+pesado",
    ),
    (
        "53-3033",
        "Reparto y manejo de vehículo",
        "Delivery driving",
        "repart piloto chofer manej+carro manej+pick taxi tuctuc mensajer",
    ),
    (
        "49-3041",
        "Mecánica de maquinaria agrícola",
        "Farm equipment mechanics",
        "mecanic+tractor mecanic+agricol repar+tractor",
    ),
    (
        "49-3023",
        "Mecánica de vehículos",
        "Vehicle mechanics",
        "mecanic taller+carro repar+carro repar+moto",
    ),
    (
        "49-9071",
        "Mantenimiento y reparaciones",
        "Maintenance and repair",
        "mantenimiento repar+casa repar+edificio todero",
    ),
    (
        "43-4081",
        "Recepción de hotel",
        "Hotel desk",
        "recepcion+hotel recepcionista",
    ),
    (
        "41-2031",
        "Venta en tienda",
        "Shop sales",
        "tienda+vend vended+tienda dependient mercado+vend abarroter",
    ),
)
