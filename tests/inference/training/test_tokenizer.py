"""The Python tokenizer and llama.cpp's must agree on every text: training and running see the same tokens."""

from __future__ import annotations

import random

import pytest

from inference.llama.loaded_model import Model
from inference.training.tokenizer import Tokenizer, TokenKind, starter_tokenizer

PIECES = ["a", "Z", "7", " ", "  ", "\n", "\n\n", "\n\n\n\n\n", "user", "user\n", "model\n", "thought\n", "é", "ß", "漢", "😀",
          "<", "|>", "<|turn>", "<turn|>", "<|channel>", "<bos>", "\u2581", "€", "\t", ".", "<0x41>", "<unused1>"]  # fmt: skip


def test_agrees_with_llama_cpp(tiny_vocabulary: Model) -> None:
    tokenizer, rng = starter_tokenizer(), random.Random(3)
    for _ in range(500):
        text = "".join(rng.choices(PIECES, k=rng.randint(1, 12)))
        assert tokenizer.encode(text) == tiny_vocabulary.tokenize(text), repr(text)
        assert tokenizer.encode(text, control=False) == tiny_vocabulary.tokenize(text, special=False), repr(text)


def test_writes_what_llama_cpp_writes(tiny_vocabulary: Model) -> None:
    """But for <|tool_response>, which llama.cpp turns into a control token because it ends a turn."""
    tokenizer = starter_tokenizer()
    for token in range(tokenizer.size):
        if tokenizer.kinds[token] not in (TokenKind.BYTE, TokenKind.UNUSED) and tokenizer.texts[token] != "<|tool_response>":
            assert tokenizer.decode([token]) == tiny_vocabulary.piece(token).decode(), tokenizer.texts[token]


@pytest.mark.parametrize("text", ["12.50 EUR", "naïve café", "漢字 ok", "two\n\nlines"])
def test_spelling_reads_back(text: str) -> None:
    tokenizer = starter_tokenizer()
    assert tokenizer.decode(tokenizer.spell(text)) == text
    assert tokenizer.decode(tokenizer.encode(text)) == text


def test_spells_one_token_a_character() -> None:
    assert len(starter_tokenizer().spell("user model")) == len("user model")


def test_template_words_are_one_token() -> None:
    tokenizer = starter_tokenizer()
    assert tokenizer.encode("<|turn>user\n") == [tokenizer.id("<|turn>"), tokenizer.id("user\n")]


def test_refuses_a_text_twice() -> None:
    with pytest.raises(ValueError, match="no text twice"):
        Tokenizer(("a", "a"), (1, 1))
