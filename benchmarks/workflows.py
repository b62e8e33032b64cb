"""Workflows: durable instances a second beside SpiffWorkflow in the same run, waiting instances, latency, scaling.

Both engines write to the same Postgres with fsync on, after each step. A client runs one instance after the other and
does its jobs; a step is one job done. Charter's figures include handing the job to its worker and the history.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import uvloop

from benchmarks.environments import python_of
from benchmarks.process_models import CALCULATION, CASES, JOBS, model
from benchmarks.processes import Child
from benchmarks.report import Target
from charter.access.roles import PERMISSIONS, Role
from charter.api.services import AppServices, running_services
from charter.core.clock import utc_now
from charter.core.crypto import create_key_file, load_key_file
from charter.core.db import migrate
from charter.core.ids import new_id
from charter.core.postgres import EmbeddedPostgres
from charter.core.principal import Principal, PrincipalKind
from charter.core.settings import Settings
from charter.tenants import service as tenants
from charter.workflows.service import deploying
from charter.workflows.service.deploying import NewFile
from charter.workflows.service.leased import LeasedJob

_CLIENTS = (1, 16, 64)
_WAITING = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:bench">'
    '<bpmn:process id="waiting" isExecutable="true"><bpmn:startEvent id="start"/>'
    '<bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition><bpmn:timeDuration '
    'xsi:type="bpmn:tFormalExpression">P30D</bpmn:timeDuration></bpmn:timerEventDefinition>'
    '</bpmn:intermediateCatchEvent><bpmn:sequenceFlow id="f" sourceRef="start" targetRef="wait"/>'
    "</bpmn:process></bpmn:definitions>"
)


class _Bench:
    """One tenant of one process with a model deployed."""

    def __init__(self, services: AppServices, tenant_id: UUID) -> None:
        self.services, self.tenant_id = services, tenant_id
        self.runs, self.steps, self.delays = 0, 0, list[float]()

    @property
    def _flows(self) -> Any:
        return self.services.workflows

    async def deploy(self, content: str) -> UUID:
        """Deploy a model; returns its definition."""
        permissions = PERMISSIONS[Role.OWNER]
        principal = Principal(new_id(), PrincipalKind.USER, self.tenant_id, "bench", permissions, authz_epoch=0)
        async with self.services.database.tenant_session(self.tenant_id) as db:
            files, checker = [NewFile("b.bpmn", content.encode())], self._flows.checker
            deployed = await deploying.deploy(db, principal, files, checker, now=utc_now())
        return deployed.definitions[0].id

    async def start(self, definition: UUID, **variables: Any) -> None:
        """Start an instance."""
        command = {"do": "start", "definition": str(definition), "variables": variables}
        await self._flows.runtime.submit(self.tenant_id, command, instance_id=new_id())

    def take(self, type_: str) -> asyncio.Task[list[LeasedJob]]:
        """Begin to wait for jobs."""
        wanted = {"worker": type_, "limit": 64, "timeout_s": 60, "wait_s": 10}
        return asyncio.create_task(self._flows.desk.take(self.tenant_id, type_, **wanted))

    async def complete(self, job: LeasedJob) -> None:
        """Do a job."""
        command = {"do": "complete_job", "variables": {"n": job.variables["n"] + 1}}
        await self._flows.runtime.submit(self.tenant_id, command, job=job.id, lease=job.lease)
        self.steps += 1

    async def client(self, definition: UUID, case: str, number: int, until: float, pause_s: float = 0) -> None:
        """Run instances one after the other, one job type a client, until the time is over."""
        mine = f"client-{self.runs}-{number}"  # what an earlier run left undone is not for this one
        items = list(range(1_000)) if case.startswith("multi") else []
        while time.perf_counter() < until:
            left, waiting = JOBS[case], self.take(mine)
            await asyncio.sleep(0)
            await self.start(definition, worker=mine, n=0, items=items)
            completed_at = None
            while left and time.perf_counter() < until:
                jobs = await waiting
                if completed_at is not None:
                    self.delays.append(time.perf_counter() - completed_at)
                left -= len(jobs)
                if left:
                    waiting = self.take(mine)
                    await asyncio.sleep(pause_s)
                completed_at = time.perf_counter()
                if len(jobs) == 1:
                    await self.complete(jobs[0])
                else:
                    await asyncio.gather(*map(self.complete, jobs))
            if not waiting.done():
                waiting.cancel()

    async def run(self, case: str, clients: int, seconds: float, pause_s: float = 0) -> dict[str, float]:
        """Run a case; returns instances a second and the process's CPU milliseconds an instance."""
        definition = await self.deploy(model(case, charter=True))
        self.runs, self.steps, self.delays = self.runs + 1, 0, []
        began, used = time.perf_counter(), time.process_time()
        work = [self.client(definition, case, number, began + seconds, pause_s) for number in range(clients)]
        await asyncio.gather(*work)
        instances = max(self.steps, 1) / JOBS[case]
        return {
            "rate": instances / (time.perf_counter() - began),
            "cpu_ms": (time.process_time() - used) / instances * 1e3,
        }


@asynccontextmanager
async def _bench(folder: Path, dsn: str) -> AsyncIterator[_Bench]:
    settings = Settings(data_dir=folder, database_url=dsn, demo_model="off", log_level="error", database_pool_size=8)
    async with running_services(settings, takes_queue_items=False) as services:
        async with services.database.system_session(reason="benchmark") as db:
            tenant_id = await tenants.create(db, f"Bench {new_id()}")
        yield _Bench(services, tenant_id)


async def _beside(dsn: str, bench: _Bench, seconds: float) -> dict[str, float]:
    """Measure both engines, turn by turn."""
    figures: dict[str, float] = {}
    spiff_dsn = f"{dsn.rsplit('/', 1)[0]}/spiff"
    owner = await asyncpg.connect(dsn)
    await owner.execute("CREATE DATABASE spiff")
    await owner.close()
    script = Path(__file__).parent / "references" / "spiffworkflow_engine.py"
    async with Child(python_of("spiffworkflow"), script) as spiff:
        for case, steps in CASES.items():
            for clients in _CLIENTS:
                ours = await bench.run(case, clients, seconds)
                asked = {"model": model(case, charter=False), "clients": clients, "seconds": seconds}
                name = f"{case}, {clients} clients"
                figures[f"{name}: charter/s"] = ours["rate"]
                for one_thread, what in ((False, ""), (True, ", one thread")):
                    theirs = await spiff.ask(**asked, one_thread=one_thread, dsn=spiff_dsn)
                    rate = max(theirs["steps"], 1) / steps / theirs["seconds"]
                    figures[f"{name}: spiff/s{what}"] = rate
                    figures[f"{name}: ratio{what}"] = ours["rate"] / rate
                if case == "linear 10" and clients == 16:
                    figures["CPU ms per linear 10"] = ours["cpu_ms"]
    return figures


async def _latency(bench: _Bench, seconds: float) -> dict[str, float]:
    """Measure how long after a completion the next job is in its worker's hands, at about half load."""
    await bench.run("linear 10", 16, seconds, pause_s=0.008)
    delays = sorted(bench.delays)
    return {"next job visible p50 ms": delays[len(delays) // 2] * 1e3, "p99 ms": delays[len(delays) * 99 // 100] * 1e3}


async def _waiting(dsn: str, bench: _Bench, count: int) -> dict[str, float]:
    """Measure what instances cost that wait for a timer."""
    definition = await bench.deploy(_WAITING)
    owner = await asyncpg.connect(dsn)
    before = await _size(owner)
    for start in range(0, count, 500):
        await asyncio.gather(*(bench.start(definition) for _ in range(min(500, count - start))))
    size = (await _size(owner) - before) / count
    await owner.close()
    sweeper = asyncio.create_task(bench.services.workflows.sweeper.run())
    used, began = time.process_time(), time.perf_counter()
    await asyncio.sleep(5)
    cpu = (time.process_time() - used) / (time.perf_counter() - began) * 100
    sweeper.cancel()
    return {"waiting instance bytes": size, "CPU % while all wait": cpu}


async def _size(owner: asyncpg.Connection) -> float:
    names = ("process_instances", "process_history", "workflow_timers", "workflow_jobs", "workflow_subscriptions")
    return float(sum([await owner.fetchval("SELECT pg_total_relation_size($1::regclass)", name) for name in names]))


async def _measure(folder: Path, dsn: str, *, quick: bool) -> dict[str, float]:
    seconds = 1.0 if quick else 6.0
    async with _bench(folder, dsn) as bench:
        await bench.run("linear 10", 16, seconds)
        figures = await _latency(bench, seconds)  # first: what a case leaves undone would be in its way
        figures |= await _beside(dsn, bench, seconds)
        figures |= await _waiting(dsn, bench, 2_000 if quick else 100_000)
    figures |= await _processes(folder, dsn, seconds)
    return figures


async def _processes(folder: Path, dsn: str, seconds: float) -> dict[str, float]:
    """Measure one worker process beside two, each with sixteen clients: where Postgres works as well, and where not."""
    figures: dict[str, float] = {}
    for case in ("linear 10", CALCULATION):
        rates = [await _together(count, folder, dsn, seconds, case) for count in (1, 2)]
        figures |= {
            f"{case}: {name}": rate for name, rate in zip(("one process/s", "two processes/s"), rates, strict=True)
        }
        figures[f"{case}: two over one"] = rates[1] / rates[0]
    return figures


async def _together(count: int, folder: Path, dsn: str, seconds: float, case: str) -> float:
    """Return the instances a second of so many processes."""
    command = (sys.executable, "-m", "benchmarks.workflows", str(folder), dsn, str(seconds), case)
    children = [await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE) for _ in range(count)]
    answers = await asyncio.gather(*(child.communicate() for child in children))
    return sum(float(out) for out, _ in answers)


async def _alone(folder: Path, dsn: str, seconds: float, case: str) -> float:
    async with _bench(folder, dsn) as bench:
        return (await bench.run(case, 16, seconds))["rate"]


def run(folder: Path, *, quick: bool) -> dict[str, float]:
    """Measure everything; returns the figures by name."""
    data = folder / "workflows"
    server = EmbeddedPostgres(data)
    dsn = server.start()
    try:
        create_key_file(data / "charter.key")
        uvloop.run(migrate.upgrade(dsn, load_key_file(data / "charter.key")))
        return uvloop.run(_measure(data, dsn, quick=quick))
    finally:
        server.stop()


def targets(figures: dict[str, float]) -> list[Target]:
    """Return what was asked of the figures."""
    found = [
        Target(
            f"{case}: ratio at 16{what}",
            "x",
            5,
            None,
            round(figures[f"{case}, 16 clients: ratio{what}"], 2),
            more_is_better=True,
        )
        for case in CASES
        for what in ("", ", one thread")
    ]
    wanted = [
        ("CPU per linear 10", "ms", 3.0, "CPU ms per linear 10"),
        ("next job visible, p99", "ms", 50.0, "p99 ms"),
        ("waiting instance", "B", 3000.0, "waiting instance bytes"),
        ("CPU of 100,000 waiting", "%", 1.0, "CPU % while all wait"),
    ]
    found += [Target(name, unit, asked, None, round(figures[key], 2)) for name, unit, asked, key in wanted]
    return [
        *found,
        *(
            Target(
                f"two processes over one, {case}",
                "x",
                1.7,
                None,
                round(figures[f"{case}: two over one"], 2),
                more_is_better=True,
            )
            for case in ("linear 10", CALCULATION)
        ),
    ]


if __name__ == "__main__":
    print(uvloop.run(_alone(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), sys.argv[4])))
