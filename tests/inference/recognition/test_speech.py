"""Words in recordings: real Whisper on spoken sentences, in its child; and what is made of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from inference.child import Ended
from inference.errors import InputError, MediaError, ModelFileError
from inference.evaluation.speech import SAMPLE_RATE, Voice, say, wav
from inference.recognition.speech import Heard, Speech, Word, write_down
from inference.stop import StopFlag
from tests.inference.recognition.whisper_files import write_empty_whisper


def spoken(*parts: str | float) -> bytes:
    """A WAV file of sentences and, between them, seconds of a quiet room."""
    rng = np.random.default_rng(3)
    voice = Voice("en-us", 150)
    sounds = [say(part, voice) if isinstance(part, str) else np.zeros(round(part * SAMPLE_RATE), np.float32) for part in parts]
    joined = np.concatenate(sounds)
    return wav(joined + rng.normal(0, 1e-4, len(joined)).astype(np.float32))


def plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum() or letter == " ")


def test_two_sentences_far_apart(listener: Path) -> None:
    told: list[Heard] = []
    sound = spoken(1.0, "The meeting begins at ten o'clock.", 70.0, "Please call me tomorrow morning.", 1.0)
    speech = write_down(sound, "memo.wav", language="en", tell=told.append)
    assert plain(speech.text) == "the meeting begins at 10 oclock please call me tomorrow morning"
    assert [plain(one.text) for one in speech.sentences] == ["the meeting begins at 10 oclock", "please call me tomorrow morning"]
    first, second = speech.sentences
    assert first.start == pytest.approx(1.0, abs=0.4)
    assert second.start == pytest.approx(71 + (speech.seconds - 73) / 2, abs=1.0)
    assert second.end <= speech.seconds
    assert (speech.language, speech.model) == ("en", "whisper-base.bin")
    assert [word for heard in told for word in heard.words] == list(speech.words)
    assert told[-1].share == pytest.approx(told[-1].seconds / speech.seconds, abs=0.01)
    assert len(told) == 2


def noise() -> np.ndarray:
    return np.random.default_rng(1).normal(0, 0.02, 8 * SAMPLE_RATE)


def gusts() -> np.ndarray:
    """Whisper goes round in circles in these: "I'm going to use the same method as the other one." over and over."""
    return 3 * noise() * np.clip(np.sin(2 * np.pi * 0.4 * np.arange(8 * SAMPLE_RATE) / SAMPLE_RATE), 0.02, 1)


def bells() -> np.ndarray:
    """Whisper hears "Thank you." in these."""
    at = np.arange(8 * SAMPLE_RATE) / SAMPLE_RATE
    return 0.1 * np.exp(-6 * (at % 0.5)) * sum(np.sin(2 * np.pi * tone * at) for tone in (262, 330, 392)) + 0.01 * noise()


@pytest.mark.parametrize("sound", [noise, gusts, bells])
def test_nobody_speaks(listener: Path, sound: Callable[[], np.ndarray]) -> None:
    speech = write_down(wav(np.clip(sound(), -1, 1).astype(np.float32)), "sound.wav")
    assert (speech.words, speech.language, speech.seconds) == ((), "", 8.0)
    assert (speech.text, speech.sentences) == ("", ())


def test_from_a_file_and_stopped(listener: Path, tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    path.write_bytes(spoken(*(["Please call me tomorrow morning.", 61.0] * 4)))
    stop = StopFlag()
    told: list[Heard] = []

    def enough(heard: Heard) -> None:
        told.append(heard)
        stop.set()

    with pytest.raises(Ended) as ended:
        write_down(path, "long.wav", language="en", stop=stop, tell=enough)
    assert ended.value.reason == "stopped"
    assert len(told) == 1
    assert plain(" ".join(word.text for word in told[0].words)) == "please call me tomorrow morning"


def test_a_language_nobody_speaks(listener: Path) -> None:
    with pytest.raises(InputError, match="no language called 'klingon'"):
        write_down(spoken("Hello."), "a.wav", language="klingon")


def test_a_damaged_recording(listener: Path) -> None:
    with pytest.raises(MediaError, match="cannot be decoded"):
        write_down(b"RIFFnothing of use", "a.wav")


def test_without_whisper_a_sentence_says_what_brings_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUSH_RECOGNITION", str(tmp_path))
    with pytest.raises(InputError, match=r"whisper-base\.bin is not in .* Bring them with: make setup"):
        write_down(spoken("Hello."), "a.wav")


def test_another_file_is_looked_through_first(tmp_path: Path) -> None:
    path = tmp_path / "ggml-other.bin"
    write_empty_whisper(path)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 10)
    with pytest.raises(ModelFileError, match=r"ggml-other\.bin is damaged or cut off"):
        write_down(spoken("Hello."), "a.wav", model=path)


def test_sentences_end_at_full_stops_and_long_pauses() -> None:
    texts = [
        ("Dr.", 0),
        ("who", 0.5),
        ("left.", 1.0),
        ("He", 1.5),
        ("said", 2.0),
        ("nothing", 9.0),
        ("“Yes.”", 9.5),
        ("No", 10.0),
    ]
    speech = Speech(tuple(Word(start, start + 0.4, text) for text, start in texts), "en", 12.0)
    assert [one.text for one in speech.sentences] == ["Dr. who left.", "He said", "nothing “Yes.”", "No"]
    assert (speech.sentences[2].start, speech.sentences[2].end) == (9.0, 9.9)


def test_a_title_before_a_name_ends_no_sentence() -> None:
    texts = "And Mr. John and Prof. Ode came. Dr. Who? St.".split()
    speech = Speech(tuple(Word(n / 2, n / 2 + 0.4, text) for n, text in enumerate(texts)), "en", 9.0)
    assert [one.text for one in speech.sentences] == ["And Mr. John and Prof. Ode came.", "Dr. Who?", "St."]


def test_a_sentence_without_an_end_is_cut_at_a_breath() -> None:
    speech = Speech(tuple(Word(at, at + 0.5, "on") for at in range(100)), "en", 100.0)
    assert [len(one.words) for one in speech.sentences] == [31, 31, 31, 7]


def test_no_spaces_where_none_are_written() -> None:
    said = (Word(0, 1, "我", space=False), Word(1, 2, "来。", space=False), Word(2, 3, "OK"))
    assert Speech(said, "zh", 3.0).text == "我来。 OK"


def test_speech_is_kept_as_json() -> None:
    speech = Speech((Word(0.1, 0.5, "Hello,", 0.7), Word(0.5, 1.0, "you", 0.9, space=False)), "en", 2.0, "whisper-base.bin")
    assert Speech.from_json(json.loads(json.dumps(speech.as_json()))) == speech
    with pytest.raises(ValueError, match="unpack"):
        Speech.from_json({**speech.as_json(), "words": [[1, 2]]})
