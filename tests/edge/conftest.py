"""Callers who run the installation, and an edge that is as it was before each test."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from charter.access.roles import INSTALLATION_PERMISSIONS
from charter.api.services import AppServices
from charter.edge.bans import RefusalCounter
from tests.conftest import Caller, MakeCaller


@pytest.fixture
async def operator(make_caller: MakeCaller, services: AppServices) -> Caller:
    """A caller who may run the installation."""
    caller = await make_caller("owner")
    cached = services.authenticator._cache[f"key:{caller.key.split('_')[2]}"]
    permissions = cached.principal.permissions | INSTALLATION_PERMISSIONS
    cached.principal = dataclasses.replace(cached.principal, permissions=permissions)
    return dataclasses.replace(caller, principal=cached.principal)


@pytest.fixture
async def clean_edge(services: AppServices) -> AsyncIterator[None]:
    """Take every policy and ban of the test away again, so that no other test meets them."""
    yield
    async with services.database.system_session(reason="clean up after a test") as db:
        for table in ("edge_policy_versions", "tenant_edge_policy_versions", "edge_bans"):
            await db.execute(text(f"DELETE FROM {table}"))
    await services.edge_keeper.refresh()
    services.edge._refusals = RefusalCounter(services.edge.monotonic)
