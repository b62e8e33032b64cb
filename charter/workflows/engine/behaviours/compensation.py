"""Compensation: what has completed is remembered, and undone in reverse order when somebody asks.

A scope's ``data["undo"]`` lists what can be undone: ``[node, nested, variables]``, oldest first; ``nested`` is what a
completed sub-process remembered, ``variables`` its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from charter.workflows.engine.state import ElementInstance, is_part
from charter.workflows.model.graph import Kind, Node

if TYPE_CHECKING:
    from charter.workflows.engine.turn import Turn


def remember(scope: ElementInstance, element: ElementInstance, node: Node, variables: dict[str, Any]) -> None:
    """Note a completed activity that has a compensation handler, itself or inside."""
    nested: list[list[Any]] = element.data.get("undo", [])
    if is_part(element):
        if nested:
            scope.data.setdefault("undo", []).append([None, nested, variables])
    elif node.compensation_handler is not None or nested:
        scope.data.setdefault("undo", []).append([node.id, nested, variables if nested else {}])


def trigger(turn: Turn, element: ElementInstance, activity: str | None) -> None:
    """Undo what has completed in the scope, all of it or one activity, last first; wait until it is undone."""
    scope = turn.state.elements[element.scope]
    while turn.node_of(scope).kind is Kind.EVENT_SUB_PROCESS or "tool" in scope.data:
        scope = turn.state.elements[scope.scope]
    remembered: list[list[Any]] = scope.data.get("undo", [])
    chosen = [entry for entry in remembered if activity is None or entry[0] == activity]
    scope.data["undo"] = [entry for entry in remembered if entry not in chosen]
    count = _undo(turn, scope, element, chosen, {})
    if count == 0:
        turn.later("complete", element.key)
        return
    element.data["compensating"] = count


def _undo(
    turn: Turn, scope: ElementInstance, thrower: ElementInstance, entries: list[list[Any]], local: dict[str, Any]
) -> int:
    count = 0
    for node_id, nested, variables in reversed(entries):
        count += _undo(turn, scope, thrower, nested, local | variables)
        handler = turn.process.nodes[node_id].compensation_handler if node_id is not None else None
        if handler is not None:
            turn.create(handler, scope, {"compensates": thrower.key}, dict(local))
            count += 1
    return count


def handled(turn: Turn, thrower_key: int) -> None:
    """Count a handler that is done; the throwing event goes on after the last."""
    thrower = turn.state.elements.get(thrower_key)
    if thrower is None:
        return
    thrower.data["compensating"] -= 1
    if thrower.data["compensating"] == 0:
        turn.later("complete", thrower.key)
