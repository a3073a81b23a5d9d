"""Prices without weights: the vocabulary alone is loaded, media are counted by the closed formula or by the projector."""

from __future__ import annotations

from collections.abc import Callable

from inference.conversation import Request
from inference.events import Priced
from inference.gguf.check import require_usable
from inference.gguf.model_info import read_model
from inference.gguf.projector import read_projector
from inference.llama.loaded_model import Model
from inference.llama.projector import Projector
from inference.loading import LoadSettings, ModelFiles
from inference.media.prepared import PreparedImage
from inference.parts import picture_rules, prompt_maker
from inference.prompt.assemble import Media, MediaSpan
from inference.prompt.budget import Choice, Limits
from inference.stop import StopFlag

__all__ = ["Pricer"]

_CLOSED_FORM = {"gemma4uv", "gemma4ua"}
"""Projectors whose soft tokens are exactly the patches and the 40 ms frames (clip.cpp, mtmd-audio.cpp)."""


class Pricer:
    """Counts requests exactly as an engine loaded with `files` and `settings` would. Use from one thread."""

    def __init__(self, files: ModelFiles, settings: LoadSettings | None = None) -> None:
        settings = settings or LoadSettings()
        require_usable(files.model, files.mmproj)
        info = read_model(files.model)
        projector = read_projector(files.mmproj) if files.mmproj else None
        self._model = Model(files.model, vocab_only=True)
        self._projector: Projector | None = None
        if files.mmproj and projector and not {projector.vision_type, projector.audio_type} - {""} <= _CLOSED_FORM:
            self._projector = Projector(files.mmproj, self._model, image_tokens_max=settings.ubatch)
        rules = picture_rules(info, projector, largest=settings.ubatch)
        span = self._projector.span if self._projector else self._closed_form() if projector else None
        hears = bool(projector and projector.audio)
        self._prompts = prompt_maker(info, self._model, rules, hears, span, trusted=files.trusted)

    def price(self, request: Request, stop: StopFlag | None = None) -> Priced:
        """Every part of `request` in tokens. Raises InputError or MediaError, also where it is stopped while it reads a file."""
        return self._prompts.price(request, stop)

    def choices(self, request: Request, limits: Limits, stop: StopFlag | None = None) -> tuple[Choice, ...]:
        """What could give way in `request`, with exact prices (see inference.prompt.budget). Raises as `price` does."""
        return self._prompts.choices(request, self._prompts.price(request, stop), limits, stop)

    def close(self) -> None:
        if self._projector:
            self._projector.close()
        self._model.close()

    def _closed_form(self) -> Callable[[Media], MediaSpan]:
        tokens = self._model.control_tokens

        def mark(text: str) -> tuple[int, ...]:
            return (tokens[text],) if text in tokens else ()

        image, audio = (mark("<|image>"), mark("<image|>")), (mark("<|audio>"), mark("<audio|>"))

        def span(media: Media) -> MediaSpan:
            before, after = image if isinstance(media, PreparedImage) else audio
            return MediaSpan(before, media.tokens, media.tokens, after)

        return span
