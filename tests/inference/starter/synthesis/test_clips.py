"""A store of clips keeps what was said, grows, is mapped and not loaded, and survives an interrupted making."""

from __future__ import annotations

import json
import pickle
import random
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import pytest

from inference.starter.speech import SAMPLE_RATE, Spoken, say
from inference.starter.synthesis.clips import Clips, make_all
from inference.starter.synthesis.sentences import content_words, spoken_sentences
from inference.starter.world import held_out

TEXTS = [Spoken.of("Seven."), Spoken.of("The number is 407."), Spoken.of("Seven.")]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    Clips.make(folder, TEXTS, seed=1, workers=2)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def same(ours: Path, theirs: Path) -> bool:
    """Whether two stores are the same, give or take a millisecond in when a word begins: espeak-ng's library rounds."""
    assert {path.name for path in ours.iterdir()} == {path.name for path in theirs.iterdir()} == {"clips.raw", "clips.jsonl"}
    told = [[json.loads(line) for line in (folder / "clips.jsonl").read_text().splitlines()] for folder in (ours, theirs)]
    for one, other in zip(*told, strict=True):
        for (letters, start), (others, begins) in zip(one.pop("words"), other.pop("words"), strict=True):
            assert letters == others
            assert abs(start - begins) <= SAMPLE_RATE / 1000
    return told[0] == told[1] and (ours / "clips.raw").read_bytes() == (theirs / "clips.raw").read_bytes()


def test_clip_is_what_its_voice_says(store: Path) -> None:
    clips = Clips.open(store)
    assert [clips.text(i) for i in range(len(clips))] == ["Seven.", "The number is 407.", "Seven."]
    for index, spoken in enumerate(TEXTS):
        samples = clips.samples(index)
        assert samples.dtype == np.float32
        assert len(samples) == clips.length(index)
        assert np.allclose(samples, np.clip(say(spoken.said, clips.voice(index)), -1, 1), atol=1e-4)
        assert 0.2 < len(samples) / SAMPLE_RATE < 5


def test_found_by_text_in_different_voices(store: Path) -> None:
    clips = Clips.open(store)
    assert clips.by_text("Seven.") == [0, 2]
    assert clips.by_text("Eight.") == []
    assert clips.voice(0) != clips.voice(2)


def test_same_seed_same_store_however_many_at_once(store: Path, tmp_path: Path) -> None:
    Clips.make(tmp_path, TEXTS, seed=1, workers=1)
    assert same(tmp_path, store)


def test_store_grows(tmp_path: Path) -> None:
    Clips.make(tmp_path, TEXTS[:1], seed=1, workers=1)
    first = Clips.open(tmp_path).samples(0)
    clips = Clips.make(tmp_path, [Spoken.of("42")], seed=1, workers=1, group="digits")
    assert len(clips) == 2
    assert np.array_equal(clips.samples(0), first)
    assert (clips.indices("sentences"), clips.indices("digits"), clips.indices()) == ([0], [1], [0, 1])
    assert clips.indices("sentences", "digits") == [0, 1]


def test_interrupted_making_opens_and_goes_on(store: Path, tmp_path: Path) -> None:
    def broken_off() -> Iterator[Spoken]:
        yield from TEXTS[:2]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Clips.make(tmp_path, broken_off(), seed=1, workers=1)
    assert len(Clips.open(tmp_path)) == 0
    Clips.make(tmp_path, TEXTS[:2], seed=1, workers=1)
    with (tmp_path / "clips.raw").open("ab") as raw, (tmp_path / "clips.jsonl").open("ab") as index:
        raw.write(b"\1\2\3")  # of a clip that was being written
        index.write(b'{"group": "sent')
    half = Clips.open(tmp_path)
    assert [half.text(i) for i in range(len(half))] == ["Seven.", "The number is 407."]
    Clips.make(tmp_path, TEXTS[2:], seed=1, workers=1)
    assert same(tmp_path, store)


def test_lines_without_their_samples_are_left_out(store: Path, tmp_path: Path) -> None:
    for name, data in contents(store).items():
        (tmp_path / name).write_bytes(data[:-100] if name == "clips.raw" else data)
    assert len(Clips.open(tmp_path)) == 2


def test_sent_to_another_process_by_its_folder(store: Path) -> None:
    clips = Clips.open(store)
    sent = pickle.dumps(clips)
    assert len(sent) < 1000
    assert np.array_equal(pickle.loads(sent).samples(1), clips.samples(1))


def test_no_store_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no clips in"):
        Clips.open(tmp_path)


def test_all_groups_are_made_once(tmp_path: Path) -> None:
    make_all(tmp_path, sentences=2, digits=2, questions=1, seed=3, workers=2)
    before = contents(tmp_path)
    make_all(tmp_path, sentences=2, digits=2, questions=1, seed=3, workers=2)
    assert contents(tmp_path) == before
    clips = make_all(tmp_path, sentences=3, digits=2, questions=2, seed=3, workers=2)
    assert [len(clips.indices(group)) for group in ("sentences", "digits", "questions")] == [3, 2, 2]
    wanted = [spoken.text for spoken in islice(spoken_sentences(random.Random("3 sentences")), 3)]
    assert [clips.text(i) for i in clips.indices("sentences")] == wanted
    assert all(clips.text(i).isdigit() for i in clips.indices("digits"))
    assert not [word for text in wanted for word in content_words(text) if held_out(word)]


def test_letters_are_told_when_they_are_said(store: Path) -> None:
    clips = Clips.open(store)
    letters = clips.letters(1)
    assert "".join(letter.text for letter in letters) == "thenumberis407"
    assert [letter.word for letter in letters] == [0] * 3 + [1] * 6 + [2] * 2 + [3] * 3
    assert all(a.at < b.at for a, b in pairwise(letters))


def test_letters_lie_where_there_is_sound(tmp_path: Path) -> None:
    """Of two digits with a pause between them each is loud where it is said to be, and there is silence between."""
    clips = Clips.make(tmp_path, [Spoken("47", "4, 7")] * 4, seed=2, workers=1, group="digits")
    for index in range(4):
        samples, (four, seven) = clips.samples(index), [round(letter.at) for letter in clips.letters(index)]
        loud = [float(np.abs(samples[at - 1600 : at + 1600]).max()) for at in (four, seven)]
        quiet = np.abs(samples[four:seven]).reshape(-1)[: (seven - four) // 400 * 400].reshape(-1, 400).max(1)
        assert min(loud) > 0.05
        assert quiet.min() < 0.02
