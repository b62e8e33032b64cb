"""Reading runs, steps, events and conversations; changing runs that no process holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import and_, delete, func, insert, not_, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access.service import Reach, within
from charter.core.db import Connection
from charter.runs.models import ENDED, Conversation, Run, RunEvent, RunState, RunStep
from charter.runs.repository.journal import JournalEvent


async def events_after(connection: Connection, run_id: UUID, after: int, limit: int) -> list[JournalEvent]:
    """Return a run's events with a higher ``seq``, in order."""
    rows = await connection.fetch(
        "SELECT seq, type, data FROM run_events WHERE run_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        run_id,
        after,
        limit,
    )
    return [JournalEvent(row["seq"], row["type"], orjson.dumps(row["data"])) for row in rows]


@dataclass(frozen=True, slots=True)
class ToolCalls:
    """How a tool's calls went; ``refused`` ones never reached it and are no failures of its own."""

    calls: int
    errors: int
    refused: int
    average_ms: float | None
    last_called_at: datetime | None
    last_succeeded_at: datetime | None
    last_failed_at: datetime | None
    last_error: str | None


async def tool_usage(db: AsyncSession, tool: str, *, since: UUID, refusals: Sequence[str]) -> ToolCalls:
    """Return how calls of a tool went in steps made after an id.

    Args:
        refusals: patterns of the codes of errors that a call met before it reached the tool.
    """
    code, ended = RunStep.error["code"].astext, RunStep.ended_at
    refused = and_(RunStep.error.is_not(None), or_(*(code.like(pattern) for pattern in refusals)))
    failed = and_(RunStep.error.is_not(None), not_(or_(*(code.like(pattern) for pattern in refusals))))
    which = (RunStep.id > since, RunStep.kind == "tool_call", RunStep.name == tool)
    query = select(
        func.count(),
        func.count().filter(RunStep.error.is_not(None)),
        func.count().filter(refused),
        func.avg(func.extract("epoch", ended - RunStep.started_at) * 1000),
        func.max(RunStep.started_at),
        func.max(ended).filter(RunStep.error.is_(None)),
        func.max(ended).filter(failed),
    ).where(*which)
    last = select(code).where(*which, failed).order_by(ended.desc()).limit(1)
    calls, errors, turned_away, average, called, succeeded, failed_at = (await db.execute(query)).one()
    return ToolCalls(calls, errors, turned_away, average, called, succeeded, failed_at, await db.scalar(last))


async def recent_calls(db: AsyncSession, tools: Sequence[str], *, since: UUID) -> Sequence[Any]:
    """Return (name, calls, failures, last began) of those tools that were called in steps made after an id."""
    query = (
        select(
            RunStep.name,
            func.count(),
            func.count().filter(RunStep.error.is_not(None)),
            func.max(RunStep.started_at),
        )
        .where(RunStep.id > since, RunStep.kind == "tool_call", RunStep.name.in_(tools))
        .group_by(RunStep.name)
    )
    return (await db.execute(query)).all()


class RunRepository:
    """Runs of the transaction's tenant."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def find(self, run_id: UUID) -> Run | None:
        return await self._db.scalar(select(Run).where(Run.id == run_id))

    async def lock(self, run_id: UUID) -> Run | None:
        query = select(Run).where(Run.id == run_id).with_for_update().execution_options(populate_existing=True)
        return await self._db.scalar(query)

    async def list_page(
        self,
        *,
        agent_id: UUID | None,
        state: RunState | None,
        conversation_id: UUID | None,
        mine: UUID,
        everybodys: Reach,
        after: UUID | None,
        limit: int,
    ) -> list[Run]:
        query = select(Run).order_by(Run.id.desc()).limit(limit)
        query = query.where((Run.created_by == mine) | within(everybodys, Run.agent_id))
        for column, value in (
            (Run.agent_id, agent_id),
            (Run.state, state),
            (Run.conversation_id, conversation_id),
        ):
            if value is not None:
                query = query.where(column == value)
        return list(await self._db.scalars(query.where(Run.id < after) if after else query))

    async def newest(self, *, agent_id: UUID | None, limit: int) -> list[Run]:
        query = select(Run).order_by(Run.id.desc()).limit(limit)
        return list(await self._db.scalars(query if agent_id is None else query.where(Run.agent_id == agent_id)))

    async def steps(self, run_id: UUID) -> list[RunStep]:
        return list(await self._db.scalars(select(RunStep).where(RunStep.run_id == run_id).order_by(RunStep.number)))

    async def events(self, run_id: UUID, *, after: int, limit: int) -> list[RunEvent]:
        query = select(RunEvent).where(RunEvent.run_id == run_id, RunEvent.seq > after).order_by(RunEvent.seq)
        return list(await self._db.scalars(query.limit(limit)))

    async def last_seq(self, run_id: UUID) -> int:
        return (
            await self._db.scalar(select(func.coalesce(func.max(RunEvent.seq), 0)).where(RunEvent.run_id == run_id))
            or 0
        )

    async def last_event(self, run_id: UUID) -> RunEvent | None:
        query = select(RunEvent).where(RunEvent.run_id == run_id).order_by(RunEvent.seq.desc()).limit(1)
        return await self._db.scalar(query)

    async def add_event(self, run_id: UUID, seq: int, type_: str, data: bytes) -> None:
        await self._db.execute(insert(RunEvent).values(run_id=run_id, seq=seq, type=type_, data=orjson.loads(data)))

    async def turns_before(self, conversation_id: UUID, run_id: UUID, limit: int) -> list[Run]:
        """Return the last completed runs of a conversation before this one, oldest first."""
        query = (
            select(Run)
            .where(Run.conversation_id == conversation_id, Run.id < run_id, Run.state == RunState.COMPLETED)
            .where(Run.parent_run_id.is_(None))
            .order_by(Run.id.desc())
            .limit(limit)
        )
        return list(reversed(list(await self._db.scalars(query))))

    async def take(self, run_id: UUID) -> tuple[Run, bool] | None:
        """Take a run that is queued or was being run: raises its fence.

        Returns the run and whether its process was lost in the middle of it; None when it has ended.
        """
        state = await self._db.scalar(select(Run.state).where(Run.id == run_id).with_for_update())
        query = (
            update(Run)
            .where(Run.id == run_id, Run.state.in_((RunState.QUEUED, RunState.RUNNING)))
            .values(fence=Run.fence + 1, state=RunState.RUNNING, started_at=func.coalesce(Run.started_at, func.now()))
            .returning(Run)
        )
        run = await self._db.scalar(query)
        return None if run is None else (run, state == RunState.RUNNING)

    async def cancel_open_steps(self, run_id: UUID) -> list[UUID]:
        """Mark the steps that were running as cancelled; returns their ids."""
        query = (
            update(RunStep)
            .where(RunStep.run_id == run_id, RunStep.state == "running")
            .values(state="cancelled", ended_at=func.now())
            .returning(RunStep.id)
        )
        return list(await self._db.scalars(query))

    async def used_by_models(self, run_id: UUID) -> tuple[int, int]:
        """Return the tokens and the cost of what models wrote for a run and its tools, not for runs that it started."""
        sums = func.sum(RunStep.input_tokens + RunStep.output_tokens), func.sum(RunStep.cost_micros)
        query = select(*(func.coalesce(each, 0) for each in sums))
        row = (await self._db.execute(query.where(RunStep.run_id == run_id, RunStep.kind != "hand_off"))).one()
        return int(row[0]), int(row[1])

    async def delete_queue_item(self, item_id: UUID) -> None:
        await self._db.execute(text("DELETE FROM queue_items WHERE id = :id"), {"id": item_id})

    async def children(self, run_id: UUID) -> list[Run]:
        query = select(Run).where(Run.parent_run_id == run_id, Run.state.not_in(ENDED))
        return list(await self._db.scalars(query))


class ConversationRepository:
    """Conversations of the transaction's tenant."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def find(self, conversation_id: UUID) -> Conversation | None:
        return await self._db.scalar(select(Conversation).where(Conversation.id == conversation_id))

    async def list_page(
        self, *, agent_id: UUID | None, mine: UUID, everybodys: Reach, after: UUID | None, limit: int
    ) -> list[Conversation]:
        query = select(Conversation).order_by(Conversation.id.desc()).limit(limit)
        query = query.where((Conversation.created_by == mine) | within(everybodys, Conversation.agent_id))
        if agent_id is not None:
            query = query.where(Conversation.agent_id == agent_id)
        return list(await self._db.scalars(query.where(Conversation.id < after) if after else query))

    async def runs(self, conversation_id: UUID, *, after: UUID | None, limit: int) -> Sequence[Run]:
        query = select(Run).where(Run.conversation_id == conversation_id, Run.parent_run_id.is_(None))
        query = query.order_by(Run.id).limit(limit)
        return list(await self._db.scalars(query.where(Run.id > after) if after else query))

    async def unfinished(self, conversation_id: UUID) -> bool:
        query = select(Run.id).where(Run.conversation_id == conversation_id, Run.state.not_in(ENDED)).limit(1)
        return await self._db.scalar(query) is not None

    async def delete(self, conversation_id: UUID) -> None:
        await self._db.execute(delete(Conversation).where(Conversation.id == conversation_id))
