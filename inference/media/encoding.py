"""Text files in whatever encoding they were saved: which that is, and the text.

UTF-8 and what says its encoding at its beginning is certain; every other encoding is a guess, and is told as one.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from inference.errors import MediaError
from inference.sentences import say

__all__ = ["Read", "decode", "require_text"]

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LOOKED_AT = 1 << 16
"""Bytes at the beginning that a guess is made from."""
_DAMAGED = 0.001
"""Share of a text in UTF-8 that may be no UTF-8: a bad byte in a long file."""
_SHORT = 100
"""Characters: of a text that is no longer, a bad byte says that it is in another encoding."""
_CONTROLS = frozenset("\t\n\v\f\r\b\x1b\x85")
_ODD = 0.002
"""Share of control characters that a text may hold: a bell, a NUL, the sign of its end."""
_HUNGARIAN = re.compile("[őŐűŰ]")
"""Letters that make as much sense as õ and û in Windows-1252, and come in one language alone."""

_DECLARED = re.compile(rb"""<(?:meta[^>]*charset|\?xml[^>]*encoding)\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4096


class Read(NamedTuple):
    """`guess` is the encoding where it had to be guessed, `lost` how many characters could not be read."""

    text: str
    guess: str = ""
    lost: int = 0

    def remark(self, name: str) -> str:
        """What has to be said about it, empty where nothing has."""
        if self.guess:
            return str(say("text-guessed", name=name, encoding=self.guess))
        return str(say("text-damaged", name=name, count=self.lost)) if self.lost else ""


def decode(data: bytes, name: str) -> Read:
    """The text in `data`. Raises MediaError, naming `name`, where it is in no encoding of a text."""
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), _wide(data) or "utf-8")
    try:
        return Read(data.decode(encoding))
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    if lost <= max(1, _DAMAGED * len(text)) and len(text) > _SHORT:
        return Read(text, lost=lost)
    if encoding == "utf-8" and (read := _as_declared(data) or _guess(data)) is not None:
        return read
    raise MediaError("not-utf-8", name=name)


def require_text(data: bytes, name: str) -> str:
    """The text in `data`. Raises MediaError unless it is one; `name` as a sentence names it."""
    if _is_binary(data):
        raise MediaError("is-unknown", name=name)
    text = decode(data, name).text
    odd = sum(text.count(sign) for sign in set(text) if sign not in _CONTROLS and _is_control(sign))
    if odd > max(2, _ODD * len(text)):
        raise MediaError("is-unknown", name=name)
    if not text.strip("\ufeff \t\r\n\f\v\0\x1a"):
        raise MediaError("attached-blank", name=name)
    return text


def _is_control(sign: str) -> bool:
    return sign < " " or "\x7f" <= sign < "\xa0"


def _is_binary(data: bytes) -> bool:
    """Many control characters at the beginning, NULs of wide characters aside."""
    head = data[:_LOOKED_AT]
    if any(head.startswith(mark) for mark, _ in _MARKS) or _wide(data):
        return False
    odd = sum(head.count(bytes([byte])) for byte in (*range(32), 127) if chr(byte) not in _CONTROLS)
    return odd > max(2, _ODD * len(head))


def _wide(data: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, by where the NULs of its Latin letters and blanks stand; empty for neither."""
    head = data[: _LOOKED_AT // 4 * 4]
    if len(head) < 8 or len(data) % 2:
        return ""
    empty = [head[at::4].count(0) / max(1, len(head[at::4])) for at in range(4)]
    for encoding, shares in (("utf-32-le", empty), ("utf-32-be", empty[::-1])):
        if len(data) % 4 == 0 and shares[0] < 0.1 and min(shares[2:]) > 0.95:
            return encoding
    even, odd = (empty[0] + empty[2]) / 2, (empty[1] + empty[3]) / 2
    if max(even, odd) > 0.4 and min(even, odd) < 0.1:
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def _as_declared(data: bytes) -> Read | None:
    """By what a web page, or XML, says at its beginning; None where it says nothing, or what cannot be."""
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    if found is None:
        return None
    try:
        declared = codecs.lookup(found[1].decode("ascii")).name
        if "<meta".encode(declared) != b"<meta":
            return None
        # What calls itself ISO 8859-1 is read as what Windows makes of it, as browsers do.
        return Read(data.decode("cp1252" if declared in ("iso8859-1", "ascii") else declared))
    except (LookupError, UnicodeError, ValueError):
        return None


def _guess(data: bytes) -> Read | None:
    from charset_normalizer import from_bytes  # not before it is needed: it takes a while to come

    likely = from_bytes(data[:_LOOKED_AT])
    best = likely.best()
    if best is None:
        return None
    equal = [one for one in likely if one.encoding == "cp1252" and (one.chaos, -one.coherence) <= (best.chaos, -best.coherence)]
    if equal and not _HUNGARIAN.search(str(best)):  # of two that fit as well, the far more frequent: they come by their names
        best = equal[0]
    text, western = data.decode(best.encoding, "replace"), data.decode("cp1252", "replace")
    if text == western:  # what both read the same is far more often from Windows in the west
        return Read(western, "Windows-1252", western.count("\ufffd"))
    return Read(text, best.encoding.replace("_", "-").upper(), text.count("\ufffd"))
