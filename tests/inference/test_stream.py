"""Tokens to text: nothing is lost, nothing leaks from the thought channel, whatever the pieces are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inference.stream import ReplyStream

OPEN, CLOSE = 1000, 1001
MARKS = {"<|channel>": OPEN, "<channel|>": CLOSE}


def stream_of(pieces: dict[int, bytes]) -> tuple[ReplyStream, list[str], list[str]]:
    text: list[str] = []
    thought: list[str] = []
    return ReplyStream(lambda token: pieces.get(token, b""), MARKS, on_text=text.append, on_thought=thought.append), text, thought


def fed(*pieces: bytes | int) -> tuple[ReplyStream, str, str]:
    table = {index: piece for index, piece in enumerate(pieces) if isinstance(piece, bytes)}
    stream, text, thought = stream_of(table)
    for index, piece in enumerate(pieces):
        stream.feed([piece if isinstance(piece, int) else index])
    stream.finish()
    return stream, "".join(text), "".join(thought)


@given(st.text(), st.lists(st.integers(1, 4), max_size=40))
def test_bytes_cut_anywhere_give_the_same_text(text: str, cuts: list[int]) -> None:
    data, pieces = text.encode("utf-8", "surrogatepass"), []
    for cut in cuts:
        pieces.append(data[:cut])
        data = data[cut:]
    stream, streamed, thought = fed(*pieces, data)
    whole = b"".join([*pieces, data]).decode("utf-8", "replace")
    assert stream.text == whole.strip("\n")
    assert thought == ""
    assert streamed.strip("\n") == stream.text


def test_a_thought_is_told_apart_and_its_name_dropped() -> None:
    stream, text, thought = fed(OPEN, b"thou", b"ght\n", b"hm, 4", CLOSE, b"4")
    assert (stream.text, text) == ("4", "4")
    assert (stream.thought, thought) == ("hm, 4", "hm, 4")
    assert stream.thought_tokens == 3


def test_an_empty_thought_leaves_nothing() -> None:
    stream, text, thought = fed(OPEN, b"thought\n", CLOSE, b"yes")
    assert (text, thought) == ("yes", "")
    assert stream.thought == ""


def test_a_thought_without_a_name_is_kept() -> None:
    assert fed(OPEN, b"let me see", CLOSE, b"no")[2] == "let me see"


def test_a_stray_close_is_dropped_and_an_open_end_is_a_thought() -> None:
    assert fed(CLOSE, b"yes")[1] == "yes"
    stream, text, thought = fed(OPEN, b"thought\n", b"never ends")
    assert (text, thought) == ("", "never ends")
    assert stream.thinking


def test_half_a_character_at_the_end_is_left_out() -> None:
    assert fed("é".encode()[:1])[1] == ""


def test_leading_blank_lines_are_not_shown() -> None:
    assert fed(b"\n", b"\n", b"Hello")[1] == "Hello"
