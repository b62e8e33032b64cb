"""Entries to record, and whoever may tamper with them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from charter.api.services import AppServices
from charter.audit import service as audit
from charter.core.settings import Settings

Record = Callable[..., Awaitable[None]]


@pytest.fixture
def record(services: AppServices) -> Record:
    """Record an entry in a transaction of its own."""

    async def write(tenant_id: UUID, action: str = "agent.created", **more) -> None:
        async with services.database.tenant_session(tenant_id) as db:
            await audit.record(db, more.pop("principal", None), action, "agent", more.pop("resource_id", None), **more)

    return write


@pytest.fixture(scope="session")
async def superuser(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    """The database's owner, who may do everything."""
    assert settings.database_url is not None
    connection = await asyncpg.connect(settings.database_url.get_secret_value())
    yield connection
    await connection.close()


@pytest.fixture
def bundle_file(tmp_path: Path) -> Path:
    return tmp_path / "bundle.jsonl"
