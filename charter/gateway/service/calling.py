"""Calling what a virtual server offers: tools at the desk, agents as runs, workflows as instances; all in the log."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

import orjson
from pydantic import JsonValue

from charter.access import service as access
from charter.audit.accesses import AccessLog
from charter.core.clock import Clock
from charter.core.db import Database
from charter.core.errors import CharterError, Conflict
from charter.core.ids import format_id, new_id
from charter.core.principal import Principal
from charter.core.telemetry.redaction import redact
from charter.gateway.service.exposure import AGENT_PREFIX, WORKFLOW_PREFIX, Exposure
from charter.guardrails.errors import GuardrailBlocked
from charter.runs.service import reading, steering
from charter.runs.service.parts import RunParts
from charter.runs.service.starting import EpochMoved, Wanted
from charter.tools.errors import ToolArgumentsInvalid
from charter.tools.service.catalogue import not_found
from charter.tools.service.desk import ToolDesk
from charter.tools.tool import Caller, Tool
from charter.workflows.schemas import StartInput
from charter.workflows.service import instances
from charter.workflows.service.parts import WorkflowParts

_TRIES = 5
_WORKFLOW_S = 60
_LONGEST_LOGGED = 4_000


class FinishedRun(Protocol):
    """Waits for a run's end."""

    async def __call__(self, tenant_id: UUID, started: Any) -> Any:
        """Return the run once it has ended or was paused."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call gave: a value, or a refusal or failure in words that a model can act on."""

    value: JsonValue = None
    error: CharterError | None = None
    meta: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GatewayCaller:
    """Calls for one process."""

    database: Database
    desk: ToolDesk
    runs: RunParts
    workflows: WorkflowParts
    finished_run: FinishedRun
    log: AccessLog
    clock: Clock

    async def call(
        self, principal: Principal, server: str, exposure: Exposure, name: str, arguments: dict[str, JsonValue]
    ) -> Outcome:
        """Call a tool, an agent or a workflow on behalf of a principal, and record it.

        Raises:
            ToolNotFound: the virtual server offers nothing of this name to anybody.
        """
        act, kind, id_ = self._found(principal, exposure, name, arguments)
        began, outcome = time.perf_counter(), Outcome()
        try:
            outcome = await act()
        except CharterError as error:
            outcome = Outcome(error=error)
        finally:
            # Also of a call whose caller left: it may have had its effect.
            entry = self._entry(server, name, arguments, outcome, time.perf_counter() - began)
            await asyncio.shield(self.log.record(principal, f"{kind}.called", kind, id_, after=entry))
        return outcome

    def _found(
        self, principal: Principal, exposure: Exposure, name: str, arguments: dict[str, JsonValue]
    ) -> tuple[Callable[[], Awaitable[Outcome]], str, UUID | None]:
        if (tool := exposure.tools.get(name)) is not None:
            return lambda: self._tool(principal, exposure, tool, arguments), "tool", tool.id
        slug = name.removeprefix(AGENT_PREFIX)
        if slug != name and (exposure.agents is None or slug in exposure.agents):
            return lambda: self._agent(principal, slug, arguments), "agent", None
        process = name.removeprefix(WORKFLOW_PREFIX)
        if process != name and process in exposure.workflows:
            return lambda: self._workflow(principal, process, arguments), "workflow", None
        raise not_found(name, exposure.tools)

    async def _tool(
        self, principal: Principal, exposure: Exposure, tool: Tool, arguments: dict[str, JsonValue]
    ) -> Outcome:
        access.require(principal, "tools.call")
        call_id = new_id()
        caller = Caller(
            principal.tenant_id, principal.id, "gateway", call_id, call_id, config_epoch=exposure.config_epoch
        )
        return Outcome(await self.desk.call(tool, arguments, caller))

    async def _agent(self, principal: Principal, slug: str, arguments: dict[str, JsonValue]) -> Outcome:
        text = arguments.get("input")
        if not isinstance(text, str) or not text.strip() or arguments.keys() - {"input"}:
            message = 'The arguments must be {"input": "what the agent is to do"}.'
            raise ToolArgumentsInvalid(message, fields=[{"path": "/input", "message": message}])
        started = await self._started(principal, slug, text)
        meta: dict[str, JsonValue] = {"run": format_id("run", started.run_id)}
        try:
            run = await self.finished_run(principal.tenant_id, started)
        except asyncio.CancelledError:
            await asyncio.shield(self._cancel(principal, started.run_id))
            raise
        read = reading.read_run(run)
        if read.error is not None:
            return Outcome(error=_failed(read.error), meta=meta)
        return Outcome(read.structured_output if read.structured_output is not None else read.output, meta=meta)

    async def _started(self, principal: Principal, slug: str, text: str) -> Any:
        for _ in range(_TRIES):
            async with self.database.tenant_session(principal.tenant_id) as db:
                plan, config_epoch = await self.runs.planner.plan(db, principal, slug)
            epochs = (principal.authz_epoch, config_epoch)
            try:
                return await self.runs.starter.start(principal, plan, Wanted(text, streamed=False), epochs=epochs)
            except EpochMoved:
                self.runs.planner.forget(principal.tenant_id)
        raise Conflict("The tenant's configuration is changing all the time; try again.")

    async def _cancel(self, principal: Principal, run_id: UUID) -> None:
        """Cancel a run that nobody waits for any more: a client that leaves cancels what it asked for."""
        try:
            async with self.database.tenant_session(principal.tenant_id) as db:
                await steering.cancel(db, principal, self.runs.hub, run_id, now=self.clock())
        except CharterError:
            return  # it has ended meanwhile

    async def _workflow(self, principal: Principal, process: str, arguments: dict[str, JsonValue]) -> Outcome:
        variables = arguments.get("variables", {})
        if not isinstance(variables, dict) or arguments.keys() - {"variables"}:
            message = 'The arguments must be {"variables": {…}}.'
            raise ToolArgumentsInvalid(message, fields=[{"path": "/variables", "message": message}])
        wanted = StartInput(process=process, variables=variables)
        async with self.database.tenant_session(principal.tenant_id) as db:
            definition = await instances.find_definition(db, principal, wanted)
        started = await instances.start(self.workflows.runtime, principal, definition.id, wanted)
        if started is None:
            raise Conflict("The instance was started before.")
        instance_id, state = started
        ended = await self.workflows.hub.ended(principal.tenant_id, instance_id, _WORKFLOW_S)
        value: dict[str, JsonValue] = {
            "instance": format_id("instance", instance_id),
            "state": ended["state"] if ended else state,
            "variables": ended["variables"] if ended else None,
        }
        return Outcome(value)

    def _entry(
        self, server: str, name: str, arguments: dict[str, JsonValue], outcome: Outcome, seconds: float
    ) -> dict[str, JsonValue]:
        entry: dict[str, JsonValue] = {
            "name": name,
            "through": f"mcp/{server}",
            "arguments": _logged(arguments, outcome),
            "outcome": outcome.error.code if outcome.error else "completed",
            "ms": round(seconds * 1000),  # whole: a fraction makes the entry's canonical form three times as dear
        }
        return entry | outcome.meta


def _logged(arguments: dict[str, JsonValue], outcome: Outcome) -> JsonValue:
    """Return what the log keeps of arguments: no secrets, nothing that a guardrail stopped, and not too much."""
    written = orjson.dumps(arguments)
    if isinstance(outcome.error, GuardrailBlocked) or len(written) > _LONGEST_LOGGED:
        return {"size_bytes": len(written)}
    return redact(arguments)


def _failed(problem: Any) -> CharterError:
    """Return the failure of a run as an error."""
    document = problem if isinstance(problem, dict) else problem.model_dump()
    error = CharterError(str(document.get("detail") or document.get("title") or "The run failed."))
    error.members["run_code"] = document.get("code")
    return error
