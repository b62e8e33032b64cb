"""Processes, sub-processes, event sub-processes and call activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charter.workflows.engine.behaviours.events import codes_caught
from charter.workflows.engine.effects import StartChild
from charter.workflows.engine.errors import IncidentType, Stuck
from charter.workflows.engine.state import ElementInstance
from charter.workflows.engine.variables import text_of, visible
from charter.workflows.model.graph import CalledProcess, Kind, Node, Trigger

if TYPE_CHECKING:
    from charter.workflows.engine.turn import Turn

MAX_CALL_DEPTH = 32


def begin_process(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Begin at the start event that was triggered, or the one without a trigger, or where a person said."""
    where = element.data.pop("begin", None)
    if where is not None:
        for node_id, values in where:
            turn.create(node_id, element, {"triggered": values} if values is not None else None)
        return
    begin(turn, element, node)


def begin(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Begin at the start event."""
    for start in turn.process.starts_of(node.id):
        if start.trigger is Trigger.NONE:
            turn.create(start.id, element)
            return
    turn.conclude(element)


def begin_event_sub_process(turn: Turn, element: ElementInstance, _node: Node) -> None:
    """Begin at the start event that was triggered."""
    turn.create(element.data.pop("start"), element, {"triggered": element.data.pop("triggered", {})})


def call(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Start the called process and wait for it.

    Raises:
        Stuck: its name cannot be evaluated, or calls lie too deep.
    """
    called = node.called or CalledProcess("")
    process_id = text_of(turn, called.process_id, element.key, "called process")
    if turn.state.depth + 1 > MAX_CALL_DEPTH:
        raise Stuck(
            IncidentType.CALLED_ELEMENT_ERROR,
            f"{node.label} would be call {turn.state.depth + 1} above one another; at most {MAX_CALL_DEPTH} may be. "
            "Look for a process that calls itself.",
        )
    local = turn.state.variables.get(element.key, {})
    variables = visible(turn, element.key) if called.all_parent_variables else local
    child = turn.ports.new_id()
    element.data["child"] = child
    turn.effects.append(
        StartChild(
            child,
            element.key,
            element.node,
            process_id,
            called.binding,
            called.version_tag,
            dict(variables),
            turn.state.depth + 1,
            codes_caught(turn, element),
        )
    )


def keeps_all(node: Node) -> bool:
    """Return whether a call activity passes on all variables of the called process."""
    return node.kind is Kind.CALL_ACTIVITY and (node.called is None or node.called.all_child_variables)
