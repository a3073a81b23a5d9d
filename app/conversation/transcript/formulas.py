"""Formulas that a model writes in TeX, as they can be read: \\(\\frac{1}{2} \\times 8\\) is 1/2 × 8.

Hush sets no formulas: what is between \\( and \\), \\[ and \\], or two $$ loses the marks and takes the usual signs. A command
that is not known here stays as it is written. Any text is read in time in proportion to its length.
"""

from __future__ import annotations

import re

__all__ = ["has_formula", "read_formulas"]

_INSIDE = r"((?:[^\\]|\\[^()\[\]])++)"
_FORMULA = re.compile(rf"\\\({_INSIDE}\\\)|\\\[{_INSIDE}\\\]|\$\$([^$]++)\$\$")
_MEANT = re.compile(r"\\[A-Za-z]|[=^]")
"""What brackets hold that are no words in brackets, whose marks keep Markdown from taking them for a link."""
_NEST = 4
"""How many braces deep commands are read."""
_GROUP = r"\{([^{}]*)\}"
_PLAIN = re.compile(rf"\\(?:text|textbf|textit|mathrm|mathbf|mathit|operatorname|boxed|fbox|mbox)\s?{_GROUP}")
_FRACTION = re.compile(rf"\\[dt]?frac\s?{_GROUP}\s?{_GROUP}")
_ROOT = re.compile(rf"\\sqrt\s?{_GROUP}")
_RAISED = re.compile(r"\^(?:\{([0-9+-]+)\}|([0-9]))")
_SIGNS = {
    "times": "×", "cdot": "·", "div": "÷", "pm": "±", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
    "approx": "≈", "sum": "∑", "pi": "π", "alpha": "α", "beta": "β", "Delta": "Δ", "mu": "µ", "degree": "°", "circ": "°",
    "infty": "∞", "to": "→", "rightarrow": "→", "Rightarrow": "⇒", "implies": "⇒", "ldots": "…", "dots": "…", "quad": " ",
    "qquad": " ", "left": "", "right": "", "displaystyle": "",
}  # fmt: skip
_COMMAND = re.compile(r"\\([A-Za-z]+)\b ?")
_ESCAPED = re.compile(r"\\([%$#&_{}])")
_SPACE = re.compile(r"\\[,;:! ]|~|&")
_RAISED_DIGITS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_MARKDOWN = re.compile(r"([*_`~\[\]<>#|])")


def has_formula(text: str) -> bool:
    """Whether anything in it is a formula, begun and ended."""
    return ("\\" in text or "$$" in text) and _FORMULA.search(text) is not None


def read_formulas(text: str) -> str:
    """Markdown whose formulas are words and signs, of which none means anything to Markdown; code is left alone."""
    if not has_formula(text):
        return text
    code = re.split(r"(`[^`]*`)", text)
    return "".join(part if at % 2 else _FORMULA.sub(_read, part) for at, part in enumerate(code))


def _read(found: re.Match[str]) -> str:
    formula = next(group for group in found.groups() if group is not None)
    if found[0].startswith(r"\[") and not _MEANT.search(formula):
        return found[0]
    for _ in range(_NEST):
        before = formula
        formula = _FRACTION.sub(lambda part: f"{_whole(part[1])}/{_whole(part[2])}", formula)
        formula = _ROOT.sub(lambda part: f"√{_whole(part[1])}", _PLAIN.sub(lambda part: part[1], formula))
        if formula == before:
            break
    formula = _RAISED.sub(lambda part: (part[1] or part[2]).translate(_RAISED_DIGITS), formula)
    formula = formula.replace("\\\\", "\n")
    formula = _SPACE.sub(" ", _COMMAND.sub(_sign, formula))
    lines = (" ".join(line.split()) for line in _ESCAPED.sub(r"\1", formula).splitlines())
    return _MARKDOWN.sub(r"\\\1", "\n".join(line for line in lines if line))


def _sign(command: re.Match[str]) -> str:
    sign = _SIGNS.get(command[1])
    return command[0] if sign is None else sign + (" " if command[0].endswith(" ") and sign else "")


def _whole(part: str) -> str:
    """A part of a fraction, in brackets where it is more than a number or a word."""
    part = part.strip()
    return part if re.fullmatch(r"[\w.,√]+", part) else f"({part})"
