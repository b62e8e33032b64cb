"""What was said in past runs, for trying guardrail policies on it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.core.principal import Principal
from charter.guardrails.service.dry_runs import PastText
from charter.guardrails.stages import Stage
from charter.runs.models import Run, RunStep, StepKind
from charter.runs.repository.queries import RunRepository
from charter.runs.service.guarding import WITHHELD, said_by_tool

_MOST_CHARACTERS = 4_000_000
_STAGES = {"user": Stage.INPUT, "assistant": Stage.RECALLED, "tool": Stage.TOOL_RESULT}


async def newest(
    db: AsyncSession, principal: Principal, *, agent_id: UUID | None, runs: int
) -> tuple[list[PastText], int]:
    """Return the texts of the newest runs as they were kept, and how many runs these are.

    What a guardrail redacted or withheld then is not there any more. After some million characters no more are read.

    Raises:
        Forbidden: the principal lacks ``runs.read``.
    """
    access.require(principal, "runs.read", agent_id)
    repository = RunRepository(db)
    texts: list[PastText] = []
    characters = count = 0
    for run in await repository.newest(agent_id=agent_id, limit=runs):
        found = [*_of_run(run)]
        for step in await repository.steps(run.id):
            found += _of_step(step)
        characters += sum(len(past.text) for past in found)
        if characters > _MOST_CHARACTERS and count:
            break
        texts += found
        count += 1
    return texts, count


async def of_run(db: AsyncSession, principal: Principal, run_id: UUID) -> list[str]:
    """Return the texts that a run kept; none when it is gone.

    Raises:
        Forbidden: the principal lacks ``runs.read`` on its agent.
    """
    repository = RunRepository(db)
    run = await repository.find(run_id)
    if run is None:
        return []
    access.require(principal, "runs.read", run.agent_id)
    found = [*_of_run(run)]
    for step in await repository.steps(run.id):
        found += _of_step(step)
    return [past.text for past in found]


def _of_run(run: Run) -> Iterator[PastText]:
    if run.messages is None:
        yield PastText(run.id, Stage.INPUT, run.input)
    for message in run.messages or []:
        if isinstance(message, dict) and message.get("role") in _STAGES and message.get("text"):
            yield PastText(run.id, _STAGES[str(message["role"])], str(message["text"]))
    if run.output and run.conversation_id is not None:
        yield PastText(run.id, Stage.RECALLED, run.output)


def _of_step(step: RunStep) -> Iterator[PastText]:
    if step.kind == StepKind.MODEL_CALL:
        if text := str((step.output or {}).get("text", "")):
            yield PastText(step.run_id, Stage.OUTPUT, text)
            yield PastText(step.run_id, Stage.STREAM, text)
        return
    arguments = str(step.input.get("arguments") or "")
    if arguments and arguments != WITHHELD:
        yield PastText(step.run_id, Stage.TOOL_ARGUMENT, arguments)
    if step.output is not None or step.error is not None:
        yield PastText(step.run_id, Stage.TOOL_RESULT, said_by_tool(step.output, step.error))
