"""The starter's vocabulary, and the same text-to-token rules llama.cpp applies to a GGUF of tokenizer model ``gemma4``.

The control tokens carry Gemma 4's real texts and types, so its chat template works unchanged; everything else is single
characters, with bytes for what is missing. Words of the template that would cost a letter each (``user`` and a line feed, and
the like) are user-defined tokens: merges would have split ordinary words at their intermediate steps, and a model that has to
write letter by letter what it read in larger pieces learns to copy much later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

__all__ = ["MERGES", "TokenKind", "Tokenizer", "starter_tokenizer"]

SPACE = "\u2581"
MERGES = (("\n", "\n"), ("\n\n", "\n"))
_RUN = re.compile(r"[^\n]+|\n+")  # the pre-tokenizer of Gemma 4

# Texts and types as in Gemma 4's own vocabulary; the first five also keep their ids.
_CONTROL = ("<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "<|tool>", "<tool|>", "<|think|>", "<|turn>", "<turn|>", "<|image>",
            "<image|>", "<|audio>", "<audio|>", "<|image|>", "<|audio|>", "<|video|>")  # fmt: skip
_MARKUP = ("<|tool_call>", "<tool_call|>", "<|tool_response>", "<tool_response|>", '<|"|>', "<|channel>", "<channel|>")
_TEMPLATE_WORDS = ("user\n", "model\n", "system\n", "thought\n")
_LETTERS = "".join(chr(c) for c in range(0x21, 0x7F)) + "".join(chr(c) for c in range(0xA1, 0x100) if c != 0xAD)
_TYPOGRAPHY = "\u20ac\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2022"
_BYTES = 0xF5  # the higher ones never occur in UTF-8
_SIZE = 480  # rounded up with unused tokens, so that every matrix has whole blocks of 32


class TokenKind:
    """GGUF's token types (``tokenizer.ggml.token_type``)."""

    NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE = 1, 2, 3, 4, 5, 6


@dataclass(frozen=True)
class Tokenizer:
    """Token texts and types, in id order."""

    texts: tuple[str, ...]
    kinds: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.texts) != len(self.kinds) or len(set(self.texts)) != len(self.texts):
            raise ValueError("a vocabulary needs one type for each text, and no text twice")

    @property
    def size(self) -> int:
        return len(self.texts)

    @cached_property
    def ids(self) -> dict[str, int]:
        return {text: i for i, text in enumerate(self.texts)}

    @cached_property
    def _special(self) -> list[int]:
        """Tokens that are looked for in a text before all others, the longest first."""
        kinds = (TokenKind.USER_DEFINED, TokenKind.CONTROL)
        return sorted((i for i, kind in enumerate(self.kinds) if kind in kinds), key=lambda i: -len(self.texts[i].encode()))

    def id(self, text: str) -> int:
        """The id of one token given by its text; KeyError if there is none."""
        return self.ids[text]

    def encode(self, text: str, *, control: bool = True) -> list[int]:
        """Token ids of `text`, without <bos>. With `control` false the texts of control tokens are read as plain letters."""
        out: list[int] = []
        for piece in self._partition(text, control=control):
            if isinstance(piece, int):
                out.append(piece)
            else:
                out += self._plain(piece.replace(" ", SPACE))
        return out

    def spell(self, text: str) -> list[int]:
        """One token for each character: how the model is taught to write."""
        return [i for character in text.replace(" ", SPACE) for i in self._character(character)]

    def decode(self, tokens: Iterable[int]) -> str:
        """Text of `tokens`; control tokens are left out, broken UTF-8 becomes U+FFFD."""
        raw = bytearray()
        for token in tokens:
            kind, text = self.kinds[token], self.texts[token]
            if kind == TokenKind.BYTE:
                raw.append(int(text[3:5], 16))
            elif kind in (TokenKind.NORMAL, TokenKind.USER_DEFINED):
                raw += text.replace(SPACE, " ").encode()
        return raw.decode("utf-8", "replace")

    def _partition(self, text: str, *, control: bool) -> list[str | int]:
        """Cut `text` at special tokens, longest text first, as llama.cpp does."""
        pieces: list[str | int] = [text]
        for token in self._special:
            if self.texts[token] in text and (control or self.kinds[token] != TokenKind.CONTROL):
                pieces = [cut for piece in pieces for cut in _cut(piece, self.texts[token], token)]
        return pieces

    def _plain(self, text: str) -> list[int]:
        """What merging comes to: line feeds in pairs, of an odd number the last three together; the rest letter by letter."""
        out: list[int] = []
        for run in _RUN.findall(text):
            if run[0] != "\n":
                out += [i for character in run for i in self._character(character)]
                continue
            odd = len(run) % 2
            pairs = len(run) // 2 - odd
            out += [self.ids["\n\n"]] * pairs + [self.ids["\n" * min(3, len(run))]] * odd
        return out

    def _character(self, character: str) -> list[int]:
        if character in self.ids:
            return [self.ids[character]]
        return [self.ids[f"<0x{byte:02X}>"] for byte in character.encode()]


@cache
def starter_tokenizer() -> Tokenizer:
    """The vocabulary of the model that ships with Hush."""
    texts: list[str] = [*_CONTROL, *_MARKUP, *_TEMPLATE_WORDS]
    kinds = [TokenKind.CONTROL] * len(_CONTROL) + [TokenKind.USER_DEFINED] * (len(_MARKUP) + len(_TEMPLATE_WORDS))
    letters: Sequence[str] = ["\n", "\n\n", "\n\n\n", SPACE, *_LETTERS, *_TYPOGRAPHY]
    texts += letters
    kinds += [TokenKind.NORMAL] * len(letters)
    texts += [f"<0x{byte:02X}>" for byte in range(_BYTES)]
    kinds += [TokenKind.BYTE] * _BYTES
    unused = _SIZE - len(texts)
    texts += [f"<unused{i}>" for i in range(unused)]
    kinds += [TokenKind.UNUSED] * unused
    return Tokenizer(tuple(texts), tuple(kinds))


def _cut(piece: str | int, text: str, token: int) -> list[str | int]:
    if isinstance(piece, int):
        return [piece]
    out: list[str | int] = []
    for i, part in enumerate(piece.split(text)):
        if i:
            out.append(token)
        if part:
            out.append(part)
    return out
