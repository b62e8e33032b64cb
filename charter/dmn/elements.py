"""What a model is made of, as it stands in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    """A FEEL expression."""

    text: str
    type_ref: str
    line: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a boxed context; without a name it is the result."""

    name: str
    type_ref: str
    value: Boxed | None


@dataclass(frozen=True, slots=True)
class Context:
    """A boxed context."""

    entries: tuple[Entry, ...]
    type_ref: str
    line: int


@dataclass(frozen=True, slots=True)
class Parameter:
    """A formal parameter."""

    name: str
    type_ref: str


@dataclass(frozen=True, slots=True)
class FunctionDefinition:
    """A boxed function; ``kind`` is FEEL, Java or PMML."""

    parameters: tuple[Parameter, ...]
    body: Boxed | None
    kind: str
    type_ref: str
    line: int


@dataclass(frozen=True, slots=True)
class Invocation:
    """A boxed call: what is called, and the arguments by name."""

    callee: Boxed | None
    bindings: tuple[tuple[str, Boxed | None], ...]
    type_ref: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    """A boxed list."""

    items: tuple[Boxed | None, ...]
    type_ref: str
    line: int


@dataclass(frozen=True, slots=True)
class Relation:
    """A table of values: a list of contexts."""

    columns: tuple[Parameter, ...]
    rows: tuple[tuple[Boxed | None, ...], ...]
    type_ref: str
    line: int


@dataclass(frozen=True, slots=True)
class Conditional:
    """A boxed ``if``."""

    condition: Boxed | None
    then: Boxed | None
    otherwise: Boxed | None
    type_ref: str
    line: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A boxed filter."""

    items: Boxed | None
    match: Boxed | None
    type_ref: str
    line: int


@dataclass(frozen=True, slots=True)
class Iteration:
    """A boxed ``for``, ``some`` or ``every``."""

    kind: str
    variable: str
    items: Boxed | None
    body: Boxed | None
    type_ref: str
    line: int


@dataclass(frozen=True, slots=True)
class InputClause:
    """A column of conditions."""

    label: str
    expression: Literal
    values: str


@dataclass(frozen=True, slots=True)
class OutputClause:
    """A column of results."""

    name: str
    type_ref: str
    values: str
    default: Literal | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: texts of the conditions, expressions of the results."""

    id: str
    inputs: tuple[str, ...]
    outputs: tuple[Literal, ...]
    line: int
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A decision table."""

    id: str
    hit_policy: str
    aggregation: str
    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
    type_ref: str
    line: int


Boxed: TypeAlias = (
    Literal
    | Context
    | FunctionDefinition
    | Invocation
    | Items
    | Relation
    | Conditional
    | Filter
    | Iteration
    | DecisionTable
)


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type of the model.

    Attributes:
        constraint: tests that a value (or each item of a collection) must pass; empty for none.
        whole_constraint: the same for a collection as a whole.
        function: parameters and result of a function type.
    """

    name: str
    type_ref: str
    is_collection: bool
    constraint: str
    whole_constraint: str
    components: tuple[ItemDefinition, ...]
    function: tuple[tuple[Parameter, ...], str] | None
    line: int


@dataclass(frozen=True, slots=True)
class Import:
    """Another model whose elements are used under a name; with an empty one as if they were this model's.

    Attributes:
        kind: namespace of the language of what is imported.
    """

    name: str
    namespace: str
    kind: str
    line: int


@dataclass(frozen=True, slots=True)
class InputData:
    """A value from outside."""

    id: str
    name: str
    type_ref: str
    line: int


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision; ``information`` and ``knowledge`` are references (``#id`` or ``namespace#id``).

    ``version_tag`` is Camunda's extension of the name.
    """

    id: str
    name: str
    type_ref: str
    information: tuple[str, ...]
    knowledge: tuple[str, ...]
    logic: Boxed | None
    line: int
    version_tag: str | None = None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a function with a name."""

    id: str
    name: str
    type_ref: str
    knowledge: tuple[str, ...]
    logic: FunctionDefinition | None
    line: int


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service: decisions as a function."""

    id: str
    name: str
    type_ref: str
    outputs: tuple[str, ...]
    encapsulated: tuple[str, ...]
    input_decisions: tuple[str, ...]
    input_data: tuple[str, ...]
    line: int


Node: TypeAlias = InputData | Decision | Knowledge | Service


@dataclass(frozen=True, slots=True)
class Definitions:
    """A whole file."""

    name: str
    namespace: str
    imports: tuple[Import, ...]
    items: tuple[ItemDefinition, ...]
    nodes: tuple[Node, ...]
