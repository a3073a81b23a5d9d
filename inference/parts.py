"""From files to a loaded model: checked, tried if never seen, then opened part by part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inference.conversation import Sampling
from inference.errors import InputError, ModelFileError
from inference.events import Capabilities, LoadProgress
from inference.gguf.check import require_usable
from inference.gguf.model_info import ModelInfo, read_model
from inference.gguf.projector import ProjectorInfo, read_projector
from inference.llama.context import Context
from inference.llama.loaded_model import Model
from inference.llama.projector import Projector
from inference.loading import DEFAULT_IMAGE_TOKENS, LEAST_CONTEXT, LoadSettings, ModelFiles
from inference.memory.kv_cache import flash_attention, kv_bytes_per_token, kv_layers
from inference.prompt.assemble import Media, MediaSpan
from inference.prompt.manner import manner_of
from inference.prompt.opening import Opener, PictureRules
from inference.prompt.prepare import PromptMaker
from inference.prompt.template import ChatTemplate
from inference.prompt.trying import require_harmless
from inference.session import Session
from inference.stop import StopFlag
from inference.stream import thought_marks
from inference.vetting import require_tried

__all__ = ["Parts", "load_parts", "picture_rules", "prompt_maker"]

_NEVER_WRITTEN = ("<|image>", "<image|>", "<|audio>", "<audio|>", "<|image|>", "<|audio|>", "<|video|>", "<start_of_image>",
                  "<end_of_image>")  # fmt: skip
"""Marks of media: a model that writes one leaves its language."""


@dataclass
class Parts:
    """Everything one load owns, closed together; and what was asked for."""

    files: ModelFiles
    settings: LoadSettings
    info: ModelInfo
    model: Model
    context: Context
    projector: Projector | None
    session: Session
    prompts: PromptMaker
    sampling: Sampling
    forbidden: frozenset[int]
    capabilities: Capabilities

    @property
    def is_mapped(self) -> bool:
        """Whether the model's files are read while it works. llama.cpp maps embeddings of each layer in any case."""
        return self.settings.load_mode == "mmap" or bool(self.info.embedding_length_per_layer)

    def close(self) -> None:
        """Free in the order that llama.cpp needs: what refers to the model before the model."""
        self.session.drop_checkpoints()
        if self.projector:
            self.projector.close()
        self.context.close()
        self.model.close()


def load_parts(
    files: ModelFiles, settings: LoadSettings, *, emit: Callable[[LoadProgress], None], stop: StopFlag, cache_dir: Path | None
) -> Parts:
    """Load `files`. Raises ModelFileError, MemoryShort or InputError; what was opened until then is closed."""
    if settings.context < LEAST_CONTEXT:
        raise InputError("context-too-small", context=settings.context, least=LEAST_CONTEXT)
    emit(LoadProgress(0.0, "checking"))
    require_usable(files.model, files.mmproj)
    info = read_model(files.model)
    projector_info = read_projector(files.mmproj) if files.mmproj else None
    if not files.trusted:
        require_tried(files, cache_dir=cache_dir, stop=stop, predicted=settings.predicted_bytes)
    emit(LoadProgress(0.0, "weights"))
    opened: list[Model | Context | Projector] = []
    try:
        return _open(files, settings, info, projector_info, emit, stop, opened)
    except BaseException as error:
        for part in reversed(opened):
            part.close()
        if stop.is_set():
            raise InputError("load-stopped") from error
        raise


def _open(
    files: ModelFiles,
    settings: LoadSettings,
    info: ModelInfo,
    projector_info: ProjectorInfo | None,
    emit: Callable[[LoadProgress], None],
    stop: StopFlag,
    opened: list[Model | Context | Projector],
) -> Parts:
    def progress(fraction: float) -> bool:
        emit(LoadProgress(fraction, "weights"))
        return not stop.is_set()

    model = Model(files.model, load_mode=settings.load_mode, repack=settings.repack, progress=progress)
    opened.append(model)
    emit(LoadProgress(1.0, "context"))
    context = Context(
        model,
        context=settings.context,
        n_ubatch=settings.ubatch,
        kv_type=settings.kv_type,
        flash_attention=flash_attention(info, settings),
        threads=settings.threads,
    )
    opened.append(context)
    projector = None
    if files.mmproj:
        emit(LoadProgress(1.0, "projector"))
        projector = Projector(files.mmproj, model, image_tokens_max=context.n_ubatch, threads=settings.threads)
        opened.append(projector)
    rules = picture_rules(info, projector_info, largest=context.n_ubatch)
    sees, hears = bool(projector and projector.sees), bool(projector and projector.hears)
    spans = projector.span if projector else None
    prompts = prompt_maker(info, model, rules if sees else None, hears, spans, trusted=files.trusted)
    never = {model.control_tokens[text] for text in _NEVER_WRITTEN if text in model.control_tokens}
    is_starter = info.image_tokens is not None  # no other model names its own budget
    capabilities = Capabilities(
        name=info.name or files.model.stem,
        vision=sees,
        audio=hears,
        thinking=prompts.template.thinks and bool(thought_marks(model.control_tokens)) and not is_starter,
        context=context.n_ctx,
        image_tokens=rules.default if rules else 0,
        image_tokens_max=rules.largest if rules else 0,
        is_starter=is_starter,
        patch=(rules.patch if rules and sees else None) or 0,
        kv_bytes_per_token=kv_bytes_per_token(kv_layers(info), settings.kv_type),
    )
    session = Session(context, projector, checkpoint_bytes=settings.checkpoint_bytes)
    forbidden = model.suppressed | never
    return Parts(files, settings, info, model, context, projector, session, prompts, _sampling(info), forbidden, capabilities)


def prompt_maker(
    info: ModelInfo,
    model: Model,
    rules: PictureRules | None,
    hears: bool,
    span: Callable[[Media], MediaSpan] | None,
    *,
    trusted: bool,
) -> PromptMaker:
    """Prompts for a model that takes pictures by `rules`, None for no pictures; `span` counts a medium.

    Its template is tried in a child process first, unless its file is `trusted`. Raises ModelFileError.
    """

    def count(media: Media) -> MediaSpan:
        assert span is not None, "the opener refuses media without a projector"
        return span(media)

    bos = model.control_tokens.get(model.bos) if model.adds_bos else None
    opener = Opener(pictures=rules, sound=hears)
    template = _template_of(info, model, trusted=trusted)
    return PromptMaker(model, template, opener, span=count, bos=bos, manner=manner_of(info))


def _template_of(info: ModelInfo, model: Model, *, trusted: bool) -> ChatTemplate:
    """The chat template in the model's file. Raises ModelFileError if it has none."""
    if not info.chat_template:
        raise ModelFileError("no-chat-template", name=model.path.name)
    if not trusted:
        require_harmless(info.chat_template)
    return ChatTemplate(info.chat_template, bos=model.bos, eos=model.eos)


def picture_rules(info: ModelInfo, projector: ProjectorInfo | None, *, largest: int) -> PictureRules | None:
    """How this pair wants its pictures; None without a vision projector."""
    if projector is None or not projector.vision:
        return None
    default = min(info.image_tokens or DEFAULT_IMAGE_TOKENS, largest)
    return PictureRules(patch=projector.patch, positions=projector.positions or largest, default=default, largest=largest)


def _sampling(info: ModelInfo) -> Sampling:
    """What was measured for it or its file recommends (general.sampling.*), else Gemma 4's defaults."""
    if (measured := manner_of(info).sampling) is not None:
        return measured
    usual, own = Sampling(), info.sampling
    return Sampling(
        temperature=usual.temperature if own.temperature is None else own.temperature,
        top_k=usual.top_k if own.top_k is None else own.top_k,
        top_p=usual.top_p if own.top_p is None else own.top_p,
    )
