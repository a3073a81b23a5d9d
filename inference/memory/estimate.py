"""What a model will take, in closed form: every term has a name, a formula and a test.

Those of the KV cache and the compute buffers are in `inference.memory.kv_cache`; the others were measured on llama.cpp 0c1e57098
(tests/bench/memory_grid.py).
"""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass

from inference.gguf.check import require_usable
from inference.gguf.header import Tensor
from inference.gguf.model_info import ModelInfo, read_model
from inference.gguf.projector import DEFAULT_SCALE, ProjectorInfo, read_projector
from inference.loading import LoadSettings, ModelFiles
from inference.memory.kv_cache import bookkeeping_bytes, compute_bytes, flash_attention, kv_bytes, kv_layers, window_bytes

__all__ = ["CHECKPOINTS", "KNOWN", "PROGRAM_BYTES", "Estimate", "estimate", "of_files", "repacked_bytes", "unknown_because",
           "weight_bytes"]  # fmt: skip

_BYTES_PER_TOKEN, _BYTES_PER_MERGE = 205, 115
"""Of a token its text, score and maps in llama.cpp, about 165, and 40 that reading the header leaves in Hush's heap; of a merge
its two halves and its place in a map. Loaded by themselves, Gemma 3's 262,144 tokens without merges took 41.7 MiB and Gemma 4's,
with 514,906, 95.9; twenty others, of 32,000 to 256,000 tokens, lie in between."""
_BYTES_PER_TOKEN_OF_A_TREE = 560
"""Of a "t5" vocabulary, which llama.cpp keeps as a tree of letters: 126 MiB for 250,048 tokens."""

_OPENING_BYTES = 43 * 2**20
"""What llama.cpp takes for a moment while it opens a projector, whatever its size, beside what stays."""

_KEPT_BYTES = 14 * 2**20
"""What stays in the heap of what opening a projector freed: 9 MiB with the starter's, which has 5, 17 with the 12B's, of 268."""

_BYTES_PER_PIXEL_VALUE = 24.5
"""While a second picture is projected: both as floats (8), the projector's input and its unrolled patches (8), and what the
conversion to floats and back left in the heap. 185 MiB for 1,120 patches of 48 x 48 x 3."""

_BYTES_PER_SOFT_VALUE = 18
"""Soft tokens as floats, four and a half times: what the projector made, the batch, its copy, the graph's input."""

_USUAL_PATCH = 16 * DEFAULT_SCALE
"""Pixels a side of a soft token where the projector does not say."""

CHECKPOINTS = 4
"""That a chat soon has: behind a picture, behind a recording, before each of two answers."""

PROGRAM_BYTES = 64 * 2**20
"""The command line with llama.cpp's library, numpy and Pillow, before any file is read. The window passes its own."""


@dataclass(frozen=True)
class Estimate:
    """Bytes resident at the peak, by what takes them.

    weights      the model's tensors, mapped or read; an embedding that is also the output may be there twice, if read
    repacked     the second copy that repacking makes beside a mapped file
    vocabulary   llama.cpp's tables of tokens and merges
    kv_cache     keys and values of the context, and what is remembered of its cells
    compute      buffers of one evaluation of n_ubatch tokens
    projector    the projector's tensors
    picture      pictures on their way through them
    checkpoints  what the session saves of its sliding layers, to roll back
    program      Hush itself
    correction   what a measurement of these files on this machine found beside all that; may be negative
    """

    weights: int
    repacked: int
    vocabulary: int
    kv_cache: int
    compute: int
    projector: int
    picture: int
    checkpoints: int
    program: int
    correction: int = 0

    @property
    def total(self) -> int:
        """The sum of all terms."""
        return sum(self.terms().values())

    @property
    def resting(self) -> int:
        """What is resident once everything is loaded and nothing evaluated yet.

        For a tiny model up to 43 MiB too much: what opening its projector takes for a moment may be its peak.
        """
        return self.total - self.compute - self.picture - self.checkpoints

    def terms(self) -> dict[str, int]:
        """Every term by its name."""
        return asdict(self)


def of_files(files: ModelFiles, settings: LoadSettings, *, program: int = PROGRAM_BYTES, correction: int = 0) -> Estimate:
    """The estimate for loading `files`, from their headers alone. Raises ModelFileError, also for headers that lie."""
    require_usable(files.model, files.mmproj)
    projector = read_projector(files.mmproj) if files.mmproj else None
    return estimate(read_model(files.model), projector, settings, program=program, correction=correction)


def estimate(
    model: ModelInfo,
    projector: ProjectorInfo | None,
    settings: LoadSettings,
    *,
    program: int = PROGRAM_BYTES,
    correction: int = 0,
) -> Estimate:
    """What loading `model` and `projector` with `settings` will take, once the context is full.

    `program` is what the process takes without a model, in bytes; `correction` what a measurement found beside the formulas
    (see inference.memory.records). Of a model for which there is an `unknown_because`, the formulas say little.
    """
    fused = flash_attention(model, settings)
    compute = compute_bytes(model, context=settings.context, n_ubatch=settings.ubatch, fused=fused)
    picture = _picture_bytes(projector, model, settings) if projector else 0
    checkpoints = _checkpoint_bytes(model, settings)
    cells = {"context": settings.context, "n_ubatch": settings.ubatch, "window": model.sliding_window}
    return Estimate(
        weights=weight_bytes(model, settings),
        repacked=repacked_bytes(model, settings),
        vocabulary=_vocabulary_bytes(model),
        kv_cache=kv_bytes(kv_layers(model, fused=fused), kv_type=settings.kv_type, **cells) + bookkeeping_bytes(**cells),
        compute=compute,
        projector=_projector_bytes(projector, later=compute + picture + checkpoints) if projector else 0,
        picture=picture,
        checkpoints=checkpoints,
        program=program,
        correction=correction,
    )


def _vocabulary_bytes(model: ModelInfo) -> int:
    each = _BYTES_PER_TOKEN_OF_A_TREE if model.vocabulary_kind == "t5" else _BYTES_PER_TOKEN
    return model.vocabulary_size * each + model.merge_count * _BYTES_PER_MERGE


def _projector_bytes(projector: ProjectorInfo, *, later: int) -> int:
    """Its tensors, and what opening it takes for a moment beyond what is used `later` and not yet then.

    With both senses llama.cpp opens the file twice, and both keep the patch projection: 101 MiB of Gemma 4 12B's 167.
    """
    patch = next((t.bytes for t in projector.tensors if t.name == "v.patch_embd.weight"), 0)
    twice = patch if projector.vision and projector.audio else 0
    return projector.tensor_bytes + twice + _KEPT_BYTES + max(0, _OPENING_BYTES - later)


def _picture_bytes(projector: ProjectorInfo, model: ModelInfo, settings: LoadSettings) -> int:
    """Pictures of as many tokens as are wanted and fit one evaluation; 0 for a projector that only hears."""
    if not projector.vision:
        return 0
    side = projector.patch or _USUAL_PATCH
    each = side * side * 3 * _BYTES_PER_PIXEL_VALUE + model.embedding_length * _BYTES_PER_SOFT_VALUE
    return int(min(settings.image_tokens, settings.ubatch) * each)


def _checkpoint_bytes(model: ModelInfo, settings: LoadSettings) -> int:
    """The window's cells of the sliding layers for each checkpoint, as many as the bound allows and a chat soon has."""
    one = window_bytes(kv_layers(model), cells=min(model.sliding_window, settings.context), kv_type=settings.kv_type)
    return min(settings.checkpoint_bytes // one, CHECKPOINTS) * one if one else 0


KNOWN = frozenset(
    """
    apertus arcee baichuan bitnet bloom chatglm codeshell cohere2 command-r ernie4_5 exaone exaone4 falcon gemma gemma2 gemma3
    gemma4 glm4 gpt2 gptneox granite granite_swa hunyuan-dense hunyuan_vl internlm2 jais jais2 llama maincoder mellum minicpm
    mistral3 mpt muse-glimmer nanbeige nemotron olmo olmo2 orion paddleocr pangu-embedded phi2 phi3 plamo plamo3 qwen qwen2
    qwen2vl qwen3 qwen3vl refact seed_oss smollm3 spark2_5 stablelm starcoder starcoder2 talkie xverse
    """.split()
)
"""Kinds of models the formulas hold for: keys and values for every token in each layer, all of them or those within a window,
and one dense feed-forward part. Gemma 4 and the small `llama` shape were measured, the others read in the source (create_memory
in llama-model.cpp, src/models). Of any other kind the plan says so, and the probe measures it."""

_WHY = {
    "its layers keep a state instead of the tokens": """
        arwkv7 bailingmoe3 deepseek4 falcon-h1 glm5-next granitehybrid jamba kimi-k3 kimi-linear lfm2 lfm2moe mamba mamba2
        minimax-01 nemotron_h nemotron_h_moe plamo2 qwen35 qwen35moe qwen3next qwen4exp rwkv6 rwkv6qwen2 rwkv7""",
    "its keys and values are compressed": """
        deepseek2 deepseek2-ocr deepseek32 dots3note glm-dsa minicpm3 minimax-m3 mistral4 plm""",
    "its embeddings differ from layer to layer": "gemma3n",
    "it has an encoder": "cogvlm t5",
    "it writes all words at once": "dream llada llada-moe rnd1",
}
_REASONS = {name: reason for reason, names in _WHY.items() for name in names.split()}


def unknown_because(model: ModelInfo) -> str:
    """Why the formulas do not hold, as the end of "This kind of model is not known to Hush: …"; empty where they do."""
    if reason := _REASONS.get(model.architecture):
        return reason
    if model.expert_count:
        return "only some of its experts work on each word"
    if model.embedding_length_per_layer:
        return "its embeddings differ from layer to layer"
    return "" if model.architecture in KNOWN else f"nobody has looked at “{model.architecture}” yet"


_X86 = frozenset(("Q4_0", "Q4_K", "Q2_K", "IQ4_NL", "MXFP4"))
"""Types that are repacked for vector units (ggml_repack_get_optimal_repack_type in ggml-cpu/repack.cpp): these with AVX2, Q2_K
only with AVX-512, counted all the same."""
_ARM = frozenset(("Q4_0", "Q4_K", "Q5_K", "Q6_K", "Q8_0", "IQ4_NL", "MXFP4", "Q1_0"))
_REPACKED = {"x86_64": _X86, "amd64": _X86, "arm64": _ARM, "aarch64": _ARM}
_EMBEDDING, _OUTPUT = "token_embd.weight", "output.weight"
_OUTPUT_FIRST = frozenset(("gemma3n", "gemma4"))
"""Models of which llama.cpp makes the output before the embedding (src/models), and so does not see that they are one."""


def weight_bytes(model: ModelInfo, settings: LoadSettings, *, processor: str | None = None) -> int:
    """Bytes of the tensors where llama.cpp keeps them first.

    An embedding that is also the output is one tensor, except: for the models of _OUTPUT_FIRST (788 MiB for Gemma 4 12B), and
    where the output is rearranged, for the embedding is looked up as it is. Mapped, both are the same pages all the same, and
    what is rearranged is counted by `repacked_bytes`.
    """
    tied = _find_tied_embedding(model) if settings.load_mode == "read" else None
    apart = model.architecture in _OUTPUT_FIRST or (settings.repack and tied is not None and _is_repacked(tied, processor))
    return model.tensor_bytes + (tied.bytes if tied and apart else 0)


def repacked_bytes(model: ModelInfo, settings: LoadSettings, *, processor: str | None = None) -> int:
    """Bytes of the rearranged copies beside a mapped file. Read weights are rearranged in place of the originals.

    `processor` as platform.machine() names it; of an unknown one every matrix is counted.
    """
    if not settings.repack or settings.load_mode == "read":
        return 0
    tied = _find_tied_embedding(model)
    matrices = [t for t in model.tensors if len(t.shape) in (2, 3) and t.name != _EMBEDDING] + ([tied] if tied else [])
    return sum(t.bytes for t in matrices if _is_repacked(t, processor))


def _is_repacked(tensor: Tensor, processor: str | None) -> bool:
    """Whether a matrix of its type is rearranged for `processor`, this one if None."""
    types = _REPACKED.get((processor or platform.machine()).lower())
    return tensor.type is not None and tensor.type.block > 1 and (types is None or tensor.type.name in types)


def _find_tied_embedding(model: ModelInfo) -> Tensor | None:
    """The embedding, where the file has no output matrix of its own."""
    named = {tensor.name: tensor for tensor in model.tensors}
    return None if _OUTPUT in named else named.get(_EMBEDDING)
