"""A few lines of code or of a settings file, invented: their indentation is drawn, reading leaves it out."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from inference.starter.drawing import Colour
from inference.starter.synthesis import topics, values
from inference.starter.synthesis.screens.look import against
from inference.starter.synthesis.screens.page import Page
from inference.starter.synthesis.screens.stage import Family
from inference.starter.world import held_out

__all__ = ["FAMILY"]

_TRIES = 14
_KEYWORDS = frozenset(
    "def return if else else: for in while import from not int double char void const let var function static await async".split()
)


@dataclass(frozen=True)
class _Language:
    """How lines are written. {name} and {value} are what is defined; {a}, {b}, {c} words, {n} a number, {p} a phrase.

    numbers, strings: definitions of values; functions: of functions, called {a}; others: whatever else there is. A line that ends
    in one of `opens` is followed by deeper ones.
    """

    numbers: tuple[str, ...]
    strings: tuple[str, ...]
    functions: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    opens: tuple[str, ...] = ("{",)


_PYTHON = _Language(
    ("{name} = {value}", "{name} = {value}", "{name}: int = {value}", "self.{name} = {value}"),
    ('{name} = "{value}"', "{name} = '{value}'", '{name}: str = "{value}"'),
    ("def {a}():", "def {a}({b}):", "def {a}({b}, {c}):", "def {a}(self, {b}):", "def {a}({b}={n}):", "def {a}_{b}({c}):"),
    ("return {a}", "for {a} in {b}:", "if {a} > {n}:", "print({a})", "import {a}", "# {p}", "{a}.{b}({n})", "{a}[{n}] += {b}",
     "while {a} < {n}:", "from {a} import {b}", "if not {a}:", "return {a} * {n}", "{a} //= {n}", "@{a}", "pass",
     "with {a}({b}) as {c}:", "raise ValueError({a})", "else:", "{a} = [{n}, {b}]", '"""{p}."""'),
    opens=(":",),
)  # fmt: skip
_JAVASCRIPT = _Language(
    ("const {name} = {value};", "let {name} = {value};", "var {name} = {value};"),
    ('const {name} = "{value}";', "let {name} = '{value}';"),
    ("function {a}({b}) {{", "function {a}() {{", "async function {a}({b}, {c}) {{"),
    ("return {a};", "if ({a} === {n}) {{", "console.log({a});", "// {p}", "{a}.{b}({n});", "}}", "{a} += {n};", "}} else {{",
     "for (const {a} of {b}) {{", "await {a}({b});", "{a}.map(x => x * {n});", "import {a} from '{b}';", "return !{a};"),
)  # fmt: skip
_C = _Language(
    ("int {name} = {value};", "static int {name} = {value};", "double {name} = {value};", "#define {name} {value}"),
    ('char *{name} = "{value}";', 'const char *{name} = "{value}";'),
    ("int {a}(void) {{", "void {a}(int {b}) {{", "static int {a}(char *{b}) {{", "double {a}(double {b}) {{"),
    ("return {a};", "if ({a} < {n}) {{", 'printf("%d", {a});', "/* {p} */", "}}", "{a}->{b} = {n};", "#include <{a}.h>", "{a}++;",
     "while ({a} != {n}) {{", "{a} &= ~{n};", "{a}[{n}] = {b} | {c};", "for (;;) {{", "// {p}", "break;", "free({a});"),
)  # fmt: skip
_JSON = _Language(
    ('"{name}": {value},', '"{name}": {value}'),
    ('"{name}": "{value}",', '"{name}": "{value}"'),
    others=('"{a}": {{', "}},", '"{a}": [{n}, {n}],', '"{a}": true,', '"{a}": null'),
)
_SETTINGS = _Language(
    ("{name} = {value}", "{name}={value}"),
    ("{name} = {value}", "{name}={value}"),
    others=("[{a}]", "# {p}", "; {p}", "[{a}.{b}]"),
)
_YAML = _Language(
    ("{name}: {value}",),
    ("{name}: {value}", '{name}: "{value}"'),
    others=("{a}:", "- {a}", "# {p}", "- {a}: {n}"),
    opens=(":",),
)
_LANGUAGES = (_PYTHON, _PYTHON, _JAVASCRIPT, _C, _JSON, _SETTINGS, _YAML)


@dataclass(frozen=True)
class _Line:
    """Code, and what it defines: a value called `name` if there is a name, else a function; "" for neither."""

    text: str
    name: str = ""
    answer: str = ""


def _draw(page: Page) -> None:
    language = page.rng.choice(_LANGUAGES)
    coloured = page.rng.random() < 0.65
    tints = [against(page.rng, page.look.ground) if coloured else page.look.ink for _ in range(3)]
    gutter = page.measure("888") if page.width > 18 * page.em and page.rng.random() < 0.15 else 0
    first, start = page.rng.randint(1, 90), page.left + gutter * 1.35
    step = page.measure("    " if page.width > 14 * page.em else "  ")
    depth = 0
    while page.free:
        number, y = first + page.rows - page.free, page.next_row()
        line = _fitting(page, language, page.right - start - depth * step, depth)
        if line is None:
            depth = max(0, depth - 1)
            continue
        if line.text.startswith("}"):
            depth = max(0, depth - 1)
        if gutter:
            page.put_right(page.left + gutter, y, str(number), ink=page.look.muted)
        _put(page, start + depth * step, y, line.text, tints)
        _ask(page, line)
        if line.text.endswith(language.opens):
            depth += page.right - start - (depth + 1) * step > 8 * page.em
        elif depth and page.rng.random() < (0.8 if line.text.startswith("return") else 0.15):
            depth -= 1


def _fitting(page: Page, language: _Language, room: float, depth: int) -> _Line | None:
    """A line no wider than `room`; only one function is defined, at no depth, as the question asks which one it is."""
    function = bool(language.functions) and depth == 0 and not page.asked(topics.about("function"))
    for _ in range(_TRIES):
        line = _function(page.rng, language) if function and page.rng.random() < 0.3 else _other(page, language)
        closes = line.text.startswith("}") and depth == 0
        if not closes and page.measure(line.text) <= room and not held_out(line.text):
            return line
    return None


def _function(rng: random.Random, language: _Language) -> _Line:
    form, words = rng.choice(language.functions), _words(rng)
    called = f"{words['a']}_{words['b']}" if "{a}_{b}" in form else words["a"]
    return _Line(form.format(**words), answer=called)


def _other(page: Page, language: _Language) -> _Line:
    """A value's definition, or any line that defines nothing."""
    rng = page.rng
    if rng.random() < 0.35 and language.others:
        return _Line(rng.choice(language.others).format(**_words(rng)))
    name = rng.choice(topics.VARIABLES) if rng.random() > page.invented else values.word(rng)
    if rng.random() < 0.5:
        forms, value = language.numbers, values.trained(rng, _number)
    else:
        forms, value = language.strings, rng.choice((values.word(rng), values.file_name(rng), values.value(rng, "code")))
    return _Line(rng.choice(forms).format(name=name, value=value), name, value)


def _number(rng: random.Random) -> str:
    return rng.choice((str(rng.randint(0, 99)), str(rng.randint(0, 9999)), f"{rng.randint(1, 999) / 100}"))


def _words(rng: random.Random) -> dict[str, str]:
    """What templates are filled with; no names of values among it, which are defined once."""
    words = {key: values.word(rng) for key in "abc"}
    return {
        **{key: word if word not in topics.VARIABLES else f"{word}s" for key, word in words.items()},
        "n": str(rng.randint(0, 300)),
        "p": values.phrase(rng),
    }


def _ask(page: Page, line: _Line) -> None:
    if not line.answer or held_out(line.answer):
        return
    if line.name:
        page.ask(topics.variable(line.name), line.answer)
    else:
        page.ask(topics.about("function"), line.answer)


def _put(page: Page, x: float, y: float, text: str, tints: Sequence[Colour]) -> None:
    """`text` in colours: of words, of strings and numbers, of comments. Only a space divides what has colours of its own."""
    keyword, literal, remark = tints
    if text.startswith(("#", "//", "/*", ";", '"""')):
        page.put(x, y, text, ink=remark)
        return
    space = page.measure(" ")
    for word in text.split(" "):
        bare = word.strip(",;")
        quoted = bare[:1] in {'"', "'"} or bare[:1].isdigit()
        x = page.put(x, y, word, ink=keyword if word in _KEYWORDS else literal if quoted else page.look.ink) + space


FAMILY = Family(_draw, rows=1, ems=10, mono=1.0, dark=0.55, bar=0.08)
