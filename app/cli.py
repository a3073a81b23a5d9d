"""The command line: which verbs there are and what they take. Each verb's work is in `app.commands`, imported when it runs.

Exit status: 0 success, 1 our fault, 2 the input or the request is at fault, 3 it would not fit in memory, 130 interrupted.
Whatever goes wrong is one line on stderr: what it is and what to do. HUSH_DEBUG=1 shows tracebacks.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from app.commands.plain import plain
from app.own_path import strangers
from app.sentences import say
from inference.conversation import IMAGE_BUDGETS
from inference.errors import HushError, InputError

__all__ = ["main"]

RUN_BY = {None: "window", "show": "delivered", "capture": "delivered", "talk": "delivered"}
"""Verbs, no verb too, whose module is not called as they are."""
BROKEN_PIPE = 141
"""128 + SIGPIPE: what the shell reports of a program whose reader has gone."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb, or open the window without one. Returns the exit status."""
    _speak_utf8()
    bare = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = map(plain, bare)
    try:
        _require_own_code()
        # argparse prints what it finds wrong and leaves by itself.
        chosen = _parser().parse_args(arguments)
        status = _run(chosen)
        sys.stdout.flush()
        return status
    except HushError as error:
        return _report(str(error), error.exit_status)
    except KeyboardInterrupt:
        return _report("Interrupted.", 130)
    except BrokenPipeError:
        # Python flushes stdout at exit and would complain about the pipe again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except MemoryError:
        return _report("Memory ran out. Close other programs, or choose a smaller model or context.", 3)
    except Exception as error:
        if os.environ.get("HUSH_DEBUG"):
            raise
        detail = " ".join(f"{type(error).__name__}: {error}".split())
        return _report(f"Something inside Hush went wrong ({detail}). Run it again with HUSH_DEBUG=1 to see where.", 1)
    finally:
        sys.stdout, sys.stderr = bare


def _run(chosen: argparse.Namespace) -> int:
    return import_module(f"app.commands.{RUN_BY.get(chosen.verb, chosen.verb)}").run(chosen)


def _require_own_code() -> None:
    if found := strangers():
        raise InputError(say("strangers-code", names=", ".join(found), folder=Path.cwd()))


def _report(line: str, status: int) -> int:
    print("hush:", " ".join(line.split()), file=sys.stderr)
    return status


def _speak_utf8() -> None:
    """A pipe's reader expects UTF-8 on every system; a terminal knows its own encoding, and must not stop an answer."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"hush: {' '.join(message.split())}. Try: {self.prog} --help\n")


def _parser() -> _Parser:
    parser = _Parser(
        prog="hush",
        description="A private assistant that sees, hears and reads on this machine and nowhere else.",
        epilog="Without a verb the window opens.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    model, request, answer, json = _model_options(), _request_options(), _answer_options(), _json_option()

    def verb(name: str, what: str, *parents: _Parser) -> _Parser:
        return verbs.add_parser(name, help=what, description=what, parents=[*parents, json], allow_abbrev=False)

    ask = verb("ask", "Ask one question, with pictures, recordings and documents.", model, request, answer)
    ask.add_argument("question", metavar="QUESTION")
    chat = verb("chat", "Hold a conversation read from a file.", model, _context_options(), answer)
    chat.add_argument(
        "--script",
        required=True,
        type=Path,
        metavar="F.jsonl",
        help='one turn a line: {"text": …, "images": […], "audio": […], "documents": […]}',
    )
    price = verb("price", "Say what a question would cost, without loading the weights.", model, request)
    price.add_argument("question", metavar="QUESTION")
    price.add_argument("--measure", action="store_true", help="load the model, read it all and say what that took")
    plan = verb("plan", "Say how a model would be loaded here, what memory that takes, and why.", model, _context_options())
    plan.add_argument(
        "--available", type=_positive, metavar="BYTES", help="memory to fit into; left out: what this machine has now"
    )
    plan.add_argument(
        "--machine", type=_size, action="append", metavar="GB", help="a table for a machine of this size; may be repeated"
    )
    plan.add_argument("--measure", action="store_true", help="load it in a child process and say what it really takes")
    plan.add_argument("--whole", action="store_true", help="measure every layer, which takes minutes for a large model")
    plan.add_argument("--table", action="store_true", help="the table for machines of the usual sizes, in Markdown")
    inspect = verb("inspect", "Say what a GGUF file or pair is, or every problem with it.")
    inspect.add_argument("files", nargs="+", type=Path, metavar="FILE")
    read = verb("read", "Say what is in a picture, a recording or a document, as a model would get it. Needs no model.")
    read.add_argument("files", nargs="+", type=Path, metavar="FILE")
    verb("show", "Bring the window of the running Hush to the front.")
    verb("capture", "Take a picture of the screen, in the running Hush.")
    talk = verb("talk", "Start to talk, or end and send it, in the running Hush.")
    talk.add_argument("--cancel", action="store_true", help="throw the recording away")
    verb("doctor", "Say what works here.")
    evaluate = verb("evaluate", "Run the starter's held-out tasks against a model.", model)
    evaluate.add_argument("--limit", type=_positive, metavar="N", help="cases of each task")
    return parser


def _model_options() -> _Parser:
    options = _Parser(add_help=False)
    options.add_argument(
        "-m", "--model", type=Path, metavar="F", help="a GGUF model, or “starter”; left out: the one that set-up brought"
    )
    options.add_argument("--mmproj", type=Path, metavar="F", help="the model's projector, for pictures and sound")
    return options


def _context_options() -> _Parser:
    options = _Parser(add_help=False)
    options.add_argument(
        "-c", "--context", type=_context, metavar="N", help="tokens of context; left out: what fits, at most 32768"
    )
    options.add_argument(
        "--image-tokens", type=int, choices=IMAGE_BUDGETS, help="soft tokens each picture may take; left out: the model's default"
    )
    return options


def _request_options() -> _Parser:
    options = _Parser(add_help=False, parents=[_context_options()])
    for flag, what in (("image", "a picture"), ("audio", "a recording"), ("document", "a PDF or text file")):
        options.add_argument(f"--{flag}", action="append", default=[], type=Path, metavar="F", help=f"{what}; may be repeated")
    return options


def _answer_options() -> _Parser:
    options = _Parser(add_help=False)
    options.add_argument("--max-tokens", type=_positive, default=1024, metavar="N", help="longest reply (1024)")
    options.add_argument(
        "--temperature",
        "--temp",
        type=_temperature,
        metavar="T",
        help="0 always takes the likeliest token; left out: the model's own",
    )
    options.add_argument("--seed", type=_seed, metavar="N", help="makes a random choice repeatable")
    options.add_argument("--load-anyway", action="store_true", help="load even if it would not fit in memory")
    return options


def _json_option() -> _Parser:
    options = _Parser(add_help=False)
    options.add_argument("--json", action="store_true", help="print JSON and nothing else")
    return options


def _whole(text: str, *, lowest: int, highest: int) -> int:
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None
    if not lowest <= number <= highest:
        raise argparse.ArgumentTypeError(f"{text} is not between {lowest} and {highest}")
    return number


_positive = partial(_whole, lowest=1, highest=2**63 - 1)
_context = partial(_whole, lowest=1, highest=2**31 - 1)
_size = partial(_whole, lowest=1, highest=2**20)
_seed = partial(_whole, lowest=0, highest=2**32 - 1)


def _temperature(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if not 0 <= value <= 100:  # also refuses NaN
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 100")
    return value
