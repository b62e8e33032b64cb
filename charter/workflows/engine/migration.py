"""Letting an instance go on under another definition."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from charter.workflows.engine import waiting
from charter.workflows.engine.commands import Outcome
from charter.workflows.engine.errors import CommandRejected, Stuck
from charter.workflows.engine.state import ACTIVE, ElementInstance, InstanceState, is_body, is_part
from charter.workflows.engine.turn import Ports, Turn
from charter.workflows.model.graph import Node, Process


def migrate(
    old: Process, new: Process, state: InstanceState, mapping: dict[str, str], ports: Ports, now: datetime
) -> Outcome:
    """Rename what is active to the elements of a new definition, close what it no longer waits for, open what is new.

    Args:
        mapping: old element or flow id to new; what is not named keeps its id.

    Raises:
        CommandRejected: something active has no equal in the new definition; nothing was changed.
    """
    if state.todo:
        raise CommandRejected("invalid-state", "The instance is in the middle of a long turn; try again in a moment.")
    names = {old.id: new.id} | mapping
    _require_equals(old, new, state, names)
    turn = Turn(new, state, ports, now)
    for element in list(state.elements.values()):
        before = element.node
        element.node = names.get(before, before)
        if "tool" in element.data:
            element.data["tool"] = names.get(element.data["tool"], element.data["tool"])
        _rename_arrived(element, names)
        if "undo" in element.data:
            element.data["undo"] = _renamed_undo(element.data["undo"], names, new)
        if element.node != before:
            turn.note("migrated", element, {"from": before})
    for element in list(state.elements.values()):
        _renew_waits(turn, old, element, names)
    state.todo = list(turn.todo)  # conditions that are new are to be looked at
    return Outcome(turn.effects, turn.history, turn.variables_changed, unfinished=bool(state.todo))


def _require_equals(old: Process, new: Process, state: InstanceState, names: dict[str, str]) -> None:
    for element in state.elements.values():
        source = old.nodes[element.node]
        target = new.nodes.get(names.get(element.node, element.node))
        if target is None:
            raise _no(f"{source.label} is active and has no equal in the new definition; map it to an element.")
        if target.kind is not source.kind or (target.loop is None) is not (source.loop is None):
            raise _no(f"{source.label} is a {source.kind}, {target.label} is another kind of element.")
        if target.trigger is not source.trigger:
            raise _no(f"{source.label} waits for a {source.trigger}, {target.label} for a {target.trigger}.")
        outer = state.elements.get(element.scope)
        if outer is None or is_part(element):
            continue
        if target.scope != names.get(outer.node, outer.node):
            raise _no(f"{target.label} lies in another sub-process than {source.label} did.")
        for gateway, flows in outer.data.get("arrived", {}).items():
            known = new.nodes.get(names.get(gateway, gateway))
            for flow in flows:
                if known is None or names.get(flow, flow) not in known.incoming:
                    raise _no(f"A token waits on flow {flow} of {gateway}, which has no equal in the new definition.")


def _no(message: str) -> CommandRejected:
    return CommandRejected("invalid-argument", message)


def _rename_arrived(element: ElementInstance, names: dict[str, str]) -> None:
    arrived: dict[str, dict[str, int]] = element.data.get("arrived", {})
    if arrived:
        element.data["arrived"] = {
            names.get(gateway, gateway): {names.get(flow, flow): count for flow, count in flows.items()}
            for gateway, flows in arrived.items()
        }


def _renamed_undo(entries: list[list[Any]], names: dict[str, str], new: Process) -> list[list[Any]]:
    """Return what can be undone under the new definition; an activity that it does not have is undone no more."""
    renamed = []
    for node, nested, variables in entries:
        target = names.get(node, node)
        kept = target if target in new.nodes else None
        renamed.append([kept, _renamed_undo(nested, names, new), variables])
    return renamed


def _renew_waits(turn: Turn, old: Process, element: ElementInstance, names: dict[str, str]) -> None:
    node = turn.node_of(element)
    waits: dict[str, Any] = element.data.get("waits", {})
    gone = set()
    for wait_id, (kind, before) in list(waits.items()):
        after = names.get(before, before)
        target = turn.process.nodes.get(after)
        if target is None or target.trigger is not old.nodes[before].trigger:
            waiting.close_wait(turn, element, wait_id)
            gone.add(after)
        else:
            waits[wait_id] = [kind, after]
    # Not those it had before and no longer waits for: they have happened.
    had = {names.get(event, event) for event in old.nodes} - gone
    fresh = [event for event in _events_of(turn, element, node) if event.id not in had]
    if not fresh or element.data.get("interrupted") or element.phase != ACTIVE:
        return
    try:
        waiting.open_for(turn, element, fresh)
    except Stuck as stuck:
        raise _no(stuck.message) from stuck


def _events_of(turn: Turn, element: ElementInstance, node: Node) -> list[Node]:
    """Return the boundary events and event sub-process starts that an element instance should wait for."""
    events = [] if is_part(element) else [turn.process.nodes[boundary] for boundary in node.boundaries]
    for sub_process in () if is_body(element) else node.event_sub_processes:
        events += turn.process.starts_of(sub_process)
    return events
