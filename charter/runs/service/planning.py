"""What a run needs before it can go: its agent's version, a route to models, tools, limits, opening messages."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

import orjson
from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.agents.errors import AgentNotPublished
from charter.agents.schemas import AgentDefinition, PublishedAgent
from charter.agents.service import versions
from charter.budgets.service.book import BudgetBook, load_book
from charter.core.db import TenantNow
from charter.core.principal import Principal
from charter.core.telemetry import logs
from charter.guardrails.policy import Guard, Verdict
from charter.guardrails.service.guards import GuardBook, load_guards
from charter.guardrails.stages import Stage
from charter.llm.parts import ModelParts
from charter.llm.schemas import Message, Need, Parameters, ResolvedRoute, ToolSpec
from charter.llm.service import ModelCatalog, load_catalog
from charter.llm.structured import OutputContract, compile_output_schema
from charter.runs.service.progress import Allowance
from charter.tools.service.catalogue import ToolCatalogue, load_catalogue
from charter.tools.tool import Tool

_log = logs.get(__name__)
HAND_OFF_PREFIX = "hand_off_to_"
_MAXIMUM_TENANTS = 1_000
_NEEDS: tuple[Need, ...] = ("tools",)


@dataclass(frozen=True, slots=True)
class HeldDescription:
    """What a tool says of itself, which a person is asked about in each run before the model is told it."""

    spec: ToolSpec
    text: str
    verdict: Verdict


@dataclass(frozen=True)
class RunPlan:
    """Everything fixed about runs of one agent version at one moment of its tenant's configuration.

    Attributes:
        specs: what models are told of tools; a description that is blocked or held is withheld here.
    """

    agent: PublishedAgent
    tools: dict[str, Tool]
    hand_offs: dict[str, str]
    specs: list[ToolSpec]
    parameters: Parameters
    contract: OutputContract | None
    allowance: Allowance
    limits: dict[str, JsonValue]
    catalog: ModelCatalog = field(repr=False)
    budgets: BudgetBook
    guard: Guard = field(repr=False)
    tool_guards: Mapping[str, Guard] = field(default_factory=dict, repr=False)
    held_descriptions: Mapping[str, HeldDescription] = field(default_factory=dict, repr=False)

    def guard_of(self, tool: str) -> Guard:
        """Return what reads the texts that go to a tool and come from it: its own policy, else the agent's."""
        return self.tool_guards.get(tool, self.guard)

    def route(self) -> ResolvedRoute:
        """Return where its model is now: those found on this machine come and go without a change of configuration.

        Raises:
            ModelUnknown, CapabilityMissing, NoModelAvailable: says what to do.
        """
        return self.catalog.resolve(self.agent.definition.model, needs=_NEEDS if self.specs else ())

    def opening(self, history: list[tuple[str, str]], text: str, given: list[Message] | None) -> list[Message]:
        """Return the messages that a run begins with.

        Args:
            history: (input, output) of earlier turns, oldest first.
            given: the caller's own messages, instead of history and text (OpenAI-compatible doors).
        """
        messages = [Message("system", self.agent.definition.instructions.strip())]
        if given is not None:
            return messages + given
        for asked, answered in history:
            messages += [Message("user", asked), Message("assistant", answered)]
        return [*messages, Message("user", text)]


@dataclass
class _TenantConfig:
    """A tenant's configuration at one epoch."""

    config_epoch: int
    catalog: ModelCatalog
    budgets: BudgetBook
    tools: ToolCatalogue
    guards: GuardBook
    agents: dict[str, PublishedAgent] = field(default_factory=dict)
    plans: dict[UUID, RunPlan] = field(default_factory=dict)


class Planner:
    """Plans runs; keeps each tenant's configuration until its epoch moves. One per process."""

    def __init__(self, models: ModelParts, builtins: Mapping[str, Tool]) -> None:
        self._models = models
        self._builtins = builtins
        self._configs: OrderedDict[UUID, _TenantConfig] = OrderedDict()

    def cached(self, tenant_id: UUID, reference: str) -> tuple[RunPlan, int] | None:
        """Return the plan of an agent's published version and its epoch, if known; the epoch is yet to be checked."""
        config = self._configs.get(tenant_id)
        agent = config.agents.get(reference) if config else None
        plan = config.plans.get(agent.version_id) if config and agent else None
        return (plan, config.config_epoch) if config and plan else None

    def forget(self, tenant_id: UUID) -> None:
        """Drop what is cached of a tenant: one of its epochs moved."""
        self._configs.pop(tenant_id, None)

    async def plan(
        self, db: AsyncSession, principal: Principal, reference: str, *, version: int | None = None
    ) -> tuple[RunPlan, int]:
        """Return the plan for an agent by id or slug, and the configuration's epoch.

        Raises:
            AgentNotFound, AgentVersionNotFound, AgentNotPublished, Forbidden: as :func:`versions.get_published`.
        """
        config = await self._config(db)
        agent = config.agents.get(reference) if version is None else None
        if agent is None:
            agent = await versions.get_published(db, principal, reference, version=version)
            if version is None:
                config.agents[reference] = agent
        return self._of(config, agent), config.config_epoch

    async def plan_version(self, db: AsyncSession, version_id: UUID) -> RunPlan:
        """Return the plan for a version that a run started with.

        Raises:
            AgentNotPublished: the agent was deleted since.
        """
        config = await self._config(db)
        if version_id in config.plans:
            return config.plans[version_id]
        agent = await versions.find_by_id(db, version_id)
        if agent is None:
            raise AgentNotPublished("The agent was deleted while the run was waiting; it cannot go on.")
        return self._of(config, agent)

    async def _config(self, db: AsyncSession) -> _TenantConfig:
        tenant: TenantNow = db.info["tenant"]
        config = self._configs.get(tenant.id)
        if config is None or config.config_epoch != tenant.config_epoch:
            catalog = await load_catalog(db, self._models.vault, self._models.local)
            tools = await load_catalogue(db, self._builtins)
            config = _TenantConfig(tenant.config_epoch, catalog, await load_book(db), tools, await load_guards(db))
            self._configs[tenant.id] = config
            while len(self._configs) > _MAXIMUM_TENANTS:
                self._configs.popitem(last=False)
        self._configs.move_to_end(tenant.id)
        return config

    def _of(self, config: _TenantConfig, agent: PublishedAgent) -> RunPlan:
        plan = config.plans.get(agent.version_id)
        if plan is None:
            plan = make_plan(config.catalog, config.budgets, agent, config.tools.tools, config.guards)
            config.plans[agent.version_id] = plan
        return plan


def make_plan(
    catalog: ModelCatalog, budgets: BudgetBook, agent: PublishedAgent, installed: Mapping[str, Tool], guards: GuardBook
) -> RunPlan:
    """Return the plan of one agent version over a tenant's models and budgets."""
    definition: AgentDefinition = agent.definition
    tools = {grant.name: installed[grant.name] for grant in definition.tools if grant.name in installed}
    hand_offs = {HAND_OFF_PREFIX + slug.replace("-", "_"): slug for slug in definition.hand_offs}
    described = [_described(guards.of(agent.agent_id, tool=tool.name), tool) for tool in tools.values()]
    specs = [spec for spec, _ in described]
    specs += [
        ToolSpec(name, f"Hand a piece of work to the agent {slug}.", _HAND_OFF) for name, slug in hand_offs.items()
    ]
    given, limits = definition.parameters, definition.limits
    return RunPlan(
        agent=agent,
        tools=tools,
        hand_offs=hand_offs,
        specs=specs,
        parameters=Parameters(given.temperature, given.max_tokens, given.top_p, list(given.stop), given.seed),
        contract=compile_output_schema(definition.output_schema) if definition.output_schema is not None else None,
        allowance=Allowance(limits.model_calls, limits.tool_calls, limits.tokens, limits.cost_micros),
        limits=limits.model_dump(mode="json"),
        catalog=catalog,
        budgets=budgets,
        guard=guards.of(agent.agent_id),
        tool_guards=guards.by_tool,
        held_descriptions={held.spec.name: held for _, held in described if held is not None},
    )


def _described(guard: Guard, tool: Tool) -> tuple[ToolSpec, HeldDescription | None]:
    """Return what a model is told of a tool: no description that is blocked, and none that is held until asked."""
    text = f"{tool.description}\n{orjson.dumps(tool.parameters).decode()}"
    verdict = guard.check(text, Stage.TOOL_DESCRIPTION)
    spec = ToolSpec(tool.name, tool.description, tool.parameters)
    if not verdict.blocked and not verdict.held:
        return spec, None
    withheld = ToolSpec(tool.name, "(The description was withheld by a guardrail.)", {"type": "object"})
    if verdict.held:
        return withheld, HeldDescription(spec, text, verdict)
    _log.warning("the description of a tool is withheld by a guardrail", extra={"tool": tool.name})
    return withheld, None


_HAND_OFF = {
    "type": "object",
    "properties": {
        "input": {
            "type": "string",
            "minLength": 1,
            "description": "What the other agent is to do, with all it must know.",
        }
    },
    "required": ["input"],
    "additionalProperties": False,
}
