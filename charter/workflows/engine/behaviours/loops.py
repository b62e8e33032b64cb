"""Multi-instance: a body that holds the inner instances, one for each item of a collection.

The body's ``data``: ``total``, ``next`` (index of the item to begin with next), ``done``, ``ended`` (terminated ones).
An inner instance's ``data["inner"]`` is its loop counter, from 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from charter.workflows.engine import waiting
from charter.workflows.engine.errors import IncidentType, Stuck
from charter.workflows.engine.state import ACTIVE, ElementInstance, Variables
from charter.workflows.engine.variables import evaluate, propagate, visible
from charter.workflows.model.graph import Loop, Node

if TYPE_CHECKING:
    from charter.workflows.engine.turn import Turn


def begin(turn: Turn, body: ElementInstance, node: Node, loop: Loop) -> None:
    """Activate the body, then all inner instances, or the first.

    Raises:
        Stuck: the collection is none.
    """
    items = _collection(turn, body, loop)
    body.data |= {"total": len(items), "next": 0, "done": 0, "ended": 0}
    waiting.open_events(turn, body, node)
    body.phase = ACTIVE
    turn.note("activated", body)
    if loop.output_collection:
        # Kept in the body until it completes: the history would otherwise repeat the list for each item.
        turn.state.variables.setdefault(body.key, {})[loop.output_collection] = [None] * len(items)
        turn.variables_changed = True
    if not items:
        _finish(turn, body, loop)
        return
    for _ in range(1 if loop.sequential else len(items)):
        _begin_inner(turn, body, loop, items)


def _collection(turn: Turn, body: ElementInstance, loop: Loop) -> list[Any]:
    value = evaluate(turn, loop.collection, visible(turn, body.key), IncidentType.EXTRACT_VALUE_ERROR, "collection")
    if not isinstance(value, list):
        message = f"collection: expected a list, but {loop.collection} gave {value!r:.200}."
        raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, message)
    return value


def _begin_inner(turn: Turn, body: ElementInstance, loop: Loop, items: list[Any]) -> None:
    index = body.data["next"]
    body.data["next"] = index + 1
    local: Variables = {"loopCounter": index + 1}
    if loop.element:
        local[loop.element] = items[index]
    if loop.output_element and (name := _plain_name(loop.output_element)) is not None:
        local[name] = None
    turn.create(body.node, body, {"inner": index + 1}, local)


def _plain_name(expression: str) -> str | None:
    """Return the variable an output element names, so that the inner instances do not share it."""
    name = expression.removeprefix("=").strip().split(".")[0]
    return name if name.isidentifier() else None


def next_inner(turn: Turn, body: ElementInstance) -> None:
    """Begin the next item of a sequential loop.

    Raises:
        Stuck: the collection is none any more.
    """
    loop = turn.node_of(body).loop
    if loop is None:
        return
    items = _collection(turn, body, loop)
    if body.data["next"] >= len(items):
        _finish(turn, body, loop)
        return
    _begin_inner(turn, body, loop, items)


def collect(turn: Turn, inner: ElementInstance, node: Node) -> None:
    """Put an inner instance's output into the body's list, and ask whether the loop is complete with it.

    Raises:
        Stuck: the output element or the completion condition cannot be evaluated; nothing was counted then.
    """
    loop, body = node.loop, turn.state.elements[inner.scope]
    if loop is None:
        return
    if loop.output_collection and loop.output_element:
        seen = visible(turn, inner.key)
        value = evaluate(turn, loop.output_element, seen, IncidentType.EXTRACT_VALUE_ERROR, "output element")
        outputs = turn.state.variables[inner.scope][loop.output_collection]
        index = inner.data["inner"] - 1
        if index < len(outputs):
            outputs[index] = value
        turn.variables_changed = True
    if loop.completion:
        inner.data["satisfied"] = _is_complete(turn, body, inner, loop.completion)
    body.data["done"] += 1


def inner_gone(turn: Turn, body: ElementInstance, node: Node, *, terminated: bool, satisfied: bool) -> None:
    """See whether the loop is done, and begin the next item if not."""
    loop = node.loop
    if loop is None or body.phase != ACTIVE:
        return
    body.data["ended"] += terminated
    done: int = body.data["done"]
    if satisfied:
        turn.empty(body)
        if body.tokens == 0:
            _finish(turn, body, loop)
        else:
            body.data["next"] = body.data["total"]
            body.data["finishing"] = True
        return
    if body.data.get("finishing") or done + body.data["ended"] >= body.data["total"]:
        if body.tokens == 0:
            _finish(turn, body, loop)
    elif loop.sequential and body.tokens == 0:
        turn.later("next_inner", body.key)


def _is_complete(turn: Turn, body: ElementInstance, inner: ElementInstance, condition: str) -> bool:
    counts = {
        "numberOfInstances": body.data["total"],
        "numberOfActiveInstances": body.tokens - 1,
        "numberOfCompletedInstances": body.data["done"] + 1,
        "numberOfTerminatedInstances": body.data["ended"],
    }
    context = visible(turn, inner.key) | counts
    value = evaluate(turn, condition, context, IncidentType.EXTRACT_VALUE_ERROR, "completion condition")
    if not isinstance(value, bool):
        message = f"completion condition: expected true or false, but it gave {value!r}."
        raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, message)
    return value


def _finish(turn: Turn, body: ElementInstance, loop: Loop) -> None:
    if body.phase != ACTIVE:
        return
    if loop.output_collection:
        outputs = turn.state.variables.get(body.key, {}).pop(loop.output_collection)
        propagate(turn, body.scope, {loop.output_collection: outputs})
    turn.conclude(body)
