"""When an answer is right, when it is a refusal, when it is invented; fixed before the first answer was seen.

A value is right where it stands whole among the first words of the answer: not inside a longer number or word, and not at the
end of everything that the page holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from inference.evaluation.dictation import in_words
from inference.evaluation.scoring import distance
from tests.bench.evening.materials import Memo, Question, Screen
from tests.bench.reading.scoring import numbers, plain

__all__ = ["LEAST_FACTS", "MOST_WRONG", "holds", "invented_numbers", "is_right", "lost", "refuses", "summary_facts"]

MOST_WRONG = {"picture": 0.02, "recording": 0.05}
"""Of the characters of a picture and of its numbers; of the words of a recording."""
LEAST_FACTS = 3
"""Of four; and no number of its own, and shorter than what it sums up."""
_FIRST_WORDS = 60
_HOW = r"(?:explicitly |specifically |directly |clearly |actually |otherwise )?"
_TOLD = (
    r"(?:mentioned|stated|specified|provided|given|included|listed|shown|found|available|known|clear|visible|present|indicated|"
    r"disclosed|said|recorded|named|described|answered|in the (?:document|text|picture|page|letter|lease|invoice|report))"
)
_TELLS = (
    r"(?:mention|state|specif|provid|give|includ|list|show|contain|say|tell|indicat|name|appear|describ|disclos|know|"
    r"have (?:any|that|this|enough|access|information|the))"
)
_REFUSES = re.compile(
    rf"\bnot {_HOW}{_TOLD}\b"
    rf"|\b(?:does|do|did|is|are|was|were|has|have)(?:n't| not) {_HOW}{_TELLS}"
    r"|\b(?:cannot|can't|could not|couldn't|unable to|not able to|not possible to|impossible to) (?:be )?"
    r"(?:determin|find|found|answer|tell|say|see|locat|provid|know|give)"
    r"|\b(?:no|any) (?:specific |explicit |further |such |direct |additional )*"
    r"(?:information|mention|record|details?|indication|data|reference|answer|statement)\b"
    r"|\bnothing (?:is said|is mentioned|in the)|\bunknown\b",
    re.IGNORECASE,
)
_SPELT = {in_words(number): str(number) for number in (*range(13), 20, 30, 40, 50)}
_SPELT |= {"half": "30", "noon": "12", "midday": "12"}
_LIST_MARK = re.compile(r"^\s*(?:[-*]\s*)?(?:\*\*)?\d{1,2}[.)]\s", re.MULTILINE)


def is_right(question: Question, answer: str) -> bool:
    """Of a question that something answers: every value is there."""
    first = " ".join(answer.split()[:_FIRST_WORDS])
    return all(holds(first, forms) for forms in question.right)


def holds(answer: str, forms: Iterable[str]) -> bool:
    """Whether a value stands whole in a text, in one of its forms; small letters or capitals, whatever dashes and spaces."""
    text = _flat(answer)
    return any(re.search(rf"(?<![\w])(?<!\d[.,:]){re.escape(_flat(form))}(?![\w])(?![.,:]\d)", text) for form in forms)


def refuses(answer: str) -> bool:
    """Whether it says that this is not there."""
    return _REFUSES.search(answer.replace("’", "'")) is not None


def summary_facts(memo: Memo, answer: str) -> int:
    """How many of the facts that it should hold it holds."""
    return sum(holds(answer, forms) for forms in memo.facts)


def invented_numbers(answer: str, text: str) -> list[str]:
    """Numbers of an answer that `text` has neither in digits nor in words; the marks of a list do not count."""
    known = set(_digits(text)) | {_SPELT[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _SPELT}
    return [number for number in _digits(_LIST_MARK.sub("", answer)) if number not in known]


def lost(screen: Screen, read: str) -> tuple[float, float]:
    """Of a picture: the share of characters wrong, and of numbers missed, wherever on the screen they were read.

    Each line of the truth is compared with the stretch of the reading that is most like it, and each word that was read with the
    truth; the worse of the two counts, so that neither what was missed nor what was made up is free. An icon may be read as a
    sign or a single letter: nothing of one or two characters counts as made up.
    """
    told = [plain(line) for line in read.splitlines() if line.strip() and not line.startswith("```")]
    truth = [plain(line) for line in screen.lines]
    wanted, found = numbers("\n".join(truth)), numbers("\n".join(told))
    missed = sum((wanted - found).values()) / max(1, sum(wanted.values()))
    words = [word for line in told for word in line.split() if len(word) > 2]
    return max(_apart(truth, told), _apart(words, [*truth, *screen.cut])), missed


def _apart(ones: Sequence[str], others: Sequence[str]) -> float:
    """The share of the characters of `ones` that are nowhere in `others`."""
    whole = "\n".join(others)
    return sum(_least(one, whole) for one in ones) / max(1, sum(map(len, ones)))


def _least(piece: str, text: str) -> int:
    """The fewest changes that make `piece` a stretch of `text`; where it spans several of its lines, those of its words."""
    if piece in text:
        return 0
    row = [0] * (len(text) + 1)
    for i, wanted in enumerate(piece, 1):
        before, row[0] = row[0], i
        for j, there in enumerate(text, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (wanted != there))
    there = set(text.split())
    each = (0 if word in there else min((distance(word, other) for other in there), default=len(word)) for word in piece.split())
    return min(*row, sum(each), len(piece))


def _flat(text: str) -> str:
    return re.sub(r"[*_`]", "", plain(text.replace("\u00a0", " ").replace("\u202f", " "))).casefold()


def _digits(text: str) -> list[str]:
    return [number.replace(",", "").lstrip("0") or "0" for number in re.findall(r"\d+(?:,\d{3})*", text)]
