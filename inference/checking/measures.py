"""Numbers with what stands behind them: their unit, a sign for percent or money."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from inference.checking.figures import Figure, decimal_of

__all__ = ["DAY", "MONTH", "WEEK", "YEAR", "Unit", "Value", "exponent", "measure", "step_of", "unit_behind", "value_of"]

DAY, WEEK, MONTH, YEAR = 86_400, 604_800, 2_629_800, 31_557_600
"""Seconds, of months and years on average."""

_NAMES: dict[str, dict[str, str]] = {
    "speed": {"1": "m/s", "0.27777777778": "km/h kmh kph", "0.44704": "mph", "0.51444": "knots? kn"},
    "time": {
        "0.001": "ms milliseconds? Millisekunden?",
        "1": "s secs? seconds? Sekunden? secondes?",
        "60": "min mins minutes? Minuten? minutos? minuti",
        "3600": "h hrs? hours? Std Stunden? heures? horas? ore",
        "86400": "days? nights? Tage? Tagen Nächte jours? nuits? días? noches? giorni notti",
        "604800": "weeks? Wochen? semaines? semanas? settimane",
        "2629800": "months? Monate? Monaten mois mes(?:es)? mesi",
        "31557600": "years? Jahre? Jahren ans? années? años? anni",
    },
    "mass": {
        "0.001": "mg milligrams?",
        "1": "g grams? Gramm grammes?",
        "1000": "kg kilos? kilograms? Kilo",
        "1000000": "t tons? tonnes?",
        "453.592": "lbs?",
        "28.3495": "oz ounces?",
    },
    "length": {
        "0.001": "mm millimet(?:er|re)s?",
        "0.01": "cm centimet(?:er|re)s?",
        "1": "m met(?:er|re)s? Metern?",
        "1000": "km kilomet(?:er|re)s? Kilometern?",
        "0.0254": "inch(?:es)? ″",
        "0.3048": "ft feet",
        "1852": "NM nautical\\smiles? Seemeilen?",
        "1609.344": "mi miles?",
    },
    "volume": {
        "0.001": "ml millilit(?:er|re)s?",
        "0.01": "cl",
        "1": "l lit(?:er|re)s? Litern? litros?",
        "0.015": "tbsps? tablespoons? EL",
        "0.005": "tsps? teaspoons? TL",
        "3.78541": "gal(?:lons?)?",
    },
    "temperature": {"1": "°C", "0.5555555556": "°F"},
    "data": {
        "1000": "[kK]B",
        "1000000": "MB megabytes?",
        "1000000000": "GB gigabytes?",
        "1000000000000": "TB",
        "1024": "KiB",
        "1048576": "MiB",
        "1073741824": "GiB",
    },
    "power": {"1": "W", "1000": "kW"},
}
_UNITS = [(kind, Decimal(size), names) for kind, sizes in _NAMES.items() for size, names in sizes.items()]
_ANY = re.compile("".join(["[ \u00a0-]?(?:", "|".join(f"({'|'.join(names.split())})" for _, _, names in _UNITS), r")(?![^\W_])"]))
_CENTS = re.compile(r"[.,](\d{1,2})$", re.ASCII)
_STRETCH = re.compile(r" ?[-–—] ?\d{1,9}(?:[.,]\d{1,3})?| (?:to|and|bis|und|à|et|a|y) \d{1,9}(?:[.,]\d{1,3})?")
_BEHIND = re.compile(r" ?(?:[%€$£]|[^\W\d_]+)")


@dataclass(frozen=True)
class Value:
    """A number that is known, as it is written, with what stands behind it: its unit or a sign for percent or money.

    `places` is minus the number of its decimals.
    """

    text: str
    value: Decimal
    unit: str
    places: int


@dataclass(frozen=True)
class Unit:
    """`size` is in the least unit of its `kind`; `stop` is where it ends."""

    kind: str
    size: Decimal
    stop: int


def unit_behind(text: str, place: int) -> Unit | None:
    """The unit that follows a number which ends at `place`, or the other end of its stretch: 59-68 mph."""
    found = _ANY.match(text, place)
    if not found and (stretch := _STRETCH.match(text, place)):
        found = _ANY.match(text, stretch.end())
    if not found or not found.lastindex:
        return None
    kind, size, _ = _UNITS[found.lastindex - 1]
    return Unit(kind, size, found.end())


def value_of(figure: Figure) -> Decimal | None:
    """The likeliest value, as exactly as it is written: of 1,299 the larger. None for what is too long to be reckoned with."""
    values = [value for reading in figure.readings if (value := decimal_of(reading)) is not None]
    value = max(values) if len(values) > 1 else values[0] if values else None
    cents = _CENTS.search(figure.text) if len(figure.text) > 2 else None
    return value if value is None or cents is None else value.quantize(Decimal(1).scaleb(min(-len(cents[1]), exponent(value))))


def exponent(value: Decimal) -> int:
    """Minus the number of decimals."""
    found = value.as_tuple().exponent
    return found if isinstance(found, int) else 0


def step_of(value: Decimal) -> Decimal:
    """One of its last decimal; of a whole number 1."""
    return Decimal(1).scaleb(min(0, exponent(value)))


def measure(figure: Figure, text: str) -> Value | None:
    """A number of a text with what stands behind it there."""
    value = value_of(figure)
    if value is None:
        return None
    unit = unit_behind(text, figure.stop)
    behind = _BEHIND.match(text, figure.stop)
    name = f"{unit.kind} {unit.size}" if unit else behind[0].strip() if behind else ""
    return Value(figure.text, value, name, exponent(value))
