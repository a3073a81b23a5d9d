"""Held-out requests that the starter cannot meet, worded as training words none of them, and pictures without text.

The right answer to each is `world.PLACE`.
"""

from __future__ import annotations

import random

import numpy as np
from PIL import Image, ImageDraw

from inference.starter.held_out.papers import random_paper

__all__ = ["random_request", "random_scene", "random_scene_question"]

_FILL = {
    "a text": "ballad;obituary;sonnet;fable;press release;wedding speech;complaint;horoscope;diary entry;jingle;"
              "thank-you note;sketch",
    "about": "an owl;our caretaker;the first bus of the day;a broken umbrella;homesickness;my twin brother;"
             "a lighthouse;the smell of bread;fog;a chess player;retirement;an empty theatre;moving out;"
             "a stubborn mule;the last day of summer",
    "tongue": "Portuguese;Finnish;Czech;Korean;Hungarian;Welsh;Danish;Ukrainian;Swahili;Hebrew;Catalan;Norwegian",
    "said": "The shop is closed today.;Have you seen my glasses?;Please hold the line.;"
            "Our neighbours have moved.;That was delicious.;I missed the bus.;Turn left at the church.;"
            "Nobody told me.;Sleep well!;Keep the change.",
    "idea": "osmosis;supply and demand;a solar eclipse;blockchain;plate tectonics;the placebo effect;jet lag;"
            "inertia;compound interest;natural selection;a prime number;sarcasm;the greenhouse effect;"
            "quantum computing;the ozone layer;a filibuster",
    "land": "Iceland;Mongolia;Portugal;Bolivia;Jordan;Nepal;Uganda;Latvia;Belgium;Thailand;Ireland;Morocco;"
            "Paraguay;Malta",
    "who": "Beethoven;Galileo;Florence Nightingale;Confucius;Tolstoy;Ada Lovelace;Magellan;Frida Kahlo;"
           "Aristotle;Tesla;Mandela",
    "town": "Lima;Helsinki;Seoul;Nairobi;Boston;Warsaw;Bangkok;Zurich;Havana;Toronto;Naples;Glasgow",
    "code": "Kotlin;Perl;Swift;Haskell;Lua;PHP;Fortran;R;assembler;Visual Basic;Scala",
    "job": "adds two numbers;finds duplicates;prints the alphabet;shuffles a deck;checks for palindromes;"
           "resizes pictures;sums up a column;converts dates;solves a maze;logs in;plots a curve",
    "dish": "goulash;lasagne;scones;hummus;gazpacho;waffles;ratatouille;dumplings with plums;pickled eggs;"
            "mushroom sauce",
    "trouble": "The tap drips all night;I keep forgetting names;My son will not eat;The neighbours are too loud;"
               "I sprained my ankle;My bread does not rise;I have stage fright;Our cat scratches the sofa;"
               "I burnt the pan;My wifi is down",
    "beast": "an octopus;a camel;a hedgehog;a woodpecker;a crocodile;a bee;a salmon;a tortoise;a wolf",
    "matter": "remote work;zoos;tattoos;the death penalty;school uniforms;tipping;nuclear power;early retirement;"
              "jazz;poker",
    "pair": "skiing or surfing;trams or buses;city or country;novels or plays;sweet or salty;sunrise or sunset",
    "things": "lamps;faces;bottles;horses;bridges;hats;umbrellas;sheep;balloons;candles;boots;lorries",
}  # fmt: skip
_ALONE = (
    "Could you draft a {a text} on {about}?", "I would love to read a {a text} on {about}.",
    "Invent a {a text} starring {beast}.", "A {a text} about {about}, please.", "Finish this {a text}: It was late when",
    "Help me word a {a text} for my colleague {who}.", "Put “{said}” into {tongue}.", "{tongue} for “{said}”?",
    "How would someone from {land} say “{said}”?", "Is “{said}” good {tongue}?", "Teach me a phrase in {tongue}.",
    "What does {idea} mean?", "Define {idea}.", "I do not get {idea}.", "In what way does {idea} matter?",
    "Why do people talk about {idea}?", "What causes {idea}?", "Describe {idea} for beginners.",
    "Compare {idea} with {idea}.", "Code something in {code} that {job}.", "My {code} script no longer {job}.",
    "Which {code} library {job}?", "Show me {code} that {job}.", "Debug this: for i in range(3) print(i)",
    "Turn this {code} into {code}.", "How does one test {code}?", "What is the currency of {land}?",
    "Which rivers cross {land}?", "When did {who} die?", "What is {who} famous for?", "How large is {land}?",
    "Name three towns in {land}.", "Is it raining in {town}?", "How do I get from {town} to {town}?",
    "When is the next flight to {town}?", "Did {who} ever meet {who}?", "How many legs has {beast}?",
    "Where does {beast} sleep?", "Which year is it?", "Who is leading the league?", "How deep is the Pacific?",
    "{trouble}. Any ideas?", "{trouble}, help!", "What helps when {trouble}?", "Is it normal? {trouble}.",
    "How do you make {dish}?", "What goes well with {dish}?", "How long must {dish} cook?",
    "What shall I do at the weekend in {town}?", "Find me a hotel in {town}.", "Should I learn {code} or {tongue}?",
    "Give me a workout plan.", "Which laptop should I get?", "How do I ask for a rise?", "Where do you stand on {matter}?",
    "Is {matter} a good thing?", "Convince me of {matter}.", "Would you choose {pair}?", "{pair}?",
    "Whose side are you on, {who} or {who}?", "Rate {dish} from one to ten.", "Start a stopwatch.", "Post this online.",
    "Sketch {beast}.", "Wake me at seven.", "Buy tickets to {town}.", "Hum a tune.", "Pick a card.",
    "Make my screen brighter.", "Look up {who} on the internet.", "Name five words that begin with q.",
    "Alphabetise: kiwi, date, lime.", "What is the opposite of brave?", "Flip a coin.", "Greetings!", "Howdy",
    "Good day to you", "Hey you", "Morning!", "How is it going?", "How do you feel today?", "Are you awake?",
    "What should I call you?", "Who programmed you?", "Are you alive?", "What are you made of?", "Cheers!", "Farewell",
    "Until tomorrow", "You rock.", "That makes no sense.", "I do not believe you.", "Sorry?", "Come again?", "Never mind.",
    "I feel lonely.", "Guess what!", "Entertain me.", "Are you clever?", "Can you keep a secret?", "How can you be of use?",
    "Do you sleep?", "What makes you happy?", "Grüß Gott", "Moin", "Was machst du gerade?", "Comment vas-tu ?",
    "Bonne nuit", "Quem é você?", "¿Qué sabes hacer?", "Buona sera", "Hoe heet je?", "Hur mår du?", "Jak se máš?",
    "Jó napot", "Mitä kuuluu?", "Kim jesteś?", "おはよう", "早上好", "oops", "meh", "hmm?", "abc", "7", "ping", "well?", "SOS",
    "qwertz", "aha", "erm", "knock knock", "maybe", "uh", "right", "Divide 91 by 7.", "17 squared?", "What is half of 58?",
    "8 + 13 - 4", "(3 + 4) * 12", "How many minutes are in a week?", "What is 15% of 240?", "Is 221 divisible by 13?",
    "Convert 70 miles to kilometres.", "What is the cube of 9?", "log(1000)?", "What can you read there?",
    "What amount is due?", "Who signed it?", "Which option is ticked?", "What did she say?", "What number is displayed?",
    "Which page has the address?", "What is my booking number?", "Repeat what you heard.", "Type it out.",
    "What is on the screen?", "How much did we pay?", "When does it end?", "What is the name on the label?",
    "What is the last line?",
)  # fmt: skip
_AFTER_PAPER = (
    "What is the gist of this?", "Boil it down to two lines.", "Put this into {tongue}.", "Draft a response.",
    "Does it sound friendly?", "Make a {a text} out of it.", "Say it more politely.", "Proofread it.",
    "Is there a mistake in it?", "Which part matters most?", "Would {who} agree?", "How should I react?",
    "Make flash cards from it.", "What do they want from me?", "Turn it into {code}.", "Group the entries.",
    "Draw a chart of it.", "Give it a better title.", "What is your verdict?", "Explain why.", "Hey there",
)  # fmt: skip
_ABOUT_SCENE = (
    "What is going on here?", "What am I looking at?", "Name the objects.", "How many {things} do you count?",
    "Do you spot any {things}?", "Is {beast} in the photo?", "What is the mood of it?", "Which season is it?",
    "What colours stand out?", "Who took this?", "Write a {a text} about what you see.", "Is it {town}?",
    "What is behind the {things}?", "Is it a good shot?", "Crop it.",
)  # fmt: skip


def random_request(rng: random.Random) -> str:
    """The text of a request, with a document's text before it one time in eight."""
    if rng.random() < 0.125:
        paper = random_paper(rng)
        return paper.prompt.removesuffix(paper.question) + _filled(rng, rng.choice(_AFTER_PAPER))
    if rng.random() < 0.08:
        return " ".join(_filled(rng, rng.choice(_ALONE)) for _ in range(2))
    return _filled(rng, rng.choice(_ALONE))


def random_scene_question(rng: random.Random) -> str:
    """A question about a picture that has no text in it."""
    return _filled(rng, rng.choice(_ABOUT_SCENE))


def random_scene(rng: random.Random, width: int, height: int) -> Image.Image:
    """An RGB picture without any text: hills before a sky, perhaps a sun, and grain."""
    grain = np.random.default_rng(rng.getrandbits(32))
    sky, ground = ([rng.uniform(20, 235) for _ in range(3)] for _ in range(2))
    fade = np.linspace(rng.uniform(0.5, 1), rng.uniform(0.8, 1.3), height)[:, None, None]
    pixels = np.clip(np.broadcast_to(np.array(sky) * fade, (height, width, 3)), 0, 255).astype(np.uint8)
    image = Image.fromarray(np.ascontiguousarray(pixels))
    draw = ImageDraw.Draw(image)
    side = min(width, height)
    if rng.random() < 0.5:
        x, y, r = rng.uniform(0, width), rng.uniform(0, height / 2), side * rng.uniform(0.1, 0.25)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(rng.randint(180, 255), rng.randint(120, 240), rng.randint(40, 200)))
    hills = rng.randint(1, 4)
    for hill in range(hills):
        top, swing, waves, start = (
            height * (hill + 1) / (hills + 1),
            side * rng.uniform(0.03, 0.2),
            rng.uniform(0.5, 3),
            rng.uniform(0, 6),
        )
        across = np.linspace(0, width, 40)
        ridge = top + swing * np.sin(across / width * waves * 6.28 + start)
        shade = tuple(round(value * (1 - 0.6 * hill / hills)) for value in ground)
        points = [(float(x), float(y)) for x, y in zip(across, ridge, strict=True)]
        draw.polygon([*points, (width, height), (0, height)], fill=shade)
    noisy = np.asarray(image, np.float32) + grain.standard_normal((height, width, 1), np.float32) * rng.uniform(1, 12)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def _filled(rng: random.Random, template: str) -> str:
    """`template` with something of `_FILL` in each of its slots."""
    while "{" in template:
        start, rest = template.split("{", 1)
        slot, end = rest.split("}", 1)
        template = start + rng.choice(_FILL[slot].split(";")) + end
    return template
