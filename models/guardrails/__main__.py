"""Train, calibrate, measure and write the classifiers: ``python -m models.guardrails [--heads HEAD ...]``.

Everything is seeded; the same data gives the same weights. Sources are held out one after the other to calibrate and
to measure; the weights that are written come from the ``train`` split of all of them.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from charter.guardrails.classifiers import Weights
from charter.guardrails.text.pieces import Pieces
from models.guardrails import corpus, embeddings, files, heads, holding_out, templates, views
from models.guardrails.card import card_of

_ROOT = Path(__file__).parents[2]
_WEIGHTS = _ROOT / "charter" / "guardrails" / "weights"


def main() -> None:
    """Run the training."""
    options = argparse.ArgumentParser(description="Train the guardrail classifiers.")
    options.add_argument("--output", type=Path, default=_WEIGHTS, help="Folder for weights and card.")
    options.add_argument("--without-baselines", action="store_true", help="Leave the comparison models out.")
    options.add_argument(
        "--heads", nargs="+", choices=corpus.HEADS, default=corpus.HEADS,
        help="Train these alone; the others stay what they are in that folder, and so does what all have in common.",
    )  # fmt: skip
    chosen = options.parse_args()
    if len(holding_out.TOGETHER.keys() & set(chosen.heads)) == 1:
        options.error(f"{' and '.join(sorted(holding_out.TOGETHER))} share what they may block: train both.")
    started = time.monotonic()
    table = embeddings.read()
    pieces = Pieces(table.hashes, table.longest)
    examples = corpus.load(corpus.data_folder())
    written = templates.more(examples)
    examples = {head: examples[head] + written[head] for head in chosen.heads}
    seen = {head: views.of([one.text for one in rows], pieces, len(table.hashes)) for head, rows in examples.items()}
    _say(started, "the windows of all texts are cut")
    before = None if set(chosen.heads) == set(corpus.HEADS) else _Before.read(chosen.output)
    idf, tokens = (before.idf, before.tokens) if before else _in_common(table, seen)
    trained: dict[str, heads.Head] = {}
    outcomes: dict[str, holding_out.Outcome] = {}
    for head in chosen.heads:
        problem = holding_out.Problem.of(examples[head], seen[head], idf, tokens)
        unseen = holding_out.scores(problem, corpus.FOLDS[head], heads.RECIPES[head])
        trained[head] = holding_out.final(problem, heads.RECIPES[head])
        compared = {} if chosen.without_baselines else holding_out.baselines(problem, corpus.FOLDS[head])
        outcomes[head] = holding_out.outcome(problem, trained[head], unseen, compared)
        _say(started, f"{head} is trained")
    made = _finished(trained, outcomes)
    made = {head: made[head] if before is None or head in made else before.made[head] for head in corpus.HEADS}
    _write(chosen.output, table, idf, tokens, list(made.values()))
    card = card_of({head: one.tables for head, one in made.items()}, chosen.output)
    (chosen.output / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    _say(started, f"weights and card are in {chosen.output}")


@dataclass(frozen=True, slots=True)
class _Made:
    """A head whose score is 0 at its threshold, how steep it is there, and its rows of the card."""

    head: heads.Head
    slope: float
    tables: list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class _Before:
    """What is in a folder of weights."""

    idf: NDArray[np.float32]
    tokens: NDArray[np.float32]
    made: dict[str, _Made]

    @classmethod
    def read(cls, folder: Path) -> _Before:
        weights = Weights.read(folder)
        idf = np.sqrt(weights.grams[:, -1].astype(np.float32))
        made = {}
        for place, head in enumerate(corpus.HEADS):
            said = weights.grams[:, place].astype(np.float64) / idf
            trained = heads.Head(said, weights.directions[:, place], float(weights.offsets[place]))
            made[head] = _Made(trained, float(weights.slopes[place]), weights.card["tables"][head])
        return cls(idf, weights.tokens * weights.token_scales[:, None], made)


def _in_common(
    table: embeddings.Table, seen: Mapping[str, views.Views]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    idf = views.rarity(views.stacked([view.grams for view in seen.values()]))
    frequency = views.token_weights(views.stacked([view.pieces for view in seen.values()]))
    return idf, table.vectors * frequency[:, None]


def _finished(trained: Mapping[str, heads.Head], outcomes: Mapping[str, holding_out.Outcome]) -> dict[str, _Made]:
    made = {}
    for head, threshold in holding_out.thresholds(outcomes).items():
        moved = outcomes[head].moved(threshold)
        own = replace(trained[head], offset=trained[head].offset - threshold)
        made[head] = _Made(own, holding_out.slope(moved), holding_out.tables(moved))
    return made


def _write(
    folder: Path,
    table: embeddings.Table,
    idf: NDArray[np.float32],
    tokens: NDArray[np.float32],
    made: Sequence[_Made],
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    grams = np.stack([one.head.said * idf for one in made] + [idf * idf], axis=1)
    packed, scales = embeddings.packed(tokens)
    arrays = {
        "grams": grams.astype(np.float16),
        "pieces": table.hashes,
        "longest": table.longest,
        "tokens": packed,
        "token_scales": scales,
        "directions": np.stack([one.head.meant for one in made], axis=1).astype(np.float32),
        "offsets": np.array([one.head.offset for one in made], dtype=np.float32),
        "slopes": np.array([one.slope for one in made], dtype=np.float32),
    }
    files.write(folder / "weights.npz", arrays)


def _say(started: float, what: str) -> None:
    print(f"{time.monotonic() - started:6.1f} s  {what}", flush=True)  # noqa: T201 - a command for people


if __name__ == "__main__":
    main()
