from __future__ import annotations

import pytest

from inference.recognition.alike import settled


@pytest.mark.parametrize(
    ("text", "place", "chances", "wanted"),
    [
        ("INF0 worker", 3, {"0": 0.92, "O": 0.08}, "INFO worker"),
        ("lnf0", 3, {"0": 0.92, "O": 0.08}, "lnf0"),
        ("1O5", 1, {"O": 0.9, "0": 0.1}, "105"),
        ("xIsx", 1, {"I": 0.9, "l": 0.1}, "xlsx"),
        ("iteml", 4, {"l": 0.9, "1": 0.1}, "iteml"),
        ("item1", 4, {"1": 0.9, "l": 0.1}, "item1"),
        ("COM1", 3, {"1": 0.9, "I": 0.1}, "COM1"),
        ("a1b", 1, {"1": 0.999, "l": 0.001}, "a1b"),
        ("2I", 1, {"I": 0.7, "1": 0.3}, "21"),
    ],
)
def test_neighbours_decide_where_the_network_doubts(text: str, place: int, chances: dict[str, float], wanted: str) -> None:
    others = [chances if i == place else {} for i in range(len(text))]
    assert "".join(settled(text, others)) == wanted


def test_what_is_sure_stays() -> None:
    assert "".join(settled("l0O1I", [{}] * 5)) == "l0O1I"
