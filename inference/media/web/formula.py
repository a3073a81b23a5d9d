"""Formulas of a web page in a line: a fraction keeps its stroke, a power its sign."""

from __future__ import annotations

from inference.media.web.flow import Flow

__all__ = ["Formula"]

_SIGNS = {"msup": "^", "msub": "_", "mfrac": "/", "munder": "_", "mover": "^", "mroot": "^1/"}


class Formula:
    """Hears of the elements of MathML that begin and end, and says what stands between their parts."""

    def __init__(self) -> None:
        self._open: list[tuple[str, bool]] = []
        """Names, and whether a bracket has to be closed."""
        self._parts: list[int] = []

    def open(self, name: str, flow: Flow) -> None:
        """An element that has content begins."""
        within = self._open[-1][0] if self._open else ""
        if self._open:
            self._parts[-1] += 1
            if self._parts[-1] == 2:
                flow.say(_SIGNS.get(within, ""))
        bracket = name == "mrow" and within in _SIGNS
        if bracket:
            flow.say("(")
        self._open.append((name, bracket))
        self._parts.append(0)

    def close(self, name: str, flow: Flow) -> None:
        """An element ends."""
        if self._open and self._open[-1][0] == name:
            if self._open.pop()[1]:
                flow.say(")")
            self._parts.pop()
