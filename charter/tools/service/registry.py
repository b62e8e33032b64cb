"""Tools themselves: registered, listed, changed, turned on and off, held, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.identity.service import members
from charter.tools.builtin import NAMES
from charter.tools.errors import ToolBuiltIn, ToolNameTaken, ToolNotFound
from charter.tools.meaning import LEAST, Meanings
from charter.tools.models import RegisteredTool, ToolVersion
from charter.tools.repository import ToolRepository
from charter.tools.schemas import ListedTool, ToolChange, ToolFacts, ToolProblem, ToolRead, ToolState, ToolSummary
from charter.tools.service import versions
from charter.tools.tool import Risk, Tool, ToolKind

_MOST_RANKED = 2_000


async def register_tool(
    db: AsyncSession,
    principal: Principal,
    name: str,
    kind: ToolKind,
    facts: ToolFacts,
    *,
    title: str | None = None,
    risk: Risk = Risk.EXTERNAL,
    tags: list[str] | None = None,
    source_id: UUID | None = None,
    publish: bool,
    now: datetime,
) -> ToolRead:
    """Register a tool with its first version; what does not validate becomes a draft, whatever was asked for.

    Rooms that know tools of a kind (MCP, OpenAPI) register theirs here.

    Args:
        name: as agents are granted it: lower-case letters, digits and underscores.
        source_id: of what it came from, given back in ``Tool.source_id``.

    Raises:
        Forbidden: the principal lacks ``tools.write`` (or ``tools.publish``).
        ToolNameTaken: a tool of this tenant or a built-in one has the name.
        ToolDefinitionInvalid: a schema is none.
    """
    access.require(principal, "tools.write")
    if publish:
        access.require(principal, "tools.publish")
    versions.require_schemas(facts)
    taken = f"The name {name!r} is taken by another tool; choose another."
    if name in NAMES:
        raise ToolNameTaken(taken, fields=[{"path": "/name", "message": taken}])
    tool = RegisteredTool(
        name=name,
        kind=kind,
        title=title or name.replace("_", " ").capitalize(),
        risk=risk,
        tags=tags or [],
        source_id=source_id,
        owner_id=principal.id,
        updated_at=now,
    )
    try:
        async with db.begin_nested():
            db.add(tool)
            await db.flush()
    except IntegrityError as error:
        raise ToolNameTaken(taken, fields=[{"path": "/name", "message": taken}]) from error
    await db.refresh(tool)
    after: dict[str, JsonValue] = {"name": name, "kind": kind, "risk": risk}
    await audit.record(db, principal, "tool.registered", "tool", tool.id, after=after)
    version = await versions.add(db, principal, tool, facts, now=now)
    if publish and version.valid:
        await versions.make_current(db, principal, tool, version, now=now)
    return await read_tool(db, tool)


@dataclass(frozen=True, slots=True)
class ToolFilter:
    """Which tools a list is about."""

    kind: ToolKind | None = None
    risk: Risk | None = None
    tag: str | None = None
    state: ToolState | None = None

    def takes(self, tool: Tool, *, off: bool) -> bool:
        """Say whether a built-in tool is among them."""
        state = "disabled" if off else "ready"
        wanted = ((self.kind, tool.kind), (self.risk, tool.risk), (self.state, state))
        return all(one in {None, its} for one, its in wanted) and (self.tag is None or self.tag in tool.tags)


async def list_tools(
    db: AsyncSession,
    principal: Principal,
    builtins: Mapping[str, Tool],
    *,
    query: str,
    among: ToolFilter,
    after: str | None,
    limit: int,
) -> list[ListedTool]:
    """Return tools by name, built-in ones among them: those in whose texts every word of ``query`` occurs."""
    access.require(principal, "tools.read")
    return await _listed(db, builtins, query.casefold().split()[:10], among, after=after, limit=limit)


async def find_tools(
    db: AsyncSession,
    principal: Principal,
    builtins: Mapping[str, Tool],
    meanings: Meanings,
    *,
    query: str,
    among: ToolFilter,
    limit: int,
) -> list[ListedTool]:
    """Return the tools that fit ``query`` best by what they mean, and by the words that they say; the best first."""
    access.require(principal, "tools.read")
    tools = await _listed(db, builtins, [], among, after=None, limit=_MOST_RANKED)
    names = [f"{tool.name.replace('_', ' ')} {tool.title}" for tool in tools]
    texts = [f"{name}. {tool.description} {' '.join(tool.tags)}" for name, tool in zip(names, tools, strict=True)]
    scores = await meanings.ranked(query, names, texts)
    found = [tool.model_copy(update={"score": score}) for tool, score in zip(tools, scores, strict=True)]
    near = [tool for tool, score in zip(found, scores, strict=True) if score >= LEAST]
    return sorted(near, key=lambda tool: (-(tool.score or 0.0), tool.name))[:limit]


async def _listed(
    db: AsyncSession,
    builtins: Mapping[str, Tool],
    words: list[str],
    among: ToolFilter,
    *,
    after: str | None,
    limit: int,
) -> list[ListedTool]:
    repository = ToolRepository(db)
    off = await repository.switched_off()
    found = [
        summary_of_builtin(tool, off=tool.name in off)
        for tool in builtins.values()
        if among.takes(tool, off=tool.name in off) and (after is None or tool.name > after) and _says(tool, words)
    ]
    if among.kind is not ToolKind.BUILT_IN:
        filters = {name: value.value for name, value in (("kind", among.kind), ("risk", among.risk)) if value}
        rows = await repository.list_page(words, filters, among.tag, among.state, after=after, limit=limit)
        ids = [tool.id for tool in rows]
        numbers, current = await repository.numbers_of(ids), await repository.current_versions(ids)
        found += [_summary(tool, current[tool.id], numbers[tool.id]) for tool in rows]
    return [ListedTool(**tool.model_dump()) for tool in sorted(found, key=lambda tool: tool.name)[:limit]]


def _says(tool: Tool, words: list[str]) -> bool:
    text = " ".join([tool.name, tool.title, tool.description, *tool.tags]).casefold()
    return all(word in text for word in words)


async def get_tool(db: AsyncSession, principal: Principal, builtins: Mapping[str, Tool], reference: str) -> ToolRead:
    """Return a tool by id or name.

    Raises:
        ToolNotFound: no such tool in this tenant.
    """
    access.require(principal, "tools.read")
    if reference in builtins:
        off = await ToolRepository(db).switched_off()
        return read_builtin(builtins[reference], off=reference in off)
    return await read_tool(db, await reach(db, reference))


async def change_tool(
    db: AsyncSession, principal: Principal, reference: str, change: ToolChange, *, now: datetime
) -> ToolRead:
    """Change a tool's title, risk class, tags or owner.

    Raises:
        ToolNotFound: no such tool in this tenant.
        MemberNotFound: its new owner is no member of the tenant.
    """
    access.require(principal, "tools.write")
    tool = await reach(db, reference, lock=True)
    before: dict[str, JsonValue] = {}
    after: dict[str, JsonValue] = {}
    if change.owner_id is not None and change.owner_id != tool.owner_id:
        await members.require_member(db, change.owner_id)
        before["owner"] = format_id("principal", tool.owner_id) if tool.owner_id else None
        after["owner"], tool.owner_id = format_id("principal", change.owner_id), change.owner_id
    for name, value in change.model_dump(mode="json", exclude_none=True, exclude={"owner_id"}).items():
        if getattr(tool, name) != value:
            before[name], after[name] = getattr(tool, name), value
            setattr(tool, name, value)
    if after:
        tool.updated_at = now
        await db.flush()
        await epochs.bump_config(db)
        await audit.record(db, principal, "tool.changed", "tool", tool.id, before=before, after=after)
    return await read_tool(db, tool)


async def delete_tool(db: AsyncSession, principal: Principal, reference: str) -> None:
    """Delete a tool and its versions; agents that were granted it run without it."""
    access.require(principal, "tools.delete")
    tool = await reach(db, reference, lock=True)
    await db.delete(tool)
    await db.flush()
    await epochs.bump_config(db)
    before: dict[str, JsonValue] = {"name": tool.name, "kind": tool.kind}
    await audit.record(db, principal, "tool.deleted", "tool", tool.id, before=before)


async def turn(
    db: AsyncSession,
    principal: Principal,
    builtins: Mapping[str, Tool],
    reference: str,
    *,
    on: bool,
    now: datetime,
) -> ToolRead:
    """Turn a tool on or off in this tenant, a built-in one as well; from the next call on it holds."""
    access.require(principal, "tools.manage")
    if reference in builtins:
        return await _turn_builtin(db, principal, builtins[reference], on=on)
    tool = await reach(db, reference, lock=True)
    if tool.enabled is not on:
        tool.enabled, tool.updated_at = on, now
        await db.flush()
        await epochs.bump_config(db)
        action = "tool.enabled" if on else "tool.disabled"
        await audit.record(db, principal, action, "tool", tool.id, after={"name": tool.name})
    return await read_tool(db, tool)


async def _turn_builtin(db: AsyncSession, principal: Principal, tool: Tool, *, on: bool) -> ToolRead:
    repository = ToolRepository(db)
    if (tool.name not in await repository.switched_off()) is not on:
        await (repository.switch_on(tool.name) if on else repository.switch_off(tool.name))
        await epochs.bump_config(db)
        action = "tool.enabled" if on else "tool.disabled"
        await audit.record(db, principal, action, "tool", None, after={"name": tool.name})
    return read_builtin(tool, off=not on)


async def hold_tool(db: AsyncSession, principal: Principal, tool_id: UUID, because: str, *, now: datetime) -> None:
    """Quarantine a tool: it keeps its versions and cannot be called until somebody releases it.

    For rooms that found something wrong with it; closing needs no permission, releasing does.

    Args:
        because: a sentence, shown to whoever meets the tool.
    """
    await _set_hold(db, principal, tool_id, because, now=now)


async def release_tool(db: AsyncSession, principal: Principal, tool_id: UUID, *, now: datetime) -> None:
    """Let a quarantined tool be called again."""
    access.require(principal, "tools.publish")
    await _set_hold(db, principal, tool_id, None, now=now)


async def _set_hold(
    db: AsyncSession, principal: Principal, tool_id: UUID, because: str | None, *, now: datetime
) -> None:
    tool = await ToolRepository(db).find_by_id(tool_id, lock=True)
    if tool is None:
        raise _not_found(str(tool_id))
    if tool.held_because == because:
        return
    before: dict[str, JsonValue] = {"held_because": tool.held_because}
    tool.held_because, tool.updated_at = because, now
    await db.flush()
    await epochs.bump_config(db)
    action = "tool.released" if because is None else "tool.quarantined"
    await audit.record(db, principal, action, "tool", tool.id, before=before, after={"held_because": because})


async def list_of_source(db: AsyncSession, source_id: UUID) -> list[ToolRead]:
    """Return the tools that came from one source, by name; for the room that the source belongs to."""
    return [await read_tool(db, tool) for tool in await ToolRepository(db).of_source(source_id)]


async def delete_of_source(db: AsyncSession, principal: Principal, source_id: UUID) -> None:
    """Delete the tools that came from one source: it is gone itself."""
    for tool in await ToolRepository(db).of_source(source_id):
        await delete_tool(db, principal, tool.name)


async def reach(db: AsyncSession, reference: str, *, lock: bool = False) -> RegisteredTool:
    """Return a registered tool by id or name.

    Raises:
        ToolNotFound: there is none in this tenant.
        ToolBuiltIn: it is built in, so it has no versions and no owner.
    """
    tool = await ToolRepository(db).find(reference, lock=lock)
    if tool is not None:
        return tool
    if reference in NAMES:
        raise ToolBuiltIn(f"{reference} is built in: it can only be turned on and off.")
    raise _not_found(reference)


def _not_found(reference: str) -> ToolNotFound:
    return ToolNotFound(f"No tool {reference!r} in this tenant; list them with GET /v1/tools.")


async def read_tool(db: AsyncSession, tool: RegisteredTool) -> ToolRead:
    """Return what the outside sees of a registered tool."""
    repository = ToolRepository(db)
    current, numbers = await repository.current_versions([tool.id]), await repository.numbers_of([tool.id])
    version = current[tool.id]
    return ToolRead(
        **_summary(tool, version, numbers[tool.id]).model_dump(),
        input_schema=version.input_schema,
        output_schema=version.output_schema,
        definition=version.definition,
        problems=[ToolProblem.model_validate(problem) for problem in version.problems],
    )


def read_builtin(tool: Tool, *, off: bool) -> ToolRead:
    """Return what the outside sees of a built-in tool."""
    return ToolRead(
        **summary_of_builtin(tool, off=off).model_dump(),
        input_schema=tool.parameters,
        output_schema=tool.output_schema,
        definition={},
        problems=[],
    )


def summary_of_builtin(tool: Tool, *, off: bool) -> ToolSummary:
    """Return a built-in tool as lists show it."""
    return ToolSummary(
        id=None,
        name=tool.name,
        kind=tool.kind,
        title=tool.title,
        description=tool.description,
        risk=tool.risk,
        tags=list(tool.tags),
        state="disabled" if off else "ready",
        held_because=None,
        owner_id=None,
        published_version=None,
        latest_version=None,
        updated_at=None,
    )


def _summary(tool: RegisteredTool, version: ToolVersion, numbers: tuple[int | None, int]) -> ToolSummary:
    return ToolSummary(
        id=tool.id,
        name=tool.name,
        kind=ToolKind(tool.kind),
        title=tool.title,
        description=version.description,
        risk=Risk(tool.risk),
        tags=tool.tags,
        state=_state(tool, numbers[0]),
        held_because=tool.held_because,
        owner_id=tool.owner_id,
        published_version=numbers[0],
        latest_version=numbers[1],
        updated_at=tool.updated_at,
    )


def _state(tool: RegisteredTool, published: int | None) -> ToolState:
    if tool.held_because is not None:
        return "quarantined"
    if published is None:
        return "draft"
    return "ready" if tool.enabled else "disabled"
