"""What runs need from their process, put together once."""

from __future__ import annotations

from dataclasses import dataclass

from charter.approvals.service.gate import PolicyGate
from charter.core.clock import Clock
from charter.core.db import Database
from charter.core.queue import QueueWorker
from charter.core.settings import Settings
from charter.guardrails.service.reading import Reader
from charter.llm.parts import ModelParts
from charter.runs.service.approving import CallGate
from charter.runs.service.budgeting import RunBudgeter
from charter.runs.service.engine import RunEngine
from charter.runs.service.events import EventHub
from charter.runs.service.hand_off import AgentHandOff
from charter.runs.service.helping import RunHelp
from charter.runs.service.holding import Holding
from charter.runs.service.planning import Planner
from charter.runs.service.starting import RunStarter
from charter.runs.service.tool_calls import ToolRunner
from charter.tools.parts import ToolParts


@dataclass(frozen=True, slots=True)
class RunParts:
    """The collaborators of runs in one process."""

    hub: EventHub
    planner: Planner
    starter: RunStarter
    policies: PolicyGate

    @classmethod
    def of(
        cls,
        settings: Settings,
        database: Database,
        models: ModelParts,
        tools: ToolParts,
        worker: QueueWorker,
        clock: Clock,
        reader: Reader,
    ) -> RunParts:
        """Return the parts of one process.

        Args:
            worker: holds the leases of the runs that this process executes.
            reader: reads texts with what is slow.
        """
        hub = EventHub(database)
        planner = Planner(models, tools.builtins)
        hand_off = AgentHandOff(database, hub, planner)
        budgeter = RunBudgeter(database, clock)
        policies = PolicyGate(database, clock)
        tools.desk.guard_with(policies)
        tools.desk.texts.read_with(reader)
        gate = CallGate(database, policies, clock, reader)
        runner = ToolRunner(tools.desk, hand_off, RunHelp(database, models.client, budgeter, reader))
        holding = Holding(database, models.vault, clock)
        engine = RunEngine(database, hub, models.client, runner, gate, budgeter, reader, holding)
        starter = RunStarter(database, hub, planner, engine, worker, budgeter, clock, lease_s=settings.lease_s)
        hand_off.starter = starter
        return cls(hub, planner, starter, policies)
