"""What becomes of each kind of claim, and where it is said to stand."""

from __future__ import annotations

import pytest

from inference.checking.check import check
from inference.checking.values import Claim, Source
from inference.recognition.speech import Speech, Word
from inference.recognition.text import Line, PictureText

PAGE = """Lindqvist & Sons Ltd
Invoice No.\tINV-2026-0417
Date: 14/12/26   Due: 28.12.2026

Item\tQty\tPrice\tAmount
Fountain pen\t2\t12.50\t25.00
AA batteries (8)\t3\t4.20\t12.60
Garden hose 15 m\t1\t49.9O\t49.90

Subtotal\t87.50
VAT 19%\t16.63
Total EUR\t1,299.00
Contact: l.moreau@example.org, Room l01, open 9:00 - 17:30
Saved as C:\\Users\\noor\\Inv0ice 0417.pdf
Signed by llse Lindqvist, the efﬁcient book-
keeper"""


def verdicts(answer: str, question: str = "", text: str = PAGE) -> dict[str, str]:
    return {claim.text: claim.verdict for claim in check(answer, [Source("page.png", "picture", text)], question)}


def only(answer: str, *, text: str = PAGE) -> Claim:
    found = check(answer, [Source("page.png", "picture", text)])
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    "said",
    [
        "1,299.00",
        "12.60",
        "19%",
        "INV-2026-0417",
        "Ilse Lindqvist",
        "Lindqvist",
        "l.moreau@example.org",
        "“Total EUR 1,299.00”",
        "`VAT 19%`",
        '"efficient bookkeeper"',
        "14/12/26",
        "9:00",
        "Room 101",
        "49.90",
        "C:\\Users\\noor\\Invoice 0417.pdf",
        "“Garden Hose”",
    ],
)
def test_found(said: str) -> None:
    assert set(verdicts(f"here it is {said} as seen").values()) == {"found"}


@pytest.mark.parametrize(
    "said",
    [
        "1299",
        "€1,299",
        "1.299,00 €",
        "1 299,00",
        "14 December 2026",
        "2026-12-14",
        "December 14th",
        "28 Dec 2026",
        "a Monday in",
        "9 am",
        "5:30 pm",
        "17.30 Uhr",
        "8 hours and 30 minutes",
        "8.5 hours",
        "three pieces",
        "about 1,300",
        "12.50 + 12.60 = 25.10",
        "14 days",
        "the 28th",
    ],
)
def test_reckoned(said: str) -> None:
    found = verdicts(f"there it is {said} or so")
    assert "not found" not in found.values(), found
    assert "reckoned" in found.values(), found


@pytest.mark.parametrize(
    "said",
    [
        "1,298.00",
        "1,929.00",
        "INV-2026-0471",
        "Else Lindgren",
        "r.moreau@sample.org",
        "“Total EUR 1,298.00”",
        "15 December 2026",
        "2026-12-24",
        "18:30",
        "invoice-0418.pdf",
        "Room 107",
        "3:30 am",
        "about 1,400",
        "`VAT 17%`",
        "Clara Moreau",
    ],
)
def test_not_found(said: str) -> None:
    assert "not found" in verdicts(f"there it is {said} as seen").values()


@pytest.mark.parametrize(
    ("said", "text", "verdict"),
    [
        ("9:30", "The shop opens at 9.30 and closes at six", "reckoned"),
        ("9:30", "tea is £9.30, 9.30 euros with cake", "not found"),
        ("9:35", "The shop opens at 9.30", "not found"),
        ("Sunday", "Mo-Fr 8-18, So 9-12", "reckoned"),
        ("Sunday", "so it is closed, do come by", "not found"),
    ],
)
def test_a_time_or_day_as_it_is_written_down(said: str, text: str, verdict: str) -> None:
    assert verdicts(f"it is {said} here", text=text) == {said: verdict}


def test_a_word_that_only_begins_a_sentence_is_no_name() -> None:
    said = "The total is 1,299.00. They open at 9:00. This is it."
    assert verdicts(said, "Do they say the price, and when is this?") == {"1,299.00": "found", "9:00": "found"}


def test_no_digit_is_ever_another() -> None:
    for digit in "0123456789":
        expected = "found" if digit == "7" else "not found"
        assert verdicts(f"the code is 48{digit}13 here", text="code 48713") == {f"48{digit}13": expected}


def test_a_letter_that_looks_like_a_digit_is_one_only_where_the_page_has_the_letter() -> None:
    assert verdicts("it is 105 here", text="room 1O5") == {"105": "found"}
    assert verdicts("it is 106 here", text="room 1O5") == {"106": "not found"}
    assert verdicts("it is 15 here", text="1.5 GB") == {"15": "not found"}


def test_one_character_in_longer_words_only() -> None:
    assert verdicts("and Whitakar wrote", text="Whitaker") == {"Whitakar": "found"}
    assert verdicts("and Whitakos wrote", text="Whitaker") == {"Whitakos": "not found"}
    assert verdicts("and Lena wrote", text="Lina") == {"Lena": "not found"}


def test_first_and_last_name_of_two_people_make_no_third() -> None:
    text = "Ilse Moreau\t12\nClara Okafor\t15"
    assert verdicts("and Ilse Okafor paid", text=text) == {"Ilse Okafor": "not found"}
    assert verdicts("and Okafor, Clara paid", text=text)["Okafor"] == "found"


def test_numbers_of_lists_and_of_the_question() -> None:
    answer = "1. Open it\n2. Close it\n\nAnd 4711 is what you asked for."
    found = check(answer, [Source("a.png", "picture", "Open\nClose")], "what is 4711?")
    assert [(claim.text, claim.verdict) for claim in found if claim.kind == "number"] == [
        ("1", "reckoned"),
        ("2", "reckoned"),
        ("4711", "reckoned"),
    ]


@pytest.mark.parametrize(
    ("said", "wrong", "text"),
    [
        ("It leaves at 14:15, 25 minutes late, so at 14:40.", "14:46", "14:15 Kiel, 25 min late"),
        ("Pay within two weeks, so by 5 October 2026.", "15 October 2026", "21.09.2026, due in 14 days"),
        ("Side A lasts 10 minutes and 45 seconds.", "10 minutes and 54 seconds", "Lights 3:42\nMaine 4:05\nWife 2:58"),
        ("It weighs 8 kg (17.6 lbs) at most.", "16.7 lbs", "max 8 kg"),
        ("Up by a quarter, i.e. by 25%.", "52%", "tickets went up by a quarter"),
        ("They have 382,600 left after 30,000 are taken off.", "328,600", "net 412,600 and 30,000"),
        ("I sit in 17C.", "17G", "Seat 17C"),
        ("High Dynamic Range is off.", "Hugh Dunamik is off", "HDR\tOff"),
        ("Kiel Hauptbahnhof at last.", "Kiel Hafenbrueck", "ICE 72 Kiel Hbf"),
    ],
)
def test_what_follows_and_what_does_not(said: str, wrong: str, text: str) -> None:
    """`wrong` in the place of what it resembles most."""
    assert "not found" not in verdicts(said, text=text).values()
    assert "not found" in verdicts(wrong, text=text).values()


def test_a_list_for_twice_as_many() -> None:
    answer = "- 500 g lentils\n- 4 carrots\n- 6 cloves\n- 2.4 l stock"
    text = "Serves 4\n250 g lentils\n2 carrots\n3 cloves\n1.2 l stock"
    assert "not found" not in verdicts(answer, "and for 8 people?", text).values()
    assert verdicts(answer.replace("2.4", "2.7"), "and for 8 people?", text)["2.7"] == "not found"


def test_a_country_is_a_claim_only_where_the_page_names_one() -> None:
    assert "not found" not in verdicts("a town in Norway is meant", text="Bergen").values()
    assert verdicts("a town in Norway is meant", text="Bergen, Sweden")["Norway"] == "not found"


def test_elsewhere() -> None:
    sources = [Source("receipt.png", "picture", "Total 42.00"), Source("invoice.png", "picture", "Total 77.10")]
    (claim,) = check("The total in receipt is 77.10.", sources)
    assert (claim.verdict, claim.source, claim.begin, claim.end) == ("elsewhere", 1, 6, 11)
    assert check("The total is 77.10.", sources, "what is in receipt.png?")[0].verdict == "elsewhere"
    assert check("The total is 77.10.", sources)[0].verdict == "found"
    older = [sources[0], Source("invoice.png", "picture", "Total 77.10", asked=False)]
    assert check("The total is 77.10.", older)[0].verdict == "elsewhere"


def test_spans_are_those_of_the_raw_answer() -> None:
    answer = "**Total**: `1,299.00`\n\n| who | what |\n|---|---|\n| *Ilse Lindqvist* | [12.50](https://nowhere.example/x) |"
    for claim in check(answer, [Source("page.png", "picture", PAGE)]):
        assert answer[claim.start : claim.stop] == claim.text
    assert {"1,299.00", "Ilse Lindqvist", "12.50", "https://nowhere.example/x"} <= set(verdicts(answer))


def test_code_that_the_answer_writes_itself_is_no_claim() -> None:
    own = "Try this:\n\n```python\nfor number in range(17):\n    print(number * 23)\n```\nor run `pip install something`."
    assert "not found" not in verdicts(own).values()
    copied = "It says:\n\n```\nSubtotal 87.50\nVAT 19% 16.36\n```"
    assert [text for text, verdict in verdicts(copied).items() if verdict == "not found"] == ["16.36"]


def test_sentences_do_not_begin_with_names() -> None:
    answer = "Shipping is free. Lasagne is listed. However, nothing else is. Zucchini cost more."
    assert "not found" not in verdicts(answer, text="free shipping").values()
    assert verdicts("Zoltan wrote it.")["Zoltan"] == "not found"


def test_german_nouns_are_no_names() -> None:
    said = "Die Begleichung der Forderung wird mit einer Überweisung bei der Hausbank erbeten. Absender ist Frau Ilse Lindqvist."
    assert set(verdicts(said).values()) == {"found"}
    assert verdicts("Die Rechnung ist von Frau Clara Zimmerli unterschrieben und nicht bezahlt.")["Clara Zimmerli"] == "not found"


def test_any_script() -> None:
    text = "主持人：王小明 费用：380元\nПлательщик: Иван Соколов"
    assert verdicts("the host is 王小明 and 380 yuan are due", text=text) == {"王小明": "found", "380": "found"}
    assert verdicts("the host is 王大伟 today", text=text) == {"王大伟": "not found"}
    assert verdicts("деньги от Ивана Соколова пришли", text=text) == {"Ивана Соколова": "found"}
    assert verdicts("деньги от Петра Орлова пришли", text=text) == {"Петра Орлова": "not found"}


def test_where_it_stands_in_a_picture() -> None:
    line = Line((10.0, 20.0, 110.0, 40.0), "Total 42.00", 0.99, tuple(i * 100 / 11 for i in range(12)))
    picture = PictureText(200, 100, (line,))
    (claim,) = check("It is 42.00.", [Source("a.png", "picture", picture.text)])
    assert claim.begin is not None
    assert claim.end is not None
    ((left, top, right, bottom),) = picture.boxes(claim.begin, claim.end)
    assert (round(left), top, round(right), bottom) == (65, 20.0, 110, 40.0)


def test_when_it_is_said_in_a_recording() -> None:
    words = [Word(i, i + 0.5, text) for i, text in enumerate("We need thirty eight chairs from Ilse Lindqvist.".split())]
    speech = Speech(tuple(words), "en", 9.0)
    number, name = check("- 38 chairs, says Ilse Lindqvist", [Source("memo.wav", "recording", speech.text)])
    assert (number.verdict, name.verdict) == ("reckoned", "found")
    assert None not in (number.begin, number.end, name.begin, name.end)
    assert speech.times(number.begin or 0, number.end or 0) == (2.0, 3.5)
    assert speech.times(name.begin or 0, name.end or 0) == (6.0, 7.5)


def test_nothing_to_look_into() -> None:
    assert check("It is 42.00.", []) == ()
    assert check("", [Source("a.png", "picture", "42")]) == ()
    assert only("It is 42.00.", text="").verdict == "not found"
