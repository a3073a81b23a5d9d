"""The model's own chat template, rendered in a sandbox.

Templates come out of model files, so they are untrusted code: Jinja's immutable sandbox runs them, after a child process has
(see `inference.prompt.trying`), and what a person or a document wrote can never turn into a control token (see `shield`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NoReturn

import jinja2
import jinja2.ext
import jinja2.meta
import jinja2.nodes
import jinja2.parser
import jinja2.sandbox

from inference.errors import ModelFileError

__all__ = ["ChatTemplate", "Shield"]

IMAGE, AUDIO = "image", "audio"
_PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    IMAGE: ("<|image|>", "<start_of_image>", "<|vision_start|><|image_pad|><|vision_end|>", "<image>", "[IMG]", "<|image_pad|>"),
    AUDIO: ("<|audio|>", "<|audio_start|><|audio_pad|><|audio_end|>", "<audio>", "[AUDIO]", "<|audio_pad|>"),
}
"""What known templates write for a media item; the engine puts the media's own soft tokens there."""

_OPEN, _CLOSE = "\ue000", "\ue001"

_FAULTS = (jinja2.TemplateError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError, RecursionError, SyntaxError,
           MemoryError)  # fmt: skip
"""What a template may end with. All of it is the file's fault: what it is given is always of the same kind."""
_THINKING = ("enable_thinking", "thinking")
"""What templates ask, to know whether a thought is wanted."""


class Shield:
    """Keeps control tokens in people's text from being read as control tokens.

    Each occurrence is replaced by a private-use placeholder before the template is rendered, and handed to the
    tokenizer later as plain text. Ordinary text is untouched, so its tokens are exactly the model's own.
    """

    def __init__(self, control_tokens: Iterable[str]) -> None:
        texts = sorted({text for text in control_tokens if text.strip()}, key=len, reverse=True)
        every = [re.escape(text) for text in (*texts, _OPEN, _CLOSE)]
        self._pattern = re.compile("|".join(every))
        self._found: list[str] = []

    def cover(self, text: str) -> str:
        """Return `text` with its control tokens covered."""

        def keep(match: re.Match[str]) -> str:
            self._found.append(match.group())
            return self.mark(len(self._found) - 1)

        return self._pattern.sub(keep, text)

    @staticmethod
    def mark(index: int) -> str:
        return f"{_OPEN}{index}{_CLOSE}"

    def literal(self, index: int) -> str:
        return self._found[index]

    @property
    def split_pattern(self) -> str:
        return f"{_OPEN}([0-9]+){_CLOSE}"


class ChatTemplate:
    """Renders conversations as the model was trained to read them.

    `source` is the GGUF's tokenizer.chat_template; `bos` and `eos` the texts of those tokens.
    Raises ModelFileError when the template cannot be parsed or refuses a conversation.
    """

    def __init__(self, source: str, *, bos: str, eos: str) -> None:
        environment = jinja2.sandbox.ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=[jinja2.ext.loopcontrols, _Generation]
        )
        environment.filters.update(tojson=_tojson)  # pyright: ignore[reportUnknownMemberType] - jinja leaves it open
        environment.globals.update(raise_exception=_refuse, strftime_now=_now)  # pyright: ignore[reportUnknownMemberType]
        try:
            asked = jinja2.meta.find_undeclared_variables(environment.parse(source))
            self._template = environment.from_string(source)
        except _FAULTS as error:
            raise ModelFileError("template-unreadable", reason=_reason(error)) from error
        self._tokens = {"bos_token": bos, "eos_token": eos}
        self.thinks = not asked.isdisjoint(_THINKING)
        self._itemised = False
        self._itemised = not self._shows("user") and self._shows("user", itemised=True)
        self._takes_system = self._shows("system", "user")
        self._typed = {kind: self._placeholder(kind) for kind in (IMAGE, AUDIO)}

    def render(self, messages: Sequence[Mapping[str, Any]], *, thinking: bool = False) -> str:
        """Render `messages` up to where the model's answer begins.

        Each message is {"role": ..., "content": [{"type": "text", "text": ...} | {"type": "image"} | {"type": "audio"}]}.
        Where a medium stands the text has `media_mark(kind)`; templates that know no typed content get it inside the text.
        Instructions for which a template has no place stand before the first question.
        """
        if not self._takes_system:
            messages = _without_system(messages)
        wanted = [item["type"] for message in messages for item in message["content"] if item["type"] != "text"]
        if all(self._typed[kind] for kind in wanted):
            text = self._run(messages, thinking)
            for kind in set(wanted):
                text = text.replace(self._typed[kind] or "", media_mark(kind))
            if _marks(text) == wanted:
                return text
        text = self._run([_as_text(message) for message in messages], thinking)
        if _marks(text) != wanted:
            raise ModelFileError("template-drops-media")
        return text

    def _run(self, messages: Sequence[Mapping[str, Any]], thinking: bool) -> str:
        plain = [m if self._itemised or _has_media(m) else {**m, "content": _join(m)} for m in messages]
        wishes = dict.fromkeys(_THINKING, thinking)
        try:
            return self._template.render(messages=plain, add_generation_prompt=True, **wishes, **self._tokens)
        except _FAULTS as error:
            raise ModelFileError("template-refuses", reason=_reason(error)) from error

    def _shows(self, *roles: str, itemised: bool = False) -> bool:
        """Whether what the first of `roles` says stands in the prompt."""
        self._itemised, before = itemised or self._itemised, self._itemised
        try:
            text = self._run([{"role": role, "content": [{"type": "text", "text": f"said {role}"}]} for role in roles], False)
        except ModelFileError:
            return False
        finally:
            self._itemised = before
        return f"said {roles[0]}" in text

    def _placeholder(self, kind: str) -> str | None:
        """What this template writes for a typed item of `kind`, None if it does not know them."""
        message = {"role": "user", "content": [{"type": kind}, {"type": "text", "text": "x"}]}
        try:
            text = self._run([message], False)
        except ModelFileError:
            return None
        return next((mark for mark in _PLACEHOLDERS[kind] if text.count(mark) == 1), None)


class _Generation(jinja2.ext.Extension):
    """`{% generation %}`, which marks for training what the model itself writes: in a prompt it changes nothing."""

    tags = {"generation"}  # noqa: RUF012 - jinja's own form

    def parse(self, parser: jinja2.parser.Parser) -> list[jinja2.nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def media_mark(kind: str) -> str:
    """The private mark that stands for one picture or recording in rendered text."""
    return f"{_OPEN}{kind}{_CLOSE}"


def _marks(text: str) -> list[str]:
    return re.findall(f"{_OPEN}({IMAGE}|{AUDIO}){_CLOSE}", text)


def _has_media(message: Mapping[str, Any]) -> bool:
    return not isinstance(message["content"], str) and any(item["type"] != "text" for item in message["content"])


def _join(message: Mapping[str, Any]) -> str:
    content = message["content"]
    return content if isinstance(content, str) else "\n\n".join(item["text"] for item in content)


def _as_text(message: Mapping[str, Any]) -> dict[str, Any]:
    pieces = [item["text"] if item["type"] == "text" else media_mark(item["type"]) for item in message["content"]]
    return {**message, "content": "\n".join(pieces)}


def _without_system(messages: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The first message, if it is the system's, as the beginning of the next."""
    if len(messages) < 2 or messages[0]["role"] != "system":
        return messages
    first, second, *rest = messages
    apart = {"type": "text", "text": _join(first) + "\n\n"}
    own = second["content"]
    if own and own[0]["type"] == "text":
        own = [{"type": "text", "text": apart["text"] + own[0]["text"]}, *own[1:]]
    else:
        own = [apart, *own]
    return [{**second, "content": own}, *rest]


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__


def _refuse(message: str) -> NoReturn:
    raise jinja2.TemplateError(message)


def _now(form: str) -> str:
    return datetime.now().astimezone().strftime(form)


def _tojson(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)
