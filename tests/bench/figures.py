"""A measured number with its goal, and how the numbers are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Figure", "table"]


@dataclass(frozen=True)
class Figure:
    """`goal` is a floor, or a ceiling if `at_most`; None where the number only stands beside another one."""

    name: str
    value: float
    unit: str = ""
    goal: float | None = None
    at_most: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        if self.goal is None:
            return None
        return self.value <= self.goal if self.at_most else self.value >= self.goal


def table(figures: Sequence[Figure]) -> str:
    """One line a figure: name, value and unit, goal and whether it is met."""
    width = max(len(figure.name) for figure in figures)
    return "\n".join(
        f"{figure.name:<{width}}  {_number(figure.value):>9} {figure.unit:<9} {_goal(figure)}".rstrip() for figure in figures
    )


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    return f"{'at most' if figure.at_most else 'at least'} {_number(figure.goal)}: {'met' if figure.met else 'MISSED'}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.3g}"
