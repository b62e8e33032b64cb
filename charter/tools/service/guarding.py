"""Guardrails at the desk: what goes into a call and what comes of it is read before it has an effect."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import orjson
from pydantic import JsonValue

from charter.core.db import Database
from charter.core.errors import CharterError
from charter.guardrails.errors import GuardrailBlocked
from charter.guardrails.judging import Judgement
from charter.guardrails.lineup import ModelReading
from charter.guardrails.policy import Guard, Place, Verdict
from charter.guardrails.service import guards
from charter.guardrails.service.judge import OnBehalf
from charter.guardrails.service.reading import Reader
from charter.guardrails.stages import Stage
from charter.tools.asking import AsksPerson, ResultWaits
from charter.tools.tool import Caller

_BROKEN: Final = "A guardrail had to redact this text and it would not be JSON without that part."
_NOBODY_READS: Final = "no models are read with here"
_NOBODY_WAITS: Final = "A person would have to allow this, which nobody here can wait for."
_FORM_BROKEN: Final = "A guardrail had to redact what this tool asks a person, and no form would be left."


class CallGuard:
    """Reads the arguments and results of calls outside of runs. One per process; runs read their own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._shelf = guards.GuardShelf(database)
        self._reader: Reader | None = None

    def read_with(self, reader: Reader) -> None:
        """Let texts be read with what is slow as well: a room above knows how to reach models."""
        self._reader = reader

    async def arguments(
        self, tool: str | None, arguments: dict[str, JsonValue], caller: Caller, config_epoch: int | None = None
    ) -> dict[str, JsonValue]:
        """Return the arguments as they may be used.

        Args:
            tool: the name of what is called; None for requests of workflows.
            config_epoch: the epoch of the tenant's configuration, if it was just read.

        Raises:
            GuardrailBlocked: they must have no effect.
        """
        text = orjson.dumps(arguments).decode()
        allowed = await self._allowed(text, Stage.TOOL_ARGUMENT, tool, caller, config_epoch)
        if allowed == text:
            return arguments
        redacted = _parsed(allowed, Stage.TOOL_ARGUMENT)
        if not isinstance(redacted, dict):
            raise GuardrailBlocked(_BROKEN, stage=str(Stage.TOOL_ARGUMENT))
        return redacted

    async def result(
        self, tool: str | None, result: JsonValue, caller: Caller, config_epoch: int | None = None
    ) -> JsonValue:
        """Return a result as it may be handed on.

        Raises:
            GuardrailBlocked: it must not be.
            ResultWaits: not before a person has looked at it; to callers who can keep it until then.
        """
        text = result if isinstance(result, str) else orjson.dumps(result).decode()
        verdict = await self._read(text, Stage.TOOL_RESULT, tool, caller, config_epoch)
        if verdict.held and caller.keeps_results:
            raise _waits(verdict, is_text=isinstance(result, str))
        allowed = _let_through(verdict, Stage.TOOL_RESULT, called=True)
        if allowed == text:
            return result
        return allowed if isinstance(result, str) else _parsed(allowed, Stage.TOOL_RESULT, called=True)

    async def replaced(self, tool: str, text: str, caller: Caller) -> str:
        """Return the words that a person put in a result's place as they may be handed on: the person's yes is given.

        Raises:
            GuardrailBlocked: they must not be.
        """
        verdict = await self._read(text, Stage.TOOL_RESULT, tool, caller, None)
        return verdict.text if verdict.held else _let_through(verdict, Stage.TOOL_RESULT, called=True)

    async def question(
        self, tool: str, asks: AsksPerson, caller: Caller, config_epoch: int | None = None
    ) -> AsksPerson:
        """Return what a tool asks a person as it may be shown: a tool writes it, as it writes results.

        Raises:
            GuardrailBlocked: it must not be shown.
        """
        form = asks.form
        said: dict[str, JsonValue] = {"message": form.message, "fields": form.fields, "url": form.url}
        text = orjson.dumps(said).decode()
        allowed = await self._allowed(text, Stage.TOOL_RESULT, tool, caller, config_epoch)
        if allowed == text:
            return asks
        shown = _parsed(allowed, Stage.TOOL_RESULT)
        # What is filled in and visited must be what the tool means.
        if not isinstance(shown, dict) or (shown.get("fields"), shown.get("url")) != (form.fields, form.url):
            raise GuardrailBlocked(_FORM_BROKEN, stage=str(Stage.TOOL_RESULT))
        return AsksPerson(replace(form, message=str(shown.get("message"))), asks.state)

    async def failure(
        self, tool: str | None, error: CharterError, caller: Caller, config_epoch: int | None = None
    ) -> None:
        """Leave of an error's words what may be handed on: a tool writes them as well.

        Raises:
            GuardrailBlocked: they must not be.
        """
        if error.own_words:
            return
        verdict = await self._read(error.detail, Stage.TOOL_RESULT, tool, caller, config_epoch)
        error.detail = _let_through(verdict, Stage.TOOL_RESULT, called=True)
        error.args = (error.detail,)

    async def _allowed(self, text: str, stage: Stage, tool: str | None, caller: Caller, epoch: int | None) -> str:
        return _let_through(await self._read(text, stage, tool, caller, epoch), stage)

    async def _read(self, text: str, stage: Stage, tool: str | None, caller: Caller, epoch: int | None) -> Verdict:
        book = await self._shelf.book(caller.tenant_id, epoch)
        guard = book.of(caller.agent_id, tool=tool, process=caller.process)
        verdict = await self._checked(guard, text, stage, caller)
        if verdict.hits:
            instance_id = caller.origin_id if caller.origin == "workflow" else None
            place = Place(caller.origin, instance_id=instance_id, agent_id=caller.agent_id, tool=tool)
            # A transaction of its own: what was refused is recorded although the caller's is rolled back.
            async with self._database.tenant_connection(caller.tenant_id) as connection:
                await guards.record(connection, guards.violations_of(guard, verdict, text, place))
        return verdict

    async def _checked(self, guard: Guard, text: str, stage: Stage, caller: Caller) -> Verdict:
        if self._reader is not None:
            on_behalf = OnBehalf(caller.tenant_id, caller.principal_id, caller.agent_id)
            return await self._reader.check(guard, text, stage, on_behalf)
        verdict = guard.check(text, stage)
        for name in guard.left_to_models(verdict, text, stage):
            verdict = guard.read_by(verdict, text, stage, name, ModelReading(1.0, name, _NOBODY_READS))
        if guard.leaves_to_judge(verdict, text, stage):
            verdict = guard.judged(verdict, text, stage, Judgement("failed", failure=_NOBODY_READS))
        return verdict


def _let_through(verdict: Verdict, stage: Stage, *, called: bool = False) -> str:
    if verdict.held:
        raise GuardrailBlocked(f"{_NOBODY_WAITS} {verdict.message}", stage=str(stage), called=called)
    if verdict.blocked:
        raise GuardrailBlocked(verdict.message, stage=str(stage), decided_by=verdict.decided_by, called=called)
    return verdict.text


def _waits(verdict: Verdict, *, is_text: bool) -> ResultWaits:
    detectors = ", ".join(dict.fromkeys(hit.detector for hit in verdict.asking))
    said = next((hit.message for hit in verdict.asking if hit.message), None)
    message = said or f"A guardrail wants a person to look at this ({detectors})."
    evidence = {hit.detector: hit.evidence for hit in verdict.asking}
    return ResultWaits(verdict.text, evidence, message, is_text=is_text)


def _parsed(text: str, stage: Stage, *, called: bool = False) -> JsonValue:
    try:
        value: JsonValue = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise GuardrailBlocked(_BROKEN, stage=str(stage), called=called) from error
    return value
