"""Callers whose tenant uses a scripted model, and the operator of the installation."""

from __future__ import annotations

import pytest

from charter.access.models import RoleAssignment
from charter.core.db import epochs
from tests.conftest import Caller, MakeCaller
from tests.runs.conftest import builder, make_agent, model

__all__ = ["builder", "make_agent", "model"]


@pytest.fixture
async def operator(make_caller: MakeCaller, services) -> Caller:
    """Somebody who runs the installation and may nothing else: a guest of a tenant of their own."""
    caller = await make_caller("guest")
    async with services.database.tenant_session(caller.tenant_id) as db:
        db.add(RoleAssignment(role="platform-operator", api_key_id=caller.principal.id))
        await db.flush()
        await epochs.bump_authz(db)
    return caller
