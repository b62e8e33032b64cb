"""The model card: what the weights were made of, and how good they are on sources they have not seen."""

from __future__ import annotations

import hashlib
from pathlib import Path

_DESCRIPTION = (
    "Four linear heads (prompt injection, indirect injection, harmful requests, toxicity) over hashed n-grams of words "
    "and characters and over static embeddings of word pieces, taken from the multilingual universal sentence encoder "
    "(Apache-2.0). Scores are calibrated so that 0.5 is the shipped threshold."
)
_DATA = (
    "Public sets named in docs/explanation/guardrails.md (MIT, Apache-2.0, CC-BY), with templates written for Charter. "
    "The training texts are not shipped."
)


def card_of(tables: dict[str, list[dict[str, object]]], folder: Path) -> dict[str, object]:
    """Return the card of the weights in ``folder``; the version is made from their bytes."""
    weights = (folder / "weights.npz").read_bytes()
    return {
        "name": "charter-guardrails",
        "version": "1." + hashlib.sha256(weights).hexdigest()[:12],
        "description": _DESCRIPTION,
        "data": _DATA,
        "licence": "Apache-2.0",
        "sha256": hashlib.sha256(weights).hexdigest(),
        "size_bytes": len(weights),
        "threshold": 0.5,
        "held_out": {head: _headline(rows) for head, rows in tables.items()},
        "tables": tables,
    }


def _headline(rows: list[dict[str, object]]) -> dict[str, object]:
    row = rows[0]
    figures = {}
    for key in ("auc", "tpr_at_1pct_fpr", "recall", "blocked_harmless"):
        value = row[key]
        figures[key] = value[0] if isinstance(value, list) else None
    return figures
