"""Models of a few numbers: an ONNX graph, a linear head over meanings, one over n-grams, each with its card.

The graph is written as protocol buffers by hand (onnx.proto3 of ONNX 1.15): a word has a number for each label, and a
text the largest of its words.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
from hashlib import sha256

import numpy as np

from charter.guardrails.text import ngrams
from charter.guardrails.text.folding import fold

WORDS = {"[UNK]": 0, "good": 1, "zorbium": 2, "morning": 3}
_FLOAT, _INT64 = 1, 7
CARD = {
    "description": "Knows one bad word.",
    "data": "None.",
    "licence": "MIT",
    "threshold": 0.5,
    "held_out": {"bad": {"auc": [0.9, 0.8, 0.95]}},
    "memory_mb": 1024,
}


def _varint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out, number = out + bytes([number & 0x7F | 0x80]), number >> 7
    return out + bytes([number])


def _field(number: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    raw = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(raw)) + raw


def _value(name: str, kind: int, *sizes: int | str) -> bytes:
    dims = b"".join(_field(1, _field(1, size) if isinstance(size, int) else _field(2, size)) for size in sizes)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, dims)))


def _node(kind: str, inputs: list[str], output: str, *attributes: bytes) -> bytes:
    named = b"".join(_field(1, one) for one in inputs) + _field(2, output) + _field(4, kind)
    return named + b"".join(_field(5, one) for one in attributes)


def onnx_graph(numbers: np.ndarray) -> bytes:
    """Return a graph that takes ``input_ids`` and gives the largest row of numbers among them for each label."""
    table = _field(1, numbers.shape[0]) + _field(1, numbers.shape[1]) + _field(2, _FLOAT) + _field(8, "table")
    table += _field(9, numbers.astype("<f4").tobytes())
    axes = _field(1, "axes") + _field(8, 1) + _field(20, 7)
    flat = _field(1, "keepdims") + _field(3, 0) + _field(20, 2)
    graph = _field(1, _node("Gather", ["table", "input_ids"], "rows"))
    graph += _field(1, _node("ReduceMax", ["rows"], "logits", axes, flat))
    graph += _field(2, "tiny") + _field(5, table)
    graph += _field(11, _value("input_ids", _INT64, "batch", "tokens"))
    graph += _field(12, _value("logits", _FLOAT, "batch", numbers.shape[1]))
    return _field(1, 8) + _field(7, graph) + _field(8, _field(1, "") + _field(2, 13))


def tokenizer() -> bytes:
    """Return a tokeniser of whole words."""
    return json.dumps({
        "version": "1.0", "added_tokens": [], "normalizer": {"type": "Lowercase"}, "truncation": None, "padding": None,
        "pre_tokenizer": {"type": "Whitespace"}, "post_processor": None, "decoder": None,
        "model": {"type": "WordLevel", "vocab": WORDS, "unk_token": "[UNK]"},
    }).encode()  # fmt: skip


def safetensors(**arrays: np.ndarray) -> bytes:
    header, data = {}, b""
    for name, array in arrays.items():
        raw = array.astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    packed = json.dumps(header).encode()
    return struct.pack("<Q", len(packed)) + packed + data


def zipped(version: str, weights: str, content: dict[str, bytes], **card: object) -> bytes:
    said = CARD | {"version": version, "sha256": sha256(content[weights]).hexdigest()} | card
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in (content | {"card.json": json.dumps(said).encode()}).items():
            archive.writestr(name, data)
    return packed.getvalue()


def onnx_package(version: str = "1", *, bad: float = 4.0, graph: bytes | None = None, **card: object) -> bytes:
    """Return a model that is sure of a text with the word zorbium."""
    numbers = np.array([[0, -4], [2, -4], [-4, bad], [0, -4]], np.float32)
    content = {"model.onnx": graph or onnx_graph(numbers), "tokenizer.json": tokenizer()}
    more = {"name": "tiny", "kind": "onnx", "labels": ["fine", "bad"], "hits": ["bad"], "activation": "sigmoid"} | card
    return zipped(version, "model.onnx", content, **more)


def meanings_package(version: str = "1") -> bytes:
    """Return the same as a head over static embeddings."""
    table = np.array([[0.0, 0.0], [0.0, 1.0], [99.0, 0.0], [0.0, 1.0]], np.float32)
    arrays = safetensors(embeddings=table, head=np.array([2.0, -1.0]), bias=np.array([-2.0]))
    content = {"model.safetensors": arrays, "tokenizer.json": tokenizer()}
    return zipped(version, "model.safetensors", content, name="meant", kind="linear", features="meanings")


def grams_package(version: str = "1") -> bytes:
    """Return the same as weights of n-grams."""
    weights = np.zeros(ngrams.BUCKETS, np.float32)
    for buckets in ngrams.grams(ngrams.hashable(fold("zorbium").text)).buckets:
        weights[buckets] = 10.0
    content = {"model.safetensors": safetensors(grams=weights, bias=np.array([-4.0]))}
    return zipped(version, "model.safetensors", content, name="said", kind="linear", features="grams")
