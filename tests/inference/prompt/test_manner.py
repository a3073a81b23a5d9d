"""How Hush speaks to a model it was measured with: before the person's own words, after their questions, and priced."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.conversation.context import reach
from inference.conversation import Attachment, AudioPart, DocumentPart, Message, Request, Sampling, TextPart
from inference.engine import Engine
from inference.events import Event, Priced
from inference.gguf.model_info import read_model
from inference.loading import LoadSettings, ModelFiles
from inference.pricing import Pricer
from inference.prompt import manner
from inference.prompt.assemble import Opened, Source, TextRun, assemble
from inference.prompt.intent import asks_for_a_fact
from inference.prompt.manner import Manner, manner_of
from inference.prompt.template import ChatTemplate
from inference.stop import StopFlag
from resources import FIRST_MODEL_BYTES
from tests.other_models import text_model

TEMPLATE = ChatTemplate("{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}<assistant>", bos="", eos="")
OURS = Manner(instructions="Be true.", reminder="(Only the text.)")
NOTE = DocumentPart("note.txt", b"Rent: 900")
ASKED = Message("user", (NOTE, TextPart("What is the rent?")))
SMALL = LoadSettings(context=1024)


def said(*messages: Message, manner: Manner = OURS) -> str:
    def opened(index: int, part: Attachment) -> Opened:
        return Opened(Source(index, "document", part.name), (f"[{part.name}]",))

    runs, _ = assemble(messages, TEMPLATE, open_part=opened, control_tokens=(), manner=manner)
    return "".join(run.text for run in runs if isinstance(run, TextRun))


def test_the_instructions_come_first_and_the_reminder_follows_the_question() -> None:
    assert said(ASKED) == "<system>Be true.<user>[note.txt]\n\nWhat is the rent?\n\n(Only the text.)<assistant>"


def test_what_the_person_instructed_comes_as_well() -> None:
    assert said(Message.text("system", "In French."), Message.text("user", "Hello")).startswith(
        "<system>Be true.\n\nIn French.<user>Hello<assistant>"
    )


def test_there_is_no_reminder_before_something_is_attached_and_there_is_one_ever_after() -> None:
    before, answer, after = (
        Message.text("user", "Who are you?"),
        Message.text("assistant", "Hush."),
        Message.text("user", "And now?"),
    )
    assert said(before, answer, ASKED, answer, after).count("(Only the text.)") == 2
    assert "(Only" not in said(before)
    assert "(Only" not in said(ASKED, answer, Message.text("user", "Thank you.")).partition("<assistant>")[2]


def test_the_conversation_goes_on_from_what_was_read() -> None:
    answer, more = Message.text("assistant", "900."), Message.text("user", "Since when?")
    assert said(ASKED, answer, more).startswith(said(ASKED).removesuffix("<assistant>"))


def test_what_was_written_down_of_a_recording_stands_before_the_question() -> None:
    asked = Message("user", (TextPart("Who?"), AudioPart("memo.wav", b"", text="Bert.")))
    assert said(asked) == "<system>Be true.<user>[memo.wav]\n\nWho?\n\n(Only the text.)<assistant>"


def test_without_a_manner_nothing_is_added() -> None:
    assert said(ASKED, manner=Manner()) == "<user>[note.txt]\n\nWhat is the rent?<assistant>"


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("What is the rent?", True),
        ("who signed it", True),
        ("and when does it end", True),
        ("The rent, how much is it?", True),
        ("Wie hoch ist die Miete", True),
        ("Summarise this memo.", False),
        ("Translate it into French", False),
        ("Can you write that as a mail?", False),
        ("Könntest du das zusammenfassen?", False),
        ("Whatever. Write it down", False),
        ("", False),
    ],
)
def test_what_asks_for_a_fact(words: str, asks: bool) -> None:
    assert asks_for_a_fact(Message.text("user", words)) is asks
    assert not asks_for_a_fact(Message.text("assistant", words))


def test_the_measured_model_is_the_one_that_set_up_brings_and_no_other_is_spoken_to(starter: tuple[Path, Path]) -> None:
    assert [size for _, size in manner._MEASURED] == [FIRST_MODEL_BYTES]
    assert manner_of(read_model(starter[0])) == Manner()


def test_what_hush_says_is_within_the_bound_of_what_surely_fits() -> None:
    for one in manner._MEASURED.values():
        assert len(one.instructions.encode()) <= reach.FRAME - 64
        assert len(one.reminder.encode()) <= reach.PER_MESSAGE - 16


def test_it_is_priced_and_evaluated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = ModelFiles(text_model(tmp_path / "tiny.gguf"), trusted=True)
    info = read_model(files.model)
    plain = Pricer(files, SMALL).price(Request((ASKED,)))
    monkeypatch.setitem(manner._MEASURED, (info.name, info.file_bytes), Manner("Be true.", "(Only.)", Sampling.exact()))
    pricer, engine, events = Pricer(files, SMALL), Engine(), list[Event]()
    priced = pricer.price(Request((ASKED,)))
    assert [(part.kind, part.source, part.message) for part in priced.parts] == [
        ("instructions", "Hush", -1),
        ("document", "note.txt", 0),
        ("text", "user", 0),
        ("instructions", "Hush", 0),
        ("template", "chat template", -1),
    ]
    assert priced.prompt_tokens > plain.prompt_tokens
    engine.load(files, SMALL, emit=events.append)
    engine.generate(Request((ASKED,), max_tokens=1), emit=events.append, stop=StopFlag())
    assert next(event for event in events if isinstance(event, Priced)) == priced
    assert engine.context_used == priced.prompt_tokens
    engine.close()
    pricer.close()


def test_its_sampling_holds_where_a_request_names_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = ModelFiles(text_model(tmp_path / "tiny.gguf"), trusted=True)
    info = read_model(files.model)
    monkeypatch.setitem(manner._MEASURED, (info.name, info.file_bytes), Manner(sampling=Sampling.exact()))
    engine = Engine()
    engine.load(files, SMALL, emit=lambda _event: None)
    request = Request((Message.text("user", "Hello"),), max_tokens=12)
    outcomes = {engine.generate(request, emit=lambda _event: None, stop=StopFlag()).text for _ in range(4)}
    engine.close()
    assert len(outcomes) == 1
