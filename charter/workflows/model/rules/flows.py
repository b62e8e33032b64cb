"""Sequence flows and the gateways they leave: conditions, defaults, event-based gateways."""

from __future__ import annotations

from charter.workflows.model.graph import Kind, Node, Trigger
from charter.workflows.model.rules.subject import Subject

_DECIDE = frozenset({Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY})
_RACE = frozenset({Trigger.MESSAGE, Trigger.TIMER, Trigger.SIGNAL, Trigger.CONDITIONAL})


def check(subject: Subject) -> None:
    """Check the flows of a process."""
    for flow in subject.process.flows.values():
        source = subject.process.nodes[flow.source]
        if flow.condition and source.kind not in _DECIDE:
            message = f"The flow has a condition, but {source.label} does not decide."
            fix = "Put an exclusive or inclusive gateway before it, or remove the condition."
            subject.report("flow.condition-not-allowed", flow, message, fix)
    for node in subject.nodes:
        if node.kind in {Kind.START_EVENT, Kind.BOUNDARY_EVENT} and node.incoming:
            message = f"A flow leads into {node.label}."
            subject.report("flow.into-start", node, message, "Remove the flow: what triggers the event says when.")
        if node.kind is Kind.END_EVENT and node.outgoing:
            message = f"A flow leads out of {node.label}, where the path ends."
            subject.report("flow.out-of-end", node, message, "Remove the flow, or use an intermediate event.")
        if node.kind in _DECIDE:
            _deciding(subject, node)
        elif node.kind is Kind.EVENT_BASED_GATEWAY:
            _event_based(subject, node)
        if len(node.incoming) == len(node.outgoing) == 1 and node.kind in {*_DECIDE, Kind.PARALLEL_GATEWAY}:
            message = f"{node.label} has one incoming and one outgoing flow: it does nothing."
            subject.report("gateway.pointless", node, message, "Remove it, or add the flows that are missing.")


def _deciding(subject: Subject, node: Node) -> None:
    flows = subject.outgoing(node)
    default = node.default_flow
    if default is not None and default not in node.outgoing:
        message = f'The default flow "{default}" does not leave {node.label}.'
        subject.report("flow.default-unknown", node, message, "Name one of the gateway's outgoing flows.")
    without = []
    for flow in flows:
        if flow.id == default and flow.condition:
            message = f"The default flow of {node.label} has a condition."
            fix = "Remove the condition: the default is taken where no condition holds."
            subject.report("flow.default-condition", flow, message, fix)
        if flow.id != default and not flow.condition:
            without.append(flow)
    if len(flows) < 2:
        return
    if node.decider is not None:
        if default is None:
            message = f"{node.label} has no default flow for when its agent does not decide."
            fix = "Mark the flow that is to be taken then as the default."
            subject.report("decision.default-missing", node, message, fix)
        else:
            without = []  # the default is enough to fall back to
    for flow in without:
        message = f"The flow to {flow.target} says not when it is taken."
        fix = f"Give it a condition, or make it the default of {node.label}."
        subject.report("flow.condition-missing", flow, message, fix)
    if default is None and node.decider is None and not without:
        message = f"{node.label} has no default flow: where no condition holds, the instance is stuck."
        subject.report("gateway.default-missing", node, message, "Mark one of its flows as the default.")


def _event_based(subject: Subject, node: Node) -> None:
    if len(node.outgoing) < 2:
        message = f"{node.label} waits for the first of several events, but leads to {len(node.outgoing)}."
        subject.report("gateway.event-based-alone", node, message, "Lead it to two events or more.")
    for flow in subject.outgoing(node):
        target = subject.process.nodes[flow.target]
        if target.kind is not Kind.CATCH_EVENT or target.trigger not in _RACE:
            message = (
                f"{node.label} leads to {target.label}, which is no message, timer, signal or conditional catch event."
            )
            subject.report("gateway.event-based-targets", flow, message, "Lead it to intermediate catch events only.")
        elif len(target.incoming) > 1:
            message = f"{target.label} is waited for by {node.label} and has other incoming flows."
            subject.report("gateway.event-based-shared", target, message, "Use one event for each gateway.")
