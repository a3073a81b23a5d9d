"""Which kinds of models the formulas hold for. Of any other kind the plan says so, and the probe measures it.

The formulas want keys and values for every token in each layer, all of them or those within a window, and one dense
feed-forward part. From create_memory in llama-model.cpp and src/models of llama.cpp 0c1e57098.
"""

from __future__ import annotations

from inference.gguf.model_info import ModelInfo

__all__ = ["KNOWN", "unknown_because"]

KNOWN = frozenset(
    """
    apertus arcee baichuan bitnet bloom chatglm codeshell cohere2 command-r ernie4_5 exaone exaone4 falcon gemma gemma2 gemma3
    gemma4 glm4 gpt2 gptneox granite granite_swa hunyuan-dense hunyuan_vl internlm2 jais jais2 llama maincoder mellum minicpm
    mistral3 mpt muse-glimmer nanbeige nemotron olmo olmo2 orion paddleocr pangu-embedded phi2 phi3 plamo plamo3 qwen qwen2
    qwen2vl qwen3 qwen3vl refact seed_oss smollm3 spark2_5 stablelm starcoder starcoder2 talkie xverse
    """.split()
)
"""Plain attention and dense layers: Gemma 4 and the small `llama` shape were measured, the others read in the source."""

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
