"""Agents as files: exported, imported as new agents, applied so that the tenant is as the file says."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from pydantic import JsonValue, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.agents.errors import AgentDefinitionInvalid, AgentFileInvalid
from charter.agents.models import Agent
from charter.agents.repository import AgentRepository
from charter.agents.schemas import (
    AgentDefinition,
    AgentFile,
    AgentRead,
    AppliedAgent,
    ApplyResult,
    DefinitionProblem,
)
from charter.agents.service import agents, definitions, versions, yaml_text
from charter.agents.service.definitions import Surroundings
from charter.agents.service.diff import compare
from charter.agents.service.yaml_text import Document
from charter.core.errors import FieldProblem
from charter.core.principal import Principal
from charter.tenants.service import slug_of

_MAX_DOCUMENTS = 200


@dataclass(frozen=True)
class _Wanted:
    """One agent of a file, its definition checked."""

    file: AgentFile
    slug: str
    definition: AgentDefinition
    warnings: list[DefinitionProblem]


async def export_agent(db: AsyncSession, principal: Principal, reference: str) -> tuple[str, str]:
    """Return an agent's slug and its YAML: the definition that runs now, without what is default anyway."""
    agent = await agents.get_agent(db, principal, reference)
    document: dict[str, JsonValue] = {
        "api_version": "charter/v1",
        "kind": "Agent",
        "name": agent.name,
        "slug": agent.slug,
        "definition": told(agent.definition),
    }
    return agent.slug, yaml_text.write_document(document)


def told(definition: AgentDefinition) -> dict[str, JsonValue]:
    """Return what a definition says beyond the defaults, in the order of its fields."""
    document: dict[str, JsonValue] = definition.model_dump(mode="json", exclude_defaults=True)
    return document


async def import_agent(
    db: AsyncSession, principal: Principal, raw: bytes, *, publish: bool, tools: set[str], now: datetime
) -> AgentRead:
    """Make a new agent from a file with one document.

    Raises:
        AgentFileInvalid: not such a file; the fields and lines say where.
        AgentSlugTaken: there is an agent of this slug; apply the file to change that one.
    """
    access.require(principal, "agents.write")
    if publish:
        access.require(principal, "agents.publish")
    documents = await asyncio.to_thread(yaml_text.read_documents, raw)
    if len(documents) != 1:
        line = documents[1].line if documents else 1
        raise yaml_text.refuse(line, f"The file has {len(documents)} documents; import takes one.")
    file = _file_of(documents, 0)
    around = await agents.surroundings(db, principal, tools, itself=file.slug)
    wanted = _check(documents, 0, file, around)
    return await agents.insert_agent(
        db, principal, file.name, file.slug, wanted.definition, origin=None, publish=publish, now=now
    )


async def apply_file(
    db: AsyncSession, principal: Principal, raw: bytes, *, dry_run: bool, tools: set[str], now: datetime
) -> ApplyResult:
    """Make the tenant's agents as a file says: all of its documents, or none.

    Applying it again changes nothing. An agent is known by its slug; a changed definition becomes a new version and is
    published. Agents that are not in the file stay as they are.

    Args:
        raw: YAML, one agent in each document.
        dry_run: only say what would be done.

    Raises:
        AgentFileInvalid: the fields and lines say where.
    """
    access.require(principal, "agents.write")
    access.require(principal, "agents.publish")
    documents = await asyncio.to_thread(yaml_text.read_documents, raw)
    files = _files(documents)
    around = await agents.surroundings(db, principal, tools)
    together = dict(around.agents) | {_slug_of(file): _hand_offs(file) for file in files}
    wanted = [
        _check(documents, index, file, Surroundings(around.tools, together, around.models, _slug_of(file)))
        for index, file in enumerate(files)
    ]
    repository = AgentRepository(db)
    # Locked in the order of their slugs: two files at once wait for each other, never in a circle.
    present = {slug: await repository.find(slug, lock=not dry_run) for slug in sorted(item.slug for item in wanted)}
    items = [await _apply(db, principal, item, present[item.slug], dry_run=dry_run, now=now) for item in wanted]
    return ApplyResult(dry_run=dry_run, items=items)


async def _apply(
    db: AsyncSession, principal: Principal, wanted: _Wanted, agent: Agent | None, *, dry_run: bool, now: datetime
) -> AppliedAgent:
    name, definition = wanted.file.name, wanted.definition
    if agent is None:
        made: AgentRead | None = None
        if not dry_run:
            made = await agents.insert_agent(
                db, principal, name, wanted.slug, definition, origin=None, publish=True, now=now
            )
        diff = compare(None, definition, from_version=None, to_version=1)
        return AppliedAgent(
            action="created", slug=wanted.slug, agent=made, diff=diff, renamed_from=None, warnings=wanted.warnings
        )
    for permission in ("agents.read", "agents.write", "agents.publish"):
        access.require(principal, permission, agent.id)
    repository = AgentRepository(db)
    current = await repository.find_published_version(agent.id)
    same = current is not None and current.content_hash == definition.content_hash()
    before = AgentDefinition.model_validate(current.definition) if current else None
    renamed_from = agent.name if agent.name != name else None
    number = current.number if current and same else None
    if not dry_run and not same:
        number = await versions.publish_definition(db, principal, agent, definition, now=now)
    if not dry_run and renamed_from is not None:
        await agents.rename_agent(db, principal, agent.slug, name, now=now)
    return AppliedAgent(
        action="unchanged" if same and renamed_from is None else "updated",
        slug=agent.slug,
        agent=await agents.read_agent(db, agent),
        diff=compare(before, definition, from_version=current.number if current else None, to_version=number),
        renamed_from=renamed_from,
        warnings=wanted.warnings,
    )


def _files(documents: list[Document]) -> list[AgentFile]:
    if not documents:
        raise yaml_text.refuse(1, "The file is empty.", suggestion="Start from charter agent export.")
    if len(documents) > _MAX_DOCUMENTS:
        line = documents[_MAX_DOCUMENTS].line
        raise yaml_text.refuse(line, f"The file has {len(documents)} documents; {_MAX_DOCUMENTS} at most.")
    files = [_file_of(documents, index) for index in range(len(documents))]
    seen: dict[str, int] = {}
    for index, file in enumerate(files):
        slug = _slug_of(file)
        if slug in seen:
            problem = f"The agent {slug!r} is in the file already, from line {documents[seen[slug]].line}."
            _refuse(documents, index, AgentFileInvalid, [_problem("/slug" if file.slug else "/name", problem)])
        seen[slug] = index
    return files


def _file_of(documents: list[Document], index: int) -> AgentFile:
    try:
        return AgentFile.model_validate(documents[index].value)
    except ValidationError as error:
        problems = [definitions.shape_problem(dict(item), AgentFile) for item in error.errors(include_url=False)]
        _refuse(documents, index, AgentFileInvalid, problems)


def _check(documents: list[Document], index: int, file: AgentFile, around: Surroundings) -> _Wanted:
    definition, checked = definitions.check(file.definition, around)
    errors = [problem for problem in checked.problems if problem.severity == "error"]
    if definition is None or errors:
        within = [problem.model_copy(update={"path": f"/definition{problem.path}"}) for problem in errors]
        _refuse(documents, index, AgentDefinitionInvalid, within)
    return _Wanted(file, _slug_of(file), definition, checked.problems)


def _slug_of(file: AgentFile) -> str:
    return file.slug or slug_of(file.name)


def _hand_offs(file: AgentFile) -> list[str]:
    named = file.definition.get("hand_offs")
    return [slug for slug in named if isinstance(slug, str)] if isinstance(named, list) else []


def _problem(path: str, message: str) -> DefinitionProblem:
    return DefinitionProblem(path=path, message=message, suggestion=None, severity="error")


def _refuse(
    documents: list[Document],
    index: int,
    kind: type[AgentFileInvalid | AgentDefinitionInvalid],
    problems: list[DefinitionProblem],
) -> NoReturn:
    """Refuse a file for what is wrong in one of its documents; of several documents the path says which."""
    document = documents[index]
    lines = [document.line_of(problem.path) for problem in problems]
    prefix = f"/{index}" if len(documents) > 1 else ""
    fields: list[FieldProblem] = []
    for line, problem in zip(lines, problems, strict=True):
        entry: FieldProblem = {"path": prefix + problem.path, "message": f"Line {line}: {problem.message}"}
        if problem.suggestion:
            entry["suggestion"] = problem.suggestion
        fields.append(entry)
    words = "; ".join(f"{entry['path'] or 'the document'}: {entry['message']}" for entry in fields[:3])
    raise kind(words, fields=fields, lines=list(lines))
