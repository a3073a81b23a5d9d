"""Web pages as a reader sees them."""

from __future__ import annotations

import time

import pytest

from inference.conversation import DocumentPart
from inference.media import document
from inference.media.web.text import text_of


def seen(page: str) -> str:
    return "\n".join(line.rstrip() for line in text_of(page).text.split("\n"))


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<h1>One</h1>two<h3>Three</h3><p>four\n  five</p>", "# One\n\ntwo\n\n### Three\n\nfour five"),
        ("<div>a</div><div>b</div>c<br>d", "a\nb\nc\nd"),
        ("<p>a<p>b", "a\n\nb"),
        ("x<!-- <p>no --> y <![CDATA[<z>]]> <?php no ?>w", "x y <z> w"),
        ("<title>A &amp; B</title><style>p { }</style><script>if (a<b) '</p>'</script><p>text", "A & B\n\ntext"),
        ("1 < 2 &lt; 3 &#8364; &euro; &copy", "1 < 2 < 3 € € ©"),
        ("<p title='a > b' x=\"<p>\">in", "in"),
        ("<p title=it's>in</p> 5' 3\"", "in\n\n5' 3\""),
        ("<pre>\n  a\n    b</pre>c", "  a\n    b\n\nc"),
        ("see <a href='https://x.example'>the list</a><a>next</a>", "see the list next"),
        ("<img src=x alt='A chart'><img alt=''>", "A chart"),
        ("Rech<span>nung</span> 12<b>7</b>", "Rechnung 127"),
        (
            "<span style='display:block'>a</span><span style='display: flex'>b</span><i style='display: inline-block'>c</i>",
            "a\nb c",
        ),
    ],
)
def test_structure_is_kept_and_tags_are_not(page: str, text: str) -> None:
    assert seen(page).strip("\n") == text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e", "- a\n- b\n  - c\n- d\n\ne"),
        ("<ol start=3><li>a<li value=7>b<li>c</ol>", "3. a\n7. b\n8. c"),
        ("<ol type=a><li>x<li>y</ol><ol type=I><li>x<li>y<li>z<li>v</ol>", "a. x\nb. y\n\nI. x\nII. y\nIII. z\nIV. v"),
        ("<ul><li><p>a</p></ul>", "- a"),
        ("<dl><dt>Name<dd>Value</dl>", "Name\nValue"),
    ],
)
def test_items_of_lists_stand_on_lines_with_their_numbers(page: str, text: str) -> None:
    assert seen(page).strip("\n") == text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("<tr><th>Name<th>A<th>B<tr><td>Maths<td>2<td>4", "Name\tA\tB\nMaths\t2\t4"),
        ("<tr><td>12</td><td></td><td>7</td></tr>", "12\t\t7"),
        ("<tr><td rowspan=2>Maths<td>2<tr><td>4", "Maths\t2\nMaths\t4"),
        ("<tr><td rowspan=2>84<td>2<tr><td>4", "84\t2\n\t4"),
        ("<tr><td colspan=2>Both<td>x<tr><td>1<td>2<td>3", "Both\t\tx\n1\t2\t3"),
        ("<tr><td>12<br>84<td>7", "12 / 84\t7"),
        ("<thead><tr><th>H</thead><tbody><tr><td>a<tbody><tr><td>b</tbody>", "H\na\nb"),
        ("<caption>Marks</caption><tr><td>a<td>b", "Marks\na\tb"),
        ("<tr><td>a<td><table><tr><td>1<td>2</table>", "a\t1\t2"),
    ],
)
def test_cells_stay_in_their_row_and_column(rows: str, text: str) -> None:
    assert seen(f"<table>{rows}</table>").strip("\n") == text


def test_a_table_that_only_places_things_is_no_table() -> None:
    long = "word " * 40
    page = f"<table><tr><td><p>{long}<p>{long}<td><p>beside</table>"
    assert seen(page).strip("\n") == f"{long.strip()}\n\n{long.strip()}\n\nbeside"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("10<sup>6</sup> m<sup>2</sup>, H<sub>2</sub>O, 1<sup>st</sup>, 2<sup>0.5</sup>", "10⁶ m², H₂O, 1st, 2^0.5"),
        ("<del>900</del> 750 euro, <s>old</s>", "~~900~~ 750 euro, ~~old~~"),
        ("<math><mfrac><mrow><mn>1</mn><mo>+</mo><mn>2</mn></mrow><mn>3</mn></mfrac></math>", "(1+2)/3"),
        ("<math><msup><mi>x</mi><mn>2</mn></msup><annotation>x^2</annotation></math>", "x^2"),
        ("Paid <input type=checkbox checked> Name <input value='A. B.'> <input type=hidden value=no>", "Paid [x] Name A. B."),
        ("<select><option>red<option selected>blue</select>", "[ ] red\n[x] blue"),
        ("<textarea>\n&lt;two&gt;\nlines</textarea>", "<two>\nlines"),
    ],
)
def test_what_would_become_another_number_or_word_is_marked(page: str, text: str) -> None:
    assert seen(page).strip() == text


@pytest.mark.parametrize(
    "page",
    [
        "<p>a<div style='display:none'>no <div>x</div> y</div> b",
        "<p>a<p hidden>no<p>b",
        "<p>a<span style='font-size:0'>no</span> b",
        "<ul><li>a<li hidden>no</ul>b",
    ],
)
def test_what_a_browser_hides_is_left_out_and_said(page: str) -> None:
    found = text_of(page)
    assert "no" not in found.text
    assert found.text.split() in (["a", "b"], ["-", "a", "b"])
    assert found.hid
    (shown,) = document.read(DocumentPart("page.html", f"<!doctype html>{page}".encode()))
    assert "would not show" in shown.remark


def test_what_is_hidden_without_an_end_hides_nothing() -> None:
    assert text_of("a<div hidden>b<template>c").text == "a\nbc"
    assert text_of("<p style='font-size:0.9em; opacity:0.5' data-hidden=x>a").text == "a"
    assert not text_of("<div hidden> </div><template>x</template>a").hid


def test_a_page_is_text_with_a_word_about_it() -> None:
    (page,) = document.read(DocumentPart("page.html", b"<!doctype html><h1>One</h1><script>x</script>"))
    assert page.text == "# One"
    assert "without tags" in page.remark


def test_a_page_without_words_is_given_as_it_stands() -> None:
    (page,) = document.read(DocumentPart("app.html", b"<!doctype html><div id=app></div><script>start()</script>"))
    assert page.text is not None
    assert "start()" in page.text
    assert not page.remark


HOSTILE = (
    *(
        "<div>",
        "<a href=x>",
        "<table>",
        "<td>",
        "<table><tr><td>",
        "<ul>",
        "<ul><li>",
        "<!--",
        "<![CDATA[",
        "<script>",
        "<script",
    ),
    *(
        "<script",
        '<a "',
        '<a ="',
        "<a ='",
        "<a =  ",
        "&",
        "<",
        "</",
        "<p hidden>",
        "<div hidden>",
        "<div hidden></div>",
        "<sup>",
        "<p><b>",
    ),
    *("<span hidden><div hidden>", "<td rowspan=99 colspan=99>", "<tr><td rowspan=999 colspan=100>", "<math><mrow>", "<title>"),
    *("<textarea>", "<pre> ", "<a ", "<x a=b ", "<li>", "<option>", "</table>", "<del>a", "<template>", "<td rowspan=9999>x<tr>"),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_in_proportion_to_the_page(piece: str) -> None:
    def took(times: int) -> float:
        started = time.process_time()
        text_of(piece * times)
        return time.process_time() - started

    times = 40_000 // len(piece)
    assert took(4 * times) < 8 * max(took(times), 0.005)


def test_a_hundred_thousand_nested_tags_take_a_second() -> None:
    started = time.process_time()
    assert text_of("<div>" * 100_000 + "in").text == "in"
    assert time.process_time() - started < 1
