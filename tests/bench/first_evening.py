"""A person's first evening, through the real window with the model that set-up brings; every question and answer is printed.

    python -m tests.bench first_evening [--json FILE] [--look FOLDER] [--only screens,speech,memos,papers,cli]

Ten pictures of real programs are read and asked two questions each, ten recordings of people written down, ten memos typed and
summarised, ten documents asked three questions each, one of which nothing answers; then `hush ask` reads the pictures.
--look keeps pictures of the window. What is right is in tests/bench/evening/scoring.py.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import resources
from tests.bench.evening import scoring
from tests.bench.evening.materials import Question, Screen, memos, papers, said, screens
from tests.bench.figures import Figure, table
from tests.bench.listening.scoring import wrong
from tests.bench.window_start import x_server

if TYPE_CHECKING:
    from tests.bench.evening.person import Answer, Person

__all__ = ["main"]

ROOT = Path(__file__).resolve().parents[2]
READ, WRITE_DOWN = "What does it say?", "What do they say?"
SUM_UP = "Summarise this in two or three sentences:\n\n"


@dataclass(frozen=True)
class Trial:
    """One thing that was asked. `kind`: read, written down, summarised, asked, unanswerable or by command line."""

    kind: str
    group: str
    subject: str
    question: str
    wanted: str
    answer: str
    right: bool
    remark: str
    """How much is wrong, how many facts it holds, which of its numbers are nowhere in what was asked about."""
    seconds: float
    first_s: float = 0.0
    marks: str = ""
    refused: bool = False
    ready_s: float = 0.0
    """From the drop until the text was there."""

    @property
    def invented(self) -> bool:
        """Nothing answers it, it was answered, and nothing says that it cannot be relied on."""
        return self.kind == "unanswerable" and not self.refused and not self.marks


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench first_evening", description="A person's first evening through the window.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep every question and answer there")
    parser.add_argument("--look", type=Path, metavar="FOLDER", help="keep pictures of the window there, light and dark by turns")
    parser.add_argument("--only", default=",".join(GROUPS), metavar="GROUPS", help=f"of {', '.join(GROUPS)}")
    chosen = parser.parse_args(argv)
    groups = chosen.only.split(",")
    if unknown := set(groups) - set(GROUPS):
        parser.error(f"no group is called {', '.join(sorted(unknown))}")
    if resources.first_model() is None:
        parser.error("the model that set-up brings is not there: make setup ARGS=model")
    if chosen.look is not None:
        chosen.look.mkdir(parents=True, exist_ok=True)
    trials: list[Trial] = []
    with x_server(), tempfile.TemporaryDirectory() as home:
        os.environ.update(XDG_DATA_HOME=f"{home}/data", XDG_CONFIG_HOME=f"{home}/config")
        for trial in _evening(Path(home), groups, chosen.look):
            trials.append(trial)
            _say(trial)
    figures = _figures(trials)
    print(f"\n{table(figures)}")
    if chosen.json is not None:
        told = {"trials": [asdict(one) | {"invented": one.invented} for one in trials], "figures": list(map(asdict, figures))}
        chosen.json.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0


def _evening(home: Path, groups: list[str], look: Path | None) -> Iterator[Trial]:
    from tests.bench.evening.person import at_the_window

    through_the_window = [group for group in groups if group in WINDOW]
    if through_the_window:
        with at_the_window(home / "chats", look) as person:
            print(f"The model is there after {person.begin():.1f} s.")
            for group in through_the_window:
                yield from WINDOW[group](person, home)
    if "cli" in groups:
        yield from _by_command()


def _screens(person: Person, _home: Path) -> Iterator[Trial]:
    for screen in screens():
        ready = person.drop(screen.path)
        read = person.ask(READ)
        yield _read("read", "screens", screen, read.text, read.seconds, ready)
        for question in screen.questions:
            yield _asked("screens", screen.path.name, question, person.ask(question.text), read.text)
        person.new_chat()


def _speech(person: Person, home: Path) -> Iterator[Trial]:
    for one in said(home):
        ready = person.drop(one.path)
        heard = person.ask(WRITE_DOWN)
        words = len(one.recording.words)
        missed = wrong(one.recording, heard.text)
        right = missed <= scoring.MOST_WRONG["recording"] * words
        remark = f"{missed} of {words} words wrong, {one.recording.seconds:.1f} s of sound"
        yield Trial("written down", "speech", one.path.name, WRITE_DOWN, " ".join(one.recording.words), heard.text, right, remark,
                    heard.seconds, heard.first_s, ready_s=ready)  # fmt: skip
        person.new_chat()


def _memos(person: Person, _home: Path) -> Iterator[Trial]:
    for memo in memos():
        summed = person.ask(SUM_UP + memo.text)
        facts, made_up = scoring.summary_facts(memo, summed.text), scoring.invented_numbers(summed.text, memo.text)
        shorter = len(summed.text) < len(memo.text)
        right = facts >= scoring.LEAST_FACTS and not made_up and shorter
        remark = f"{facts} of {len(memo.facts)} facts" + (f", made up {', '.join(made_up)}" if made_up else "")
        remark += "" if shorter else ", no shorter"
        wanted = " / ".join(forms[0] for forms in memo.facts)
        yield Trial("summarised", "memos", memo.name, SUM_UP.strip(), wanted, summed.text, right, remark, summed.seconds,
                    summed.first_s, summed.marks)  # fmt: skip
        person.new_chat()


def _papers(person: Person, _home: Path) -> Iterator[Trial]:
    for paper in papers():
        ready = person.drop(paper.path)
        text = person.dropped_text()
        for question in paper.questions:
            yield _asked("papers", paper.path.name, question, person.ask(question.text), text, ready)
            ready = 0.0
        person.new_chat()


def _by_command() -> Iterator[Trial]:
    """`hush ask --image S.png "What does it say?"`, its start counted."""
    for screen in screens():
        began = time.monotonic()
        command = [sys.executable, "-m", "app", "ask", "--image", str(screen.path), READ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        taken = time.monotonic() - began
        if done.returncode:
            yield Trial("by command line", "cli", screen.path.name, READ, "", done.stderr, False, "it failed", taken)
        else:
            yield _read("by command line", "cli", screen, done.stdout, taken)


WINDOW: dict[str, Callable[[Person, Path], Iterator[Trial]]] = {
    "screens": _screens,
    "speech": _speech,
    "memos": _memos,
    "papers": _papers,
}
GROUPS = (*WINDOW, "cli")


def _read(kind: str, group: str, screen: Screen, text: str, seconds: float, ready: float = 0.0) -> Trial:
    characters, missed = scoring.lost(screen, text)
    most = scoring.MOST_WRONG["picture"]
    right = characters <= most and missed <= most
    remark = f"{characters:.2%} of the characters wrong, {missed:.1%} of the numbers missed"
    return Trial(kind, group, screen.path.name, READ, "\n".join(screen.lines), text, right, remark, seconds, ready_s=ready)


def _asked(group: str, name: str, question: Question, answer: Answer, text: str, ready: float = 0.0) -> Trial:
    refused = scoring.refuses(answer.text)
    right = scoring.is_right(question, answer.text) if question.answerable else refused
    wanted = " and ".join(forms[0] for forms in question.right) or "(not there)"
    kind = "asked" if question.answerable else "unanswerable"
    made_up = scoring.invented_numbers(answer.text, f"{text}\n{name}\n{question.text}")
    remark = f"numbers that are nowhere: {', '.join(made_up)}" if made_up else ""
    return Trial(kind, group, name, question.text, wanted, answer.text, right, remark, answer.seconds, answer.first_s,
                 answer.marks, refused, ready)  # fmt: skip


def _say(trial: Trial) -> None:
    verdict = "right" if trial.right else "INVENTED" if trial.invented else "marked" if trial.kind == "unanswerable" else "WRONG"
    print(f"\n[{trial.group}] {trial.subject}: {trial.question}\n  {verdict}, {trial.seconds:.1f} s {trial.remark}".rstrip())
    if trial.kind not in ("read", "by command line") or not trial.right:
        print("    wanted: " + trial.wanted.replace("\n", "\n            "))
        print("    answer: " + trial.answer.strip().replace("\n", "\n            "))
    if trial.marks:
        print(f"    marks:  {trial.marks}")
    sys.stdout.flush()


def _figures(trials: list[Trial]) -> list[Figure]:
    found: list[Figure] = []
    for kind in dict.fromkeys(trial.kind for trial in trials):
        held = [trial for trial in trials if trial.kind == kind]
        goal = len(held) if kind in ("read", "written down", "by command line") else None
        found.append(Figure(f"{kind}: right, of {len(held)}", sum(trial.right for trial in held), goal=goal))
        found.append(Figure(f"{kind}: median", median(trial.seconds for trial in held), "s"))
        found.append(Figure(f"{kind}: longest", max(trial.seconds for trial in held), "s"))
        if ready := [trial.ready_s for trial in held if trial.ready_s]:
            found.append(Figure(f"{kind}: from the drop to its text, median", median(ready), "s"))
            found.append(Figure(f"{kind}: from the drop to its text, longest", max(ready), "s"))
    questions = [trial for trial in trials if trial.kind == "asked"]
    nowhere = [trial for trial in trials if trial.kind == "unanswerable"]
    if questions:
        share = sum(trial.right for trial in questions) / len(questions) * 100
        found.append(Figure(f"questions right, of {len(questions)} that something answers", share, "%", goal=85))
        loose = sum(bool(trial.remark) and not trial.marks for trial in questions)
        found.append(Figure("of these: with a number that is nowhere, and no mark", loose))
    if nowhere:
        every = [*questions, *nowhere]
        share = sum(trial.right or bool(trial.kind == "unanswerable" and trial.marks) for trial in every) / len(every) * 100
        found.append(Figure(f"questions right, refused or marked, of all {len(every)}", share, "%", goal=85))
        made_up = sum(trial.invented for trial in nowhere)
        name = f"unanswerable: invented without a mark, of {len(nowhere)}"
        found.append(Figure(name, made_up, goal=len(nowhere) // 10, at_most=True))
    return found
