"""Gateways: splitting and joining (BPMN 2.0 §13.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from charter.workflows.engine import waiting
from charter.workflows.engine.effects import CreateJob, RecordDecision, StartTimer
from charter.workflows.engine.errors import IncidentType, Stuck
from charter.workflows.engine.state import ACTIVE, ElementInstance
from charter.workflows.engine.variables import evaluate, visible
from charter.workflows.model.graph import Decider, Flow, Kind, Node

if TYPE_CHECKING:
    from charter.workflows.engine.turn import Turn

JOINS = frozenset({Kind.PARALLEL_GATEWAY, Kind.INCLUSIVE_GATEWAY})
DECISION_JOB = "charter:decision"
"""Type of the job by which an agent decides at a gateway."""


def enter(turn: Turn, scope: ElementInstance, flow_id: str) -> None:
    """Let a token arrive at the end of a flow; a join waits for the others."""
    if scope.phase != ACTIVE:
        return
    flow = turn.process.flows[flow_id]
    node = turn.process.nodes[flow.target]
    if node.kind not in JOINS or len(node.incoming) == 1:
        scope.tokens -= 1
        turn.create(node.id, scope)
        return
    arrived = scope.data.setdefault("arrived", {}).setdefault(node.id, {})
    arrived[flow_id] = arrived.get(flow_id, 0) + 1
    if node.kind is Kind.PARALLEL_GATEWAY and len(arrived) == len(node.incoming):
        _join(turn, scope, node)


def _join(turn: Turn, scope: ElementInstance, node: Node) -> None:
    """Merge one token of each flow that has one."""
    waiting_here: dict[str, int] = scope.data["arrived"][node.id]
    for flow_id in list(waiting_here):
        waiting_here[flow_id] -= 1
        scope.tokens -= 1
        if not waiting_here[flow_id]:
            del waiting_here[flow_id]
    if not waiting_here:
        del scope.data["arrived"][node.id]
    turn.create(node.id, scope)


def settle_inclusive_joins(turn: Turn) -> bool:
    """Activate inclusive joins that wait for nothing: no token can reach a flow of theirs that has none.

    Only asked when nothing else moves. The rule is that of BPMN 2.0 §13.4.3: a token on the way that can also reach a
    flow which has one already does not hold the join up.
    """
    joined = False
    if not turn.process.joins_inclusively:
        return False
    for scope in list(turn.state.elements.values()):
        for gateway_id, arrived in list(scope.data.get("arrived", {}).items()):
            node = turn.process.nodes[gateway_id]
            if node.kind is Kind.INCLUSIVE_GATEWAY and not _still_coming(turn, scope, node, arrived):
                _join(turn, scope, node)
                joined = True
    return joined


def _still_coming(turn: Turn, scope: ElementInstance, join: Node, arrived: dict[str, int]) -> bool:
    empty = [flow for flow in join.incoming if flow not in arrived]
    if not empty:
        return False
    reaching_empty = _upstream(turn, join, empty)
    reaching_full = _upstream(turn, join, list(arrived))
    on_the_way = {element.node for element in turn.state.children_of(scope.key)}
    on_the_way |= {gateway for gateway in scope.data["arrived"] if gateway != join.id}
    return any(node in reaching_empty and node not in reaching_full for node in on_the_way)


def _upstream(turn: Turn, join: Node, flows: list[str]) -> set[str]:
    """Return the nodes from which one of the flows can be reached without passing the join itself."""
    reached: set[str] = set()
    follow = [turn.process.flows[flow].source for flow in flows]
    while follow:
        node_id = follow.pop()
        if node_id in reached or node_id == join.id:
            continue
        reached.add(node_id)
        node = turn.process.nodes[node_id]
        follow += [turn.process.flows[flow].source for flow in node.incoming]
        if node.kind is Kind.BOUNDARY_EVENT and node.attached_to:
            follow.append(node.attached_to)
    return reached


def fork(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Choose the flows to go on along: an agent chooses where one is asked, conditions everywhere else."""
    if node.decider is not None and len(node.outgoing) > 1 and "decided" not in element.data:
        _ask(turn, element, node, node.decider)
        return
    fork_by_conditions(turn, element)


def fork_by_conditions(turn: Turn, element: ElementInstance) -> None:
    """Choose by the flows' conditions.

    Raises:
        Stuck: no flow can be taken, or a condition gives no boolean.
    """
    node = turn.node_of(element)
    flows = [turn.process.flows[flow] for flow in node.outgoing]
    if len(flows) == 1 and flows[0].condition is None:
        turn.later("complete", element.key)
        return
    if not flows:
        turn.later("complete", element.key)
        return
    context = visible(turn, element.key)
    chosen = []
    for flow in flows:
        if flow.id == node.default_flow or (flow.condition is None and node.kind is Kind.EXCLUSIVE_GATEWAY):
            continue
        if flow.condition is None or _holds(turn, flow, context):
            chosen.append(flow.id)
            if node.kind is Kind.EXCLUSIVE_GATEWAY:
                break
    if not chosen and node.default_flow:
        chosen = [node.default_flow]
    if not chosen:
        raise Stuck(
            IncidentType.CONDITION_ERROR,
            f"No condition of {node.label} holds and it has no default flow. Correct the variables, or add one.",
        )
    element.data["flows"] = chosen
    turn.later("complete", element.key)


def _holds(turn: Turn, flow: Flow, context: dict[str, Any]) -> bool:
    what = f"condition of flow {flow.name or flow.id}"
    value = evaluate(turn, flow.condition or "", context, IncidentType.EXTRACT_VALUE_ERROR, what)
    if not isinstance(value, bool):
        raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, f"{what}: expected true or false, but it gave {value!r}.")
    return value


def race(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Wait for the first of the events that follow."""
    events = [turn.process.nodes[turn.process.flows[flow].target] for flow in node.outgoing]
    waiting.open_for(turn, element, events)


def _ask(turn: Turn, element: ElementInstance, node: Node, decider: Decider) -> None:
    """Let an agent choose among the labelled flows; a timer sees that it does not take for ever."""
    flows = [turn.process.flows[flow] for flow in node.outgoing]
    choices = {flow.id: flow.name or flow.id for flow in flows}
    job_id = turn.ports.new_id()
    element.data["job"] = job_id
    headers = {
        "agent": decider.agent,
        "question": decider.question or node.name or "",
        "several": "true" if node.kind is Kind.INCLUSIVE_GATEWAY else "false",
        **{f"flow:{flow}": label for flow, label in choices.items()},
    }
    turn.effects.append(CreateJob(job_id, element.key, element.node, "decision", DECISION_JOB, 1, headers))
    due, _, _ = turn.ports.moment("duration", f"PT{decider.timeout_s}S", turn.now)
    timer = StartTimer(turn.ports.new_id(), element.key, element.node, due)
    element.data.setdefault("waits", {})[timer.id] = ["timer", element.node]
    turn.effects.append(timer)


def decided(turn: Turn, element: ElementInstance, answer: dict[str, Any], why_not: str | None = None) -> None:
    """Take the flows an agent chose, or fall back to the conditions, and record which and why.

    Args:
        answer: ``flows`` (ids or labels), ``confidence`` (0 to 1), ``reason``.
        why_not: why there is no answer: it refused, failed or took too long.
    """
    node = turn.node_of(element)
    decider = node.decider
    if decider is None:
        return
    waiting.close_all(turn, element)
    chosen, fallback = _chosen(turn, node, answer)
    confidence = answer.get("confidence")
    if fallback is None and not (isinstance(confidence, int | float) and confidence >= decider.threshold):
        fallback = f"the confidence {confidence} is below {decider.threshold}"
    fallback = why_not or fallback
    record = {
        "agent": decider.agent,
        "flows": chosen,
        "confidence": confidence,
        "reason": answer.get("reason"),
        "fallback": fallback,
    }
    turn.effects.append(RecordDecision(element.key, node.id, decider.agent, record))
    turn.note("decision", element, record)
    element.data["decided"] = True
    if fallback is not None:
        turn.later("fork_decided", element.key)
        return
    element.data["flows"] = chosen
    turn.later("complete", element.key)


def _chosen(turn: Turn, node: Node, answer: dict[str, Any]) -> tuple[list[str], str | None]:
    """Return the flows an answer names in the gateway's order, and why it cannot be used, if so."""
    named = answer.get("flows")
    if not isinstance(named, list) or not named:
        return [], "the answer names no flow"
    by_name: dict[Any, str] = {}
    for flow_id in node.outgoing:
        by_name[flow_id] = flow_id
        if (label := turn.process.flows[flow_id].name) is not None:
            by_name.setdefault(label, flow_id)
    unknown = [name for name in named if not isinstance(name, str) or name not in by_name]
    if unknown:
        return [], f"the answer names flows that do not exist: {unknown}"
    chosen = {by_name[name] for name in named}
    if node.kind is Kind.EXCLUSIVE_GATEWAY and len(chosen) > 1:
        return [], "the answer names more than one flow of an exclusive gateway"
    return [flow for flow in node.outgoing if flow in chosen], None
