"""What is dictated in the evaluation: sentences of templates of their own, a quarter of their slots filled with unheard words.

Unheard are the content words that `world.held_out` keeps back, and all strings of digits; the rest is common English. One in ten
of the unheard words does occur in training, in spoken questions about pictures: "code", "page", "order".
"""

from __future__ import annotations

import random

from inference.starter.grammar import CLOCK, NUMBERS, Grammar
from inference.starter.speech import Spoken
from inference.starter.world import digits, held_out

__all__ = ["TEMPLATES", "UNHEARD", "random_sentence"]

_MOST = 26  # words: under 15 seconds in the slowest voice
_DIGITS_ALONE = 1 / 12

_WORDS = {
    "thing": """airline apple balloon bike blanket booklet bulb cabinet cafe castle cat code conference contract diagram dish drum
        envelope fence field file goat horse knife label lecture licence list login mail monkey motorway option orchestra order
        page painter parcel party passport photo plane portal preview problem purse reminder reply sandwich screen setting shirt
        sink spreadsheet stamp story street tent tower trainer tunnel tutor update visa voucher waiter whiteboard yard
        account address answer bag basket bicycle bill book bottle box bridge bus camera car card chair clock coat computer cup
        dog door elevator email flight garden gate glass guitar hat hotel house idea invoice jacket key keyboard lamp letter
        machine map meal meeting menu message mirror museum newspaper office phone picture plan printer project question radio
        receipt report road room school ship shop song station suitcase table taxi teacher ticket train tree umbrella video
        village wall wallet watch website window""",
    "things": """carrots clouds groups jeans miles movies names reasons seats skills stairs stones teams vegetables apples boots
        bottles boxes cards chairs cups eggs flowers friends guests keys letters lights meetings messages numbers orders pages
        people photos plates potatoes shoes songs students tickets tomatoes towels trains visitors words""",
    "stuff": """bacon beef butter mail toast wine bread cheese chicken coffee fish flour fruit honey juice milk music paper pasta
        rice salad salt soap soup sugar tea water work""",
    "quality": """black calm foggy foreign free full healthy important impossible legal local long loud mobile nervous nice pure
        shiny smooth sour tall wet big blue bright broken brown cheap clean cold dark difficult early easy empty expensive fast
        fresh funny good green heavy hot hungry large late narrow new old quiet ready red safe simple slow small soft strange
        strong sweet tired useful warm white wrong yellow young""",
    "name": """George Jack James Lucy Martin Ruth Sam Anna Ben Carol Daniel Emma Henry Jane John Julia Kate Kevin Laura Lisa Maria
        Nina Oliver Paul Peter Robert Sarah Simon Susan Thomas""",
    "town": """Canada Spain Tokyo Berlin Boston Chicago Dublin France Japan Lisbon London Madrid Mexico Paris Prague Rome Sydney
        Vienna""",
    "weekday": "Friday Monday Tuesday Wednesday Saturday Sunday",
    "act": """bake borrow change contact contain convince design discuss divide download encrypt finish fix follow label lose move
        order paste promise provide reduce remove repeat select sharpen shut spread switch taste transfer twist update
        answer bring build buy carry check choose clean close collect copy count describe draw find forget hide keep like make
        need open paint print push read record repair replace save see sell send show start stop study touch use wash watch""",
    "acted": """answered described included packed paid reduced returned touched translated taught wanted won bought broke built
        carried changed checked cleaned closed counted drew enjoyed finished forgot found kept left lost loved made moved needed
        noticed opened ordered printed read repaired saved saw sent sold started stopped used washed watched wrote""",
}
UNHEARD = frozenset(word.lower() for words in _WORDS.values() for word in words.split() if held_out(word))
"""Words of the slots, in lower case, that no sentence of the training says."""

_PHRASES = {
    "someone": """{name}|{name}|{name}|my father|my niece|my wife|the author|the guests|my uncle|the doctor|the manager|
        our neighbour""",
    "one": "the {thing}|the {thing}|the {quality} {thing}|that {thing}|an old {thing}|their {thing}",
    "it": "{one}|{one}|{one}|the {things}|{number} {things}",
    "somewhere": "at the beach|at home|in {town}|beside the {thing}|at the station|in the kitchen|inside the {thing}|at the bank",
    "time": """this {weekday}|on {weekday} evening|at {clock}|around {clock}|until {clock}|tomorrow evening|this winter|
        in a fortnight|next Friday|in {number} weeks|right now|in the evening|during the lecture|at the end of October""",
    "task": """{act} {it}|{act} {it}|{act} {it} {somewhere}|write {someone} a letter|ring {someone}|get some {stuff}|
        bring {stuff} and {stuff}|work with {someone}|wait for {someone} {somewhere}|look at {it}|buy {number} {things}""",
    "fact": """{someone} {acted} {it}|{someone} {acted} {it} {somewhere}|the {thing} looks {quality}|the {things} were {quality}|
        {one} is {somewhere}|nobody {acted} {it}|we {acted} {number} {things}|they never {acted} {it}|the {thing} is made of
        {stuff}""",
    "whole": """Would it be possible to {task}?|I'd like you to {task} {time}.|Make a note to {task}.|Have we got
        any {stuff} left?|Is anybody going to {act} {it}?|Who's going to {task} {time}?|What happened to {one}?|What sort of
        {thing} is it?|Has anyone {acted} {it}?|Where can I find a {quality} {thing}?|Which of the {things} did {someone} {act}?|
        How soon can you {task}?|When will {someone} {act} {it}?|Why haven't they {acted} {it}?|Was {one} {somewhere} {time}?|
        {fact}.|{fact}.|{fact} and {fact}.|Although {fact}, {fact}.|I heard that {fact}.|It seems {fact}.|Sorry, but {fact}.|
        As soon as {fact}, {task}.|Before you {act} {it}, {task}.|You may {task} {time}.|Let {someone} know that {fact}.|
        Put {stuff}, {stuff} and {things} on the list.|The train to {town} leaves at {clock}.|The door opens with {code}.|
        My new number is {code}, please write it down.|The bus is number {code}.|Ring {code} and ask for {someone}.|
        The party is on {weekday} at {clock}.|It will cost about {number} pounds.|The score was {number} to {number}.|
        {number} people came to the conference in {town}.|It was too {quality} and too {quality}.|
        A {quality} {thing} stood {somewhere}.|There were {number} {quality} {things} {somewhere}.|{name}, {name} and {name}
        {acted} {it}.|Take {it} to {someone} {time}.|Try to {act} {it} again.|Nothing is as {quality} as a {quality} {thing}.|
        From {clock} to {clock} I work {somewhere}.|Thanks for the {things}, {name}.|Good evening, {name}, {fact}.""",
}


def _classes() -> dict[str, tuple[str, ...]]:
    classes = {slot: tuple(" ".join(phrase.split()) for phrase in text.split("|")) for slot, text in _PHRASES.items()}
    classes |= {"clock": CLOCK, "number": NUMBERS}
    for slot, text in _WORDS.items():
        words = text.split()
        classes[f"{slot}_heard"] = tuple(word for word in words if not held_out(word))
        classes[f"{slot}_unheard"] = tuple(word for word in words if held_out(word))
        classes[slot] = (f"{{{slot}_heard}}",) * 3 + (f"{{{slot}_unheard}}",)
    return classes


def _code(rng: random.Random) -> str:
    while True:
        text = digits(rng, rng.randint(3, 6))
        if held_out(text):
            return text


_CLASSES = _classes()
_GRAMMAR = Grammar(_CLASSES, code=_code)
TEMPLATES = _CLASSES["whole"]
"""Of whole sentences."""


def random_sentence(rng: random.Random) -> Spoken:
    """One to three sentences of at most 26 words together, now and then three to six digits alone; digits are said one by one."""
    if rng.random() < _DIGITS_ALONE:
        return Spoken.of(_code(rng))
    wanted = rng.choice((1, 1, 1, 2, 2, 3))
    text = _sentence(rng, _MOST)
    for _ in range(wanted - 1):
        left = _MOST - _length(text)
        if left >= 10:
            text = f"{text} {_sentence(rng, left)}"
    return Spoken.of(text)


def _sentence(rng: random.Random, longest: int) -> str:
    while True:
        text = _GRAMMAR.fill("{whole}", rng)
        if _length(text) <= longest:
            return text[0].upper() + text[1:]


def _length(text: str) -> int:
    return len(Spoken.of(text).said.replace("-", " ").split())
