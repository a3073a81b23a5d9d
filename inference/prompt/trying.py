"""A chat template never seen before is tried in a child process, where it may loop or grow as it likes: only the child ends."""

from __future__ import annotations

from functools import lru_cache

from inference.child import TEMPLATE, Ended, run
from inference.errors import ModelFileError
from inference.prompt.template import ChatTemplate

__all__ = ["render_samples", "require_harmless"]

_LONG = 40
"""Messages of the longest sample."""
_WORDS = "What does it say? " * 50


def require_harmless(source: str) -> None:
    """Return if `source` can be read and renders conversations within the limits. Raises ModelFileError, saying what it did."""
    if reason := _verdict(source):
        raise ModelFileError("template-harmful", reason=reason)


@lru_cache(maxsize=32)
def _verdict(source: str) -> str:
    """What the template does that it must not; empty if nothing was found. Raises ModelFileError for what is no template."""
    try:
        run("inference.prompt.trying:render_samples", {"source": source}, limits=TEMPLATE)
    except Ended as ended:
        return str(ended)
    return ""


def render_samples(_tell: object, *, source: str) -> None:
    """In the child: render short and long conversations, whether a thought is wanted or not.

    Raises ModelFileError for a template that cannot be read, or refuses even one question by itself. What it refuses beyond that
    it may refuse.
    """
    template = ChatTemplate(source, bos="<s>", eos="</s>")
    question, answer = ({"role": role, "content": [{"type": "text", "text": _WORDS}]} for role in ("user", "assistant"))
    for thinking in (False, True):
        template.render([question], thinking=thinking)
        try:
            template.render([question, answer] * (_LONG // 2) + [question], thinking=thinking)
        except ModelFileError:
            continue
