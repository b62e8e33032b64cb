"""Calling tools written in Python: in the sandbox, or not at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

from pydantic import JsonValue

from charter.core.guarded_client import GuardedClient
from charter.sandbox.errors import SandboxUnavailable
from charter.sandbox.jobs import Egress, Job, JobLimits, Outcome
from charter.sandbox.sandbox import Sandbox
from charter.tools.errors import (
    ToolCredentialMissing,
    ToolFailed,
    ToolOutOfLimits,
    ToolResultInvalid,
    ToolTimedOut,
    ToolUnavailable,
)
from charter.tools.python.egress import HostCredential, ToolEgress
from charter.tools.schemas import PythonDefinition, ToolLimits
from charter.tools.tool import Caller, Tool

OpenCredentials = Callable[[UUID, Collection[str]], Awaitable[list[HostCredential]]]
"""(tenant, names) to opened credentials, or raises :class:`ToolCredentialMissing`."""


async def no_credentials(_tenant_id: UUID, names: Collection[str]) -> list[HostCredential]:
    """Refuse: credentials are a tenant's, and there is none here."""
    raise ToolCredentialMissing(f"Credentials are on the server only: {', '.join(names)}.")


class PythonExecutor:
    """Calls Python tools.

    Args:
        sandbox: what runs them; None where it was turned off.
        http: sends their requests to hosts.
        credentials: opens a tenant's credentials for one call.
    """

    def __init__(self, sandbox: Sandbox | None, http: GuardedClient, credentials: OpenCredentials) -> None:
        self._sandbox = sandbox
        self._http, self._credentials = http, credentials

    async def call(self, tool: Tool, arguments: dict[str, JsonValue], caller: Caller) -> JsonValue:
        """Return the result.

        Raises:
            ToolUnavailable: there is no sandbox here.
            ToolFailed, ToolTimedOut, ToolOutOfLimits, ToolResultInvalid: as their names say.
        """
        definition = stored(tool.definition)
        is_class = bool(tool.definition.get("is_class"))
        outcome = await self.run(definition, arguments, is_class=is_class, tenant_id=caller.tenant_id)
        return result_of(tool.name, outcome)

    async def run(
        self,
        definition: PythonDefinition,
        arguments: dict[str, JsonValue],
        *,
        is_class: bool,
        tenant_id: UUID,
    ) -> Outcome:
        """Run checked code once, with the tenant's credentials at hand for its requests.

        Raises:
            ToolUnavailable: there is no sandbox here.
            ToolCredentialMissing: it names a credential that is not there.
        """
        if self._sandbox is None:
            raise ToolUnavailable("Tools written in Python are turned off here (CHARTER_SANDBOX=off).")
        job = Job(
            definition.code,
            definition.entry or "",
            arguments,
            is_class=is_class,
            limits=job_limits(definition.limits),
            owner=tenant_id,
            egress=await self._egress(definition, tenant_id),
        )
        try:
            if definition.tier == "transform":
                return await self._sandbox.transform(job)
            return await self._sandbox.run(job)
        except SandboxUnavailable as error:
            raise ToolUnavailable(f"Tools written in Python cannot run here: {error}.") from error

    async def _egress(self, definition: PythonDefinition, tenant_id: UUID) -> Egress | None:
        if not definition.hosts:
            return None
        opened = await self._credentials(tenant_id, definition.credentials) if definition.credentials else []
        return ToolEgress(self._http, definition.hosts, opened)


def stored(document: dict[str, JsonValue]) -> PythonDefinition:
    """Return a definition as it was stored, without what was read from its code."""
    return PythonDefinition.model_validate({name: value for name, value in document.items() if name != "is_class"})


def job_limits(limits: ToolLimits) -> JobLimits:
    """Return a tool's limits as the sandbox takes them."""
    return JobLimits(
        wall_s=limits.wall_s,
        cpu_s=limits.cpu_s,
        memory_bytes=limits.memory_mb << 20,
        disk_bytes=limits.disk_mb << 20,
        output_bytes=limits.output_kb << 10,
    )


def result_of(name: str, outcome: Outcome) -> JsonValue:
    """Return what a tool returned.

    Raises:
        ToolFailed, ToolTimedOut, ToolOutOfLimits, ToolResultInvalid: written for the model that asked.
    """
    failure = outcome.failure
    if failure is None:
        result: JsonValue = outcome.result
        return result
    match failure.kind:
        case "raised":
            where = f" (line {failure.line})" if failure.line else ""
            raise ToolFailed(f"{name} raised {failure.type}: {failure.message}{where}", line=failure.line)
        case "crashed":
            raise ToolFailed(f"{name}: {failure.message}")
        case "result":
            raise ToolResultInvalid(f"{name}: {failure.message}")
        case "wall":
            raise ToolTimedOut(f"{name}: {failure.message}")
        case limit:
            raise ToolOutOfLimits(f"{name}: {failure.message}", limit=limit)
