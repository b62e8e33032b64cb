"""Expressions, constant timers, mappings and names of variables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache

from charter.feel.errors import FeelError
from charter.feel.expression import compile_expression
from charter.workflows import schedule
from charter.workflows.engine.errors import EvaluationFailed
from charter.workflows.model.graph import Flow, Kind, Node
from charter.workflows.model.rules.subject import Subject

_NAME = re.compile(r"[^\W\d][\w]*(?:\.[^\W\d][\w]*)*")
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_SECRET = re.compile(r"(?<![\w.`])(?:camunda\.)?secrets\.[\w-]+")
_USER_TASK_TEXTS = (
    "form_id",
    "external_form",
    "assignee",
    "candidate_groups",
    "candidate_users",
    "due_date",
    "follow_up_date",
    "priority",
)
Text = tuple[Node | Flow, str, str | None]
"""Where an expression stands, what it is, and its text."""


def check(subject: Subject) -> None:
    """Check every text of a process that is, or may be, an expression."""
    for at, what, text in _texts(subject):
        _compile(subject, at, what, text)
    for at, what, text in _expressions(subject):
        if text and not text.startswith("="):
            message = f'The {what} must be an expression, but is the text "{text[:100]}".'
            subject.report("feel.expected", at, message, f'Begin it with "=", for example ={text[:100]}.')
        _compile(subject, at, what, text)
    for node in subject.nodes:
        _timer(subject, node)
        _mappings(subject, node)
        for what, name in _variables(node):
            if name and (not _NAME.fullmatch(name) or "." in name):
                _bad_name(subject, node, what, name)


@lru_cache(maxsize=4_096)
def _problem(text: str) -> str | None:
    try:
        compile_expression(text)
    except FeelError as error:
        return str(error)
    return None


def _compile(subject: Subject, at: Node | Flow, what: str, text: str | None) -> None:
    if not text or not text.startswith("="):
        return
    problem = _problem(text[1:])
    if problem is not None:
        message = f"The {what} is not FEEL: {text[:100]} - {problem[:400]}"
        subject.report("feel.invalid", at, message, "Correct the expression.")


def _texts(subject: Subject) -> Iterator[Text]:
    """Yield what is a value or, beginning with ``=``, an expression."""
    for node in subject.process.nodes.values():
        for listener in (*node.listeners, *node.task_listeners):
            yield node, "listener's type", listener.type
            yield node, "listener's retries", listener.retries
        if node.job is not None:
            yield node, "job's type", node.job.type
            yield node, "job's retries", node.job.retries
            if node.job.type in {"agent", "tool", "http", "charter:message"}:
                yield from ((node, f"header {key}", value) for key, value in node.job.headers)
        for mapping in (*node.inputs, *node.outputs):
            yield node, f"mapping to {mapping.target}", mapping.source
        if node.event is not None:
            yield node, "name", node.event.name
            yield node, "code", node.event.code
            yield node, "timer", node.event.timer.text if node.event.timer else None
        yield from _named(node)


def _named(node: Node) -> Iterator[Text]:
    if node.decision is not None:
        yield node, "decision id", node.decision.decision_id
        yield node, "version tag", node.decision.version_tag
    if node.called is not None:
        yield node, "called process", node.called.process_id
        yield node, "version tag", node.called.version_tag
    if (task := node.user_task) is not None:
        for what in _USER_TASK_TEXTS:
            yield node, what.replace("_", " "), getattr(task, what)


def _expressions(subject: Subject) -> Iterator[Text]:
    """Yield what can only be an expression."""
    for flow in subject.process.flows.values():
        yield flow, "condition", flow.condition
    for node in subject.nodes:
        if node.event is not None:
            yield node, "correlation key", node.event.key
            yield node, "condition", node.event.condition
        if node.script is not None:
            yield node, "script", node.script.expression
        if node.loop is not None:
            yield node, "input collection", node.loop.collection
            yield node, "output element", node.loop.output_element
            yield node, "completion condition", node.loop.completion
        if node.ad_hoc is not None:
            yield node, "active elements", node.ad_hoc.active_elements
            yield node, "output element", node.ad_hoc.output_element
            yield node, "completion condition", node.ad_hoc.completion


def _timer(subject: Subject, node: Node) -> None:
    timer = node.event.timer if node.event else None
    if timer is None or timer.text.startswith("="):
        return
    try:
        schedule.first(timer.form, timer.text, _SOME_DAY)
    except EvaluationFailed as failed:
        message = f"The timer of {node.label}: {str(failed)[:300]}."
        subject.report("timer.invalid", node, message, "Correct it, or compute it with an expression.")


def _mappings(subject: Subject, node: Node) -> None:
    for direction, mappings in (("input", node.inputs), ("output", node.outputs)):
        for mapping in mappings:
            if not mapping.target or (direction == "output" and not mapping.source):
                message = f"An {direction} mapping of {node.label} is incomplete."
                subject.report("mapping.incomplete", node, message, "Give it a source and a target.")
            elif not _NAME.fullmatch(mapping.target):
                _bad_name(subject, node, f"target of an {direction} mapping", mapping.target)
            if direction == "input" and _SECRET.search(mapping.source):
                message = f"The mapping to {mapping.target} of {node.label} names a secret, which is not resolved here."
                fix = "Let the worker look the secret up; variables are seen by all who may read the instance."
                subject.report("secret.not-resolved", node, message, fix)


def _variables(node: Node) -> Iterator[tuple[str, str | None]]:
    if node.loop is not None:
        yield "input element", node.loop.element
        yield "output collection", node.loop.output_collection
    if node.script is not None:
        yield "result variable", node.script.result
    if node.decision is not None:
        yield "result variable", node.decision.result
    if node.ad_hoc is not None and node.kind is Kind.AD_HOC_SUB_PROCESS:
        yield "output collection", node.ad_hoc.output_collection
    if node.job is not None and node.job.type == "agent":
        yield "output", dict(node.job.headers).get("output")


def _bad_name(subject: Subject, node: Node, what: str, name: str) -> None:
    message = f'The {what} of {node.label}, "{name[:100]}", is no name of a variable.'
    subject.report("variable.name", node, message, "Use letters, digits and _, beginning with a letter.")
