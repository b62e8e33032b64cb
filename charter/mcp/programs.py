"""MCP servers on standard input and output: the operator names their commands, the sandbox runs them.

Tenants choose a command by its name and can say nothing else about it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from charter.core.errors import StartRefused
from charter.core.ids import format_id
from charter.core.settings import Settings
from charter.mcp.errors import McpCommandNotAllowed, McpServerUnreachable
from charter.mcp.transports.port import Heard
from charter.mcp.transports.stdio import Stdio
from charter.sandbox.errors import SandboxUnavailable
from charter.sandbox.programs import Program
from charter.sandbox.sandbox import Sandbox

SCHEME = "stdio:"
KIND = "stdio"
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_VARIABLE = r"^[A-Za-z_][A-Za-z0-9_]{0,99}$"
_NEVER_SEEN = tuple(map(Path, ("/proc", "/sys", "/dev", "/run", "/etc", "/root")))
_VARIABLES_OF_LOADER = ("LD_", "NODE_OPTIONS", "PYTHONPATH")

Text = Annotated[str, StringConstraints(min_length=1, max_length=4_000, pattern=r"^[^\x00]+$")]


class McpCommand(BaseModel):
    """A command that the operator lets tenants use.

    Attributes:
        folders: what it may read; nothing else of the machine is there.
        tenants: ids of those who may use it; None is everybody.
    """

    model_config = ConfigDict(extra="forbid")

    command: Annotated[list[Text], Field(min_length=1, max_length=100)]
    folders: Annotated[list[Path], Field(max_length=100)] = []
    environment: dict[Annotated[str, StringConstraints(pattern=_VARIABLE)], Text] = {}
    tenants: list[Text] | None = None
    memory_mb: int = Field(1_024, ge=64, le=65_536)
    disk_mb: int = Field(16, ge=1, le=4_096)

    def is_for(self, tenant_id: UUID) -> bool:
        """Say whether a tenant may use it."""
        return self.tenants is None or format_id("tenant", tenant_id) in self.tenants

    def program(self) -> Program:
        """Return what the sandbox runs."""
        return Program(
            command=tuple(self.command),
            folders=tuple(self.folders),
            environment=self.environment,
            memory_bytes=self.memory_mb << 20,
            disk_bytes=self.disk_mb << 20,
        )


class McpPrograms:
    """The commands of this installation, and the sandbox that runs them."""

    def __init__(self, commands: Mapping[str, McpCommand], sandbox: Sandbox | None, *, at_once: int = 16) -> None:
        self._commands, self._sandbox, self.at_once = commands, sandbox, at_once

    @classmethod
    def of(cls, settings: Settings, sandbox: Sandbox | None) -> McpPrograms:
        """Return those of the operator's file.

        Raises:
            StartRefused: it cannot be read, or a command in it cannot be run safely.
        """
        file = settings.mcp_commands_file
        commands = {} if file is None else _read(file, settings)
        return cls(commands, sandbox, at_once=settings.mcp_programs_at_once)

    def names_for(self, tenant_id: UUID) -> list[str]:
        """Return the commands that a tenant may use."""
        return sorted(name for name, command in self._commands.items() if command.is_for(tenant_id))

    def require(self, url: str, tenant_id: UUID) -> McpCommand:
        """Return the command of an address like ``stdio:NAME``.

        Raises:
            McpCommandNotAllowed: the operator's list has none of that name for this tenant.
        """
        name = url.removeprefix(SCHEME)
        command = self._commands.get(name)
        if command is None or not command.is_for(tenant_id):
            there = ", ".join(self.names_for(tenant_id)) or "none"
            raise McpCommandNotAllowed(
                f"The operator's list of commands has no {name!r:.60} for you; it has: {there}. "
                "The operator adds commands in the file of CHARTER_MCP_COMMANDS_FILE."
            )
        return command

    async def open(self, url: str, tenant_id: UUID, heard: Heard) -> Stdio:
        """Start a server's program.

        Raises:
            McpCommandNotAllowed: as :meth:`require`.
            McpServerUnreachable: there is no sandbox here, or the program does not start in it.
        """
        program = self.require(url, tenant_id).program()
        if self._sandbox is None:
            raise McpServerUnreachable("MCP servers on standard input and output need the sandbox, which is off.")
        try:
            return Stdio(await self._sandbox.start_program(program), heard)
        except SandboxUnavailable as error:
            raise McpServerUnreachable(f"The program does not start: {error}.") from error


def _read(file: Path, settings: Settings) -> dict[str, McpCommand]:
    try:
        document = tomllib.loads(file.read_text())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StartRefused(f"CHARTER_MCP_COMMANDS_FILE: {file} cannot be read: {error}.") from error
    commands = {}
    for name, given in document.items():
        if not _NAME.fullmatch(name):
            raise _refused(name, "names are of small letters, digits, - and _, and begin with a letter")
        try:
            commands[name] = McpCommand.model_validate(given)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise _refused(name, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
        _require_safe(name, commands[name], settings)
    return commands


def _require_safe(name: str, command: McpCommand, settings: Settings) -> None:
    program = Path(command.command[0])
    if not program.is_absolute() or not program.is_file():
        raise _refused(name, f"{program} is no program; give its full path")
    data = settings.data_dir.resolve()
    for folder in command.folders:
        real = folder.resolve()
        if not folder.is_absolute() or not folder.exists():
            raise _refused(name, f"there is no {folder}; give full paths")
        if real == Path("/") or any(real.is_relative_to(place) for place in _NEVER_SEEN):
            raise _refused(name, f"{folder} is not shown to programs; name the folders that it needs")
        if data.is_relative_to(real) or real.is_relative_to(data) or settings.key_path.resolve().is_relative_to(real):
            raise _refused(name, f"{folder} holds Charter's own data")
    for variable in command.environment:
        if variable.startswith(_VARIABLES_OF_LOADER):
            raise _refused(name, f"{variable} changes what is loaded; put it into the command")


def _refused(name: str, why: str) -> StartRefused:
    return StartRefused(f"CHARTER_MCP_COMMANDS_FILE: {name[:60]}: {why}.")
