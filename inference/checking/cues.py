"""Words that say that a number is reckoned, an average, or rounded: in English, German and French."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["HEDGE", "LASTS", "PERCENT", "speaks_of_average", "speaks_of_reckoning"]

_CUES = re.compile(
    r"[=+×÷∑]|(?<=\d) ?[-−–*/x] ?(?=\d)|\b(?:"
    r"sum|totals?|totall?ing|altogether|together|combined|overall|in all|plus|minus|times|add|adds|adding|added"
    r"|difference|more|less|fewer"
    r"|cheaper|dearer|higher|lower|larger|smaller|older|younger|longer|shorter|faster|slower|remains?|remaining|left"
    r"|change[ds]?|sav\w+"
    r"|average|mean|per|each|increas\w+|decreas\w+|rose|fell|grew|drop\w*|gap|rest|multipl\w+|divid\w+|half|twice"
    r"|double|share|percent"
    r"|without|net|deduct\w+|makes?|comes? to|costs?|amounts? to|so|thus|therefore|hence|gives?|free|available|unused"
    r"|spare|later|earlier|before|after|until|between|from|consists? of|take|takes|pays?|owes?|ahead"
    r"|summe|gesamt\w*|insgesamt|zusammen|differenz|unterschied|mehr|weniger|teurer|billiger|günstiger|höher|niedriger|übrig"
    r"|durchschnitt\w*|mittel|macht|ergibt|ergeben|pro|je|prozent|abzüglich|zuzüglich|dauert|also|somit|frei|davor|danach|vorher"
    r"|somme|total\w*|ensemble|différence|moins|reste|moyenne|chacun\w*|économi\w+|fait|font|soit|donc|libres?|avant|après)\b",
    re.IGNORECASE,
)
_MEAN = re.compile(r"average|\bmean\b|durchschnitt|im mittel|moyenne|promedio|\bmedia\b", re.IGNORECASE)
HEDGE = re.compile(
    r"(?:\b(?:about|around|roughly|approximately|approx\.?|circa|ca\.|nearly|almost|close to|some|just (?:over|under)"
    r"|over|under|more than"
    r"|less than|at least|up to|etwa|rund|ungefähr|fast|knapp|gut|über|unter|mehr als|weniger als|mindestens|environ"
    r"|presque|près de"
    r"|(?:un peu )?(?:plus|moins) de|à peu près|quelque)|~|≈)[\s*_$€£]*$",
    re.IGNORECASE,
)
LASTS = re.compile(r"\b(?:lasts?|lasted|takes?|took|duration|long|dauert?|lang|dure|durée|trajet)\b", re.IGNORECASE)
PERCENT = re.compile(r"[\s*_]*(?:%|percent|per cent|Prozent|pour cent)", re.IGNORECASE)


@lru_cache(maxsize=256)
def speaks_of_reckoning(sentence: str) -> bool:
    """Whether a sentence says that one of its numbers comes from others."""
    return bool(_CUES.search(sentence))


@lru_cache(maxsize=256)
def speaks_of_average(sentence: str) -> bool:
    """Whether a sentence says that one of its numbers is a mean."""
    return bool(_MEAN.search(sentence))
