"""Scores texts with one model: JSON lines in, JSON lines out. Runs alone in the sandbox, with NumPy and what it names.

The first lines bring the card and the files. Nothing here is trusted by who reads the answers.
"""

from __future__ import annotations

import base64
import json
import sys
from typing import Any

import numpy as np

_MOST_WINDOWS = 4_096
_MEANT_TOGETHER = 64
"""Tokens whose meanings are averaged at most."""
_HALF_WINDOW = 256
"""Bytes: n-grams are added up in windows of twice so many, so that length hides nothing."""
_TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I8": "|i1"}
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def tensors(packed: bytes) -> dict[str, Any]:
    """Return the arrays of a safetensors file: a length, a JSON header, raw numbers."""
    size = int.from_bytes(packed[:8], "little")
    header, data = json.loads(packed[8 : 8 + size]), memoryview(packed)[8 + size :]
    found = {}
    for name, told in header.items():
        if name == "__metadata__":
            continue
        start, end = told["data_offsets"]
        found[name] = np.frombuffer(data[start:end], _TYPES[told["dtype"]]).reshape(told["shape"]).astype(np.float32)
    return found


def sigmoid(value: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-np.clip(value, -30.0, 30.0)))


class Tokens:
    """Cuts a text into windows of token numbers, each with what the tokeniser puts around a text."""

    def __init__(self, described: bytes, most: int) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415 - only models with word pieces need it

        self._tokenizer = Tokenizer.from_str(described.decode())
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        around = self._tokenizer.encode("").ids
        self._before, self._after = around[:1], around[1:]
        self._room = most - len(around)
        if self._room < 8:
            raise ValueError("max_tokens leaves no room for a text")

    def windows(self, text: str) -> list[list[int]]:
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        step = max(1, self._room // 2)
        starts = range(0, max(1, len(ids) - self._room + step), step)
        if len(starts) > _MOST_WINDOWS:
            raise ValueError("the text is too long for this model")
        return [[*self._before, *ids[start : start + self._room], *self._after] for start in starts]


class Onnx:
    """A classifier of token numbers as an ONNX graph."""

    def __init__(self, card: dict[str, Any], files: dict[str, bytes]) -> None:
        import onnxruntime  # noqa: PLC0415 - only such models need it

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(files["model.onnx"], options, providers=["CPUExecutionProvider"])
        self._inputs = {one.name: np.int32 if "int32" in one.type else np.int64 for one in self._session.get_inputs()}
        if odd := self._inputs.keys() - set(_INPUTS):
            raise ValueError(f"the graph wants {min(odd)}; it may want {', '.join(_INPUTS)}")
        self._tokens = Tokens(files["tokenizer.json"], card["max_tokens"])
        self._labels, self._hits = card["labels"], [card["labels"].index(name) for name in card["hits"]]
        self._softmax = card["activation"] == "softmax"

    def score(self, text: str) -> float:
        return max(self._of_window(ids) for ids in self._tokens.windows(text))

    def _of_window(self, ids: list[int]) -> float:
        if not ids:
            return 0.0
        given = {"input_ids": ids, "attention_mask": [1] * len(ids), "token_type_ids": [0] * len(ids)}
        feed = {name: np.array([given[name]], dtype) for name, dtype in self._inputs.items()}
        logits = np.asarray(self._session.run(None, feed)[0], np.float64).reshape(-1)
        if len(logits) != len(self._labels):
            raise ValueError(f"the graph gives {len(logits)} numbers for {len(self._labels)} labels")
        if self._softmax:
            powers = np.exp(logits - logits.max())
            return float((powers / powers.sum())[self._hits].sum())
        return float(sigmoid(logits)[self._hits].max())


class LinearOfMeanings:
    """A direction in the mean of static embeddings."""

    def __init__(self, card: dict[str, Any], files: dict[str, bytes]) -> None:
        arrays = tensors(files["model.safetensors"])
        self._embeddings, self._head, self._bias = arrays["embeddings"], arrays["head"], float(arrays["bias"].sum())
        if self._embeddings.ndim != 2 or self._embeddings.shape[1:] != self._head.shape:
            raise ValueError("embeddings must be (words, dimensions), head (dimensions,), bias (1,)")
        self._tokens = Tokens(files["tokenizer.json"], min(card["max_tokens"], _MEANT_TOGETHER))

    def score(self, text: str) -> float:
        sums = [self._embeddings[ids].mean(axis=0) @ self._head for ids in self._tokens.windows(text) if ids]
        return float(sigmoid(max(sums, default=-30.0) + self._bias))


class LinearOfGrams:
    """A weight for each of our own hashed n-grams."""

    def __init__(self, card: dict[str, Any], files: dict[str, bytes]) -> None:  # noqa: ARG002 - as the others
        from charter.guardrails.text import folding, ngrams  # noqa: PLC0415 - only such models need it

        self._fold = folding.fold
        arrays = tensors(files["model.safetensors"])
        self._ngrams, self._grams, self._bias = ngrams, arrays["grams"], float(arrays["bias"].sum())
        if self._grams.shape != (ngrams.BUCKETS,):
            raise ValueError(f"grams must be ({ngrams.BUCKETS},), bias (1,)")

    def score(self, text: str) -> float:
        plain = self._ngrams.hashable(" ".join(self._fold(text).text.lower().split()))
        starts = range(0, max(1, len(plain) - _HALF_WINDOW), _HALF_WINDOW)
        return max(self._of(plain[start : start + 2 * _HALF_WINDOW]) for start in starts)

    def _of(self, raw: bytes) -> float:
        buckets = np.concatenate(self._ngrams.grams(raw).buckets)
        said = float(self._grams[buckets].sum() / np.sqrt(len(buckets))) if len(buckets) else -30.0
        return float(sigmoid(said + self._bias))


_MODELS = {"onnx": Onnx, "meanings": LinearOfMeanings, "grams": LinearOfGrams}


def lines() -> Any:
    for line in sys.stdin.buffer:
        yield json.loads(line)


def say(**document: Any) -> None:
    sys.stdout.buffer.write(json.dumps(document).encode() + b"\n")
    sys.stdout.buffer.flush()


def load(given: Any) -> Any:
    """Read the card and the files, and return the model."""
    card: dict[str, Any] = {}
    files: dict[str, bytearray] = {}
    for told in given:
        if "file" in told:
            files.setdefault(told["file"], bytearray()).extend(base64.b64decode(told["content"]))
        else:
            card = told["card"]
            break
    whole = {name: bytes(content) for name, content in files.items()}
    kind = card["kind"] if card["kind"] == "onnx" else card["features"]
    return _MODELS[kind](card, whole)


def main() -> None:
    """Answer until there is nothing more to read."""
    given = lines()
    try:
        model = load(given)
    except Exception as error:  # noqa: BLE001 - whatever a model does wrong is said and ends this process
        say(error=f"{type(error).__name__}: {error}"[:500])
        return
    say(ready=True)
    for asked in given:
        try:
            say(id=asked["id"], score=model.score(asked["text"]))
        except Exception as error:  # noqa: BLE001 - as above, and the next text is another one
            say(id=asked["id"], error=f"{type(error).__name__}: {error}"[:500])


if __name__ == "__main__":
    main()
