"""Trying code out: a dry run, and the examples that are stored with a tool."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from uuid import UUID

import orjson
from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.errors import CharterError
from charter.core.principal import Principal
from charter.sandbox.jobs import Outcome
from charter.tools.python import checking
from charter.tools.schemas import DryRun, ExampleOutcome, ExampleReport, PythonDefinition, ToolTest, ToolUse
from charter.tools.service.executor import PythonExecutor, result_of
from charter.tools.service.python_tools import facts_of
from charter.tools.service.versions import invalid, require_schemas
from charter.tools.tool import Tool, ToolKind

_STOPPING = frozenset({"wall", "cpu", "memory", "output", "disk", "crashed"})


async def record_trial(
    db: AsyncSession, principal: Principal, tool_id: UUID | None, definition: PythonDefinition
) -> None:
    """Note that code is about to be tried: it may reach hosts, with credentials.

    Raises:
        Forbidden: the principal lacks ``tools.write``.
    """
    access.require(principal, "tools.write")
    after: dict[str, JsonValue] = {
        "code_sha256": hashlib.sha256(definition.code.encode("utf-8", "surrogatepass")).hexdigest(),
        "hosts": list(definition.hosts),
        "credentials": list(definition.credentials),
    }
    await audit.record(db, principal, "tool.tried", "tool", tool_id, after=after)


async def dry_run(
    executor: PythonExecutor,
    definition: PythonDefinition,
    arguments: dict[str, JsonValue],
    packages: Collection[str] = (),
    *,
    tenant_id: UUID,
) -> DryRun:
    """Run code once as a call would: checked before, arguments and result against its schemas.

    Raises:
        ToolUnavailable: there is no sandbox here.
    """
    facts = facts_of(definition, packages)
    tool = Tool("the tool", "", "", facts.input_schema, ToolKind.PYTHON, facts.output_schema)
    try:
        if not facts.valid:
            raise invalid(facts.problems)
        require_schemas(facts)
        valid = tool.require_valid(arguments)
    except CharterError as error:
        return _not_run(error)
    entry = checking.check(definition.code, entry=definition.entry, packages=packages)
    named = definition.model_copy(update={"entry": entry.entry})
    outcome = await executor.run(named, valid, is_class=entry.is_class, tenant_id=tenant_id)
    return _told(tool, definition, outcome)


def _not_run(error: CharterError) -> DryRun:
    return DryRun(ok=False, result=None, output="", error=error.problem(), stopped=None, used=None)


def _told(tool: Tool, definition: PythonDefinition, outcome: Outcome) -> DryRun:
    result: JsonValue = None
    problem: dict[str, JsonValue] | None = None
    try:
        result = tool.require_result(result_of(tool.name, outcome))
    except CharterError as error:
        problem = error.problem()
    failure = outcome.failure
    return DryRun(
        ok=problem is None,
        result=result,
        output=outcome.printed,
        error=problem,
        stopped=failure.kind if failure is not None and failure.kind in _STOPPING else None,
        used=ToolUse(
            wall_ms=round(outcome.wall_ms, 3),
            cpu_ms=outcome.cpu_ms,
            memory_kb=outcome.memory_kb,
            limits=definition.limits,
        ),
    )


async def run_tests(
    executor: PythonExecutor, definition: PythonDefinition, packages: Collection[str] = (), *, tenant_id: UUID
) -> ExampleReport:
    """Run the examples of a definition, one after the other.

    Raises:
        ToolUnavailable: there is no sandbox here.
    """
    outcomes = []
    for test in definition.tests:
        run = await dry_run(executor, definition, test.input, packages, tenant_id=tenant_id)
        passed, detail = _judged(test, run)
        outcomes.append(ExampleOutcome(name=test.name, passed=passed, detail=detail, run=run))
    return ExampleReport(passed=all(outcome.passed for outcome in outcomes), outcomes=outcomes)


def _judged(test: ToolTest, run: DryRun) -> tuple[bool, str]:
    code = run.error.get("code") if run.error else None
    if test.error is not None:
        return code == test.error, f"expected the error {test.error}, got {code or 'a result'}"
    if run.error is not None:
        return False, f"expected a result, got {code}: {run.error.get('detail')}"
    if not test.compare or _sorted(run.result) == _sorted(test.expect):
        return True, "as expected"
    return False, f"expected {_shown(test.expect)}, got {_shown(run.result)}"


def _sorted(value: JsonValue) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _shown(value: JsonValue) -> str:
    text = orjson.dumps(value).decode()
    return text if len(text) <= 200 else f"{text[:200]}…"
