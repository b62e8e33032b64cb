"""Process instances: starting, steering and reading them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.core.db import Database
from charter.core.errors import CharterError
from charter.core.ids import format_id, new_id
from charter.core.principal import Principal
from charter.workflows.engine.errors import CommandRejected
from charter.workflows.errors import (
    CommandNotPossible,
    ProcessInstanceNotFound,
    VariablesTooLarge,
    WorkflowDefinitionNotFound,
)
from charter.workflows.models import ProcessInstance, WorkflowDefinition
from charter.workflows.repository.queries import InstanceQueries
from charter.workflows.schemas import (
    DecisionRead,
    ElementInstanceRead,
    HistoryEntry,
    InstanceDetail,
    InstanceRead,
    ModifyInput,
    StartInput,
    VariablesInput,
)
from charter.workflows.service.batch import Asked, Once
from charter.workflows.service.runtime import WorkflowRuntime

MAX_VARIABLES_BYTES = 2 * 1024 * 1024


def require_size(variables: dict[str, Any]) -> None:
    """Refuse variables that are too large, at the door.

    Raises:
        VariablesTooLarge: with the limit.
    """
    size = len(orjson.dumps(variables))
    if size > MAX_VARIABLES_BYTES:
        raise VariablesTooLarge(
            f"The variables have {size:,} bytes; at most {MAX_VARIABLES_BYTES:,} may come at once. Keep large content "
            "elsewhere and pass a reference.",
            limit=MAX_VARIABLES_BYTES,
        )


async def find_definition(db: AsyncSession, principal: Principal, wanted: StartInput) -> WorkflowDefinition:
    """Return the definition that a start is about, after asking whether the principal may start it.

    Raises:
        Forbidden: the principal lacks ``workflows.start``.
        WorkflowDefinitionNotFound: it is not deployed.
    """
    access.require(principal, "workflows.start")
    found = await InstanceQueries(db).definition("process", wanted.process, wanted.version)
    if found is None:
        which = f"version {wanted.version} of " if wanted.version else ""
        raise WorkflowDefinitionNotFound(
            f'There is no {which}process "{wanted.process}"; list them with GET /v1/workflow-definitions.'
        )
    return found


async def start(
    runtime: WorkflowRuntime,
    principal: Principal,
    definition_id: UUID,
    wanted: StartInput,
    once: tuple[str, bytes] | None = None,
) -> tuple[UUID, str] | None:
    """Start an instance; returns its id and state. It is committed with its audit entry.

    Args:
        once: an idempotency key and the request's fingerprint; None comes back if it has been used.

    Raises:
        Forbidden: the principal lacks ``workflows.start``.
        CommandNotPossible: it cannot begin like this.
    """
    access.require(principal, "workflows.start")
    require_size(wanted.variables)
    command: dict[str, Any] = {
        "do": "start",
        "definition": str(definition_id),
        "variables": wanted.variables,
        "business_key": wanted.business_key,
        "started_by": str(principal.id),
    }
    if wanted.start_at:
        command["begin"] = [[element, None] for element in wanted.start_at]
    asked = Asked(principal, "process_instance.started", {"process": wanted.process})
    only_once = Once(principal.id, *once) if once is not None else None
    try:
        answer = await runtime.submit(principal.tenant_id, command, instance_id=new_id(), asked=asked, once=only_once)
    except CommandRejected as rejected:
        if rejected.reason == "repeated":
            return None
        raise _refusal(rejected) from rejected
    return answer["instance_id"], answer["state"]


def _refusal(rejected: CommandRejected) -> CharterError:
    return (ProcessInstanceNotFound if rejected.reason == "not-found" else CommandNotPossible)(rejected.message)


async def submit(runtime: WorkflowRuntime, principal: Principal, command: dict[str, Any], **how: Any) -> Any:
    """Do a command, its rejection said as a refusal.

    Raises:
        ProcessInstanceNotFound: it is about something that is not there.
        CommandNotPossible: it does not fit.
    """
    try:
        return await runtime.submit(principal.tenant_id, command, **how)
    except CommandRejected as rejected:
        raise _refusal(rejected) from rejected


async def cancel(runtime: WorkflowRuntime, principal: Principal, instance_id: UUID) -> None:
    """End an instance and all it has called.

    Raises:
        Forbidden: the principal lacks ``workflows.control``.
        ProcessInstanceNotFound: no such active instance.
    """
    access.require(principal, "workflows.control")
    asked = Asked(principal, "process_instance.cancelled")
    await submit(runtime, principal, {"do": "cancel"}, instance_id=instance_id, asked=asked)


async def hold(runtime: WorkflowRuntime, principal: Principal, instance_id: UUID, *, held: bool) -> None:
    """Pause an instance or let it go on. Work that is with a worker may be finished; nothing else moves it.

    Raises:
        Forbidden: the principal lacks ``workflows.control``.
        ProcessInstanceNotFound: no such active instance.
        CommandNotPossible: it is paused already, or is not.
    """
    access.require(principal, "workflows.control")
    asked = Asked(principal, "process_instance.paused" if held else "process_instance.resumed")
    await submit(runtime, principal, {"do": "hold", "held": held}, instance_id=instance_id, asked=asked)


async def set_variables(
    runtime: WorkflowRuntime, principal: Principal, instance_id: UUID, wanted: VariablesInput
) -> None:
    """Set variables of an instance or of one of its element instances.

    Raises:
        Forbidden: the principal lacks ``workflows.control``.
        ProcessInstanceNotFound: no such active instance or element instance.
    """
    access.require(principal, "workflows.control")
    require_size(wanted.variables)
    asked = Asked(principal, "process_instance.variables_set", {"names": sorted(wanted.variables)})
    facts = {"variables": wanted.variables, "key": wanted.key, "local": wanted.local}
    await submit(runtime, principal, {"do": "set_variables", **facts}, instance_id=instance_id, asked=asked)


async def modify(runtime: WorkflowRuntime, principal: Principal, instance_id: UUID, wanted: ModifyInput) -> None:
    """Activate elements and terminate element instances by hand.

    Raises:
        Forbidden: the principal lacks ``workflows.control``.
        ProcessInstanceNotFound: no such active instance or element instance.
        CommandNotPossible: an element cannot be activated so.
    """
    access.require(principal, "workflows.control")
    activate = [{"node": one.element, "scope": one.scope, "variables": one.variables} for one in wanted.activate]
    asked = Asked(
        principal,
        "process_instance.modified",
        {"activated": [one.element for one in wanted.activate], "terminated": [*wanted.terminate]},
    )
    command = {"do": "modify", "activate": activate, "terminate": wanted.terminate}
    await submit(runtime, principal, command, instance_id=instance_id, asked=asked)


async def resolve(runtime: WorkflowRuntime, principal: Principal, instance_id: UUID, key: int, *, retries: int) -> None:
    """Try again what an incident stopped.

    Raises:
        Forbidden: the principal lacks ``workflows.control``.
        ProcessInstanceNotFound: no such active instance.
        CommandNotPossible: it has no incident there.
    """
    access.require(principal, "workflows.control")
    asked = Asked(principal, "process_incident.resolved", {"key": key})
    command = {"do": "resolve", "key": key, "retries": retries}
    await submit(runtime, principal, command, instance_id=instance_id, asked=asked)


async def cancel_many(
    database: Database,
    runtime: WorkflowRuntime,
    principal: Principal,
    *,
    process: str | None,
    ids: Sequence[UUID] | None,
) -> int:
    """Cancel all active instances of a process, or those named; returns how many were.

    Raises:
        Forbidden: the principal lacks ``workflows.control``.
    """
    access.require(principal, "workflows.control")
    async with database.tenant_session(principal.tenant_id) as db:
        found = await InstanceQueries(db).active(process=process, ids=ids)
    cancelled = 0
    for instance_id in found:
        try:
            await cancel(runtime, principal, instance_id)
        except ProcessInstanceNotFound:
            continue  # its caller was cancelled before it, or it has just ended
        cancelled += 1
    return cancelled


# -- reading ----------------------------------------------------------------------------------------------------------


def read(instance: ProcessInstance) -> InstanceRead:
    """Return an instance as callers see it."""
    return InstanceRead(
        id=instance.id,
        definition_id=instance.definition_id,
        process=instance.process_id,
        version=instance.version,
        parent_id=instance.parent_id,
        business_key=instance.business_key,
        state=instance.state,
        paused=instance.held,
        incidents=instance.incidents,
        started_at=instance.started_at,
        ended_at=instance.ended_at,
    )


async def list_instances(
    db: AsyncSession,
    principal: Principal,
    *,
    process: str | None,
    state: str | None,
    parent: UUID | None,
    incidents: bool | None,
    after: UUID | None,
    limit: int,
) -> Sequence[ProcessInstance]:
    """Return instances, newest first."""
    access.require(principal, "workflows.read")
    return await InstanceQueries(db).list(
        process=process, state=state, parent=parent, incidents=incidents, after=after, limit=limit
    )


async def get_instance(db: AsyncSession, principal: Principal, instance_id: UUID) -> ProcessInstance:
    """Return an instance.

    Raises:
        Forbidden: the principal lacks ``workflows.read``.
        ProcessInstanceNotFound: no such instance in this tenant.
    """
    access.require(principal, "workflows.read")
    found = await InstanceQueries(db).get(instance_id)
    if found is None:
        raise ProcessInstanceNotFound(
            f"No process instance {format_id('instance', instance_id)}; list them with GET /v1/process-instances."
        )
    return found


async def get_detail(db: AsyncSession, principal: Principal, instance_id: UUID) -> InstanceDetail:
    """Return an instance with its active element instances and variables."""
    instance = await get_instance(db, principal, instance_id)
    variables = {int(key): values for key, values in instance.variables.items()}
    elements = [
        ElementInstanceRead(
            key=key,
            element=node,
            scope=scope,
            phase=phase,
            incident="incident" in data,
            variables=variables.get(key, {}),
        )
        for key, node, scope, phase, _, data in instance.tokens["e"]
    ]
    return InstanceDetail(**read(instance).model_dump(), elements=elements, variables=variables.get(1, {}))


def require_read(principal: Principal) -> None:
    """Refuse a reader that may not see instances any more.

    Raises:
        Forbidden: the principal lacks ``workflows.read``.
    """
    access.require(principal, "workflows.read")


async def list_decisions(db: AsyncSession, principal: Principal, instance_id: UUID) -> list[DecisionRead]:
    """Return what was decided in an instance, oldest first."""
    await get_instance(db, principal, instance_id)
    return [
        DecisionRead(id=row.id, node=row.node, key=row.key, decision=row.decision, record=row.record, at=row.at)
        for row in await InstanceQueries(db).decisions(instance_id)
    ]


async def list_history(
    db: AsyncSession, principal: Principal, instance_id: UUID, *, after: int, limit: int
) -> tuple[list[HistoryEntry], int | None]:
    """Return an instance's history after a revision, and where to go on."""
    await get_instance(db, principal, instance_id)
    rows = await InstanceQueries(db).history(instance_id, after=after, limit=limit + 1)
    more = rows[limit - 1].revision if len(rows) > limit else None
    entries = [entry for row in rows[:limit] for entry in history_entries(row.revision, row.at, row.entries)]
    return entries, more


def history_entries(revision: int, at: datetime, entries: list[Any]) -> list[HistoryEntry]:
    """Return one commit's history as callers see it."""
    return [
        HistoryEntry(
            revision=revision,
            at=at,
            what=entry[0],
            key=entry[1],
            element=entry[2],
            facts=entry[3] if len(entry) > 3 else None,
        )
        for entry in entries
    ]
