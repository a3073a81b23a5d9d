"""Running text for documents: sentences that tell something, as paragraphs, letters, e-mails, minutes, questions and answers."""

from __future__ import annotations

from inference.starter.synthesis.draw import Draw
from inference.starter.synthesis.themes import THEMES
from inference.starter.synthesis.told import Block, Told

__all__ = ["email", "faq", "letter", "minutes", "paragraphs"]

_FILLERS = (
    "Please let us know if anything changes.", "Nothing else was said about it.", "This was agreed last week.", "Thank you all.",
    "Everybody was content with that.", "More will follow soon.", "Do not forget to bring your own cup.", "The weather was fine.",
    "It is a good idea to come early.", "We look forward to seeing you.", "There is nothing else to report.", "See below.",
    "As always, the doors stay open.", "Ask at the desk if you are not sure.", "The rest stays as it was.", "Keep this sheet.",
)  # fmt: skip
_MENTIONS = ("There was much talk of {}.", "More about {} next time.", "Ask again about {}.", "Nobody had heard of {} before.",
             "This is not the first time we write about {}.", "See also the notes on {}.")  # fmt: skip
_OPENINGS = ("Dear {},", "Hello {},", "Hi {},", "Dear {}:", "Good morning {},")
_CLOSINGS = ("Kind regards,", "Best wishes,", "Yours sincerely,", "Regards,", "Many thanks,", "See you soon,")
_WRITER = (
    "Who wrote the letter?",
    "Who signed the letter?",
    "Who is the letter from?",
    "Who wrote this?",
    "From whom is the letter?",
)
_READER = ("Who is the letter to?", "To whom is the letter written?", "Who is it written to?", "Who is it for?")
_SENDER = ("Who sent the e-mail?", "Who wrote the mail?", "Who is the e-mail from?", "Who is the sender?", "Who wrote this?")

_ACTIONS = (
    "{upper}: {person}, by {day}.",
    "{person} ({day}): {task}",
    "{upper} - {person} - {day}",
    "{person} will {task} by {day}.",
)


def paragraphs(draw: Draw, room: int) -> list[Block]:
    """Paragraphs of a theme or two, about `room` characters long; some have a heading."""
    rng = draw.rng
    themes = rng.sample(list(THEMES), 2 if room > 500 else 1)
    blocks: list[Block] = []
    if rng.random() < 0.25:
        blocks.append(Block(_heading(draw)))
    while room > 0:
        count = rng.randint(1, 4)
        sentences = [_sentence(draw, rng.choice(themes)) for _ in range(count)]
        if rng.random() < 0.4:
            sentences.insert(rng.randint(0, count), Block(rng.choice(_FILLERS)))
        if rng.random() < 0.2:
            sentences.insert(rng.randint(0, count), Block(_mention(draw, sentences)))
        blocks.append(_joined(sentences, " "))
        room -= len(blocks[-1].text)
    return blocks


def letter(draw: Draw, room: int) -> list[Block]:
    """A letter: who writes, the date, a greeting, a few sentences, a signature."""
    rng = draw.rng
    reader, writer, day = draw("person"), draw("person"), draw("day")
    head = [draw(kind) for kind in ("company", "street", "town") if rng.random() < 0.6]
    date = rng.choice((day, f"{draw('town')}, {day}", f"Date: {day}"))
    told = [
        Told(("What is the date of the letter?", "When was the letter written?", "Which date does the letter have?"), day, "day"),
        Told(_READER, reader, "person"),
    ]
    start = Block("\n".join([*head, *([""] if head else []), date]), (told[0],))
    greeting = Block(rng.choice(_OPENINGS).format(reader), (told[1],))
    closing = Block(f"{rng.choice(_CLOSINGS)}\n{writer}", (Told(_WRITER, writer, "person"),))
    return [start, greeting, *_body(draw, room - 120), closing]


def email(draw: Draw, room: int) -> list[Block]:
    """An e-mail: header lines, then as a letter."""
    rng = draw.rng
    sender, reader, day, subject = draw("person"), draw("person"), draw("day"), draw("event")
    who = rng.choice((sender, f"{sender} <{draw('email')}>"))
    told = (
        Told(_SENDER, sender, "person"),
        Told(
            ("Who is the e-mail to?", "Who got the mail?", "To whom was it sent?", "Who received the e-mail?"), reader, "person"
        ),
        Told(("What is the subject?", "What is the e-mail about?", "What is the subject of the mail?"), subject, "event"),
        Told(("When was the e-mail sent?", "What is the date of the mail?", "On which day was it sent?"), day, "day"),
    )
    rows = [f"From: {who}", f"To: {reader}", f"Date: {day}", f"Subject: {subject}"]
    if rng.random() < 0.5:
        rng.shuffle(rows)
    blocks = [Block("\n".join(rows), told), *_body(draw, room - 120)]
    return [*blocks, Block(sender.split()[0])] if rng.random() < 0.5 else blocks


def minutes(draw: Draw, room: int) -> list[Block]:
    """Minutes: what met and when, who came, and who does what by when."""
    rng = draw.rng
    event, day, chair = draw("event"), draw("day"), draw("person")
    rows = [f"Minutes of the {event}", f"Date: {day}", f"Chair: {chair}"]
    told = [
        Told(("What is the date of the {}?", "When was the {}?", "On which day was the {}?"), day, "day", event, "event"),
        Told(("Who was in the chair?", "Who chaired the {}?", "Who is the chair of the {}?"), chair, "person", event, "event"),
    ]
    if rng.random() < 0.5:
        rows.append("Present: " + ", ".join(draw("person") for _ in range(rng.randint(2, 4))))
    blocks = [Block("\n".join(rows), tuple(told))]
    left, number = room - len(blocks[0].text), 0
    mark, actions = rng.choice(("{}. ", "{}) ", "- ", "")), rng.choice(_ACTIONS)
    while left > 0:
        number += 1
        item = _action(draw, actions) if rng.random() < 0.6 else _sentence(draw, "meetings")
        blocks.append(Block(mark.format(number) + item.text, item.told))
        left -= len(blocks[-1].text)
    return blocks


def faq(draw: Draw, room: int) -> list[Block]:
    """Questions with their answers."""
    theme = draw.rng.choice(list(THEMES))
    marks = draw.rng.choice((("Q: ", "A: "), ("", ""), ("Question: ", "Answer: "), ("- ", "  ")))
    blocks: list[Block] = []
    while room > 0:
        sentence = _sentence(draw, theme)
        told = draw.rng.choice(sentence.told)
        question = draw.rng.choice(told.wordings).replace("{}", told.asked)
        blocks.append(Block(f"{marks[0]}{question}\n{marks[1]}{sentence.text}", sentence.told))
        room -= len(blocks[-1].text)
    return blocks


def _sentence(draw: Draw, theme: str) -> Block:
    template = draw.rng.choice(THEMES[theme])
    values = {slot: draw(slot.rstrip("2")) for slot in template.slots}
    text = template.text.format_map(values)
    told = tuple(
        Told(ask.filled(values), values[ask.answer], ask.answer.rstrip("2"), values[ask.named], ask.named.rstrip("2"))
        for ask in template.asks
    )
    return Block(text[0].upper() + text[1:], told)


def _action(draw: Draw, form: str) -> Block:
    task, person, day = draw("task"), draw("person"), draw("day")
    text = form.format(task=task, upper=task.capitalize(), person=person, day=day)
    asked = (
        Told(("Who will {}?", "Who has to {}?", "Who is to {}?", "Whose task is it to {}?"), person, "person", task, "task"),
        Told(
            ("By when must somebody {}?", "When is the deadline to {}?", "Until when is there time to {}?"),
            day,
            "day",
            task,
            "task",
        ),
        Told(("By when is {} to be ready?", "What is the deadline of {}?"), day, "day", person, "person"),
    )
    return Block(text, asked)


def _mention(draw: Draw, sentences: list[Block]) -> str:
    """A sentence that names something told of in `sentences` and says nothing about it."""
    told = draw.rng.choice([one for sentence in sentences for one in sentence.told])
    article = "" if told.kind in ("person", "company", "town", "train", "room", "phone", "code", "street", "error") else "the "
    return draw.rng.choice(_MENTIONS).format(f"“{told.asked}”" if told.kind in ("task", "week") else article + told.asked)


def _body(draw: Draw, room: int) -> list[Block]:
    theme = draw.rng.choice(list(THEMES))
    sentences: list[Block] = []
    while room > 0 or not sentences:
        sentences.append(_sentence(draw, theme))
        room -= len(sentences[-1].text)
    if draw.rng.random() < 0.6:
        sentences.insert(draw.rng.randint(0, len(sentences)), Block(draw.rng.choice(_FILLERS)))
    cut = draw.rng.randint(1, len(sentences))
    return [_joined(part, " ") for part in (sentences[:cut], sentences[cut:]) if part]


def _heading(draw: Draw) -> str:
    text = draw.rng.choice((draw("event"), draw("topic"), draw("name"), draw("company"))).capitalize()
    return draw.rng.choice((text, text.upper(), f"1. {text}", f"# {text}"))


def _joined(blocks: list[Block], between: str) -> Block:
    return Block(between.join(block.text for block in blocks), tuple(told for block in blocks for told in block.told))
