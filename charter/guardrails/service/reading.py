"""Reading a text with all that a policy names: first what is fast, then the operator's models, at last a judge."""

from __future__ import annotations

from collections.abc import Sequence

from charter.guardrails.policy import Guard, Verdict
from charter.guardrails.service.brought import BroughtModels
from charter.guardrails.service.judge import Judge, OnBehalf
from charter.guardrails.stages import Stage


class Reader:
    """Reads texts. One per process."""

    def __init__(self, models: BroughtModels, judge: Judge) -> None:
        self._models, self._judge = models, judge

    async def check(
        self,
        guard: Guard,
        text: str,
        stage: Stage,
        on_behalf: OnBehalf,
        sources: Sequence[str] = (),
        *,
        asks_judge: bool = True,
        asks_models: bool = True,
    ) -> Verdict:
        """Apply a policy to a text as :meth:`Guard.check`, and have what that lets through read by what is slow.

        Args:
            asks_judge: False leaves out the judge, which costs money.
            asks_models: False leaves out the operator's models.
        """
        verdict = guard.check(text, stage, sources)
        for name in guard.left_to_models(verdict, text, stage) if asks_models else []:
            verdict = guard.read_by(verdict, text, stage, name, await self._models.read(name, text, stage))
            if verdict.blocked:
                return verdict
        return await self._judge.check(guard, verdict, text, stage, on_behalf) if asks_judge else verdict
