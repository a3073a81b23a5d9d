"""Words that say that a number is reckoned, an average, or rounded: in English, German and French."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = [
    "ADVICE",
    "GENERAL",
    "HEDGE",
    "LASTS",
    "PERCENT",
    "SUPPOSED",
    "asks_how_much",
    "compares",
    "gives_a_reason",
    "names_a_thing",
    "speaks_of_a_share",
    "speaks_of_a_total",
    "speaks_of_average",
    "speaks_of_later",
    "speaks_of_reckoning",
]

_CUES = re.compile(
    r"[%≈→=+×÷∑]|(?<=\d) ?[-−–*/x] ?(?=\d)|\b(?:"
    r"sum|totals?|totall?ing|altogether|together|combined|overall|in all|plus|minus|times|add|adds|adding|added"
    r"|difference|more|less|fewer"
    r"|cheaper|dearer|higher|lower|larger|smaller|older|younger|longer|shorter|faster|slower|remains?|remaining|left"
    r"|change[ds]?|sav\w+"
    r"|average|mean|per|each|increas\w+|decreas\w+|rose|fell|grew|drop\w*|gap|rest|multipl\w+|divid\w+|half|twice"
    r"|double|share|percent"
    r"|sub-?totals?|i\.e|that is|that's|to go|which is|namely|d\.h|das heißt|nämlich|c'est-à-dire|es decir|cioè"
    r"|make up|extrapolat\w+|annual\w*|yearly|monthly|weekly|daily|hourly|short(?:fall|age)?|deficit|surplus|growth|ratio"
    r"|proportion|shar\w+|split|third|quarter|fifth|tenth|majority|would|worth|spen[dt]\w*|missing|exceed\w*|equal\w*"
    r"|equivalent|correspond\w+|converted|scaled|every|lasts?|needs?|needed|required|reduc\w+|discount\w*|full|original\w*"
    r"|zwischensumme|anteil|gespart|spar\w+|ersparnis|restbetrag|rest|jährlich|monatlich|hälfte|doppelt|fehl\w+|kosten|kostet"
    r"|sous-total|part|écart|coût\w*|double|moitié"
    r"|suma|total|falta\w*|quedan?|resta\w*|diferencia|más|menos|cada|promedio|mitad|doble|cuesta\w*|ahorr\w+"
    r"|somma|totale|manca\w*|differenza|più|meno|ciascun\w*|ogni|metà|costa\w*"
    r"|includ\w+|incl|einschließlich|inkl\w*|zuzüglich|samt|compris|inclus|incluid\w+|inclu\w+"
    r"|without|net|deduct\w+|makes?|comes? to|costs?|amounts? to|so|thus|therefore|hence|gives?|free|available|unused"
    r"|spare|later|earlier|before|after|until|between|from|consists? of|take|takes|pays?|owes?|ahead"
    r"|summe|gesamt\w*|insgesamt|zusammen|differenz|unterschied|mehr|weniger|teurer|billiger|günstiger|höher|niedriger|übrig"
    r"|durchschnitt\w*|mittel|macht|ergibt|ergeben|pro|je|prozent|abzüglich|zuzüglich|dauert|also|somit|frei|davor|danach|vorher"
    r"|somme|total\w*|ensemble|différence|moins|reste|moyenne|chacun\w*|économi\w+|fait|font|soit|donc|libres?|avant|après)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\b(?:sum|totals?|totall?ing|altogether|together|combined|in all|overall|adds? up|makes?|comes? to|pay|paid"
    r"|spent|spend|cost|costs"
    r"|summe|gesamt\w*|insgesamt|zusammen|macht|ergibt|kostet|kosten|somme|total\w*|ensemble|fait|font|payer|suma"
    r"|en total|pagar|totale|insieme)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"[≈→=+×÷∑]|(?<=\d) ?[−–*/x] ?(?=\d)"
    r"|\b(?:sum|subtotal|totals?|totall?ing|altogether|together|combined|overall|in all|plus|minus|times|add\w*"
    r"|difference|more|less|fewer|cheaper|dearer|higher|lower|larger|smaller|older|younger|longer|shorter|faster|slower|remain\w*"
    r"|left|sav\w+|average|per|each|increas\w+|decreas\w+|rose|fell|grew|gap|rest|divid\w+|multipl\w+|half|twice"
    r"|double|triple|share"
    r"|includ\w+|incl|einschließlich|inkl\w*|zuzüglich|compris|incluid\w+|without|makes?|comes? to|amounts? to|so"
    r"|thus|therefore|hence|that's|i\.e|short(?:fall)?|missing|exceed\w*|would|extrapolat\w+"
    r"|lasts?|lasted|takes?|took|duration|delay\w*|later|earlier|instead|summe|gesamt\w*|insgesamt|zusammen"
    r"|differenz|unterschied|mehr|weniger"
    r"|übrig|durchschnitt\w*|macht|ergibt|pro|je|also|somit|dauert|verspät\w*|statt|länger|kürzer|teurer|billiger|günstiger"
    r"|somme|ensemble|différence|moins|reste|moyenne|fait|font|soit|donc|durée|dure|retard|suma|falta\w*|queda\w*|diferencia|dura"
    r"|somma|manca\w*|differenza)\b",
    re.IGNORECASE,
)
GENERAL = re.compile(
    r"\b(?:(?:for|by) comparison|zum Vergleich|(?:legal|EU|WHO|statutory) (?:limit|guideline|law|rule|standard|minimum|maximum)"
    r"|typical\w*|usual\w*|standard|general\w*|commonly|normal\w*|as a rule|recommend\w*|suggest\w*|perhaps"
    r"|for example|e\.g|such as|consider"
    r"|at least|often|most people|you might|you could|you can expect|rule of thumb|advis\w+|ideal\w*"
    r"|üblich\w*|normalerweise|gewöhnlich|in der Regel|zum Beispiel|z\. ?B|empfohlen|empfehl\w+|meistens"
    r"|généralement|habituellement|d'habitude|par exemple|recommand\w+|normalmente|por ejemplo|suele\w*|recomend\w+"
    r"|di solito|per esempio)\b",
    re.IGNORECASE,
)
"""What is said of the world and not of a page."""
SUPPOSED = re.compile(
    r"\b(?:would|you'd|if|suppose|assuming|for example|e\.g|could|perhaps|würden?|könnten?|wenn|falls|zum Beispiel"
    r"|z\.B|si|par exemple|pourrait"
    r"|por ejemplo|podría|se|potrebbe)\b",
    re.IGNORECASE,
)
ADVICE = re.compile(
    r"\b(?:may|might|could|can|use|need|support\w*|require\w*|choose|switch|change|enable|try"
    r"|should|kann|könnte|nutze\w*|verwende\w*)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"[≈=(/]|\b(?:of (?:the|all|a|your|its|their|\d)|of|share\w*|proportion|percentage|ris\w+|rose|increas\w+"
    r"|decreas\w+|fell|drop\w*|gr[eo]w\w*|up|down"
    r"|more|less|higher|lower|cheaper|discount\w*|off|sav\w+|makes? up|accounts?|equals?|correspond\w+|that's|i\.e"
    r"|so|which is|satisfied"
    r"|anteil|entspricht|der|des|vom|von|mehr|weniger|gestieg\w+|gefallen|also|soit|des|du|de|sur|part|hausse"
    r"|baisse|ahorr\w+|del|más|menos)\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:later|earlier|delay\w*|until|till|by|ends?|ending|finish\w*|done|over|arriv\w*|expected|estimated|should"
    r"|would|takes?|last\w*|so"
    r"|therefore|around|about|roughly|latest|deadline|due|valid|expires?|up to|leave|left|before|after|within|pay\w*"
    r"|voraussichtlich|gegen|verspät\w*|statt|bis|endet|fertig|spätestens|gültig|also|etwa|läuft|dauert"
    r"|jusqu\w*|retard|prévu\w*|vers|avant|après|donc|hasta|antes|después|fino|entro)\b",
    re.IGNORECASE,
)
_MEAN = re.compile(r"average|\bmean\b|durchschnitt|im mittel|moyenne|promedio|\bmedia\b", re.IGNORECASE)
HEDGE = re.compile(
    r"(?:\b(?:about|around|roughly|approximately|approx\.?|circa|ca\.|nearly|almost|close to|some|just (?:over|under)"
    r"|over|under|more than"
    r"|less than|at least|up to|well over|a little (?:over|under|more than|less than)|around|some|estimated(?: at)?"
    r"|etwa|rund|ungefähr|fast|knapp|gut|über|unter|mehr als|weniger als|mindestens|environ"
    r"|presque|près de|casi|unos|unas|alrededor de|aproximadamente|circa|quasi|cerca de"
    r"|(?:un peu )?(?:plus|moins) de|à peu près|quelque)|~|≈)[\s*_$€£]*$",
    re.IGNORECASE,
)
LASTS = re.compile(
    r"\b(?:lasts?|lasted|takes?|took|runs?|ran|duration|long|longer|shorter|longest|dauert?|lang|dure|durée|trajet)\b",
    re.IGNORECASE,
)
PERCENT = re.compile(r"[\s*_]*(?:%|percent|per cent|Prozent|pour cent)", re.IGNORECASE)


_COMPARED = re.compile(
    r"\b(?:more|less|fewer|cheaper|dearer|higher|lower|longer|shorter|difference|sav\w+|gap"
    r"|mehr|weniger|teurer|billiger|günstiger|differenz|unterschied|de (?:plus|moins)|différence|reste"
    r"|más|menos|diferencia)\b",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(
    r"\b(?:how (?:much|many|long|old|far|big)|by what|what (?:percentage|share|is the (?:total|average|difference))"
    r"|wie ?(?:viel\w*|lange|alt|weit|hoch)|um wie|combien|cuánt\w+|quant\w+)\b",
    re.IGNORECASE,
)
_THING = re.compile(
    r"(?:#|№|n°|\b(?:no|nos|nr|num|number|id|code|pin|ref|reference|order|invoice|receipt|account|customer|flight"
    r"|train|bus|tram|line"
    r"|seat|gate|room|platform|track|version|section|chapter|ticket|booking|tracking|serial|passport|licen[cs]e|plate|port|error"
    r"|building|flat|apartment|coach|wagon|issue|officer|employee|extension|ext|phone|tel|telephone|call|firmware|driver|model"
    r"|road|street|kundennummer|nummer|rechnung|auftrag|konto|flug|zug|bus|linie|sitz\w*|gleis|raum|zimmer|wagen"
    r"|bestellung|straße|vorgang"
    r"|ice|tgv|numéro|numero|número|facture|commande|vol|salle|quai|voie|voiture|place|rue|factura|pedido|habitación|sala))"
    r"[\s.:*_#\"“(]{0,4}(?:(?:is|was|ist|est|es|no|nr|number)[\s.:*_#]{1,4}){0,2}(?:[A-Z]{1,3} ?)?$",
    re.IGNORECASE,
)


def names_a_thing(before: str) -> bool:
    """Whether the words before a number say that it is the name of something: "flight", "order no."."""
    return bool(_THING.search(before))


@lru_cache(maxsize=256)
def speaks_of_reckoning(sentence: str) -> bool:
    """Whether a sentence says that one of its numbers comes from others."""
    return bool(_CUES.search(sentence))


@lru_cache(maxsize=256)
def asks_how_much(question: str) -> bool:
    """Whether a question wants something reckoned."""
    return bool(_HOW_MUCH.search(question))


@lru_cache(maxsize=256)
def compares(sentence: str) -> bool:
    """Whether a sentence says how far apart two numbers are."""
    return bool(_COMPARED.search(sentence))


@lru_cache(maxsize=256)
def gives_a_reason(sentence: str) -> bool:
    """Whether a sentence says how its number comes about: "more than", "in all", "so"."""
    return bool(_REASON.search(sentence))


@lru_cache(maxsize=256)
def speaks_of_a_share(sentence: str) -> bool:
    """Whether a percentage in it may be worked out."""
    return bool(_SHARE.search(sentence))


@lru_cache(maxsize=256)
def speaks_of_later(sentence: str) -> bool:
    """Whether a time or date in it may follow from another: "should arrive", "until"."""
    return bool(_LATER.search(sentence))


@lru_cache(maxsize=256)
def speaks_of_a_total(sentence: str) -> bool:
    """Whether a sentence adds up what was said before it, or is listed below."""
    return bool(_TOTAL.search(sentence))


@lru_cache(maxsize=256)
def speaks_of_average(sentence: str) -> bool:
    """Whether a sentence says that one of its numbers is a mean."""
    return bool(_MEAN.search(sentence))
