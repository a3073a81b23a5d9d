"""Choices in words, with their numbers."""

from __future__ import annotations

from app.conversation.context.budget_model import Rates
from app.conversation.context.choices import ChoicesModel, OfferLine, offer_line
from inference.conversation import DocumentPart, ImagePart, Message, Request
from inference.events import Priced
from inference.pace import Pace
from inference.prompt.budget import Choice, Kind
from inference.prompt.changes import Change, KeepPages, LeaveOut, Place, Shrink, Summarise

TURN = (Message.text("user", "a"), Message.text("assistant", "b"))
NEWEST = Message("user", (ImagePart("a.png", b"a"), DocumentPart("d.pdf", b"d"), ImagePart("b.png", b"b")))
REQUEST = Request((*TURN, *TURN, *TURN, NEWEST))


def line(kind: Kind, *changes: Change, prompt: int = 700, saved: int = 300, pace: Pace | None = None) -> OfferLine:
    choice = Choice(kind, changes, Priced((), prompt), saved, fits=True, exact=kind != "summary")
    return offer_line(REQUEST, choice, context=1000, fresh=600, rates=Rates(pace))


def test_titles_say_what_would_be_given_up() -> None:
    small, also = Shrink(Place(6, 0), 140, 260, 130), Shrink(Place(6, 2), 140, 260, 120)
    assert line("pictures", small).title == "Smaller picture: a.png from 260 to 130 tokens"
    assert line("pictures", small, also).title == "2 pictures of at most 140 tokens each: from 520 to 250 tokens"
    assert line("pages", KeepPages(Place(6, 1), (1, 2, 3, 7), 9)).title == "Only pages 1–3, 7 of d.pdf: 4 of 9 pages"
    assert line("turns", LeaveOut((0, 1))).title == "Leave out the oldest question and its answer"
    assert line("turns", LeaveOut((0, 1, 2, 3))).title == "Leave out the 2 oldest questions and their answers"
    assert line("turns", LeaveOut(tuple(range(6)))).title == "Leave out the whole earlier conversation"
    assert line("summary", Summarise((0, 1, 2, 3), 80)).title == "Summarise the 2 oldest questions and their answers"


def test_details_say_what_that_brings() -> None:
    leave = LeaveOut((0, 1))
    assert line("turns", leave).detail == "saves 300  ·  then 700 of 1,000, 300 left for the reply"
    assert line("turns", leave, prompt=1200).detail == "saves 300  ·  still 232 too long"
    assert line("turns", leave, pace=Pace(0.0, 0.0, 0.01, 0.0, 128)).detail.endswith("  ·  about 6 s to read")
    assert line("summary", Summarise((0, 1), 80)).detail.startswith("saves at least 300; the model writes it  ·  then 700")


def test_heading_says_what_the_panel_is_about() -> None:
    model = ChoicesModel()
    assert model.heading == ""
    model.show(open=True, waiting=True)
    assert model.heading.startswith("Counting")
    model.show(waiting=False, too_long=True)
    assert "nothing before it could give way" in model.heading
    model.show(lines=(line("turns", LeaveOut((0, 1))),))
    assert "Nothing is left out unless you choose it" in model.heading
    model.show(too_long=False, lines=(), undo="fewer pages")
    assert model.heading == "It fits now."
