"""Tasks: jobs for workers, scripts, decisions and tasks for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from charter.workflows.engine import waiting
from charter.workflows.engine.effects import PutUserTask, RecordDecision
from charter.workflows.engine.errors import CommandRejected, EvaluationFailed, IncidentType, Stuck
from charter.workflows.engine.state import TERMINATING, ElementInstance, Variables
from charter.workflows.engine.variables import evaluate, propagate, set_local, text_of, visible
from charter.workflows.model.graph import JobSpec, Node, UserTaskSpec

if TYPE_CHECKING:
    from charter.workflows.engine.turn import Turn

_HEADERS = {
    "assignee": "assignee",
    "candidate_groups": "candidateGroups",
    "candidate_users": "candidateUsers",
    "due_date": "dueDate",
    "follow_up_date": "followUpDate",
    "priority": "priority",
}
USER_TASK_FIELDS = frozenset(_HEADERS)
DENIABLE = frozenset({"assigning", "updating", "completing"})
"""Changes of a task that its listeners may deny."""
_CANCELING = "canceling"
_ACTIONS = {"assigning": "assign", "updating": "update", "completing": "complete"}


def job(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Offer the task's job and wait for a worker."""
    if node.job is None:
        turn.later("complete", element.key)
        return
    _offer(turn, element, node.job)


def _offer(turn: Turn, element: ElementInstance, spec: JobSpec) -> None:
    waiting.offer_job(turn, element, spec, "task")


def script(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Evaluate a FEEL script here, or offer a job for any other."""
    if node.script is None:
        job(turn, element, node)
        return
    context = visible(turn, element.key)
    value = evaluate(turn, node.script.expression, context, IncidentType.EXTRACT_VALUE_ERROR, "script")
    result(turn, element, node, {node.script.result: value} if node.script.result else {})


def decision(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Evaluate a DMN decision here, or offer a job."""
    if node.decision is None:
        job(turn, element, node)
        return
    decision_id = text_of(turn, node.decision.decision_id, element.key, "decision id")
    value, record = turn.ports.decide(node.decision, decision_id, visible(turn, element.key), turn.now)
    turn.effects.append(RecordDecision(element.key, node.id, decision_id, record))
    result(turn, element, node, {node.decision.result: value})


def result(turn: Turn, element: ElementInstance, node: Node, values: Variables) -> None:
    """Bring in what a task produced: kept local when outputs are mapped, passed up otherwise; then complete."""
    turn.later("complete", element.key)  # before conditions hear of the variables: its own no longer count
    if node.outputs:
        set_local(turn, element, values)
    else:
        propagate(turn, element.key, values)


def user_task(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Create the task for a person.

    Raises:
        Stuck: one of its attributes cannot be evaluated.
    """
    spec = node.user_task or UserTaskSpec()
    context = visible(turn, element.key)
    facts: dict[str, Any] = {
        "id": turn.ports.new_id(),
        "name": node.name,
        "form": spec.form_id or spec.external_form or spec.embedded_form,
        "form_binding": spec.form_binding,
        "assignee": _text(turn, spec.assignee, context, "assignee"),
        "candidate_groups": _texts(turn, spec.candidate_groups, context, "candidate groups"),
        "candidate_users": _texts(turn, spec.candidate_users, context, "candidate users"),
        "due_date": _date(turn, spec.due_date, context, "due date"),
        "follow_up_date": _date(turn, spec.follow_up_date, context, "follow-up date"),
        "priority": _priority(turn, spec.priority, context),
    }
    element.data["task"] = facts
    assignee = facts["assignee"]
    stages = [["creating", {}]]
    if assignee:
        # The assignment has listeners of its own, so it is a change of the created task.
        facts["assignee"] = None
        stages.append(["assigning", {"assignee": assignee}])
    element.data["stages"] = stages
    turn.effects.append(PutUserTask(facts["id"], element.key, element.node, "creating", facts))
    turn.later("advance", element.key)


def change(turn: Turn, element: ElementInstance, event: str, values: dict[str, Any]) -> None:
    """Begin a change of a task: its listeners run first and may deny it.

    Args:
        event: ``assigning``, ``updating`` or ``completing``.

    Raises:
        CommandRejected: the task is in the middle of another change.
    """
    if element.data.get("stages"):
        stage = element.data["stages"][0][0]
        raise CommandRejected("invalid-state", f"The task is being changed ({stage}); try again when that is done.")
    element.data["stages"] = [[event, values]]
    turn.later("advance", element.key)


def advance(turn: Turn, element: ElementInstance) -> None:
    """Run the listeners of the change in hand, then make it; then the next one.

    Raises:
        Stuck: a listener's type or retries cannot be evaluated.
    """
    node, stages = turn.node_of(element), element.data["stages"]
    while stages:
        event, values = stages[0]
        listeners = [listener for listener in node.task_listeners if listener.event == event]
        done = element.data.get("listener", 0)
        if done < len(listeners):
            element.data["listener"], element.data["listening"] = done, event
            facts = _told(element, event, values)
            waiting.offer_job(turn, element, listeners[done], "task_listener", event=event, facts=facts)
            return
        element.data.pop("listener", None)
        element.data.pop("listening", None)
        stages.pop(0)
        if event == _CANCELING:
            end_at_once(turn, element)
            return
        if event == "completing":
            _complete(turn, element, node, values)
            return
        _make(turn, element, event, values)


def _told(element: ElementInstance, event: str, values: dict[str, Any]) -> dict[str, str]:
    """Return what a task's listener learns of it by its job's headers; the names are Camunda 8's."""
    task: dict[str, Any] = element.data["task"]
    now = task | {name: value for name, value in values.items() if name in USER_TASK_FIELDS}
    changed = [_HEADERS[name] for name in _HEADERS if now.get(name) != task.get(name)]
    facts = {camel: now.get(name) for name, camel in _HEADERS.items()}
    facts |= {"userTaskKey": task["id"], "formKey": task.get("form"), "action": _ACTIONS.get(event)}
    facts["changedAttributes"] = changed
    return {
        f"io.camunda.zeebe:{name}": value if isinstance(value, str) else json.dumps(value)
        for name, value in facts.items()
        if value not in (None, "", [])
    }


def listened_to_its_end(turn: Turn, element: ElementInstance) -> bool:
    """Let listeners hear of a task's cancellation before it is taken away; False when there are none."""
    node = turn.node_of(element)
    if "task" not in element.data or not any(listener.event == _CANCELING for listener in node.task_listeners):
        return False
    waiting.close_events(turn, element)
    for name in ("listener", "listening"):
        element.data.pop(name, None)
    element.data["stages"] = [[_CANCELING, {}]]
    turn.later("advance", element.key)
    return True


def end_at_once(turn: Turn, element: ElementInstance) -> None:
    """End a task that is being cancelled, whatever its listeners do."""
    if element.phase == TERMINATING and "task" in element.data:
        waiting.close_all(turn, element)
        turn.terminated(element)


def denied(turn: Turn, element: ElementInstance, reason: str | None) -> None:
    """Drop the change in hand: a listener denied it."""
    event, _ = element.data["stages"].pop(0)
    for name in ("listener", "listening"):
        element.data.pop(name, None)
    turn.note("task", element, {"id": element.data["task"]["id"], "denied": event, "reason": reason})
    task = element.data["task"]
    turn.effects.append(PutUserTask(task["id"], element.key, element.node, "created", task))
    if element.data["stages"]:
        turn.later("advance", element.key)


def correct(element: ElementInstance, corrections: dict[str, Any]) -> None:
    """Take over what a listener corrected; later listeners and the task itself see it."""
    stage = element.data["stages"][0]
    stage[1] = stage[1] | {name: value for name, value in corrections.items() if name in USER_TASK_FIELDS}


def _make(turn: Turn, element: ElementInstance, event: str, values: dict[str, Any]) -> None:
    task = element.data["task"]
    task.update({name: value for name, value in values.items() if name in USER_TASK_FIELDS})
    turn.effects.append(PutUserTask(task["id"], element.key, element.node, "created", task))
    turn.note("task", element, {"id": task["id"], "state": event, **values})


def _complete(turn: Turn, element: ElementInstance, node: Node, values: dict[str, Any]) -> None:
    task = element.data.pop("task") | {name: values[name] for name in USER_TASK_FIELDS if name in values}
    turn.effects.append(PutUserTask(task["id"], element.key, element.node, "completed", task))
    turn.note("task", element, {"id": task["id"], "state": "completed"})
    result(turn, element, node, values.get("variables", {}))


def _text(turn: Turn, text: str | None, context: Variables, what: str) -> str | None:
    if text is None:
        return None
    value = evaluate(turn, text, context, IncidentType.EXTRACT_VALUE_ERROR, what)
    if value is not None and not isinstance(value, str):
        raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, f"{what}: expected a text, but {text} gave {value!r}.")
    return value or None


def _texts(turn: Turn, text: str | None, context: Variables, what: str) -> list[str]:
    if text is None:
        return []
    value = evaluate(turn, text, context, IncidentType.EXTRACT_VALUE_ERROR, what)
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, f"{what}: expected a list of texts, but {text} gave {value!r}.")
    return value


def _date(turn: Turn, text: str | None, context: Variables, what: str) -> str | None:
    if text is None:
        return None
    value = evaluate(turn, text, context, IncidentType.EXTRACT_VALUE_ERROR, what)
    if value in (None, ""):
        return None
    try:
        due, _, _ = turn.ports.moment("date", value, turn.now)
    except EvaluationFailed as failed:
        raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, f"{what}: {failed}") from failed
    return due.isoformat()


def _priority(turn: Turn, text: str, context: Variables) -> int:
    value = evaluate(turn, text, context, IncidentType.EXTRACT_VALUE_ERROR, "priority")
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1
    if not 0 <= number <= 100:
        raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, f"priority: expected a number from 0 to 100, but got {value!r}.")
    return number
