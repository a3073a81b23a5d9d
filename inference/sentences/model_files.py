"""The sentences about model files: what a header lacks, claims wrongly or contradicts."""

from __future__ import annotations

__all__ = ["MODEL_FILES"]

MODEL_FILES = """
file-empty: {name} is empty. | Download it again.
model-is-folder: {path} is a folder. | Choose the .gguf file inside it.
not-gguf: {name} is not a GGUF file. | Choose a model in GGUF format.
big-endian: {name} is written for big-endian machines. | Choose the little-endian file.
gguf-too-old: {name} is GGUF version {version}; versions 2 and 3 can be read. | Choose a newer file of this model.
gguf-too-new: {name} is GGUF version {version}; versions 2 and 3 can be read. | It needs a newer Hush.
ends-early: {name} is cut off or damaged: it ends inside {where}. | Download it again.
counts-impossible: {name} is damaged: it claims {values:,} values and {tensors:,} tensors, more than it could hold.
  | Download it again.
value-unnamed: {name} is damaged: value {number} has no name. | Download it again.
value-twice: {name} is damaged: the value {key!r} is there twice. | Download it again.
value-type-unknown: {name} is damaged: the value {key!r} is of an unknown type, {type}. | Download it again.
array-too-long: {name} is damaged: {key!r} claims {count:,} elements, more than the file could hold. | Download it again.
arrays-too-deep: {name} is damaged: {key!r} nests arrays too deeply. | Download it again.
alignment-wrong: {name} is damaged: its alignment is {value}, not a power of two. | Download it again.
tensor-twice: {name} is damaged: the tensor {tensor!r} is there twice. | Download it again.
tensor-name-long: {name} is damaged: the name of tensor {number} is {length:,} bytes long. | Download it again.
tensor-dimensions: {name} is damaged: the tensor {tensor!r} has {count:,} dimensions. | Download it again.
tensor-type-unknown: {name} holds a tensor ({tensor}) of type {type}, which this version of llama.cpp does not know.
  | Choose another quantisation of the model, or download it again.
tensor-shape: {name} is damaged: the tensor {tensor} has the shape {shape}. | Download it again.
tensor-rows: {name} is damaged: rows of {row:,} elements do not fill blocks of {type} ({tensor}). | Download it again.
tensor-place: {name} is damaged: the tensor {tensor} is said to lie at {offset:,} instead of {expected:,}. | Download it again.
weights-cut-off: {name} is cut off: it holds {held} of {whole}. | Download it again or let the download finish.
model-kind-missing: {name} does not say what model it is. | Choose another file.
projector-as-model: {name} is a projector, not a model. | Give it as the projector (--mmproj) beside its model.
not-a-projector: {name} is no projector. | Choose the mmproj file that belongs to the model.
too-many-layers: {name} claims {layers:,} layers; llama.cpp takes {most}. | Choose another file.
number-missing: {name} lacks the number {key}. | Choose another file of this model.
number-impossible: {name} claims {value:,} for {key}, which cannot be. | Choose another file.
per-layer-count: {name} has {layers} layers and {count} values of {key}. | Choose another file.
per-layer-impossible: {name} claims what cannot be at {key}: {values}. | Choose another file.
not-whole-numbers: {name} holds no whole numbers at {key}. | Choose another file.
embedding-model: {name} is an embedding model ({architecture}). | Choose a language model.
picture-generator: {name} is a picture generator ({architecture}). | Choose a language model.
speech-model: {name} is a speech model ({architecture}). | Choose a language model.
drafter: {name} is a drafter, which only speeds up another model ({architecture}). | Choose a language model.
one-of-several: {name} is one of {parts} parts of a model.
  | Choose a model in one file, or join the parts with llama-gguf-split.
adapter: {name} only changes another model. | Choose a whole model.
no-weights: {name} holds no weights. | Choose a whole model.
nested-arrays: {name} nests arrays in its metadata, which llama.cpp does not read. | Choose another file.
pair-families: {projector} does not belong to {model}: it is for Gemma 4 and the model is {architecture}.
  | Choose the mmproj file that came with this model.
pair-widths: {projector} does not belong to {model}: its soft tokens are {width:,} wide, the model's {wanted:,}.
  | Choose the mmproj file that came with this model.
key-type: {name} is damaged: {key} is of the wrong type. | Download it again.
key-value: {name} is damaged: {key} is {value}. | Download it again.
gemma-key-missing: {name} lacks {key}, which every Gemma 4 model has. | Choose another file of this model.
layers-and-values: {name} is damaged: {layers:,} layers and {count:,} values of {key}. | Download it again.
rotation: {name} is damaged: {rotated} dimensions of a head of {head} cannot rotate. | Download it again.
head-lengths: {name} is damaged: keys and values of a head differ in length. | Download it again.
head-groups: {name} is damaged: {heads} heads cannot share {kv} KV heads. | Download it again.
layers-alike: {name} is damaged: all of its layers slide, or none. | Download it again.
layer-without-cache: {name} is damaged: layer {layer} has no KV cache and none to share. | Download it again.
feed-forward-width: {name} is damaged: a feed-forward layer has no width. | Download it again.
tensor-missing: {name} is incomplete: the tensor {tensor} is missing. | Choose another file of this model.
tensor-other-shape: {name} is damaged: the tensor {tensor} has the shape {shape} instead of {wanted}. | Download it again.
tensor-type: {name} is damaged: the tensor {tensor} is of type {type}. | Download it again.
tensor-foreign: {name} is damaged: it holds a tensor that no Gemma 4 has ({tensor}). | Download it again.
vocabulary-missing: {name} has no vocabulary. | Choose another file of this model.
vocabulary-kind: {name} has a vocabulary of an unknown kind ({kind}). | Choose another file of this model.
tokens-and-values: {name} is damaged: {tokens:,} tokens and {count:,} values of {key}. | Download it again.
merges-missing: {name} has a vocabulary without merges. | Choose another file of this model.
first-token-missing: {name} does not say which token begins a text. | Choose another file of this model.
token-twice: {name} is damaged: a token of its vocabulary is there twice. | Download it again.
bytes-missing: {name} is damaged: its vocabulary does not hold every byte. | Download it again.
no-conversations: {name} has no chat template: it was not made for conversations. | Choose the instruction-tuned (-it) file.
projector-idle: {name} takes neither pictures nor sound. | Choose another projector for this model.
projector-key-missing: {name} lacks {key}, which every projector has. | Choose another projector for this model.
projector-kind-missing: {name} does not say what kind of projector it is. | Choose another projector for this model.
projector-half-floats: {name} holds 16-bit floats (F16) that can overflow on some pictures.
  | A BF16 or F32 projector answers more reliably.
projector-colours-missing: {name} lacks {key} for the three colours. | Choose another projector for this model.
projector-colours: {name} is damaged: {key} holds {values}. | Download it again.
projector-picture-size: {name} is damaged: its pictures are {side:,} pixels wide. | Download it again.
projector-patch-missing: {name} is incomplete: its patch size or its table of positions is missing.
  | Choose another projector for this model.
projector-patch: {name} is damaged: patches of {patch:,} pixels, {positions:,} positions. | Download it again.
projector-layers: {name} is damaged: a projector without an encoder claims to have layers. | Download it again.
projector-tensor-missing: {name} is incomplete: the tensor {tensor} is missing. | Choose another projector for this model.
projector-tensor-shape: {name} is damaged or made for another program: {tensor} has the shape {shape} instead of {wanted}.
  | Choose another projector for this model.
starter-missing: The starter model is not in this copy of Hush ({name} is missing).
  | Get the whole release again, or choose another model file.
weights-refused: llama.cpp cannot load {name} ({reason}). | Download it again or choose another file.
projector-refused: llama.cpp cannot use the projector {name} ({reason}). | Choose the mmproj file of this model.
template-unreadable: The model's chat template cannot be read ({reason}). | Use another file of this model.
template-drops-media: The model's chat template drops pictures or sound. | Use another file of this model.
template-refuses: The model's chat template does not take this conversation ({reason}). | Start a new chat or use another file.
"""
