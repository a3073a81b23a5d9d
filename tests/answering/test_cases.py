"""Whether an answer is called right when it is, and not when it is not."""

from __future__ import annotations

import pytest

from tests.answering.cases import Ask, read_questions

ASKED = {ask.question: ask for name in ("tuning", "held_back", "fixed") for ask in read_questions(name)}
RENT = "How much is the monthly rent, heating not included?"
SMOKE = "Am I allowed to smoke in the flat?"
MEMO = "Summarise this memo."


@pytest.mark.parametrize(
    ("question", "answer", "verdict"),
    [
        (RENT, "It is **1,150 euros** a month.", "right"),
        (RENT, "1150", "right"),
        (RENT, "It is 1,150.50 euros.", "wrong"),
        (RENT, "It is 11,150 euros.", "wrong"),
        (RENT, "1,150 euros, with heating 1,335 euros", "wrong"),
        (RENT, "1,150 euros. " + "The rent is due on the third working day. " * 20, "wrong"),
        (RENT, "That is not stated in the text.", "refused"),
        (SMOKE, "That is not in the text.", "right"),
        (SMOKE, "The agreement doesn’t mention smoking.", "right"),
        (SMOKE, "Smoking is not allowed in the flat.", "invented"),
        (SMOKE, "It is not mentioned, but the fine is 250 euros.", "invented"),
        (SMOKE, "Yes.", "invented"),
        ("Quote what they promise about plants that die.", "“Plants that do not grow in the first year…”", "wrong"),
        (
            "Quote what they promise about plants that die.",
            'They say: "Plants that do not grow in\nthe first year are replaced for nothing."',
            "right",
        ),
        (MEMO, "The dentist moved to Monday the 20th at 9.15; bring the X-rays. The crown costs 640 euros.", "right"),
        (MEMO, "The dentist moved to Monday the 20th at 9.15.", "wrong"),
        (MEMO, "The dentist moved to Monday the 20th at 9.15; bring the X-rays. The crown costs 640 of 980 euros.", "wrong"),
    ],
)
def test_an_answer_is_judged(question: str, answer: str, verdict: str) -> None:
    assert ASKED[question].judge(answer) == verdict


def test_every_answer_stands_in_its_text() -> None:
    for name in ("tuning", "held_back", "fixed", "chats"):
        for ask in read_questions(name):
            if ask.kind == "quote":
                assert ask.judge(ask.right[0]) == "right", ask.question
            if ask.kind == "fact" and ask.text:
                assert _holds_one(ask), ask.question


def test_the_thirty_are_thirty() -> None:
    kinds = [ask.kind for ask in read_questions("fixed")]
    assert [kinds.count(kind) for kind in ("fact", "summary", "absent")] == [20, 5, 5]


def _holds_one(ask: Ask) -> bool:
    text = " ".join(ask.text.casefold().split())
    return any(form.casefold() in text for form in ask.right)
