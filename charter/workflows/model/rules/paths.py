"""Where tokens can go: elements never reached, joins that wait for ever, loops that never wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from charter.workflows.model.circles import loops_of, shortest_loop, spelled
from charter.workflows.model.graph import ACTIVITIES, Kind, Node, Trigger
from charter.workflows.model.rules.subject import Subject

_PASSING = frozenset(
    {
        Kind.TASK,
        Kind.MANUAL_TASK,
        Kind.START_EVENT,
        Kind.END_EVENT,
        Kind.SUB_PROCESS,
        Kind.EXCLUSIVE_GATEWAY,
        Kind.INCLUSIVE_GATEWAY,
        Kind.PARALLEL_GATEWAY,
    }
)
_DOING_NOTHING = frozenset({Kind.TASK, Kind.MANUAL_TASK})


def check(subject: Subject) -> None:
    """Check where tokens of a process can go."""
    reached = _reached(subject)
    for node in subject.nodes:
        if node.id not in reached and subject.process.nodes[node.scope].id in {*reached, subject.process.id}:
            message = f"No path leads to {node.label}."
            subject.report("path.unreachable", node, message, "Connect it, or remove it.")
        if node.kind is Kind.PARALLEL_GATEWAY and len(node.incoming) > 1:
            _deadlock(subject, node, reached)
    _loops(subject)


def _reached(subject: Subject) -> set[str]:
    """Return every node that a token can reach, leaving conditions and time aside."""
    reached: set[str] = set()
    waiting = [subject.process.root]
    while waiting:
        node = waiting.pop()
        if node.id in reached:
            continue
        reached.add(node.id)
        waiting += _next(subject, node)
    return reached


def _next(subject: Subject, node: Node) -> Iterator[Node]:
    nodes = subject.process.nodes
    yield from (nodes[flow.target] for flow in subject.outgoing(node))
    yield from (nodes[boundary] for boundary in node.boundaries)
    if node.compensation_handler is not None:
        yield nodes[node.compensation_handler]
    for child in subject.children(node):
        begins = child.kind in {Kind.START_EVENT, Kind.EVENT_SUB_PROCESS}
        free = node.kind is Kind.AD_HOC_SUB_PROCESS and not child.incoming and not child.for_compensation
        if begins or (free and child.kind in ACTIVITIES | {Kind.THROW_EVENT, Kind.CATCH_EVENT}):
            yield child
    if node.trigger is Trigger.LINK and node.kind is Kind.THROW_EVENT:
        beside = subject.children(nodes[node.scope])
        yield from (other for other in beside if other.kind is Kind.CATCH_EVENT and other.event == node.event)


def _deadlock(subject: Subject, node: Node, reached: set[str]) -> None:
    """Warn of a join that can never have a token of each flow."""
    never = [flow for flow in subject.incoming(node) if flow.source not in reached]
    origins = Counter(filter(None, (_choice(subject, flow.source) for flow in subject.incoming(node))))
    fix = "Join with an exclusive gateway, or split with a parallel one."
    if never and node.id in reached:
        message = f"{node.label} waits for {subject.process.nodes[never[0].source].label}, which no path leads to."
        subject.report("path.deadlock", node, message, "Connect it, or remove the flow.")
    elif chosen := [origin for origin, count in origins.items() if count > 1]:
        splitter = subject.process.nodes[chosen[0]]
        message = f"{node.label} waits for several flows of {splitter.label}, of which only one is taken."
        subject.report("path.deadlock", node, message, fix)


def _choice(subject: Subject, node_id: str) -> str | None:
    """Return the gateway that chose this path, if nothing but a single line leads from it to here."""
    seen: set[str] = set()
    while node_id not in seen:
        seen.add(node_id)
        node = subject.process.nodes[node_id]
        if node.kind in {Kind.EXCLUSIVE_GATEWAY, Kind.EVENT_BASED_GATEWAY} and len(node.outgoing) > 1:
            return node_id
        if len(node.incoming) != 1 or len(node.outgoing) != 1 or node.boundaries:
            return None
        node_id = subject.process.flows[node.incoming[0]].source
    return None


def _loops(subject: Subject) -> None:
    """Refuse loops on which nothing ever waits: tasks without behaviour, gateways, sub-processes of such.

    A process that calls itself is found where calls are followed, at its deployment.
    """
    edges = {node.id: list(_straight_on(subject, node)) for node in subject.nodes if node.kind in _PASSING}
    for loop in loops_of(edges):
        nodes = [subject.process.nodes[node_id] for node_id in sorted(loop)]
        doing_nothing = [node for node in nodes if node.kind in _DOING_NOTHING]
        if doing_nothing:
            way = spelled(shortest_loop(doing_nothing[0].id, edges, loop))
            message = f"The loop {way} passes nothing that waits."
            fix = "Put a task into it that somebody does: a service, script or user task, or an event."
            subject.report("flow.endless-loop", doing_nothing[0], message, fix)


def _straight_on(subject: Subject, node: Node) -> Iterator[str]:
    process = subject.process
    if node.kind is Kind.SUB_PROCESS:
        yield from (start.id for start in process.starts_of(node.id))
        return
    if node.kind is Kind.END_EVENT:
        node = process.nodes[node.scope]
    if node.kind in _PASSING:
        targets = (process.flows[flow].target for flow in node.outgoing)
        yield from (target for target in targets if process.nodes[target].kind in _PASSING)
