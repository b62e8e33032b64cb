"""Train, calibrate, measure and write the classifiers: ``python -m models.guardrails [--quick]``.

Everything is seeded; the same data gives the same weights. Sources are held out one after the other to calibrate and
to measure; the weights that are written come from the ``train`` split of all of them.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from charter.guardrails.text.pieces import Pieces
from models.guardrails import corpus, embeddings, files, heads, holding_out, templates, views
from models.guardrails.card import card_of

_ROOT = Path(__file__).parents[2]
_WEIGHTS = _ROOT / "charter" / "guardrails" / "weights"


def main() -> None:
    """Run the whole training."""
    options = argparse.ArgumentParser(description="Train the guardrail classifiers.")
    options.add_argument("--output", type=Path, default=_WEIGHTS, help="Folder for weights and card.")
    options.add_argument("--without-baselines", action="store_true", help="Leave the comparison models out.")
    chosen = options.parse_args()
    started = time.monotonic()
    table = embeddings.read()
    pieces = Pieces(table.hashes, table.longest)
    examples = corpus.load(corpus.data_folder())
    written = templates.more(examples)
    examples = {head: rows + written[head] for head, rows in examples.items()}
    seen = {head: views.of([one.text for one in rows], pieces, len(table.hashes)) for head, rows in examples.items()}
    _say(started, "the windows of all texts are cut")
    idf = views.rarity(views.stacked([view.grams for view in seen.values()]))
    frequency = views.token_weights(views.stacked([view.pieces for view in seen.values()]))
    tokens = table.vectors * frequency[:, None]
    trained: list[heads.Head] = []
    slopes: list[float] = []
    tables: dict[str, list[dict[str, object]]] = {}
    for head in corpus.HEADS:
        problem = holding_out.Problem.of(examples[head], seen[head], idf, tokens)
        unseen = holding_out.scores(problem, corpus.FOLDS[head], heads.RECIPES[head])
        threshold = holding_out.threshold(head, problem, unseen)
        slopes.append(holding_out.slope(problem, unseen - threshold))
        final = holding_out.final(problem, heads.RECIPES[head])
        trained.append(heads.Head(final.said, final.meant, final.offset - threshold))
        compared = {} if chosen.without_baselines else holding_out.baselines(problem, corpus.FOLDS[head])
        tables[head] = holding_out.tables(problem, unseen - threshold, trained[-1], compared)
        _say(started, f"{head} is trained")
    _write(chosen.output, table, idf, tokens, trained, slopes)
    card = card_of(tables, chosen.output)
    (chosen.output / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    _say(started, f"weights and card are in {chosen.output}")


def _write(
    folder: Path,
    table: embeddings.Table,
    idf: NDArray[np.float32],
    tokens: NDArray[np.float32],
    trained: list[heads.Head],
    slopes: list[float],
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    grams = np.stack([head.said * idf for head in trained] + [idf * idf], axis=1)
    packed, scales = embeddings.packed(tokens)
    arrays = {
        "grams": grams.astype(np.float16),
        "pieces": table.hashes,
        "longest": table.longest,
        "tokens": packed,
        "token_scales": scales,
        "directions": np.stack([head.meant for head in trained], axis=1).astype(np.float32),
        "offsets": np.array([head.offset for head in trained], dtype=np.float32),
        "slopes": np.array(slopes, dtype=np.float32),
    }
    files.write(folder / "weights.npz", arrays)


def _say(started: float, what: str) -> None:
    print(f"{time.monotonic() - started:6.1f} s  {what}", flush=True)  # noqa: T201 - a command for people


if __name__ == "__main__":
    main()
