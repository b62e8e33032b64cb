"""What an element instance waits for: jobs, timers, messages, signals, conditions, opened and closed together.

``data["waits"]`` holds what is open: ``{id: [kind, node]}`` with kind ``timer``, ``subscription`` or ``condition``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from charter.workflows.engine.effects import (
    CreateJob,
    PutUserTask,
    RemoveJob,
    StartTimer,
    StopTimer,
    Subscribe,
    Unsubscribe,
)
from charter.workflows.engine.errors import EvaluationFailed, IncidentType, Stuck
from charter.workflows.engine.state import ElementInstance, is_body, is_part
from charter.workflows.engine.variables import evaluate, text_of, visible
from charter.workflows.model.graph import JobSpec, Kind, Listener, Node, Trigger

if TYPE_CHECKING:
    from charter.workflows.engine.turn import Turn


def offer_job(
    turn: Turn,
    element: ElementInstance,
    spec: JobSpec | Listener,
    kind: str,
    *,
    key: int | None = None,
    event: str = "",
    facts: dict[str, str] | None = None,
) -> str:
    """Offer a job to workers and let the element instance wait for it.

    Args:
        facts: headers beside those of the model; a listener gets its element's too.

    Raises:
        Stuck: its type or retries cannot be evaluated.
    """
    at = element.key if key is None else key
    type_ = text_of(turn, spec.type, at, "job type")
    retries = evaluate(turn, spec.retries, visible(turn, at), IncidentType.EXTRACT_VALUE_ERROR, "job retries")
    try:
        count = int(retries)
    except (TypeError, ValueError) as error:
        message = f"job retries: expected a whole number, but {spec.retries} gave {retries!r}."
        raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, message) from error
    job_id = turn.ports.new_id()
    element.data["job"] = job_id
    headers = dict(turn.node_of(element).headers) if isinstance(spec, Listener) else {}
    headers |= dict(spec.headers) | (facts or {})
    turn.effects.append(CreateJob(job_id, element.key, element.node, kind, type_, count, headers, event))
    return job_id


def next_listener(turn: Turn, element: ElementInstance, node: Node, event: str) -> bool:
    """Offer the next listener's job of a moment; False when all are done."""
    listeners = [listener for listener in node.listeners if listener.event == event]
    done = element.data.get("listener", 0)
    if done >= len(listeners):
        element.data.pop("listener", None)
        return False
    # Before the job, whose type may fail: what was mapped is not mapped again.
    element.data["listener"] = done
    element.data["listening"] = event
    offer_job(turn, element, listeners[done], "execution", event=event)
    return True


def open_events(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Open timers and subscriptions of boundary events and event sub-processes.

    Raises:
        Stuck: an expression cannot be evaluated; nothing is open then.
    """
    waited: list[Node] = []
    if not is_part(element):
        waited += [turn.process.nodes[boundary] for boundary in node.boundaries]
    if not is_body(element):
        for sub_process in node.event_sub_processes:
            waited += turn.process.starts_of(sub_process)
    if waited:
        open_for(turn, element, waited)


def open_for(turn: Turn, element: ElementInstance, events: list[Node]) -> None:
    """Open timers and subscriptions of catching events, all or none.

    An expression sees the variables of the scope an event lies in: of a boundary event, those around the activity.

    Raises:
        Stuck: an expression cannot be evaluated.
    """
    opened: list[StartTimer | Subscribe] = []
    for node in events:
        outside = node.kind is Kind.BOUNDARY_EVENT
        context_key = element.scope if outside and element.scope else element.key
        if (effect := _wait(turn, element, node, context_key)) is not None:
            opened.append(effect)
    waits = element.data.setdefault("waits", {})
    for effect in opened:
        kind = "timer" if isinstance(effect, StartTimer) else "subscription"
        waits[effect.id] = [kind, effect.node]
        turn.effects.append(effect)
    conditions = {turn.ports.new_id(): node for node in events if node.trigger is Trigger.CONDITIONAL}
    if conditions:
        waits |= {wait_id: ["condition", node.id] for wait_id, node in conditions.items()}
        turn.later("begun", element.key, list(conditions))


def _wait(turn: Turn, element: ElementInstance, node: Node, context_key: int) -> StartTimer | Subscribe | None:
    event = node.event
    if event is None:
        return None
    match event.trigger:
        case Trigger.TIMER if event.timer is not None:
            context = visible(turn, context_key)
            value = evaluate(turn, event.timer.text, context, IncidentType.EXTRACT_VALUE_ERROR, "timer")
            try:
                due, cycle, left = turn.ports.moment(event.timer.form, value, turn.now)
            except EvaluationFailed as failed:
                raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, f"timer: {failed}") from failed
            return StartTimer(turn.ports.new_id(), element.key, node.id, due, cycle, left)
        case Trigger.MESSAGE:
            name = text_of(turn, event.name or "", context_key, "message name")
            key = _correlation(turn, event.key or "", context_key)
            return Subscribe(turn.ports.new_id(), element.key, node.id, name, key, node.interrupting)
        case Trigger.SIGNAL:
            name = text_of(turn, event.name or "", context_key, "signal name")
            return Subscribe(turn.ports.new_id(), element.key, node.id, name, None, node.interrupting)
        case _:
            return None


def _correlation(turn: Turn, text: str, key: int) -> str:
    value = evaluate(turn, text, visible(turn, key), IncidentType.EXTRACT_VALUE_ERROR, "correlation key")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        message = f"correlation key: expected a text or number, but {text} gave {value!r}."
        raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, message)
    return value if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)


def close_wait(turn: Turn, element: ElementInstance, wait_id: str) -> None:
    """Close one timer or subscription."""
    kind, _ = element.data["waits"].pop(wait_id)
    if kind != "condition":
        turn.effects.append(StopTimer(wait_id) if kind == "timer" else Unsubscribe(wait_id))


def close_events(turn: Turn, element: ElementInstance) -> None:
    """Close everything but its person's task that an element instance waits for, its incident included."""
    for wait_id in list(element.data.get("waits", ())):
        close_wait(turn, element, wait_id)
    if (job := element.data.pop("job", None)) is not None:
        turn.effects.append(RemoveJob(job))
    turn.close_incident(element)


def close_all(turn: Turn, element: ElementInstance) -> None:
    """Close everything an element instance waits for, its incident included."""
    close_events(turn, element)
    if (task := element.data.pop("task", None)) is not None:
        turn.effects.append(PutUserTask(task["id"], element.key, element.node, "cancelled", task))
        turn.note("task", element, {"id": task["id"], "state": "cancelled"})


def catches(element: ElementInstance, node_id: str) -> list[str]:
    """Return the ids of what an element instance waits for on behalf of an event."""
    waits: dict[str, Any] = element.data.get("waits", {})
    return [wait_id for wait_id, (_, node) in waits.items() if node == node_id]
