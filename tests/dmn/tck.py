"""Runs the DMN TCK, the conformance suite of DMN: ``python -m tests.dmn.tck [PART OF A FOLDER'S NAME]``.

The suite is data that is not part of this repository: ``DMN_TCK_DIR``, or ``shared/dmn-tck`` beside the checkout.
"""

from __future__ import annotations

import os
import sys
import xml.etree.ElementTree as ET  # our own data, not a stranger's
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from charter.dmn.errors import DecisionNotFound, DmnUnreadable
from charter.dmn.model import Model, parse_dmn
from charter.feel.errors import FeelError
from charter.feel.limits import DEFAULT_LIMITS
from charter.feel.numerals import is_number
from charter.feel.run import Run
from charter.feel.temporal.reading import read_date, read_date_time, read_duration, read_time
from charter.feel.temporal.values import DateTime
from charter.feel.values import Function, text

_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}"
_TOLERANCE = Decimal("0.00000001")
NUMBERS = {"decimal", "double", "integer", "int", "long", "float"}
READERS = {
    "date": read_date,
    "dateTime": read_date_time,
    "time": read_time,
    "duration": read_duration,
    "yearMonthDuration": read_duration,
    "dayTimeDuration": read_duration,
    "boolean": {"true": True, "false": False, "1": True, "0": False}.__getitem__,
}


def folder() -> Path:
    """Return where the suite is, or would be."""
    root = Path(__file__).parent.parent.parent
    return Path(os.environ.get("DMN_TCK_DIR", root.parent / "shared" / "dmn-tck"))


@dataclass(frozen=True)
class Outcome:
    """One result node of one case.

    Attributes:
        java: the case calls functions of Java, which Charter does not run.
    """

    level: str
    model: str
    case: str
    passed: bool
    expected: str
    found: str
    java: bool


def run(suite: Path, part: str = "") -> Iterator[Outcome]:
    """Run all cases of the models whose folder has a part of a name in it."""
    for directory in sorted(path for path in suite.glob("*/*") if path.is_dir() and part in str(path)):
        models = _models(directory)
        for file in sorted(directory.glob("*.xml")):
            yield from _cases(directory, file, models)


def _models(directory: Path) -> dict[str, Model]:
    """Parse all models of a folder, those that import others after those."""
    models: dict[str, Model] = {}
    waiting = {path.name: path.read_bytes() for path in sorted(directory.glob("*.dmn"))}
    while waiting:
        parsed = {}
        for name, data in waiting.items():
            try:
                model = parse_dmn(data, imports=models.values())
            except DmnUnreadable as error:
                print(f"{directory.name}/{name}: {error}")
                parsed[name] = None
                continue
            if not any(finding.rule == "dmn.import-missing" for finding in model.findings):
                parsed[name] = model
        if not parsed:
            break
        models |= {name: model for name, model in parsed.items() if model}
        waiting = {name: data for name, data in waiting.items() if name not in parsed}
    return models


def _cases(directory: Path, file: Path, models: dict[str, Model]) -> Iterator[Outcome]:
    root = ET.parse(file).getroot()  # noqa: S314 - our own data
    named = _child(root, "modelName")
    model = models.get((named.text or "").strip()) if named is not None else next(iter(models.values()))
    java = "java" in directory.name
    for case in _children(root, "testCase"):
        inputs = {node.get("name", ""): _value(node) for node in _children(case, "inputNode")}
        for result in _children(case, "resultNode"):
            expected_node = _child(result, "expected")
            expected = None if expected_node is None else _value(expected_node)
            name = result.get("name", "")
            found = _evaluate(model, case, name, inputs) if model else "no model"
            shown = [
                value if isinstance(value, str) else text(Run({}, None, DEFAULT_LIMITS), value)
                for value in (expected, found)
            ]
            case_name = f"{case.get('id')} {name}"
            yield Outcome(directory.parent.name, directory.name, case_name, _same(expected, found), *shown, java)


def _evaluate(model: Model, case: ET.Element, name: str, inputs: dict[str, Any]) -> Any:
    service = case.get("type") == "decisionService"
    try:
        result = model.evaluate(case.get("invocableName", "") if service else name, inputs, lambda: datetime.now(UTC))
    except (FeelError, DecisionNotFound) as error:
        return f"{type(error).__name__}: {error}"
    except Exception as error:  # noqa: BLE001 - a harness reports every failure
        return f"CRASH {type(error).__name__}: {error}"
    # A service with several decisions is a context of them; each is compared by itself.
    return result.value[name] if service and isinstance(result.value, dict) and name in result.value else result.value


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _children(element: ET.Element, name: str) -> list[ET.Element]:
    return [child for child in element if _local(child) == name]


def _child(element: ET.Element, name: str) -> ET.Element | None:
    return next(iter(_children(element, name)), None)


def _value(element: ET.Element) -> Any:  # noqa: PLR0911 - one answer for each kind of value
    if element.get(f"{_SCHEMA}nil") == "true":
        return None
    listed, value = _child(element, "list"), _child(element, "value")
    if listed is not None:
        return None if listed.get(f"{_SCHEMA}nil") == "true" else [_value(i) for i in _children(listed, "item")]
    if value is None:
        parts = _children(element, "component")
        return {part.get("name", ""): _value(part) for part in parts} if parts else None
    if value.get(f"{_SCHEMA}nil") == "true":
        return None
    kind = value.get(f"{_SCHEMA}type", "").rpartition(":")[2]
    content = value.text or ""
    if not kind and not content:
        return None
    if not kind and content.replace(".", "", 1).isdecimal():
        kind = "decimal"
    if kind in NUMBERS:
        return Decimal(content.strip())
    return READERS[kind](content.strip()) if kind in READERS else content


def _same(expected: Any, found: Any) -> bool:
    if is_number(expected) and is_number(found):
        return abs(Decimal(expected) - Decimal(found)) <= _TOLERANCE
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(_same, expected, found))
    if isinstance(expected, dict) and isinstance(found, dict):
        return expected.keys() == found.keys() and all(_same(value, found[key]) for key, value in expected.items())
    if isinstance(expected, DateTime) and isinstance(found, DateTime):
        return (expected.zone is None) == (found.zone is None) and expected.nanoseconds == found.nanoseconds
    if isinstance(found, Function):
        return False
    return type(expected) is type(found) and expected == found


def report(outcomes: list[Outcome]) -> str:
    """Return the failed cases and the totals of each level, and of all cases that need no Java."""
    lines = [
        f"{o.level}/{o.model} {o.case}: expected {o.expected[:300]}, found {o.found[:300]}{' (Java)' if o.java else ''}"
        for o in outcomes
        if not o.passed
    ]
    total = Counter(outcome.level for outcome in outcomes)
    passed = Counter(outcome.level for outcome in outcomes if outcome.passed)
    lines += [f"{level}: {passed[level]} of {count} passed" for level, count in sorted(total.items())]
    own = [outcome for outcome in outcomes if not outcome.java]
    good = sum(outcome.passed for outcome in own)
    share = 100 * good / len(own) if own else 0
    lines.append(f"Without Java: {good} of {len(own)} passed ({share:.2f} %)")
    return "\n".join(lines)


def main() -> int:
    """Run the suite; returns the exit code."""
    suite = folder()
    if not suite.is_dir():
        print(f"The DMN TCK is not at {suite}; set DMN_TCK_DIR to its folder.")
        return 1
    outcomes = list(run(suite, sys.argv[1] if len(sys.argv) > 1 else ""))
    print(report(outcomes))
    return 0 if all(outcome.passed or outcome.java for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
