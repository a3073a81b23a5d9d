"""An answer that repeats itself without end is ended, a thought that does is closed; what says things a few times goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference import reply
from inference.conversation import Message, Request, Sampling
from inference.engine import Engine
from inference.loading import LoadSettings, ModelFiles
from inference.reply import LONGEST, SPAN, TIMES, Repetition
from inference.stop import StopFlag
from inference.training.tokenizer import starter_tokenizer

TOKENS = st.integers(0, 40)


def _found_at(tokens: Sequence[int]) -> int | None:
    """After how many tokens it is found."""
    repetition = Repetition()
    return next((count for count, token in enumerate(tokens, 1) if repetition.add(token)), None)


@given(st.lists(TOKENS, max_size=300), st.lists(TOKENS, min_size=1, max_size=LONGEST))
def test_any_phrase_is_found_once_it_fills_enough(before: list[int], phrase: list[int]) -> None:
    enough = max(SPAN, TIMES * len(phrase))
    whole = [*before, *(phrase * (enough // len(phrase) + 1))[:enough]]
    found = _found_at(whole)
    assert found is not None
    assert found >= SPAN
    if found > len(before):
        assert found <= len(before) + enough


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{number}. the same line" for number in range(1, 101)),  # numbered
        "\n".join("[" + ", ".join("0" * 10) + "]," for _ in range(10)),  # a matrix of zeros
        "| name | value |\n|------|-------|\n" + "".join(f"| row {i} | {i * i} |\n" for i in range(60)),
        "-" * 120 + "\ntotal: 48.20\n" + "=" * 120,
        "".join(f"ha ha ha, {word}! " for word in "once twice thrice again and over".split()),
        Path(__file__).read_text("utf-8"),
    ],
    ids=["numbered", "matrix", "table", "rules", "refrain", "code"],
)
def test_what_says_things_a_few_times_goes_on(text: str) -> None:
    assert _found_at(starter_tokenizer().encode(text)) is None


@pytest.fixture
def says(starter: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Iterable[int]], Any]]:
    """Asks the starter, and lets it choose the tokens given; everything else is the engine's own."""
    engine = Engine()
    engine.load(ModelFiles(*starter, trusted=True), LoadSettings(context=2048), emit=lambda _: None)

    def ask(tokens: Iterable[int]) -> Any:
        chosen = iter(tokens)

        class Scripted(reply.Sampler):
            def sample(self, context: Any) -> int:
                super().sample(context)
                return next(chosen)

        monkeypatch.setattr(reply, "Sampler", Scripted)
        request = Request((Message.text("user", "Go on."),), Sampling.exact(), max_tokens=1500, thinking=True)
        return engine.generate(request, emit=lambda _: None, stop=StopFlag())

    yield ask
    engine.close()


def _tokens(text: str) -> list[int]:
    return starter_tokenizer().encode(text)


def test_an_answer_that_repeats_itself_is_ended(says: Callable[[Iterable[int]], Any]) -> None:
    outcome = says(chain(_tokens("The total is "), cycle(_tokens("48.20 and "))))
    assert outcome.reason == "loop"
    assert outcome.text.startswith("The total is 48.20 and 48.20 and ")
    assert SPAN <= outcome.cost.reply_tokens < 1500


def test_a_thought_that_repeats_itself_is_closed_and_the_answer_written(says: Callable[[Iterable[int]], Any]) -> None:
    opened = [starter_tokenizer().id("<|channel>"), *_tokens("thought\n")]
    outcome = says(chain(opened, cycle(_tokens("Hm. "))))
    assert outcome.reason == "loop", "so does the answer in the end"
    assert outcome.thought.startswith("Hm. Hm.")
    assert min(len(outcome.thought), len(outcome.text)) >= SPAN - 4, "each had its time"
    assert outcome.cost.reply_tokens < 3 * SPAN, "long before a thought has used up what is left for it"
