"""The engine and the reference side by side: the same things happen to both, and both must look the same."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from charter.workflows.engine.commands import apply
from charter.workflows.engine.effects import CreateJob
from charter.workflows.engine.errors import CommandRejected
from charter.workflows.engine.state import InstanceState
from charter.workflows.model.graph import Kind, Process
from tests.workflows.models import CODES, INITIAL, VARIABLES
from tests.workflows.reference import Reference
from tests.workflows.world import Instance, World

Choose = Callable[[int], int]
"""Returns a number below its argument."""


class Storm(World):
    """A world whose processes die: before a commit, so that a command is done again; after it, so that it comes twice.

    A command of the inbox is claimed in the commit that does it. One that comes from outside is fenced by its job.
    """

    crash: Choose = staticmethod(lambda _below: 1)

    def _apply(self, instance: Instance, command: dict[str, Any], *, first: bool) -> None:
        if self.crash(4) == 0:
            with suppress(CommandRejected):
                apply(instance.process, self._copy(instance), dict(command), self.ports, self.now)
        super()._apply(instance, command, first=first)
        if command["do"] in {"complete_job", "throw_error", "go_on", "start"} and self.crash(4) == 0:
            again = self._copy(instance)
            before = [again.tokens_json(), again.variables_json()]
            try:
                outcome = apply(instance.process, again, dict(command), self.ports, self.now)
            except CommandRejected:
                outcome = None
            if command["do"] != "go_on":
                assert outcome is None, f"{command} was done twice"
                assert [again.tokens_json(), again.variables_json()] == before

    @staticmethod
    def _copy(instance: Instance) -> InstanceState:
        parts = (instance.state.tokens_json(), instance.state.variables_json())
        return InstanceState.from_json(*json.loads(json.dumps(parts)))


class Lockstep:
    """One instance in a world and in the reference."""

    def __init__(self, data: bytes, world: type[World] = World) -> None:
        self.world = world(data)
        self.instance = self.world.start("main", INITIAL)
        self.reference = Reference(self.world.processes, "main", INITIAL)
        self.log: list[Any] = []

    # -- what both show -----------------------------------------------------------------------------------------------

    def _age(self, instance_id: str, key: int) -> tuple[int, int]:
        return list(self.world.instances).index(instance_id), key

    def _jobs(self) -> list[tuple[str, Any]]:
        asked = [found for found in self.world.tasks.values() if found[1].state == "created"]
        found = sorted([*self.world.jobs.values(), *asked], key=lambda job: self._age(job[0], job[1].key))
        return [(job.node, (instance_id, job)) for instance_id, job in found if job.id not in self._failed()]

    def _failed(self) -> set[str]:
        return {found.job_id for _, found in self.world.incidents.values() if found.job_id}

    def _waits(self) -> list[tuple[str, Any]]:
        found = [*self.world.timers.items(), *self.world.waits.items()]
        found.sort(key=lambda wait: self._age(wait[1][0], wait[1][1].key))
        return [(effect.node, (instance_id, effect)) for _, (instance_id, effect) in found]

    def _incidents(self) -> list[tuple[str, Any]]:
        found = sorted(self.world.incidents.values(), key=lambda row: self._age(row[0], row[1].key))
        return [(incident.node, (instance_id, incident)) for instance_id, incident in found]

    def check(self) -> None:
        """Compare everything that can be seen from outside."""
        reference, told = self.reference, (self.log, "engine on the left, reference on the right")
        jobs, waits = reference.jobs(), reference.waits()
        assert (self.instance.ended is not None) == reference.state.ended, told
        assert Counter(node for node, _ in self._jobs()) == Counter(spot.node for spot in jobs), told
        assert Counter(node for node, _ in self._waits()) == Counter(event.id for _, event in waits), told
        assert Counter(node for node, _ in self._incidents()) == Counter(s.node for s in reference.stuck()), told
        assert self.instance.variables == reference.variables(), told
        # Not of called instances: one that has escalated works on until its caller's answer reaches it.
        main = self.instance.process.nodes
        assert Counter(self.instance.completed) == Counter(n for n in reference.state.completed if n in main), told
        for found in self.world.instances.values():
            check_order(found.process, found.history)
        if self.instance.ended is not None:
            self.check_nothing_is_left()
        else:
            assert self._jobs() or self._waits() or self._incidents(), (*told, "nothing can ever move this instance")

    def check_nothing_is_left(self) -> None:
        """An ended instance leaves no job, timer, subscription, incident or called instance behind."""
        world = self.world
        assert [world.jobs, world.timers, world.waits, world.incidents] == [{}, {}, {}, {}], self.log
        for found in world.instances.values():
            assert found.ended is not None, self.log
            assert (found.state.elements, found.state.todo) == ({}, []), self.log

    # -- what can happen ----------------------------------------------------------------------------------------------

    def happen(self, choose: Choose, *, drain: bool = False) -> bool:
        """Let something happen; False when the instance has ended."""
        if self.instance.ended is not None:
            return False
        jobs, waits, incidents = self._jobs(), self._waits(), self._incidents()
        if drain:
            waits = [] if jobs or incidents else waits
        number = choose(len(jobs) + len(waits) + len(incidents))
        if number < len(jobs):
            self._job(jobs, number, choose, drain=drain)
        elif number < len(jobs) + len(waits):
            self._event(waits, number - len(jobs))
        else:
            self._resolve(incidents, number - len(jobs) - len(waits))
        self.check()
        return True

    @staticmethod
    def _same(found: list[tuple[str, Any]], number: int, candidates: list[Any]) -> Any:
        """Return the reference's counterpart: as many of the same node are older."""
        older = sum(node == found[number][0] for node, _ in found[:number])
        return candidates[older]

    def _job(self, jobs: list[tuple[str, Any]], number: int, choose: Choose, *, drain: bool) -> None:
        node, (instance_id, job) = jobs[number]
        spot = self._same(jobs, number, [spot for spot in self.reference.jobs() if spot.node == node])
        if not drain and isinstance(job, CreateJob) and job.kind == "task" and choose(5) == 0:
            code = CODES[choose(2)]
            self.log.append(["error", node, code])
            self.reference.throw(spot, code)
            self.world.tell(instance_id, {"do": "throw_error", "key": job.key, "job": job.id, "code": code})
            return
        bits = 0 if drain else choose(32)
        values: dict[str, Any] = {name: bool(bits >> at & 1) for at, name in enumerate(VARIABLES)}
        if bits & 16:
            values["out"] = bits
        self.log.append(["complete", node, values])
        self.reference.complete(spot, values)
        if isinstance(job, CreateJob):
            done: dict[str, Any] = {"do": "complete_job", "job": job.id, "variables": values}
        else:
            done = {"do": "task", "task": job.id, "event": "completing", "values": {"variables": values}}
        self.world.tell(instance_id, {"key": job.key, **done})

    def _event(self, waits: list[tuple[str, Any]], number: int) -> None:
        node, (instance_id, effect) = waits[number]
        spot, event = self._same(waits, number, [found for found in self.reference.waits() if found[1].id == node])
        self.log.append(["event", node])
        self.reference.fire(spot, event)
        if effect.id in self.world.timers:
            del self.world.timers[effect.id]
        elif effect.interrupting:
            del self.world.waits[effect.id]
        self.world.tell(instance_id, {"do": "fire", "key": effect.key, "wait": effect.id})

    def _resolve(self, incidents: list[tuple[str, Any]], number: int) -> None:
        node, (instance_id, incident) = incidents[number]
        spot = self._same(incidents, number, [spot for spot in self.reference.stuck() if spot.node == node])
        self.log.append(["resolve", node])
        self.reference.resolve(spot)
        self.world.tell(instance_id, {"do": "resolve", "key": incident.key})


def check_order(process: Process, history: list[list[Any]]) -> None:
    """Check from an instance's history that nothing began before what it depends on had completed."""
    completed, taken, begun, triggered = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    inside: dict[int, set[int]] = {}
    scope_of: dict[int, int] = {}
    for what, key, node_id, *facts in history:
        node = process.nodes[node_id]
        if what == "activating":
            scope = facts[0]["scope"] if facts and facts[0] else 0
            assert scope == 0 or scope in inside, f"{node_id} began in a scope that is not there"
            scope_of[key], inside[key] = scope, set()
            inside.setdefault(scope, set()).add(key)
            begun[node_id] += 1
            if node.incoming and node.loop is None and not node.for_compensation and node.ad_hoc is None:
                came = [taken[flow] for flow in node.incoming]
                allowed = min(came) if node.kind is Kind.PARALLEL_GATEWAY else sum(came)
                assert begun[node_id] <= allowed, f"{node_id} began before it could"
            if node.kind is Kind.BOUNDARY_EVENT and node.trigger.value in {"timer", "message", "signal"}:
                assert begun[node_id] <= triggered[node_id], f"{node_id} went on before it was triggered"
        elif what == "triggered":
            triggered[facts[0]["event"]] += 1
        elif what == "flow":
            taken[facts[0]] += 1
            assert taken[facts[0]] <= completed[process.flows[facts[0]].source], f"{facts[0]} was taken too early"
        elif what in {"completed", "terminated"}:
            assert not inside[key], f"{node_id} was over while something in it was not"
            inside[scope_of[key]].discard(key)
            completed[node_id] += what == "completed"
