"""A tool that asks in the middle of a run's call: texts of a model, written under the run's budgets and guardrails.

The prompt is read as the input of a run is: it tells a model what to do, which has no tools and sees nothing else.
What the model writes goes out and is read as the arguments of a call are. Each text is in the usage of the tenant and
in the audit log before the tool is given it.
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from charter.core.db import Database
from charter.core.ids import new_id
from charter.core.telemetry import metrics
from charter.guardrails.errors import GuardrailBlocked
from charter.guardrails.policy import NewViolation, Place
from charter.guardrails.service import guards
from charter.guardrails.service.reading import Reader
from charter.guardrails.stages import Stage
from charter.llm.client import ModelClient
from charter.llm.schemas import Completed, Message, ModelRequest, ModelResponse, Parameters, ResolvedRoute
from charter.runs.errors import RunFailedInside
from charter.runs.repository import journal
from charter.runs.service.budgeting import RunBudgeter
from charter.runs.service.live import LiveRun
from charter.runs.service.progress import StepRecord, exceeded
from charter.tools.asking import Sampled, Sampling

_USED: Final = "used"


@dataclass(slots=True)
class CallHelper:
    """Helps the tool of one call; knows what that has used, also before a person was asked."""

    run: LiveRun
    step: StepRecord
    help: RunHelp
    input_tokens: int = 0
    output_tokens: int = 0
    cost_micros: int = 0
    violations: list[NewViolation] = field(default_factory=list)

    def recall(self, state: dict[str, JsonValue]) -> None:
        """Go on counting from what the call had used when it asked a person."""
        used = state.get(_USED)
        if isinstance(used, list) and len(used) == 3:
            self._count(*(amount if isinstance(amount, int) else 0 for amount in used))

    def remembered(self) -> dict[str, JsonValue]:
        """Return what the call has used, to be kept with a question."""
        return {_USED: [self.input_tokens, self.output_tokens, self.cost_micros]}

    async def sample(self, tool: str, wanted: Sampling) -> Sampled:
        """Have a model of the tenant write a text.

        Raises:
            CharterError: there is no such model, nothing is left to spend, or a guardrail stops it.
        """
        messages = [Message("system", await self._checked(tool, wanted.system, Stage.INPUT))] if wanted.system else []
        messages += [Message(role, await self._checked(tool, text, Stage.INPUT)) for role, text in wanted.messages]
        parameters = Parameters(wanted.temperature, wanted.max_tokens, stop=list(wanted.stop))
        response = await self.help.write(self, tool, wanted.model, ModelRequest(messages, parameters=parameters))
        text = await self._checked(tool, response.text, Stage.TOOL_ARGUMENT)
        return Sampled(text, response.model, response.stop_reason == "length")

    def require_allowed(self) -> None:
        """Refuse once the run has used what it may.

        Raises:
            RunLimitExceeded: it may not use more tokens or money.
        """
        allowance, steps = self.run.plan.allowance, self.run.steps
        for name, amount, allowed in (
            ("tokens", sum(step.tokens for step in steps), allowance.tokens),
            ("cost_micros", sum(step.cost_micros for step in steps), allowance.cost_micros),
        ):
            if amount > allowed:
                raise exceeded(name, amount, allowed)

    def used(self, response: ModelResponse) -> None:
        """Count what a text has cost."""
        self._count(response.usage.input_tokens, response.usage.output_tokens, response.cost_micros)

    def _count(self, input_tokens: int, output_tokens: int, cost_micros: int) -> None:
        self.input_tokens += input_tokens
        self.output_tokens += output_tokens
        self.cost_micros += cost_micros
        # The run's limits and budgets see it at once.
        self.step.tokens, self.step.cost_micros = self.input_tokens + self.output_tokens, self.cost_micros

    async def _checked(self, tool: str, text: str, stage: Stage) -> str:
        guard = self.run.plan.guard_of(tool)
        verdict = await self.help.reader.check(guard, text, stage, self.run.on_behalf())
        if verdict.hits:
            place = Place("run", self.run.id, agent_id=self.run.plan.agent.agent_id, tool=tool)
            self.violations += guards.violations_of(guard, verdict, text, place)
        if verdict.blocked or verdict.held:
            raise GuardrailBlocked(verdict.message, stage=str(stage), decided_by=verdict.decided_by)
        return verdict.text


class RunHelp:
    """Writes texts for the tools of any run. One per process.

    Attributes:
        reader: reads what goes in and out where a policy has one.
    """

    def __init__(self, database: Database, models: ModelClient, budgeter: RunBudgeter, reader: Reader) -> None:
        self._database, self._models, self._budgeter = database, models, budgeter
        self.reader = reader

    def of(self, run: LiveRun, step: StepRecord) -> CallHelper:
        """Return the helper of one call."""
        return CallHelper(run, step, self)

    async def write(self, helper: CallHelper, tool: str, model: str, request: ModelRequest) -> ModelResponse:
        """Have a model write a text; what it used is recorded before anybody sees the text.

        Raises:
            ModelUnknown, NoModelAvailable, ModelCallError: there is no such model, or it fails.
            BudgetExhausted, RunLimitExceeded: nothing is left to spend.
        """
        run = helper.run
        route = run.plan.catalog.resolve(model)
        async with run.sampling:  # what one call holds of the budgets, another of the same run would let go
            helper.require_allowed()
            await self._budgeter.before_sampling(run, request, route)
            response = await self._answer(request, route, run)
            helper.used(response)
            await self._record(helper, tool, response)
        metrics.model_tokens.labels(response.model, "input").inc(response.usage.input_tokens)
        metrics.model_tokens.labels(response.model, "output").inc(response.usage.output_tokens)
        metrics.model_cost.labels(response.model).inc(response.cost_micros)
        return response

    async def _answer(self, request: ModelRequest, route: ResolvedRoute, run: LiveRun) -> ModelResponse:
        async with aclosing(self._models.stream(request, route, deadline=run.deadline(), streamed=False)) as events:
            async for event in events:
                if isinstance(event, Completed):
                    return event.response
        raise RunFailedInside("The model's stream ended without an answer.")

    async def _record(self, helper: CallHelper, tool: str, response: ModelResponse) -> None:
        async with self._database.tenant_connection(helper.run.tenant_id) as connection:
            await journal.sampled(
                connection,
                helper.run.id,
                tool,
                response.model,
                (response.usage.input_tokens, response.usage.output_tokens, response.cost_micros),
                (new_id(), new_id()),
            )
