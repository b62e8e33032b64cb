"""Activities: how each is executed, its listeners, forms and dates."""

from __future__ import annotations

from collections.abc import Iterable

from charter.workflows import schedule
from charter.workflows.engine.errors import EvaluationFailed
from charter.workflows.model.graph import Kind, Listener, Node, Trigger, UserTaskSpec
from charter.workflows.model.names import ZEEBE
from charter.workflows.model.rules.subject import Subject

_WORK = frozenset({Kind.SERVICE_TASK, Kind.SEND_TASK})
_MAY_HAVE_JOB = _WORK | {Kind.SCRIPT_TASK, Kind.BUSINESS_RULE_TASK, Kind.AD_HOC_SUB_PROCESS}
_BINDINGS = frozenset({"latest", "deployment", "versionTag"})
_TASK_MOMENTS = frozenset({"creating", "assigning", "updating", "completing", "canceling"})


def check(subject: Subject) -> None:
    """Check the activities of a process, and the process itself where it has listeners or a version tag."""
    root = subject.process.root
    _listeners(subject, root)
    if subject.process.version_tag is not None and not subject.process.version_tag.strip():
        subject.report("version-tag.missing", root, "The version tag of the process is empty.", "Give it a value.")
    for node in subject.nodes:
        _implementation(subject, node)
        _headers(subject, node)
        _listeners(subject, node)
        _loop(subject, node)
        _bindings(subject, node)
        if node.kind is Kind.CALL_ACTIVITY and (node.called is None or not node.called.process_id):
            message = f"{node.label} names no process to call."
            subject.report("called-element.missing", node, message, "Give zeebe:calledElement a processId.")
        if node.user_task is not None:
            _user_task(subject, node, node.user_task)


def _implementation(subject: Subject, node: Node) -> None:
    throws = node.kind in {Kind.THROW_EVENT, Kind.END_EVENT} and node.trigger is Trigger.MESSAGE
    if node.job is not None:
        if node.kind not in _MAY_HAVE_JOB and not throws:
            message = f"{node.label} has a task definition, but no worker is asked here."
            subject.report("task.definition-not-allowed", node, message, "Remove it, or make it a service task.")
        elif not node.job.type:
            message = f"The task definition of {node.label} has no type."
            subject.report("task.definition-missing", node, message, "Give it the type that its workers take.")
        _retries(subject, node, node.job.retries)
    _misplaced(subject, node)
    if (node.kind in _WORK or throws) and node.job is None:
        message = f"{node.label} says not which worker does it."
        fix = 'Give it <zeebe:taskDefinition type="..."/>, or a service task <charter:agent ref="..."/>.'
        subject.report("task.definition-missing", node, message, fix)
    if node.kind in {Kind.SCRIPT_TASK, Kind.BUSINESS_RULE_TASK}:
        _evaluated(subject, node)


def _misplaced(subject: Subject, node: Node) -> None:
    for found, kind, name in (
        (node.script, Kind.SCRIPT_TASK, "zeebe:script"),
        (node.decision, Kind.BUSINESS_RULE_TASK, "zeebe:calledDecision"),
        (node.called, Kind.CALL_ACTIVITY, "zeebe:calledElement"),
    ):
        if found is not None and node.kind is not kind:
            message = f"{node.label} has {name}, which only a {kind.value} is executed by."
            subject.report("task.definition-not-allowed", node, message, f"Remove it, or make it a {kind.value}.")


def _evaluated(subject: Subject, node: Node) -> None:
    """Check a task that FEEL or a decision table does, or a worker."""
    if node.kind is Kind.SCRIPT_TASK:
        _one_way(subject, node, node.script is not None, "zeebe:script")
        if node.script is not None and not (node.script.expression and node.script.result):
            message = f"The script of {node.label} has no expression or no result variable."
            subject.report("script.incomplete", node, message, "Give zeebe:script expression and resultVariable.")
    if node.kind is Kind.BUSINESS_RULE_TASK:
        _one_way(subject, node, node.decision is not None, "zeebe:calledDecision")
        if node.decision is not None and not (node.decision.decision_id and node.decision.result):
            message = f"The called decision of {node.label} has no id or no result variable."
            fix = "Give zeebe:calledDecision decisionId and resultVariable."
            subject.report("called-decision.incomplete", node, message, fix)


def _one_way(subject: Subject, node: Node, here: bool, name: str) -> None:
    if here == (node.job is not None):
        message = (
            f"{node.label} has {'both' if here else 'neither'} {name} {'and' if here else 'nor'} a task definition."
        )
        subject.report("task.implementation", node, message, "Give it exactly one of them.")


def _retries(subject: Subject, node: Node, retries: str) -> None:
    if not retries.startswith("=") and not (retries.isascii() and retries.isdigit()):
        message = f'The retries of {node.label} are "{retries[:50]}".'
        subject.report("task.retries", node, message, "Write a whole number, for example 3, or an expression.")


def _headers(subject: Subject, node: Node) -> None:
    written = subject.extension(node, "taskHeaders")
    keys = [header.attributes.get("key", "") for header in written.all("header", ZEEBE)] if written is not None else []
    for key in _twice(keys):
        message = f'{node.label} has more than one header "{key}".'
        subject.report("task.header-repeated", node, message, "Keep one of them.")
    for listener in (*node.listeners, *node.task_listeners):
        for key in _twice(key for key, _ in listener.headers):
            message = f'A listener of {node.label} has more than one header "{key}".'
            subject.report("task.header-repeated", node, message, "Keep one of them.")


def _twice(values: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [value for value in values if value in seen or seen.add(value)]  # type: ignore[func-returns-value]


def _listeners(subject: Subject, node: Node) -> None:
    moments = {"end"} if node.kind is Kind.START_EVENT else {"start", "end"}
    if node.kind is Kind.BOUNDARY_EVENT:
        moments = {"end"}
    _listening(subject, node, node.listeners, moments)
    _listening(subject, node, node.task_listeners, _TASK_MOMENTS)
    if node.task_listeners and node.kind is not Kind.USER_TASK:
        message = f"{node.label} has task listeners, but is no user task."
        subject.report("listener.position", node, message, "Use execution listeners.")


def _listening(subject: Subject, node: Node, listeners: tuple[Listener, ...], moments: Iterable[str]) -> None:
    for listener in listeners:
        if not listener.type:
            message = f"A listener of {node.label} has no type."
            subject.report("listener.type-missing", node, message, "Give it the type that its workers take.")
        if listener.event not in moments:
            message = f'A listener of {node.label} is for "{listener.event}".'
            subject.report("listener.event-unknown", node, message, f"Choose one of: {', '.join(sorted(moments))}.")
        _retries(subject, node, listener.retries)
    for _ in _twice(f"{listener.event} {listener.type}" for listener in listeners if listener.type):
        message = f"{node.label} has two listeners of the same type and moment."
        subject.report("listener.repeated", node, message, "Keep one, or give them types of their own.")


def _loop(subject: Subject, node: Node) -> None:
    if node.loop is not None and (node.loop.output_collection is None) != (node.loop.output_element is None):
        message = f"The loop of {node.label} has only one of outputCollection and outputElement."
        subject.report("loop.output", node, message, "Give both, or none.")


def _bindings(subject: Subject, node: Node) -> None:
    for name in ("calledDecision", "calledElement", "formDefinition"):
        element = subject.extension(node, name)
        if element is None:
            continue
        binding = element.attributes.get("bindingType") or "latest"
        if binding not in _BINDINGS:
            message = f'The binding of {node.label} is "{binding[:50]}".'
            subject.report("binding.unknown", node, message, "Choose latest, deployment or versionTag.")
        if binding == "versionTag" and not element.attributes.get("versionTag"):
            message = f"{node.label} is bound to a version tag, but names none."
            subject.report("version-tag.missing", node, message, "Give it a versionTag.")


def _user_task(subject: Subject, node: Node, spec: UserTaskSpec) -> None:
    if subject.extension(node, "formDefinition") is not None and not (
        spec.form_id or spec.external_form or spec.embedded_form
    ):
        message = f"The form definition of {node.label} names no form."
        subject.report("form.incomplete", node, message, "Give it a formId or an externalReference.")
    priority = spec.priority
    if not priority.startswith("=") and not (priority.isascii() and priority.isdigit() and int(priority[:9]) <= 100):
        message = f'The priority of {node.label} is "{priority[:50]}".'
        subject.report("user-task.priority", node, message, "Write a whole number from 0 to 100, or an expression.")
    for what, text in (("due date", spec.due_date), ("follow-up date", spec.follow_up_date)):
        if text is not None and not text.startswith("="):
            try:
                schedule.date(text)
            except EvaluationFailed as failed:
                message = f"The {what} of {node.label}: {failed}."
                subject.report("user-task.schedule", node, message, "Write a date and time, or an expression.")
