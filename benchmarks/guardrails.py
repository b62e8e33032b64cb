"""What the fast guardrail detectors cost together: processor time per message by length, memory, and time to load."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from benchmarks.report import Target
from charter.guardrails.checking import Checker
from charter.guardrails.stages import Stage
from charter.guardrails.text.outline import Outline

_LENGTHS = (50, 500, 4_000)
_SENTENCES = (
    "The order was shipped on {n} March and should arrive at the warehouse in Leeds before the weekend.",
    "Could you please check whether invoice {n} has been paid, and write to accounts@company.example if not?",
    "def total(lines): return sum(line.price * line.count for line in lines) * {n}",
    "See https://docs.company.example/guide/{n}?page=2 for how the settings of the router are changed.",
    "My flight to Lisbon leaves at {n}:40 and I would like a seat by the window, thank you very much.",
    '{{"customer": "c-{n}", "status": "open", "tags": ["new", "north"], "total": {n}.50}}',
    "We met in Zürich to talk about the new library; Élodie said that the budget of {n} euros was fine.",
    "Version {n}.2.1 fixes the error that some people saw when they opened the second window.",
)
_LOADING = """
import time, psutil
before = psutil.Process().memory_full_info()
started = time.perf_counter()
from charter.guardrails.checking import Checker
checker = Checker()
loaded = time.perf_counter() - started
after = psutil.Process().memory_full_info()
print(loaded, (after.rss - before.rss) / 1e6, (after.uss - before.uss) / 1e6)
"""


def run(_folder: Path, *, quick: bool) -> dict[str, float]:
    """Return milliseconds of processor time per message, and what loading takes."""
    checker, figures = Checker(), {}
    for length in _LENGTHS:
        texts = _texts(length, 200 if quick else 1_000)
        for text in texts[:50]:
            checker.check(text, Stage.INPUT)
        times = sorted(_milliseconds(checker, text) for text in texts)
        figures[f"{length} characters, p50 ms"] = statistics.median(times)
        figures[f"{length} characters, p99 ms"] = times[int(len(times) * 0.99)]
    with _everything_tried():
        times = sorted(_milliseconds(checker, text) for text in texts)
        figures["4000 characters, every pattern tried, p50 ms"] = statistics.median(times)
        figures["4000 characters, every pattern tried, p99 ms"] = times[int(len(times) * 0.99)]
    answer = subprocess.run([sys.executable, "-c", _LOADING], check=True, capture_output=True, text=True).stdout
    loaded, grown, own = map(float, answer.split())
    return figures | {"load, s": loaded, "memory, MB": grown, "of it a process's own, MB": own}


@contextmanager
def _everything_tried() -> Iterator[None]:
    """Have patterns tried where the outline of a text says that they cannot match."""
    with ExitStack() as patches:
        for name in ("has", "may_have_digits", "may_say"):
            patches.enter_context(patch.object(Outline, name, lambda *_: True))
        yield


def _milliseconds(checker: Checker, text: str) -> float:
    started = time.process_time()
    checker.check(text, Stage.INPUT)
    return (time.process_time() - started) * 1_000


def _texts(length: int, count: int) -> list[str]:
    dice = random.Random(1)
    texts = []
    for _ in range(count):
        text = ""
        while len(text) < length:
            text += dice.choice(_SENTENCES).format(n=dice.randint(2, 9_999)) + " "
        texts.append(text[:length])
    return texts


def targets(figures: dict[str, float]) -> list[Target]:
    """Return how the asked times stand."""
    return [
        Target("p99 at 500 characters", "ms", 2, None, round(figures["500 characters, p99 ms"], 2)),
        Target("p99 at 4,000 characters", "ms", 5, None, round(figures["4000 characters, p99 ms"], 2)),
        Target("load", "s", 0.5, None, round(figures["load, s"], 2)),
    ]
