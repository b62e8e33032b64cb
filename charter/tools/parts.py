"""What tools need from their process, put together once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from uuid import UUID

from sqlalchemy import exists, select

from charter.core.clock import Clock
from charter.core.crypto import Vault
from charter.core.db import Database
from charter.core.errors import StartRefused
from charter.core.guarded_client import AddressRules, GuardedClient
from charter.core.settings import Settings
from charter.identity.mail import Mailer
from charter.sandbox.sandbox import Sandbox
from charter.tools import builtin
from charter.tools.builtin import BuiltInExecutor, Post
from charter.tools.meaning import Meanings
from charter.tools.models import RegisteredTool
from charter.tools.python.egress import HostCredential
from charter.tools.service.credentials import open_credentials
from charter.tools.service.desk import ToolDesk
from charter.tools.service.executor import PythonExecutor
from charter.tools.service.users import ToolUsers
from charter.tools.tool import Tool, ToolKind

OpenCredentials = Callable[[UUID, Collection[str]], Awaitable[list[HostCredential]]]
"""Opens a tenant's credentials by their names, for one call."""


@dataclass(frozen=True, slots=True)
class ToolParts:
    """The collaborators of tools in one process.

    Attributes:
        builtins: the built-in tools of this installation, by name.
        desk: calls tools; executors of other kinds are registered with it.
        users: tells who uses a tool; rooms above add what they know.
        python: calls tools written in Python.
        sandbox: what runs them; None when it is turned off.
        credentials: opens the tenants' credentials.
        http: sends their requests.
        packages: modules beyond the standard library that Python tools can import.
        meanings: what descriptions of tools mean, for search.
    """

    builtins: Mapping[str, Tool]
    built_in: BuiltInExecutor
    desk: ToolDesk
    users: ToolUsers
    python: PythonExecutor
    sandbox: Sandbox | None
    packages: frozenset[str]
    credentials: OpenCredentials
    http: GuardedClient
    meanings: Meanings = field(default_factory=Meanings)

    @classmethod
    def of(cls, settings: Settings, database: Database, vault: Vault, clock: Clock) -> ToolParts:
        """Return the parts of one process."""
        # Not the client of models: what the operator allows for models of this machine is not for tools.
        http = GuardedClient(AddressRules(settings.allow_private_hosts))
        mailer, domains = Mailer.of(settings), frozenset(domain.lower() for domain in settings.mail_tool_domains)
        post = Post(mailer, domains) if mailer.configured and domains else None
        built_in = BuiltInExecutor(clock, http, post)
        desk = ToolDesk(database)
        desk.register(ToolKind.BUILT_IN, built_in)
        folder = settings.tool_packages_dir
        sandbox = None
        if settings.sandbox != "off":
            sandbox = Sandbox(waiting=settings.sandbox_waiting, at_once=settings.sandbox_at_once, packages=folder)

        async def opened(tenant_id: UUID, names: Collection[str]) -> list[HostCredential]:
            async with database.tenant_session(tenant_id) as db:
                return await open_credentials(db, vault, names)

        python = PythonExecutor(sandbox, http, opened)
        desk.register(ToolKind.PYTHON, python)
        builtins = builtin.available(fetch_tool=settings.fetch_tool, mail=post is not None)
        return cls(builtins, built_in, desk, ToolUsers(), python, sandbox, modules_in(folder), opened, http)

    async def health(self) -> tuple[Literal["ok", "off"], str]:
        """Return whether tools written in Python can run here, and why not."""
        if self.sandbox is None:
            return "off", "turned off (CHARTER_SANDBOX=off): tools written in Python do not run"
        state = await self.sandbox.state()
        return (
            ("ok", state.detail) if state.available else ("off", f"tools written in Python do not run: {state.detail}")
        )

    async def warm_up(self, database: Database) -> None:
        """Test the sandbox, and start the processes that wait for calls where there are tools that need them.

        Where there are none yet, the first call starts them.
        """
        if self.sandbox is None or not (await self.sandbox.state()).available:
            return
        async with database.system_session(reason="are there tools for the sandbox") as db:
            needed = await db.scalar(select(exists().where(RegisteredTool.kind == ToolKind.PYTHON.value)))
        if needed:
            await self.sandbox.warm_up()

    async def aclose(self) -> None:
        """End what runs, and close connections."""
        try:
            if self.sandbox is not None:
                await self.sandbox.aclose()
        finally:
            await self.http.aclose()


def modules_in(folder: Path | None) -> frozenset[str]:
    """Return the names of the modules in a folder of packages.

    Raises:
        StartRefused: there is no such folder.
    """
    if folder is None:
        return frozenset()
    if not folder.is_dir():
        raise StartRefused(
            f"CHARTER_TOOL_PACKAGES_DIR: there is no folder {folder}; make it with pip install --target."
        )
    names = {path.name.split(".")[0] for path in folder.iterdir() if path.is_dir() or path.suffix in {".py", ".so"}}
    return frozenset(name for name in names if name.isidentifier())
