"""The statements that write a run's journal: one each for start, progress, text and end, all fenced.

A run's steps, events, usage, state, audit entry and queue item change together in one statement of one transaction.
Each matches the run's row by ``fence``: a process that lost the run changes nothing and learns it.

Rows are always named by values known when a statement starts (``id = ANY($12)``), never by a join alone: these plans
are kept per connection, often since the tables were empty, and a join would walk through all rows of the tenant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from pydantic import JsonValue

from charter.core.db import Connection
from charter.guardrails.policy import NewViolation
from charter.runs.models import RunState


@dataclass(slots=True)
class NewStep:
    """A step that begins."""

    id: UUID
    number: int
    kind: str
    name: str
    input: dict[str, JsonValue]
    input_hash: str


@dataclass(slots=True)
class EndedStep:
    """A step that ended, with what it used and was not counted before."""

    id: UUID
    state: str
    output: dict[str, JsonValue] | None = None
    error: dict[str, JsonValue] | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    cost_micros: int = 0


@dataclass(slots=True)
class JournalEvent:
    """One event; ``data`` is encoded once, for the journal and for live readers alike."""

    seq: int
    type: str
    data: bytes


@dataclass(slots=True)
class RunEnd:
    """How a run ends or pauses: its queue item goes with it."""

    state: RunState
    output: str | None = None
    structured_output: JsonValue = None
    error: dict[str, JsonValue] | None = None
    audit: dict[str, JsonValue] | None = None


@dataclass(slots=True)
class Entry:
    """What one transaction adds to the journal."""

    new_steps: list[NewStep] = field(default_factory=list)
    restarted_steps: list[UUID] = field(default_factory=list)
    ended_steps: list[EndedStep] = field(default_factory=list)
    events: list[JournalEvent] = field(default_factory=list)
    model_calls: int = 0
    tool_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_micros: int = 0
    active_ms: int = 0
    last_exchange: dict[str, JsonValue] | None = None
    end: RunEnd | None = None
    violations: list[NewViolation] = field(default_factory=list)
    """What guardrails hit; written in the same transaction by :mod:`charter.runs.service.guarding`."""
    gone_on: list[UUID] = field(default_factory=list)
    """Questions about texts that waited and are in this entry; the sealed ones go in the same transaction."""


@dataclass(slots=True)
class NewRun:
    """A run to start, with what surrounds it. Without a title the conversation exists, or there is none."""

    id: UUID
    agent_id: UUID
    agent_slug: str
    agent_name: str
    version_id: UUID
    version: int
    input: str
    limits: dict[str, JsonValue]
    created_by: UUID
    queue_item_id: UUID
    conversation_id: UUID | None = None
    conversation_title: str | None = None
    messages: list[JsonValue] | None = None
    parent_run_id: UUID | None = None
    depth: int = 0
    trace_id: str | None = None
    streamed: bool = True
    idempotency_key: str | None = None
    fingerprint: bytes | None = None


def _ended_steps(ends: int, ids: int) -> str:
    """Return what closes steps and counts the usage of model calls; the arguments say which parameters hold them."""
    return f"""), ended_steps AS (
  UPDATE run_steps t SET state = s.state, output = s.output, error = s.error,
    input_tokens = t.input_tokens + s.input_tokens, output_tokens = t.output_tokens + s.output_tokens,
    cost_micros = t.cost_micros + s.cost_micros, ended_at = now()
  FROM run, jsonb_to_recordset(${ends}) AS s(id uuid, state text, output jsonb, error jsonb, input_tokens int,
    output_tokens int, cost_micros bigint)
  WHERE t.run_id = $1 AND t.id = ANY(${ids}::uuid[]) AND t.id = s.id AND t.state = 'running'
  RETURNING t.id, t.kind, t.output, t.input_tokens, t.output_tokens, t.cost_micros
), usage AS (
  INSERT INTO usage_records (id, run_id, agent_id, agent_slug, principal_id, model, input_tokens, output_tokens,
    cost_micros)
  SELECT e.id, run.id, run.agent_id, run.agent_slug, run.created_by, e.output->>'model', e.input_tokens,
    e.output_tokens, e.cost_micros
  FROM run, ended_steps e WHERE e.kind = 'model_call' AND e.output IS NOT NULL ON CONFLICT DO NOTHING"""


def _new_events(events: int) -> str:
    """Return what writes the events that a parameter holds."""
    return f"""), events AS (
  INSERT INTO run_events (run_id, seq, type, data)
  SELECT run.id, e.seq, e.type, e.data FROM run, jsonb_to_recordset(${events}) AS e(seq int, type text, data jsonb)"""


_START = f"""
WITH tenant AS (
  SELECT id FROM tenants WHERE id = $1 AND state = 'active' AND ($2::int IS NULL OR authz_epoch = $2)
    AND ($3::int IS NULL OR config_epoch = $3)
), idem AS (
  INSERT INTO idempotency_records (id, principal_id, key, fingerprint, resource_id)
  SELECT $4, $5, $6, $7, $8 FROM tenant WHERE $6::text IS NOT NULL ON CONFLICT DO NOTHING RETURNING id
), go AS (
  SELECT id FROM tenant WHERE $6::text IS NULL OR EXISTS (SELECT FROM idem)
), conversation AS (
  INSERT INTO conversations (id, agent_id, title, created_by)
  SELECT $9, $10, $11, $5 FROM go WHERE $11::text IS NOT NULL
), run AS (
  INSERT INTO runs (id, agent_id, agent_slug, agent_name, version_id, version, conversation_id, parent_run_id, depth,
    state, fence, queue_item_id, input, messages, limits, created_by, trace_id, started_at)
  SELECT $8, $10, $12, $13, $14, $15, $9, $16, $17, $18, $19, $20, $21, $22, $23, $5, $24,
    CASE WHEN $18 = 'running' THEN now() END FROM go ON CONFLICT DO NOTHING
  RETURNING id, created_at
), item AS (
  INSERT INTO queue_items (id, kind, payload, state, attempts, lease_owner, lease_expires_at, trace_id)
  SELECT $20, 'runs.execute', $25, CASE WHEN $26::uuid IS NULL THEN 'ready' ELSE 'leased' END,
    CASE WHEN $26::uuid IS NULL THEN 0 ELSE 1 END, $26,
    CASE WHEN $26::uuid IS NOT NULL THEN now() + make_interval(secs => $27) END, $24
  FROM run
), steps AS (
  INSERT INTO run_steps (id, run_id, number, kind, name, input, input_hash)
  SELECT s.id, run.id, s.number, s.kind, s.name, s.input, s.input_hash
  FROM run, jsonb_to_recordset($28) AS s(id uuid, number int, kind text, name text, input jsonb, input_hash text)
{_new_events(29)}
), entry AS (
  INSERT INTO audit_pending (id, actor_kind, actor_id, actor_label, action, resource_kind, resource_id, after,
    request_id, trace_id)
  SELECT $4, $30, $5, $31, 'run.started', 'run', run.id, $32, $33, $24 FROM run
)
SELECT (SELECT count(*) FROM tenant) AS current, (SELECT created_at FROM run) AS created_at
"""

_WRITE = f"""
WITH run AS (
  UPDATE runs SET model_calls = model_calls + $3, tool_calls = tool_calls + $4, input_tokens = input_tokens + $5,
    output_tokens = output_tokens + $6, cost_micros = cost_micros + $7, active_ms = active_ms + $8,
    last_exchange = coalesce($9, last_exchange)
  WHERE id = $1 AND fence = $2 AND state = 'running' RETURNING tenant_id, id, control, agent_id, agent_slug, created_by
), new_steps AS (
  INSERT INTO run_steps (id, run_id, number, kind, name, input, input_hash)
  SELECT s.id, run.id, s.number, s.kind, s.name, s.input, s.input_hash
  FROM run, jsonb_to_recordset($10) AS s(id uuid, number int, kind text, name text, input jsonb, input_hash text)
{_ended_steps(11, 12)}
), restarted_steps AS (
  UPDATE run_steps t SET attempt = attempt + 1, started_at = now() FROM run
  WHERE t.run_id = $1 AND t.id = ANY($13::uuid[])
{_new_events(14)}
)
SELECT coalesce(run.control, CASE WHEN t.state <> 'active' THEN 'park' END) AS control, t.config_epoch
FROM run JOIN tenants t ON t.id = run.tenant_id
"""

_END = f"""
WITH run AS (
  UPDATE runs SET model_calls = model_calls + $3, tool_calls = tool_calls + $4, input_tokens = input_tokens + $5,
    output_tokens = output_tokens + $6, cost_micros = cost_micros + $7, active_ms = active_ms + $8,
    last_exchange = coalesce($9, last_exchange), state = $10, output = $11, structured_output = $12, error = $13,
    control = NULL, ended_at = CASE WHEN $10 = 'paused' THEN NULL ELSE now() END
  WHERE id = $1 AND fence = $2 AND state = 'running'
  RETURNING id, agent_id, agent_slug, queue_item_id, created_by, trace_id, ended_at, model_calls, tool_calls,
    input_tokens, output_tokens,
    cost_micros
{_ended_steps(14, 15)}
{_new_events(16)}
), item AS (
  DELETE FROM queue_items WHERE id = (SELECT queue_item_id FROM run)
), entry AS (
  INSERT INTO audit_pending (id, actor_kind, actor_id, actor_label, action, resource_kind, resource_id, after, trace_id)
  SELECT $17, 'service', run.created_by, 'run', 'run.' || $10, 'run', run.id, $18, run.trace_id FROM run
)
SELECT ended_at, model_calls, tool_calls, input_tokens, output_tokens, cost_micros FROM run
"""

# Text is written many times a second: no version of the run's row is made, a share lock holds the fence still.
_TEXT = f"""
WITH run AS (
  SELECT id, control FROM runs WHERE id = $1 AND fence = $2 AND state = 'running' FOR SHARE
{_new_events(3)}
)
SELECT control FROM run
"""


# Of a step whose text waits for a person: what it used counts now, whatever the answer is. Its end adds nothing more.
_COUNT = """
WITH step AS (
  UPDATE run_steps SET input_tokens = $3, output_tokens = $4, cost_micros = $5
  WHERE run_id = $1 AND id = $2 AND state = 'running' RETURNING id
)
INSERT INTO usage_records (id, run_id, agent_id, agent_slug, principal_id, model, input_tokens, output_tokens,
  cost_micros)
SELECT step.id, r.id, r.agent_id, r.agent_slug, r.created_by, $6, $3, $4, $5 FROM step, runs r
WHERE r.id = $1 AND $6::text IS NOT NULL ON CONFLICT DO NOTHING
"""


_SAMPLED = """
WITH run AS (
  SELECT id, agent_id, agent_slug, created_by, trace_id FROM runs WHERE id = $1
), usage AS (
  INSERT INTO usage_records (id, run_id, agent_id, agent_slug, principal_id, model, input_tokens, output_tokens,
    cost_micros)
  SELECT $2, run.id, run.agent_id, run.agent_slug, run.created_by, $4, $5, $6, $7 FROM run
)
INSERT INTO audit_pending (id, actor_kind, actor_id, actor_label, action, resource_kind, resource_id, after, trace_id)
SELECT $3, 'service', run.created_by, 'run', 'tool.sampled', 'run', run.id, $8, run.trace_id FROM run
"""


class LostRun(Exception):
    """Another process has the run now, or it ended; nothing was written."""


async def start(
    connection: Connection,
    run: NewRun,
    *,
    tenant_id: UUID,
    record_id: UUID,
    epochs: tuple[int, int] | None,
    state: RunState,
    lease: tuple[UUID, float] | None,
    steps: Sequence[NewStep],
    events: Sequence[JournalEvent],
    actor: tuple[str, str],
    audit: dict[str, JsonValue],
    request_id: str | None,
) -> tuple[bool, datetime | None]:
    """Write a new run with everything around it; returns (epochs are current, when it was created).

    ``(True, None)`` is an idempotency key, or a run id, that was used before.
    """
    owner, lease_s = lease or (None, 0.0)
    authz_epoch, config_epoch = epochs or (None, None)
    row = await connection.fetchrow(
        _START,
        tenant_id,
        authz_epoch,
        config_epoch,
        record_id,
        run.created_by,
        run.idempotency_key,
        run.fingerprint,
        run.id,
        run.conversation_id,
        run.agent_id,
        run.conversation_title,
        run.agent_slug,
        run.agent_name,
        run.version_id,
        run.version,
        run.parent_run_id,
        run.depth,
        state,
        0 if owner is None else 1,
        run.queue_item_id,
        run.input,
        run.messages,
        run.limits,
        run.trace_id,
        {"run_id": str(run.id), "streamed": run.streamed},
        owner,
        lease_s,
        _steps(steps),
        _events(events),
        actor[0],
        actor[1],
        audit,
        request_id,
    )
    if row is None:  # the outermost SELECT has no FROM: it always gives one row
        raise LostRun
    return bool(row["current"]), row["created_at"]


async def write(connection: Connection, run_id: UUID, fence: int, entry: Entry) -> tuple[str | None, int]:
    """Add to the journal of a running run.

    Returns what is asked of it (``pause``, ``cancel``, ``park``) or None, and its tenant's ``config_epoch``.

    Raises:
        LostRun: nothing was written.
    """
    row = await connection.fetchrow(
        _WRITE,
        run_id,
        fence,
        *_usage(entry),
        _steps(entry.new_steps),
        _ended(entry.ended_steps),
        [step.id for step in entry.ended_steps],
        entry.restarted_steps,
        _events(entry.events),
    )
    if row is None:
        raise LostRun
    return row["control"], row["config_epoch"]


async def count(
    connection: Connection, run_id: UUID, step_id: UUID, used: tuple[int, int, int], model: str | None
) -> None:
    """Count what an open step has used: its text waits for a person. Follows a fenced statement.

    Args:
        used: tokens read, tokens written, micro-USD.
        model: which wrote it; None for what a tool returned.
    """
    await connection.execute(_COUNT, run_id, step_id, *used, model)


async def write_text(connection: Connection, run_id: UUID, fence: int, events: Sequence[JournalEvent]) -> str | None:
    """Add events alone; as :func:`write`, cheaper."""
    row = await connection.fetchrow(_TEXT, run_id, fence, _events(events))
    if row is None:
        raise LostRun
    control: str | None = row["control"]
    return control


async def end(connection: Connection, run_id: UUID, fence: int, entry: Entry, audit_id: UUID) -> dict[str, Any]:
    """Add the last entry and end (or pause) the run; its queue item goes in the same transaction.

    Returns ``ended_at`` and the run's usage in all.

    Raises:
        LostRun: nothing was written.
    """
    last = entry.end
    if last is None:
        raise ValueError("an entry that ends a run says how")
    row = await connection.fetchrow(
        _END,
        run_id,
        fence,
        *_usage(entry),
        last.state,
        last.output,
        last.structured_output,
        last.error,
        _ended(entry.ended_steps),
        [step.id for step in entry.ended_steps],
        _events(entry.events),
        audit_id,
        last.audit,
    )
    if row is None:
        raise LostRun
    return dict(row)


def _usage(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.model_calls,
        entry.tool_calls,
        entry.input_tokens,
        entry.output_tokens,
        entry.cost_micros,
        entry.active_ms,
        entry.last_exchange,
    )


def _steps(steps: Sequence[NewStep]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(s.id),
            "number": s.number,
            "kind": s.kind,
            "name": s.name,
            "input": s.input,
            "input_hash": s.input_hash,
        }
        for s in steps
    ]


def _ended(steps: Sequence[EndedStep]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(s.id),
            "state": s.state,
            "output": s.output,
            "error": s.error,
            "input_tokens": s.input_tokens,
            "output_tokens": s.output_tokens,
            "cost_micros": s.cost_micros,
        }
        for s in steps
    ]


def _events(events: Sequence[JournalEvent]) -> list[dict[str, Any]]:
    return [{"seq": e.seq, "type": e.type, "data": orjson.Fragment(e.data)} for e in events]


async def sampled(
    connection: Connection, run_id: UUID, tool: str, model: str, used: tuple[int, int, int], ids: tuple[UUID, UUID]
) -> None:
    """Record that a model wrote a text for a tool of a run.

    Args:
        used: tokens read, tokens written, micro-USD.
        ids: of the record of usage, and of the entry of the audit log.
    """
    after = {"tool": tool, "model": model, "input_tokens": used[0], "output_tokens": used[1], "cost_micros": used[2]}
    await connection.execute(_SAMPLED, run_id, *ids, model, *used, after)
