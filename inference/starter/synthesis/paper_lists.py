"""What stands in lines in documents: names with their values, forms and invoices, tables, instructions in steps."""

from __future__ import annotations

from inference.starter.synthesis.draw import Draw
from inference.starter.synthesis.labels import LABELS
from inference.starter.synthesis.told import Block, Told
from inference.starter.world import value

__all__ = ["NAMED", "form", "manual", "rows", "table"]

NAMED = (
    "What is the {}?", "What is {}?", "{}?", "Give me the {}.", "What is the {} in this document?", "Tell me the {}.",
    "Find the {}.", "What's the {}?", "Which {} is given?", "What {} is given?", "Look up the {}.", "I need the {}.",
    "Can you tell me the {}?", "What does it say for {}?", "What is written under {}?", "What is the value of {}?",
    "Please give me the {}.", "Show me the {}.", "What does the document say about {}?", "Which value is given for {}?",
    "Read out the {}.", "What stands at {}?", "the {}?", "{}", "What is the {} here?", "Could you find the {}?",
    "Do you know the {}?", "Which is the {}?", "What is given as the {}?",
)  # fmt: skip
"""Questions for a value by its name."""

_STYLES = (": ",) * 12 + (" = ", " - ", ":\n", " . . . ", "\t", " | ", ":  ", " -> ")
_TABLES: tuple[tuple[str, tuple[tuple[str, str, tuple[str, ...]], ...]], ...] = (
    ("thing", (("price", "money", ("How much is the {}?", "What does the {} cost?", "What is the price of the {}?")),
               ("stock", "count", ("How many of the {} are in stock?", "What is the stock of the {}?")),
               ("weight", "weight", ("How heavy is the {}?", "What does the {} weigh?", "What is the weight of the {}?")),
               ("colour", "colour", ("What colour is the {}?", "What is the colour of the {}?")),
               ("article", "code", ("What is the article number of the {}?", "Which article number has the {}?")),
               ("room", "room", ("Where is the {}?", "In which room is the {}?")))),
    ("train", (("departure", "time", ("When does {} leave?", "What is the departure of {}?", "At what time does {} depart?")),
               ("platform", "count", ("From which platform does {} leave?", "What is the platform of {}?")),
               ("to", "town", ("Where does {} go?", "What is the destination of {}?")))),
    ("person", (("room", "room", ("Where does {} sit?", "In which room is {}?", "What is the room of {}?")),
                ("phone", "phone", ("What is the phone number of {}?", "Which phone number has {}?")),
                ("born", "day", ("When was {} born?", "What is the date of birth of {}?")),
                ("points", "count", ("How many points has {}?", "How many points did {} get?")),
                ("town", "town", ("Where does {} live?", "In which town is {}?")),
                ("task", "task", ("What does {} do?", "What is the task of {}?")))),
    ("dish", (("price", "money", ("How much is the {}?", "What does the {} cost?", "What is the price of the {}?")),
              ("time", "duration", ("How long does the {} take?", "What is the time for the {}?")),
              ("day", "day", ("When is there {}?", "On which day is there {}?")))),
    ("event", (("day", "day", ("When is the {}?", "On which day is the {}?", "What is the date of the {}?")),
               ("start", "time", ("When does the {} start?", "At what time is the {}?")),
               ("place", "room", ("Where is the {}?", "Where does the {} take place?")),
               ("fee", "money", ("What is the fee for the {}?", "How much is the {}?")),
               ("led by", "person", ("Who leads the {}?", "By whom is the {} led?")))),
    ("town", (("distance", "size", ("How far is {}?", "What is the distance to {}?")),
              ("people", "count", ("How many people live in {}?", "What is the number of people in {}?")),
              ("weather", "heat", ("How warm is it in {}?", "What is the temperature in {}?")),
              ("hotel", "money", ("What does the hotel in {} cost?", "How much is the hotel in {}?")))),
)  # fmt: skip
_STEPS = (
    ("Press the {button} for {duration}.", "button"), ("Turn the {button} to {count}.", "button"),
    ("Fill in {volume} of water.", ""), ("Connect the {thing} to the {button}.", "thing"), ("Wait for {duration}.", ""),
    ("Heat it to {heat}.", ""), ("Put the {thing} on the {thing2}.", "thing"), ("Enter the code {code}.", ""),
    ("Remove the {thing}.", "thing"), ("Open the {button}.", "button"), ("Add {weight} of {word}.", "word"),
    ("Tighten the {button}.", "button"), ("Call {phone}.", ""), ("Send the form to {email}.", ""),
    ("Choose {name} from the menu.", ""), ("Type the word {word}.", ""),
)  # fmt: skip


def rows(draw: Draw, room: int, *, count: int | None = None, longest: int = 14, plain: bool = False) -> list[Block]:
    """`count` lines ``name: value`` (as many as fit `room` if None), values of up to `longest` characters.

    plain: always with a colon, and asked for in one wording.
    """
    style = ": " if plain else draw.rng.choice(_STYLES)
    mark = "" if plain else draw.rng.choice(("",) * 6 + ("- ", "* ", "• "))
    blocks: list[Block] = []
    while (len(blocks) < count) if count else (room > 0 or len(blocks) < 2):
        title, text = draw("name"), _value(draw, longest)
        blocks.append(Block(f"{mark}{title}{style}{text}", (Told(NAMED[:1] if plain else NAMED, text, "value", title, "name"),)))
        room -= len(blocks[-1].text) + 1
    return blocks


def form(draw: Draw, room: int) -> list[Block]:
    """A form, an invoice, a data sheet: labels of one kind of paper with values that suit them; a heading, perhaps a note."""
    rng = draw.rng
    theme = rng.choice(list(LABELS))
    style, case = rng.choice(_STYLES), rng.choice((str.capitalize, str.capitalize, str.title, str.upper, str))
    blocks = [Block(rng.choice((theme.capitalize(), theme.upper(), f"{draw('company')}\n{theme.capitalize()}")))]
    if rng.random() < 0.3:
        blocks = []
    for label in rng.sample(LABELS[theme], rng.randint(2, len(LABELS[theme]) - 3)):
        if room <= 0 or not draw.take(label.name):
            continue
        text = draw(label.kind)
        told = [Told(NAMED, text, label.kind, label.name, f"label:{theme}")]
        if label.questions:
            told.append(Told(label.questions, text, label.kind))
        blocks.append(Block(f"{case(label.name)}{style}{text}", tuple(told)))
        room -= len(blocks[-1].text) + 1
    return blocks


def table(draw: Draw, room: int) -> list[Block]:
    """A small table: a line of titles, then a line for each thing, person, town and so on; asked for by line and column."""
    rng = draw.rng
    kind, every = rng.choice(_TABLES)
    columns = rng.sample(every, rng.randint(1, min(3, len(every))))
    between = rng.choice((" | ", " | ", "\t", "; ", ", ", "   ", " - ", "  ", " ", " "))
    titles = [rng.choice(("name", kind)), *(title for title, _, _ in columns)]
    lines = [between.join(title.capitalize() for title in titles)] if rng.random() < 0.85 or len(columns) > 1 else []
    if between == " | " and rng.random() < 0.5:
        lines = [f"| {line} |" for line in lines]
    blocks = [Block(line) for line in lines]
    room -= sum(map(len, lines))
    while room > 0 or len(blocks) < 3:
        asked, cells, told = draw(kind), [], []
        for title, gives, wordings in columns:
            cells.append(_plain(draw, gives, between))
            generic = (f"What is the {title} of {{}}?", f"Give me the {title} of {{}}.", f"{{}}, {title}?", f"{title} of {{}}?")
            told.append(Told((*wordings, *wordings, *generic), cells[-1], gives, asked, kind))
        line = between.join((asked, *cells))
        blocks.append(Block(f"| {line} |" if lines and lines[0].startswith("|") else line, tuple(told)))
        room -= len(line) + 1
    return blocks


def manual(draw: Draw, room: int) -> list[Block]:
    """Instructions: what they are for, then numbered steps; asked for by number, or for what a step says about a part."""
    rng = draw.rng
    aim = draw("task")
    style = rng.choice(("{}. ", "Step {}: ", "{}) ", "Step {}. "))
    blocks = [Block(rng.choice((f"How to {aim}", f"To {aim}:", f"Instructions: {aim}")))]
    room -= len(blocks[0].text)
    number = 0
    while room > 0 or number < 3:
        number += 1
        text, told = _step(draw, number)
        draw.take(f"step {number}")
        blocks.append(Block(style.format(number) + text, told))
        room -= len(blocks[-1].text) + 1
    return blocks


def _step(draw: Draw, number: int) -> tuple[str, tuple[Told, ...]]:
    text, named = draw.rng.choice(_STEPS)
    slots = [piece.split("}")[0] for piece in text.split("{")[1:]]
    values = {slot: draw(slot.rstrip("2")) for slot in slots}
    text = text.format_map(values)
    wordings = ("What is {}?", "What do I do in {}?", "What does {} say?", "What is to be done in {}?", "{}?")
    told = [Told(wordings, text.rstrip("."), "instruction", f"step {number}", "step")]
    others = [slot for slot in slots if slot != named]
    if named == "button" and others and others[0] == "duration":
        told.append(Told(("How long do I press the {}?", "For how long is the {} pressed?"), values["duration"], "duration",
                         values[named], "button"))  # fmt: skip
    elif named == "thing" and others:
        told.append(Told(("Where does the {} go?", "What does the {} go with?"), values[others[0]], others[0].rstrip("2"),
                         values[named], "thing"))  # fmt: skip
    elif named == "word":
        told.append(Told(("How much {} do I add?", "How much {} is added?"), values["weight"], "weight", values[named], "word"))
    return text, tuple(told)


def _value(draw: Draw, longest: int) -> str:
    while not draw.take(text := value(draw.rng, longest=longest)):
        pass
    return text


def _plain(draw: Draw, kind: str, between: str) -> str:
    """A value that the mark between columns does not cut."""
    while between in (text := draw(kind)) and between != " ":
        pass
    return text
