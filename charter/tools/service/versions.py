"""Versions of a tool: added, published, rolled back. What does not validate stays a draft for ever."""

from __future__ import annotations

import hashlib
from datetime import datetime

import orjson
from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.budgets.service import storage
from charter.core.db import epochs
from charter.core.errors import FieldProblem
from charter.core.principal import Principal
from charter.tools.errors import (
    NoEarlierToolVersion,
    ToolDefinitionInvalid,
    ToolVersionNotDraft,
    ToolVersionNotFound,
)
from charter.tools.models import RegisteredTool, ToolVersion, ToolVersionState
from charter.tools.repository import ToolRepository
from charter.tools.schemas import ToolFacts, ToolProblem, ToolVersionRead
from charter.tools.tool import compiled

_MAXIMUM_SCHEMA_BYTES = 100_000


def require_schemas(facts: ToolFacts) -> None:
    """Refuse schemas that are none, are not of an object, refer elsewhere or are larger than models are given.

    Raises:
        ToolDefinitionInvalid: the fields say which and why.
    """
    fields: list[FieldProblem] = []
    for path, schema in (("/input_schema", facts.input_schema), ("/output_schema", facts.output_schema)):
        if schema is None:
            continue
        if len(orjson.dumps(schema)) > _MAXIMUM_SCHEMA_BYTES:
            fields.append({"path": path, "message": f"It is larger than {_MAXIMUM_SCHEMA_BYTES} bytes."})
            continue
        try:
            compiled(schema)
        except ValueError as error:
            fields.append({"path": path, "message": f"It is no JSON Schema: {str(error).splitlines()[0]}"})
    if facts.input_schema.get("type") != "object":
        fields.append({"path": "/input_schema/type", "message": 'Arguments are an object: "type" must be "object".'})
    if fields:
        words = "; ".join(f"{field['path']}: {field['message']}" for field in fields)
        raise ToolDefinitionInvalid(words, fields=fields)


async def add_version(
    db: AsyncSession,
    principal: Principal,
    tool: RegisteredTool,
    facts: ToolFacts,
    *,
    publish: bool,
    now: datetime,
) -> ToolVersionRead:
    """Add a version to a locked tool; the same content as the latest one adds nothing.

    Args:
        publish: make it the current one as well, if it validates.
    """
    access.require(principal, "tools.write")
    if publish:
        access.require(principal, "tools.publish")
    require_schemas(facts)
    version = await add(db, principal, tool, facts, now=now)
    if publish and version.valid and version.state == ToolVersionState.DRAFT:
        await make_current(db, principal, tool, version, now=now)
    return read_version(version)


async def add(
    db: AsyncSession, principal: Principal, tool: RegisteredTool, facts: ToolFacts, *, now: datetime
) -> ToolVersion:
    """Store the next version of a locked tool as a draft, unless its latest one says the same."""
    content = content_hash(facts)
    latest = await ToolRepository(db).latest_version(tool.id)
    if latest is not None and latest.content_hash == content:
        return latest
    version = ToolVersion(
        tool_id=tool.id,
        number=latest.number + 1 if latest else 1,
        state=ToolVersionState.DRAFT,
        valid=facts.valid,
        description=facts.description,
        input_schema=facts.input_schema,
        output_schema=facts.output_schema,
        definition=facts.definition,
        problems=[problem.model_dump(mode="json") for problem in facts.problems],
        content_hash=content,
        created_by=principal.id,
    )
    tool.updated_at = now
    db.add(version)
    await db.flush()
    await storage.require_room(db)
    await db.refresh(version)
    await _record(db, principal, "tool_version.drafted", version)
    return version


def content_hash(facts: ToolFacts) -> str:
    """Return ``sha256:`` and the hash of what a version says, without what was found wrong with it."""
    said = facts.model_dump(mode="json", exclude={"problems"})
    return "sha256:" + hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


async def list_versions(
    db: AsyncSession, principal: Principal, tool: RegisteredTool, *, after: int | None, limit: int
) -> list[ToolVersion]:
    """Return versions, newest first."""
    access.require(principal, "tools.read")
    return await ToolRepository(db).versions(tool.id, after=after, limit=limit)


async def get_version(db: AsyncSession, principal: Principal, tool: RegisteredTool, number: int) -> ToolVersionRead:
    """Return one version.

    Raises:
        ToolVersionNotFound: the tool has no version of this number.
    """
    access.require(principal, "tools.read")
    return read_version(await _version(db, tool, number))


async def publish_version(
    db: AsyncSession, principal: Principal, tool: RegisteredTool, number: int, *, now: datetime
) -> ToolVersionRead:
    """Freeze a draft of a locked tool and make it the version that new runs use.

    Raises:
        Forbidden: the principal lacks ``tools.publish``.
        ToolVersionNotDraft: it was published or retired before.
        ToolDefinitionInvalid: it did not validate; the fields say what is wrong.
    """
    access.require(principal, "tools.publish")
    version = await _version(db, tool, number)
    if version.state != ToolVersionState.DRAFT:
        raise ToolVersionNotDraft(f"Version {number} is {version.state}; roll back to it, or add a new version.")
    if not version.valid:
        raise invalid([ToolProblem.model_validate(problem) for problem in version.problems])
    await make_current(db, principal, tool, version, now=now)
    return read_version(version)


def invalid(problems: list[ToolProblem]) -> ToolDefinitionInvalid:
    """Return the refusal of a definition with these problems."""
    fields: list[FieldProblem] = []
    for problem in problems:
        if problem.severity != "error":
            continue
        where = f"Line {problem.line}: " if problem.line else ""
        field: FieldProblem = {"path": problem.path or "/code", "message": where + problem.message}
        if problem.fix:
            field["suggestion"] = problem.fix
        fields.append(field)
    return ToolDefinitionInvalid("; ".join(field["message"] for field in fields[:3]), fields=fields)


async def roll_back(
    db: AsyncSession, principal: Principal, tool: RegisteredTool, number: int | None, *, now: datetime
) -> ToolVersionRead:
    """Make an earlier published version of a locked tool current again, in one step.

    Raises:
        NoEarlierToolVersion: no other version was ever published, or the one asked for never was.
    """
    access.require(principal, "tools.publish")
    repository = ToolRepository(db)
    version = await repository.last_retired(tool.id) if number is None else await _version(db, tool, number)
    if version is None or version.state != ToolVersionState.RETIRED:
        which = "No earlier version was" if version is None else f"Version {version.number} is {version.state}, not"
        raise NoEarlierToolVersion(f"{which} published before the present one; list the versions to choose.")
    await make_current(db, principal, tool, version, now=now, action="tool_version.rolled_back")
    return read_version(version)


async def make_current(
    db: AsyncSession,
    principal: Principal,
    tool: RegisteredTool,
    version: ToolVersion,
    *,
    now: datetime,
    action: str = "tool_version.published",
) -> None:
    """Publish a valid version of a locked tool and retire the one before it."""
    if previous := await ToolRepository(db).lock_published(tool.id):
        previous.state = ToolVersionState.RETIRED
        await db.flush()  # the unique index allows one published row at a time
    version.state = ToolVersionState.PUBLISHED
    version.published_at = now
    tool.updated_at = now
    await db.flush()
    await epochs.bump_config(db)
    await _record(db, principal, action, version)


def read_version(version: ToolVersion) -> ToolVersionRead:
    """Return what the outside sees of a version."""
    return ToolVersionRead.model_validate(version)


async def _version(db: AsyncSession, tool: RegisteredTool, number: int) -> ToolVersion:
    version = await ToolRepository(db).find_version(tool.id, number)
    if version is None:
        raise ToolVersionNotFound(f"The tool {tool.name!r} has no version {number}; list its versions.")
    return version


async def _record(db: AsyncSession, principal: Principal, action: str, version: ToolVersion) -> None:
    after: dict[str, JsonValue] = {"number": version.number, "content_hash": version.content_hash}
    await audit.record(db, principal, action, "tool_version", version.id, after=after)
