"""What a process needs from its surroundings, as far as constants name it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from charter.workflows.model.graph import Node, Process


class NeedKind(StrEnum):
    """What is needed."""

    PROCESS = "process"
    DECISION = "decision"
    FORM = "form"
    AGENT = "agent"
    TOOL = "tool"
    CREDENTIAL = "credential"


@dataclass(frozen=True, slots=True)
class Need:
    """Something that an element names.

    Attributes:
        binding: ``latest``, ``deployment`` or ``versionTag``.
        version_tag: None where it is an expression.
        version: of an agent; None for the published one.
    """

    kind: NeedKind
    name: str
    element: str
    line: int
    binding: str = "latest"
    version_tag: str | None = None
    version: int | None = None


def needs_of(process: Process) -> list[Need]:
    """Return what a process names by constants; what it computes is found when it runs."""
    return [need for node in process.nodes.values() for need in _needs(node) if _constant(need.name)]


def _constant(text: str) -> bool:
    return bool(text) and not text.startswith("=")


def _needs(node: Node) -> Iterator[Need]:
    at = (node.id, node.line)
    if (called := node.called) is not None:
        yield Need(NeedKind.PROCESS, called.process_id, *at, called.binding, _tag(called.version_tag))
    if (decision := node.decision) is not None:
        yield Need(NeedKind.DECISION, decision.decision_id, *at, decision.binding, _tag(decision.version_tag))
    if (task := node.user_task) is not None and task.form_id is not None:
        yield Need(NeedKind.FORM, task.form_id, *at, task.form_binding, _tag(task.form_version_tag))
    if node.decider is not None:
        yield Need(NeedKind.AGENT, node.decider.agent, *at)
    if node.job is not None and node.job.type in {NeedKind.AGENT, NeedKind.TOOL}:
        headers = dict(node.job.headers)
        version = headers.get("version", "")
        number = int(version) if version.isascii() and version.isdigit() else None
        yield Need(NeedKind(node.job.type), headers.get(node.job.type, ""), *at, version=number)
    if credential := _credential(node):
        yield Need(NeedKind.CREDENTIAL, credential, *at)


def _credential(node: Node) -> str:
    """Return the credential that a request names."""
    job = node.job
    return dict(job.headers).get("credential", "") if job is not None and job.type == "http" else ""


def _tag(text: str | None) -> str | None:
    return text if text and _constant(text) else None
