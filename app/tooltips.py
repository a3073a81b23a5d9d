"""Foreign words in tooltips: Qt would take what looks like markup for markup, a direction override would turn them round."""

from __future__ import annotations

from html import escape

from inference.shown import strip_steering

__all__ = ["as_tooltip", "plain_tip"]


def plain_tip(words: str) -> str:
    """Words for a tooltip, line by line as they are."""
    clean = strip_steering(words)
    return f"<p style='white-space: pre-wrap'>{escape(clean)}</p>" if "<" in clean or "&" in clean else clean


def as_tooltip(words: str) -> str:
    """Words for a tooltip, wrapped where they are long."""
    return f"<p>{escape(strip_steering(words))}</p>"
