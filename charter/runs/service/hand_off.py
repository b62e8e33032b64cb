"""Handing work to another agent: a run of its own, whose end is the tool's result."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import orjson

from charter.core.db import Database
from charter.core.principal import Principal, PrincipalKind
from charter.runs.errors import HandOffTooDeep
from charter.runs.repository.queries import RunRepository
from charter.runs.service.events import TERMINAL, EventHub
from charter.runs.service.live import LiveRun
from charter.runs.service.planning import Planner
from charter.runs.service.tool_calls import ToolOutcome

if TYPE_CHECKING:  # the starter is handed over later: it needs the engine, which needs this
    from charter.runs.service.starting import RunStarter

_MAXIMUM_DEPTH = 8


class AgentHandOff:
    """Runs another agent for a run. One per process."""

    def __init__(self, database: Database, hub: EventHub, planner: Planner) -> None:
        self._database = database
        self._hub = hub
        self._planner = planner
        self.starter: RunStarter | None = None

    async def run(self, parent: LiveRun, child_run_id: UUID, slug: str, text: str) -> ToolOutcome:
        """Run the other agent to its end, or join its run if it was started before a crash.

        Raises:
            HandOffTooDeep: agents handed the work on too many times.
            AgentNotFound, AgentNotPublished: there is no such agent any more.
        """
        from charter.runs.service.starting import Wanted  # noqa: PLC0415 - see above

        if parent.depth + 1 > _MAXIMUM_DEPTH:
            raise HandOffTooDeep(f"Work was handed on {_MAXIMUM_DEPTH} times; let this agent answer itself.")
        if self.starter is None:
            raise RuntimeError("the starter was not handed over")
        principal = Principal(
            parent.created_by,
            PrincipalKind.SERVICE,
            parent.tenant_id,
            "run",
            frozenset({"runs.create", "agents.read"}),
            0,
        )
        async with self._database.tenant_session(parent.tenant_id) as db:
            plan, _ = await self._planner.plan(db, principal, slug)
        wanted = Wanted(text=text, parent_run_id=parent.id, depth=parent.depth + 1, run_id=child_run_id)
        await self.starter.start(principal, plan, wanted, epochs=None)
        async for batch in self._hub.follow(parent.tenant_id, child_run_id):
            if batch[-1].type in TERMINAL:
                ended = orjson.loads(batch[-1].data)
                return await self._outcome(parent.tenant_id, child_run_id, ended)
        raise RuntimeError("a followed run ended without an end")

    async def _outcome(self, tenant_id: UUID, child_run_id: UUID, ended: dict[str, object]) -> ToolOutcome:
        async with self._database.tenant_session(tenant_id) as db:
            child = await RunRepository(db).find(child_run_id)
        if child is None:
            raise RuntimeError("the other agent's run is gone")
        usage = (child.input_tokens, child.output_tokens)
        if child.error is not None or ended.get("output") is None:
            problem = child.error or {"code": "runs.cancelled", "detail": "The other agent's run was cancelled."}
            return ToolOutcome(error=problem, usage=usage, cost_micros=child.cost_micros)
        result = child.structured_output if child.structured_output is not None else child.output
        return ToolOutcome(output={"result": result}, usage=usage, cost_micros=child.cost_micros)
