"""How points and ranges lie to each other (DMN 1.5 table 77), and ranges from text.

A point or a range is taken as two cuts through the line of values: one just before or just after a value. Then every
relation is a comparison of cuts, and open and closed ends need no cases of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from charter.feel import nodes
from charter.feel.builtins.registry import Refused, implements
from charter.feel.errors import FeelSyntaxError
from charter.feel.nodes import Node
from charter.feel.parser import Parser
from charter.feel.run import Run, Value
from charter.feel.temporal.reading import read_date, read_date_time, read_duration, read_time
from charter.feel.values import Range, less, open_range, order_key

_READERS: dict[str, Callable[[str], Value]] = {
    "date": read_date,
    "time": read_time,
    "date and time": read_date_time,
    "duration": read_duration,
}
BEFORE, AFTER = 0, 1


@dataclass(frozen=True, slots=True)
class Cut:
    """A place just before or just after a value; a value of None is the end of the line."""

    value: Value
    side: int
    infinite: int = 0

    def compare(self, other: Cut) -> int:
        """Return -1, 0 or 1."""
        if self.infinite or other.infinite:
            return (self.infinite > other.infinite) - (self.infinite < other.infinite)
        first, second = order_key(self.value, other.value)
        if first == second:
            return (self.side > other.side) - (self.side < other.side)
        return 1 if first > second else -1


def _lower(value: Value) -> Cut:
    if not isinstance(value, Range):
        return Cut(value, BEFORE)
    if value.start is None:
        return Cut(None, BEFORE, -1)
    return Cut(value.start, BEFORE if value.start_included else AFTER)


def _upper(value: Value) -> Cut:
    if not isinstance(value, Range):
        return Cut(value, AFTER)
    if value.end is None:
        return Cut(None, AFTER, 1)
    return Cut(value.end, AFTER if value.end_included else BEFORE)


def _starts(a: Value, b: Value) -> int:
    return _lower(a).compare(_lower(b))


def _ends(a: Value, b: Value) -> int:
    return _upper(a).compare(_upper(b))


def _before(a: Value, b: Value) -> bool:
    return _upper(a).compare(_lower(b)) <= 0


def _meets(a: Range, b: Range) -> bool:
    if not (a.end_included and b.start_included):
        return False
    first, second = order_key(a.end, b.start)
    return bool(first == second)


def _overlap(a: Range, b: Range) -> bool:
    return not _before(a, b) and not _before(b, a)


def _overlaps_before(a: Range, b: Range) -> bool:
    return _overlap(a, b) and _starts(a, b) < 0 and _ends(a, b) <= 0


def _finishes(a: Value, b: Value) -> bool:
    return _ends(a, b) == 0 and _starts(a, b) >= 0


def _includes(a: Value, b: Value) -> bool:
    return _starts(a, b) <= 0 and _ends(a, b) >= 0


def _begins(a: Value, b: Value) -> bool:
    return _starts(a, b) == 0 and _ends(a, b) <= 0


def _coincides(a: Value, b: Value) -> bool:
    if isinstance(a, Range) != isinstance(b, Range):
        raise Refused("a point does not coincide with a range")
    return _starts(a, b) == 0 and _ends(a, b) == 0


_RELATIONS: dict[str, Callable[[Value, Value], bool]] = {
    "before": _before,
    "after": lambda a, b: _before(b, a),
    "meets": _meets,
    "met by": lambda a, b: _meets(b, a),
    "overlaps": _overlap,
    "overlaps before": _overlaps_before,
    "overlaps after": lambda a, b: _overlaps_before(b, a),
    "finishes": _finishes,
    "finished by": lambda a, b: _finishes(b, a),
    "includes": _includes,
    "during": lambda a, b: _includes(b, a),
    "starts": _begins,
    "started by": lambda a, b: _begins(b, a),
    "coincides": _coincides,
}


def _relation(name: str, holds: Callable[[Value, Value], bool]) -> None:
    implements(name)(lambda _run, a, b: holds(a, b))


for _name, _holds in _RELATIONS.items():
    _relation(_name, _holds)


@implements("range")
def range_from(_run: Run, text: str) -> Range | None:
    """Return the range that a text such as ``[1..10)`` names; its ends must be constants."""
    try:
        node = Parser(text).expression()
    except FeelSyntaxError as error:
        raise Refused(str(error)) from None
    if isinstance(node, nodes.Test) and ".." in text:
        return open_range(node.operator, _constant(node.operand))
    if not isinstance(node, nodes.RangeLiteral):
        raise Refused(f"{text!r} is no range")
    start, end = _constant(node.start), _constant(node.end)
    if start is None or end is None or less(end, start):
        raise Refused(f"{text!r} is no range")
    return Range(start, end, node.start_included, node.end_included)


def _constant(node: Node) -> Value:
    match node:
        case nodes.Literal(value):
            return value
        case nodes.Invocation(nodes.Name(name), (nodes.Literal(str() as text),), ()) if name in _READERS:
            return _READERS[name](text)
    raise Refused("the ends of a range must be constants")
