"""What can give way: choices that keep their promise to the token, in the order of what is lost. Pure, so in many cases."""

from __future__ import annotations

from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from inference.conversation import DocumentPart, ImagePart, Message, Part, Request, TextPart
from inference.events import PartPrice, Priced
from inference.prompt.budget import Choice, Flexible, Limits, Paged, Resizable, choices
from inference.prompt.changes import KeepPages, LeaveOut, Place, Shrink, Summarise, apply, summary_request, turns

SIZES = ((70, 60), (140, 130), (280, 260), (560, 540), (1120, 1100))
PER_MESSAGE, FRAME, PAGE = 4, 7, 50


def count(request: Request) -> Priced:
    """A tokenizer of one letter a token; a picture costs its soft tokens and two marks, a page fifty."""
    parts = [
        PartPrice(_kind(part), getattr(part, "name", message.role), _tokens(part), index)
        for index, message in enumerate(request.messages)
        for part in message.parts
    ]
    parts.append(PartPrice("template", "", FRAME + PER_MESSAGE * len(request.messages)))
    return Priced(tuple(parts), sum(part.tokens for part in parts))


def _kind(part: Part) -> Literal["image", "document", "text"]:
    return "image" if isinstance(part, ImagePart) else "document" if isinstance(part, DocumentPart) else "text"


def _tokens(part: Part) -> int:
    if isinstance(part, ImagePart):
        return dict(SIZES)[part.tokens or 280] + 2
    if isinstance(part, DocumentPart):
        return PAGE * len(part.pages or range(int(part.data)))
    return len(part.text) if isinstance(part, TextPart) else 0


def flexible(request: Request, largest: int = 1120) -> Flexible:
    pictures: list[Resizable] = []
    documents: list[Paged] = []
    for index, message in enumerate(request.messages):
        for number, part in enumerate(message.parts):
            if isinstance(part, ImagePart):
                sizes = tuple(size for size in SIZES if size[0] <= largest)
                pictures.append(Resizable(Place(index, number), _tokens(part) - 2, sizes))
            elif isinstance(part, DocumentPart):
                pages = part.pages or tuple(range(1, int(part.data) + 1))
                documents.append(Paged(Place(index, number), pages, (PAGE,) * len(pages)))
    return Flexible(tuple(pictures), tuple(documents))


def offered(request: Request, limits: Limits) -> tuple[Choice, ...]:
    return choices(request, count(request), flexible(request), limits, count=count)


texts = st.integers(1, 400).map(lambda length: TextPart("x" * length))
images = st.sampled_from([None, 70, 140, 280, 560, 1120]).map(lambda tokens: ImagePart("p.png", b"", tokens))
documents = st.integers(1, 12).map(lambda pages: DocumentPart("d.pdf", b"%d" % pages))
questions = st.lists(st.one_of(texts, images, documents), min_size=1, max_size=4).map(lambda parts: Message("user", tuple(parts)))
answered = st.tuples(questions, texts.map(lambda text: Message("assistant", (text,))))
requests = st.tuples(st.booleans(), st.lists(answered, max_size=5), questions).map(
    lambda drawn: Request(
        (*([Message.text("system", "Be brief.")] if drawn[0] else []), *(m for turn in drawn[1] for m in turn), drawn[2])
    )
)
limits = st.builds(Limits, context=st.integers(200, 6000), reserve=st.integers(32, 150), summary=st.integers(20, 120))


@given(requests, limits)
def test_a_choice_costs_what_it_promises(request: Request, limits: Limits) -> None:
    now = count(request).prompt_tokens
    for choice in offered(request, limits):
        summary = "x" * limits.summary
        after = count(apply(request, choice.changes, summary=summary))
        assert after.prompt_tokens == choice.priced.prompt_tokens == now - choice.saved
        assert [part.tokens for part in after.parts] == [part.tokens for part in choice.priced.parts]
        assert choice.fits == (after.prompt_tokens + limits.reserve <= limits.context)
        assert choice.saved > 0
        assert choice.exact == (choice.kind != "summary")


@given(requests, limits)
def test_the_newest_question_and_the_instructions_stay(request: Request, limits: Limits) -> None:
    for choice in offered(request, limits):
        after = apply(request, choice.changes, summary="s").messages
        assert [m.role for m in after if m.role == "system"] == [m.role for m in request.messages if m.role == "system"]
        assert [type(part) for part in after[-1].parts] == [type(part) for part in request.messages[-1].parts]
        assert len(request.messages) - 1 not in choice.messages
        assert after[-1].role == "user"
        assert [m.role for m in after if m.role != "system"][::2] == ["user"] * (len(turns(after)) + 1)


@given(requests, limits)
def test_the_cheapest_loss_comes_first_and_what_does_not_fit_last(request: Request, limits: Limits) -> None:
    found = offered(request, limits)
    fitting = [choice.saved for choice in found if choice.fits]
    others = [choice.saved for choice in found if not choice.fits]
    assert [choice.fits for choice in found] == [True] * len(fitting) + [False] * len(others)
    assert fitting == sorted(fitting)
    assert others == sorted(others, reverse=True)


@given(requests, limits)
def test_no_more_is_given_up_than_it_takes(request: Request, limits: Limits) -> None:
    """One turn or one page fewer given up, or the next larger picture, would not be enough."""
    room = limits.context - limits.reserve
    for choice in offered(request, limits):
        change = choice.changes[0]
        less: tuple[LeaveOut | KeepPages | Shrink, ...] = ()
        if isinstance(change, LeaveOut) and choice.saved and len(change.messages) > 2:
            every = sum(turns(request.messages), ())
            less = () if change.messages == every else (LeaveOut(change.messages[:-2]),)
        elif isinstance(change, KeepPages) and len(change.pages) < change.was - 1:
            less = (KeepPages(change.place, (*change.pages, len(change.pages) + 1), change.was),)
        elif isinstance(change, Shrink) and len(choice.changes) == 1:
            larger = [size for size in SIZES if change.becomes < size[1] < change.was]
            less = (Shrink(change.place, larger[0][0], change.was, larger[0][1]),) if larger else ()
        if less:
            assert count(apply(request, less)).prompt_tokens > room


@given(requests, limits)
def test_something_is_offered_whenever_something_can_give_way(request: Request, limits: Limits) -> None:
    found = {choice.kind for choice in offered(request, limits)}
    parts = [part for message in request.messages for part in message.parts]
    assert ("pictures" in found) == any(isinstance(part, ImagePart) and part.tokens != 70 for part in parts)
    assert ("pages" in found) == any(isinstance(part, DocumentPart) and int(part.data) > 1 for part in parts)
    assert ("turns" in found) == bool(turns(request.messages))


def chat(*lengths: int) -> Request:
    """Turns of that many letters, half asked and half answered, and a short question."""
    messages = [Message.text(role, "x" * (length // 2)) for length in lengths for role in ("user", "assistant")]
    return Request((*messages, Message.text("user", "and now?")))


def test_the_oldest_turns_give_way_first_and_no_more_than_needed() -> None:
    request = chat(400, 100, 100)
    found = [choice for choice in offered(request, Limits(700, 100)) if choice.kind == "turns"]
    assert [choice.messages for choice in found] == [(0, 1), (0, 1, 2, 3, 4, 5)]
    assert [choice.fits for choice in found] == [True, True]


def test_room_can_be_made_though_everything_fits() -> None:
    request = chat(400, 400)
    assert count(request).prompt_tokens < 900
    found = offered(request, Limits(2000, 100, room=500))
    assert next(choice for choice in found if choice.kind == "turns").messages == (0, 1)


def test_a_summary_is_offered_only_where_it_is_shorter_and_can_be_written() -> None:
    request = chat(400, 100)
    kinds = {most: {choice.kind for choice in offered(request, Limits(1000, 60, 300, summary=most))} for most in (50, 590)}
    assert "summary" in kinds[50]
    assert "summary" not in kinds[590]
    cramped = Limits(count(request).prompt_tokens - 150, 60, summary=150)
    assert "summary" not in {choice.kind for choice in offered(request, cramped)}


def test_the_summary_is_asked_for_after_the_turns_it_is_of() -> None:
    request = chat(10, 20, 30)
    change = Summarise((0, 1, 2, 3), 80)
    asked = summary_request(request, change)
    assert asked.messages[:4] == request.messages[:4]
    assert (len(asked.messages), asked.messages[-1].role, asked.max_tokens) == (5, "user", 80)
    after = apply(request, [change], summary="They spoke.")
    assert [message.role for message in after.messages] == ["user", "assistant", "user", "assistant", "user"]
    assert after.messages[1] == Message.text("assistant", "They spoke.")
    assert after.messages[2:] == request.messages[4:]


def test_changes_of_several_kinds_go_together() -> None:
    picture, pages = ImagePart("p.png", b"", 1120), DocumentPart("d.pdf", b"9")
    request = Request((*chat(8).messages[:2], Message("user", (picture, pages, TextPart("?")))))
    place = Place(2, 0), Place(2, 1)
    changes = [Shrink(place[0], 70, 1100, 60), KeepPages(place[1], (2, 3), 9), LeaveOut((0, 1))]
    (left,) = apply(request, changes).messages
    assert left.parts == (ImagePart("p.png", b"", 70), DocumentPart("d.pdf", b"9", (2, 3)), TextPart("?"))
