"""Names at compile time: which cell of the environment a name is in."""

from __future__ import annotations

from dataclasses import dataclass

# What a cell holds besides a variable of that name.
ITEM = "\0item"
LIVE = "\0live"


@dataclass(frozen=True, slots=True)
class Scope:
    """One cell, and those around it.

    Attributes:
        name: of the variable in the cell; ``ITEM`` for an item whose entries are variables too (in a filter);
            ``LIVE`` and a name for a list that still grows.
    """

    name: str
    outer: Scope | None

    @property
    def variable(self) -> str:
        return "item" if self.name == ITEM else self.name.removeprefix(LIVE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name leads.

    Attributes:
        items: numbers of the cells of filtered items that may have an entry of that name, innermost first.
        cell: number of the cell of the variable; None when it is a variable of the evaluation.
        live: the cell holds a list that still grows.
    """

    items: tuple[int, ...]
    cell: int | None
    live: bool = False


def find(scope: Scope | None, name: str) -> Place:
    """Return where a name leads from inside a scope."""
    items: list[int] = []
    number = 0
    while scope is not None:
        if scope.name == ITEM:
            items.append(number)
        if scope.variable == name:
            return Place(tuple(items), number, scope.name.startswith(LIVE))
        scope = scope.outer
        number += 1
    return Place(tuple(items), None)
