"""The syntax tree. Chains of one operator level are flat, so that a long sum is not a deep tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias, get_args

from charter.feel.run import Value
from charter.feel.types import FeelType


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant: null, boolean, number, string, or the temporal value of ``@"…"`` (None if that means nothing)."""

    value: Value
    at: int = field(default=0, compare=False)
    temporal_text: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, a parameter or a built-in."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Path:
    """``target.name``."""

    target: Node
    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Filter:
    """``target[condition]``."""

    target: Node
    condition: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Negation:
    """``-operand``."""

    operand: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A chain of operators of one level, from the left: ``first op operand op operand …``."""

    first: Node
    rest: tuple[tuple[str, Node], ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """``and`` or ``or`` of two or more operands."""

    operator: str
    operands: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left op right``."""

    operator: str
    left: Node
    right: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Between:
    """``value between low and high``."""

    value: Node
    low: Node
    high: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class In:
    """``value in tests``: true when one of them holds."""

    value: Node
    tests: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class InstanceOf:
    """``value instance of type``."""

    value: Node
    type: FeelType
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class If:
    """``if condition then … else …``."""

    condition: Node
    then: Node
    otherwise: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Steps:
    """``start..end`` without brackets, in ``for``: counts up or down."""

    start: Node
    end: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class For:
    """``for name in domain, … return body``."""

    iterators: tuple[tuple[str, Node], ...]
    body: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Quantified:
    """``some`` or ``every`` ``name in domain, … satisfies condition``."""

    quantifier: str
    iterators: tuple[tuple[str, Node], ...]
    condition: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class RangeLiteral:
    """``[start..end]`` with either kind of bracket."""

    start: Node
    end: Node
    start_included: bool
    end_included: bool
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Test:
    """``< operand`` and the like: a range that is open to one side, or (not) one value."""

    operator: str
    operand: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ListLiteral:
    """``[item, …]``."""

    items: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ContextLiteral:
    """``{key: value, …}``; a value sees the entries before it."""

    entries: tuple[tuple[str, Node], ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class FunctionDefinition:
    """``function(parameter: type, …) body``; with ``external`` the body is refused."""

    parameters: tuple[tuple[str, FeelType | None], ...]
    body: Node
    external: bool = False
    result: FeelType | None = None
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Invocation:
    """``target(argument, …)`` or ``target(name: argument, …)``."""

    target: Node
    positional: tuple[Node, ...]
    named: tuple[tuple[str, Node], ...] = ()
    at: int = field(default=0, compare=False)


Node: TypeAlias = (
    Literal
    | Name
    | Path
    | Filter
    | Negation
    | Arithmetic
    | Logic
    | Comparison
    | Between
    | In
    | InstanceOf
    | If
    | Steps
    | For
    | Quantified
    | RangeLiteral
    | Test
    | ListLiteral
    | ContextLiteral
    | FunctionDefinition
    | Invocation
)
_KINDS = get_args(Node)


def children(node: Any) -> Iterator[Node]:
    """Yield the nodes directly inside a node."""
    stack = [getattr(node, field.name) for field in fields(node)]
    while stack:
        part = stack.pop()
        if isinstance(part, tuple):
            stack.extend(part)
        elif isinstance(part, _KINDS):
            yield part


def weight(node: Node) -> int:
    """Return the number of nodes in a tree."""
    return 1 + sum(map(weight, children(node)))


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """The tests of a decision table's cell: all values pass (``-``), or one test holds, or (``not``) none does."""

    tests: tuple[Node, ...] | None
    negated: bool = False
