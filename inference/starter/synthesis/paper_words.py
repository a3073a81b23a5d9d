"""Words that documents for training are made of; `inference.starter.held_out` has its own."""

from __future__ import annotations

from inference.starter.world import LETTERS

__all__ = [
    "ADJECTIVES",
    "CAPITALS",
    "COLOURS",
    "DAYS",
    "EVENTS",
    "FIRMS",
    "FIRST",
    "FOODS",
    "LAST",
    "MATERIALS",
    "MONTHS",
    "NUMBERS",
    "PARTS",
    "STREETS",
    "TASTES",
    "THINGS",
    "TOPICS",
    "TOWN_ENDS",
    "TOWN_STARTS",
    "VERBS",
]

FIRST = """Anna Ben Clara David Elif Frank Greta Hugo Ines Jonas Karin Leo Maria Nils Olga Paul Rita Samir Tess Uwe Vera
Walter Yara Zoe Amir Beate Carlos Dora Emil Fatima Georg Hanna Ivan Julia Kofi Lena Marco Nadia Omar Petra Quentin Rosa
Stefan Tina Ulla Victor Wanda Xenia Yusuf Zora Alice Bruno Cora Dirk Ella Felix Gina Henrik Ida Jan Kira Lars Mona Noah Otto
Pia Ralf Sara Tom Ursula""".split()
LAST = """Berg Lind Stone Carver Miller Novak Rossi Weber Hansen Okafor Silva Tanaka Marsh Fields Brandt Keller Moreau
Petrov Quist Reyes Sand Thorn Vogel Wood Young Zeller Adler Bishop Cole Drake Ernst Frost Grant Huber Ismail Jensen Kaya
Lopez Mendes Nagel Olsen Palmer Ritter Sommer Tucker Ulrich Voss Winter Acker Bauer Conti Dahl Engel Fischer Garcia Holm
Iversen Kruse Lange Maurer""".split()
TOWN_STARTS = """Ash Oak Linden Mill North South Stone River Hazel Elm Birch Fox Raven King Bishop Winter Summer Green
Black White Red Silver Long High Low Clear Deep Bright Eagle Heather Thorn Maple Marl Copper""".split()
TOWN_ENDS = "ford feld by ville burg stad mouth wick dale field ton ham bridge haven hill bach wood brook port".split()
STREETS = "Street Road Lane Avenue Square Way Hill Close Row Park".split()
FIRMS = "Ltd;GmbH;Inc;& Sons;Partners;Group;Works;Supplies;Travel;Foods;Systems;Press;Clinic;Bank;Logistics".split(";")
ADJECTIVES = """old new green red blue black white yellow small large round square wooden steel glass paper spare second
light heavy portable electric cheap soft folding double front rear garden kitchen office winter""".split()
THINGS = """lamp desk chair printer kettle bicycle heater ladder camera radio carpet curtain drill hammer mirror pump shelf
sofa stove table tent toaster trolley umbrella vase clock fridge freezer scanner monitor keyboard cable adapter battery
charger blanket pillow bucket hose rake shovel saw wrench fan filter router speaker microphone tripod backpack suitcase
helmet jacket coat scarf boot glove notebook folder stapler stamp envelope cupboard wardrobe bench basket crate barrel
boiler valve engine gearbox tyre""".split()
VERBS = """order check repair clean paint test replace return collect pack measure move sell label photograph install count
deliver inspect borrow""".split()
EVENTS = """meeting workshop concert course lecture market training exhibition festival rehearsal tournament reception
audit inspection excursion seminar""".split()
TOPICS = """budget safety harvest travel hiring parking heating rent insurance website catering schedule noise storage
recycling security lighting transport printing membership cleaning tax energy kitchen garden music language painting summer
winter spring""".split()
COLOURS = "red green blue yellow white black grey orange brown purple silver golden pink".split()
PARTS = "button switch lever knob lamp key cover screw cable pipe door slot wheel handle".split()
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
FOODS = """soup salad bread cheese rice stew pie noodles omelette pancakes dumplings curry risotto roast cake pudding""".split()
TASTES = """tomato onion apple carrot lentil mushroom potato bean lemon pumpkin pepper spinach leek cherry plum barley""".split()
MATERIALS = "steel oak cotton wool glass leather plastic copper clay linen rubber bamboo granite brass paper cork".split()
NUMBERS = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty sixty".split()
CAPITALS = LETTERS.upper().replace("O", "").replace("I", "")
