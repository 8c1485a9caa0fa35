"""The pinned embedder without torch: tokenizer, weights and a forward pass in numpy. For questions, which are few and short.

Loading it takes some tenths of a second where torch takes seconds; its vectors are those of torch to five digits. It knows one
architecture only: BERT with learned positions, mean of the last layer's tokens, length 1 (all-MiniLM-L6-v2).
"""

import json
import mmap
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
HEADS = 12
MOST_TOKENS = 256
BATCH_TEXTS = 16
_LAYER_NORM_EPS = 1e-12
_MASKED = np.float32(-1e9)


class LightEmbedder:
    """Weights mapped from their file and the tokenizer beside it."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError, ValueError, KeyError where the folder does not hold such a model."""
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.no_padding()
        held = _tensors(folder / "model.safetensors")
        self._words, self._places = (held[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position"))
        self._type = held["embeddings.token_type_embeddings.weight"][0]
        self._first_norm = _pair(held, "embeddings.LayerNorm")
        count = 1 + max(int(name.split(".")[2]) for name in held if name.startswith("encoder.layer."))
        self._layers = [_Layer(held, f"encoder.layer.{number}.") for number in range(count)]

    @property
    def dim(self) -> int:
        return int(self._words.shape[1])

    def encode(self, texts: Sequence[str]) -> Floats:
        """Vectors (n, dim), each of length 1."""
        ids = [one.ids for one in self._tokenizer.encode_batch(list(texts))]
        out = np.zeros((len(ids), self.dim), np.float32)
        order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
        for start in range(0, len(order), BATCH_TEXTS):
            part = order[start : start + BATCH_TEXTS]
            out[part] = self._pooled([ids[place] for place in part])
        return out

    def _pooled(self, ids: list[list[int]]) -> Floats:
        longest = max(map(len, ids))
        padded = np.array([[*one, *[0] * (longest - len(one))] for one in ids])
        there = np.array([[1] * len(one) + [0] * (longest - len(one)) for one in ids], np.float32)
        x = _normed(self._words[padded] + self._places[:longest] + self._type, self._first_norm)
        hidden = ((1 - there) * _MASKED)[:, None, None, :]
        for layer in self._layers:
            x = layer.forward(x, hidden)
        summed = (x * there[:, :, None]).sum(1)
        return np.asarray(summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-12), np.float32)


class _Layer:
    """One layer of the encoder: attention, then two dense steps, each added to what came in."""

    def __init__(self, held: dict[str, Floats], at: str) -> None:
        self._qkv = _turned(*(_pair(held, f"{at}attention.self.{name}") for name in ("query", "key", "value")))
        self._out = _turned(_pair(held, f"{at}attention.output.dense"))
        self._out_norm = _pair(held, f"{at}attention.output.LayerNorm")
        self._up = _turned(_pair(held, f"{at}intermediate.dense"))
        self._down = _turned(_pair(held, f"{at}output.dense"))
        self._norm = _pair(held, f"{at}output.LayerNorm")

    def forward(self, x: Floats, hidden: Floats) -> Floats:
        """(n, tokens, dim) to the same; `hidden` is added to the scores and hides what is padding."""
        n, tokens, dim = x.shape
        split = _dense(x, self._qkv).reshape(n, tokens, 3, HEADS, dim // HEADS).transpose(2, 0, 3, 1, 4)
        scores = split[0] @ split[1].swapaxes(-1, -2) / np.float32(np.sqrt(dim // HEADS)) + hidden
        seen = _softmax(scores) @ split[2]
        x = _normed(x + _dense(seen.transpose(0, 2, 1, 3).reshape(n, tokens, dim), self._out), self._out_norm)
        return _normed(x + _dense(_gelu(_dense(x, self._up)), self._down), self._norm)


def _tensors(file: Path) -> dict[str, Floats]:
    """The float32 tensors of a safetensors file by name, mapped, not read. https://github.com/huggingface/safetensors#format"""
    with file.open("rb") as opened:
        mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    (length,) = struct.unpack("<Q", mapped[:8])
    header: dict[str, Any] = json.loads(mapped[8 : 8 + length])
    out = {}
    for name, one in header.items():
        if name != "__metadata__" and one["dtype"] == "F32":
            start, end = one["data_offsets"]
            flat = np.frombuffer(mapped, np.float32, (end - start) // 4, 8 + length + start)
            out[name.removeprefix("bert.")] = flat.reshape(one["shape"])
    return out


def _pair(held: dict[str, Floats], name: str) -> tuple[Floats, Floats]:
    return held[f"{name}.weight"], held[f"{name}.bias"]


def _turned(*pairs: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Weights beside each other as `(in, out)`, in memory of their own: as they lie in the file the product of a few tokens takes half
    as long again."""
    weights, biases = zip(*pairs, strict=True)
    return np.ascontiguousarray(np.concatenate(weights).T), np.concatenate(biases)


def _dense(x: Floats, pair: tuple[Floats, Floats]) -> Floats:
    flat = x.reshape(-1, x.shape[-1]) @ pair[0]
    flat += pair[1]
    return np.asarray(flat.reshape(*x.shape[:-1], -1), np.float32)


def _normed(x: Floats, pair: tuple[Floats, Floats]) -> Floats:
    centred = x - x.mean(-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(_LAYER_NORM_EPS))
    return np.asarray(centred / spread * pair[0] + pair[1], np.float32)


def _softmax(x: Floats) -> Floats:
    risen = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(risen / risen.sum(-1, keepdims=True), np.float32)


def _gelu(x: Floats) -> Floats:
    """x times the normal distribution function, by Abramowitz and Stegun 7.1.26: within 2e-7."""
    size = np.abs(x) * np.float32(0.7071067811865476)
    t = 1 / (1 + np.float32(0.3275911) * size)
    terms = t * (
        0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * np.float32(1.061405429))))
    )
    error = np.sign(x) * (1 - terms * np.exp(-size * size))
    return np.asarray(x * (1 + error) / 2, np.float32)
