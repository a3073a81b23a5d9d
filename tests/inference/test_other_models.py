"""Other models run as far as they can, and offer just what they can."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, Request, Sampling, TextPart
from inference.engine import Engine
from inference.errors import ContextFull, InputError, MediaError, ModelFileError
from inference.events import Event, Finished, LoadProgress, PromptProgress, TextDelta, Thought
from inference.loading import LoadSettings, ModelFiles
from inference.pricing import Pricer
from inference.stop import StopFlag
from tests.factories import picture_bytes, sound_bytes, tone
from tests.other_models import CHATML, projector_without_sound, text_model

SMALL = LoadSettings(context=1024, image_tokens=280)


def ask(engine: Engine, *messages: Message, tokens: int = 12) -> tuple[Finished, list[Event]]:
    events: list[Event] = []
    outcome = engine.generate(Request(messages, Sampling.exact(), max_tokens=tokens), emit=events.append, stop=StopFlag())
    assert isinstance(outcome, Finished)
    return outcome, events


def test_a_text_model_without_projector_answers_and_reuses(tmp_path: Path) -> None:
    files = ModelFiles(text_model(tmp_path / "tiny.gguf"))
    engine, events = Engine(cache_dir=tmp_path), []
    loaded = engine.load(files, SMALL, emit=events.append)
    assert (loaded.capabilities.vision, loaded.capabilities.audio, loaded.capabilities.is_starter) == (False, False, False)
    assert isinstance(events[0], LoadProgress)
    assert events[-1] == loaded
    question = Message.text("user", "Hello <|im_end|> there")
    first, said = ask(engine, question)
    assert "".join(event.text for event in said if isinstance(event, TextDelta)).strip("\n") == first.text
    assert first.cost.prompt_tokens == Pricer(files).price(Request((question,))).prompt_tokens
    second, _ = ask(engine, question, Message.text("assistant", first.text or "x"), Message.text("user", "and?"))
    assert second.cost.reused_tokens >= first.cost.prompt_tokens - 16
    for part in (ImagePart("p.png", picture_bytes()), AudioPart("s.wav", sound_bytes(tone()))):
        with pytest.raises(MediaError, match=r"cannot (see|hear)"):
            ask(engine, Message("user", (part,)))
    document = DocumentPart("notes.txt", b"name: value")
    assert ask(engine, Message("user", (document, TextPart("What?"))))[0].cost.reply_tokens > 0
    engine.close()


THOUGHT = ("<think>", "</think>")


def test_a_thought_that_the_template_opens_is_no_part_of_the_answer(tmp_path: Path) -> None:
    """Its marks are user-defined tokens, as in the files of Qwen, DeepSeek and SmolLM3."""
    opens = CHATML.replace("assistant\\n' }}", "assistant\\n<think>\\n' }}")
    assert opens != CHATML
    engine = Engine()
    files = ModelFiles(text_model(tmp_path / "thinker.gguf", template=opens, endless=True, marks=THOUGHT))
    engine.load(files, SMALL, emit=lambda _event: None)
    outcome, events = ask(engine, Message.text("user", "Hello"), tokens=24)
    kinds = [type(event) for event in events if isinstance(event, TextDelta | Thought)]
    assert kinds[0] is Thought
    assert kinds == sorted(kinds, key=lambda kind: kind is TextDelta)
    assert outcome.thought  # half of what may be written, and then it is told to answer
    assert outcome.text
    assert "think>" not in outcome.thought + outcome.text
    engine.close()


def test_marks_of_a_thought_that_a_person_writes_open_none(tmp_path: Path) -> None:
    files = ModelFiles(text_model(tmp_path / "thinker.gguf", endless=True, marks=THOUGHT))
    engine = Engine()
    engine.load(files, SMALL, emit=lambda _event: None)
    outcome, _ = ask(engine, Message.text("user", "What does <think> mean?"))
    assert not outcome.thought
    assert outcome.text
    engine.close()


@pytest.mark.parametrize(("asks", "marks", "can"), [(True, THOUGHT, True), (True, (), False), (False, THOUGHT, False)])
def test_thinking_is_offered_where_template_and_words_have_it(
    asks: bool, marks: tuple[str, ...], can: bool, tmp_path: Path
) -> None:
    template = CHATML + ("{% if not enable_thinking %}<think>\n\n</think>{% endif %}" if asks else "")
    files = ModelFiles(text_model(tmp_path / "thinker.gguf", template=template, marks=marks))
    engine = Engine()
    assert engine.load(files, SMALL, emit=lambda _event: None).capabilities.thinking is can
    engine.close()


def test_a_projector_that_only_sees(starter: tuple[Path, Path], tmp_path: Path) -> None:
    engine = Engine(cache_dir=tmp_path)
    files = ModelFiles(starter[0], projector_without_sound(starter[1], tmp_path / "eyes.gguf"))
    capabilities = engine.load(files, SMALL, emit=lambda _event: None).capabilities
    assert (capabilities.vision, capabilities.audio) == (True, False)
    ask(engine, Message("user", (ImagePart("p.png", picture_bytes()), TextPart("What does it say?"))))
    with pytest.raises(MediaError, match="cannot hear"):
        ask(engine, Message("user", (AudioPart("s.wav", sound_bytes(tone())),)))
    engine.close()


def test_a_model_without_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="template"):
        Engine().load(ModelFiles(text_model(tmp_path / "base.gguf", template=None)), SMALL, emit=lambda _event: None)


def test_after_a_refused_load_the_engine_loads_another(starter: tuple[Path, Path], tmp_path: Path) -> None:
    engine = Engine()
    (tmp_path / "empty.gguf").write_bytes(b"")
    with pytest.raises(ModelFileError):
        engine.load(ModelFiles(tmp_path / "empty.gguf"), SMALL, emit=lambda _event: None)
    engine.load(ModelFiles(*starter, trusted=True), SMALL, emit=lambda _event: None)
    ask(engine, Message.text("user", "Hello"))
    engine.close()


def test_a_load_that_is_stopped_leaves_nothing(starter: tuple[Path, Path]) -> None:
    engine, stop = Engine(), StopFlag()
    stop.set()
    with pytest.raises(InputError, match="was stopped"):
        engine.load(ModelFiles(*starter, trusted=True), SMALL, emit=lambda _event: None, stop=stop)


def test_too_long_a_request_is_refused_with_both_numbers_and_loses_nothing(starter: tuple[Path, Path]) -> None:
    engine = Engine()
    engine.load(ModelFiles(*starter, trusted=True), SMALL, emit=lambda _event: None)
    first, _ = ask(engine, Message.text("user", "Hello"))
    with pytest.raises(ContextFull, match=r"context holds 1,024"):
        ask(engine, Message.text("user", "word " * 1000))
    again, _ = ask(engine, Message.text("user", "Hello"))
    assert again.text == first.text
    assert again.cost.reused_tokens > 0
    engine.close()


def test_an_answer_that_fills_the_context_ends_there(starter: tuple[Path, Path]) -> None:
    engine = Engine()
    engine.load(ModelFiles(*starter, trusted=True), LoadSettings(context=256, image_tokens=70), emit=lambda _event: None)
    request = Request((Message.text("user", "word " * 40),), Sampling(5.0, 0, 1.0, 3), max_tokens=4000)
    events: list[Event] = []
    outcome = engine.generate(request, emit=events.append, stop=StopFlag())
    assert isinstance(outcome, Finished)
    assert outcome.reason in ("context", "stop")
    assert engine.context_used <= 256
    progress = [event for event in events if isinstance(event, PromptProgress)]
    assert [event.done for event in progress] == sorted(event.done for event in progress)
    engine.close()


def test_what_must_not_be_written_never_is(starter: tuple[Path, Path]) -> None:
    """At a temperature where every token is as likely as any other."""
    engine = Engine()
    engine.load(ModelFiles(*starter, trusted=True), SMALL, emit=lambda _event: None)
    parts = engine._loaded
    marks = {token for text, token in parts.model.control_tokens.items() if "image" in text or "audio" in text or "video" in text}
    assert len(marks) == 7
    assert marks <= parts.forbidden
    assert parts.model.suppressed <= parts.forbidden
    from inference.llama.sampler import Sampler

    parts.context.decode([2], 0)
    sampler = Sampler(Sampling(1e6, 0, 1.0, 5), n_vocab=parts.model.n_vocab, forbidden=parts.forbidden)
    drawn = {sampler.sample(parts.context.handle) for _ in range(6000)}
    sampler.close()
    assert not drawn & parts.forbidden
    assert len(drawn) > parts.model.n_vocab * 0.8
    engine.close()
