"""A tool as runs and workflows know it, whatever its kind."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NoReturn, Protocol
from uuid import UUID

import jsonschema_rs
import orjson
from pydantic import JsonValue

from charter.core.errors import FieldProblem
from charter.tools.asking import Answer, Helper, Way
from charter.tools.errors import ToolArgumentsInvalid, ToolResultInvalid, ToolResultTooLarge

MAXIMUM_ARGUMENT_BYTES = 200_000
MAXIMUM_RESULT_BYTES = 200_000


class ToolKind(StrEnum):
    """Where a tool comes from, and so which executor calls it."""

    BUILT_IN = "built_in"
    PYTHON = "python"
    OPENAPI = "openapi"
    MCP = "mcp"


class Risk(StrEnum):
    """What a call can do: only look; change something; lose something; reach people or systems outside."""

    READ = "read"
    WRITE = "write"
    DESTRUCTIVE = "destructive"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True)
class Caller:
    """On whose behalf a tool is called.

    Attributes:
        principal_id: who started the run or deployed the workflow; upstream tokens of a person are this person's.
        origin: ``run``, ``workflow``, ``gateway`` or ``trial``.
        origin_id: the run or process instance.
        key: the same for each try of one call: an idempotency key for what is outside.
        agent_id: the agent that asks, if one does.
        config_epoch: the epoch of the tenant's configuration as of which the tool was looked up in this very request;
            None when that was some time ago, so that what may have changed is looked up again.
        cleared: the tenant's policies were asked about this call before.
        guarded: who asks applies the guardrails itself to what goes in and comes out.
        process: the process id of the workflow that asks, if one does.
        helper: has models write for a tool that asks for it in the middle of a call; None: such tools are refused.
        ways: how people can be asked in the middle of a call; who gives any can wait for their answer, for days.
        answer: what a person said to the question that the last try of this call ended with.
        on_call: is told the arguments when nothing stands against the call any more, right before it is made.
        on_read: is told the arguments as the guardrails leave them; who calls shows no others.
        keeps_results: a result that a guardrail wants a person to look at first is kept until then by who calls.
    """

    tenant_id: UUID
    principal_id: UUID
    origin: str
    origin_id: UUID
    key: UUID
    agent_id: UUID | None = None
    config_epoch: int | None = None
    cleared: bool = False
    guarded: bool = False
    process: str | None = None
    helper: Helper | None = field(default=None, repr=False)
    ways: frozenset[Way] = frozenset()
    answer: Answer | None = field(default=None, repr=False)
    on_call: Callable[[dict[str, JsonValue]], None] | None = field(default=None, repr=False)
    on_read: Callable[[dict[str, JsonValue]], None] | None = field(default=None, repr=False)
    keeps_results: bool = False


@dataclass(frozen=True)
class Tool:
    """A tool that can be called: its schema, its risk, and for its executor what it is.

    Attributes:
        id: of the registered tool; None for a built-in one.
        definition: what its executor needs to know; the executor alone reads it.
        source_id: of what it came from, such as an MCP server.
    """

    name: str
    title: str
    description: str
    parameters: dict[str, JsonValue]
    kind: ToolKind = ToolKind.BUILT_IN
    output_schema: dict[str, JsonValue] | None = None
    risk: Risk = Risk.READ
    timeout_s: float = 30.0
    id: UUID | None = None
    version_id: UUID | None = None
    number: int | None = None
    source_id: UUID | None = None
    tags: tuple[str, ...] = ()
    definition: dict[str, JsonValue] = field(default_factory=dict, repr=False)

    @cached_property
    def _arguments(self) -> jsonschema_rs.Validator:
        return compiled(self.parameters)

    @cached_property
    def _result(self) -> jsonschema_rs.Validator | None:
        return compiled(self.output_schema) if self.output_schema is not None else None

    def require_valid(self, arguments: JsonValue) -> dict[str, JsonValue]:
        """Return the arguments if they satisfy the schema.

        Raises:
            ToolArgumentsInvalid: the fields say where and why; written for a model to correct itself.
        """
        fields: list[FieldProblem] = [
            {"path": _pointer(list(error.instance_path)), "message": error.message}
            for error in self._arguments.iter_errors(arguments)
        ]
        if fields or not isinstance(arguments, dict):
            words = "; ".join(f"{field['path'] or 'arguments'}: {field['message']}" for field in fields)
            raise ToolArgumentsInvalid(f"The arguments of {self.name} are not valid: {words}", fields=fields)
        if len(orjson.dumps(arguments)) > MAXIMUM_ARGUMENT_BYTES:
            message = f"The arguments of {self.name} are more than {MAXIMUM_ARGUMENT_BYTES} bytes; give it less."
            raise ToolArgumentsInvalid(message, fields=[{"path": "", "message": message}])
        return arguments

    def require_result(self, result: JsonValue) -> JsonValue:
        """Return a result that a model may be given.

        Raises:
            ToolResultInvalid: it is no JSON, or not what the output schema says.
            ToolResultTooLarge: it is longer than models are given.
        """
        try:
            size = len(orjson.dumps(result))
        except (orjson.JSONEncodeError, RecursionError) as error:
            raise ToolResultInvalid(f"{self.name} returned what is no JSON: {error}.") from error
        if not _is_finite(result):  # the encoder would write null
            raise ToolResultInvalid(f"{self.name} returned a number that JSON does not have (NaN or infinity).")
        if size > MAXIMUM_RESULT_BYTES:
            raise ToolResultTooLarge(
                f"{self.name} returned {size} bytes and {MAXIMUM_RESULT_BYTES} are allowed; ask it for less.",
                size_bytes=size,
                allowed_bytes=MAXIMUM_RESULT_BYTES,
            )
        if self._result is not None:
            for wrong in self._result.iter_errors(result):
                where = _pointer(list(wrong.instance_path)) or "the result"
                raise ToolResultInvalid(f"{self.name} broke its output schema: {where}: {wrong.message}")
        return result


class Executor(Protocol):
    """Calls tools of one kind."""

    async def call(self, tool: Tool, arguments: dict[str, JsonValue], caller: Caller) -> JsonValue:
        """Return the result.

        The arguments satisfy the schema; time, size and output schema are the desk's to watch.

        Raises:
            CharterError: typed, written for a model: it reads ``code`` and ``detail``.
            AsksPerson: to a caller who knows a way to ask people.
        """
        ...


def compiled(schema: dict[str, JsonValue]) -> jsonschema_rs.Validator:
    """Return the validator of a JSON Schema; patterns take linear time, other documents are not fetched.

    Raises:
        ValueError: it is no schema, or refers to another document.
    """
    return jsonschema_rs.validator_for(schema, retriever=_refuse, pattern_options=jsonschema_rs.RegexOptions())


def _refuse(uri: str) -> NoReturn:
    raise ValueError(f"references to other documents are not followed: {uri}")


def _is_finite(value: JsonValue) -> bool:
    match value:
        case float():
            return math.isfinite(value)
        case list():
            return all(_is_finite(item) for item in value)
        case dict():
            return all(_is_finite(item) for item in value.values())
        case _:
            return True


def _pointer(path: list[str | int]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
