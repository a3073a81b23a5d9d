"""Choosing the next token, with llama.cpp's own sampler chain."""

# llama-cpp-python's ctypes signatures are only half typed: the border is unchecked, what leaves it is not.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportArgumentType=false, reportUnknownLambdaType=false, reportUnknownParameterType=false

from __future__ import annotations

import ctypes
import secrets
from collections.abc import Iterable
from typing import Any

from llama_cpp import llama_cpp as ll

from inference.conversation import Sampling

__all__ = ["Sampler"]


class Sampler:
    """Owns one sampler chain. `forbidden` ids are never sampled, whatever the temperature.

    Order: forbidden, temperature, top-k, top-p, as transformers' `generate` applies them to Gemma 4.
    """

    def __init__(self, sampling: Sampling, *, n_vocab: int, forbidden: Iterable[int]) -> None:
        self._chain = _chain()
        self._best: Any = None
        """For greedy: the best token of all is nearly always allowed, and finding it without a mask takes half the time."""
        self._forbidden = frozenset(forbidden)
        ids = sorted(self._forbidden)
        if ids:
            biases = (ll.llama_logit_bias * len(ids))(*(ll.llama_logit_bias(token, -float("inf")) for token in ids))
            _add(self._chain, ll.llama_sampler_init_logit_bias(n_vocab, len(ids), biases))
        if sampling.temperature <= 0:
            self._best = _chain()
            _add(self._best, ll.llama_sampler_init_greedy())
            _add(self._chain, ll.llama_sampler_init_greedy())
            return
        seed = sampling.seed if sampling.seed is not None else secrets.randbits(32)
        if sampling.temperature != 1:
            _add(self._chain, ll.llama_sampler_init_temp(sampling.temperature))
        if sampling.top_k > 0:
            _add(self._chain, ll.llama_sampler_init_top_k(sampling.top_k))
        _add(self._chain, ll.llama_sampler_init_top_p(sampling.top_p, 1))
        _add(self._chain, ll.llama_sampler_init_dist(seed & 0xFFFF_FFFF))

    def sample(self, context: Any) -> int:
        """The next token after the last one decoded by `context` (a llama_context handle)."""
        if self._best is not None:
            token = ll.llama_sampler_sample(self._best, context, -1)
            if token not in self._forbidden:
                return token
        return ll.llama_sampler_sample(self._chain, context, -1)

    def close(self) -> None:
        for chain in filter(None, (self._chain, self._best)):
            ll.llama_sampler_free(chain)
        self._chain = self._best = None


def _chain() -> Any:
    return ll.llama_sampler_chain_init(ll.llama_sampler_chain_default_params())


def _add(chain: Any, sampler: Any) -> None:
    ll.llama_sampler_chain_add(chain, ctypes.c_void_p(sampler) if isinstance(sampler, int) else sampler)
