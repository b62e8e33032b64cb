"""A slow interpreter of BPMN models, written from the standard's token game and Camunda 8's rules, not from the engine.

A state is a value: every step copies it whole. One enabled step is taken at a time until none is left. Expressions
are names of variables, ``true`` or ``false``, which is all that :mod:`tests.workflows.models` writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from charter.workflows.model.graph import Kind, Node, Process, Trigger

HELD = {Kind.PROCESS, Kind.SUB_PROCESS, Kind.EVENT_SUB_PROCESS}
JOBS = {Kind.SERVICE_TASK, Kind.USER_TASK}
LISTENED = {"before": "start", "after": "end"}
OUTSIDE = {Trigger.TIMER, Trigger.MESSAGE, Trigger.SIGNAL}


@dataclass(frozen=True)
class Spot:
    """Somewhere a token is: one activated node.

    Attributes:
        role: ``body`` of a multi-instance activity, ``inner`` instance of one, ``tool`` of an ad-hoc sub-process, or
            ``plain``.
        phase: ``new``, ``waiting`` (for the outside), ``running`` (for what is inside), ``stuck`` or ``done``;
            ``before`` and ``after``: a listener is at work.
        begin: where an event sub-process begins; the tool that an inner instance runs.
        index: of an inner instance.
        caught: which event goes on after this one.
        undoing: of a compensation throw event: handlers still at work. Of a handler's spot: the thrower.
        heard: the phases whose listener is done.
        ending: of an ad-hoc sub-process: it only waits for what is still at work.
    """

    id: int
    node: str
    scope: int
    role: str = "plain"
    phase: str = "new"
    begin: str | None = None
    index: int = 0
    interrupted: bool = False
    fired: frozenset[str] = frozenset()
    undoing: int = 0
    thrower: int = 0
    heard: frozenset[str] = frozenset()
    ending: bool = False


@dataclass(frozen=True)
class State:
    """All there is: spots, tokens on flows as (scope, flow), variables as (scope, name, value).

    What can be undone is (scope, handler, variables of the scopes inside which have ended).
    """

    spots: tuple[Spot, ...] = ()
    flows: tuple[tuple[int, str], ...] = ()
    values: tuple[tuple[int, str, Any], ...] = ()
    undo: tuple[tuple[int, str, tuple[tuple[str, Any], ...]], ...] = ()
    last: int = 0
    ended: bool = False
    completed: tuple[str, ...] = field(default=())


class Reference:
    """Runs one instance of a process, the instances it calls included."""

    def __init__(self, processes: dict[str, Process], process_id: str, variables: dict[str, Any]) -> None:
        self.nodes = {node.id: node for process in processes.values() for node in process.nodes.values()}
        self.edges = {flow.id: flow for process in processes.values() for flow in process.flows.values()}
        self.state = State()
        self._put(process_id, 0, values=variables)
        self.result: dict[str, Any] = {}
        self._run()

    # -- what is seen from outside ------------------------------------------------------------------------------------

    def jobs(self) -> list[Spot]:
        """Return who waits for a worker, by age."""
        waiting = [spot for spot in self.state.spots if spot.phase == "waiting" and self.kind(spot) in JOBS]
        return sorted([*waiting, *(s for s in self.state.spots if s.phase in LISTENED)], key=lambda spot: spot.id)

    def waits(self) -> list[tuple[Spot, Node]]:
        """Return who waits for which event."""
        found = []
        for spot in self.state.spots:
            outside = [event for event in self._events(spot) if event.trigger in OUTSIDE]
            found += [(spot, event) for event in outside if event.id not in spot.fired]
        return found

    def stuck(self) -> list[Spot]:
        """Return what needs a person."""
        return [spot for spot in self.state.spots if spot.phase == "stuck"]

    def variables(self) -> dict[str, Any]:
        """Return the process's variables."""
        if self.state.ended:
            return self.result
        root = self.state.spots[0].id
        return {name: value for scope, name, value in self.state.values if scope == root}

    # -- what comes from outside --------------------------------------------------------------------------------------

    def complete(self, spot: Spot, values: dict[str, Any]) -> None:
        """Complete a job."""
        if spot.phase in LISTENED:
            # What the one before leaves is the element's own; what the one after leaves is for the scope around.
            self._assign(spot.id if spot.phase == "before" else spot.scope, values)
            following = {"before": "new", "after": "done"}[spot.phase]
            self._change(spot, phase=following, heard=spot.heard | {spot.phase})
            self._run()
            return
        if self.node(spot).outputs:
            self._assign(spot.id, values)
        else:
            self._spread(spot.id, values)
        self._change(spot, phase="done")
        self._run()

    def throw(self, spot: Spot, code: str) -> None:
        """Throw an error from a job."""
        self._error(spot, code)
        self._run()

    def resolve(self, spot: Spot) -> None:
        """Try again."""
        self._change(spot, phase="waiting")
        self._run()

    def fire(self, spot: Spot, event: Node) -> None:
        """Let an event happen that a spot waits for."""
        if event.kind in {Kind.CATCH_EVENT, Kind.RECEIVE_TASK}:
            if self.kind(spot) is Kind.EVENT_BASED_GATEWAY:
                self.state = replace(self.state, completed=(*self.state.completed, spot.node))
                self._drop(spot)
                self._put(event.id, spot.scope, phase="done")
            else:
                self._change(spot, phase="done")
        else:
            if not event.interrupting and event.trigger is Trigger.TIMER:
                self._change(spot, fired=spot.fired | {event.id})
            self._catch(spot, event)
        self._run()

    def cancel(self) -> None:
        """End everything."""
        self._drop(self.state.spots[0])
        self.state = replace(self.state, ended=True)

    # -- small words --------------------------------------------------------------------------------------------------

    def node(self, spot: Spot) -> Node:
        return self.nodes[spot.node]

    def kind(self, spot: Spot) -> Kind:
        return self.nodes[spot.node].kind

    def spot(self, spot_id: int) -> Spot:
        return next(spot for spot in self.state.spots if spot.id == spot_id)

    def inside(self, spot: Spot) -> list[Spot]:
        return [other for other in self.state.spots if other.scope == spot.id]

    def outwards(self, spot: Spot) -> Iterator[Spot]:
        while True:
            yield spot
            if not spot.scope:
                return
            spot = self.spot(spot.scope)

    def _put(self, node: str, scope: int, values: dict[str, Any] | None = None, **facts: Any) -> int:
        made = Spot(self.state.last + 1, node, scope, **facts)
        self.state = replace(self.state, spots=(*self.state.spots, made), last=made.id)
        self._assign(made.id, values or {})
        return made.id

    def _change(self, spot: Spot, **facts: Any) -> None:
        spots = tuple(replace(other, **facts) if other.id == spot.id else other for other in self.state.spots)
        self.state = replace(self.state, spots=spots)

    def _drop(self, spot: Spot) -> None:
        """Take a spot away with all that is inside."""
        for other in self.inside(spot):
            self._drop(other)
        if spot.thrower and any(other.id == spot.thrower for other in self.state.spots):
            thrower = self.spot(spot.thrower)
            left = thrower.undoing - 1
            self._change(thrower, undoing=left, phase="waiting" if left else "done")
        self.state = replace(
            self.state,
            spots=tuple(other for other in self.state.spots if other.id != spot.id),
            flows=tuple(token for token in self.state.flows if token[0] != spot.id),
            values=tuple(value for value in self.state.values if value[0] != spot.id),
            undo=tuple(entry for entry in self.state.undo if entry[0] != spot.id),
        )

    # -- variables ----------------------------------------------------------------------------------------------------

    def _assign(self, scope: int, values: dict[str, Any]) -> None:
        kept = tuple(value for value in self.state.values if value[0] != scope or value[1] not in values)
        self.state = replace(self.state, values=kept + tuple((scope, name, value) for name, value in values.items()))

    def _home(self, scope: int, name: str) -> int:
        """Return the nearest scope that has a variable, else the process."""
        for spot in self.outwards(self.spot(scope)):
            if self.kind(spot) is Kind.PROCESS or any(value[:2] == (spot.id, name) for value in self.state.values):
                return spot.id
        raise AssertionError("a spot lies in no process")

    def _spread(self, scope: int, values: dict[str, Any]) -> None:
        for name, value in values.items():
            self._assign(self._home(scope, name), {name: value})

    def _value(self, scope: int, text: str) -> Any:
        name = text.removeprefix("=").removesuffix("= true").strip()
        if name in {"true", "false"}:
            return name == "true"
        home = self._home(scope, name)
        return next((value for where, found, value in self.state.values if (where, found) == (home, name)), None)

    def _visible(self, scope: int) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for spot in self.outwards(self.spot(scope)):
            here = {name: value for where, name, value in self.state.values if where == spot.id}
            seen = here | seen
            if self.kind(spot) is Kind.PROCESS:
                break
        return seen

    # -- events -------------------------------------------------------------------------------------------------------

    def _events(self, spot: Spot) -> list[Node]:
        """Return the events a spot listens to now."""
        node = self.node(spot)
        if spot.phase not in {"waiting", "running", "stuck", "after"}:
            return []
        events: list[Node] = []
        if spot.role not in {"inner", "tool"}:
            events += [self.nodes[name] for name in node.boundaries]
        if node.kind in HELD and spot.role != "body" and not spot.interrupted:
            for name in node.event_sub_processes:
                events += [self.nodes[child] for child in self.nodes[name].children if self._starts(child)]
        if node.kind in {Kind.CATCH_EVENT, Kind.RECEIVE_TASK} and spot.role != "body":
            events.append(node)
        if node.kind is Kind.EVENT_BASED_GATEWAY:
            events += [self.nodes[self.edges[flow].target] for flow in node.outgoing]
        return events

    def _starts(self, name: str) -> bool:
        return self.nodes[name].kind is Kind.START_EVENT

    def _catch(self, spot: Spot, event: Node) -> None:
        """Let a boundary event or an event sub-process begin."""
        if event.kind is Kind.BOUNDARY_EVENT:
            if event.interrupting:
                self._drop(spot)
            self._put(event.id, spot.scope, phase="done")
            return
        if event.interrupting:
            for other in self.inside(spot):
                self._drop(other)
            kept = tuple(token for token in self.state.flows if token[0] != spot.id)
            self.state = replace(self.state, flows=kept)
            self._change(spot, interrupted=True)
        self._put(event.scope, spot.id, begin=event.id)

    def _catcher(self, spot: Spot, trigger: Trigger, code: str) -> tuple[Spot, Node] | None:
        for at in self.outwards(spot):
            events = [event for event in self._events(at) if event.trigger is trigger and event.event is not None]
            for inside in (True, False):
                for wanted in (code, None):
                    for event in events:
                        is_inside = event.kind is Kind.START_EVENT
                        if is_inside is inside and event.event is not None and event.event.code == wanted:
                            return at, event
        return None

    def _error(self, spot: Spot, code: str) -> None:
        found = self._catcher(spot, Trigger.ERROR, code)
        if found is None:
            self._change(spot, phase="stuck")
        else:
            self._catch(*found)

    # -- the token game -----------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self.state.ended and (self._step() or self._merge()):
            pass

    def _step(self) -> bool:
        for spot in self.state.spots:
            if spot.phase == "new":
                self._enter(spot)
                return True
            if spot.phase == "done":
                self._leave(spot)
                return True
            if spot.phase == "running" and not self.inside(spot) and not self._tokens(spot.id):
                self._change(spot, phase="done")
                return True
        return any(self._arrive(*token) for token in self.state.flows)

    def _tokens(self, scope: int) -> list[str]:
        return [flow for where, flow in self.state.flows if where == scope]

    def _take(self, scope: int, flow: str) -> None:
        flows = list(self.state.flows)
        flows.remove((scope, flow))
        self.state = replace(self.state, flows=tuple(flows))

    def _arrive(self, scope: int, flow: str) -> bool:
        node = self.nodes[self.edges[flow].target]
        if len(node.incoming) > 1 and node.kind is Kind.INCLUSIVE_GATEWAY:
            return False
        wanted = node.incoming if node.kind is Kind.PARALLEL_GATEWAY else [flow]
        if not all(each in self._tokens(scope) for each in wanted):
            return False
        for each in wanted:
            self._take(scope, each)
        self._put(node.id, scope)
        return True

    def _merge(self) -> bool:
        """Let an inclusive join go on that nothing more can come to."""
        for scope, flow in self.state.flows:
            join = self.nodes[self.edges[flow].target]
            if join.kind is not Kind.INCLUSIVE_GATEWAY or len(join.incoming) == 1:
                continue
            here = set(self._tokens(scope)) & set(join.incoming)
            empty = set(join.incoming) - here
            places = [spot.node for spot in self.inside(self.spot(scope))]
            places += [self.edges[other].target for other in self._tokens(scope) if other not in join.incoming]
            reach = [self._reach(place, join.id) for place in places]
            if any(flows & empty and not flows & here for flows in reach):
                continue
            for each in here:
                self._take(scope, each)
            self._put(join.id, scope)
            return True
        return False

    def _reach(self, place: str, join: str) -> set[str]:
        """Return the flows into a join that a token at a node can come to without passing the join."""
        seen, todo, found = set(), [place], set()
        while todo:
            name = todo.pop()
            if name in seen or name == join:
                continue
            seen.add(name)
            node = self.nodes[name]
            todo += node.boundaries
            for flow in node.outgoing:
                if self.edges[flow].target == join:
                    found.add(flow)
                todo.append(self.edges[flow].target)
        return found

    def _enter(self, spot: Spot) -> None:
        node = self.node(spot)
        if node.loop is not None and spot.role == "plain":
            self._enter_body(spot, node)
            return
        if spot.role == "tool":
            self._change(spot, phase="running")
            self._put(spot.begin or "", spot.id)
            return
        if "before" not in spot.heard:
            self._assign(spot.id, {mapping.target: self._value(spot.id, mapping.source) for mapping in node.inputs})
        if not self._listens(spot, "before"):
            self._begin(spot, node)

    def _begin(self, spot: Spot, node: Node) -> None:
        match node.kind:
            case Kind.AD_HOC_SUB_PROCESS:
                self._change(spot, phase="running")
                for tool in orjson.loads(((node.ad_hoc and node.ad_hoc.active_elements) or "=[]").removeprefix("=")):
                    self._put(node.id, spot.id, role="tool", begin=tool)
            case Kind.USER_TASK | Kind.SERVICE_TASK | Kind.RECEIVE_TASK | Kind.EVENT_BASED_GATEWAY:
                self._change(spot, phase="waiting")
            case Kind.CATCH_EVENT:
                self._change(spot, phase="waiting")
            case Kind.PROCESS | Kind.SUB_PROCESS:
                self._change(spot, phase="running")
                for child in node.children:
                    if self._starts(child):
                        self._put(child, spot.id)
            case Kind.EVENT_SUB_PROCESS:
                self._change(spot, phase="running")
                self._put(spot.begin or "", spot.id, phase="done")
            case Kind.CALL_ACTIVITY:
                self._change(spot, phase="running")
                called = node.called.process_id if node.called else ""
                self._put(called, spot.id, values=self._visible(spot.id))
            case Kind.END_EVENT | Kind.THROW_EVENT:
                self._throw(spot, node)
            case _:
                self._change(spot, phase="done")

    def _enter_body(self, spot: Spot, node: Node) -> None:
        assert node.loop is not None
        self._change(spot, role="body", phase="running")
        items = self._value(spot.id, node.loop.collection)
        if node.loop.output_collection:
            self._assign(spot.id, {node.loop.output_collection: [None] * len(items)})
        for index in range(len(items) if not node.loop.sequential else min(1, len(items))):
            self._put_inner(spot, node, index, items)

    def _put_inner(self, body: Spot, node: Node, index: int, items: list[Any]) -> None:
        assert node.loop is not None
        values: dict[str, Any] = {"loopCounter": index + 1}
        if node.loop.element:
            values[node.loop.element] = items[index]
        if node.loop.output_element:
            values[node.loop.output_element.removeprefix("=")] = None
        self._put(node.id, body.id, values=values, role="inner", index=index)

    def _throw(self, spot: Spot, node: Node) -> None:
        code = (node.event and node.event.code) or ""
        match node.trigger:
            case Trigger.ERROR:
                self._error(spot, code)
            case Trigger.ESCALATION:
                self._change(spot, phase="done")
                if (found := self._catcher(spot, Trigger.ESCALATION, code)) is not None:
                    self._catch(*found)
            case Trigger.TERMINATE:
                for other in self.inside(self.spot(spot.scope)):
                    if other.id != spot.id:
                        self._drop(other)
                kept = tuple(token for token in self.state.flows if token[0] != spot.scope)
                self.state = replace(self.state, flows=kept)
                self._change(spot, phase="done")
            case Trigger.COMPENSATION:
                scope = spot.scope
                while self.kind(self.spot(scope)) is Kind.EVENT_SUB_PROCESS:
                    scope = self.spot(scope).scope
                chosen = [entry for entry in self.state.undo if entry[0] == scope]
                kept_undo = tuple(entry for entry in self.state.undo if entry[0] != scope)
                self.state = replace(self.state, undo=kept_undo)
                self._change(spot, phase="waiting" if chosen else "done", undoing=len(chosen))
                for _, handler, values in reversed(chosen):
                    self._put(handler, scope, values=dict(values), thrower=spot.id)
            case _:
                self._change(spot, phase="done")

    def _leave(self, spot: Spot) -> None:
        node = self.node(spot)
        if node.kind is Kind.PROCESS:
            self._leave_process(spot)
            return
        if spot.role == "tool":
            self._leave_tool(spot, node)
            return
        if spot.role != "body" and "after" not in spot.heard:
            into = spot.id if spot.role == "inner" else spot.scope
            values = {mapping.target: self._value(spot.id, mapping.source) for mapping in node.outputs}
            self._spread(into, values)
            if self._listens(spot, "after"):
                return
        self.state = replace(self.state, completed=(*self.state.completed, spot.node))
        if spot.role == "inner":
            self._leave_inner(spot, node)
            return
        if spot.role == "body" and node.loop is not None and node.loop.output_collection:
            name = node.loop.output_collection
            self._spread(spot.scope, {name: self._value(spot.id, name)})
            kept = tuple(value for value in self.state.values if value[:2] != (spot.id, name))
            self.state = replace(self.state, values=kept)
        self._keep_undo(spot)
        if node.compensation_handler is not None:
            entry = (spot.scope, node.compensation_handler, ())
            self.state = replace(self.state, undo=(*self.state.undo, entry))
        taken = self._choose(spot, node)
        self._drop(spot)
        self.state = replace(self.state, flows=self.state.flows + tuple((spot.scope, flow) for flow in taken))

    def _listens(self, spot: Spot, phase: str) -> bool:
        """Let the listener of a moment work first, if there is one that has not."""
        waits = phase not in spot.heard and any(it.event == LISTENED[phase] for it in self.node(spot).listeners)
        if waits:
            self._change(spot, phase=phase)
        return waits

    def _leave_tool(self, spot: Spot, node: Node) -> None:
        assert node.ad_hoc is not None
        box = self.spot(spot.scope)
        self.state = replace(self.state, completed=(*self.state.completed, spot.node))
        self._keep_undo(spot)
        self._drop(spot)
        if box.ending or not node.ad_hoc.completion or not self._value(box.id, node.ad_hoc.completion):
            return
        self._change(box, ending=True)
        if node.ad_hoc.cancel_remaining:
            for other in self.inside(box):
                self._drop(other)

    def _keep_undo(self, spot: Spot) -> None:
        """Leave what can be undone inside to the scope around, with the variables it may need."""
        here = {name: value for where, name, value in self.state.values if where == spot.id}
        moved = tuple(
            (spot.scope, handler, tuple((here | dict(values)).items()))
            for where, handler, values in self.state.undo
            if where == spot.id
        )
        self.state = replace(self.state, undo=self.state.undo + moved)

    def _leave_process(self, spot: Spot) -> None:
        values = {name: value for where, name, value in self.state.values if where == spot.id}
        self.state = replace(self.state, completed=(*self.state.completed, spot.node))
        self._drop(spot)
        if not spot.scope:
            self.result = values
            self.state = replace(self.state, ended=True)
            return
        self._spread(spot.scope, values)
        self._change(self.spot(spot.scope), phase="done")

    def _leave_inner(self, spot: Spot, node: Node) -> None:
        assert node.loop is not None
        body = self.spot(spot.scope)
        if node.loop.output_collection and node.loop.output_element:
            outputs = list(self._value(body.id, node.loop.output_collection))
            outputs[spot.index] = self._value(spot.id, node.loop.output_element)
            self._assign(body.id, {node.loop.output_collection: outputs})
        satisfied = node.loop.completion is not None and self._value(spot.id, node.loop.completion)
        self._keep_undo(spot)
        self._drop(spot)
        if satisfied:
            for other in self.inside(body):
                self._drop(other)
            self._change(body, phase="done")
            return
        items = self._value(body.id, node.loop.collection)
        if node.loop.sequential and spot.index + 1 < len(items):
            self._put_inner(body, node, spot.index + 1, items)

    def _choose(self, spot: Spot, node: Node) -> list[str]:
        if node.kind not in {Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY} or len(node.outgoing) < 2:
            return node.outgoing
        conditions = {flow: self.edges[flow].condition for flow in node.outgoing if flow != node.default_flow}
        holding = [flow for flow, text in conditions.items() if self._value(spot.id, text or "true") is True]
        if not holding:
            return [node.default_flow or ""]
        return holding[:1] if node.kind is Kind.EXCLUSIVE_GATEWAY else holding
