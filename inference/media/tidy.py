"""Text as a prompt should hold it."""

from __future__ import annotations

import re

__all__ = ["tidy"]


def tidy(text: str) -> str:
    """Newlines as \\n, no control characters, no blanks at the ends of lines, no runs of empty lines."""
    text = re.sub("\r\n|[\r\v\f]", "\n", text)  # vertical tabs and form feeds end lines as well
    text = re.sub("[\x02\ufffe]\n?", "", text)  # for a hyphen at the end of a line, in text that was copied from a PDF
    text = re.sub("[\x00-\x08\x0b-\x1f\x7f\ufeff\uffff]", "", text)
    text = "\n".join(line.rstrip(" \t\xa0") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n").rstrip()
