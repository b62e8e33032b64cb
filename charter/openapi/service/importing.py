"""Looking at a document, and making tools of its operations; doing it again shows and takes over what changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.errors import FieldProblem
from charter.core.guarded_client import GuardedClient, Limits, OutgoingError
from charter.core.principal import Principal
from charter.openapi import reading
from charter.openapi.errors import OpenApiInvalid, OpenApiNotFetched, OperationNotFound
from charter.openapi.reading import Document, Operation
from charter.openapi.schemas import (
    Difference,
    OpenApiImported,
    OpenApiImportInput,
    OpenApiPreview,
    OpenApiSource,
    OperationRead,
)
from charter.tools.schemas import ToolFacts, ToolRead
from charter.tools.service import registry, versions
from charter.tools.tool import Risk, ToolKind

_LONGEST_NAME = 64
_FETCHING = Limits(
    connect_timeout_s=5.0,
    header_timeout_s=15.0,
    total_timeout_s=20.0,
    max_response_bytes=reading.MAXIMUM_BYTES,
    max_redirects=3,
)
_COMPARED = ("description", "input_schema", "definition")


async def preview(db: AsyncSession, principal: Principal, http: GuardedClient, source: OpenApiSource) -> OpenApiPreview:
    """Return what a document offers, compared with the tools that were made of it before; changes nothing.

    Raises:
        Forbidden: the principal lacks ``tools.write``.
        OpenApiInvalid, OpenApiNotFetched: the document cannot be read, or not be fetched.
    """
    access.require(principal, "tools.write")
    document = await _document(http, source)
    known = await _known(db, principal, source.name)
    operations = [_read(source.name, operation, known) for operation in document.operations]
    there = {operation.tool for operation in operations}
    operations += [_gone(tool) for name, tool in known.items() if name not in there]
    return OpenApiPreview(
        title=document.title,
        version=document.version,
        server_url=document.server_url,
        security_schemes=document.schemes,
        operations=operations,
    )


async def import_tools(
    db: AsyncSession, principal: Principal, http: GuardedClient, wanted: OpenApiImportInput, *, now: datetime
) -> OpenApiImported:
    """Make tools of operations, or new versions of those made before; tools that lost their operation are held.

    Raises:
        Forbidden: the principal lacks ``tools.write`` or ``tools.publish``.
        OpenApiInvalid, OpenApiNotFetched: the document cannot be read, or not be fetched.
        OperationNotFound: an operation that is wanted is not there or cannot be a tool.
        ToolNameTaken: another tool has the name.
    """
    access.require(principal, "tools.write")
    access.require(principal, "tools.publish")
    document = await _document(http, wanted)
    base_url = (wanted.server_url or document.server_url or "").rstrip("/")
    if not base_url:
        raise OpenApiInvalid("The document does not say where the API is; give its server_url.")
    chosen = _chosen(document, wanted)
    known = await _known(db, principal, wanted.name)
    done = OpenApiImported(created=[], updated=[], unchanged=[], held=[])
    for operation in chosen:
        name = tool_name(wanted.name, operation.id)
        facts = _facts(operation, base_url, wanted.credentials)
        await _take(db, principal, wanted.name, name, operation, facts, known.get(name), done, now=now)
    ids = {tool_name(wanted.name, operation.id) for operation in document.operations if operation.unusable is None}
    for name, tool in known.items():
        if name not in ids and tool.id is not None:
            because = "The OpenAPI document does not have its operation any more."
            await registry.hold_tool(db, principal, tool.id, because, now=now)
            done.held.append(name)
    after: dict[str, JsonValue] = {"api": wanted.name, "base_url": base_url, "operations": len(chosen)}
    await audit.record(
        db, principal, "openapi.imported", "tool_source", _source_id(principal, wanted.name), after=after
    )
    return done


def tool_name(api: str, operation: str) -> str:
    """Return the name of an operation's tool; a changed or cut one carries a part of its hash."""
    plain = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", operation).lower()).strip("_")
    name = f"{api}__{plain}"
    if len(name) <= _LONGEST_NAME and plain:
        return name
    return f"{name[: _LONGEST_NAME - 7]}_{hashlib.sha256(operation.encode()).hexdigest()[:6]}"


async def _take(
    db: AsyncSession,
    principal: Principal,
    api: str,
    name: str,
    operation: Operation,
    facts: ToolFacts,
    before: ToolRead | None,
    done: OpenApiImported,
    *,
    now: datetime,
) -> None:
    if before is None:
        await registry.register_tool(
            db, principal, name, ToolKind.OPENAPI, facts,
            title=operation.title, risk=_risk(operation), tags=[api.replace("_", "-")],
            source_id=_source_id(principal, api), publish=True, now=now,
        )  # fmt: skip
        done.created.append(name)
        return
    tool = await registry.reach(db, name, lock=True)
    changed = bool(_changes(facts, before))
    await versions.add_version(db, principal, tool, facts, publish=True, now=now)
    await registry.release_tool(db, principal, tool.id, now=now)
    (done.updated if changed else done.unchanged).append(name)


def _chosen(document: Document, wanted: OpenApiImportInput) -> list[Operation]:
    by_id = {operation.id: operation for operation in document.operations}
    fields: list[FieldProblem] = []
    for number, id_ in enumerate(wanted.operations):
        if id_ not in by_id:
            fields.append({"path": f"/operations/{number}", "message": f"There is no operation {id_!r}."})
        elif reason := by_id[id_].unusable:
            fields.append({"path": f"/operations/{number}", "message": f"{id_}: {reason}"})
    fields += [
        {"path": f"/credentials/{scheme}", "message": f"The document has no security scheme {scheme!r}."}
        for scheme in wanted.credentials
        if scheme not in document.schemes
    ]
    if fields:
        raise OperationNotFound("; ".join(field["message"] for field in fields), fields=fields)
    return [by_id[id_] for id_ in dict.fromkeys(wanted.operations)]


def _facts(operation: Operation, base_url: str, credentials: Mapping[str, str]) -> ToolFacts:
    arguments: list[JsonValue] = [
        {"name": argument.name, "place": argument.place, "sent_as": argument.sent_as}
        for argument in operation.arguments
    ]
    named: list[JsonValue] = [credentials[scheme] for scheme in operation.security if scheme in credentials]
    return ToolFacts(
        description=operation.description,
        input_schema=operation.parameters,
        definition={
            "operation": operation.id,
            "method": operation.method,
            "path": operation.path,
            "base_url": base_url,
            "arguments": arguments,
            "body_type": operation.body_type,
            "credentials": named,
        },
    )


def _risk(operation: Operation) -> Risk:
    if operation.method in {"GET", "HEAD"}:
        return Risk.READ
    return Risk.DESTRUCTIVE if operation.method == "DELETE" else Risk.EXTERNAL


def _read(api: str, operation: Operation, known: Mapping[str, ToolRead]) -> OperationRead:
    name = tool_name(api, operation.id)
    before = known.get(name)
    changed: list[str] = []
    difference = Difference.NEW if operation.unusable is None else Difference.UNUSABLE
    if before is not None and operation.unusable is None:
        # Where the API is and what it is called with are the importer's choice and stay as they are.
        facts = _facts(operation, str(before.definition.get("base_url")), {})
        facts.definition["credentials"] = before.definition.get("credentials")
        changed = _changes(facts, before)
        difference = Difference.CHANGED if changed or before.held_because else Difference.SAME
    return OperationRead(
        id=operation.id,
        tool=name,
        method=operation.method,
        path=operation.path,
        title=operation.title,
        description=operation.description,
        input_schema=operation.parameters,
        security=list(operation.security),
        difference=difference,
        changed=changed,
        why=operation.unusable,
    )


def _gone(tool: ToolRead) -> OperationRead:
    definition = tool.definition
    return OperationRead(
        id=str(definition.get("operation")),
        tool=tool.name,
        method=str(definition.get("method")),
        path=str(definition.get("path")),
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema,
        security=[],
        difference=Difference.GONE,
        changed=[],
        why="The document does not have it any more; an import holds its tool.",
    )


def _changes(facts: ToolFacts, before: ToolRead) -> list[str]:
    return [name for name in _COMPARED if getattr(facts, name) != getattr(before, name)]


async def _known(db: AsyncSession, principal: Principal, api: str) -> dict[str, ToolRead]:
    return {tool.name: tool for tool in await registry.list_of_source(db, _source_id(principal, api))}


def _source_id(principal: Principal, api: str) -> UUID:
    """Return what the tools of one API have in common; the same at each import."""
    return uuid5(principal.tenant_id, f"openapi:{api}")


async def _document(http: GuardedClient, source: OpenApiSource) -> Document:
    if source.document is not None:
        return reading.read(source.document.encode())
    try:
        async with await http.request("GET", source.url or "", limits=_FETCHING) as answer:
            raw = await answer.read()
            if answer.status != 200:
                raise OpenApiNotFetched(f"{source.url} answers {answer.status}.")
            return reading.read(raw, answer.url)
    except OutgoingError as error:
        raise OpenApiNotFetched(f"The document could not be fetched: {error.detail}", cause=error.code) from error
