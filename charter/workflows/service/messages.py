"""Messages, signals and conditions from outside, or from agents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.core.ids import new_id
from charter.core.principal import Principal
from charter.workflows.engine.errors import EvaluationFailed
from charter.workflows.model.graph import Node
from charter.workflows.models import BpmnMessage
from charter.workflows.repository.messages import Correlator, lock_number
from charter.workflows.repository.queries import InstanceQueries
from charter.workflows.schemas import ConditionMet, ConditionsInput, MessageInput, SignalInput
from charter.workflows.service.batch import Asked
from charter.workflows.service.instances import require_size
from charter.workflows.service.runtime import WorkflowRuntime

_WAITING_FOR_SIGNAL = """
SELECT id, instance_id, definition_id, key, node, interrupting FROM workflow_subscriptions
WHERE kind = 'signal' AND name = $1 AND NOT held ORDER BY id FOR UPDATE"""

_CONDITIONAL_STARTS = """
SELECT definition_id, process_id, node FROM workflow_subscriptions
WHERE kind = 'conditional' AND ($1::text IS NULL OR process_id = $1) ORDER BY id"""


async def publish(runtime: WorkflowRuntime, principal: Principal, wanted: MessageInput) -> tuple[UUID | None, int]:
    """Publish a message: one instance of each process that waits for it gets it, now or within its time to live.

    Returns:
        Its id (None: one with this ``message_id`` waits already), and how many instances got it now.

    Raises:
        Forbidden: the principal lacks ``workflows.start``.
    """
    access.require(principal, "workflows.start")
    require_size(wanted.variables)
    return await deliver(runtime, principal.tenant_id, wanted)


async def deliver(runtime: WorkflowRuntime, tenant_id: UUID, wanted: MessageInput) -> tuple[UUID | None, int]:
    """Publish a message for somebody who has been asked already, or for a process."""
    now = runtime.clock()
    expires_at = now + timedelta(seconds=wanted.time_to_live_s)
    variables = orjson.dumps(wanted.variables).decode()
    async with runtime.database.tenant_connection(tenant_id) as connection:
        number = lock_number(tenant_id, wanted.name, wanted.correlation_key)
        await connection.execute("SELECT pg_advisory_xact_lock($1)", number)
        correlator = Correlator(connection, now)
        made, inbox = await correlator.publish(
            wanted.name, wanted.correlation_key, variables, wanted.message_id, expires_at
        )
        rows = await connection.fetch("SELECT id, instance_id FROM workflow_inbox WHERE id = ANY($1)", inbox)
    runtime.deliver(tenant_id, [(row["id"], row["instance_id"], {}) for row in rows])
    return made, len(inbox)


async def list_messages(
    db: AsyncSession, principal: Principal, *, state: str | None, name: str | None, after: UUID | None, limit: int
) -> Sequence[BpmnMessage]:
    """Return published messages, newest first.

    Raises:
        Forbidden: the principal lacks ``workflows.read``.
    """
    access.require(principal, "workflows.read")
    return await InstanceQueries(db).messages(state=state, name=name, after=after, limit=limit)


async def broadcast(runtime: WorkflowRuntime, principal: Principal, wanted: SignalInput) -> int:
    """Send a signal to all that wait for it now; returns how many.

    Raises:
        Forbidden: the principal lacks ``workflows.start``.
    """
    access.require(principal, "workflows.start")
    require_size(wanted.variables)
    inbox: list[tuple[UUID, UUID, dict[str, Any]]] = []
    async with runtime.database.tenant_connection(principal.tenant_id) as connection:
        for row in await connection.fetch(_WAITING_FOR_SIGNAL, wanted.name):
            inbox.append((new_id(), row["instance_id"] or new_id(), _command(row, wanted.variables)))
            if row["interrupting"] and row["instance_id"] is not None:
                await connection.execute("DELETE FROM workflow_subscriptions WHERE id = $1", row["id"])
        await connection.executemany(
            "INSERT INTO workflow_inbox (id, instance_id, command) VALUES ($1, $2, $3)",
            [(found, target, orjson.dumps(command).decode()) for found, target, command in inbox],
        )
    runtime.deliver(principal.tenant_id, inbox)
    return len(inbox)


async def start_where_conditions_hold(
    runtime: WorkflowRuntime, principal: Principal, wanted: ConditionsInput
) -> list[ConditionMet]:
    """Start an instance at each start event whose condition holds for some variables; the instance gets them.

    Raises:
        Forbidden: the principal lacks ``workflows.start``.
    """
    access.require(principal, "workflows.start")
    require_size(wanted.variables)
    holding: list[tuple[UUID, str, str]] = []
    async with runtime.database.tenant_connection(principal.tenant_id) as connection:
        for row in await connection.fetch(_CONDITIONAL_STARTS, wanted.process):
            definition = await runtime.catalogue.get(connection, row["definition_id"])
            if definition is not None and _holds(runtime, definition.process.nodes[row["node"]], wanted.variables):
                holding.append((row["definition_id"], row["process_id"], row["node"]))
    met = [ConditionMet(process=process, element=node, instance_id=new_id()) for _, process, node in holding]
    for (definition_id, process, node), one in zip(holding, met, strict=True):
        command = _begin(definition_id, node, wanted.variables) | {"started_by": str(principal.id)}
        asked = Asked(principal, "process_instance.started", {"process": process})
        await runtime.submit(principal.tenant_id, command, instance_id=one.instance_id, asked=asked)
    return met


def _holds(runtime: WorkflowRuntime, node: Node, variables: dict[str, Any]) -> bool:
    try:
        return runtime.ports.evaluate((node.event and node.event.condition) or "", variables, runtime.clock()) is True
    except EvaluationFailed:
        return False


def _begin(definition_id: UUID, node: str, variables: dict[str, Any]) -> dict[str, Any]:
    """Return the command that starts an instance at an event, which brings the variables."""
    return {"do": "start", "definition": str(definition_id), "begin": [[node, variables]], "variables": {}}


def _command(row: Any, variables: dict[str, Any]) -> dict[str, Any]:
    if row["definition_id"] is not None:
        return _begin(row["definition_id"], row["node"], variables)
    return {"do": "fire", "key": row["key"], "wait": str(row["id"]), "variables": variables}
