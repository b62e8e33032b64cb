"""What the MCP gateway needs from its process, put together once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from charter.audit.accesses import AccessLog
from charter.core.clock import Clock
from charter.core.crypto import MasterKey
from charter.core.db import Database
from charter.core.settings import Settings
from charter.gateway.service.asking import Questions
from charter.gateway.service.calling import GatewayCaller
from charter.gateway.service.epochs import Epochs
from charter.gateway.service.exposure import Exposures
from charter.runs.service.parts import RunParts
from charter.tools.parts import ToolParts
from charter.workflows.service.parts import WorkflowParts


@dataclass(frozen=True, slots=True)
class GatewayParts:
    """The collaborators of the gateway in one process.

    Attributes:
        hosts: names that this installation is reached as; addresses and localhost always are.
        tenant_domain: the domain below which tenants have names of their own.
    """

    epochs: Epochs
    exposures: Exposures
    caller: GatewayCaller
    base_url: str
    hosts: frozenset[str]
    tenant_domain: str | None

    @classmethod
    def of(
        cls,
        settings: Settings,
        database: Database,
        master: MasterKey,
        tools: ToolParts,
        runs: RunParts,
        workflows: WorkflowParts,
        clock: Clock,
        *,
        finished_run: Any,
    ) -> GatewayParts:
        """Return the parts of one process.

        Args:
            finished_run: waits for a run's end; the door of runs knows how.
        """
        host = urlsplit(settings.base_url).hostname
        log, questions = AccessLog(database, clock), Questions(database, master, clock)
        caller = GatewayCaller(database, tools.desk, runs, workflows, finished_run, log, clock, questions)
        return cls(
            Epochs(database),
            Exposures(database, tools.builtins),
            caller,
            settings.base_url,
            frozenset({"localhost", *([host] if host else [])}),
            settings.tenant_domain,
        )

    def is_known_as(self, host: str) -> bool:
        """Say whether a request may name this host."""
        name = host.rsplit(":", 1)[0].lower() if not host.endswith("]") else host.lower()
        if name in self.hosts or (self.tenant_domain and name.endswith(f".{self.tenant_domain}")):
            return True
        # An address is no name that somebody else's name server could point here.
        bare = name.strip("[]")
        return ":" in bare or bare.replace(".", "").isdigit()
