"""Every verb that answers, on the starter, as a person runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from platformdirs import user_cache_dir

from app import cli
from app.commands.answered import citations
from inference.loading import ModelFiles
from inference.memory.machine import Machine
from inference.memory.records import RECORDS, Records
from inference.pace import Pace
from inference.vetting import file_key
from tests.app.command_line import ROOT, Said, hush
from tests.factories import picture_bytes, sound_bytes

ANSWER_FIELDS = {
    "answer",
    "prompt_tokens",
    "reused_tokens",
    "reply_tokens",
    "ttft_s",
    "decode_tokens_per_s",
    "peak_rss_bytes",
    "predicted_bytes",
    "finish",
    "doubt",
}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    written = {"image": ("p.png", picture_bytes()), "audio": ("s.wav", sound_bytes()), "document": ("d.txt", b"name: Ada\n")}
    paths = {flag: tmp_path / name for flag, (name, _) in written.items()}
    for flag, (_, data) in written.items():
        paths[flag].write_bytes(data)
    return paths


def flags(files: dict[str, Path]) -> list[object]:
    return [word for flag, path in files.items() for word in (f"--{flag}", path)]


def test_ask_tells_the_answer_and_what_it_took(said: Said, files: dict[str, Path]) -> None:
    told = json.loads(said("ask", *flags(files), "--json", "--seed", 1, "What is the name?"))
    assert set(told) == ANSWER_FIELDS | {"citations"}
    assert told["finish"] in ("stop", "length", "loop")
    assert told["reused_tokens"] == 0
    assert told["ttft_s"] > 0
    assert 0 < told["predicted_bytes"] < 1 << 30


def test_ask_without_documents_has_no_citations(said: Said) -> None:
    assert set(json.loads(said("ask", "--json", "--max-tokens", 3, "Hello"))) == ANSWER_FIELDS


def test_text_is_the_answer_and_a_line_feed(said: Said, files: dict[str, Path]) -> None:
    words = ("ask", "--document", files["document"], "--temp", 0, "What is the name?")
    answer = json.loads(said(*words, "--json"))["answer"]
    assert said(*words) == (f"{answer}\n" if answer else "")


def test_seed_repeats_an_answer(said: Said) -> None:
    words = ("ask", "--json", "--temp", 1.5, "--seed", 7, "--max-tokens", 12, "Tell me something.")
    assert json.loads(said(*words))["answer"] == json.loads(said(*words))["answer"]


def test_price_is_what_an_answer_evaluates(said: Said, files: dict[str, Path]) -> None:
    for picture_tokens in ((), ("--image-tokens", 70), ("--image-tokens", 560)):
        words = (*flags(files), *picture_tokens, "--json", "What is the name? Ünïcødé 漢字 🙂")
        price = json.loads(said("price", *words))
        told = json.loads(said("ask", *words, "--max-tokens", 1))
        assert price["prompt_tokens"] == told["prompt_tokens"] == sum(part["tokens"] for part in price["parts"])
        assert price["predicted_bytes"] == told["predicted_bytes"]
        assert {part["kind"] for part in price["parts"]} >= {"image", "audio", "document", "text"}


def test_price_is_measured_by_evaluating_it(said: Said, files: dict[str, Path]) -> None:
    price = json.loads(said("price", "--measure", *flags(files), "--json", "What is the name?"))
    assert set(price) - {"seconds"} == {"parts", "prompt_tokens", "predicted_bytes", "measured"}
    assert price["measured"]["prompt_tokens"] == price["prompt_tokens"]
    assert 0 < price["measured"]["seconds"] < 60
    words = said("price", "--measure", *flags(files), "What is the name?")
    assert f"{price['prompt_tokens']:>9,}  tokens evaluated, as priced" in words.splitlines()


def test_price_in_seconds_is_by_the_pace_this_machine_had_last(
    said: Said, files: dict[str, Path], starter: tuple[Path, Path]
) -> None:
    known = Records(Path(user_cache_dir("hush", appauthor=False)) / RECORDS)
    known.remember_pace(file_key(ModelFiles(*starter)), Pace(0.0, 0.0, 0.02, 0.0, 128))
    price = json.loads(said("price", *flags(files), "--json", "What is the name?"))
    assert price["seconds"] == pytest.approx(price["prompt_tokens"] / 50, abs=0.001)
    assert "s  to read, about" in said("price", *flags(files), "What is the name?")


def test_price_in_words(said: Said, files: dict[str, Path]) -> None:
    assert "p.png" in said("price", *flags(files), "What is the name?")


def test_chat_reuses_what_the_first_turn_evaluated(
    said: Said, files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "talk.jsonl"
    turns: list[dict[str, Any]] = [
        {"text": "What does it say?", "images": ["p.png"], "audio": ["s.wav"]},
        {"text": "And what is the name?", "documents": ["d.txt"]},
    ]
    script.write_text("\n".join(map(json.dumps, turns)))
    first, second = map(json.loads, said("chat", "--script", script, "--json", "--max-tokens", 8).splitlines())
    assert set(first) == ANSWER_FIELDS
    assert set(second) == ANSWER_FIELDS | {"citations"}
    assert first["reused_tokens"] == 0
    assert second["reused_tokens"] > first["prompt_tokens"] - 10  # the picture and the sound are not evaluated again
    assert cli.main(["chat", "--script", str(script), "--max-tokens", "8", "--temp", "0"]) == 0
    assert capsys.readouterr().out.count("\n") <= 2


def test_an_answer_that_is_cut_short_says_so_beside_it(capsys: pytest.CaptureFixture[str], starter: tuple[Path, Path]) -> None:
    assert cli.main(["ask", "--max-tokens", "8", "--temp", "0", "Hello"]) == 0
    out, err = capsys.readouterr()
    assert 0 < len(out.strip()) <= 8
    assert err == "The answer reached its longest length and ends here.\n"


def test_broken_model_is_refused_in_one_line(starter: tuple[Path, Path], tmp_path: Path) -> None:
    torn = tmp_path / "torn.gguf"
    torn.write_bytes(starter[0].read_bytes()[:-5000])
    assert "torn.gguf" in hush("ask", "--model", torn, "Hello").refused()


def test_what_does_not_fit_is_not_loaded(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(
        "inference.memory.machine.machine_without_us", lambda: Machine(total=2**30, available=2**20, physical_cores=1)
    )
    words = ["ask", "--max-tokens", "1", "Hello"]
    assert cli.main(words) == 3
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "1 MiB is free" in err
    assert "--load-anyway" in err
    assert cli.main([*words, "--load-anyway"]) == 0


def test_too_long_for_the_context(capsys: pytest.CaptureFixture[str], starter: tuple[Path, Path]) -> None:
    assert cli.main(["ask", "-c", "256", "word " * 2000]) == 2
    assert "the context holds 256" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
class TestLeftEarly:
    """A conversation of a hundred turns, left by a person who has seen the beginning of the first."""

    def start(self, folder: Path) -> subprocess.Popen[bytes]:
        script = folder / "talk.jsonl"
        script.write_text('{"text": "Tell me everything."}\n' * 100)
        # Its own session: a signal for it is not one for the tests.
        return subprocess.Popen(
            [sys.executable, "-m", "app", "chat", "--script", str(script), "--max-tokens", "40", "--json"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def test_interrupt_ends_it_cleanly(self, starter: tuple[Path, Path], tmp_path: Path) -> None:
        with self.start(tmp_path) as running:
            assert running.stdout is not None
            assert running.stdout.read(1)
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=60)
        assert (running.returncode, err) == (130, b"")
        assert out.splitlines()[-1].endswith(b'"finish": "cancelled"}')

    def test_reader_that_leaves_ends_it_quietly(self, starter: tuple[Path, Path], tmp_path: Path) -> None:
        with self.start(tmp_path) as running:
            assert running.stdout is not None
            assert running.stderr is not None
            assert running.stdout.read(1)
            running.stdout.close()
            assert running.wait(60) == 141
            assert running.stderr.read() == b""


@pytest.mark.parametrize(
    ("text", "documents", "pages"),
    [
        ("It is [p. 2] and [p. 2], then [p. 10].", ["a.pdf"], [("a.pdf", 2), ("a.pdf", 10)]),
        ("Pages [p. 2-3] and [a.pdf, pp. 3, 7].", ["a.pdf"], [("a.pdf", 2), ("a.pdf", 3), ("a.pdf", 7)]),
        ("See [b.pdf, p. 3].", ["a.pdf", "b.pdf"], [("b.pdf", 3)]),
        ("See [c.pdf, p. 3] and [p. 1].", ["a.pdf", "b.pdf"], []),
        ("Nothing.", ["a.pdf"], []),
    ],
)
def test_citations_are_the_pages_an_answer_names(text: str, documents: list[str], pages: list[tuple[str, int]]) -> None:
    assert [(found["document"], found["page"]) for found in citations(text, documents)] == pages


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_terminal_sees_progress_and_then_the_answer_alone(starter: tuple[Path, Path], tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    picture = tmp_path / "p.png"
    picture.write_bytes(picture_bytes())
    words = ["ask", "--image", str(picture), "--max-tokens", "4", "--json", "What is it?"]
    with subprocess.Popen([sys.executable, "-m", "app", *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs) as running:
        os.close(theirs)
        seen = b"".join(iter(lambda: read_terminal(ours), b""))
        assert running.stdout is not None
        json.loads(running.stdout.read())
    os.close(ours)
    assert b"Loading (weights)" in seen
    assert b"Reading 0 of" in seen
    assert seen.endswith(b"\r\x1b[K")


def read_terminal(end: int) -> bytes:
    """What came from the other end; empty once that is closed, which Linux tells as an error."""
    try:
        return os.read(end, 4096)
    except OSError:
        return b""
