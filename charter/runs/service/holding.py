"""Texts of a run that wait for people: what a tool returned, what the model answered, what a tool says of itself.

Such a text has been made and reaches nobody: it is sealed with its question, and its step stays open. The run waits as
for any approval. Whoever goes on with it, also after a crash, finds the text and the answer, and writes what follows
from both into the journal in the transaction in which the sealed text goes. Nothing is called again for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid5

from pydantic import JsonValue

from charter.approvals.questions import OF_TEXTS, ApprovalState, HeldText, NewApproval, Purpose, Standing
from charter.approvals.rulings import DEFAULT_EXPIRY_S
from charter.approvals.service import asking, holding
from charter.core.clock import Clock
from charter.core.crypto import Vault
from charter.core.db import Database
from charter.guardrails.errors import GuardrailBlocked
from charter.guardrails.policy import Verdict
from charter.guardrails.stages import Stage
from charter.llm.schemas import ToolSpec
from charter.runs.models import StepKind
from charter.runs.service.live import LiveRun
from charter.runs.service.planning import HeldDescription
from charter.runs.service.progress import StepRecord

_STAGES = {Purpose.TOOL_RESULT: Stage.TOOL_RESULT, Purpose.OUTPUT: Stage.OUTPUT}


@dataclass(frozen=True, slots=True)
class Answered:
    """What a person, or time, has said about the text of a step; without a text it does not go on."""

    step: StepRecord
    standing: Standing
    held: HeldText | None

    def refusal(self) -> GuardrailBlocked:
        """Return what goes on instead of the text: the policy's words, and to a model why."""
        told = self.standing.resume or {}
        purpose = Purpose(self.standing.purpose)
        words = str(told.get("message", "A guardrail held this text back."))
        if purpose is Purpose.TOOL_RESULT:
            said = f": {self.standing.decision_reason}" if self.standing.decision_reason else "."
            rejected = self.standing.state is ApprovalState.REJECTED
            words += f" A person did not let it through{said}" if rejected else " Nobody let it through in time."
        return GuardrailBlocked(words, stage=str(_STAGES[purpose]), decided_by=told.get("decided_by", []))


class Holding:
    """Keeps texts of any run until people have answered. One per process."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database, self._vault, self._clock = database, vault, clock

    async def question(
        self, run: LiveRun, step: StepRecord, verdict: Verdict, text: str, rest: dict[str, JsonValue]
    ) -> NewApproval:
        """Return the question about the text of a step, with the text sealed.

        Args:
            rest: what goes into the journal with the text.
        """
        is_answer = step.kind == StepKind.MODEL_CALL
        purpose = Purpose.OUTPUT if is_answer else Purpose.TOOL_RESULT
        tool = "" if is_answer else step.name
        return await self._question(run, purpose, step.id, tool, verdict, text, rest)

    async def found(self, run: LiveRun) -> dict[UUID, NewApproval]:
        """Return what was asked about the texts of a run's open steps, for who takes the run over."""
        steps = {step.id: step for step in run.steps if step.state == "running"}
        if not steps:
            return {}
        async with self._database.tenant_connection(run.tenant_id) as connection:
            asked = await asking.standing(connection, list(steps))
        return {
            one.call_id: self._again(run, Purpose(one.purpose), one.call_id, steps[one.call_id].name)
            for one in asked
            if one.purpose in OF_TEXTS
        }

    async def answered(self, run: LiveRun) -> list[Answered]:
        """Return the open steps whose questions have been answered, with the texts that may go on."""
        async with self._database.tenant_connection(run.tenant_id) as connection:
            asked = [one for one in await asking.standing(connection, list(run.held)) if one.purpose in OF_TEXTS]
        settled = {one.call_id: one for one in asked if one.state is not ApprovalState.PENDING}
        texts: dict[UUID, HeldText] = {}
        if approved := [one.id for one in settled.values() if one.state is ApprovalState.APPROVED]:
            async with self._database.tenant_session(run.tenant_id) as db:
                texts = await holding.opened(db, self._vault, approved)
        return [
            Answered(step, settled[step.id], texts.get(settled[step.id].id)) for step in run.steps if step.id in settled
        ]

    async def described(self, run: LiveRun) -> tuple[list[ToolSpec], list[NewApproval], list[UUID]]:
        """Return what the model is told of tools as far as people have said, and about the rest what to ask them.

        The last are the questions that have their answer.
        """
        held = run.plan.held_descriptions
        calls = {name: _call_id(run, one) for name, one in held.items()}
        async with self._database.tenant_connection(run.tenant_id) as connection:
            found = await asking.standing(connection, list(calls.values()))
        known = {one.call_id: one for one in found if one.purpose == Purpose.TOOL_DESCRIPTION}
        waiting: list[NewApproval] = []
        allowed: dict[str, ToolSpec] = {}
        for name, one in held.items():
            standing = known.get(calls[name])
            if standing is None:
                waiting.append(
                    await self._question(run, Purpose.TOOL_DESCRIPTION, calls[name], name, one.verdict, one.text, {})
                )
            elif standing.state is ApprovalState.PENDING:
                waiting.append(self._again(run, Purpose.TOOL_DESCRIPTION, calls[name], name))
            elif standing.state is ApprovalState.APPROVED:
                allowed[name] = one.spec
        specs = [allowed.get(spec.name, spec) for spec in run.plan.specs]
        return specs, waiting, [one.id for one in known.values() if one.state is not ApprovalState.PENDING]

    async def _question(
        self,
        run: LiveRun,
        purpose: Purpose,
        call_id: UUID,
        tool: str,
        verdict: Verdict,
        text: str,
        rest: dict[str, JsonValue],
    ) -> NewApproval:
        hits = verdict.asking
        held = HeldText(text, {hit.detector: hit.evidence for hit in hits}, rest)
        async with self._database.tenant_session(run.tenant_id) as db:
            sealed = await holding.seal(db, self._vault, held)
        detectors = ", ".join(dict.fromkeys(hit.detector for hit in hits))
        said = next((hit.message for hit in hits if hit.message), None)
        question = self._again(run, purpose, call_id, tool)
        return replace(
            question,
            reason=said or f"A guardrail wants a person to look at this ({detectors}).",
            resume={"message": verdict.message, "decided_by": verdict.decided_by},
            held=sealed,
        )

    def _again(self, run: LiveRun, purpose: Purpose, call_id: UUID, tool: str) -> NewApproval:
        """Return a question as far as it is needed to wait for an answer to one that was asked."""
        return NewApproval(
            purpose=purpose,
            origin="run",
            origin_id=run.id,
            call_id=call_id,
            tool=tool,
            agent=run.plan.agent.slug,
            arguments={},
            tainted=[],
            reason="",
            policy_id=None,
            four_eyes=False,
            asked_by=run.created_by,
            expires_at=self._clock() + timedelta(seconds=DEFAULT_EXPIRY_S),
        )


def _call_id(run: LiveRun, held: HeldDescription) -> UUID:
    """Return what a question about a description is known by: another text is another question."""
    return uuid5(run.id, f"{held.spec.name}\n{held.text}")
