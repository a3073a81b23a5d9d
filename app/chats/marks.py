"""Where words that were searched for stand in a text, found as the history finds them in titles: inside of words, in any case."""

from __future__ import annotations

__all__ = ["Marks", "marks_of"]

Marks = tuple[tuple[int, int], ...]
"""From where to where, in order and apart from each other."""


def marks_of(text: str, words: str) -> Marks:
    """Every place of each of the words in `text`."""
    # A letter may fold into two, as ß does: what is found among the folded ones is counted in those of the text.
    folded = [(letter, place) for place, whole in enumerate(text) for letter in whole.casefold()]
    plain = "".join(letter for letter, _ in folded)
    found: list[tuple[int, int]] = []
    for word in dict.fromkeys(words.casefold().split()):
        begin = plain.find(word)
        while begin >= 0:
            end = begin + len(word)
            found.append((folded[begin][1], folded[end - 1][1] + 1))
            begin = plain.find(word, end)
    return _apart(sorted(found))


def _apart(marks: list[tuple[int, int]]) -> Marks:
    joined: list[tuple[int, int]] = []
    for begin, end in marks:
        if joined and begin <= joined[-1][1]:
            begin, end = joined[-1][0], max(end, joined.pop()[1])
        joined.append((begin, end))
    return tuple(joined)
