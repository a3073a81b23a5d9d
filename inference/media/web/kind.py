"""Whether a text is a web page, or speaks of one."""

from __future__ import annotations

import re

__all__ = ["is_web_page"]

_BEFORE = r"(?>(?:<\?xml[^>]*>|<!--.*?-->|\s)*)"
"""Tried in one way alone: of thirty comments there are a billion."""
_PAGE = re.compile(rf"{_BEFORE}<(?:!doctype\s+html|html|head|body)[\s>/]", re.DOTALL | re.IGNORECASE)
_PIECE = re.compile(
    rf"{_BEFORE}<(?:h[1-6]|p|table|ul|ol|dl|div|section|article|main|center|meta|title|b|font|blockquote)(?:\s[^>]*)?>",
    re.DOTALL | re.IGNORECASE,
)
_OTHER = re.compile(r"^(?:#{1,6} |```|\s{0,3}[-*] |\|)|\{[{%]|<[?%]|className=|\sv-\w+=|\s[@:*(\[][\w.-]+[)\]]?=", re.MULTILINE)
"""What stands in Markdown, and in the templates of programs: of those the source is meant."""


def is_web_page(head: str, tail: str) -> bool:
    """By how a text begins and ends: a whole page, or a piece of one with nothing else in it."""
    head = head.removeprefix("\ufeff")
    if _PAGE.match(head):
        return not re.search(r"<\?php|\{%|<%", head)
    return _PIECE.match(head) is not None and tail.rstrip("\0 \t\r\n").endswith(">") and not _OTHER.search(head)
