"""One batch: commands on instances of one tenant, done in order and committed together.

Whoever holds an instance's row is its only writer. Rows are locked in the order keys, inbox, timers, jobs, instances,
correlation locks, each by number, so that two batches never wait for each other in a circle.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

import orjson

from charter.core.db import Connection
from charter.core.ids import new_id
from charter.core.principal import Principal
from charter.core.telemetry import context
from charter.workflows.engine import effects as fx
from charter.workflows.engine.commands import Command, apply
from charter.workflows.engine.errors import CommandRejected
from charter.workflows.engine.migration import migrate
from charter.workflows.engine.state import InstanceState
from charter.workflows.repository.messages import Correlator, lock_number
from charter.workflows.repository.store import BUILT_IN_JOBS, BatchStore, Writes, text_of
from charter.workflows.service.catalogue import Catalogue, Definition
from charter.workflows.service.decisions import DecisionBook
from charter.workflows.service.ports import EnginePorts
from charter.workflows.service.takers import Taker

_SIGNALS_PER_BATCH = 20


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer that has gone off; ``next_due`` when it will again, and how often after that."""

    id: UUID
    due: datetime
    next_due: datetime | None
    left: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for a command, for the audit entry that is written when it is done."""

    principal: Principal
    action: str
    after: dict[str, Any] | None = None

    def row(self, instance_id: UUID) -> tuple[Any, ...]:
        """Return the outbox row."""
        bound = context.current()
        who = self.principal
        ids = (bound.get("request_id"), bound.get("trace_id"))
        return (new_id(), who.kind.value, who.id, who.label, self.action, instance_id, self.after, *ids)


@dataclass(frozen=True, slots=True)
class Once:
    """What makes a request the same when it comes again (Idempotency-Key)."""

    principal_id: UUID
    key: str
    fingerprint: bytes


@dataclass(slots=True)
class Pending:
    """A command that waits to be done.

    Attributes:
        instance_id: whose; found by the job where one is given.
        job: the job it is about; ``lease`` fences it.
        inbox_id: the inbox row it came from; gone means that another process did it.
        once: is rejected as ``repeated`` when it was done before.
    """

    command: Command
    instance_id: UUID | None = None
    job: UUID | None = None
    lease: int | None = None
    inbox_id: UUID | None = None
    timer: DueTimer | None = None
    asked: Asked | None = None
    once: Once | None = None
    done: asyncio.Future[Any] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def reject(self, reason: str, message: str) -> None:
        """Answer that the command does not fit."""
        if not self.done.done():
            self.done.set_exception(CommandRejected(reason, message))

    def accept(self, answer: Any = None) -> None:
        """Answer that it is done."""
        if not self.done.done():
            self.done.set_result(answer)


@dataclass(slots=True)
class Loaded:
    """An instance in a batch's hands."""

    id: UUID
    definition: Definition
    state: InstanceState
    revision: int
    parent: tuple[UUID, int] | None
    standing: str = "active"
    held: bool = False
    new: bool = False
    touched: bool = False
    variables_changed: bool = False
    incidents: int = 0
    business_key: str | None = None
    started_by: UUID | None = None
    history: list[list[Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """An active instance as this process wrote it last; whoever writes it after that raises its revision."""

    revision: int
    state: InstanceState
    definition: Definition
    parent: tuple[UUID, int] | None
    held: bool

    @classmethod
    def of(cls, found: Loaded) -> Known:
        """Return what is known of an instance that was written."""
        return cls(found.revision, found.state, found.definition, found.parent, found.held)


@dataclass(slots=True)
class Committed:
    """What a batch did, for whoever watches: after the commit."""

    tenant_id: UUID
    instances: list[Loaded] = field(default_factory=list)
    inbox: list[tuple[UUID, UUID, Command]] = field(default_factory=list)
    jobs: set[str] = field(default_factory=set)
    built_in: bool = False
    new_jobs: dict[UUID, tuple[UUID, int]] = field(default_factory=dict)
    handed_out: dict[UUID, tuple[Taker, Loaded, fx.CreateJob, datetime]] = field(default_factory=dict)
    next_due: datetime | None = None


class Batch:
    """Does pending commands on one connection, whose transaction its caller commits."""

    def __init__(
        self,
        connection: Connection,
        tenant_id: UUID,
        catalogue: Catalogue,
        ports: EnginePorts,
        now: datetime,
        takers: Callable[[UUID, str], Taker | None] = lambda _tenant, _type: None,
    ) -> None:
        self.db, self.store = connection, BatchStore(connection)
        self.tenant_id, self.catalogue, self.now = tenant_id, catalogue, now
        self._ports, self._takers = ports, takers
        self.decisions = DecisionBook(catalogue.shelf)
        self.loaded: dict[UUID, Loaded] = {}
        self.writes = Writes()
        self.committed = Committed(tenant_id)
        self.follow: deque[tuple[UUID, Command]] = deque()
        self.signals: deque[tuple[str, dict[str, Any], list[UUID]]] = deque()
        self.answers: list[tuple[Pending, Any]] = []

    async def run(
        self,
        pending: list[Pending],
        cache: MutableMapping[UUID, Known],
        homes: Mapping[UUID, tuple[UUID, int]] = MappingProxyType({}),
    ) -> Committed:
        """Do the commands; those that do not fit are rejected, the others' answers wait for :meth:`answer`.

        Args:
            cache: what is known of instances; what the batch takes out of it is not put back.
            homes: the instances and elements of jobs, as far as this process remembers.
        """
        fitting = await self._claim(pending)
        await self._load(fitting, cache, homes)
        for one in fitting:
            if not one.done.done():
                await self._do(one)
                await self._follow_up()
        await self._broadcast()
        await self._write()
        return self.committed

    def drop(self) -> None:
        """Take back what was handed out: the batch did not commit."""
        for taker, *_ in self.committed.handed_out.values():
            taker.give_back()

    def answer(self) -> None:
        """Tell the callers: the batch has committed."""
        for pending, answer in self.answers:
            pending.accept(answer)

    # -- before -------------------------------------------------------------------------------------------------------

    async def _claim(self, pending: list[Pending]) -> list[Pending]:
        pending = [one for one in pending if not one.done.done()]
        inbox = [one.inbox_id for one in pending if one.inbox_id is not None]
        claimed = await self.store.claim_inbox(inbox) if inbox else set()
        timers = [one.timer for one in pending if one.timer is not None]
        if last := [timer.id for timer in timers if timer.next_due is None]:
            claimed |= await self.store.claim_timers(last)
        if again := [(t.id, t.next_due, t.left, t.due) for t in timers if t.next_due is not None]:
            claimed |= await self.store.move_timers(again)
        keyed = [(one.instance_id, one.once) for one in pending if one.once is not None]
        new = await self.store.claim_keys(keyed) if keyed else set()
        fitting = []
        for one in pending:
            ticket = one.inbox_id or (one.timer.id if one.timer else None)
            if one.once is not None and one.instance_id not in new:
                one.reject("repeated", "It was asked before.")
            elif ticket is not None and ticket not in claimed:
                one.reject("not-found", "Another process did it.")
            else:
                fitting.append(one)
        return fitting

    async def _load(
        self,
        pending: list[Pending],
        cache: MutableMapping[UUID, Known],
        homes: Mapping[UUID, tuple[UUID, int]],
    ) -> None:
        """Take the instances in hand that the commands are about, those of jobs by their jobs."""
        ids = {one.instance_id for one in pending if one.instance_id is not None and one.command["do"] != "start"}
        jobs = {one.job for one in pending if one.job is not None}
        if not ids and not jobs:
            return
        likely = ids | {homes[job][0] for job in jobs if job in homes}
        cached = {found: cache.pop(found) for found in likely if found in cache}
        known = {found: one.revision for found, one in cached.items()}
        rows = await self.store.lock(sorted(jobs), sorted(ids), known)
        await self._take_in(rows, cached)
        places = {job: (row["id"], key, lease) for row in rows for job, key, lease in row["jobs"] or ()}
        for one in pending:
            if one.job is not None:
                self._fence(one, places.get(one.job))

    @staticmethod
    def _fence(one: Pending, place: tuple[UUID, int, int] | None) -> None:
        """Say which instance and element a job's command is about, if the job is still its worker's."""
        if place is None:
            one.reject("not-found", "The job is done, cancelled, or was never there.")
        elif one.lease is not None and place[2] != one.lease:
            one.reject("invalid-state", "The job's time ran out and it was given to another worker.")
        else:
            one.instance_id = place[0]
            one.command |= {"key": place[1], "job": str(one.job)}

    async def _take_in(self, rows: list[Any], cached: dict[UUID, Known]) -> None:
        for row in rows:
            definition = await self.catalogue.get(self.db, row["definition_id"])
            if definition is None:
                continue
            if row["tokens"] is None:
                state = cached[row["id"]].state
            else:
                state = InstanceState.from_json(orjson.loads(row["tokens"]), orjson.loads(row["variables"]))
            parent = (row["parent_id"], row["parent_key"]) if row["parent_id"] is not None else None
            self.loaded[row["id"]] = Loaded(
                row["id"], definition, state, row["revision"], parent, row["state"], row["held"]
            )

    # -- doing --------------------------------------------------------------------------------------------------------

    async def _do(self, one: Pending) -> None:
        if one.command["do"] == "start":
            await self._start(one)
            return
        found = self.loaded.get(one.instance_id) if one.instance_id is not None else None
        if found is None or found.standing != "active":
            one.reject("not-found", "There is no such instance, or it has ended.")
            return
        try:
            if one.command["do"] == "hold":
                self._hold(found, one.command["held"])
            elif one.command["do"] == "migrate":
                await self._migrate(found, one.command)
            elif one.command["do"] == "fail_job" and one.job is not None:
                await self._fail_job(found, one.job, one.command)
            else:
                await self._apply(found, self._prepared(found, one.command))
        except CommandRejected as rejected:
            one.reject(rejected.reason, rejected.message)
            return
        self._done(one, found)

    def _done(self, one: Pending, found: Loaded) -> None:
        self.answers.append((one, {"instance_id": found.id, "state": found.standing}))
        if one.asked is not None:
            self.writes.audit.append(one.asked.row(found.id))

    def _prepared(self, found: Loaded, command: Command) -> Command:
        """Return the command for the engine; resolving a job's incident gives the job new retries."""
        if command["do"] != "resolve":
            return command
        element = found.state.elements.get(command["key"])
        job = element.data.get("job") if element is not None and "incident" in element.data else None
        if job is not None:
            self.writes.changed_jobs.append((UUID(job), "ready", command.get("retries") or 1, self.now, None))
        return {"do": "resolve", "key": command["key"]}

    def _hold(self, found: Loaded, held: bool) -> None:
        """Pause an instance: nothing moves it until it is resumed."""
        if found.held == held:
            raise CommandRejected("invalid-state", "It is paused already." if held else "It is not paused.")
        found.held = held
        self.writes.hold.setdefault(held, []).append(found.id)
        found.touched = True
        found.history.append(["paused" if held else "resumed", 1, found.definition.process_id])
        if not held:
            self.committed.jobs.add("*")

    async def _migrate(self, found: Loaded, command: Command) -> None:
        """Let an instance go on under another definition; its open rows follow."""
        target = await self.catalogue.get(self.db, UUID(command["definition"]))
        if target is None:
            raise CommandRejected("invalid-argument", "The definition is not a deployed process.")
        processes = (found.definition.process, target.process)
        parts = (found.state.tokens_json(), found.state.variables_json())
        state = InstanceState.from_json(*(orjson.loads(orjson.dumps(part)) for part in parts))
        outcome = migrate(*processes, state, command["mapping"], self._ports, self.now)
        found.state, found.definition, found.touched = state, target, True
        found.history += outcome.history
        for effect in outcome.effects:
            self._take(found, effect)
        if outcome.unfinished:
            self._to_inbox(found.id, {"do": "go_on"})
        self.writes.migrated.append((found.id, target.id, target.process_id, target.version))
        self.writes.renamed += [(found.id, element.key, element.node) for element in state.elements.values()]

    async def _fail_job(self, found: Loaded, job: UUID, command: Command) -> None:
        """Give a job back: to the next worker after a while, or to a person when no retries are left."""
        retries: int = command["retries"]
        if command.get("variables"):
            told = {"variables": command["variables"], "key": command["key"], "local": True}
            await self._apply(found, {"do": "set_variables", **told})
            element = found.state.elements.get(command["key"])
            if element is None or element.data.get("job") != str(job):
                return  # a condition heard of the variables, and ended what the job was for
        ready_at = self.now + timedelta(seconds=command.get("back_off_s") or 0)
        error = (command.get("message") or "")[:2000]
        state = "ready" if retries > 0 else "failed"
        self.writes.changed_jobs.append((job, state, retries, ready_at, error))
        found.touched = True
        if retries > 0:
            found.history.append(["job_failed", command["key"], "", {"retries": retries, "message": error}])
            self.committed.next_due = min(filter(None, (self.committed.next_due, ready_at)))
            return
        self._now_apply(found, {"do": "job_out_of_retries", "key": command["key"], "job": str(job), "message": error})

    async def _start(self, one: Pending) -> None:
        command = dict(one.command)
        definition = await self.catalogue.get(self.db, UUID(command.pop("definition")))
        if definition is None or one.instance_id is None:
            one.reject("not-found", "The process is not deployed.")
            return
        command.pop("process", None)
        parent = command.pop("parent", None)
        found = Loaded(
            one.instance_id,
            definition,
            InstanceState(),
            1,
            (UUID(parent[0]), parent[1]) if parent else None,
            new=True,
            business_key=command.pop("business_key", None),
            started_by=UUID(by) if (by := command.pop("started_by", None)) else None,
        )
        self.loaded[found.id] = found
        await self._apply(found, command)
        self._done(one, found)

    async def _apply(self, found: Loaded, command: Command) -> None:
        if found.definition.decides:
            await self.decisions.prepare(self.db, found.definition)
        for effect in self._now_apply(found, command):
            await self._start_child(found, effect)

    def _ports_for(self, definition: Definition) -> EnginePorts:
        return EnginePorts(decide=self.decisions.of(definition)) if definition.decides else self._ports

    def _now_apply(self, found: Loaded, command: Command) -> list[fx.StartChild]:
        """Let the engine do a command and take over its effects; returns the children to start."""
        outcome = apply(found.definition.process, found.state, command, self._ports_for(found.definition), self.now)
        found.touched = True
        found.variables_changed |= outcome.variables_changed
        found.history += outcome.history
        children = [effect for effect in outcome.effects if isinstance(effect, fx.StartChild)]
        for effect in outcome.effects:
            self._take(found, effect)
        if outcome.unfinished:
            self._to_inbox(found.id, {"do": "go_on"})
        return children

    async def _follow_up(self) -> None:
        """Do what the commands so far leave for other instances; the inbox takes it where somebody else holds one."""
        while self.follow:
            target, command = self.follow.popleft()
            if target not in self.loaded:
                await self._take_in(await self.store.try_lock_instance(target), {})
            found = self.loaded.get(target)
            if found is None:
                self._to_inbox(target, command)
            elif found.standing == "active":
                try:
                    await self._apply(found, command)
                except CommandRejected:
                    continue  # what it was for is over

    async def _start_child(self, found: Loaded, effect: fx.StartChild) -> None:
        deployment = found.definition.deployment_id if effect.binding == "deployment" else None
        tag = effect.version_tag if effect.binding == "versionTag" else None
        definition = await self.catalogue.find(self.db, effect.process_id, version_tag=tag, deployment=deployment)
        if definition is None:
            message = f'The process "{effect.process_id}" is not deployed. Deploy it, then resolve the incident.'
            facts = {"key": effect.key, "child": effect.id, "what": "refused", "code": message}
            self.follow.append((found.id, {"do": "child", **facts}))
            return
        child = Loaded(
            UUID(effect.id), definition, InstanceState(), 1, (found.id, effect.key), new=True, held=found.held
        )
        self.loaded[child.id] = child
        begin = {"variables": effect.variables, "depth": effect.depth, "caught_above": effect.caught_above}
        self.follow.append((child.id, {"do": "start", **begin}))

    def _to_inbox(self, target: UUID, command: Command) -> None:
        inbox_id = new_id()
        self.writes.inbox.append((inbox_id, target, text_of(command)))
        self.committed.inbox.append((inbox_id, target, command))

    # -- effects ------------------------------------------------------------------------------------------------------

    def _take(self, found: Loaded, effect: fx.Effect) -> None:  # noqa: C901, PLR0912 - one answer to each effect
        """Turn an effect of the engine into rows; what was made and undone in this batch leaves none."""
        writes = self.writes
        match effect:
            case fx.CreateJob():
                self._create_job(found, effect)
            case fx.RemoveJob():
                self._remove_job(UUID(effect.id))
            case fx.StartTimer():
                row = (effect.id, found.id, effect.key, effect.node, effect.due, effect.cycle, effect.repetitions)
                writes.timers[UUID(effect.id)] = (*row, found.held)
                self.committed.next_due = min(filter(None, (self.committed.next_due, effect.due)))
            case fx.StopTimer():
                if writes.timers.pop(UUID(effect.id), None) is None:
                    writes.gone_timers.append(UUID(effect.id))
            case fx.Subscribe():
                kind = "signal" if effect.correlation is None else "message"
                where = (effect.id, found.id, found.definition.process_id, effect.key, effect.node)
                what = (kind, effect.name, effect.correlation, effect.interrupting, found.held)
                writes.subscriptions[UUID(effect.id)] = (*where, *what)
            case fx.Unsubscribe():
                if writes.subscriptions.pop(UUID(effect.id), None) is None:
                    writes.gone_subscriptions.append(UUID(effect.id))
            case fx.RaiseIncident():
                where = (effect.id, found.id, found.definition.process_id, effect.key, effect.node)
                writes.incidents[UUID(effect.id)] = (*where, effect.type, effect.message, effect.job_id, self.now)
                found.incidents += 1
            case fx.CloseIncident():
                writes.closed_incidents.append(UUID(effect.id))
                found.incidents -= 1
            case fx.PutUserTask():
                self._put_task(found, effect)
            case fx.RecordDecision():
                place = (new_id(), found.id, effect.key, effect.node)
                writes.decisions.append((*place, effect.decision, text_of(effect.record), self.now))
            case fx.CancelChild():
                self.follow.append((UUID(effect.id), {"do": "cancel"}))
            case fx.TellParent() if found.parent is not None:
                told = {"what": effect.what, "code": effect.code, "variables": effect.variables}
                parent, key = found.parent
                self.follow.append((parent, {"do": "child", "key": key, "child": str(found.id), **told}))
            case fx.BroadcastSignal():
                made = [found for found, row in writes.subscriptions.items() if row[5:7] == ("signal", effect.name)]
                self.signals.append((effect.name, effect.variables, made))
            case fx.End():
                found.standing = effect.state
            case _:
                pass

    def _create_job(self, found: Loaded, effect: fx.CreateJob) -> None:
        job_id = UUID(effect.id)
        self.writes.jobs[job_id] = (
            effect.id,
            found.id,
            effect.key,
            effect.node,
            found.definition.process_id,
            effect.kind,
            effect.event,
            effect.type,
            effect.retries,
            text_of(effect.headers),
            self.now,
            found.held,
            *self._hand_out(found, job_id, effect),
        )

    def _remove_job(self, job_id: UUID) -> None:
        if self.writes.jobs.pop(job_id, None) is None:
            self.writes.gone_jobs[job_id] = None
        elif (handed := self.committed.handed_out.pop(job_id, None)) is not None:
            handed[0].give_back()

    def _hand_out(
        self, found: Loaded, job_id: UUID, effect: fx.CreateJob
    ) -> tuple[str, int, str | None, datetime | None]:
        """Give a new job to a worker that waits for one in this process: it is committed as leased already."""
        taker = None if found.held else self._takers(self.tenant_id, effect.type)
        if taker is None:
            return ("ready", 0, None, None)
        deadline = self.now + timedelta(seconds=taker.timeout_s)
        self.committed.handed_out[job_id] = (taker, found, effect, deadline)
        return ("leased", 1, taker.worker, deadline)

    def _put_task(self, found: Loaded, effect: fx.PutUserTask) -> None:
        facts = effect.facts
        ended = self.now if effect.state in {"completed", "cancelled"} else None
        dates = [
            datetime.fromisoformat(facts[name]) if facts.get(name) else None for name in ("due_date", "follow_up_date")
        ]
        self.writes.tasks[UUID(effect.id)] = (
            effect.id,
            found.id,
            found.definition.process_id,
            effect.key,
            effect.node,
            effect.state,
            facts.get("name"),
            facts.get("form"),
            facts.get("assignee"),
            facts.get("candidate_groups") or [],
            facts.get("candidate_users") or [],
            *dates,
            facts.get("priority") if facts.get("priority") is not None else 50,
            self.now,
            ended,
        )

    # -- after --------------------------------------------------------------------------------------------------------

    async def _broadcast(self) -> None:
        """Hand each signal to whoever waited when it was thrown; what they set off may throw more.

        After a while the inbox takes over: signals that set off one another without end hold no batch up.
        """
        thrown = 0
        while self.signals:
            name, variables, fresh = self.signals.popleft()
            thrown += 1
            give = self._follow if thrown <= _SIGNALS_PER_BATCH else self._to_inbox
            waiting = [row for row in await self.store.signal_waiters([name]) if row["id"] not in self._closed()]
            for found in fresh:
                if (made := self.writes.subscriptions.get(found)) is not None and not made[9]:
                    give(made[1], {"do": "fire", "key": made[3], "wait": str(found), "variables": variables})
                    if made[8]:
                        del self.writes.subscriptions[found]
            for row in waiting:
                self._signal(row, variables, give)
            await self._follow_up()

    def _closed(self) -> set[UUID]:
        return set(self.writes.gone_subscriptions)

    def _follow(self, target: UUID, command: Command) -> None:
        self.follow.append((target, command))

    def _signal(self, row: Any, variables: dict[str, Any], give: Callable[[UUID, Command], None]) -> None:
        if row["definition_id"] is not None:
            begin = [[row["node"], variables]]
            command = {"do": "start", "definition": str(row["definition_id"]), "begin": begin, "variables": {}}
            self._to_inbox(new_id(), command)
            return
        if row["interrupting"]:
            self.writes.gone_subscriptions.append(row["id"])
        fire = {"do": "fire", "key": row["key"], "wait": str(row["id"]), "variables": variables}
        give(row["instance_id"], fire)

    def _gather(self) -> None:
        """Make rows of the instances that were touched, and of what their jobs need besides."""
        writes = self.writes
        for found in self.loaded.values():
            if not found.touched:
                continue
            ended = self.now if found.standing != "active" else None
            tokens = text_of(found.state.tokens_json())
            if found.new:
                self._write_new(found, tokens, ended)
            else:
                variables = text_of(found.state.variables_json()) if found.variables_changed else None
                writes.instances.append((found.id, tokens, variables, found.standing, found.incidents, ended))
                found.revision += 1
            writes.history.append((found.id, found.revision, self.now, text_of(found.history)))
            self.committed.instances.append(found)
        built_in = [job_id for job_id, row in writes.jobs.items() if row[7] in BUILT_IN_JOBS]
        writes.queued_jobs = [(new_id(), job_id, self.now) for job_id in built_in]
        self.committed.built_in = bool(built_in)
        self.committed.new_jobs = {job_id: (row[1], row[2]) for job_id, row in writes.jobs.items()}

    async def _write(self) -> None:
        self._gather()
        writes = self.writes
        messages = [row for row in writes.subscriptions.values() if row[5] == "message"]
        await self.store.lock_correlations(sorted({lock_number(self.tenant_id, row[6], row[7]) for row in messages}))
        await self.store.write(writes, self.now)
        correlator = Correlator(self.db, self.now)
        for row in messages:
            where = (UUID(row[0]), row[1], row[2], row[3], row[6], row[7])
            inbox_id = None if row[9] else await correlator.buffered_for(*where, last=row[8])
            if inbox_id is not None:
                self.committed.inbox.append((inbox_id, row[1], {}))
        self._announce_jobs()

    def _write_new(self, found: Loaded, tokens: str, ended: datetime | None) -> None:
        parent, key = found.parent or (None, None)
        definition = found.definition
        self.writes.new_instances.append(
            (
                found.id,
                definition.id,
                definition.process_id,
                definition.version,
                parent,
                key,
                found.business_key,
                found.standing,
                found.incidents,
                tokens,
                text_of(found.state.variables_json()),
                found.started_by,
                self.now,
                ended,
            )
        )

    def _announce_jobs(self) -> None:
        self.committed.jobs |= {row[7] for row in self.writes.jobs.values() if row[12] == "ready"}
        if any(row[1] == "ready" for row in self.writes.changed_jobs):
            self.committed.jobs.add("*")
