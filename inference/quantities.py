"""How many, how large and how long, as people read it: one place for each. Light, for a window that opens."""

from __future__ import annotations

__all__ = ["about", "count", "duration", "file_size", "gibibytes", "left", "mebibytes", "tokens"]


def count(number: int, one: str, more: str = "") -> str:
    """1 page, 1,234 pages; `more` where that is not `one` with an s."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


def tokens(number: int) -> str:
    return count(number, "token")


def gibibytes(size: float, digits: int = 1) -> str:
    """Memory in GiB with so many digits, or in whole MiB below one GiB."""
    return f"{size / 2**20:.0f} MiB" if size < 2**30 else f"{size / 2**30:,.{digits}f} GiB"


def mebibytes(size: float) -> str:
    """Memory in MiB, for the share of a few tokens: the less it is the more digits."""
    digits = 2 if size < 2**20 else 1 if size < 100 * 2**20 else 0
    return f"{size / 2**20:,.{digits}f} MiB"


def file_size(size: float, digits: int = 2) -> str:
    """A file in GB, MB or kB, as the pages that publish it write it; in GB with so many digits, else with two fewer."""
    if size < 1e3:
        return count(round(size), "byte")
    if size >= 1e9:
        return f"{size / 1e9:,.{digits}f} GB"
    fewer = max(0, digits - 2)
    return f"{size / 1e6:,.{fewer}f} MB" if size >= 1e6 else f"{size / 1e3:,.{fewer}f} kB"


def duration(seconds: float) -> str:
    """As on a player: 0:07, 12:30, 1:02:03."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def about(seconds: float) -> str:
    """A prediction: no digits that nobody could keep."""
    if seconds <= 0:
        return "none"
    if seconds < 1:
        return "less than 1 s"
    return f"about {seconds:,.0f} s" if seconds < 90 else f"about {seconds / 60:,.0f} min"


def left(seconds: float) -> str:
    """How long something under way still takes."""
    return f"{about(seconds) if seconds >= 1 else 'less than a second'} left"
