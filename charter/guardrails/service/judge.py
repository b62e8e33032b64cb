"""Asking a judge: once for each text, within a time limit, at the tenant's cost, and remembered before it counts."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from charter.budgets.service import budgets, reservations, usage
from charter.budgets.service.book import BudgetBook, load_book
from charter.budgets.service.reservations import Crossed
from charter.budgets.service.reservations import Usage as Amount
from charter.budgets.service.usage import ModelCall
from charter.core.clock import Clock
from charter.core.db import Connection, Database
from charter.core.errors import CharterError
from charter.core.ids import new_id
from charter.core.telemetry import logs, metrics
from charter.guardrails.judging import (
    Judgement,
    JudgeSettings,
    UnreadableVerdict,
    key_of,
    pieces,
    question,
    read_verdict,
)
from charter.guardrails.policy import Guard, Verdict
from charter.guardrails.repository import (
    begin_judgement,
    drop_judgement,
    end_judgement,
    find_judgement,
    forget_judgements,
    lost_judgements,
)
from charter.guardrails.stages import Stage
from charter.llm.parts import ModelParts
from charter.llm.schemas import Completed, Message, ModelRequest, Parameters, ResolvedRoute, Usage
from charter.llm.service import ModelCatalog, load_catalog

_log = logs.get(__name__)
_METRICS = frozenset({"tokens", "cost_micros"})
_ANSWER_TOKENS = 1_000
_CHARACTERS_PER_TOKEN = 4
_MAXIMUM_TENANTS = 1_000
_LOST_AFTER = timedelta(hours=1)
_KEPT = timedelta(days=30)
"""A text that comes again later is judged again."""


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """For whom a judge is asked.

    Attributes:
        run_id: of the run that the text belongs to; the budgets that it draws on are drawn on.
        deadline: moment on the running loop's clock after which no verdict is waited for.
        known: what was judged before for the same run, in this process; added to.
    """

    tenant_id: UUID
    principal_id: UUID
    agent_id: UUID | None = None
    agent_slug: str = ""
    run_id: UUID | None = None
    deadline: float | None = None
    known: dict[bytes, Judgement] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Config:
    """A tenant's models and budgets at one epoch of its configuration."""

    epoch: int
    catalog: ModelCatalog = field(repr=False)
    budgets: BudgetBook


@dataclass(slots=True)
class _Tally:
    """What a judgement has used."""

    id: UUID
    model: str
    input_tokens: int = 0
    output_tokens: int = 0
    cost_micros: int = 0

    @property
    def amount(self) -> Amount:
        """As budgets count it."""
        return Amount(self.input_tokens + self.output_tokens, self.cost_micros)


class Judge:
    """Asks the tenants' judges. One per process."""

    def __init__(self, database: Database, models: ModelParts, clock: Clock) -> None:
        self._database, self._models, self._clock = database, models, clock
        self._configs: OrderedDict[UUID, _Config] = OrderedDict()

    async def check(self, guard: Guard, verdict: Verdict, text: str, stage: Stage, on_behalf: OnBehalf) -> Verdict:
        """Return the verdict with what the policy's judge says, if the text is left to it."""
        if guard.judge is None or not guard.leaves_to_judge(verdict, text, stage):
            return verdict
        # What was redacted is kept from the judge as it is from the model.
        judgement = await self._judgement(guard.judge, verdict.text, stage, on_behalf)
        return guard.judged(verdict, text, stage, judgement)

    async def _judgement(self, settings: JudgeSettings, text: str, stage: Stage, on_behalf: OnBehalf) -> Judgement:
        key = key_of(settings, text, stage)
        if (known := on_behalf.known.get(key)) is None:
            async with self._database.tenant_connection(on_behalf.tenant_id) as connection:
                known = await find_judgement(connection, key, on_behalf.run_id)
            if known is None:
                known = await self._made(settings, text, stage, on_behalf, key)
            on_behalf.known[key] = known
        return known

    async def _made(
        self, settings: JudgeSettings, text: str, stage: Stage, on_behalf: OnBehalf, key: bytes
    ) -> Judgement:
        """Return a new judgement once it is remembered: whoever takes the run over finds it."""
        tally = _Tally(new_id(), settings.model)
        try:
            judgement = await self._asked(settings, text, stage, on_behalf, key, tally)
        except (CharterError, UnreadableVerdict) as error:
            said = str(error)[:500].encode("utf-8", "replace").decode().replace("\x00", " ")  # as a provider wrote it
            judgement = Judgement("failed", failure=said)
        except TimeoutError:
            judgement = Judgement("failed", failure=f"no verdict within {settings.timeout_s:g} seconds")
        judgement = replace(judgement, model=tally.model)
        if judgement.verdict == "failed":
            _log.warning("a judge gave no verdict", extra={"model": judgement.model, "why": judgement.failure})
        async with self._database.tenant_connection(on_behalf.tenant_id) as connection:
            crossed = await reservations.close_run(connection, tally.id, tally.amount)
            await end_judgement(connection, tally.id, key, on_behalf.run_id, judgement)
            if tally.input_tokens or tally.output_tokens:
                await usage.record(connection, _call(on_behalf, tally))
        await self._announce(on_behalf.tenant_id, crossed)
        return judgement

    async def _asked(
        self, settings: JudgeSettings, text: str, stage: Stage, on_behalf: OnBehalf, key: bytes, tally: _Tally
    ) -> Judgement:
        config = await self._config(on_behalf.tenant_id)
        route = config.catalog.resolve(settings.model)
        tally.model = route.targets[0].ref
        cut, mark = pieces(text), secrets.token_hex(8)
        requests = [_request(settings, piece, stage, mark) for piece in cut]
        await self._hold(_expected(requests, route), on_behalf, config, key, tally)
        judgement = Judgement("safe")
        async with asyncio.timeout(settings.timeout_s):
            for request in requests:
                judgement = read_verdict(settings, await self._said(request, route, on_behalf.deadline, tally))
                if judgement.verdict == "unsafe":
                    break
        return judgement

    async def _said(self, request: ModelRequest, route: ResolvedRoute, deadline: float | None, tally: _Tally) -> str:
        stream = self._models.client.stream(request, route, deadline=deadline, streamed=False)
        async with aclosing(stream) as events:
            async for event in events:
                if not isinstance(event, Completed):
                    continue
                said = event.response
                tally.model = said.model
                tally.input_tokens += said.usage.input_tokens
                tally.output_tokens += said.usage.output_tokens
                tally.cost_micros += said.cost_micros
                metrics.model_tokens.labels(said.model, "input").inc(said.usage.input_tokens)
                metrics.model_tokens.labels(said.model, "output").inc(said.usage.output_tokens)
                metrics.model_cost.labels(said.model).inc(said.cost_micros)
                if said.stop_reason != "end" or said.tool_calls:
                    raise UnreadableVerdict(f"the judge did not finish its verdict ({said.stop_reason})")
                return said.text
        raise UnreadableVerdict("the judge's answer ended before it began")

    async def _hold(self, expected: Amount, on_behalf: OnBehalf, config: _Config, key: bytes, tally: _Tally) -> None:
        """Hold what the judgement may use of the budgets that its text's run, or caller, draws on.

        Raises:
            BudgetExhausted: one of them has nothing left.
        """
        async with self._database.tenant_connection(on_behalf.tenant_id) as connection:
            await begin_judgement(connection, tally.id, key, on_behalf.run_id)
            crossed = await self._held(connection, expected, on_behalf, config.budgets, tally.id)
        await self._announce(on_behalf.tenant_id, crossed)

    async def _held(
        self, connection: Connection, expected: Amount, on_behalf: OnBehalf, book: BudgetBook, part_id: UUID
    ) -> list[Crossed]:
        if not book.entries:
            return []
        if on_behalf.run_id is not None:
            return await reservations.hold_beside(connection, part_id, on_behalf.run_id, expected, book.zone)
        drawn_on = book.drawn_on({on_behalf.principal_id, on_behalf.agent_id}, self._clock())
        return await reservations.open_run(connection, part_id, drawn_on, expected, book.zone)

    async def _announce(self, tenant_id: UUID, crossed: list[Crossed]) -> None:
        if crossed:
            await budgets.announce(self._database, tenant_id, crossed)

    async def _config(self, tenant_id: UUID) -> _Config:
        """Return the tenant's models and budgets as they are now."""
        async with self._database.tenant_session(tenant_id) as db:
            epoch: int = db.info["tenant"].config_epoch
            config = self._configs.get(tenant_id)
            if config is None or config.epoch != epoch:
                catalog = await load_catalog(db, self._models.vault, self._models.local)
                config = self._configs[tenant_id] = _Config(epoch, catalog, await load_book(db, _METRICS))
                while len(self._configs) > _MAXIMUM_TENANTS:
                    self._configs.popitem(last=False)
        self._configs.move_to_end(tenant_id)
        return config


def _request(settings: JudgeSettings, piece: str, stage: Stage, mark: str) -> ModelRequest:
    asked = question(settings, piece, stage, mark)
    return ModelRequest(
        messages=[Message("system", asked.system), Message("user", asked.text)],
        parameters=Parameters(temperature=0.0, max_tokens=_ANSWER_TOKENS),
        output_schema=asked.schema,
        output_schema_name="verdict",
    )


def _expected(requests: Sequence[ModelRequest], route: ResolvedRoute) -> Amount:
    """Return what the judgement will use at most, as far as can be told before."""
    characters = sum(len(message.text) for request in requests for message in request.messages)
    prompt, answer = characters // _CHARACTERS_PER_TOKEN + 1, _ANSWER_TOKENS * len(requests)
    return Amount(prompt + answer, route.targets[0].capabilities.cost_micros(Usage(prompt, answer)))


def _call(on_behalf: OnBehalf, tally: _Tally) -> ModelCall:
    return ModelCall(
        on_behalf.run_id, on_behalf.agent_id, on_behalf.agent_slug, on_behalf.principal_id,
        tally.model, tally.input_tokens, tally.output_tokens, tally.cost_micros,
    )  # fmt: skip


async def forget_old(database: Database, now: datetime) -> None:
    """Let go of what judgements hold that were never made, and forget those that are old."""
    async with database.system_session(reason="forget judgements") as db:
        lost = await lost_judgements(db, now - _LOST_AFTER)
        await forget_judgements(db, now - _KEPT)
    for tenant_id, judgement_id in lost:
        async with database.tenant_connection(tenant_id) as connection:
            await reservations.close_run(connection, judgement_id, Amount(0, 0))
            await drop_judgement(connection, judgement_id)
