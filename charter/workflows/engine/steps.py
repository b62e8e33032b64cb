"""The steps a turn can take, and which behaviour belongs to which kind of node."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from charter.workflows.engine.behaviours import ad_hoc, conditions, events, gateways, loops, scopes, tasks
from charter.workflows.engine.state import ElementInstance
from charter.workflows.engine.turn import Turn
from charter.workflows.model.graph import Kind, Node

if TYPE_CHECKING:
    from charter.workflows.engine.turn import Behaviour

STEPS: dict[str, Callable[..., None]] = {
    "activate": Turn.activate,
    "begin": Turn.begin,
    "complete": Turn.complete,
    "finish": Turn.finish,
    "child_gone": Turn.child_gone,
    "enter": gateways.enter,
    "terminate": Turn.terminate,
    "behave": lambda turn, element: BEHAVIOURS[turn.node_of(element).kind](turn, element, turn.node_of(element)),
    "begun": conditions.begun,
    "changed": conditions.changed,
    "throw": events.throw_again,
    "throw_from_job": events.throw_from_job,
    "offer_again": ad_hoc.offer,
    "advance": tasks.advance,
    "next_inner": loops.next_inner,
    "fork_decided": gateways.fork_by_conditions,
}


def _pass(turn: Turn, element: ElementInstance, _node: Node) -> None:
    """Have nothing to do."""
    turn.later("complete", element.key)


BEHAVIOURS: dict[Kind, Behaviour] = {
    Kind.TASK: _pass,
    Kind.MANUAL_TASK: _pass,
    Kind.SERVICE_TASK: tasks.job,
    Kind.SEND_TASK: tasks.job,
    Kind.RECEIVE_TASK: events.catch,
    Kind.USER_TASK: tasks.user_task,
    Kind.SCRIPT_TASK: tasks.script,
    Kind.BUSINESS_RULE_TASK: tasks.decision,
    Kind.EXCLUSIVE_GATEWAY: gateways.fork,
    Kind.PARALLEL_GATEWAY: _pass,
    Kind.INCLUSIVE_GATEWAY: gateways.fork,
    Kind.EVENT_BASED_GATEWAY: gateways.race,
    Kind.START_EVENT: events.start,
    Kind.END_EVENT: events.throw,
    Kind.THROW_EVENT: events.throw,
    Kind.CATCH_EVENT: events.catch,
    Kind.BOUNDARY_EVENT: events.triggered,
    Kind.SUB_PROCESS: scopes.begin,
    Kind.EVENT_SUB_PROCESS: scopes.begin_event_sub_process,
    Kind.AD_HOC_SUB_PROCESS: ad_hoc.begin,
    Kind.CALL_ACTIVITY: scopes.call,
    Kind.PROCESS: scopes.begin_process,
}


def settle_joins(turn: Turn) -> bool:
    """Let inclusive joins go on that no token can reach any more; True when one did."""
    return gateways.settle_inclusive_joins(turn)
