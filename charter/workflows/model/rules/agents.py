"""Charter's own extension elements: agents that do tasks, and agents that decide at gateways."""

from __future__ import annotations

from charter.workflows.model.graph import Kind, Node
from charter.workflows.model.names import CHARTER
from charter.workflows.model.rules.subject import Subject

_WORK = frozenset({Kind.SERVICE_TASK, Kind.AD_HOC_SUB_PROCESS})
_DECIDE = frozenset({Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY})


def check(subject: Subject) -> None:
    """Check ``charter:agent`` and ``charter:decision``."""
    for node in subject.nodes:
        _agent(subject, node)
        if subject.extension(node, "decision", CHARTER) is not None:
            _decision(subject, node)


def _agent(subject: Subject, node: Node) -> None:
    found = subject.extension(node, "agent", CHARTER)
    if found is None:
        return
    if node.kind not in _WORK:
        message = f"{node.label} has charter:agent, but is neither a service task nor an ad-hoc sub-process."
        subject.report("agent.position", node, message, "Make it a service task.")
    if not found.attributes.get("ref"):
        message = f"charter:agent of {node.label} names no agent."
        subject.report("agent.reference-missing", node, message, "Give it ref: the slug or id of an agent.")
    version = found.attributes.get("version")
    if version and not (version.isascii() and version.isdigit() and 0 < int(version[:10]) < 2**31):
        message = f'The agent\'s version of {node.label} is "{version[:50]}".'
        subject.report("agent.version", node, message, "Write a whole number from 1, or leave it out for the current.")
    definition = subject.extension(node, "taskDefinition")
    if definition is not None and definition.attributes.get("type") != "agent":
        message = f"{node.label} has charter:agent and a task definition of another type."
        subject.report("agent.conflict", node, message, 'Remove the task definition, or make its type "agent".')


def _decision(subject: Subject, node: Node) -> None:
    flows = subject.outgoing(node)
    if node.kind not in _DECIDE or len(flows) < 2:
        message = f"{node.label} has charter:decision, but nothing to decide."
        fix = "Put it on an exclusive or inclusive gateway with two outgoing flows or more."
        subject.report("decision.position", node, message, fix)
        return
    seen: set[str] = set()
    for flow in flows:
        label = (flow.name or "").strip()
        if not label:
            message = f"The flow to {flow.target} has no label for the agent of {node.label} to choose by."
            subject.report("decision.label-missing", flow, message, "Name the flow after what choosing it means.")
        elif label in seen:
            message = f'Two flows of {node.label} have the label "{label[:100]}".'
            subject.report("decision.label-repeated", flow, message, "Give each flow a label of its own.")
        seen.add(label)
