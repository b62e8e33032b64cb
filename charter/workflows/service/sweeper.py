"""What nobody asks for: timers that go off, leases that run out, messages that expire, commands left in the inbox."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from charter.core.db import Database, is_outage
from charter.core.ids import new_id
from charter.core.telemetry import logs
from charter.workflows import schedule
from charter.workflows.engine.errors import EvaluationFailed
from charter.workflows.repository.messages import Correlator, lock_number
from charter.workflows.service.batch import DueTimer, Pending
from charter.workflows.service.clock import MovableClock
from charter.workflows.service.runtime import WorkflowRuntime

_log = logs.get(__name__)
_EVERY_S = 1.0
_AT_ONCE = 500
_INBOX_AGE_S = 2.0

# What belongs to a suspended tenant waits until it is resumed.
_WORKING = "(SELECT id FROM tenants WHERE state = 'active')"
_DUE = text(f"""
SELECT tenant_id, id, instance_id, definition_id, key, node, due, cycle, repetitions FROM workflow_timers
WHERE due <= :now AND NOT held AND tenant_id IN {_WORKING} ORDER BY due LIMIT :limit""")
_NEXT = text("SELECT min(due) FROM workflow_timers WHERE NOT held AND due > :now")
_OLD_INBOX = text(f"""
SELECT tenant_id, id, instance_id FROM workflow_inbox WHERE created_at < now() - make_interval(secs => :age)
AND tenant_id IN {_WORKING} ORDER BY id LIMIT :limit""")
# A worker that did not answer counts as an attempt: a job that kills its workers ends as an incident.
_RUN_OUT = text(f"""
UPDATE workflow_jobs SET state = 'ready', retries = retries - 1, worker = NULL, deadline = NULL, error = :why
WHERE (tenant_id, id) IN (
  SELECT tenant_id, id FROM workflow_jobs WHERE state = 'leased' AND deadline < :now AND retries > 1
  AND tenant_id IN {_WORKING}
  LIMIT :limit FOR UPDATE SKIP LOCKED)
RETURNING tenant_id, type""")
# Failed together with its incident, by a batch: else a crash in between would leave a job that nobody sees.
_LAST_RUN_OUT = text(f"""
SELECT tenant_id, id, lease FROM workflow_jobs WHERE state = 'leased' AND deadline < :now AND retries <= 1
AND tenant_id IN {_WORKING}
LIMIT :limit""")
_NO_ANSWER = "The worker did not answer in time."
_EXPIRE = text("""
UPDATE bpmn_messages SET state = CASE WHEN cardinality(correlated) > 0 THEN 'correlated' ELSE 'expired' END
WHERE state = 'buffered' AND expires_at <= :now""")
# Not what waits because an instance of its key runs already: many such must not stand in the way of the others.
_BUFFERED_BESIDE_WAITING = text(f"""
SELECT DISTINCT m.tenant_id, m.id, m.name, m.correlation FROM bpmn_messages m JOIN workflow_subscriptions s
ON s.tenant_id = m.tenant_id AND s.kind = 'message' AND s.name = m.name
AND (s.correlation = m.correlation OR s.definition_id IS NOT NULL)
WHERE m.state = 'buffered' AND m.expires_at > :now AND NOT s.held AND NOT s.process_id = ANY(m.correlated)
AND m.tenant_id IN {_WORKING}
AND (s.instance_id IS NOT NULL OR m.correlation = '' OR NOT EXISTS (
  SELECT 1 FROM process_instances i WHERE i.tenant_id = m.tenant_id AND i.process_id = s.process_id
  AND i.business_key = m.correlation AND i.state = 'active'))
LIMIT :limit""")


class Sweeper:
    """Looks once a second, and when the next timer is due. Every process may run one: rows are claimed, not owned."""

    def __init__(self, database: Database, runtime: WorkflowRuntime, clock: MovableClock) -> None:
        self._database, self._runtime, self._clock = database, runtime, clock
        self._wake = asyncio.Event()
        self._next: datetime | None = None

    def due_at(self, moment: datetime) -> None:
        """Look again at this moment at the latest."""
        if self._next is None or moment < self._next:
            self._next = moment
            self._wake.set()

    def heard(self, _payload: str = "") -> None:
        """Look now: the clock was moved."""
        self._next = self._clock()
        self._wake.set()

    async def run(self) -> None:
        """Sweep until cancelled; survives a database that comes and goes."""
        while True:
            try:
                await self._clock.follow()
                await self.sweep()
            except Exception as error:
                if not is_outage(error):
                    raise
                _log.warning("workflows: the database does not answer", extra={"reason": str(error)[:200]})
            await self._sleep()

    async def _sleep(self) -> None:
        self._wake.clear()
        pause = _EVERY_S
        if self._next is not None:
            pause = min(pause, max(0.005, (self._next - self._clock()).total_seconds()))
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._wake.wait()

    async def sweep(self) -> None:
        """Look once."""
        now, self._next = self._clock(), None
        async with self._database.system_session(reason="what is due in workflows") as db:
            timers = (await db.execute(_DUE, {"now": now, "limit": _AT_ONCE})).all()
            inbox = (await db.execute(_OLD_INBOX, {"age": _INBOX_AGE_S, "limit": _AT_ONCE})).all()
            limits = {"now": now, "limit": _AT_ONCE}
            run_out = (await db.execute(_RUN_OUT, limits | {"why": _NO_ANSWER})).all()
            last_run_out = (await db.execute(_LAST_RUN_OUT, limits)).all()
            await db.execute(_EXPIRE, {"now": now})
            missed = (await db.execute(_BUFFERED_BESIDE_WAITING, {"now": now, "limit": 50})).all()
            following = (await db.execute(_NEXT, {"now": now})).scalar_one_or_none()
        if len(timers) == _AT_ONCE:
            following = now  # there are more
        # While this looked, a commit may have told of an earlier one.
        self._next = min(filter(None, (self._next, following)), default=None)
        for row in inbox:
            self._runtime.deliver(row.tenant_id, [(row.id, row.instance_id, {})])
        self._runtime.hub.wake({f"j:{job.tenant_id}:{job.type}" for job in run_out})
        failing = [self._fail(job) for job in last_run_out]
        for message in missed:
            await self._correlate(message, now)
        waiting = [self._fire(timer, now) for timer in timers]
        await asyncio.gather(*(pending.done for pending in (*failing, *waiting)), return_exceptions=True)

    def _fire(self, timer: Any, now: datetime) -> Pending:
        next_due, left = None, 0
        if timer.repetitions != 0 and timer.cycle:
            try:
                next_due, left = schedule.following(timer.cycle, timer.due, timer.repetitions)
                if timer.repetitions == schedule.ENDLESS and next_due < now - timedelta(minutes=1):
                    next_due, left = schedule.following(timer.cycle, now, timer.repetitions)  # no hail after a stop
            except EvaluationFailed:
                next_due = None
        due = DueTimer(timer.id, timer.due, next_due, left)
        if timer.instance_id is not None:
            command = {"do": "fire", "key": timer.key, "wait": str(timer.id), "again": next_due is not None}
            return self._runtime.put(timer.tenant_id, Pending(command, timer.instance_id, timer=due))
        begin = {"begin": [[timer.node, {}]], "variables": {}}
        command = {"do": "start", "definition": str(timer.definition_id), **begin}
        return self._runtime.put(timer.tenant_id, Pending(command, new_id(), timer=due))

    def _fail(self, job: Any) -> Pending:
        command = {"do": "fail_job", "retries": 0, "message": _NO_ANSWER}
        return self._runtime.put(job.tenant_id, Pending(command, job=job.id, lease=job.lease))

    async def _correlate(self, message: Any, now: datetime) -> None:
        """Hand over a message that missed its subscription: the commit that was to bring them together failed."""
        async with self._database.tenant_connection(message.tenant_id) as connection:
            number = lock_number(message.tenant_id, message.name, message.correlation)
            await connection.execute("SELECT pg_advisory_xact_lock($1)", number)
            variables = await connection.fetchval("SELECT variables FROM bpmn_messages WHERE id = $1", message.id)
            correlator = Correlator(connection, now)
            inbox = await correlator.hand_over(message.id, message.name, message.correlation, variables)
            rows = await connection.fetch("SELECT id, instance_id FROM workflow_inbox WHERE id = ANY($1)", inbox)
        self._runtime.deliver(message.tenant_id, [(row["id"], row["instance_id"], {}) for row in rows])
