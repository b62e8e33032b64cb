"""Every query of archives: over the tables that the catalogue names."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.archives.travel import Row
from charter.core.db.purge import tables_of_tenants

_COLUMNS = text("""
SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type
FROM pg_attribute a WHERE a.attrelid = CAST(:name AS regclass) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
""")

_KEY = text("""
SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
WHERE i.indrelid = CAST(:name AS regclass) AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)
""")

_ROWS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the catalogue has it."""

    name: str
    types: dict[str, str]
    key: list[str]

    def of_type(self, kind: str) -> list[str]:
        """Return the columns of a type."""
        return [name for name, each in self.types.items() if each == kind]


class ArchiveRepository:
    """Rows of tenants, whatever the table."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def tables(self) -> list[Table]:
        """Return the tables of tenants, those that others refer to first."""
        found = []
        for name in reversed(await tables_of_tenants(self._db)):
            types = {row.name: row.type for row in await self._db.execute(_COLUMNS, {"name": name})}
            found.append(Table(name, types, list(await self._db.scalars(_KEY, {"name": name}))))
        return found

    async def rows(self, table: Table) -> AsyncIterator[Row]:
        """Yield the rows of the transaction's tenant in the order of their keys, a cursor's worth at a time."""
        await self._db.execute(text("SET LOCAL TIME ZONE 'UTC'"))
        order = ", ".join(f't."{column}"' for column in table.key)
        query = text(f"SELECT to_jsonb(t)::text FROM {table.name} t ORDER BY {order}")
        query = query.execution_options(yield_per=_ROWS_AT_ONCE)
        async for row in await self._db.stream_scalars(query):
            yield orjson.loads(row)

    async def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Write rows that have a value for every column. System session."""
        columns = ", ".join(f'"{column}"' for column in table.types)
        await self._db.execute(
            text(
                f"INSERT INTO {table.name} ({columns}) SELECT {columns} "
                f"FROM jsonb_populate_recordset(NULL::{table.name}, CAST(:rows AS jsonb))"
            ),
            {"rows": orjson.dumps(list(rows)).decode()},
        )

    async def clear(self, table: Table, tenant_id: UUID) -> None:
        """Delete a tenant's rows. System session."""
        await self._db.execute(text(f"DELETE FROM {table.name} WHERE tenant_id = :tenant"), {"tenant": tenant_id})

    async def accounts(self, emails: Sequence[str]) -> dict[str, UUID]:
        """Return the accounts that exist, by email address. System session."""
        query = text("SELECT email, id FROM users WHERE of_tenant IS NULL AND email = ANY(CAST(:emails AS text[]))")
        return {row.email: row.id for row in await self._db.execute(query, {"emails": list(emails)})}

    async def add_accounts(self, accounts: dict[str, UUID], password_hash: str) -> None:
        """Make accounts whose password nobody knows. System session."""
        query = text(
            "INSERT INTO users (id, email, password_hash) SELECT t.id, t.email, :hash "
            "FROM unnest(CAST(:ids AS uuid[]), CAST(:emails AS text[])) AS t(id, email)"
        )
        values = {"ids": list(accounts.values()), "emails": list(accounts), "hash": password_hash}
        await self._db.execute(query, values)

    async def has_leased_work(self, tenant_id: UUID, now: datetime) -> bool:
        """True while a process may still be at work for the tenant. System session."""
        query = text(
            "SELECT EXISTS (SELECT FROM queue_items WHERE tenant_id = :tenant AND state = 'leased' "
            "AND lease_expires_at > :now)"
        )
        return bool(await self._db.scalar(query, {"tenant": tenant_id, "now": now}))

    async def live_keys(self, tenant_id: UUID) -> list[UUID]:
        """Return the API keys that are not revoked. System session."""
        query = text("SELECT id FROM api_keys WHERE tenant_id = :tenant AND revoked_at IS NULL")
        return list(await self._db.scalars(query, {"tenant": tenant_id}))

    async def revoke_keys_but(self, tenant_id: UUID, live: Sequence[UUID], now: datetime) -> None:
        """Revoke the API keys that are not among ``live``. System session."""
        query = text(
            "UPDATE api_keys SET revoked_at = :now WHERE tenant_id = :tenant AND revoked_at IS NULL "
            "AND id <> ALL(CAST(:live AS uuid[]))"
        )
        await self._db.execute(query, {"tenant": tenant_id, "live": list(live), "now": now})

    async def counted(self, tenant_id: UUID) -> list[Row]:
        """Return what the budgets' counters stand at. System session."""
        query = text("SELECT budget_id, period_start, used FROM budget_counters WHERE tenant_id = :tenant")
        return [dict(row) for row in (await self._db.execute(query, {"tenant": tenant_id})).mappings()]

    async def count_no_less(self, tenant_id: UUID, counted: Sequence[Row]) -> None:
        """Raise counters of budgets that exist to what they stood at: nothing resets what was used. System session."""
        query = text(
            "INSERT INTO budget_counters (tenant_id, budget_id, period_start, used) "
            "SELECT b.tenant_id, b.id, :period_start, :used FROM budgets b WHERE b.tenant_id = :tenant "
            "AND b.id = :budget_id ON CONFLICT (tenant_id, budget_id, period_start) "
            "DO UPDATE SET used = greatest(budget_counters.used, excluded.used)"
        )
        for row in counted:
            await self._db.execute(query, {**row, "tenant": tenant_id})
