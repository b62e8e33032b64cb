"""Prints which tests prove the 27 universal properties, and checks those that ``tests/properties.toml`` claims.

A property is proven by tests named ``test_property_NN_…``. A claim fails when no such test is collected, or when one
is skipped, asserts nothing, or tries fewer than 100 examples without its docstring saying why ("Fewer examples: …").

Usage: python scripts/properties.py
"""

from __future__ import annotations

import ast
import inspect
import io
import os
import re
import sys
import textwrap
import tomllib
from collections import defaultdict
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
CLAIMS = ROOT / "tests" / "properties.toml"
MIN_EXAMPLES = 100

PROPERTIES = {
    1: "Template configuration completeness",
    2: "Input validation consistency",
    3: "Data persistence round trip",
    4: "Unique identifiers",
    5: "Provider integration",
    6: "Workflow dependency validation",
    7: "Execution ordering",
    8: "Execution completeness",
    9: "Comprehensive logging",
    10: "Error handling completeness",
    11: "Memory storage and retrieval",
    12: "Memory management",
    13: "Conversation continuity",
    14: "Guardrails",
    15: "Access control",
    16: "Security and audit integrity",
    17: "Permission immediacy",
    18: "BPMN compliance",
    19: "Agent life cycle",
    20: "Deployment package completeness",
    21: "Tool integration",
    22: "Audit trail completeness",
    23: "Edge enforcement",
    24: "Observability",
    25: "Tenant isolation",
    26: "Tenant context",
    27: "Quota enforcement",
}


class Collected:
    """A pytest plugin that keeps the property tests by number."""

    def __init__(self) -> None:
        self.tests: dict[int, dict[str, pytest.Function]] = defaultdict(dict)
        self.broken: list[str] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep each test function once, however many parameters it has."""
        for item in items:
            found = re.match(r"test_property_(\d+)_", item.name)
            if found and isinstance(item, pytest.Function):
                self.tests[int(found[1])].setdefault(item.nodeid.partition("[")[0], item)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep the files that could not be read."""
        if report.failed:
            self.broken.append(report.nodeid)


def collect() -> Collected:
    """Collect the tests without running them."""
    os.chdir(ROOT)
    collected = Collected()
    with redirect_stdout(io.StringIO()):
        pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", "tests"], plugins=[collected])
    return collected


def problems_of(test: pytest.Function) -> list[str]:
    """Return why a test proves nothing, or not enough; empty is good."""
    function: Any = inspect.unwrap(test.obj)
    property_test = getattr(function, "hypothesis", None)
    inner: Callable[..., object] = property_test.inner_test if property_test is not None else function
    problems = []
    if _skipped(test):
        problems.append("is skipped")
    if any(test.iter_markers("slow")):
        problems.append("is slow: make test leaves it out")
    if not asserts(inner):
        problems.append("asserts nothing")
    examples = _examples(function)
    if examples is None and "run_state_machine_as_test" not in inspect.getsource(inner):
        problems.append("is no Hypothesis test")
    if examples is not None and examples < MIN_EXAMPLES and "fewer examples:" not in (inner.__doc__ or "").lower():
        problems.append(f"tries {examples} examples and does not say why not {MIN_EXAMPLES}")
    return problems


def _skipped(test: pytest.Function) -> bool:
    if any(test.iter_markers("skip")):
        return True
    conditions = [marker.args[0] for marker in test.iter_markers("skipif") if marker.args]
    return any(condition is True for condition in conditions)


def _examples(function: Any) -> int | None:
    settings = getattr(function, "_hypothesis_internal_use_settings", None)
    if settings is None and getattr(function, "hypothesis", None) is not None:
        from hypothesis import settings as defaults  # noqa: PLC0415 - the profile is loaded by then

        settings = defaults.default
    return getattr(settings, "max_examples", None)


def asserts(function: Callable[..., object]) -> bool:
    """Return whether a test asserts something, itself or through what it uses from its own file."""
    module = inspect.getmodule(function)
    source = inspect.getsource(module) if module is not None else ""
    definitions = {
        node.name: node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    start = ast.parse(textwrap.dedent(inspect.getsource(function)))
    seen: set[str] = set()
    waiting: list[ast.AST] = [start]
    while waiting:
        for node in ast.walk(waiting.pop()):
            if isinstance(node, ast.Assert):
                return True
            name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None
            if name == "raises":
                return True
            if name in definitions and name not in seen:
                seen.add(name)
                waiting.append(definitions[name])
    return False


def main() -> int:
    """Print the table and what is wrong with the claims; returns the exit code."""
    collected = collect()
    claimed: list[int] = tomllib.loads(CLAIMS.read_text())["claimed"]
    width = max(map(len, PROPERTIES.values()))
    failures = [f"{name} could not be collected" for name in collected.broken]
    for number, name in PROPERTIES.items():
        tests = collected.tests.get(number, {})
        places = [nodeid.replace("tests/", "", 1) for nodeid in tests] or ["not yet"]
        mark = "*" if number in claimed else " "
        print(f"{number:>2}{mark} {name:{width}}  {places[0]}")
        for place in places[1:]:
            print(f"{'':{width + 4}}  {place}")
        if number in claimed:
            failures += [f"property {number} is claimed and has no test"] if not tests else []
            for nodeid, test in tests.items():
                failures += [f"property {number}: {nodeid} {problem}" for problem in problems_of(test)]
    failures += [f"property {number} is claimed and does not exist" for number in set(claimed) - set(PROPERTIES)]
    print(f"\n{len(claimed)} of {len(PROPERTIES)} claimed (*).")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
