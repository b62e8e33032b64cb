"""A run that draws on a budget which was deleted after the book was read, as by another process."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from charter.budgets.service import reservations


async def test_a_run_after_its_only_budget_was_deleted_holds_nothing(services, owner):
    drawn_on = ([uuid4()], [datetime.now(UTC)])
    async with services.database.tenant_connection(owner.tenant_id) as connection:
        crossed = await reservations.open_run(connection, uuid4(), drawn_on, None, ZoneInfo("UTC"))
    assert crossed == []
