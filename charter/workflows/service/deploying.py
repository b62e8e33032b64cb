"""Deploying files: all of them or none, each process, decision and form with a version of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.ids import new_id
from charter.core.principal import Principal
from charter.workflows.engine.errors import EvaluationFailed
from charter.workflows.errors import ModelNotDeployable
from charter.workflows.model.findings import Finding
from charter.workflows.model.graph import Node, Process, Trigger
from charter.workflows.model.reading import Model, read_model
from charter.workflows.models import (
    WorkflowDefinition,
    WorkflowDeployment,
    WorkflowSubscription,
    WorkflowTimer,
)
from charter.workflows.repository.definitions import DefinitionRepository
from charter.workflows.service.ports import EnginePorts


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to deploy; its name's ending says what it is: ``.bpmn``, ``.dmn`` or ``.form``."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Deployed:
    """What a deployment holds."""

    id: UUID
    definitions: list[WorkflowDefinition]


async def lint(principal: Principal, files: Sequence[NewFile]) -> dict[str, list[Finding]]:
    """Return what is wrong with files, by name.

    Raises:
        Forbidden: the principal lacks ``workflows.read``.
    """
    access.require(principal, "workflows.read")
    return {file.name: list(read_model(file.content).findings) for file in files}


def as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as callers see it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "element": finding.element,
        "line": finding.line,
        "message": finding.message,
        "fix": finding.fix,
    }


async def deploy(db: AsyncSession, principal: Principal, files: Sequence[NewFile], *, now: datetime) -> Deployed:
    """Deploy files; one whose content is that of the latest version keeps it.

    Raises:
        Forbidden: the principal lacks ``workflows.deploy``.
        ModelNotDeployable: a file has findings that are errors; nothing is deployed.
    """
    access.require(principal, "workflows.deploy")
    models = {file.name: read_model(file.content) for file in files}
    _refuse_findings(models)
    deployment = WorkflowDeployment(created_by=principal.id, created_at=now)
    db.add(deployment)
    await db.flush()
    definitions = DefinitionRepository(db)
    deployed: list[WorkflowDefinition] = []
    for file in files:
        deployed += await _deploy_processes(definitions, deployment.id, file, models[file.name], now)
    for definition in deployed:
        await audit.record(
            db,
            principal,
            "workflow.deployed",
            "workflow_definition",
            definition.id,
            after={"key": definition.key, "version": definition.version, "kind": definition.kind},
        )
    return Deployed(deployment.id, deployed)


def _refuse_findings(models: dict[str, Model]) -> None:
    found = [(name, finding) for name, model in models.items() for finding in model.findings.errors]
    if not found:
        return
    name, first = found[0]
    raise ModelNotDeployable(
        f"{name}, line {first.line}: {first.message} {first.fix}"
        + (f" And {len(found) - 1} more." if len(found) > 1 else ""),
        findings=[{"file": file, **as_json(finding)} for file, finding in found],
    )


async def _deploy_processes(
    definitions: DefinitionRepository, deployment_id: UUID, file: NewFile, model: Model, now: datetime
) -> list[WorkflowDefinition]:
    digest = hashlib.sha256(file.content).digest()
    file_id: UUID | None = None
    deployed = []
    for process in model.processes:
        latest = await definitions.lock_latest("process", process.id)
        if latest is not None and latest[1] == digest:
            deployed.append(latest[0])
            continue
        if file_id is None:
            file_id = await definitions.add_file(deployment_id, "bpmn", file.name, digest, file.content)
        definition = WorkflowDefinition(
            id=new_id(),
            deployment_id=deployment_id,
            file_id=file_id,
            kind="process",
            key=process.id,
            name=process.name,
            version=1 if latest is None else latest[0].version + 1,
            version_tag=process.version_tag,
            created_at=now,
        )
        await definitions.add(definition)
        await _open_starts(definitions.db, definition, process, now)
        deployed.append(definition)
    return deployed


async def _open_starts(db: AsyncSession, definition: WorkflowDefinition, process: Process, now: datetime) -> None:
    """Let messages, signals and timers start the new version, and no longer the one before."""
    earlier = WorkflowSubscription.definition_id.is_not(None) & (WorkflowSubscription.process_id == process.id)
    await db.execute(delete(WorkflowSubscription).where(earlier))
    await DefinitionRepository(db).stop_start_timers(process.id)
    for node in process.starts_of(process.id):
        if node.event is None:
            continue
        if node.trigger is Trigger.TIMER and node.event.timer is not None:
            await _start_timer(db, definition, node, now)
        elif node.trigger in {Trigger.MESSAGE, Trigger.SIGNAL}:
            values = {
                "id": new_id(),
                "definition_id": definition.id,
                "process_id": process.id,
                "key": 0,
                "node": node.id,
                "kind": node.trigger.value,
                "name": _constant(node.event.name or "", now),
                "correlation": None,
                "interrupting": False,
            }
            await db.execute(insert(WorkflowSubscription).values(**values))


def _constant(text: str, now: datetime) -> str:
    """Return a name that is needed before there is an instance: an expression can only be one without variables."""
    return str(EnginePorts().evaluate(text, {}, now)) if text.startswith("=") else text


async def _start_timer(db: AsyncSession, definition: WorkflowDefinition, node: Node, now: datetime) -> None:
    timer = node.event.timer if node.event else None
    if timer is None:
        return
    ports = EnginePorts()
    try:
        value = ports.evaluate(timer.text, {}, now) if timer.text.startswith("=") else timer.text
        due, cycle, left = ports.moment(timer.form, value, now)
    except EvaluationFailed as failed:
        raise ModelNotDeployable(f"Line {node.line}: the timer of {node.label}: {failed}.") from failed
    db.add(WorkflowTimer(definition_id=definition.id, key=0, node=node.id, due=due, cycle=cycle, repetitions=left))
