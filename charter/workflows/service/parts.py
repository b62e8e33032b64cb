"""What workflows need from their process, put together once."""

from __future__ import annotations

from dataclasses import dataclass

from charter.core.clock import Clock
from charter.core.crypto import Vault
from charter.core.db import Database
from charter.core.guarded_client import GuardedClient
from charter.core.settings import Settings
from charter.runs.service.parts import RunParts
from charter.tools.parts import ToolParts
from charter.workflows.service.built_in import BuiltInWorker
from charter.workflows.service.checking import DependencyChecker
from charter.workflows.service.clock import MovableClock
from charter.workflows.service.drawing import Drawer
from charter.workflows.service.hub import WorkflowHub
from charter.workflows.service.leasing import JobDesk
from charter.workflows.service.runtime import WorkflowRuntime
from charter.workflows.service.sweeper import Sweeper


@dataclass(frozen=True, slots=True)
class WorkflowParts:
    """The collaborators of workflows in one process."""

    clock: MovableClock
    hub: WorkflowHub
    runtime: WorkflowRuntime
    desk: JobDesk
    sweeper: Sweeper
    built_in: BuiltInWorker
    checker: DependencyChecker
    drawer: Drawer

    @classmethod
    def of(
        cls,
        settings: Settings,
        database: Database,
        runs: RunParts,
        tools: ToolParts,
        http: GuardedClient,
        vault: Vault,
        clock: Clock,
    ) -> WorkflowParts:
        """Return the parts of one process."""
        movable = MovableClock(clock, database if settings.test_clock else None)
        hub = WorkflowHub(database)
        runtime = WorkflowRuntime(database, movable, hub)
        sweeper = Sweeper(database, runtime, movable)
        hub.on_due = sweeper.due_at
        tools.built_in.use_clock("workflow", movable)
        worker = BuiltInWorker(database, runtime, runs, http, tools, vault)
        checker = DependencyChecker(runs.planner, tools.builtins)
        return cls(movable, hub, runtime, JobDesk(database, hub, movable), sweeper, worker, checker, Drawer())
