"""Batches that lock nothing first: they are right whoever else has been there, and they save the locks."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from charter.api.services import AppServices
from charter.core.clock import utc_now
from charter.core.db import Database, urls_for
from charter.core.ids import new_id
from charter.core.settings import Settings
from charter.workflows.engine.errors import CommandRejected
from charter.workflows.repository.store import Writes, go_ahead
from charter.workflows.service.hub import WorkflowHub
from charter.workflows.service.leased import LeasedJob
from charter.workflows.service.runtime import WorkflowRuntime
from tests.conftest import Caller
from tests.workflows.conftest import Deploy
from tests.workflows.drawing import element, end, file, gateway, job, message, process, refer, start, task, timer

_BRANCHES = ("a", "b", "c")
_FORK = process(
    "p",
    start(),
    gateway("parallel", "fork"),
    *(job(name, type_="work") for branch in _BRANCHES for name in (branch, f"{branch}2")),
    gateway("parallel", "join"),
    end(),
    flows="start>fork; join>end; " + "; ".join(f"fork>{branch}>{branch}2>join" for branch in _BRANCHES),
)


class _Processes:
    """Runtimes on one database, as of several API processes."""

    def __init__(self, services: AppServices, tenant_id: UUID, definition_id: UUID, count: int = 2) -> None:
        database, clock = services.database, services.clock
        self.desk, self.database, self.tenant_id = services.workflows.desk, database, tenant_id
        self.runtimes = [WorkflowRuntime(database, clock, WorkflowHub(database)) for _ in range(count)]
        self._start = {"do": "start", "definition": str(definition_id), "variables": {}}

    async def start(self, at: int = 0) -> UUID:
        """Start an instance in one of the processes."""
        started = await self.runtimes[at].submit(self.tenant_id, dict(self._start), instance_id=new_id())
        found: UUID = started["instance_id"]
        return found

    async def take(self) -> list[LeasedJob]:
        """Take all jobs there are."""
        return await self.desk.take(self.tenant_id, "work", worker="w", limit=100, timeout_s=600)

    async def answer(self, found: LeasedJob, at: int = 0) -> str:
        """Answer a job in one of the processes; returns why it was refused, or nothing."""
        try:
            await self.runtimes[at].submit(self.tenant_id, {"do": "complete_job"}, job=found.id, lease=found.lease)
        except CommandRejected as rejected:
            return rejected.reason
        return ""

    async def query(self, statement: str, *values: Any) -> list[Any]:
        """Return rows of the tenant."""
        async with self.database.tenant_connection(self.tenant_id) as connection:
            rows: list[Any] = await connection.fetch(statement, *values)
        return rows


@pytest.fixture
async def processes(services: AppServices, builder: Caller, deploy: Deploy) -> _Processes:
    """Two processes of a tenant with a deployed process of six jobs."""
    await deploy(p=file(_FORK))
    return await _of(services, builder)


async def _of(services: AppServices, builder: Caller) -> _Processes:
    found = _Processes(services, builder.tenant_id, new_id())
    ((definition_id,),) = await found.query("SELECT id FROM workflow_definitions WHERE kind = 'process'")
    return _Processes(services, builder.tenant_id, definition_id)


@pytest.mark.parametrize("seed", range(12))
async def test_processes_that_answer_the_same_instances_at_once_do_each_job_once(processes: _Processes, seed: int):
    chance = random.Random(seed)
    started = [await processes.start(chance.randrange(2)) for _ in range(4)]
    done = 0
    while found := await processes.take():
        answers = [(one, at) for one in found for at in chance.choice([[0], [1], [0, 1], [0, 0]])]
        chance.shuffle(answers)
        refusals = await asyncio.gather(*(processes.answer(one, at) for one, at in answers))
        for one in found:
            told = [why for (answered, _), why in zip(answers, refusals, strict=True) if answered is one]
            assert sorted(told) == ["", *["not-found"] * (len(told) - 1)]
        done += len(found)
    assert done == 4 * 2 * len(_BRANCHES)
    rows = await processes.query("SELECT state, revision FROM process_instances WHERE id = ANY($1)", started)
    assert {row["state"] for row in rows} == {"completed"}
    ended = await processes.query(
        "SELECT e->>2 AS node, count(*) AS times FROM process_history h, json_array_elements(h.entries) e"
        " WHERE e->>0 = 'completed' GROUP BY 1"
    )
    nodes = ["p", "start", "fork", "join", "end", *_BRANCHES, *(f"{branch}2" for branch in _BRANCHES)]
    assert {row["node"]: row["times"] for row in ended} == dict.fromkeys(nodes, 4)
    assert await processes.query("SELECT FROM workflow_jobs") == []


async def test_an_answer_with_an_old_lease_is_refused_and_changes_nothing(processes: _Processes):
    await processes.start()
    first, *_ = await processes.take()
    await processes.query("UPDATE workflow_jobs SET lease = lease + 1 WHERE id = $1 RETURNING id", first.id)
    before = await processes.query("SELECT revision, tokens::text FROM process_instances")
    assert await processes.answer(first) == "invalid-state"
    assert await processes.query("SELECT revision, tokens::text FROM process_instances") == before
    again = await processes.query("SELECT lease FROM workflow_jobs WHERE id = $1", first.id)
    assert again[0]["lease"] == first.lease + 1


async def test_what_is_known_costs_one_statement(processes: _Processes, monkeypatch: pytest.MonkeyPatch):
    await processes.start()  # the definition is read with locks
    found = await processes.take()

    def locked(_tenant_id: UUID) -> None:
        raise AssertionError("a batch took locks")

    with monkeypatch.context() as patch:
        patch.setattr(processes.database, "tenant_connection", locked)
        second = await processes.start()
        assert [await processes.answer(one) for one in found] == ["", "", ""]
    assert len(await processes.take()) == 6
    assert len(await processes.query("SELECT FROM process_instances WHERE id = $1", second)) == 1


async def test_an_instance_waits_for_its_own_batch_alone(processes: _Processes, monkeypatch: pytest.MonkeyPatch):
    first, second = await processes.start(), await processes.start()
    found = await processes.take()
    of_first, of_second = ([one for one in found if one.instance_id == each] for each in (first, second))
    commit, statements, database = asyncio.Event(), 0, processes.database
    real = database.single_statement

    @asynccontextmanager
    async def slow_at_first() -> AsyncIterator[Any]:
        nonlocal statements
        statements += 1
        if statements == 1:
            await commit.wait()
        async with real() as connection:
            yield connection

    def locked(_tenant_id: UUID) -> None:
        raise AssertionError("a batch took locks")

    with monkeypatch.context() as patch:
        patch.setattr(database, "single_statement", slow_at_first)
        patch.setattr(database, "tenant_connection", locked)
        held = asyncio.create_task(processes.answer(of_first[0]))
        while not statements:
            await asyncio.sleep(0)
        next_ones = [asyncio.create_task(processes.answer(one)) for one in of_first[1:]]
        async with asyncio.timeout(30):
            assert [await processes.answer(one) for one in of_second] == ["", "", ""]
        assert not held.done()
        assert not any(one.done() for one in next_ones)
        commit.set()
        assert [await one for one in (held, *next_ones)] == ["", "", ""]
    assert statements == 1 + 3 + 1  # what waited for the first instance's batch went together


async def test_rows_are_found_by_their_keys_once_the_tables_are_known(
    services: AppServices, settings: Settings, processes: _Processes
):
    assert settings.database_url is not None
    urls = urls_for(settings, settings.database_url.get_secret_value(), services.master)
    alone = Database(urls, pool_size=1)  # whose statements are all counted when its one connection says so
    await alone.open()
    try:
        processes.runtimes = [WorkflowRuntime(alone, services.clock, WorkflowHub(alone))]
        for _ in range(100):
            await processes.start()
        found = await processes.take()
        owner = await asyncpg.connect(settings.database_url.get_secret_value())
        await owner.execute("ANALYZE workflow_jobs, process_instances")  # as Postgres does by itself within a minute
        await owner.close()
        spent = []
        for place in range(0, 60, 10):
            before = await _tuples_read(alone)
            for one in found[place : place + 10]:
                assert await processes.answer(one) == ""
            spent.append(await _tuples_read(alone) - before)
        assert min(spent) < 10 * 10  # other connections tell late of what they read before; a bad plan reads each time
    finally:
        await alone.close()


async def _tuples_read(database: Database) -> int:
    async with database.single_statement() as connection:
        await connection.execute("SELECT pg_stat_force_next_flush()")
        read: int = await connection.fetchval(
            "SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname IN ('workflow_jobs', 'process_instances')"
        )
    return read


async def test_what_needs_more_than_that_takes_locks(services: AppServices, builder: Caller, deploy: Deploy):
    await deploy(
        p=file(
            message("paid", "key"),
            process(
                "p",
                start(),
                job("a", type_="work"),
                element("intermediateCatchEvent", "m", refer("message", "paid")),
                element("intermediateCatchEvent", "t", timer("PT1H")),
                task("b"),
                flows="start>a>m>t>b",
            ),
        )
    )
    processes = await _of(services, builder)
    for _ in range(3):  # the first time it is found out, later it is known
        instance = await processes.start()
        (found,) = await processes.take()
        values = {"do": "complete_job", "variables": {"key": "k"}}
        await processes.runtimes[0].submit(processes.tenant_id, values, job=found.id, lease=found.lease)
        rows = await processes.query("SELECT name FROM workflow_subscriptions WHERE instance_id = $1", instance)
        assert [row["name"] for row in rows] == ["paid"]


async def test_what_shares_a_batch_with_it_still_needs_none(
    services: AppServices, builder: Caller, deploy: Deploy, monkeypatch: pytest.MonkeyPatch
):
    waits = process(
        "q",
        start(),
        job("a", type_="work"),
        element("intermediateCatchEvent", "t", timer("PT1H")),
        flows="start>a>t",
    )
    await deploy(p=file(process("p", start(), job("a", type_="work"), end(), flows="start>a>end")), q=file(waits))
    found = _Processes(services, builder.tenant_id, new_id(), count=1)
    rows = await found.query("SELECT id FROM workflow_definitions WHERE kind = 'process' ORDER BY key")
    plain, waiting = (_Processes(services, builder.tenant_id, row["id"], count=1) for row in rows)
    waiting.runtimes = plain.runtimes
    for each in (plain, waiting):
        await each.start()
    together = await plain.take()
    assert await asyncio.gather(*map(plain.answer, together)) == ["", ""]
    await plain.start()
    (alone,) = await plain.take()

    def locked(_tenant_id: UUID) -> None:
        raise AssertionError("a batch took locks")

    monkeypatch.setattr(plain.database, "tenant_connection", locked)
    assert await plain.answer(alone) == ""


async def test_a_batch_reads_no_instances_but_its_own(processes: _Processes):
    one, *_ = [await processes.start() for _ in range(60)]
    ((revision, tokens),) = await processes.query("SELECT revision, tokens FROM process_instances WHERE id = $1", one)
    writes = Writes(instances=[(one, tokens, None, "active", 0, None)])
    writes.history.append((one, revision + 1, utc_now(), "[]"))
    read = "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'process_instances'"
    async with processes.database.tenant_connection(processes.tenant_id) as connection:
        before = await connection.fetchval(read) or 0  # what the connection did lately may not be counted yet
        # By plans made before Postgres has statistics of these tables as well.
        await go_ahead(connection, processes.tenant_id, writes, {one: revision}, {})
        assert await connection.fetchval(read) - before <= 3
