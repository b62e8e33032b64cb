"""The commands an instance takes, and what comes of them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from charter.workflows.engine import waiting
from charter.workflows.engine.behaviours import ad_hoc, events, gateways, tasks
from charter.workflows.engine.effects import Effect, RemoveJob
from charter.workflows.engine.errors import CommandRejected, IncidentType, Stuck
from charter.workflows.engine.state import (
    ACTIVE,
    ROOT,
    TERMINATING,
    ElementInstance,
    InstanceState,
    Variables,
    is_body,
)
from charter.workflows.engine.turn import Ports, Turn
from charter.workflows.engine.variables import propagate, set_local
from charter.workflows.model.graph import Kind, Process, Trigger


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command led to.

    Attributes:
        history: ``[what, key, node, facts]`` in order.
        unfinished: whether the turn was over before all was done; a ``go_on`` command continues.
    """

    effects: list[Effect] = field(default_factory=list)
    history: list[list[Any]] = field(default_factory=list)
    variables_changed: bool = False
    unfinished: bool = False


Command = dict[str, Any]
"""``do`` names the command, the rest are its arguments: JSON, so that it can wait in a table."""


def apply(process: Process, state: InstanceState, command: Command, ports: Ports, now: datetime) -> Outcome:
    """Do a command: ``state`` is changed, everything else is returned.

    Raises:
        CommandRejected: it does not fit; the state is as it was.
    """
    waiting_steps = state.todo
    turn = Turn(process, state, ports, now)
    arguments = {name: value for name, value in command.items() if name != "do"}
    try:
        COMMANDS[command["do"]](turn, **arguments)
    except CommandRejected:
        state.todo = waiting_steps
        raise
    turn.run()
    return Outcome(turn.effects, turn.history, turn.variables_changed, bool(state.todo))


def _start(
    turn: Turn,
    variables: Variables,
    begin: list[list[Any]] | None = None,
    depth: int = 0,
    caught_above: list[str] | None = None,
) -> None:
    """Begin the instance.

    Args:
        begin: ``[node, event variables or None]`` for each node to begin at; None for the plain start event.
    """
    if turn.state.last_key:
        raise CommandRejected("invalid-state", "The instance has begun already.")
    turn.state.depth = depth
    turn.state.caught_above = caught_above or []
    turn.create(turn.process.id, None, {"begin": begin} if begin is not None else None, variables)


def _waiting_for(turn: Turn, key: int, job: str) -> ElementInstance:
    element = turn.state.elements.get(key)
    if element is None or element.data.get("job") != job:
        raise CommandRejected("not-found", "The job is done, cancelled, or was never there.")
    return element


def _complete_job(
    turn: Turn,
    key: int,
    job: str,
    variables: Variables | None = None,
    result: dict[str, Any] | None = None,
    record: dict[str, Any] | None = None,
) -> None:
    """Take a worker's result; ``record`` is kept in the history."""
    element = _waiting_for(turn, key, job)
    node = turn.node_of(element)
    values, result = variables or {}, result or {}
    if node.kind is Kind.AD_HOC_SUB_PROCESS and "listening" not in element.data:
        ad_hoc.require_choices(turn, node, result)
    if result.get("denied") and element.data.get("listening") not in tasks.DENIABLE:
        raise CommandRejected("invalid-argument", "Only assigning, updating and completing a task can be denied.")
    if record:
        turn.note("worked", element, record)
    turn.close_incident(element)
    if node.decider is not None and element.data.get("listening") is None:
        gateways.decided(turn, element, result or values)
        return
    turn.effects.append(RemoveJob(element.data.pop("job")))
    listening = element.data.pop("listening", None)
    if listening in {"start", "end"}:
        element.data["listener"] += 1
        # What a listener leaves at the end is for the scope around, as Camunda 8 does it.
        outside = listening == "end" and element.scope
        set_local(turn, turn.state.elements[element.scope] if outside else element, values)
        turn.later("activate" if listening == "start" else "complete", key)
    elif listening is not None:
        _task_listener_done(turn, element, result)
    elif node.kind is Kind.AD_HOC_SUB_PROCESS:
        propagate(turn, key, values)
        ad_hoc.chosen_by_worker(turn, element, result)
    else:
        tasks.result(turn, element, node, values)


def _task_listener_done(turn: Turn, element: ElementInstance, result: dict[str, Any]) -> None:
    if result.get("denied"):
        tasks.denied(turn, element, result.get("deniedReason"))
        return
    tasks.correct(element, result.get("corrections") or {})
    element.data["listener"] += 1
    turn.later("advance", element.key)


def _job_out_of_retries(turn: Turn, key: int, job: str, message: str) -> None:
    """Raise an incident: no worker could do the job. An agent that was to decide leaves it to the conditions."""
    element = _waiting_for(turn, key, job)
    if turn.node_of(element).decider is not None:
        gateways.decided(turn, element, {}, why_not=message or "the agent failed")
        return
    if "incident" not in element.data:
        stuck = Stuck(IncidentType.JOB_NO_RETRIES, message or "The job has no retries left.")
        turn.raise_incident(element, ["retry_job", key], stuck, job)


def _throw_error(
    turn: Turn, key: int, job: str, code: str, message: str = "", variables: Variables | None = None
) -> None:
    """Take a business error from a worker."""
    element = _waiting_for(turn, key, job)
    if "listening" in element.data:
        raise CommandRejected("invalid-state", "A listener cannot throw an error: fail its job, or deny the change.")
    if turn.node_of(element).decider is not None:
        gateways.decided(turn, element, {}, why_not=message or code)
        return
    turn.close_incident(element)
    turn.effects.append(RemoveJob(element.data.pop("job")))
    turn.later("throw_from_job", key, code, message, variables or {})


def _fire(turn: Turn, key: int, wait: str, variables: Variables | None = None, again: Any = None) -> None:
    """Let a timer go off, or a message or signal arrive.

    Args:
        again: the timer goes on (a cycle), so that it stays open.
    """
    element = turn.state.elements.get(key)
    if element is None or wait not in element.data.get("waits", {}) or element.phase == TERMINATING:
        raise CommandRejected("not-found", "Nothing waits for this any more.")
    _, node_id = element.data["waits"][wait]
    node = turn.process.nodes[node_id]
    if node.kind is Kind.START_EVENT and element.phase != ACTIVE:
        raise CommandRejected("not-found", "The scope is completing: no event sub-process begins in it any more.")
    if node.decider is not None:
        gateways.decided(turn, element, {}, why_not="it took too long")
        return
    stays = not node.interrupting and (node.trigger is not Trigger.TIMER or again)
    turn.note("triggered", element, {"event": node_id})
    if not stays:
        waits = element.data["waits"]
        waits.pop(wait)
    events.trigger(turn, element, node, variables or {})


def _child(
    turn: Turn, key: int, child: str, what: str, code: str | None = None, variables: Variables | None = None
) -> None:
    """Hear from a called instance: ``completed``, ``terminated``, ``error``, ``escalation`` or ``refused``."""
    element = turn.state.elements.get(key)
    if element is None or element.data.get("child") != child:
        raise CommandRejected("not-found", "The call activity is over.")
    node, values = turn.node_of(element), variables or {}
    if what in {"error", "escalation"}:
        if element.phase == TERMINATING:
            return
        if what == "error":
            turn.later("throw", key, code, "", values)
        else:
            events.escalate(turn, element, code or "", values)
        return
    del element.data["child"]
    if what == "refused":
        stuck = Stuck(IncidentType.CALLED_ELEMENT_ERROR, code or "The called process cannot be started.")
        turn.raise_incident(element, ["behave", key], stuck)
    elif element.phase == TERMINATING:
        if element.tokens == 0:
            turn.terminated(element)
    elif what == "terminated":
        turn.terminate(element)
    else:
        called = node.called
        tasks.result(
            turn, element, node, values if called is None or called.all_child_variables or node.outputs else {}
        )


def _resolve(turn: Turn, key: int) -> None:
    """Try again what an incident stopped."""
    element = turn.element(key)
    step = turn.close_incident(element)
    if step is None:
        raise CommandRejected("invalid-state", "This element instance has no incident.")
    if step[0] != "retry_job":
        turn.todo.append(step)


def _set_variables(turn: Turn, variables: Variables, key: int = ROOT, local: bool = False) -> None:
    element = turn.element(key)
    if local:
        set_local(turn, element, variables)
    else:
        propagate(turn, key, variables)


def _cancel(turn: Turn) -> None:
    """End the instance, whatever it is doing; asked again, without waiting for listeners."""
    root = turn.state.elements.get(ROOT)
    if root is None:
        raise CommandRejected("invalid-state", "The instance has ended.")
    if root.phase != TERMINATING:
        turn.terminate(root)
        return
    for element in list(turn.state.elements.values()):
        tasks.end_at_once(turn, element)


def _task(turn: Turn, key: int, task: str, event: str, values: dict[str, Any]) -> None:
    """Change or complete a task for a person."""
    element = turn.state.elements.get(key)
    if element is None or element.data.get("task", {}).get("id") != task:
        raise CommandRejected("not-found", "The task is done or cancelled.")
    tasks.change(turn, element, event, values)


def _modify(turn: Turn, activate: list[dict[str, Any]] | None = None, terminate: list[int] | None = None) -> None:
    """Activate nodes and terminate element instances by hand.

    Args:
        activate: ``node``, and if wanted ``scope`` (key of the element instance to lie in) and ``variables``.
        terminate: keys.
    """
    root = turn.element(ROOT)
    ending = [turn.element(key) for key in terminate or []]
    before = copy.deepcopy(turn.state)
    try:
        for wanted in activate or []:
            _activate_by_hand(turn, wanted)
    except CommandRejected:
        for name in ("elements", "variables", "last_key"):
            setattr(turn.state, name, getattr(before, name))
        raise
    for element in ending:
        if element.key in turn.state.elements:
            turn.terminate(element)
    if root.tokens == 0 and root.phase == ACTIVE:
        turn.terminate(root)


def _activate_by_hand(turn: Turn, wanted: dict[str, Any]) -> None:
    node = turn.process.nodes.get(wanted["node"])
    if (
        node is None
        or node.kind in {Kind.PROCESS, Kind.BOUNDARY_EVENT}
        or (node.kind is Kind.START_EVENT and turn.process.nodes[node.scope].kind is Kind.EVENT_SUB_PROCESS)
    ):
        raise CommandRejected("invalid-argument", f"{wanted['node']!r} is no element that can be activated by hand.")
    scope = _scope_for(turn, node.scope, wanted.get("scope"))
    turn.create(node.id, scope, None, wanted.get("variables"))


def _scope_for(turn: Turn, scope_node: str, key: int | None) -> ElementInstance:
    """Return the element instance a node is to lie in, making the sub-processes around it where there are none."""
    found = [
        element
        for element in turn.state.elements.values()
        if element.node == scope_node and element.phase == ACTIVE and not is_body(element)
    ]
    if key is not None:
        found = [element for element in found if element.key == key]
    if len(found) > 1:
        keys = [element.key for element in found]
        raise CommandRejected(
            "invalid-argument", f"{scope_node!r} is active more than once: name one of {keys} as scope."
        )
    if found:
        return found[0]
    node = turn.process.nodes[scope_node]
    if key is not None or node.kind is Kind.PROCESS or node.loop is not None:
        raise CommandRejected("invalid-argument", f"{scope_node!r} has no active element instance to lie in.")
    outer = _scope_for(turn, node.scope, None)
    turn.state.last_key += 1
    made = ElementInstance(turn.state.last_key, scope_node, outer.key, ACTIVE)
    turn.state.elements[made.key] = made
    outer.tokens += 1
    turn.note("activating", made, {"scope": outer.key})
    try:
        waiting.open_events(turn, made, node)
    except Stuck as stuck:
        raise CommandRejected("invalid-argument", stuck.message) from stuck
    turn.note("activated", made)
    return made


def _go_on(_turn: Turn) -> None:
    """Take the steps that the last turn had no room for."""


COMMANDS: dict[str, Callable[..., None]] = {
    "start": _start,
    "complete_job": _complete_job,
    "job_out_of_retries": _job_out_of_retries,
    "throw_error": _throw_error,
    "fire": _fire,
    "child": _child,
    "resolve": _resolve,
    "set_variables": _set_variables,
    "cancel": _cancel,
    "task": _task,
    "modify": _modify,
    "go_on": _go_on,
}
