"""Conditional events: what waits until its FEEL condition holds. The rules are Camunda 8.9's.

A condition is looked at when what waits for it begins, and again when a variable changes that it reads and that it can
see: from the outermost scope inwards, once for everything that one step changed. A condition that cannot be evaluated
does not hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from charter.workflows.engine.behaviours import events
from charter.workflows.engine.errors import EvaluationFailed
from charter.workflows.engine.state import ACTIVE, ElementInstance
from charter.workflows.engine.variables import Changes, visible
from charter.workflows.model.graph import Event, Node

if TYPE_CHECKING:
    from charter.workflows.engine.turn import Turn

_Wait = tuple[int, str]
"""The key of an element instance, and the id of what it waits for."""


def begun(turn: Turn, element: ElementInstance, waits: list[str]) -> None:
    """Look at conditions for the first time."""
    _happen(turn, [(element.key, wait) for wait, _ in _conditions(turn, element) if wait in waits])


def changed(turn: Turn, _root: ElementInstance, changes: dict[str, Changes]) -> None:
    """Look again at the conditions that read what has changed.

    Args:
        changes: by the key of the scope, as text.
    """
    turn.changes_seen()
    waiting = [element for element in turn.state.elements.values() if _conditions(turn, element)]
    relevant: list[_Wait] = []
    for element in sorted(waiting, key=lambda found: len(_scopes(turn, found))):
        seen: dict[str, set[str]] = {}
        for scope in _scopes(turn, element):
            for name, how in changes.get(str(scope), {}).items():
                seen.setdefault(name, set()).update(how)
        relevant += [(element.key, wait) for wait, event in _conditions(turn, element) if _concerns(turn, event, seen)]
    _happen(turn, relevant)


def _scopes(turn: Turn, element: ElementInstance) -> list[int]:
    """Return the keys of an element instance and of all scopes around it."""
    keys, key = [], element.key
    while key:
        keys.append(key)
        key = turn.state.elements[key].scope
    return keys


def _conditions(turn: Turn, element: ElementInstance) -> list[tuple[str, Event]]:
    """Return the conditions an element instance waits for, by the ids of its waits."""
    found = []
    for wait, (kind, node_id) in element.data.get("waits", {}).items():
        event = turn.process.nodes[node_id].event
        if kind == "condition" and event is not None:
            found.append((wait, event))
    return found


def _concerns(turn: Turn, event: Event, changes: dict[str, set[str]]) -> bool:
    """Return whether a change is one that a condition is to be looked at for."""
    wanted = set(event.variable_events)
    reads = turn.ports.reads(event.condition or "")
    return any(name in reads and (not wanted or wanted & how) for name, how in changes.items())


def _happen(turn: Turn, waits: list[_Wait]) -> None:
    """Let the events happen whose conditions hold now, outermost first; nothing happens inside of what one ends."""
    holding: list[tuple[int, str, Node]] = []
    interrupted: set[int] = set()
    for key, wait in waits:
        element = turn.state.elements[key]
        node = turn.process.nodes[element.data["waits"][wait][1]]
        if interrupted.isdisjoint(_scopes(turn, element)) and _holds(turn, element, node):
            holding.append((key, wait, node))
            if node.interrupting:
                interrupted.add(key)
    for key, wait, node in holding:
        found = turn.state.elements.get(key)
        if found is None or found.phase != ACTIVE or wait not in found.data.get("waits", {}):
            continue
        turn.note("triggered", found, {"event": node.id})
        if node.interrupting:
            del found.data["waits"][wait]
        events.trigger(turn, found, node, {})


def _holds(turn: Turn, element: ElementInstance, node: Node) -> bool:
    condition = (node.event and node.event.condition) or ""
    try:
        return turn.ports.evaluate(condition, visible(turn, element.key), turn.now) is True
    except EvaluationFailed:
        return False
