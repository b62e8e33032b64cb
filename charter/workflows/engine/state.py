"""A process instance's state: its element instances, its variables and what is left to do. No history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Variables = dict[str, Any]
"""JSON values by name."""

ROOT = 1
"""Key of the element instance that stands for the process itself."""

ACTIVATING, ACTIVE, COMPLETING, TERMINATING = "activating", "active", "completing", "terminating"


class ElementInstance:
    """One activated node.

    Attributes:
        key: counted from 1 inside its instance, never used twice.
        node: id of the flow node.
        scope: key of the element instance it lies in; 0 for the process itself.
        phase: where its life is: activating, active, completing or terminating.
        tokens: of a scope: element instances in it and tokens on its sequence flows.
        data: what it waits for; see the behaviours for the names.
    """

    __slots__ = ("data", "key", "node", "phase", "scope", "tokens")

    def __init__(
        self,
        key: int,
        node: str,
        scope: int,
        phase: str = ACTIVATING,
        tokens: int = 0,
        data: dict[str, Any] | None = None,
    ) -> None:
        self.key, self.node, self.scope = key, node, scope
        self.phase, self.tokens = phase, tokens
        self.data: dict[str, Any] = {} if data is None else data

    def __repr__(self) -> str:
        return f"<{self.node}#{self.key} {self.phase} {self.data}>"


def is_part(element: ElementInstance) -> bool:
    """Return whether this is one of several instances inside one activity: of a multi-instance or ad-hoc one."""
    return "inner" in element.data or "tool" in element.data


def is_body(element: ElementInstance) -> bool:
    """Return whether this holds the inner instances of a multi-instance activity."""
    return "total" in element.data


@dataclass(slots=True)
class InstanceState:
    """All of a process instance that deciding its next step needs.

    Attributes:
        elements: the active element instances by key, oldest first.
        variables: by key of the element instance they are local to.
        todo: steps that one turn had no room for; the next turn begins with them.
        last_key: the highest key given so far.
        depth: how many call activities lie above it.
        caught_above: error codes that a calling instance catches, ``*`` for any.
    """

    elements: dict[int, ElementInstance] = field(default_factory=dict)
    variables: dict[int, Variables] = field(default_factory=dict)
    todo: list[list[Any]] = field(default_factory=list)
    last_key: int = 0
    depth: int = 0
    caught_above: list[str] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        """Return whether nothing is left of the instance."""
        return not self.elements and self.last_key > 0

    def tokens_json(self) -> dict[str, Any]:
        """Return everything but the variables as JSON."""
        return {
            "e": [[e.key, e.node, e.scope, e.phase, e.tokens, e.data] for e in self.elements.values()],
            "t": self.todo,
            "k": self.last_key,
            "d": self.depth,
            "c": self.caught_above,
        }

    def variables_json(self) -> dict[str, Any]:
        """Return the variables as JSON."""
        return {str(key): values for key, values in self.variables.items()}

    @classmethod
    def from_json(cls, tokens: dict[str, Any], variables: dict[str, Any]) -> InstanceState:
        """Return the state that :meth:`tokens_json` and :meth:`variables_json` wrote."""
        return cls(
            elements={row[0]: ElementInstance(*row) for row in tokens["e"]},
            variables={int(key): values for key, values in variables.items()},
            todo=tokens["t"],
            last_key=tokens["k"],
            depth=tokens["d"],
            caught_above=tokens["c"],
        )

    def children_of(self, key: int) -> list[ElementInstance]:
        """Return the element instances directly in a scope, oldest first."""
        return [element for element in self.elements.values() if element.scope == key]
