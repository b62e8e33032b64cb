"""The second half of the proof: the application's own filter is taken away, and row security stands alone.

As the application role, in a transaction of one tenant, every table of tenants is read without a condition, and written
with the other tenant's id. Every transaction is rolled back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import asyncpg

from charter.cli.isolation.findings import Findings
from charter.core.crypto import load_key_file
from charter.core.db import urls_for
from charter.core.db.catalogue import WITHOUT_TENANT
from charter.core.errors import StartRefused
from charter.core.ids import format_id, parse_id
from charter.core.postgres import read_dsn

if TYPE_CHECKING:
    from charter.cli.isolation.walk import Side
    from charter.core.settings import Settings

_PART = "database without the application's filter"
_PASSING = {
    "audit_pending": "empty again within a second",
    "audit_keys": "of the log of the installation, which belongs to no tenant",
    "audit_nodes": "filled when a log has 256 entries",
    "outbox_events": "empty again within a second",
    "queue_items": "empty when nothing waits",
    "workflow_inbox": "empty again in a moment",
    "budget_counters": "filled by counted work",
    "audit_key_changes": "empty until the signing key is changed",
    "content_draws": "empty again within ten seconds",
    "budget_reservations": "empty when no run is on its way",
    "guardrail_judgements": "filled when a judge was asked",
    "held_texts": "filled while a text waits for a person",
    "usage_records": "filled when a model has answered",
    "mcp_grants": "filled when somebody connects an account",
    "mcp_tool_offers": "filled when a server has answered",
    "sign_on_sessions": "nobody signs in through a provider",
    "ended_sign_ons": "nobody is signed out by a provider",
    "used_logout_tokens": "nobody is signed out by a provider",
    "audit_erasures": "filled when somebody was found to erase",
}
"""Tables that may be empty when they are looked at; writing the other tenant's rows is tried all the same."""

_TABLES = """
SELECT c.relname::text AS name, has_table_privilege(c.oid, 'SELECT') AS readable,
  CASE c.relname WHEN 'tenants' THEN 'id' ELSE 'tenant_id' END AS tenant
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
AND c.relname <> ALL($1::text[]) ORDER BY c.relname"""

_OWN_AND_ALL = "SELECT count(*) FILTER (WHERE {column} = $1), count(*) FROM {table}"

_PROVIDER = """
INSERT INTO model_providers (id, slug, name, kind, base_url, state, models)
VALUES ($1, $2, $2, 'openai', $3, 'ready', '["gpt-4o"]')"""

_CONNECTION = """
INSERT INTO sign_on_connections (id, name, issuer, client_id, scopes, algorithms, allowed_azp, role_rules, team_rules,
  login_domains, provider, checked_at)
VALUES ($1, $2, $3, $2, '["openid"]', '["RS256"]', '[]', '[]', '[]', '[]', jsonb_build_object('issuer', $3::text,
  'authorization_endpoint', $3::text, 'token_endpoint', $3::text, 'jwks_uri', $3::text), now())"""


class Unreachable(Exception):
    """The database cannot be reached from here; the text says why."""


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    readable: bool
    tenant: str


class IsolationDatabase:
    """The installation's database as the application role, for one proof."""

    def __init__(self, url: str) -> None:
        self._url = url

    @classmethod
    def of(cls, settings: Settings) -> IsolationDatabase:
        """Return the database of an installation on this host.

        Raises:
            Unreachable: it is not here, or its key file is not ours to read.
        """
        try:
            url = settings.database_url.get_secret_value() if settings.database_url else read_dsn(settings.data_dir)
            return cls(urls_for(settings, url, load_key_file(settings.key_path)).app)
        except (StartRefused, OSError) as error:
            raise Unreachable(getattr(error, "detail", None) or str(error)) from error

    def connect(self, side: Side) -> dict[str, str]:
        """Put a model provider and a sign-on connection in place, which only providers that answer get by the API."""
        return asyncio.run(self._connect(side))

    def examine(self, me: Side, theirs: Side, findings: Findings) -> None:
        """Try every table of tenants as ``me``."""
        asyncio.run(self._examine(me, theirs, findings))

    async def _open(self, side: Side) -> asyncpg.Connection:
        try:
            connection = await asyncpg.connect(self._url, timeout=10, statement_cache_size=0)
        except (OSError, TimeoutError, asyncpg.PostgresError) as error:
            raise Unreachable(f"it does not answer: {error}") from error
        await connection.execute("BEGIN")
        await self._enter(connection, side)
        if not await connection.fetchval("SELECT count(*) FROM tenants WHERE id = $1", _uuid(side)):
            await connection.close()
            raise Unreachable("the one that is found here is of another installation than the server's")
        return connection

    @staticmethod
    async def _enter(connection: asyncpg.Connection, side: Side) -> None:
        await connection.execute("SELECT set_config('charter.tenant_id', $1, true)", str(_uuid(side)))

    async def _connect(self, side: Side) -> dict[str, str]:
        connection, provider, sign_on = await self._open(side), uuid4(), uuid4()
        address = f"https://{side.mark}.invalid"
        try:
            await connection.execute(_PROVIDER, provider, side.mark, address)
            await connection.execute(_CONNECTION, sign_on, side.mark, address)
            await connection.execute("COMMIT")
        finally:
            await connection.close()
        return {"provider_id": format_id("provider", provider), "connection_id": format_id("connection", sign_on)}

    async def _examine(self, me: Side, theirs: Side, findings: Findings) -> None:
        connection = await self._open(me)
        try:
            rows = await connection.fetch(_TABLES, list(WITHOUT_TENANT))
            for row in rows:
                table = _Table(*row.values())
                what = f"{me.name} in table {table.name}"
                leaks, own = await self._try_table(connection, table, me, theirs)
                findings.add(_PART, what, leaks)
                if not own and table.readable and table.name not in _PASSING:
                    findings.lack(_PART, what, f"not covered: nothing of a tenant is in {table.name}; furnish it")
        finally:
            await connection.execute("ROLLBACK")
            await connection.close()

    async def _try_table(
        self, connection: asyncpg.Connection, table: _Table, me: Side, theirs: Side
    ) -> tuple[list[str], int]:
        """Return what crosses in a table, and how many rows there are of one's own."""
        leaks, own = [], 0
        if table.readable:
            query = f"SELECT count(*) FILTER (WHERE {table.tenant} = $1), count(*) FROM {table.name}"
            own, everything = (await connection.fetch(query, _uuid(me)))[0].values()
            if everything != own:
                leaks.append(f"shows {everything - own} rows of other tenants")
        for verb, statement in _writings(table):
            outcome = await _attempt(connection, statement, _uuid(theirs))
            if outcome is not None:
                leaks.append(f"{verb}: {outcome}")
        return leaks, own


def _writings(table: _Table) -> Iterator[tuple[str, str]]:
    yield "INSERT", f"INSERT INTO {table.name} ({table.tenant}) VALUES ($1)"
    yield "UPDATE", f"UPDATE {table.name} SET {table.tenant} = {table.tenant} WHERE {table.tenant} = $1"
    yield "DELETE", f"DELETE FROM {table.name} WHERE {table.tenant} = $1"


async def _attempt(connection: asyncpg.Connection, statement: str, theirs: UUID) -> str | None:
    """Try to write the other tenant's rows; None when it is refused, or finds nothing.

    Row security is looked at before any constraint: another error says that the row got past it.
    """
    await connection.execute("SAVEPOINT attempt")
    try:
        done = await connection.execute(statement, theirs)
    except asyncpg.InsufficientPrivilegeError:
        return None
    except asyncpg.PostgresError as error:
        return f"not refused by row security ({type(error).__name__})"
    finally:
        await connection.execute("ROLLBACK TO SAVEPOINT attempt")
    return None if done.endswith(" 0") and not done.startswith("INSERT") else f"touches the other tenant ({done})"


def _uuid(side: Side) -> UUID:
    return parse_id("tenant", side.tenant_id)
