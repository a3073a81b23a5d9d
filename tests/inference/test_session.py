"""The KV cache used again: never another answer than from cold, whatever the conversation does."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import soundfile
from PIL import Image, ImageDraw

from inference.conversation import AudioPart, ImagePart, Message, Request, Sampling, TextPart
from inference.engine import Engine
from inference.events import Cancelled, Event, Finished, PromptProgress, TextDelta
from inference.loading import LoadSettings, ModelFiles
from inference.stop import StopFlag

RANDOM = Sampling(1e6, 0, 1.0, 7)
"""Every token as likely as any other: a long answer, the same for every model with this vocabulary."""
SETTINGS = LoadSettings(context=8192, image_tokens=1120)


def loaded(starter: tuple[Path, Path], settings: LoadSettings = SETTINGS) -> Engine:
    engine = Engine()
    engine.load(ModelFiles(*starter, trusted=True), settings, emit=lambda _event: None)
    return engine


@pytest.fixture(scope="module")
def warm(starter: tuple[Path, Path]) -> Iterator[Engine]:
    engine = loaded(starter)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def cold(starter: tuple[Path, Path]) -> Iterator[Engine]:
    engine = loaded(starter, LoadSettings(context=8192, image_tokens=1120, checkpoint_bytes=0))
    yield engine
    engine.close()


@pytest.fixture(autouse=True)
def _empty(warm: Engine) -> None:
    warm.forget()


def picture(seed: int = 0, size: tuple[int, int] = (320, 80)) -> ImagePart:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((20, 20), f"hello {seed}", fill="black")
    data = io.BytesIO()
    image.save(data, "PNG")
    return ImagePart(f"picture {seed}.png", data.getvalue())


def sound(seconds: float, seed: int = 0) -> AudioPart:
    samples = np.random.default_rng(seed).normal(0, 0.05, int(16_000 * seconds)).astype(np.float32)
    data = io.BytesIO()
    soundfile.write(data, samples, 16_000, format="WAV")
    return AudioPart("memo.wav", data.getvalue())


def ask(engine: Engine, *messages: Message, tokens: int = 40, image_tokens: int | None = None) -> Finished:
    request = Request(messages, sampling=Sampling.exact(), max_tokens=tokens, image_tokens=image_tokens)
    outcome = engine.generate(request, emit=lambda _event: None, stop=StopFlag())
    assert isinstance(outcome, Finished)
    return outcome


def ask_cold(engine: Engine, *messages: Message, tokens: int = 40) -> Finished:
    engine.forget()
    answer = ask(engine, *messages, tokens=tokens)
    assert answer.cost.reused_tokens == 0
    return answer


def user(*parts: str | ImagePart | AudioPart) -> Message:
    return Message("user", tuple(TextPart(part) if isinstance(part, str) else part for part in parts))


def model(text: str) -> Message:
    return Message.text("assistant", text)


def test_a_conversation_of_pictures_sound_and_text_answers_as_from_cold(warm: Engine, cold: Engine) -> None:
    messages = [user("What does it say?", picture(1), sound(3))]
    for turn in range(6):
        ours, theirs = ask(warm, *messages), ask_cold(cold, *messages)
        assert ours.text == theirs.text
        assert (ours.cost.reused_tokens > 0) == (turn > 0)
        messages += [model(ours.text or "?"), user(f"And then? {'word ' * 60}", *([picture(turn)] if turn % 2 else []))]


def test_after_the_window_slid_only_new_tokens_are_evaluated(warm: Engine, cold: Engine) -> None:
    """Fill more than the sliding cells hold, so that going back is only possible through a checkpoint."""
    first = user("Look.", picture(1), picture(2), sound(20))
    filler = user("word " * 700)
    ask(warm, first)
    answer = ask(warm, first, model("yes"), filler, tokens=300)
    second = (first, model("yes"), filler, model(answer.text), user("What does it say?"))
    ours, theirs = ask(warm, *second), ask_cold(cold, *second)
    assert ours.text == theirs.text
    # Everything up to where the last answer began comes from the cache.
    assert ours.cost.prompt_tokens - ours.cost.reused_tokens < 400


def test_an_edited_question_does_not_evaluate_the_picture_again(warm: Engine, cold: Engine) -> None:
    ask(warm, user("What does it say?", picture(1)), tokens=8, image_tokens=1120)
    edited = (user("Read the text.", picture(1)),)
    request = Request(edited, sampling=Sampling.exact(), max_tokens=8, image_tokens=1120)
    ours = warm.generate(request, emit=lambda _event: None, stop=StopFlag())
    cold.forget()
    theirs = cold.generate(request, emit=lambda _event: None, stop=StopFlag())
    assert isinstance(ours, Finished)
    assert isinstance(theirs, Finished)
    assert ours.text == theirs.text
    assert ours.cost.prompt_tokens - ours.cost.reused_tokens < 60


def test_regenerate_evaluates_next_to_nothing(warm: Engine) -> None:
    question = user("What does it say?", picture(1), sound(20), "word " * 300)
    first = ask(warm, question, tokens=200)
    again = ask(warm, question, tokens=200)
    assert again.text == first.text
    assert again.cost.prompt_tokens - again.cost.reused_tokens < 10


def test_the_same_bytes_under_another_name_are_the_same_picture(warm: Engine) -> None:
    ask(warm, user("Read.", picture(1)))
    renamed = ImagePart("other.png", picture(1).data)
    assert ask(warm, user("Read.", renamed)).cost.reused_tokens > 50


def test_another_picture_of_the_same_size_is_not(warm: Engine, cold: Engine) -> None:
    ask(warm, user("Read.", picture(1)))
    assert ask(warm, user("Read.", picture(2))).text == ask_cold(cold, user("Read.", picture(2))).text


def test_checkpoints_stay_within_their_bound(starter: tuple[Path, Path]) -> None:
    bound = 300_000
    engine = loaded(starter, LoadSettings(context=8192, image_tokens=280, checkpoint_bytes=bound))
    messages: list[Message] = []
    for turn in range(5):
        messages += [user("Read.", picture(turn)), model("yes")]
        ask(engine, *messages[:-1])
        assert engine.checkpoint_bytes <= bound
    engine.close()


@pytest.mark.parametrize("kv_type", ["q8_0", "q4_0"])
def test_a_quantised_cache_is_reused_as_well(starter: tuple[Path, Path], kv_type: Literal["q8_0", "q4_0"]) -> None:
    ours, theirs = (loaded(starter, LoadSettings(context=2048, image_tokens=280, kv_type=kv_type)) for _ in range(2))
    messages = [user("Read.", picture(1), sound(2))]
    for _turn in range(3):
        answer = ask(ours, *messages)
        assert answer.text == ask_cold(theirs, *messages).text
        messages += [model(answer.text or "?"), user("And then?")]
    ours.close()
    theirs.close()


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 0.7])
def test_stopped_anywhere_in_the_prompt_the_next_turn_is_right(warm: Engine, cold: Engine, share: float) -> None:
    """However large the pieces are on this machine: a picture and a recording come after 0.7 of the prompt."""
    messages = (user("word " * 200, picture(1), sound(6)), model("yes"), user("Read.", picture(2)))
    stop = StopFlag()

    def emit(happened: Event) -> None:
        if isinstance(happened, PromptProgress) and share * happened.total <= happened.done < happened.total:
            stop.set()

    request = Request(messages, sampling=Sampling.exact(), max_tokens=20)
    outcome = warm.generate(request, emit=emit, stop=stop)
    assert isinstance(outcome, Cancelled)
    assert ask(warm, *messages).text == ask_cold(cold, *messages).text


def test_stopped_while_writing_keeps_the_text_and_the_next_turn_is_right(warm: Engine, cold: Engine) -> None:
    stop, written = StopFlag(), 0

    def emit(happened: Event) -> None:
        nonlocal written
        written += isinstance(happened, TextDelta)
        if written == 2:
            stop.set()

    question = user("Tell me a long story. " * 8)
    outcome = warm.generate(Request((question,), max_tokens=2000, sampling=RANDOM), emit=emit, stop=stop)
    assert isinstance(outcome, Cancelled)
    following = (question, model(outcome.text or "?"), user("Read.", picture(3)))
    assert ask(warm, *following).text == ask_cold(cold, *following).text


def test_stop_from_another_thread_in_the_middle_of_an_evaluation(warm: Engine) -> None:
    stop = StopFlag()
    threading.Timer(0.05, stop.set).start()
    outcome = warm.generate(Request((user("word " * 1200),), max_tokens=4000), emit=lambda _event: None, stop=stop)
    assert isinstance(outcome, Cancelled)
