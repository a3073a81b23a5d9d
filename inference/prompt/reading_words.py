"""How people ask for nothing but what is written or said, and for a table, in the languages that the readers read.

The patterns stand in reading_words.txt. Each is the whole of a question without its courtesies, so that whatever asks for more is
left to a model.
"""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["LONGEST", "PURE", "plain"]

LONGEST = 120
"""Characters of a question that asks for nothing but what is written; of a longer one nobody need try the pattern."""
_COURTESIES = re.compile(
    r"(?<!\w)(?:please|thanks|thank you|bitte|danke|mal|denn|eigentlich|s'il (?:te|vous) pla[iî]t|stp|svp|merci|por favor|porfa|"
    r"gracias|per favore|per piacere|grazie|se faz favor|obrigad[oa]|alsjeblieft|alstublieft|dank je|proszę|dziękuję|lütfen|"
    r"teşekkürler|tack|tak|takk|snälla|vær så snill|prosím|děkuji)(?!\w)"
)
_GREETINGS = (
    r"(?:(?:hi|hello|hey|hallo|bonjour|salut|hola|buenos días|ciao|buongiorno|olá|oi|bom dia|hoi|cześć|dzień dobry|merhaba|"
    r"selam|hej|hei|ahoj|dobrý den|can you|could you|would you|will you|now|just|and|so|ok|okay) )*"
)


def _patterns(table: str) -> tuple[str, str]:
    """For tables, and for text."""
    said = re.sub(r"\n +", "", table)
    named, found = dict[str, str](), dict[str, list[str]]({"table": [], "text": []})
    for key, sets, pattern in re.findall(r"^(\w+)( =|:) (.*)$", said, re.MULTILINE):
        pattern = re.sub(r"\{([a-z]+)\}", lambda name: named[name[1]], pattern)
        if sets == ":":
            found[key].append(pattern)
        else:
            named[key] = pattern
    return "|".join(found["table"]), "|".join(found["text"])


_TABLE, _TEXT = _patterns(Path(__file__).with_suffix(".txt").read_text("utf-8"))
PURE = re.compile(rf"{_GREETINGS}(?:(?P<table>{_TABLE})|{_TEXT})")
"""The whole of a question as `plain` gives it."""


def plain(question: str) -> str:
    """In small letters, without courtesies, signs around it and commas in it. Questions are short: see LONGEST."""
    said = re.sub(r"[\s,、，]+", " ", question.replace("’", "'").replace("İ", "i").lower())
    return " ".join(_COURTESIES.sub(" ", said).strip(" ?!.:;¿¡。？！…").split())
