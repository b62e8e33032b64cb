"""Handing jobs to workers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from charter.core.clock import Clock
from charter.core.db import Connection, Database
from charter.workflows.service.hub import WorkflowHub
from charter.workflows.service.leased import LeasedJob

_LEASE = """
WITH wanted AS (
  SELECT tenant_id, id FROM workflow_jobs
  WHERE type = $1 AND state = 'ready' AND NOT held AND ready_at <= $2
  ORDER BY ready_at, id LIMIT $3 FOR UPDATE SKIP LOCKED
)
UPDATE workflow_jobs j SET state = 'leased', lease = j.lease + 1, worker = $4, deadline = $5
FROM wanted w WHERE j.tenant_id = w.tenant_id AND j.id = w.id
RETURNING j.id, j.instance_id, j.key, j.node, j.process_id, j.kind, j.event, j.type, j.retries, j.headers, j.lease,
          j.deadline"""

_STATES = """
SELECT id, definition_id, version, tokens, variables FROM process_instances WHERE id = ANY($1::uuid[])"""

_LEASE_ONE = """
UPDATE workflow_jobs SET state = 'leased', lease = lease + 1, worker = $2, deadline = $3
WHERE id = $1 AND NOT held AND state IN ('ready', 'leased')
RETURNING id, instance_id, key, node, process_id, kind, event, type, retries, headers, lease, deadline"""


async def lease(
    connection: Connection,
    type_: str,
    *,
    worker: str,
    limit: int,
    timeout_s: float,
    now: datetime,
    fetch: list[str] | None = None,
) -> list[LeasedJob]:
    """Take jobs of a type, the oldest first; two workers never get the same one.

    Args:
        timeout_s: after so long without an answer the job goes to another worker.
        fetch: names of the variables wanted; None for all.
    """
    until = now + timedelta(seconds=timeout_s)
    rows = await connection.fetch(_LEASE, type_, now, limit, worker, until)
    return await _with_variables(connection, rows, fetch)


async def lease_one(
    connection: Connection, job_id: UUID, *, worker: str, timeout_s: float, now: datetime
) -> LeasedJob | None:
    """Take one job for whoever holds its queue item; None when it is done, paused, or has failed for good."""
    until = now + timedelta(seconds=timeout_s)
    row = await connection.fetchrow(_LEASE_ONE, job_id, worker, until)
    found = await _with_variables(connection, [row] if row is not None else [], None)
    return found[0] if found else None


async def _with_variables(connection: Connection, rows: list[Any], fetch: list[str] | None) -> list[LeasedJob]:
    if not rows:
        return []
    found = await connection.fetch(_STATES, list({row["instance_id"] for row in rows}))
    states = {row["id"]: (row, orjson.loads(row["tokens"]), orjson.loads(row["variables"])) for row in found}
    jobs = []
    for row in sorted(rows, key=lambda row: row["id"]):
        instance, tokens, variables = states[row["instance_id"]]
        seen = _visible(tokens, variables, row["key"])
        jobs.append(
            LeasedJob(
                row["id"],
                row["instance_id"],
                instance["definition_id"],
                row["process_id"],
                instance["version"],
                row["node"],
                row["key"],
                row["kind"],
                row["event"],
                row["type"],
                row["retries"],
                orjson.loads(row["headers"]),
                row["lease"],
                row["deadline"],
                seen if fetch is None else {name: seen[name] for name in fetch if name in seen},
            )
        )
    return jobs


def _visible(tokens: dict[str, Any], variables: dict[str, Any], key: int) -> dict[str, Any]:
    scopes = {row[0]: row[2] for row in tokens["e"]}
    chain = []
    while key:
        chain.append(variables.get(str(key), {}))
        key = scopes.get(key, 0)
    merged: dict[str, Any] = {}
    for local in reversed(chain):
        merged |= local
    return merged


class JobDesk:
    """Where workers ask for jobs, waiting for some while there are none."""

    def __init__(self, database: Database, hub: WorkflowHub, clock: Clock) -> None:
        self._database, self._hub, self._clock = database, hub, clock

    async def take(
        self,
        tenant_id: UUID,
        type_: str,
        *,
        worker: str,
        limit: int,
        timeout_s: float,
        wait_s: float = 0,
        fetch: list[str] | None = None,
    ) -> list[LeasedJob]:
        """Return up to ``limit`` jobs, as soon as there is one, or none after ``wait_s``.

        While it waits, jobs that this process makes come straight from their commit.
        """
        wanted = _Wanted(tenant_id, type_, worker, limit, timeout_s, fetch)
        loop, takers = asyncio.get_running_loop(), self._hub.takers
        if wait_s <= 0 or takers.may_have(tenant_id, type_, loop.time()):
            jobs = await self._look(wanted)
            if jobs or wait_s <= 0:
                return jobs
        jobs, taker = [], takers.join(tenant_id, type_, worker, limit, timeout_s)
        until = loop.time() + wait_s
        topics = {f"j:{tenant_id}:{type_}", f"j:{tenant_id}:*"}
        try:
            while not self._hub.closed and taker.given == 0 and (left := until - loop.time()) > 0:
                if not takers.may_have(tenant_id, type_, loop.time()):
                    await self._hub.wait(topics, taker.woken, left)
                elif jobs := await self._look(wanted):
                    break
        finally:
            takers.leave(tenant_id, type_, taker)
        await taker.kept()
        return jobs + _fetched(taker.jobs, fetch)

    async def _look(self, wanted: _Wanted) -> list[LeasedJob]:
        self._hub.takers.looks(wanted.tenant_id, wanted.type, asyncio.get_running_loop().time())
        async with self._database.tenant_connection(wanted.tenant_id) as connection:
            jobs = await lease(
                connection,
                wanted.type,
                worker=wanted.worker,
                limit=wanted.limit,
                timeout_s=wanted.timeout_s,
                now=self._clock(),
                fetch=wanted.fetch,
            )
        if len(jobs) == wanted.limit:
            self._hub.wake({f"j:{wanted.tenant_id}:{wanted.type}"})  # there may be more, for others who wait
        return jobs


@dataclass(frozen=True, slots=True)
class _Wanted:
    tenant_id: UUID
    type: str
    worker: str
    limit: int
    timeout_s: float
    fetch: list[str] | None


def _fetched(jobs: list[LeasedJob], fetch: list[str] | None) -> list[LeasedJob]:
    if fetch is None:
        return jobs
    return [
        replace(job, variables={name: job.variables[name] for name in fetch if name in job.variables}) for job in jobs
    ]
