"""Tools written in Python, as the registry keeps them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.core.principal import Principal
from charter.tools.errors import ToolOfAnotherKind
from charter.tools.models import RegisteredTool
from charter.tools.python import checking
from charter.tools.python.checking import PythonTool
from charter.tools.schemas import (
    PythonDefinition,
    PythonToolInput,
    PythonVersionInput,
    ToolCheck,
    ToolFacts,
    ToolProblem,
    ToolRead,
    ToolVersionRead,
)
from charter.tools.service import registry, versions
from charter.tools.service.executor import stored
from charter.tools.tool import ToolKind


def check_definition(definition: PythonDefinition, packages: Collection[str] = ()) -> ToolCheck:
    """Return what was read from a definition, and everything wrong with it."""
    tool = _read(definition, packages)
    return ToolCheck(
        valid=tool.valid,
        entry=tool.entry,
        description=tool.signature.description,
        input_schema=tool.signature.parameters,
        output_schema=tool.signature.output,
        problems=tool.problems,
    )


def facts_of(definition: PythonDefinition, packages: Collection[str] = ()) -> ToolFacts:
    """Return what a version with this definition says."""
    tool = _read(definition, packages)
    stored: dict[str, JsonValue] = definition.model_copy(update={"entry": tool.entry}).model_dump(mode="json")
    return ToolFacts(
        description=tool.signature.description,
        input_schema=tool.signature.parameters,
        output_schema=tool.signature.output,
        definition=stored | {"is_class": tool.is_class},
        problems=tool.problems,
    )


def _read(definition: PythonDefinition, packages: Collection[str]) -> PythonTool:
    is_transform = definition.tier == "transform"
    tool = checking.check(definition.code, entry=definition.entry, packages=packages, is_transform=is_transform)
    if is_transform and definition.hosts:
        tool.problems.append(
            ToolProblem(
                rule="python.transform", severity="error", path="/hosts", message="A transform reaches no hosts.",
                fix="Name none, or choose the full tier.",
            )
        )  # fmt: skip
    if tool.wants_network and not definition.hosts:
        tool.problems.append(
            ToolProblem(
                rule="python.network",
                severity="warning",
                path="/hosts",
                message="It imports what talks to hosts, and may reach none.",
                fix="Name them in hosts.",
            )
        )
    if definition.credentials and not definition.hosts:
        message = "Credentials are only added to requests to the tool's hosts, and it has none."
        tool.problems.append(
            ToolProblem(
                rule="python.network", severity="error", path="/credentials", message=message, fix="Name its hosts."
            )
        )
    return tool


def definition_of(tool: RegisteredTool, version: ToolVersionRead) -> PythonDefinition:
    """Return what a version of a Python tool says.

    Raises:
        ToolOfAnotherKind: it is not written in Python.
    """
    if tool.kind != ToolKind.PYTHON:
        raise ToolOfAnotherKind(f"{tool.name} is of the kind {tool.kind}: only tools written in Python have examples.")
    return stored(version.definition)


async def create_tool(
    db: AsyncSession, principal: Principal, wanted: PythonToolInput, *, packages: Collection[str], now: datetime
) -> ToolRead:
    """Make a tool written in Python; what does not validate is kept as a draft and can never be called.

    Raises:
        Forbidden: the principal lacks ``tools.write`` (or ``tools.publish``).
        ToolNameTaken: a tool of this tenant or a built-in one has the name.
    """
    access.require(principal, "tools.write")
    return await registry.register_tool(
        db,
        principal,
        wanted.name,
        ToolKind.PYTHON,
        facts_of(wanted.definition, packages),
        title=wanted.title,
        risk=wanted.risk,
        tags=wanted.tags,
        publish=wanted.publish,
        now=now,
    )


async def create_version(
    db: AsyncSession,
    principal: Principal,
    reference: str,
    wanted: PythonVersionInput,
    *,
    packages: Collection[str],
    now: datetime,
) -> ToolVersionRead:
    """Add a version to a tool written in Python; the same content as the latest one adds nothing.

    Raises:
        ToolOfAnotherKind: its versions come from where it comes from.
    """
    access.require(principal, "tools.write")
    tool = await registry.reach(db, reference, lock=True)
    if tool.kind != ToolKind.PYTHON:
        raise ToolOfAnotherKind(f"{tool.name} is of the kind {tool.kind}: its versions come from its source.")
    facts = facts_of(wanted.definition, packages)
    return await versions.add_version(db, principal, tool, facts, publish=wanted.publish, now=now)
