"""Calling a tool of any kind: arguments, state, time, size and result are watched here, the rest is its executor's."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Protocol
from uuid import UUID

from pydantic import JsonValue

from charter.core.db import Database
from charter.core.errors import CharterError
from charter.tools.asking import AsksPerson
from charter.tools.errors import ToolNotFound, ToolTimedOut, ToolUnavailable
from charter.tools.repository import ToolRepository
from charter.tools.service.catalogue import closure_of
from charter.tools.service.guarding import CallGuard
from charter.tools.tool import Caller, Executor, Tool, ToolKind


class Guard(Protocol):
    """Stands before every call that was not cleared before."""

    async def require_allowed(self, tool: Tool, arguments: dict[str, JsonValue], caller: Caller) -> None:
        """Raise a ``CharterError`` for a call that must not be made."""
        ...


class ToolDesk:
    """Calls tools. One per process.

    A room that knows how tools of a kind are called registers an executor when the process starts.

    Attributes:
        texts: the guardrails of calls outside of runs.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.texts = CallGuard(database)
        self._executors: dict[ToolKind, Executor] = {}
        self._guard: Guard | None = None

    def guard_with(self, guard: Guard) -> None:
        """Let a guard stand before every call: the tenants' policies, which a room above keeps."""
        self._guard = guard

    def register(self, kind: ToolKind, executor: Executor) -> None:
        """Let tools of a kind be called by an executor; the last one registered counts."""
        self._executors[kind] = executor

    async def call(self, tool: Tool, arguments: JsonValue, caller: Caller) -> JsonValue:
        """Return a tool's result.

        Raises:
            ToolArgumentsInvalid: the arguments do not satisfy the schema.
            ToolDisabled, ToolQuarantined, ToolNotFound: it was closed since the caller looked it up.
            ToolUnavailable: nothing here can call tools of its kind.
            GuardrailBlocked: the arguments or the result must have no effect.
            ToolTimedOut, ToolResultInvalid, ToolResultTooLarge: as their names say.
            CharterError: what else its executor refuses or fails with.
            AsksPerson: the tool asks a person first; to a caller who knows a way.
            ResultWaits: a person must look at the result first; to a caller who keeps it.
        """
        valid = tool.require_valid(arguments)
        epoch = caller.config_epoch
        if tool.id is not None and epoch is None:
            epoch = await self._require_open(tool.id, tool.name, caller)
        if not caller.guarded:
            read = await self.texts.arguments(tool.name, valid, caller, epoch)
            if caller.on_read is not None:
                caller.on_read(read)
            valid = tool.require_valid(read)
            if caller.answer is not None and caller.answer.content:
                content = await self.texts.arguments(tool.name, caller.answer.content, caller, epoch)
                caller = replace(caller, answer=replace(caller.answer, content=content))
        if self._guard is not None and not caller.cleared:
            await self._guard.require_allowed(tool, valid, caller)
        if caller.guarded:
            return await self._answer(tool, valid, caller)
        try:
            result = await self._answer(tool, valid, caller)
        except CharterError as error:
            await self.texts.failure(tool.name, error, caller, epoch)
            raise
        except AsksPerson as asks:
            raise await self.texts.question(tool.name, asks, caller, epoch) from None
        return await self.texts.result(tool.name, result, caller, epoch)

    async def _answer(self, tool: Tool, arguments: dict[str, JsonValue], caller: Caller) -> JsonValue:
        executor = self._executors.get(tool.kind)
        if executor is None:
            raise ToolUnavailable(f"{tool.name}: tools of the kind {tool.kind} cannot be called in this installation.")
        if caller.on_call is not None:
            caller.on_call(arguments)
        try:
            async with asyncio.timeout(tool.timeout_s):
                result = await executor.call(tool, arguments, caller)
        except TimeoutError as error:
            raise ToolTimedOut(f"{tool.name} did not answer within {tool.timeout_s:g} seconds.") from error
        return tool.require_result(result)

    async def _require_open(self, tool_id: UUID, name: str, caller: Caller) -> int:
        """Look again: a run may go on for long with what it found at its start. Returns the configuration's epoch."""
        async with self._database.tenant_session(caller.tenant_id) as db:
            state = await ToolRepository(db).state_of(tool_id)
            epoch: int = db.info["tenant"].config_epoch
        if state is None:
            raise ToolNotFound(f"The tool {name} was deleted.")
        if (closure := closure_of(name, state[0], state[1])) is not None:
            raise closure
        return epoch
