"""Jobs that call tools: people may be asked before a call, by the tool in its middle, and about what it returned.

Each question is an approval about the job. While it waits, nothing but rows waits: the job stays leased, the queue item
is put off, and the answer comes as an item of its own. Whoever takes the job then finds what was said and goes on from
there. A call whose result was withheld had its effect, so it is not made again before a person has said so. What a
job must remember of that for its next try is in its headers, which go with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, NoReturn
from uuid import UUID

import orjson
from pydantic import JsonValue
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.approvals.questions import ApprovalState, HeldText, NewApproval, Purpose, Standing
from charter.approvals.rulings import Effect, Ruling
from charter.approvals.service import approvals, asking, holding
from charter.approvals.service.gate import PolicyGate
from charter.core.clock import utc_now
from charter.core.crypto import Vault
from charter.core.db import Database
from charter.core.queue import Retry
from charter.guardrails.errors import GuardrailBlocked
from charter.tools.asking import EVERY_WAY, Answer, AsksPerson, ResultWaits
from charter.tools.errors import ToolNotFound
from charter.tools.parts import ToolParts
from charter.tools.service.catalogue import load_catalogue
from charter.tools.tool import Caller, Tool
from charter.workflows.service.leased import LeasedJob
from charter.workflows.service.outcomes import Done, JobFailed

Arguments = dict[str, JsonValue]

_LATE_S = 3600.0
"""How long after its last moment an answer is looked for that nobody told of: it is not to meet a call that goes on."""
_LEASE_S = 24 * 3600.0
_WITHHELD: Final = "charter:withheld"
_OVER: Final = "charter:over:"
_STARTER: Final = """
WITH RECURSIVE above AS (
  SELECT parent_id, started_by FROM process_instances WHERE id = $1
  UNION ALL SELECT i.parent_id, i.started_by FROM process_instances i JOIN above ON i.id = above.parent_id)
SELECT started_by FROM above WHERE parent_id IS NULL"""
_REMEMBER: Final = """
UPDATE workflow_jobs SET headers = (headers::jsonb || $2::text::jsonb)::json WHERE id = $1"""

_GONE = text("""
SELECT w.tenant_id, w.job_id FROM unnest(CAST(:tenants AS uuid[]), CAST(:jobs AS uuid[])) AS w(tenant_id, job_id)
WHERE NOT EXISTS (SELECT 1 FROM workflow_jobs j WHERE j.tenant_id = w.tenant_id AND j.id = w.job_id)""")


class ToolJobs:
    """Does jobs that call tools. One per process.

    Args:
        clock: that of workflows, by which jobs are leased.
    """

    def __init__(
        self,
        database: Database,
        vault: Vault,
        policies: PolicyGate,
        tools: ToolParts,
        clock: Callable[[], datetime],
    ) -> None:
        self._database, self._vault, self._policies = database, vault, policies
        self._tools, self._clock = tools, clock

    async def work(self, job: LeasedJob, name: str, caller: Caller) -> Done:
        """Return what a call came to.

        Raises:
            Retry: a person is to answer first.
            JobFailed: there is no such tool, it may not be called, or a person said no.
            CharterError: the call failed.
        """
        caller = replace(caller, cleared=True, ways=EVERY_WAY, keeps_results=True)
        about = _About(job, name, caller, await self._said(job, caller))
        if (asked := about.open(Purpose.TOOL_RESULT)) is not None:
            return await self._looked_at(about, asked)
        tool = await self._found(about)
        arguments = await self._consented(about, tool, tool.require_valid(job.variables.get("arguments") or {}))
        if _WITHHELD in job.headers:
            arguments = await self._agreed(about, arguments)
        return await self._called(about, tool, arguments)

    async def forget(self, job: LeasedJob, tenant_id: UUID) -> None:
        """Forget the texts that waited for a job that is done."""
        if job.lease > 1:
            async with self._database.tenant_connection(tenant_id) as connection:
                await asking.withdraw_call(connection, job.id)

    async def forget_gone(self, job_id: UUID, tenant_id: UUID) -> None:
        """Take back what is asked about a job that is there no more."""
        async with self._database.tenant_connection(tenant_id) as connection:
            if not await connection.fetchval("SELECT true FROM workflow_jobs WHERE id = $1", job_id):
                await asking.withdraw_call(connection, job_id)

    async def _found(self, about: _About) -> Tool:
        async with self._database.tenant_session(about.caller.tenant_id) as db:
            catalogue = await load_catalogue(db, self._tools.builtins)
        try:
            return catalogue.get(about.name)
        except ToolNotFound as error:
            raise JobFailed(error.detail, again=False) from error

    async def _said(self, job: LeasedJob, caller: Caller) -> dict[str, Standing]:
        """Return what was asked last about the job, by purpose."""
        if job.lease == 1:
            return {}  # nobody has worked on it before
        async with self._database.tenant_connection(caller.tenant_id) as connection:
            return {one.purpose: one for one in await asking.standing(connection, [job.id])}

    # -- what people are asked

    async def _consented(self, about: _About, tool: Tool, arguments: Arguments) -> Arguments:
        """Return the arguments to call with, when the policies or a person allow it."""
        ruling = await self._policies.ruling(tool, arguments, about.caller)
        if ruling.effect is Effect.DENY:
            raise JobFailed(f"{tool.name} may not be called like this: {ruling.reason}", again=False)
        if ruling.effect is Effect.ALLOW:
            return arguments
        answer = await self._ruled(about, Purpose.POLICY, ruling, arguments)
        if answer.state is not ApprovalState.APPROVED:
            why = f": {answer.decision_reason}" if answer.decision_reason else "."
            await self._give_up(about, [answer], f"The call of {tool.name} was {answer.state}{why}")
        return answer.edited if answer.edited is not None else arguments

    async def _agreed(self, about: _About, arguments: Arguments) -> Arguments:
        """Return the arguments with which a person wants a call made again whose result was withheld."""
        reason = "This call was made, and what came of it was withheld. Approve to make it again."
        answer = await self._ruled(about, Purpose.REPEAT, Ruling(Effect.ASK, reason), arguments)
        if answer.state is not ApprovalState.APPROVED:
            await self._give_up(about, [answer], f"{about.name}: {_no(answer, 'another call')}")
        return answer.edited if answer.edited is not None else arguments

    async def _ruled(self, about: _About, purpose: Purpose, ruling: Ruling, arguments: Arguments) -> Standing:
        """Return what a person said to this very call: variables may have changed since they were shown another one."""
        answer = await self._answer(about, about.question(purpose, ruling, arguments))
        if answer.state is ApprovalState.APPROVED and not about.is_of(answer, arguments):
            answer = await self._answer(about, about.question(purpose, ruling, arguments, following=True))
        return answer

    async def _called(self, about: _About, tool: Tool, arguments: Arguments) -> Done:
        """Make the call, with the answer to what its tool asked before."""
        asked = about.open(Purpose.INPUT)
        answer = await self._said_to_tool(about, asked) if asked is not None else None
        if asked is not None and not about.is_of(asked, arguments):
            answer = None  # it was said to another call; this one begins anew
        try:
            value = await self._tools.desk.call(tool, arguments, replace(about.caller, answer=answer))
        except AsksPerson as asks:
            words = f"{asks.form.source} asks: {asks.form.message}"
            question = about.question(Purpose.INPUT, Ruling(Effect.ASK, words), arguments, following=True)
            resume: Arguments = asks.state | {"asked": words}
            await self._answer(about, replace(question, form=asks.form.document(), resume=resume))
            raise Retry(0) from None  # it was answered at once
        except ResultWaits as waits:
            await self._keep(about, waits)
            raise Retry(0) from None
        except GuardrailBlocked as blocked:
            if blocked.members.get("called"):
                await self._withhold(about, [], f"a guardrail withheld what came of it: {blocked.detail}")
            if asked is not None:
                await self._remember(about, {_over(asked): str(asked.round)})  # another answer may be let through
            raise
        return about.done(value)

    async def _said_to_tool(self, about: _About, asked: Standing) -> Answer:
        """Return what a person said to what the tool asked in the middle of the call."""
        if asked.state is ApprovalState.PENDING:
            asked = await self._answer(about, about.question(Purpose.INPUT, Ruling(Effect.ASK), {}))
        resume = asked.resume or {}
        if asked.state is not ApprovalState.APPROVED:
            words = _no(asked, "what it asked in the middle of the call")
            await self._give_up(about, [asked], f'{about.name}: {words} The question: "{resume.get("asked")}"')
        return Answer("accept", asked.answer, resume)

    async def _keep(self, about: _About, waits: ResultWaits) -> None:
        """Seal a result that a person must look at first, with the question."""
        held = HeldText(waits.text, waits.evidence, {"is_text": waits.is_text})
        async with self._database.tenant_session(about.caller.tenant_id) as db:
            sealed = await holding.seal(db, self._vault, held)
        question = about.question(Purpose.TOOL_RESULT, Ruling(Effect.ASK, waits.message), {}, following=True)
        await self._answer(about, replace(question, resume={"message": waits.message}, held=sealed))

    async def _looked_at(self, about: _About, asked: Standing) -> Done:
        """Go on with a result that a person has looked at; nothing is called for it."""
        if asked.state is ApprovalState.PENDING:
            asked = await self._answer(about, about.question(Purpose.TOOL_RESULT, Ruling(Effect.ASK), {}))
        if asked.state is not ApprovalState.APPROVED:
            await self._withhold(about, [asked], _no(asked, "going on with what it returned"))
        async with self._database.tenant_session(about.caller.tenant_id) as db:
            held = (await holding.opened(db, self._vault, [asked.id])).get(asked.id)
        if held is None:
            await self._withhold(about, [asked], "what it returned was forgotten before this could go on.")
        return about.done(_value(replace(held, text=await self._allowed(about, asked, held))))

    async def _allowed(self, about: _About, asked: Standing, held: HeldText) -> str:
        """Return the text that goes on; what a person put in its place is read as it was."""
        if not held.edited:
            return held.text
        try:
            return await self._tools.desk.texts.replaced(about.name, held.text, about.caller)
        except GuardrailBlocked as blocked:
            await self._withhold(about, [asked], f"a guardrail withheld what was put in its place: {blocked.detail}")

    # -- waiting, and giving up

    async def _answer(self, about: _About, question: NewApproval) -> Standing:
        """Return how a question stands that has an answer; it is asked unless it was.

        Raises:
            Retry: it has none yet. Nothing is held until then, and the answer comes as a queue item of its own.
        """
        now, job = utc_now(), about.job
        left_s = (question.expires_at - now).total_seconds()
        async with self._database.tenant_connection(about.caller.tenant_id) as connection:
            starter = await connection.fetchval(
                _STARTER, job.instance_id
            )  # who may not answer where four eyes must see
            (answer,) = await asking.ask(connection, [replace(question, asked_by=starter or question.asked_by)])
            if answer.state is ApprovalState.PENDING:
                until = self._clock() + timedelta(seconds=left_s + _LEASE_S)
                await connection.execute("UPDATE workflow_jobs SET deadline = $2 WHERE id = $1", job.id, until)
        if answer.state is ApprovalState.PENDING:
            raise Retry(left_s + _LATE_S)
        return answer

    async def _give_up(self, about: _About, over: Sequence[Standing], message: str) -> NoReturn:
        """Fail the job for good; who tries again is asked again."""
        await self._remember(about, {_over(one): str(one.round) for one in over})
        raise JobFailed(message, again=False)

    async def _withhold(self, about: _About, over: Sequence[Standing], why: str) -> NoReturn:
        """Fail the job for good; who tries again is asked whether the call is to be made again."""
        known = about.said.get(Purpose.REPEAT)
        await self._remember(about, {_WITHHELD: "true"})
        message = f"{about.name} was called, and {why} It is not called again before a person approves that."
        await self._give_up(about, [*over, *([known] if known else [])], message)

    async def _remember(self, about: _About, headers: dict[str, str]) -> None:
        """Keep what the next try must know."""
        async with self._database.tenant_connection(about.caller.tenant_id) as connection:
            await connection.execute(_REMEMBER, about.job.id, orjson.dumps(headers).decode())


@dataclass(frozen=True, slots=True)
class _About:
    """A job, and what was asked about it before."""

    job: LeasedJob
    name: str
    caller: Caller
    said: dict[str, Standing]

    def open(self, purpose: Purpose) -> Standing | None:
        """Return the last question of a purpose, unless it is over: the job was given up for its answer."""
        one = self.said.get(purpose)
        if one is None:
            return None
        over = self.job.headers.get(_over(one), "")  # who drew the model may have written anything there
        return None if over.isdecimal() and one.round <= int(over) else one

    def is_of(self, one: Standing, arguments: Arguments) -> bool:
        """Say whether a question was about a call with these arguments."""
        return (one.tool, one.arguments) == (self.name, arguments)

    def question(
        self, purpose: Purpose, ruling: Ruling, arguments: Arguments, *, following: bool = False
    ) -> NewApproval:
        """Return the open question of a purpose, or the next one if none is or it is to be one ``following``."""
        known, goes_on = self.said.get(purpose), self.open(purpose) is not None and not following
        return NewApproval(
            purpose=purpose,
            origin="workflow",
            origin_id=self.job.instance_id,
            call_id=self.job.id,
            tool=self.name,
            agent=None,
            arguments=arguments,
            tainted=[],
            reason=ruling.reason,
            policy_id=ruling.policy_id,
            four_eyes=ruling.four_eyes,
            asked_by=self.job.definition_id,
            expires_at=utc_now() + timedelta(seconds=ruling.expires_after_s),
            round=(known.round if known else 0) + (0 if goes_on else 1),
        )

    def done(self, value: JsonValue) -> Done:
        """Return what the job came to."""
        return Done({self.job.headers.get("output") or "result": value})


async def take_back_gone(db: AsyncSession) -> None:
    """Take back what is asked about jobs that ended otherwise, such as with their instance. System session."""
    waiting = await approvals.open_calls(db, "workflow")
    if not waiting:
        return
    gone = await db.execute(_GONE, {"tenants": [one for one, _ in waiting], "jobs": [job for _, job in waiting]})
    if found := [(tenant_id, job_id) for tenant_id, job_id in gone]:
        await approvals.take_back(db, found)


def _over(one: Standing) -> str:
    return f"{_OVER}{one.purpose}"


def _no(answer: Standing, to_what: str) -> str:
    if answer.state is not ApprovalState.REJECTED:
        return f"nobody said yes to {to_what} in time."
    return f"a person said no to {to_what}" + (f": {answer.decision_reason}." if answer.decision_reason else ".")


def _value(held: HeldText) -> JsonValue:
    """Return a result that was kept; what a person put in its place may be no JSON and is a text then."""
    if held.rest.get("is_text"):
        return held.text
    try:
        value: JsonValue = orjson.loads(held.text)
    except orjson.JSONDecodeError:
        return held.text
    return value
