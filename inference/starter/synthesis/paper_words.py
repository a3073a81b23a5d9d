"""Words that documents for training are made of, and the labels of forms; `inference.starter.held_out` has its own."""

from __future__ import annotations

from inference.starter.world import LETTERS, held_out

__all__ = [
    "ADJECTIVES",
    "CAPITALS",
    "COLOURS",
    "DAYS",
    "EVENTS",
    "FIRMS",
    "FIRST",
    "FOODS",
    "LABELS",
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


def _labels(source: str) -> dict[str, list[tuple[str, str]]]:
    """Lines ``theme: label kind, label kind``, without what is held out."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in source.strip().split("\n"):
        theme, rest = line.split(": ")
        pairs = [entry.rsplit(" ", 1) for entry in rest.split(", ")]
        found[theme] = [(label, kind) for label, kind in pairs if not held_out(label)]
    return found


LABELS = _labels("""\
invoice: invoice number code, invoice date day, due date day, customer person, customer number code, supplier company, \
subtotal money, tax money, total money, discount percent, delivery date day, payment method word, account number code, \
order number code, contact email
booking: booking number code, traveller person, departure time, arrival time, destination town, seat code, platform count, \
hotel company, check-in time, check-out time, fare money, baggage weight, gate code, date of travel day, insurance money
data sheet: model product, serial number code, weight weight, size size, colour colour, warranty duration, power count, \
price money, manufacturer company, year of manufacture year, battery life duration, noise count, temperature heat, volume \
volume, material material
patient record: patient person, date of birth day, doctor person, insurance company, blood pressure code, next visit day, \
weight weight, height size, room room, phone phone, allergy word, dose volume, admitted day, discharged day, emergency \
contact person
lease: tenant person, landlord person, address street, rent money, deposit money, start date day, end date day, notice \
period duration, floor count, living area size, heating costs money, number of keys count, contact phone, parking space \
code, house number count
parcel: tracking number code, sender person, recipient person, weight weight, size size, shipping date day, address \
street, town town, carrier company, value money, postage money, arrival day, depot town, signature person, contents thing
course: course event, teacher person, room room, start time, end time, first day day, last day day, fee money, \
participants count, level word, book name, exam day, registration number code, language word, certificate word
account: account holder person, account number code, balance money, bank company, branch town, interest rate percent, \
opened day, limit money, currency word, card number code, password password, e-mail email, phone number phone, last \
deposit money, monthly fee money
car: owner person, number plate code, make company, colour colour, year year, mileage count, next inspection day, engine \
code, seats count, fuel word, tank volume, price money, insurance company, first registration day, tyre pressure count
project: project topic, manager person, client company, start day, end day, budget money, status word, progress percent, \
office street, team size count, next meeting day, priority word, reviewer person, version code, website site
""")
"""Labels of forms and the kinds of their values, by the kind of form; none is held out."""
