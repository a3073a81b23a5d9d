"""Amounts of a list that are all so many times those of a page: a recipe for eight instead of four."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from inference.checking.figures import Figure, reading_of
from inference.checking.measures import unit_behind, value_of
from inference.checking.page import Page

__all__ = ["Scale", "scale_of"]

_FACTORS = tuple(map(Decimal, ("2", "3", "4", "5", "6", "8", "10", "12", "1.5", "2.5", "0.5", "0.25", "0.75")))
_LEAST = 3
_MOST = 60


@dataclass(frozen=True)
class Scale:
    """`factor` times the page's."""

    factor: Decimal
    plain: str

    def why(self, figure: Figure, pages: Sequence[Page]) -> str | None:
        """The amount it comes from."""
        source = next((there for page in pages if (there := _find_part(figure, self.factor, self.plain, page))), None)
        return f"{source} × {self.factor}" if source else None


def scale_of(figures: Sequence[Figure], plain: str, pages: Sequence[Page], asked: Page) -> Scale | None:
    """The factor of most of these numbers that stand on no page: of at least three, two where the question says it."""
    counts: Counter[Decimal] = Counter()
    for factor in _FACTORS:
        counts[factor] = sum(any(_find_part(one, factor, plain, page) for page in pages) for one in figures[:_MOST])
    factor, count = max(counts.items(), key=lambda item: item[1], default=(Decimal(1), 0))
    least = _LEAST - _is_asked(factor, pages, asked)
    return Scale(factor, plain) if count >= least and count * 2 > min(len(figures), _MOST) else None


def _is_asked(factor: Decimal, pages: Sequence[Page], asked: Page) -> bool:
    """Whether a number of the question is so many times one of a page: for 8 people, "Serves 4"."""
    wanted = {value_of(one) for one in asked.figures}
    return factor in wanted or any(
        (value := value_of(one)) and value * factor in wanted for page in pages for one in page.figures[:_MOST]
    )


def _find_part(figure: Figure, factor: Decimal, plain: str, page: Page) -> str | None:
    """A number of the page with the same unit, or with none, a so manyth part of it."""
    said, unit = value_of(figure), unit_behind(plain, figure.stop)
    if said is None:
        return None
    for there in page.by_reading.get(reading_of(said / factor), ()):
        other = unit_behind(page.text, there.stop)
        if (unit is None) == (other is None) and (
            unit is None or other is None or (unit.kind, unit.size) == (other.kind, other.size)
        ):
            return there.text
    return None
