"""The other way: llama-cpp-python's own class and its Gemma4ChatHandler, as its documentation uses them. Runs as a child.

    python -m tests.bench.library turns MODEL MMPROJ CONTEXT [TOKENS]   two turns about one picture
    python -m tests.bench.library peak  MODEL MMPROJ CONTEXT [TOKENS]   one picture, one token, then the peak memory

Without TOKENS the picture is sized by the library's defaults; with it, the picture gets just so many, and a batch that
holds them. Threads are as Hush counts them, because the library's default fights for the cores of a container.
"""

from __future__ import annotations

import base64
import time
from typing import Any

import llama_cpp
from llama_cpp import llama_chat_format, mtmd_cpp

from inference.memory.machine import physical_cores
from tests.bench import child
from tests.bench.inputs import picture

__all__: list[str] = []


def measure(what: str, model: str, mmproj: str, context: str, tokens: str = "") -> dict[str, float]:
    child.first_to_be_killed()
    llama = _opened(model, mmproj, context=int(context), tokens=int(tokens or 0))
    url = "data:image/png;base64," + base64.b64encode(picture().data).decode()
    content: list[Any] = [{"type": "image_url", "image_url": {"url": url}}, {"type": "text", "text": "What is this?"}]
    messages: list[Any] = [{"role": "user", "content": content}]
    first, reply = _turn(llama, messages, tokens=2 if what == "peak" else 16)
    found = {"first_ttft_s": first, "prompt_tokens": llama.n_tokens, "peak_rss_bytes": child.peak_rss_bytes()}
    if what == "turns":
        messages += [{"role": "assistant", "content": reply or "."}, {"role": "user", "content": "And what else?"}]
        found["second_ttft_s"], _ = _turn(llama, messages, tokens=2)
    return found


def _opened(model: str, mmproj: str, *, context: int, tokens: int) -> llama_cpp.Llama:
    handler = llama_chat_format.Gemma4ChatHandler(clip_model_path=mmproj, verbose=False, use_gpu=False)
    cores = physical_cores()
    batch: dict[str, Any] = {}
    if tokens:
        batch = {"n_batch": -(-tokens // 64) * 64, "n_ubatch": -(-tokens // 64) * 64}
        _fix_picture_tokens(tokens)
    return llama_cpp.Llama(
        model, n_ctx=context, chat_handler=handler, n_threads=cores, n_threads_batch=cores, verbose=False, **batch
    )


def _fix_picture_tokens(tokens: int) -> None:
    """The handler has no option for it, so the defaults it asks for are changed."""
    usual = mtmd_cpp.mtmd_context_params_default

    def changed() -> Any:
        params: Any = usual()
        params.image_min_tokens = params.image_max_tokens = tokens
        return params

    mtmd_cpp.mtmd_context_params_default = changed


def _turn(llama: llama_cpp.Llama, messages: list[Any], *, tokens: int) -> tuple[float, str]:
    """(seconds to the first token, the reply)."""
    started = time.perf_counter()
    first, reply = 0.0, ""
    stream: Any = llama.create_chat_completion(messages, stream=True, max_tokens=tokens, temperature=0.0)
    for piece in stream:
        choice = piece["choices"][0]
        reply += choice["delta"].get("content") or ""
        if not first and (reply or choice["finish_reason"]):
            first = time.perf_counter() - started
    return first, reply


if __name__ == "__main__":
    child.main(measure)
