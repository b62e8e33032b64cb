"""Ad-hoc sub-processes: elements activated by an expression, or by the worker of the sub-process's job.

Each activated element runs in an inner instance of the sub-process (``data["tool"]``: the element), so that what it
produces stays apart from what runs beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from charter.workflows.engine import waiting
from charter.workflows.engine.errors import CommandRejected, IncidentType, Stuck
from charter.workflows.engine.state import ACTIVE, TERMINATING, ElementInstance, Variables
from charter.workflows.engine.variables import evaluate, propagate, set_local, visible
from charter.workflows.model.graph import ACTIVITIES, AdHoc, Kind, Node

if TYPE_CHECKING:
    from charter.workflows.engine.turn import Turn


def begin(turn: Turn, element: ElementInstance, node: Node) -> None:
    """Activate what the collection names, or offer the job whose worker chooses.

    Raises:
        Stuck: the collection names what cannot be activated.
    """
    spec = node.ad_hoc or AdHoc()
    if spec.output_collection:
        turn.state.variables.setdefault(element.key, {})[spec.output_collection] = []
        turn.variables_changed = True
    if node.job is not None:
        offer(turn, element)
        return
    chosen: Any = []
    if spec.active_elements:
        what = "active elements"
        chosen = evaluate(
            turn, spec.active_elements, visible(turn, element.key), IncidentType.EXTRACT_VALUE_ERROR, what
        )
    known = startable(turn, node)
    if not isinstance(chosen, list) or any(name not in known for name in chosen):
        message = f"active elements: expected a list of {sorted(known)}, but got {chosen!r:.300}."
        raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, message)
    for name in chosen:
        _begin_tool(turn, element, name, {})
    if not chosen:
        _see(turn, element, node)


def startable(turn: Turn, node: Node) -> set[str]:
    """Return the elements of an ad-hoc sub-process that can be activated: those no flow leads to."""
    children = [turn.process.nodes[child] for child in node.children]
    return {
        child.id
        for child in children
        if not child.incoming
        and (child.kind in ACTIVITIES or child.kind in {Kind.THROW_EVENT, Kind.CATCH_EVENT})
        and not child.for_compensation
    }


def begin_tool(turn: Turn, element: ElementInstance) -> None:
    """Activate the chosen element in an inner instance of its own."""
    element.phase = ACTIVE
    turn.note("activated", element)
    turn.create(element.data["tool"], element)


def _begin_tool(turn: Turn, element: ElementInstance, tool: str, variables: Variables) -> None:
    turn.create(element.node, element, {"tool": tool}, variables)


def offer(turn: Turn, element: ElementInstance) -> None:
    """Offer the job, again if need be: a worker sees what is there and chooses what to do next."""
    node = turn.node_of(element)
    if node.job is not None and element.phase == ACTIVE:
        set_local(turn, element, {"adHocSubProcessElements": tools(turn, node)})
        waiting.offer_job(turn, element, node.job, "ad_hoc")


def tools(turn: Turn, node: Node) -> list[dict[str, Any]]:
    """Describe the elements a worker can choose from."""
    return [
        {
            "elementId": child.id,
            "elementName": child.name,
            "documentation": child.documentation,
            "properties": dict(child.properties),
        }
        for child in (turn.process.nodes[name] for name in node.children)
        if child.id in startable(turn, node)
    ]


def require_choices(turn: Turn, node: Node, result: dict[str, Any]) -> None:
    """Refuse a worker's result that names an element which cannot be activated.

    Raises:
        CommandRejected: it does.
    """
    known = startable(turn, node)
    for choice in result.get("activateElements") or []:
        if choice.get("elementId") not in known:
            raise CommandRejected(
                "invalid-argument",
                f"{choice.get('elementId')!r} is none of the elements that can be activated: {sorted(known)}.",
            )


def chosen_by_worker(turn: Turn, element: ElementInstance, result: dict[str, Any]) -> None:
    """Activate what a worker chose, or end the sub-process.

    Args:
        result: ``activateElements`` (``elementId``, ``variables``), ``isCompletionConditionFulfilled``,
            ``isCancelRemainingInstances``; seen by :func:`require_choices`.
    """
    wanted = result.get("activateElements") or []
    for choice in wanted:
        _begin_tool(turn, element, choice["elementId"], choice.get("variables") or {})
    if result.get("isCompletionConditionFulfilled"):
        _end(turn, element, cancel=bool(result.get("isCancelRemainingInstances")))
    elif not wanted and element.tokens == 0:
        _end(turn, element, cancel=False)


def tool_gone(turn: Turn, element: ElementInstance, node: Node) -> None:
    """See to the sub-process after one of its inner instances.

    Raises:
        Stuck: an expression cannot be evaluated.
    """
    if element.phase == ACTIVE:
        _see(turn, element, node)


def collect(turn: Turn, tool: ElementInstance, node: Node) -> None:
    """Put an inner instance's output into the sub-process's list.

    Raises:
        Stuck: the output element cannot be evaluated.
    """
    spec = node.ad_hoc
    if spec is None or not spec.output_collection or not spec.output_element or tool.phase == TERMINATING:
        return
    seen = visible(turn, tool.key)
    value = evaluate(turn, spec.output_element, seen, IncidentType.EXTRACT_VALUE_ERROR, "output element")
    turn.state.variables[tool.scope][spec.output_collection].append(value)
    turn.variables_changed = True


def _see(turn: Turn, element: ElementInstance, node: Node) -> None:
    spec = node.ad_hoc or AdHoc()
    if element.data.get("ending"):
        if element.tokens == 0:
            _end(turn, element, cancel=False)
        return
    if node.job is not None:
        if "job" not in element.data:
            offer(turn, element)
        return
    done = element.tokens == 0
    if spec.completion:
        what = "completion condition"
        done = evaluate(turn, spec.completion, visible(turn, element.key), IncidentType.EXTRACT_VALUE_ERROR, what)
        if not isinstance(done, bool):
            raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, f"{what}: expected true or false, but it gave {done!r}.")
        if not done and element.tokens == 0:
            # Nothing is left that could make the condition true: as in Camunda 8 the sub-process completes.
            done = True
    if done:
        _end(turn, element, cancel=spec.cancel_remaining)


def _end(turn: Turn, element: ElementInstance, *, cancel: bool) -> None:
    element.data["ending"] = True
    if cancel:
        turn.empty(element)
    if element.tokens > 0 or element.phase != ACTIVE:
        return
    spec = turn.node_of(element).ad_hoc
    if spec is not None and spec.output_collection:
        outputs = turn.state.variables.get(element.key, {}).pop(spec.output_collection, [])
        propagate(turn, element.scope, {spec.output_collection: outputs})
    turn.conclude(element)
