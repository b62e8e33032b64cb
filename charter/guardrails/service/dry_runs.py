"""What a policy would have done with texts of the past. Pure, and slow for many texts: to be done in a thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from charter.guardrails.policy import Action, Guard, Hit, Verdict
from charter.guardrails.schemas import GuardrailDryRunExample, GuardrailDryRunRead, GuardrailDryRunRule, SlowTally
from charter.guardrails.service.slowly import Stored
from charter.guardrails.stages import Stage

_MOST_EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class PastText:
    """A text that was in a run."""

    run_id: UUID
    stage: Stage
    text: str


def read_fast(guard: Guard, texts: Sequence[PastText]) -> list[Stored]:
    """Read texts with the fast detectors."""
    return [Stored(past.text, past.stage, guard.check(past.text, past.stage)) for past in texts]


def summed(
    guard: Guard, texts: Sequence[PastText], verdicts: Sequence[Verdict], slow: SlowTally, *, runs: int
) -> GuardrailDryRunRead:
    """Return what a policy would have done; nothing is recorded.

    Args:
        runs: how many runs the texts are of.
    """
    done: Counter[Action] = Counter()
    rules: Counter[tuple[Stage, str, Action]] = Counter()
    stopped: set[UUID] = set()
    examples: list[GuardrailDryRunExample] = []
    for past, verdict in zip(texts, verdicts, strict=True):
        done[verdict.action] += 1
        rules.update((hit.stage, hit.detector, hit.action) for hit in verdict.hits)
        if verdict.blocked:
            stopped.add(past.run_id)
        examples += [_example(past, hit) for hit in verdict.hits[: _MOST_EXAMPLES - len(examples)]]
    return GuardrailDryRunRead(
        number=guard.number,
        runs=runs,
        runs_with_blocks=len(stopped),
        texts=len(texts),
        blocked=done[Action.BLOCK] + done[Action.END],
        asked=done[Action.ASK],
        redacted=done[Action.REDACT],
        flagged=done[Action.FLAG],
        rules=[
            GuardrailDryRunRule(stage=stage, detector=detector, action=action, hits=hits)
            for (stage, detector, action), hits in rules.most_common()
        ],
        examples=examples,
        **slow.model_dump(),
    )


def _example(past: PastText, hit: Hit) -> GuardrailDryRunExample:
    return GuardrailDryRunExample(
        run_id=past.run_id,
        stage=hit.stage,
        detector=hit.detector,
        action=hit.action,
        score=hit.score,
        evidence=hit.evidence,
    )
