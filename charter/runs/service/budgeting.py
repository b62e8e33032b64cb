"""What a run holds of its tenant's budgets: counted at its start, held before each model call, settled at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.budgets.service import budgets, reservations, storage
from charter.budgets.service.reservations import Crossed, Usage
from charter.core.clock import Clock
from charter.core.db import Connection, Database
from charter.core.principal import Principal
from charter.llm.schemas import Message, ModelRequest, ResolvedRoute
from charter.llm.schemas import Usage as Tokens
from charter.runs.models import StepKind
from charter.runs.repository.queries import RunRepository

if TYPE_CHECKING:  # a live run holds its plan, and the plan is made from what is here
    from charter.runs.service.live import LiveRun

_CHARACTERS_PER_TOKEN = 4
_ANSWER_TOKENS = 1_024


class RunBudgeter:
    """Draws on budgets for runs. One per process; costs nothing in a tenant without budgets."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def open(self, connection: Connection, principal: Principal, run: LiveRun, *, waits: bool) -> list[Crossed]:
        """Count a new run, in the transaction that stores it.

        Raises:
            BudgetExhausted: nothing was written.
        """
        plan = run.plan
        if plan.budgets.limits_storage:
            await storage.require_room_for_run(connection)
        scopes = {principal.id, principal.on_behalf_of, *principal.teams, plan.agent.agent_id}
        drawn_on = plan.budgets.drawn_on(scopes, self._clock())
        if not drawn_on[0]:
            return []
        run.holding = not waits
        expected = None if waits else _expected(run, run.opening)
        return await reservations.open_run(connection, run.id, drawn_on, expected, plan.budgets.zone)

    async def before_call(self, run: LiveRun, messages: list[Message]) -> None:
        """Hold what the next model call may use; of the first one this was done at the start.

        Raises:
            BudgetExhausted: a budget has nothing left; the run ends with this.
        """
        if run.holding:
            run.holding = False
            return
        if not run.plan.budgets.entries and not run.plan.budgets.limits_storage:
            return
        async with self._database.tenant_connection(run.tenant_id) as connection:
            if run.plan.budgets.limits_storage:
                await storage.require_room_for_run(connection)
            crossed = await reservations.next_call(
                connection, run.id, _so_far(run), _expected(run, messages), run.plan.budgets.zone
            )
        await self.announce(run.tenant_id, crossed)

    async def before_sampling(self, run: LiveRun, request: ModelRequest, route: ResolvedRoute) -> None:
        """Hold what a text may use that a tool has written in the middle of a call.

        Raises:
            BudgetExhausted: a budget has nothing left; the tool is told.
        """
        if not run.plan.budgets.entries:
            return
        expected = _at_most(request.messages, request.parameters.max_tokens, route)
        async with self._database.tenant_connection(run.tenant_id) as connection:
            crossed = await reservations.next_call(connection, run.id, _so_far(run), expected, run.plan.budgets.zone)
        await self.announce(run.tenant_id, crossed)

    async def close(self, connection: Connection, run: LiveRun) -> list[Crossed]:
        """Settle a run, in the transaction that ends it."""
        if not run.plan.budgets.entries:
            return []
        return await reservations.close_run(connection, run.id, _so_far(run))

    async def announce(self, tenant_id: UUID, crossed: list[Crossed]) -> None:
        """Notify of soft thresholds, once the transaction that crossed them has committed."""
        if crossed:
            await budgets.announce(self._database, tenant_id, crossed)


async def close_stored(db: AsyncSession, run_id: UUID) -> None:
    """Settle a run that no process works on, in the transaction that ends it."""
    raw = await (await db.connection()).get_raw_connection()
    connection: Any = raw.driver_connection
    await reservations.close_run(connection, run_id, Usage(*await RunRepository(db).used_by_models(run_id)))


def _so_far(run: LiveRun) -> Usage:
    calls = [step for step in run.steps if step.kind != StepKind.HAND_OFF]  # that run settles its own
    return Usage(sum(step.tokens for step in calls), sum(step.cost_micros for step in calls))


def _expected(run: LiveRun, messages: list[Message]) -> Usage:
    return _at_most(messages, run.plan.parameters.max_tokens, run.route)


def _at_most(messages: list[Message], max_tokens: int | None, route: ResolvedRoute) -> Usage:
    """Return what a call will use at most, as far as can be told before: its prompt, and the longest answer allowed."""
    prompt = sum(len(message.text) for message in messages) // _CHARACTERS_PER_TOKEN + 1
    answer = max_tokens or _ANSWER_TOKENS
    prices = route.targets[0].capabilities
    return Usage(prompt + answer, prices.cost_micros(Tokens(prompt, answer)))
