"""Processes, sub-processes, event sub-processes and ad-hoc sub-processes: how they begin, and what may lie in them."""

from __future__ import annotations

from charter.workflows.model.graph import ACTIVITIES, Kind, Node, Trigger
from charter.workflows.model.rules.subject import Subject


def check(subject: Subject) -> None:
    """Check every scope of a process."""
    _process(subject, subject.process.root)
    for node in subject.nodes:
        match node.kind:
            case Kind.SUB_PROCESS:
                _sub_process(subject, node)
            case Kind.EVENT_SUB_PROCESS:
                _event_sub_process(subject, node)
            case Kind.AD_HOC_SUB_PROCESS:
                _ad_hoc(subject, node)


def _process(subject: Subject, root: Node) -> None:
    starts = subject.process.starts_of(root.id)
    if not starts:
        message = "The process has no start event: nothing would ever happen in it."
        subject.report("start.missing", root, message, "Add a start event.")
    for start in [start for start in starts if start.trigger is Trigger.NONE][1:]:
        message = "The process has more than one start event without a trigger."
        fix = "Keep one, and give the others a message, timer or signal."
        subject.report("start.several-none", start, message, fix)


def _sub_process(subject: Subject, node: Node) -> None:
    starts = subject.process.starts_of(node.id)
    if len(starts) != 1 or starts[0].trigger is not Trigger.NONE:
        message = f"{node.label} needs exactly one start event, without a trigger; it has {len(starts)} start events."
        fix = "Leave one start event without a trigger; what is triggered belongs into an event sub-process."
        subject.report("start.sub-process", node, message, fix)


def _event_sub_process(subject: Subject, node: Node) -> None:
    starts = subject.process.starts_of(node.id)
    if len(starts) != 1:
        message = f"{node.label} needs exactly one start event; it has {len(starts)}."
        subject.report("start.event-sub-process", node, message, "Leave one start event, with a trigger.")
    if node.incoming or node.outgoing:
        rule = "flow.into-start" if node.incoming else "flow.out-of-end"
        message = f"{node.label} is an event sub-process: no flow leads into it or out of it."
        subject.report(rule, node, message, "Remove the flows: its start event says when it begins.")
    interrupts = any(start.interrupting for start in starts)
    if subject.process.nodes[node.scope].kind is Kind.AD_HOC_SUB_PROCESS and interrupts:
        message = f"{node.label} interrupts the ad-hoc sub-process around it, which is not executed."
        fix = 'Set isInterrupting="false" on its start event, or use a boundary event.'
        subject.report("ad-hoc.interrupting", node, message, fix)


def _ad_hoc(subject: Subject, node: Node) -> None:
    inside = subject.children(node)
    if not any(child.kind in ACTIVITIES for child in inside):
        message = f"{node.label} has no activity that could be activated."
        subject.report("ad-hoc.empty", node, message, "Put at least one activity into it.")
    for child in inside:
        if child.kind in {Kind.START_EVENT, Kind.END_EVENT}:
            message = f"{child.label} lies in an ad-hoc sub-process, which has no start and no end."
            subject.report("ad-hoc.start-or-end", child, message, "Remove it: elements without incoming flows begin.")
    spec = node.ad_hoc
    if spec is not None and (spec.output_collection is None) != (spec.output_element is None):
        message = f"{node.label} has only one of outputCollection and outputElement."
        subject.report("ad-hoc.output", node, message, "Give both, or none.")
