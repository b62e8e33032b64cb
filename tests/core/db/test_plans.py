"""How Postgres plans the hot path's statements."""

from __future__ import annotations

from charter.core.db import Database
from tests.conftest import MakeTenant

_BY_KEY = "SELECT a.id FROM agents a JOIN unnest({}::uuid[]) AS wanted(id) ON a.id = wanted.id"


async def test_the_hot_path_plans_a_statement_once_and_by_index(database: Database, make_tenant: MakeTenant):
    tenant_id, by_key = await make_tenant(), _BY_KEY.format("$1")
    async with database.tenant_connection(tenant_id) as connection:
        statement = await connection.prepare(by_key)
        for _ in range(3):
            await statement.fetch([])
        planned = await connection.fetchrow(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement = $1", by_key
        )
        plan = await connection.fetch("EXPLAIN " + _BY_KEY.format("'{}'"))
    assert (planned["generic_plans"], planned["custom_plans"]) == (3, 0)
    assert any("Index" in row[0] for row in plan)
    assert not any("Seq Scan" in row[0] or "Hash" in row[0] for row in plan)
