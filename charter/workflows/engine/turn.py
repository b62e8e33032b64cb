"""One turn of one process instance: steps are taken until nothing is left that needs no outside.

A step is a list of JSON values, its name first and the key of an element instance second, so that a turn which runs
too long can leave the rest in the state for the next one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from charter.workflows.engine import waiting
from charter.workflows.engine.effects import CancelChild, CloseIncident, Effect, End, RaiseIncident, TellParent
from charter.workflows.engine.errors import CommandRejected, Stuck
from charter.workflows.engine.state import (
    ACTIVE,
    COMPLETING,
    ROOT,
    TERMINATING,
    ElementInstance,
    InstanceState,
    Variables,
    is_body,
    is_part,
)
from charter.workflows.engine.variables import Changes, mapped, propagate, set_local, visible
from charter.workflows.model.graph import SCOPES, CalledDecision, Kind, Node, Process

STEPS_PER_TURN = 5_000
"""After so many steps others get their turn: a model that loops without waiting keeps nobody else from working."""


class Ports(Protocol):
    """What the engine asks of its surroundings; every answer depends on the arguments and the deployment alone."""

    def evaluate(self, text: str, variables: Variables, now: datetime) -> Any:
        """Return the JSON value of a FEEL expression, the leading ``=`` included. Raises EvaluationFailed."""
        ...

    def decide(
        self, called: CalledDecision, decision_id: str, variables: Variables, now: datetime
    ) -> tuple[Any, dict[str, Any]]:
        """Return a DMN decision's value and the record of its evaluation. Raises Stuck."""
        ...

    def moment(self, form: str, value: Any, after: datetime) -> tuple[datetime, str | None, int]:
        """Return a timer's due moment, its cycle and what is left of it. Raises EvaluationFailed."""
        ...

    def reads(self, text: str) -> frozenset[str]:
        """Return the names of the variables that a FEEL expression reads, the leading ``=`` included."""
        ...

    def new_id(self) -> str:
        """Return a new unique id."""
        ...


Step = list[Any]
Behaviour = Callable[["Turn", ElementInstance, Node], None]


class Turn:
    """Takes the steps of one command on one instance.

    Attributes:
        effects: what is to be done beside storing the state.
        history: what happened: ``[what, key, node, facts]``.
        variables_changed: whether the variables have to be stored again.
    """

    def __init__(self, process: Process, state: InstanceState, ports: Ports, now: datetime) -> None:
        self.process, self.state, self.ports, self.now = process, state, ports, now
        self.effects: list[Effect] = []
        self.history: list[list[Any]] = []
        self.variables_changed = False
        self.todo: deque[Step] = deque(state.todo)
        state.todo = []
        self._changes: dict[str, Changes] | None = None

    # -- running ------------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Take steps until none is left or the turn is over."""
        left = STEPS_PER_TURN
        while self.todo or steps.settle_joins(self):
            if left == 0:
                break
            self.step(self.todo.popleft())
            left -= 1
        self.state.todo = list(self.todo)

    def step(self, step: Step) -> None:
        """Take one step; what makes it impossible becomes an incident of its element instance."""
        element = self.state.elements.get(step[1])
        if element is None:
            return
        try:
            steps.STEPS[step[0]](self, element, *step[2:])
        except Stuck as stuck:
            self.raise_incident(element, step, stuck)

    def later(self, name: str, key: int, *arguments: Any) -> None:
        """Put a step at the end of the line."""
        self.todo.append([name, key, *arguments])

    def changed(self, element: ElementInstance, changes: Changes) -> None:
        """Let conditions be looked at for changes of a scope's variables: once, for all until then."""
        if not changes:
            return
        if self._changes is None:
            self._changes = {}
            self.later("changed", ROOT, self._changes)
        here = self._changes.setdefault(str(element.key), {})
        for name, how in changes.items():
            here[name] = [*here.get(name, ()), *how]

    def changes_seen(self) -> None:
        """Begin to gather changes anew."""
        self._changes = None

    def note(self, what: str, element: ElementInstance, facts: Any = None) -> None:
        """Write to the instance's history."""
        entry = [what, element.key, element.node]
        if facts is not None:
            entry.append(facts)
        self.history.append(entry)

    def node_of(self, element: ElementInstance) -> Node:
        """Return the flow node of an element instance."""
        return self.process.nodes[element.node]

    def element(self, key: int) -> ElementInstance:
        """Return an active element instance.

        Raises:
            CommandRejected: there is none.
        """
        found = self.state.elements.get(key)
        if found is None:
            raise CommandRejected("not-found", f"The instance has no active element instance {key}.")
        return found

    # -- incidents ----------------------------------------------------------------------------------------------------

    def raise_incident(self, element: ElementInstance, step: Step, stuck: Stuck, job_id: str | None = None) -> None:
        """Stop an element instance until somebody resolves the incident; then ``step`` is taken again."""
        self.close_incident(element)
        incident_id = self.ports.new_id()
        element.data["incident"] = [incident_id, step]
        message = stuck.message[:2000]
        self.effects.append(RaiseIncident(incident_id, element.key, element.node, stuck.type.value, message, job_id))
        self.note("incident", element, {"id": incident_id, "type": stuck.type.value, "message": message})

    def close_incident(self, element: ElementInstance) -> Step | None:
        """Close an element instance's incident; returns the step that it stopped."""
        found = element.data.pop("incident", None)
        if found is None:
            return None
        self.effects.append(CloseIncident(found[0]))
        self.note("resolved", element, {"id": found[0]})
        step: Step = found[1]
        return step

    # -- the life of an element instance ------------------------------------------------------------------------------

    def create(
        self,
        node: str,
        scope: ElementInstance | None,
        data: dict[str, Any] | None = None,
        local: Variables | None = None,
    ) -> ElementInstance:
        """Make an element instance in a scope and let it be activated."""
        self.state.last_key += 1
        element = ElementInstance(self.state.last_key, node, scope.key if scope else 0, data=data)
        self.state.elements[element.key] = element
        if scope is not None:
            scope.tokens += 1
        self.note("activating", element, {"scope": scope.key} if scope else None)
        if local:
            set_local(self, element, local)
        self.later("activate", element.key)
        return element

    def activate(self, element: ElementInstance) -> None:
        """Map inputs, run start listeners, begin."""
        node = self.node_of(element)
        if "tool" in element.data:
            ad_hoc.begin_tool(self, element)
            return
        if node.loop is not None and "inner" not in element.data:
            loops.begin(self, element, node, node.loop)
            return
        if node.inputs and element.data.get("listener") is None:
            context = visible(self, element.scope)
            set_local(self, element, mapped(self, node.inputs, context | self.state.variables.get(element.key, {}), {}))
        if waiting.next_listener(self, element, node, "start"):
            return
        self.begin(element)

    def begin(self, element: ElementInstance) -> None:
        """Open what it waits for, begin what it does; an incident here brings neither mappings nor listeners back."""
        node = self.node_of(element)
        try:
            waiting.open_events(self, element, node)
        except Stuck as stuck:
            self.raise_incident(element, ["begin", element.key], stuck)
            return
        element.phase = ACTIVE
        self.note("activated", element)
        try:
            steps.BEHAVIOURS[node.kind](self, element, node)
        except Stuck as stuck:
            self.raise_incident(element, ["behave", element.key], stuck)

    def conclude(self, element: ElementInstance) -> None:
        """Let an element instance complete whose inside is done: nothing begins in it any more."""
        element.phase = COMPLETING
        self.later("complete", element.key)

    def complete(self, element: ElementInstance) -> None:
        """Map outputs, run end listeners, finish."""
        node = self.node_of(element)
        element.phase = COMPLETING
        if "tool" in element.data:
            ad_hoc.collect(self, element, node)
        elif node.loop is None or "inner" in element.data:
            if node.outputs and element.data.get("listener") is None:
                # Of an inner instance from its own scope up, so that an output element can be mapped (as Camunda 8).
                into = element.key if "inner" in element.data else element.scope
                seen = visible(self, element.key)
                propagate(self, into, mapped(self, node.outputs, seen, visible(self, into)))
            if waiting.next_listener(self, element, node, "end"):
                return
        self.finish(element)

    def finish(self, element: ElementInstance) -> None:
        """Close what it waits for, go on along its flows."""
        if element.scope == 0:
            self._end(element)
            return
        node = self.node_of(element)
        if "inner" in element.data:
            try:
                loops.collect(self, element, node)
            except Stuck as stuck:
                self.raise_incident(element, ["finish", element.key], stuck)
                return
        waiting.close_all(self, element)
        self.leave(element, node)

    def leave(self, element: ElementInstance, node: Node) -> None:
        """Put tokens on the outgoing flows and take the element instance away."""
        scope = self.state.elements[element.scope]
        self.note("completed", element)
        compensation.remember(scope, element, node, dict(self.state.variables.get(element.key, {})))
        if not is_part(element):
            for flow in element.data.get("flows", node.outgoing):
                scope.tokens += 1
                self.note("flow", scope, flow)
                self.later("enter", scope.key, flow)
        chosen = element.data.get("chosen")
        if chosen is not None:
            for flow in node.outgoing:
                if self.process.flows[flow].target == chosen[0]:
                    self.note("flow", scope, flow)
            self.create(chosen[0], scope, {"triggered": chosen[1]})
        self.remove(element, scope)

    def remove(self, element: ElementInstance, scope: ElementInstance) -> None:
        """Take an element instance out of its scope; the scope may be done with it."""
        del self.state.elements[element.key]
        if self.state.variables.pop(element.key, None) is not None:
            self.variables_changed = True
        scope.tokens -= 1
        if (waiter := element.data.get("compensates")) is not None:
            compensation.handled(self, waiter)
        part = is_part(element)
        if part or scope.tokens == 0:
            satisfied = element.data.get("satisfied", False)
            self.later("child_gone", scope.key, part, element.phase == TERMINATING, satisfied)

    def _end(self, root: ElementInstance) -> None:
        variables = self.state.variables.get(ROOT, {})
        waiting.close_all(self, root)
        self.note("completed", root)
        self._gone("completed", variables)

    def _gone(self, how: str, variables: Variables) -> None:
        self.effects.append(TellParent(how, None, variables))
        self.effects.append(End(how))
        self.state.elements.clear()
        self.todo.clear()

    def terminate(self, element: ElementInstance) -> None:
        """End an element instance and all inside it, inner ones first; it leaves by no flow."""
        if element.phase == TERMINATING:
            return
        element.phase = TERMINATING
        self.note("terminating", element)
        if tasks.listened_to_its_end(self, element):
            return
        waiting.close_all(self, element)
        self.empty(element)
        child = element.data.get("child")
        if child is not None:
            self.effects.append(CancelChild(child))
        elif element.tokens == 0:
            self.terminated(element)

    def empty(self, scope: ElementInstance) -> None:
        """Terminate everything in a scope and take the tokens off its flows."""
        kept: deque[Step] = deque()
        for step in self.todo:
            if step[0] == "enter" and step[1] == scope.key:
                scope.tokens -= 1
            else:
                kept.append(step)
        self.todo = kept
        for arrived in scope.data.pop("arrived", {}).values():
            scope.tokens -= sum(arrived.values())
        for child in reversed(self.state.children_of(scope.key)):
            self.terminate(child)

    def terminated(self, element: ElementInstance) -> None:
        """Take a terminated element instance away; the event that ended it goes on in its place."""
        self.note("terminated", element)
        if element.scope == 0:
            self._gone("terminated", {})
            return
        scope = self.state.elements[element.scope]
        event = element.data.pop("event", None)
        if event is not None and scope.phase != TERMINATING:
            self.create(event[0], scope, {"triggered": event[1]})
        self.remove(element, scope)

    def child_gone(self, scope: ElementInstance, part: bool, terminated: bool, satisfied: bool = False) -> None:
        """See whether a scope has come to its end with what has just left it.

        A scope whose last element instance was terminated by hand is terminated too, as in Camunda 8.
        """
        node = self.node_of(scope)
        if scope.phase == TERMINATING:
            if scope.tokens == 0:
                self.terminated(scope)
        elif part and node.kind is Kind.AD_HOC_SUB_PROCESS and not is_body(scope):
            ad_hoc.tool_gone(self, scope, node)
        elif part:
            loops.inner_gone(self, scope, node, terminated=terminated, satisfied=satisfied)
        elif "event_sub_process" in scope.data and scope.tokens == 0:
            event = scope.data.pop("event_sub_process")
            self.create(event[0], scope, {"start": event[1], "triggered": event[2]})
        elif scope.tokens == 0 and scope.phase == ACTIVE and node.kind in SCOPES:
            if terminated and "ended_by" not in scope.data:
                self.terminate(scope)
            else:
                self.conclude(scope)


from charter.workflows.engine import steps  # noqa: E402 - the table of steps names the methods above
from charter.workflows.engine.behaviours import ad_hoc, compensation, loops, tasks  # noqa: E402 - they take a Turn
