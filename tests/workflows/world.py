"""A world in memory for the engine: jobs, timers and subscriptions as a store would keep them, on its own clock."""

from __future__ import annotations

import itertools
import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from charter.workflows.engine import effects as fx
from charter.workflows.engine.commands import apply
from charter.workflows.engine.errors import CommandRejected
from charter.workflows.engine.state import ROOT, InstanceState
from charter.workflows.model.graph import Process
from charter.workflows.model.reading import read_model
from charter.workflows.service.ports import EnginePorts

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class Instance:
    """One process instance in the world."""

    id: str
    process: Process
    state: InstanceState = field(default_factory=InstanceState)
    parent: tuple[str, int] | None = None
    ended: str | None = None
    history: list[list[Any]] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)

    def happened(self, what: str, node: str | None = None) -> list[str]:
        """Return the nodes of history entries of a kind, in order."""
        found = [entry for entry in self.history if entry[0] == what]
        if what == "flow":
            return [entry[3] for entry in found]
        return [entry[2] for entry in found if node in (None, entry[2])]

    @property
    def completed(self) -> list[str]:
        """Return the nodes that completed, in order."""
        return self.happened("completed")


class World:
    """Deploys models, starts instances, and lets the test be the workers, the clock and everybody outside."""

    def __init__(self, *files: bytes) -> None:
        self.processes: dict[str, Process] = {}
        self.instances: dict[str, Instance] = {}
        self.jobs: dict[str, tuple[str, fx.CreateJob]] = {}
        self.timers: dict[str, tuple[str, fx.StartTimer]] = {}
        self.waits: dict[str, tuple[str, fx.Subscribe]] = {}
        self.incidents: dict[str, tuple[str, fx.RaiseIncident]] = {}
        self.tasks: dict[str, tuple[str, fx.PutUserTask]] = {}
        self.decisions: list[fx.RecordDecision] = []
        self.now = NOON
        self.numbers = itertools.count(1)
        self.inbox: list[tuple[str, dict[str, Any]]] = []
        self.ports = EnginePorts(new_id=lambda: f"id{next(self.numbers)}")
        for data in files:
            model = read_model(data)
            assert not model.findings.errors, model.findings
            self.processes |= {found.id: found for found in model.processes}

    def start(self, process: str | None = None, variables: dict[str, Any] | None = None, **arguments: Any) -> Instance:
        """Start an instance of a process, of the only one if none is named."""
        name = process or next(iter(self.processes))
        instance = Instance(f"i{next(self.numbers)}", self.processes[name])
        self.instances[instance.id] = instance
        self.tell(instance.id, {"do": "start", "variables": variables or {}, **arguments})
        return instance

    def tell(self, instance_id: str, command: dict[str, Any]) -> None:
        """Give an instance a command, and all others what follows from it."""
        self.inbox.append((instance_id, command))
        while self.inbox:
            target, waiting = self.inbox.pop(0)
            self._apply(self.instances[target], waiting, first=waiting is command)

    def _apply(self, instance: Instance, command: dict[str, Any], *, first: bool) -> None:
        # Through JSON and back, as a store does.
        state = InstanceState.from_json(
            json.loads(json.dumps(instance.state.tokens_json())),
            json.loads(json.dumps(instance.state.variables_json())),
        )
        try:
            outcome = apply(instance.process, state, json.loads(json.dumps(command)), self.ports, self.now)
        except CommandRejected:
            if first:
                raise
            return
        instance.state = state
        instance.history += outcome.history
        if ROOT in state.variables:
            instance.variables = state.variables[ROOT]
        for effect in outcome.effects:
            self._do(instance, effect)
        if outcome.unfinished:
            self.inbox.append((instance.id, {"do": "go_on"}))

    def _do(self, instance: Instance, effect: fx.Effect) -> None:  # noqa: PLR0912 - one answer to each effect
        match effect:
            case fx.CreateJob():
                self.jobs[effect.id] = (instance.id, effect)
            case fx.RemoveJob():
                del self.jobs[effect.id]
            case fx.StartTimer():
                self.timers[effect.id] = (instance.id, effect)
            case fx.StopTimer():
                del self.timers[effect.id]
            case fx.Subscribe():
                self.waits[effect.id] = (instance.id, effect)
            case fx.Unsubscribe():
                del self.waits[effect.id]
            case fx.RaiseIncident():
                self.incidents[effect.id] = (instance.id, effect)
            case fx.CloseIncident():
                del self.incidents[effect.id]
            case fx.PutUserTask():
                self.tasks[effect.id] = (instance.id, effect)
            case fx.RecordDecision():
                self.decisions.append(effect)
            case fx.StartChild():
                child = Instance(effect.id, self.processes[effect.process_id], parent=(instance.id, effect.key))
                self.instances[child.id] = child
                begin = {"variables": effect.variables, "depth": effect.depth, "caught_above": effect.caught_above}
                self.inbox.append((child.id, {"do": "start", **begin}))
            case fx.CancelChild():
                self.inbox.append((effect.id, {"do": "cancel"}))
            case fx.TellParent() if instance.parent is not None:
                parent, key = instance.parent
                told = {"what": effect.what, "code": effect.code, "variables": effect.variables}
                self.inbox.append((parent, {"do": "child", "key": key, "child": instance.id, **told}))
            case fx.BroadcastSignal():
                self.signal(effect.name, effect.variables)
            case fx.End():
                instance.ended = effect.state

    def job_of(self, type_: str) -> tuple[str, fx.CreateJob]:
        """Return the oldest open job of a type."""
        return next(found for found in self.jobs.values() if found[1].type == type_)

    def do(self, type_: str, variables: dict[str, Any] | None = None, result: dict[str, Any] | None = None) -> None:
        """Complete the oldest open job of a type."""
        instance_id, job = self.job_of(type_)
        facts = {"variables": variables or {}, "result": result}
        self.tell(instance_id, {"do": "complete_job", "key": job.key, "job": job.id, **facts})
        self.jobs.pop(job.id, None)

    def throw(self, type_: str, code: str, variables: dict[str, Any] | None = None) -> None:
        """Throw an error from the oldest open job of a type."""
        instance_id, job = self.job_of(type_)
        facts = {"code": code, "variables": variables or {}}
        self.tell(instance_id, {"do": "throw_error", "key": job.key, "job": job.id, **facts})

    def pass_time(self, **amount: float) -> None:
        """Move the clock on, firing what comes due on the way, in order."""
        goal = self.now + timedelta(**amount)
        while due := sorted((found for found in self.timers.values() if found[1].due <= goal), key=lambda t: t[1].due):
            instance_id, timer = due[0]
            self.now = max(self.now, timer.due)
            del self.timers[timer.id]
            again = timer.repetitions != 0
            if again:
                following = self.ports.following(timer.cycle or "", timer.due, timer.repetitions)
                self.timers[timer.id] = (
                    instance_id,
                    fx.StartTimer(timer.id, timer.key, timer.node, following[0], timer.cycle, following[1]),
                )
            self.tell(instance_id, {"do": "fire", "key": timer.key, "wait": timer.id, "again": again})
        self.now = goal

    def publish(self, name: str, key: str, variables: dict[str, Any] | None = None) -> int:
        """Correlate a message; returns to how many instances."""
        found = [
            (instance_id, wait)
            for instance_id, wait in self.waits.values()
            if wait.name == name and wait.correlation == key
        ]
        for instance_id, wait in found:
            self._arrive(instance_id, wait, variables)
        return len(found)

    def signal(self, name: str, variables: dict[str, Any] | None = None) -> None:
        """Broadcast a signal."""
        for instance_id, wait in [found for found in self.waits.values() if found[1].correlation is None]:
            if wait.name == name and wait.id in self.waits:
                self._arrive(instance_id, wait, variables)

    def _arrive(self, instance_id: str, wait: fx.Subscribe, variables: dict[str, Any] | None) -> None:
        if wait.interrupting:
            del self.waits[wait.id]
        with suppress(CommandRejected):  # as the runtime: what nobody waits for any more is dropped
            self.tell(instance_id, {"do": "fire", "key": wait.key, "wait": wait.id, "variables": variables or {}})

    def types(self) -> list[str]:
        """Return the types of the open jobs, oldest first."""
        return [job.type for _, job in self.jobs.values()]
