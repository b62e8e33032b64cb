"""Events: starting, catching, throwing; who catches an error or escalation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charter.workflows.engine import waiting
from charter.workflows.engine.behaviours import compensation, tasks
from charter.workflows.engine.effects import BroadcastSignal, TellParent
from charter.workflows.engine.errors import IncidentType, Stuck
from charter.workflows.engine.state import ACTIVE, TERMINATING, ElementInstance, Variables, is_body, is_part
from charter.workflows.engine.variables import propagate, set_local, text_of
from charter.workflows.model.graph import Kind, Node, Trigger

if TYPE_CHECKING:
    from charter.workflows.engine.turn import Turn


def start(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Go on; what came with the trigger stays in the sub-process, or belongs to the process."""
    _take_over(turn, element, node)


def triggered(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Go on with what came with the trigger."""
    _take_over(turn, element, node)


def _take_over(turn: Turn, element: ElementInstance, node: Node) -> None:
    values: Variables = element.data.pop("triggered", None) or {}
    if node.outputs:
        set_local(turn, element, values)
    else:
        scope = turn.state.elements[element.scope]
        if turn.node_of(scope).kind is Kind.EVENT_SUB_PROCESS and node.kind is Kind.START_EVENT:
            set_local(turn, scope, values)
        else:
            propagate(turn, element.scope, values)
    turn.later("complete", element.key)


def catch(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Wait for what the event or receive task is about; a link, or what has come already, goes on at once."""
    if "triggered" in element.data:
        _take_over(turn, element, node)
    elif node.event is None or node.event.trigger in {Trigger.LINK, Trigger.NONE}:
        turn.later("complete", element.key)
    else:
        waiting.open_for(turn, element, [node])


def throw(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Do what the throwing or end event says."""
    match node.trigger:
        case Trigger.MESSAGE:
            tasks.job(turn, element, node)
        case Trigger.SIGNAL:
            name = text_of(turn, (node.event and node.event.name) or "", element.key, "signal name")
            turn.effects.append(BroadcastSignal(name, dict(turn.state.variables.get(element.key, {}))))
            turn.later("complete", element.key)
        case Trigger.ERROR:
            throw_again(turn, element)
        case Trigger.ESCALATION:
            _escalate(turn, element, node)
        case Trigger.TERMINATE:
            _terminate_others(turn, element)
        case Trigger.LINK:
            _jump(turn, element, node)
        case Trigger.COMPENSATION:
            compensation.trigger(turn, element, (node.event and node.event.activity) or None)
        case _:
            turn.later("complete", element.key)


def throw_again(
    turn: Turn, element: ElementInstance, code: str | None = None, message: str = "", values: Variables | None = None
) -> None:
    """Throw an error from an element instance: an event's own, or the one a worker gave.

    Raises:
        Stuck: nobody catches it.
    """
    node = turn.node_of(element)
    if code is None:
        code = text_of(turn, (node.event and node.event.code) or "", element.key, "error code")
        values = dict(turn.state.variables.get(element.key, {}))
    found = find_catcher(turn, element, Trigger.ERROR, code)
    if found is not None:
        trigger(turn, found[0], found[1], values or {})
        return
    if code in turn.state.caught_above or "*" in turn.state.caught_above:
        turn.effects.append(TellParent("error", code, values or {}))
        return
    said = f' It said: "{message}".' if message else ""
    raise Stuck(
        IncidentType.UNHANDLED_ERROR_EVENT,
        f'The error "{code}" of {node.label} is caught nowhere.{said} '
        "Add an error boundary event or an event sub-process with this code or none.",
    )


def throw_from_job(turn: Turn, element: ElementInstance, code: str, message: str, values: Variables) -> None:
    """Throw the error a worker gave; where nobody catches it, resolving the incident offers the job again."""
    try:
        throw_again(turn, element, code, message, values)
    except Stuck as stuck:
        again = {"start": "activate", "end": "complete", None: "behave"}.get(element.data.get("listening"), "advance")
        if again == "behave" and turn.node_of(element).kind is Kind.AD_HOC_SUB_PROCESS:
            again = "offer_again"
        turn.raise_incident(element, [again, element.key], stuck)


def _escalate(turn: Turn, element: ElementInstance, node: Node) -> None:
    code = text_of(turn, (node.event and node.event.code) or "", element.key, "escalation code")
    turn.later("complete", element.key)
    escalate(turn, element, code, dict(turn.state.variables.get(element.key, {})))


def escalate(turn: Turn, element: ElementInstance, code: str, values: Variables) -> None:
    """Bring an escalation to the nearest event that catches it, in the calling instances if there is none here."""
    found = find_catcher(turn, element, Trigger.ESCALATION, code)
    if found is not None:
        trigger(turn, found[0], found[1], values)
    else:
        turn.effects.append(TellParent("escalation", code, values))


def find_catcher(turn: Turn, element: ElementInstance, kind: Trigger, code: str) -> tuple[ElementInstance, Node] | None:
    """Return the nearest catching event up the scopes and the element instance it belongs to.

    At each level event sub-processes come before boundary events, and an event with this code before one for all.
    """
    at: ElementInstance | None = element
    while at is not None and at.phase != TERMINATING:
        node = turn.node_of(at)
        candidates: list[Node] = []
        if at.phase == ACTIVE and not at.data.get("interrupted") and not is_body(at):
            for sub_process in node.event_sub_processes:
                candidates += turn.process.starts_of(sub_process)
        here = [candidate for candidate in candidates if _matches(candidate, kind, code)]
        if not is_part(at):
            boundaries = [turn.process.nodes[boundary] for boundary in node.boundaries]
            attached = [candidate for candidate in boundaries if _matches(candidate, kind, code)]
        else:
            attached = []
        for level in (here, attached):
            if level:
                return at, min(level, key=lambda candidate: candidate.event is None or candidate.event.code is None)
        at = turn.state.elements.get(at.scope)
    return None


def _matches(node: Node, kind: Trigger, code: str) -> bool:
    return node.event is not None and node.event.trigger is kind and node.event.code in {None, "", code}


def codes_caught(turn: Turn, element: ElementInstance) -> list[str]:
    """Return the error codes caught at or above an element instance, ``*`` for all: what a callee may throw."""
    codes = set(turn.state.caught_above)
    at: ElementInstance | None = element
    while at is not None:
        node = turn.node_of(at)
        events = [turn.process.nodes[boundary] for boundary in node.boundaries]
        for sub_process in () if at.data.get("interrupted") else node.event_sub_processes:
            events += turn.process.starts_of(sub_process)
        codes |= {event.event.code or "*" for event in events if event.event and event.trigger is Trigger.ERROR}
        at = turn.state.elements.get(at.scope)
    return sorted(codes)


def trigger(turn: Turn, host: ElementInstance, node: Node, values: Variables) -> None:
    """Let a catching event happen.

    Args:
        host: the element instance that waits for it: itself, the gateway before it, the activity it is attached to,
            or the scope of its event sub-process.
    """
    if node.kind is Kind.BOUNDARY_EVENT:
        if node.interrupting:
            host.data["event"] = [node.id, values]
            turn.terminate(host)
        else:
            turn.create(node.id, turn.state.elements[host.scope], {"triggered": values})
    elif node.kind is Kind.START_EVENT:
        _trigger_event_sub_process(turn, host, node, values)
    elif host.node == node.id:
        waiting.close_all(turn, host)
        host.data["triggered"] = values
        _take_over(turn, host, node)
    else:
        waiting.close_all(turn, host)
        host.data["flows"] = []
        host.data["chosen"] = [node.id, values]
        turn.later("complete", host.key)


def _trigger_event_sub_process(turn: Turn, scope: ElementInstance, start_event: Node, values: Variables) -> None:
    sub_process = start_event.scope
    if not start_event.interrupting:
        turn.create(sub_process, scope, {"start": start_event.id, "triggered": values})
        return
    scope.data["interrupted"] = True
    scope.data["event_sub_process"] = [sub_process, start_event.id, values]
    inside = {event.id for other in turn.node_of(scope).event_sub_processes for event in turn.process.starts_of(other)}
    for wait_id, (_, node_id) in list(scope.data.get("waits", {}).items()):
        if node_id in inside:
            waiting.close_wait(turn, scope, wait_id)
    turn.empty(scope)
    turn.later("child_gone", scope.key, None, True)


def _terminate_others(turn: Turn, element: ElementInstance) -> None:
    """End everything else in the scope; the scope then completes with this event."""
    scope = turn.state.elements[element.scope]
    scope.data["ended_by"] = element.node  # a called instance may take a while to end, and be the last to go
    del turn.state.elements[element.key]  # so that it does not end itself
    turn.empty(scope)
    turn.state.elements[element.key] = element
    turn.later("complete", element.key)


def _jump(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Go on at the link event of the same name in the same scope."""
    name = node.event.name if node.event else None
    for other in turn.process.nodes[node.scope].children:
        target = turn.process.nodes[other]
        if target.kind is Kind.CATCH_EVENT and target.event == node.event:
            element.data["flows"] = []
            element.data["chosen"] = [target.id, {}]
            turn.later("complete", element.key)
            return
    raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, f'There is no link event "{name}" to go on at.')  # refused earlier
