"""Stored texts read by what is slow: as many as somebody asked for, within a minute, the rest counted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from charter.guardrails.policy import Guard, Verdict
from charter.guardrails.schemas import SlowReading, SlowTally
from charter.guardrails.service.judge import OnBehalf
from charter.guardrails.service.reading import Reader
from charter.guardrails.stages import Stage

LONGEST_S = 60.0
_AT_ONCE = 4
_MOST_FAILURES = 5
"""Verdicts that may fail before no more are asked for: a budget is used up, or the judge is away."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A text at its stage, with what the fast detectors say."""

    text: str
    stage: Stage
    verdict: Verdict


async def read(
    reader: Reader, guard: Guard, stored: Sequence[Stored], on_behalf: OnBehalf, wanted: SlowReading
) -> tuple[list[Verdict], SlowTally]:
    """Return the verdicts, with what is slow where it was asked for, and how much it has read."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + LONGEST_S
    on_behalf = replace(on_behalf, deadline=ends)
    verdicts = [one.verdict for one in stored]
    due = [place for place, one in enumerate(stored) if _reads(guard, one)]
    read_, failed = set[int](), 0
    able = [place for place in due if _reads(guard, stored[place], judge=wanted.judge, models=wanted.models)]
    able = able[: wanted.slow_texts]
    for start in range(0, len(able), _AT_ONCE):
        places = able[start : start + _AT_ONCE]
        if loop.time() >= ends or failed >= _MOST_FAILURES:
            break
        found = await asyncio.gather(*(_one(reader, guard, stored[place], on_behalf, wanted) for place in places))
        for place, verdict in zip(places, found, strict=True):
            verdicts[place] = verdict
            read_.add(place)
            failed += _judge_failed(verdict)
    return verdicts, SlowTally(read_slowly=len(read_), left_unread=len(due) - len(read_), judge_failed=failed)


def unread(guard: Guard, one: Stored, verdict: Verdict) -> set[str]:
    """Return the slow detectors that would have read a text in a run, and have not."""
    slow = {f"model:{name}" for name in guard.left_to_models(one.verdict, one.text, one.stage)}
    if guard.leaves_to_judge(one.verdict, one.text, one.stage):
        slow.add("judge")
    return slow - verdict.report.findings.keys()


async def _one(reader: Reader, guard: Guard, one: Stored, on_behalf: OnBehalf, wanted: SlowReading) -> Verdict:
    return await reader.check(guard, one.text, one.stage, on_behalf, asks_judge=wanted.judge, asks_models=wanted.models)


def _reads(guard: Guard, one: Stored, *, judge: bool = True, models: bool = True) -> bool:
    return (models and bool(guard.left_to_models(one.verdict, one.text, one.stage))) or (
        judge and guard.leaves_to_judge(one.verdict, one.text, one.stage)
    )


def _judge_failed(verdict: Verdict) -> bool:
    return any(hit.detector == "judge" and any(span.kind == "no-verdict" for span in hit.spans) for hit in verdict.hits)
