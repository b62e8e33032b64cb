"""Calling what a virtual server offers: tools at the desk, agents as runs, workflows as instances; all in the log."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from pydantic import JsonValue

from charter.access import service as access
from charter.audit.accesses import AccessLog
from charter.core.clock import Clock
from charter.core.db import Database
from charter.core.errors import CharterError, Conflict
from charter.core.ids import format_id, new_id
from charter.core.principal import Principal
from charter.gateway.service.asking import ONLY_LEG, Asked, Call, Leg, Questions, Taken, refused_state
from charter.gateway.service.entries import CallEntries
from charter.gateway.service.exposure import AGENT_PREFIX, WORKFLOW_PREFIX, Exposure
from charter.runs.service import reading, steering
from charter.runs.service.parts import RunParts
from charter.runs.service.starting import EpochMoved, Wanted
from charter.tools.asking import AsksPerson
from charter.tools.errors import ToolArgumentsInvalid
from charter.tools.service.catalogue import not_found
from charter.tools.service.desk import ToolDesk
from charter.tools.tool import Caller
from charter.workflows.schemas import StartInput
from charter.workflows.service import instances
from charter.workflows.service.parts import WorkflowParts

_TRIES = 5
_WORKFLOW_S = 60


class FinishedRun(Protocol):
    """Waits for a run's end."""

    async def __call__(self, tenant_id: UUID, started: Any) -> Any:
        """Return the run once it has ended or was paused."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call gave: a value, a refusal or failure in words that a model can act on, or a question to the client."""

    value: JsonValue = None
    error: CharterError | None = None
    meta: dict[str, JsonValue] = field(default_factory=dict)
    asked: Asked | None = None


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
    questions: Questions

    async def call(
        self,
        principal: Principal,
        server: str,
        exposure: Exposure,
        name: str,
        arguments: dict[str, JsonValue],
        leg: Leg = ONLY_LEG,
    ) -> Outcome:
        """Call a tool, an agent or a workflow on behalf of a principal, and record it.

        Raises:
            ToolNotFound: the virtual server offers nothing of this name to anybody.
        """
        act, kind, id_ = self._found(principal, server, exposure, name, arguments, leg)
        entries = CallEntries(self.log, principal, kind, id_, {"name": name, "through": f"mcp/{server}"})
        try:
            # Agents and workflows ask no client, so no state is theirs.
            stateless = leg.state is None or kind == "tool"
            outcome = await act(entries) if stateless else Outcome(error=refused_state())
        except CharterError as error:
            outcome = Outcome(error=error)
        except BaseException:
            await entries.close(arguments, left=True)
            raise
        await entries.close(arguments, outcome.error, asked=outcome.asked)
        return outcome

    def _found(
        self,
        principal: Principal,
        server: str,
        exposure: Exposure,
        name: str,
        arguments: dict[str, JsonValue],
        leg: Leg,
    ) -> tuple[Callable[[CallEntries], Awaitable[Outcome]], str, UUID | None]:
        if (tool := exposure.tools.get(name)) is not None:
            call = Call(principal, server, tool, arguments)
            return partial(self._tool, call, exposure.config_epoch, leg), "tool", tool.id
        slug = name.removeprefix(AGENT_PREFIX)
        if slug != name and (exposure.agents is None or slug in exposure.agents):
            return partial(self._agent, principal, slug, arguments), "agent", None
        process = name.removeprefix(WORKFLOW_PREFIX)
        if process != name and process in exposure.workflows:
            return partial(self._workflow, principal, process, arguments), "workflow", None
        raise not_found(name, exposure.tools)

    async def _tool(self, call: Call, config_epoch: int, leg: Leg, entries: CallEntries) -> Outcome:
        access.require(call.principal, "tools.call")
        if leg.state is None:
            return await self._called(call, config_epoch, leg, entries)
        taken = await self.questions.take(call, leg)
        if isinstance(taken, Asked):
            return Outcome(asked=taken)
        try:
            return await self._called(call, config_epoch, leg, entries, taken)
        except CharterError as error:
            await self.questions.failed(call, taken, error)
            raise

    async def _called(
        self, call: Call, config_epoch: int, leg: Leg, entries: CallEntries, taken: Taken | None = None
    ) -> Outcome:
        principal, call_id = call.principal, taken.call_id if taken else new_id()
        caller = Caller(
            principal.tenant_id,
            principal.id,
            "gateway",
            call_id,
            call_id,
            config_epoch=config_epoch,
            ways=leg.ways,
            answer=taken.answer if taken else None,
            on_read=entries.read,
            on_call=entries.made if taken is None else lambda valid: entries.made(valid, **taken.noted),
        )
        try:
            return Outcome(await self.desk.call(call.tool, call.arguments, caller))
        except AsksPerson as asks:
            return Outcome(asked=self.questions.ask(call, call_id, asks, taken))

    async def _agent(
        self, principal: Principal, slug: str, arguments: dict[str, JsonValue], entries: CallEntries
    ) -> Outcome:
        text = arguments.get("input")
        if not isinstance(text, str) or not text.strip() or arguments.keys() - {"input"}:
            message = 'The arguments must be {"input": "what the agent is to do"}.'
            raise ToolArgumentsInvalid(message, fields=[{"path": "/input", "message": message}])
        started = await self._started(principal, slug, text)
        meta: dict[str, JsonValue] = {"run": format_id("run", started.run_id)}
        entries.made(arguments, **meta)
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

    async def _workflow(
        self, principal: Principal, process: str, arguments: dict[str, JsonValue], entries: CallEntries
    ) -> Outcome:
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
        entries.made(arguments, instance=format_id("instance", instance_id))
        ended = await self.workflows.hub.ended(principal.tenant_id, instance_id, _WORKFLOW_S)
        value: dict[str, JsonValue] = {
            "instance": format_id("instance", instance_id),
            "state": ended["state"] if ended else state,
            "variables": ended["variables"] if ended else None,
        }
        return Outcome(value)


def _failed(problem: Any) -> CharterError:
    """Return the failure of a run as an error."""
    document = problem if isinstance(problem, dict) else problem.model_dump()
    error = CharterError(str(document.get("detail") or document.get("title") or "The run failed."))
    error.members["run_code"] = document.get("code")
    return error
