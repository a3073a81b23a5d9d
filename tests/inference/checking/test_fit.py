"""Whether an answer's words stand there for what was asked: of true ones little is said, of those of something else what."""

from __future__ import annotations

import time

import pytest

from inference.checking.check import check
from inference.checking.fit import Fit, find_fit
from inference.checking.folding import fold
from inference.checking.question import are_forms, find_terms
from inference.checking.values import Source

BOATS = """Boat hire at the old mill
Boat	Seats	Hour	Day
Borealis	2	9.50	44.00
Comet	4	14.00	66.00

Children's boats are lent for 28 days by the library. The deposit is 60 for each of them.
Bookings: Tessa Oldfield, 555 0184. The café opens in May, when the landing stage is ready."""


def fit(question: str, answer: str, text: str = BOATS) -> Fit:
    sources = [Source("prices.pdf", "document", text)]
    return find_fit(question, answer, check(answer, sources, question), sources)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What does the Comet cost for a day?", "66.00"),
        ("How many seats does the Borealis have?", "It has 2 seats."),
        ("How much is the deposit?", "The deposit is 60."),
        ("What is Tessa Oldfield's phone number?", "555 0184"),
        ("Who takes the bookings?", "Tessa Oldfield"),
        ("For how many days does the library lend them?", "28"),
        ("When does the café open?", "In May."),
        ("And what of the Comet?", "14.00 an hour."),
    ],
)
def test_what_answers_it_fits(question: str, answer: str) -> None:
    found = fit(question, answer)
    assert (found.names, found.things, found.counts, found.uncounted) == ((), (), "", "")
    assert found.near is None or found.near >= 0.5
    assert found.odds <= 1


@pytest.mark.parametrize(
    ("question", "answer", "nowhere"),
    [
        ("What does the Aurora cost for a day?", "44.00", ("Aurora",)),
        ("Which colour does the Comet have?", "14.00", ("colour",)),
        ("Who is the landlord?", "Tessa Oldfield", ("landlord",)),
        ("What did it cost in 2019?", "44.00", ("2019",)),
        ("Was kostet der Stellplatz?", "44.00", ("Stellplatz",)),
    ],
)
def test_what_the_question_has_and_the_text_has_not_is_named(question: str, answer: str, nowhere: tuple[str, ...]) -> None:
    found = fit(question, answer)
    assert found.names + found.things == nowhere
    assert found.odds > 1


def test_a_number_of_something_else_is_told() -> None:
    assert fit("How many boats does the library own?", "It owns 28 boats.").counts == "28 days"
    assert fit("How many boats does the library own?", "28").counts == "28 days"
    assert fit("For how many days?", "28 days").counts == ""


def test_what_stands_elsewhere_is_told() -> None:
    found = fit("What is the deposit for the Comet?", "9.50")
    assert found.apart == ("deposit", "Comet")
    assert found.near is not None
    assert found.near < 0.5


@pytest.mark.parametrize("twice", [False, True])
def test_a_word_that_stands_there_is_never_missing(twice: bool) -> None:
    """Whatever stands in the text, in capitals or small."""
    words = sorted({word.strip(".,:") for word in BOATS.split()})
    for word in words:
        asked = f"What about {word.upper() if twice else word}?"
        assert fit(asked, "60").names + fit(asked, "60").things == (), asked


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("planned", "plans", True),
        ("Kosten", "Nebenkosten", True),
        ("delivery", "delivered", True),
        ("livré", "livrée", True),
        ("landlord", "landing", False),
        ("2026", "2027", False),
        ("cat", "car", False),
    ],
)
def test_forms_of_a_word(one: str, other: str, same: bool) -> None:
    assert are_forms(fold(one), fold(other)) is are_forms(fold(other), fold(one)) is same


def test_what_only_frames_a_question_tells_nothing() -> None:
    for question in ("How much does it cost?", "When is that?", "Wie heißt er?", "Combien coûte-t-il ?", "¿Cuánto cuesta?"):
        assert find_terms(question) == [], question
    assert [term.text for term in find_terms("What is the name of the boat's owner?")] == ["boat", "owner"]


def test_a_long_text_and_question_take_little_time() -> None:
    text = "\n".join(f"Row{n}\tplanning {n}\tof house{n % 977}\t{n * 7}" for n in range(2000))
    began = time.process_time()
    fit("How " + "planned houses " * 400 + "?", "7, 14, 21 and 28", text)
    assert time.process_time() - began < 6
    assert len(find_terms("planned houses " * 20_000)) == 2
    assert time.process_time() - began < 9


def test_a_long_answer_about_a_long_table_takes_little_time() -> None:
    sources = [Source("rows.txt", "document", "\n".join(f"{n}\t{n * 7}" for n in range(6_000)))]
    answer = ", ".join(str(n * 7) for n in range(3_000, 3_600))
    claims = check(answer, sources)
    began = time.process_time()
    find_fit("How many boats are planned for the 21 houses?", answer, claims, sources)
    assert time.process_time() - began < 2
