"""What expressions and decisions cost, next to the same condition written in Python by hand.

The hand-written function looks up the same entries, checks for null and types, and gives the same answer; it has no
limits, no warnings and no decimal numbers. It is about the least that CPython can do.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.report import Target
from charter.dmn.model import parse_dmn
from charter.feel.expression import compile_expression

_CONDITION = "a.b + 1 > c and d != null"
_VARIABLES = {"a": {"b": 5}, "c": 3, "d": "x"}
_EXPRESSIONS = {
    "condition": (_CONDITION, _VARIABLES),
    "condition, decimals": (_CONDITION, {"a": {"b": 5.25}, "c": 3.5, "d": "x"}),
    "order total": (
        "sum(for line in lines return line.price * line.count) * (1 + tax)",
        {"lines": [{"price": 9.99, "count": 2}, {"price": 5, "count": 1}, {"price": 0.5, "count": 12}], "tax": 0.19},
    ),
    "due date": ('date and time(created) + duration("P14D") < now()', {"created": "2026-01-31T10:00:00Z"}),
    "filter of 100": ("count(items[price > 50])", {"items": [{"price": price} for price in range(100)]}),
    "pattern": (r'matches(mail, "^[\w.]+@[a-z]+\.[a-z]{2,}$")', {"mail": "ada.lovelace@example.org"}),
}
_RULES = 100


def _by_hand(variables: dict[str, Any]) -> bool | None:
    context = variables.get("a")
    left = context.get("b") if type(context) is dict else None
    right = variables.get("c")
    greater = left + 1 > right if type(left) is int and type(right) is int else None
    if greater is False:
        return False
    present = variables.get("d") is not None
    return present if greater or not present else None


def _per_second(work: Callable[[], object], seconds: float) -> float:
    """Return calls per second of processor time: the best of three rounds."""
    times, best = 1, 0.0
    while True:
        start = time.process_time()
        for _ in range(times):
            work()
        if time.process_time() - start > seconds / 3:
            break
        times *= 2
    for _ in range(3):
        start = time.process_time()
        for _ in range(times):
            work()
        best = max(best, times / (time.process_time() - start))
    return best


def _table() -> bytes:
    rules = "".join(
        f"<rule><inputEntry><text>[{10 * number}..{10 * number + 10})</text></inputEntry>"
        f'<inputEntry><text>"gold", "silver"</text></inputEntry>'
        f"<outputEntry><text>{number}</text></outputEntry></rule>"
        for number in range(_RULES)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="Bench" namespace="bench">'
        '<inputData id="i" name="Amount"/><inputData id="j" name="Status"/>'
        '<decision id="d" name="Discount"><informationRequirement><requiredInput href="#i"/></informationRequirement>'
        '<informationRequirement><requiredInput href="#j"/></informationRequirement><decisionTable hitPolicy="UNIQUE">'
        "<input><inputExpression><text>Amount</text></inputExpression></input>"
        "<input><inputExpression><text>Status</text></inputExpression></input><output/>"
        f"{rules}</decisionTable></decision></definitions>"
    ).encode()


def run(_folder: Path, *, quick: bool) -> dict[str, float]:
    """Return thousands of evaluations per second of one core."""
    seconds = 0.2 if quick else 1.5
    figures = {"by hand, k/s": _per_second(lambda: _by_hand(_VARIABLES), seconds) / 1000}
    clock = _clock()
    for name, (source, variables) in _EXPRESSIONS.items():
        expression = compile_expression(source)
        figures[f"{name}, k/s"] = _evaluations(expression.evaluate, variables, clock, seconds)
    model = parse_dmn(_table())
    inputs = {"Amount": 555, "Status": "gold"}
    figures[f"table of {_RULES} rules, k/s"] = _per_second(lambda: model.evaluate("d", inputs), seconds) / 1000
    figures["compile the condition, k/s"] = _per_second(lambda: compile_expression(_CONDITION), seconds) / 1000
    return figures


def _evaluations(evaluate: Callable[..., object], variables: dict[str, Any], clock: object, seconds: float) -> float:
    return _per_second(lambda: evaluate(variables, clock), seconds) / 1000


def _clock() -> Callable[[], datetime]:
    """Return a clock that stands still."""
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    return lambda: noon


def targets(figures: dict[str, float]) -> list[Target]:
    """Return how the asked speed stands, and the distance from Python by hand."""
    return [
        Target("condition", "k/s", 200, None, round(figures["condition, k/s"], 1), more_is_better=True),
        Target("times of by hand", "x", 10, 5, round(figures["by hand, k/s"] / figures["condition, k/s"], 1)),
    ]
