"""What one batch reads and writes: a fixed number of statements, however many commands it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from charter.core.db import Connection

_CLAIM_INBOX = "DELETE FROM workflow_inbox WHERE id = ANY($1::uuid[]) RETURNING id"

# In the order of their keys, so that two batches cannot wait for each other.
_CLAIM_KEYS = """
INSERT INTO idempotency_records (id, principal_id, key, fingerprint, resource_id)
SELECT gen_random_uuid(), * FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::uuid[]) AS k(p, key, f, r) ORDER BY key
ON CONFLICT DO NOTHING RETURNING resource_id"""

_CLAIM_TIMERS = """
DELETE FROM workflow_timers WHERE id = ANY($1::uuid[]) AND NOT held RETURNING id"""

_MOVE_TIMERS = """
UPDATE workflow_timers t SET due = m.due, repetitions = m.repetitions
FROM unnest($1::uuid[], $2::timestamptz[], $3::int[], $4::timestamptz[]) AS m(id, due, repetitions, was)
WHERE t.id = m.id AND t.due = m.was AND NOT t.held RETURNING t.id"""

# "AND i.id = ANY(…)" says nothing new; with it Postgres finds these rows alone, and does not walk through all of the
# tenant's, as it would while it has no statistics of the table.

# First all jobs, then the instances: theirs and those asked for. Not FOR UPDATE: rows that name the instance by
# a foreign key may be added meanwhile. What is in this process's cache at the same revision is not sent again.
_LOCK = """
WITH jobs AS MATERIALIZED (
  SELECT id, instance_id, key, lease FROM workflow_jobs WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE
), wanted AS (
  SELECT unnest($2::uuid[]) AS id UNION SELECT instance_id FROM jobs
)
SELECT i.id, i.definition_id, i.process_id, i.parent_id, i.parent_key, i.state, i.held, i.revision,
       CASE WHEN i.revision = k.revision THEN NULL ELSE i.tokens END AS tokens,
       CASE WHEN i.revision = k.revision THEN NULL ELSE i.variables END AS variables,
       (SELECT array_agg((j.id, j.key, j.lease)) FROM jobs j WHERE j.instance_id = i.id) AS jobs
FROM wanted JOIN process_instances i ON i.id = wanted.id AND i.id = ANY(ARRAY(SELECT id FROM wanted))
LEFT JOIN unnest($3::uuid[], $4::int[]) AS k(id, revision) ON k.id = i.id
ORDER BY i.id FOR NO KEY UPDATE OF i {skip}"""

_INSERT_INSTANCES = """
INSERT INTO process_instances (id, definition_id, process_id, version, parent_id, parent_key, business_key, state,
  incidents, tokens, variables, started_by, started_at, ended_at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::uuid[], $6::int[], $7::text[], $8::text[],
  $9::int[], $10::json[], $11::json[], $12::uuid[], $13::timestamptz[], $14::timestamptz[])"""

# What nearly every batch writes, in one round trip.
_GO_ON = """
WITH updated AS (
  UPDATE process_instances i SET revision = i.revision + 1, tokens = u.tokens,
    variables = coalesce(u.variables, i.variables), state = u.state, incidents = i.incidents + u.incidents,
    ended_at = u.ended_at
  FROM unnest($1::uuid[], $2::json[], $3::json[], $4::text[], $5::int[], $6::timestamptz[])
    AS u(id, tokens, variables, state, incidents, ended_at) WHERE i.id = u.id AND i.id = ANY($1::uuid[])
), told AS (
  INSERT INTO process_history (instance_id, revision, at, entries)
  SELECT * FROM unnest($7::uuid[], $8::int[], $9::timestamptz[], $10::json[])
), gone AS (
  DELETE FROM workflow_jobs WHERE id = ANY($11::uuid[])
)
INSERT INTO workflow_jobs (id, instance_id, key, node, process_id, kind, event, type, retries, headers, ready_at, held,
  state, lease, worker, deadline)
SELECT * FROM unnest($12::uuid[], $13::uuid[], $14::int[], $15::text[], $16::text[], $17::text[], $18::text[],
  $19::text[], $20::int[], $21::json[], $22::timestamptz[], $23::bool[], $24::text[], $25::int[], $26::text[],
  $27::timestamptz[])"""

# Only for built-in jobs: Charter's own worker takes them from the queue.
_QUEUE_JOBS = """
INSERT INTO queue_items (id, kind, payload, run_at, max_attempts)
SELECT n.id, 'workflows.job', jsonb_build_object('job_id', n.job_id), n.run_at, 1000
FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS n(id, job_id, run_at)"""

_QUEUE_AGAIN = """
INSERT INTO queue_items (id, kind, payload, run_at, max_attempts)
SELECT gen_random_uuid(), 'workflows.job', jsonb_build_object('job_id', j.id), j.ready_at, 1000
FROM workflow_jobs j WHERE j.id = ANY($1::uuid[]) AND j.type = ANY($2::text[])"""

_CHANGE_JOBS = """
UPDATE workflow_jobs j SET state = c.state, retries = c.retries, ready_at = c.ready_at, error = c.error,
  worker = NULL, deadline = NULL
FROM unnest($1::uuid[], $2::text[], $3::int[], $4::timestamptz[], $5::text[]) AS c(id, state, retries, ready_at, error)
WHERE j.id = c.id"""

_INSERT_TIMERS = """
INSERT INTO workflow_timers (id, instance_id, key, node, due, cycle, repetitions, held)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::timestamptz[], $6::text[], $7::int[],
  $8::bool[])"""

# In the order of their numbers, so that two batches cannot wait for each other.
_LOCK_CORRELATIONS = """
SELECT pg_advisory_xact_lock(n) FROM (SELECT DISTINCT unnest($1::bigint[]) AS n ORDER BY n) AS locks"""

_INSERT_SUBSCRIPTIONS = """
INSERT INTO workflow_subscriptions (id, instance_id, process_id, key, node, kind, name, correlation, interrupting, held)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::bool[], $10::bool[])"""

_INSERT_INBOX = """
INSERT INTO workflow_inbox (id, instance_id, command) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::json[])"""

_INSERT_INCIDENTS = """
INSERT INTO process_incidents (id, instance_id, process_id, key, node, type, message, job_id, created_at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::uuid[],
  $9::timestamptz[])"""

_CLOSE_INCIDENTS = "UPDATE process_incidents SET resolved_at = $2 WHERE id = ANY($1::uuid[])"

_PUT_TASK = """
INSERT INTO user_tasks (id, instance_id, process_id, key, node, state, name, form, assignee, candidate_groups,
  candidate_users, due_date, follow_up_date, priority, created_at, ended_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (tenant_id, id) DO UPDATE SET state = excluded.state, assignee = excluded.assignee,
  candidate_groups = excluded.candidate_groups, candidate_users = excluded.candidate_users,
  due_date = excluded.due_date, follow_up_date = excluded.follow_up_date, priority = excluded.priority,
  ended_at = excluded.ended_at"""

_INSERT_DECISIONS = """
INSERT INTO decision_evaluations (id, instance_id, key, node, decision, record, at)
VALUES ($1, $2, $3, $4, $5, $6, $7)"""

# Without a hash: the sequencer seals these entries, as it does those of runs.
_INSERT_AUDIT = """
INSERT INTO audit_pending (id, actor_kind, actor_id, actor_label, action, resource_kind, resource_id, after, request_id,
  trace_id) VALUES ($1, $2, $3, $4, $5, 'process_instance', $6, $7, $8, $9)"""

_MIGRATE = """
UPDATE process_instances i SET definition_id = m.definition_id, process_id = m.process_id, version = m.version
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[]) AS m(id, definition_id, process_id, version)
WHERE i.id = m.id"""

_RENAME = """
UPDATE {table} t SET node = r.node FROM unnest($1::uuid[], $2::int[], $3::text[]) AS r(instance_id, key, node)
WHERE t.instance_id = r.instance_id AND t.key = r.key AND t.node <> r.node"""

_HOLD = """
WITH held_instances AS (UPDATE process_instances SET held = $2 WHERE id = ANY($1::uuid[])),
held_jobs AS (UPDATE workflow_jobs SET held = $2 WHERE instance_id = ANY($1::uuid[])),
held_subscriptions AS (UPDATE workflow_subscriptions SET held = $2 WHERE instance_id = ANY($1::uuid[]))
UPDATE workflow_timers SET held = $2 WHERE instance_id = ANY($1::uuid[])"""

_SIGNAL_WAITERS = """
SELECT id, instance_id, definition_id, name, key, node, interrupting FROM workflow_subscriptions
WHERE kind = 'signal' AND name = ANY($1::text[]) AND NOT held ORDER BY id"""


BUILT_IN_JOBS = frozenset({"agent", "tool", "http", "charter:decision", "charter:message"})
"""Types of jobs that Charter's own worker does."""


# A batch that began with no lock, in one statement and one commit (migration 0033): it is refused as a serialization
# failure when somebody else has written one of its instances, or holds one of its jobs.
_GO_AHEAD = "SELECT workflow_go_ahead($1, $2, $3, $4, $5, $6, $7, $8, $9)"

_NEW = (
    *("id", "definition_id", "process_id", "version", "parent_id", "parent_key", "business_key", "state", "incidents"),
    *("tokens", "variables", "started_by", "started_at", "ended_at"),
)
_CHANGED = ("id", "tokens", "variables", "state", "incidents", "ended_at", "revision")
_TOLD = ("instance_id", "revision", "at", "entries")
_JOB = (
    *("id", "instance_id", "key", "node", "process_id", "kind", "event", "type", "retries", "headers", "ready_at"),
    *("held", "state", "lease", "worker", "deadline"),
)
_QUEUED = ("id", "job_id", "run_at")
_ASKED = (*("id", "actor_kind", "actor_id", "actor_label", "action", "resource_id", "after", "request_id", "trace_id"),)
_TEXTS = frozenset({"tokens", "variables", "entries", "headers"})
"""Columns whose values are JSON text already."""


def _columns(rows: list[tuple[Any, ...]], count: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(count)]


def text_of(value: Any) -> str:
    """Return a value as JSON text, which is what ``json`` columns take."""
    return orjson.dumps(value).decode()


def _document(names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str | None:
    """Return rows as a JSON array of objects; None without rows."""
    if not rows:
        return None
    texts = [place for place, name in enumerate(names) if name in _TEXTS]
    documents = []
    for row in rows:
        document = dict(zip(names, row, strict=True))
        for place in texts:
            if row[place] is not None:
                document[names[place]] = orjson.Fragment(row[place])
        documents.append(document)
    return orjson.dumps(documents, default=str).decode()  # the driver has a UUID of its own


@dataclass(slots=True)
class Writes:
    """Rows that a batch leaves, by table, in the order of the statements' columns."""

    new_instances: list[tuple[Any, ...]] = field(default_factory=list)
    instances: list[tuple[Any, ...]] = field(default_factory=list)
    history: list[tuple[Any, ...]] = field(default_factory=list)
    jobs: dict[UUID, tuple[Any, ...]] = field(default_factory=dict)
    gone_jobs: dict[UUID, None] = field(default_factory=dict)
    queued_jobs: list[tuple[Any, ...]] = field(default_factory=list)
    changed_jobs: list[tuple[Any, ...]] = field(default_factory=list)
    timers: dict[UUID, tuple[Any, ...]] = field(default_factory=dict)
    gone_timers: list[UUID] = field(default_factory=list)
    subscriptions: dict[UUID, tuple[Any, ...]] = field(default_factory=dict)
    gone_subscriptions: list[UUID] = field(default_factory=list)
    inbox: list[tuple[Any, ...]] = field(default_factory=list)
    incidents: dict[UUID, tuple[Any, ...]] = field(default_factory=dict)
    closed_incidents: list[UUID] = field(default_factory=list)
    tasks: dict[UUID, tuple[Any, ...]] = field(default_factory=dict)
    decisions: list[tuple[Any, ...]] = field(default_factory=list)
    audit: list[tuple[Any, ...]] = field(default_factory=list)
    hold: dict[bool, list[UUID]] = field(default_factory=dict)
    migrated: list[tuple[Any, ...]] = field(default_factory=list)
    renamed: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def are_plain(self) -> bool:
        """Return whether :func:`go_ahead` can write them: instances, their history and jobs, and who asked."""
        more = (self.changed_jobs, self.timers, self.gone_timers, self.subscriptions, self.gone_subscriptions)
        others = (self.inbox, self.incidents, self.closed_incidents, self.tasks, self.decisions)
        return not any((*more, *others, self.hold, self.migrated, self.renamed))


async def go_ahead(
    connection: Connection, tenant_id: UUID, writes: Writes, revisions: dict[UUID, int], fence: dict[UUID, int | None]
) -> None:
    """Write what a batch leaves that locked nothing, in a transaction of its own.

    Args:
        connection: one without a transaction.
        revisions: what the changed instances must still stand at.
        fence: the jobs that were answered with the leases they must still have; None for any.

    Raises:
        asyncpg.SerializationError: somebody else was there before; nothing was written.
    """
    changed = [(*row, revisions[row[0]]) for row in sorted(writes.instances)]
    answered = [(job, lease) for job, lease in sorted(fence.items())]
    await connection.execute(
        _GO_AHEAD,
        tenant_id,
        _document(("id", "lease"), answered),
        [job for job in writes.gone_jobs if job not in fence],
        _document(_NEW, writes.new_instances),
        _document(_CHANGED, changed),
        _document(_TOLD, writes.history),
        _document(_JOB, list(writes.jobs.values())),
        _document(_QUEUED, writes.queued_jobs),
        _document(_ASKED, writes.audit),
    )


class BatchStore:
    """The statements of one batch on its connection."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def claim_inbox(self, ids: list[UUID]) -> set[UUID]:
        """Take commands out of the inbox; those another process has taken are missing."""
        return {row[0] for row in await self._db.fetch(_CLAIM_INBOX, sorted(ids))}

    async def claim_keys(self, keyed: list[tuple[Any, Any]]) -> set[UUID]:
        """Claim Idempotency-Keys, each for what it is about to make; returns those that were new."""
        rows = [(once.principal_id, once.key, once.fingerprint, made) for made, once in keyed]
        return {row[0] for row in await self._db.fetch(_CLAIM_KEYS, *_columns(rows, 4))}

    async def claim_timers(self, ids: list[UUID]) -> set[UUID]:
        """Take timers that have gone off for the last time."""
        return {row[0] for row in await self._db.fetch(_CLAIM_TIMERS, sorted(ids))}

    async def move_timers(self, moves: list[tuple[UUID, datetime, int, datetime]]) -> set[UUID]:
        """Set repeating timers to their next moment (id, due, repetitions, the due moment it had)."""
        columns = [list(column) for column in zip(*sorted(moves), strict=True)]
        return {row[0] for row in await self._db.fetch(_MOVE_TIMERS, *columns)}

    async def lock(self, jobs: list[UUID], instances: list[UUID], known: dict[UUID, int]) -> list[Any]:
        """Return instances, those of the jobs among them with these (id, key, lease), locked until the batch commits.

        Args:
            known: the revisions that this process has in its cache.
        """
        return await self._lock(jobs, instances, known)

    async def try_lock_instance(self, instance_id: UUID) -> list[Any]:
        """Return an instance if nobody else holds it now: it is never waited for, whatever is held already."""
        return await self._lock([], [instance_id], {}, "SKIP LOCKED")

    async def _lock(self, jobs: list[UUID], instances: list[UUID], known: dict[UUID, int], skip: str = "") -> list[Any]:
        statement = _LOCK.format(skip=skip)
        rows: list[Any] = await self._db.fetch(statement, jobs, instances, list(known), list(known.values()))
        return rows

    async def signal_waiters(self, names: list[str]) -> list[Any]:
        """Return who waits for signals now."""
        rows: list[Any] = await self._db.fetch(_SIGNAL_WAITERS, names)
        return rows

    async def lock_correlations(self, numbers: list[int]) -> None:
        """Keep others from publishing or subscribing with these names and keys until the batch commits."""
        if numbers:
            await self._db.execute(_LOCK_CORRELATIONS, numbers)

    async def write(self, writes: Writes, now: datetime) -> None:  # noqa: C901 - one statement a table
        """Write everything a batch leaves."""
        await self._many(_INSERT_INSTANCES, writes.new_instances)
        await self._db.execute(
            _GO_ON,
            *_columns(writes.instances, 6),
            *_columns(writes.history, 4),
            list(writes.gone_jobs),
            *_columns(list(writes.jobs.values()), 16),
        )
        await self._many(_CHANGE_JOBS, writes.changed_jobs)
        await self._many(_QUEUE_JOBS, writes.queued_jobs)
        if again := [row[0] for row in writes.changed_jobs if row[1] == "ready"]:
            await self._db.execute(_QUEUE_AGAIN, again, sorted(BUILT_IN_JOBS))
        if writes.gone_timers:
            await self._db.execute("DELETE FROM workflow_timers WHERE id = ANY($1::uuid[])", writes.gone_timers)
        await self._many(_INSERT_TIMERS, list(writes.timers.values()))
        if writes.gone_subscriptions:
            await self._db.execute(
                "DELETE FROM workflow_subscriptions WHERE id = ANY($1::uuid[])", writes.gone_subscriptions
            )
        await self._many(_INSERT_SUBSCRIPTIONS, list(writes.subscriptions.values()))
        await self._many(_INSERT_INBOX, writes.inbox)
        await self._many(_INSERT_INCIDENTS, list(writes.incidents.values()))
        if writes.closed_incidents:
            await self._db.execute(_CLOSE_INCIDENTS, writes.closed_incidents, now)
        if writes.tasks:
            await self._db.executemany(_PUT_TASK, list(writes.tasks.values()))
        if writes.decisions:
            await self._db.executemany(_INSERT_DECISIONS, writes.decisions)
        await self._many(_MIGRATE, writes.migrated)
        if writes.renamed:
            for table in ("workflow_jobs", "process_incidents", "user_tasks"):
                await self._many(_RENAME.format(table=table), writes.renamed)
        for entry in writes.audit:
            await self._db.execute(_INSERT_AUDIT, *entry)
        for held, instances in writes.hold.items():
            await self._db.execute(_HOLD, instances, held)

    async def _many(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            await self._db.execute(statement, *(list(column) for column in zip(*rows, strict=True)))
