"""Deploying files: all of them or none, each process, decision and form with a version of its own."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.ids import new_id
from charter.core.principal import Principal
from charter.dmn.errors import DmnUnreadable
from charter.dmn.model import Model as DmnModel
from charter.workflows.engine.errors import EvaluationFailed
from charter.workflows.errors import ModelNotDeployable
from charter.workflows.model import linting
from charter.workflows.model.dependencies import NeedKind
from charter.workflows.model.findings import Finding, Severity
from charter.workflows.model.graph import Node, Process, Trigger
from charter.workflows.model.reading import read_model
from charter.workflows.models import (
    WorkflowDefinition,
    WorkflowDeployment,
    WorkflowSubscription,
    WorkflowTimer,
)
from charter.workflows.repository.definitions import DefinitionRepository
from charter.workflows.service.checking import DependencyChecker, Deployment, calls_of, circles_of_calls
from charter.workflows.service.ports import EnginePorts
from charter.workflows.service.shelf import read_models


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to deploy; its name's ending says what it is: ``.bpmn``, ``.dmn`` or ``.form``."""

    name: str
    content: bytes

    @property
    def kind(self) -> str | None:
        """Return what it holds: bpmn, dmn or form."""
        ending = self.name.rpartition(".")[2].lower()
        return ending if ending in {"bpmn", "dmn", "form"} else None


@dataclass(slots=True)
class ReadFiles:
    """What files hold, by their names."""

    processes: dict[str, list[Process]] = field(default_factory=dict)
    decisions: dict[str, DmnModel] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    findings: dict[str, list[Finding]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """What a form's JSON document says of itself."""

    id: str
    version_tag: str | None = None


@dataclass(frozen=True, slots=True)
class Deployed:
    """What a deployment holds, and what looked wrong with it, by file."""

    id: UUID
    definitions: list[WorkflowDefinition]
    warnings: dict[str, list[Finding]]


def read_files(files: Sequence[NewFile]) -> ReadFiles:
    """Read and lint files; what is wrong with them is in the result."""
    read = ReadFiles()
    if repeated := _repeated_names(files):
        read.findings = repeated
        return read
    decision_files = [file for file in files if file.kind == "dmn"]
    for file in files:
        if file.kind == "bpmn":
            model = read_model(file.content)
            read.processes[file.name] = model.processes
            read.findings[file.name] = linting.lint(model)
        elif file.kind == "form":
            read.forms[file.name], read.findings[file.name] = _read_form(file)
        elif file.kind is None:
            read.findings[file.name] = [_unknown_kind(file)]
    try:
        models = read_models([file.content for file in decision_files])
    except DmnUnreadable as error:
        for file in decision_files:
            read.findings[file.name] = [error.finding]
        return read
    for file, model_ in zip(decision_files, models, strict=True):
        read.decisions[file.name] = model_
        read.findings[file.name] = list(model_.findings)
    _refuse_repeated_keys(read, files)
    return read


def _repeated_names(files: Sequence[NewFile]) -> dict[str, list[Finding]]:
    counts = Counter(file.name for file in files)
    fix = "Name each file differently: findings and definitions are told by it."
    return {
        name: [Finding("file.repeated", Severity.ERROR, "", 0, f"{count} files are named {name}.", fix)]
        for name, count in counts.items()
        if count > 1
    }


def _refuse_repeated_keys(read: ReadFiles, files: Sequence[NewFile]) -> None:
    """Find what two files define: which of them would be the newer version?"""
    first: dict[tuple[str, str], str] = {}
    for file in files:
        for named in _named(read, file):
            other = first.setdefault((named.kind, named.key), file.name)
            if other != file.name and named.key:
                line = named.process.line if named.process else 0
                message = f'The {named.kind} "{named.key}" is in {other} as well.'
                fix = "Deploy one of them, or give it another id."
                finding = Finding("file.key-repeated", Severity.ERROR, named.key, line, message, fix)
                read.findings[file.name].append(finding)


def _unknown_kind(file: NewFile) -> Finding:
    message = f"{file.name} is neither .bpmn nor .dmn nor .form."
    return Finding("file.kind", Severity.ERROR, "", 0, message, "Name it after what it holds.")


def _read_form(file: NewFile) -> tuple[Form, list[Finding]]:
    """Return what a form is, and what is wrong with it."""
    try:
        document = orjson.loads(file.content)
    except orjson.JSONDecodeError as error:
        message, fix = f"The form is no JSON: {error}.", "Export it again."
        return Form(""), [Finding("form.malformed", Severity.ERROR, "", 1, message, fix)]
    identifier = document.get("id") if isinstance(document, dict) else None
    if not isinstance(identifier, str) or not identifier:
        return Form(""), [Finding("form.id", Severity.ERROR, "", 1, "The form has no id.", 'Give it an "id".')]
    tag = document.get("versionTag")
    if tag is not None and not (isinstance(tag, str) and tag.strip()):
        fix = "Write a text, or leave it out."
        return Form(identifier), [
            Finding("form.version-tag", Severity.ERROR, identifier, 1, "The versionTag is no text.", fix)
        ]
    return Form(identifier, tag), []


async def lint(principal: Principal, files: Sequence[NewFile]) -> dict[str, list[Finding]]:
    """Return what is wrong with files, by name.

    Raises:
        Forbidden: the principal lacks ``workflows.read``.
    """
    access.require(principal, "workflows.read")
    return await asyncio.to_thread(lint_files, files)


def lint_files(files: Sequence[NewFile]) -> dict[str, list[Finding]]:
    """Return what is wrong with files, by name, as far as it can be seen without what is deployed already."""
    read = read_files(files)
    edges = {process.id: calls_of(process) for of in read.processes.values() for process in of}
    circles = circles_of_calls(read.processes, edges)
    return {name: [*found, *circles.get(name, [])] for name, found in read.findings.items()}


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


async def deploy(
    db: AsyncSession,
    principal: Principal,
    files: Sequence[NewFile],
    checker: DependencyChecker,
    *,
    now: datetime,
    allow_missing: bool = False,
) -> Deployed:
    """Deploy files; one whose content is that of the latest version keeps it.

    Args:
        allow_missing: called processes, decisions and forms may come later; until then those who need them are stuck.

    Raises:
        Forbidden: the principal lacks ``workflows.deploy``.
        ModelNotDeployable: a file has findings that are errors; nothing is deployed.
    """
    access.require(principal, "workflows.deploy")
    read = await asyncio.to_thread(read_files, files)
    _refuse_errors(read.findings)
    missing = await checker.check(db, principal, _contents(read, files), allow_missing=allow_missing)
    findings = {name: [*found, *missing.get(name, [])] for name, found in read.findings.items()}
    _refuse_errors(findings)
    deployment = WorkflowDeployment(created_by=principal.id, created_at=now)
    db.add(deployment)
    await db.flush()
    definitions = DefinitionRepository(db)
    named = [(file, _named(read, file)) for file in files]
    unchanged = await _unchanged(definitions, named)
    deployed: list[WorkflowDefinition] = unchanged or []
    for file, inside in named if unchanged is None else ():
        deployed += await _deploy_file(definitions, deployment.id, file, inside, now)
    for definition in deployed:
        await audit.record(
            db,
            principal,
            "workflow.deployed",
            "workflow_definition",
            definition.id,
            after={"key": definition.key, "version": definition.version, "kind": definition.kind},
        )
    return Deployed(deployment.id, deployed, {name: found for name, found in findings.items() if found})


@dataclass(frozen=True, slots=True)
class _Named:
    """Something in a file that gets versions of its own."""

    kind: str
    key: str
    name: str | None
    version_tag: str | None = None
    process: Process | None = None


def _named(read: ReadFiles, file: NewFile) -> list[_Named]:
    if file.name in read.forms:
        form = read.forms[file.name]
        return [_Named("form", form.id, None, form.version_tag)]
    if file.name in read.decisions:
        return [
            _Named("decision", found.id, found.name, found.version_tag) for found in read.decisions[file.name].decisions
        ]
    return [
        _Named("process", process.id, process.name, process.version_tag, process)
        for process in read.processes.get(file.name, [])
    ]


def _contents(read: ReadFiles, files: Sequence[NewFile]) -> Deployment:
    keys: dict[NeedKind, dict[str, str | None]] = {}
    for file in files:
        for named in _named(read, file):
            keys.setdefault(NeedKind(named.kind), {})[named.key] = named.version_tag
    return Deployment(read.processes, keys)


def _refuse_errors(findings: dict[str, list[Finding]]) -> None:
    found = [(name, finding) for name, of in findings.items() for finding in of if finding.severity is Severity.ERROR]
    if not found:
        return
    name, first = found[0]
    raise ModelNotDeployable(
        f"{name}, line {first.line}: {first.message} {first.fix}"
        + (f" And {len(found) - 1} more." if len(found) > 1 else ""),
        findings=[{"file": file, **as_json(finding)} for file, finding in found],
    )


async def _unchanged(
    definitions: DefinitionRepository, named: list[tuple[NewFile, list[_Named]]]
) -> list[WorkflowDefinition] | None:
    """Return the latest versions, if all of them came from these very files; nobody makes others meanwhile.

    One file that is new gives all of a deployment new versions, so that what is bound to its deployment is in it.
    """
    latest = [
        (await definitions.lock_latest(found.kind, found.key), hashlib.sha256(file.content).digest())
        for file, inside in named
        for found in inside
    ]
    same = [found[0] for found, digest in latest if found is not None and found[1] == digest]
    return same if len(same) == len(latest) else None


async def _deploy_file(
    definitions: DefinitionRepository, deployment_id: UUID, file: NewFile, named: list[_Named], now: datetime
) -> list[WorkflowDefinition]:
    digest = hashlib.sha256(file.content).digest()
    file_id = await definitions.add_file(deployment_id, file.kind or "", file.name, digest, file.content)
    deployed = []
    for found in named:
        latest = await definitions.lock_latest(found.kind, found.key)
        definition = WorkflowDefinition(
            id=new_id(),
            deployment_id=deployment_id,
            file_id=file_id,
            kind=found.kind,
            key=found.key,
            name=found.name,
            version=1 if latest is None else latest[0].version + 1,
            version_tag=found.version_tag,
            created_at=now,
        )
        await definitions.add(definition)
        if found.process is not None:
            await _open_starts(definitions.db, definition, found.process, now)
        deployed.append(definition)
    return deployed


async def _open_starts(db: AsyncSession, definition: WorkflowDefinition, process: Process, now: datetime) -> None:
    """Let messages, signals, timers and conditions start the new version, and no longer the one before."""
    earlier = WorkflowSubscription.definition_id.is_not(None) & (WorkflowSubscription.process_id == process.id)
    await db.execute(delete(WorkflowSubscription).where(earlier))
    await DefinitionRepository(db).stop_start_timers(process.id)
    for node in process.starts_of(process.id):
        if node.event is None:
            continue
        if node.trigger is Trigger.TIMER and node.event.timer is not None:
            await _start_timer(db, definition, node, now)
        elif node.trigger in {Trigger.MESSAGE, Trigger.SIGNAL, Trigger.CONDITIONAL}:
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
