"""Connections and transactions: one tenant's, the system's, and the plain ones of the hot path."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from charter.core.db.lending import Lender
from charter.core.db.outage import is_outage
from charter.core.db.roles import DatabaseUrls
from charter.core.telemetry import logs

_log = logs.get(__name__)

Connection = asyncpg.pool.PoolConnectionProxy | asyncpg.Connection

# Behind PgBouncer in transaction mode a named statement may be gone at its next use, and those that are left behind
# fill the server connections: SQLAlchemy's statements become the protocol's unnamed one.
_UNNAMED_STATEMENTS: dict[str, Any] = {"prepared_statement_cache_size": 0, "prepared_statement_name_func": lambda: ""}

# A connection that only waits takes Postgres three megabytes; the start and the hourly tidying use more at once.
_SYSTEM_KEPT, _SYSTEM_MORE = 2, 2

_TRIES = 20  # as many dead connections as a pool may hold

# One round trip enters the tenant and reads its epochs: a request learns at no extra cost whether what it has cached is
# stale. The sub-select runs when the second column is evaluated, after set_config of the first.
_SET_TENANT = text("""
SELECT set_config('charter.tenant_id', :tenant, true),
       (SELECT ARRAY[authz_epoch::text, config_epoch::text, state] FROM tenants WHERE id = CAST(:tenant AS uuid))
""")

_TENANT_NOW = str(_SET_TENANT).replace(":tenant", "$1")


@dataclass(frozen=True, slots=True)
class TenantNow:
    """What a transaction learned of its tenant on entering; ``session.info["tenant"]`` holds it."""

    id: UUID
    authz_epoch: int
    config_epoch: int
    state: str


class Database:
    """The database of one process: SQLAlchemy sessions for most work, an asyncpg pool for the hot path.

    Every transaction either belongs to one tenant, set for that transaction only, or is a named system transaction.
    """

    def __init__(self, urls: DatabaseUrls, *, pool_size: int = 16, transaction_pooler: bool = False) -> None:
        self._urls = urls
        self._pool_size = pool_size
        self._transaction_pooler = transaction_pooler
        self._pool: asyncpg.Pool | None = None
        self._lender: Lender | None = None
        self._app = self._engine(urls.app, pool_size)
        self._system = self._engine(urls.system, _SYSTEM_KEPT, _SYSTEM_MORE)
        self._sessions = async_sessionmaker(self._app, expire_on_commit=False)
        self._system_sessions = async_sessionmaker(self._system, expire_on_commit=False)

    def _engine(self, url: str, size: int, more: int = 0) -> AsyncEngine:
        return create_async_engine(
            make_url(url).set(drivername="postgresql+asyncpg"),
            pool_size=size,
            max_overflow=more,
            pool_timeout=10,
            # The system role's transactions have no first statement that could be repeated: ask before using one.
            pool_pre_ping=url == self._urls.system,
            json_serializer=lambda value: orjson.dumps(value).decode(),
            json_deserializer=orjson.loads,
            connect_args=self._connect_arguments() | (_UNNAMED_STATEMENTS if self._transaction_pooler else {}),
        )

    def _connect_arguments(self) -> dict[str, Any]:
        arguments: dict[str, Any] = {"timeout": 10, "command_timeout": 60}
        if self._transaction_pooler:
            arguments["statement_cache_size"] = 0
        return arguments

    async def open(self) -> None:
        """Open the hot path's pool; SQLAlchemy's open on first use."""
        self._pool = await asyncpg.create_pool(
            self._urls.app,
            min_size=1,
            max_size=self._pool_size,
            init=_prepare_connection,
            reset=_no_reset,
            max_inactive_connection_lifetime=300,
            **self._connect_arguments(),
        )
        self._lender = Lender(self._pool)

    async def close(self) -> None:
        """Close all connections."""
        if self._pool is not None and self._lender is not None:
            try:
                async with asyncio.timeout(5):
                    await self._lender.aclose()
                    await self._pool.close()
            except TimeoutError:
                self._pool.terminate()
        await self._app.dispose()
        await self._system.dispose()

    @asynccontextmanager
    async def tenant_session(self, tenant_id: UUID) -> AsyncIterator[AsyncSession]:
        """One transaction of one tenant: commits at the end, rolls back on an exception."""
        async with AsyncExitStack() as stack:
            session, facts = await self._enter(stack, tenant_id)
            session.info["tenant"] = TenantNow(tenant_id, int(facts[0]), int(facts[1]), facts[2])
            yield session

    @asynccontextmanager
    async def tenant_snapshot(self, tenant_id: UUID) -> AsyncIterator[AsyncSession]:
        """One transaction of one tenant that reads everything as of one moment, however long it takes."""
        async with self._sessions() as session, session.begin():
            await session.connection(
                execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            )
            await session.execute(_SET_TENANT, {"tenant": str(tenant_id)})
            yield session

    async def _enter(self, stack: AsyncExitStack, tenant_id: UUID) -> tuple[AsyncSession, list[str]]:
        """Begin a tenant's transaction.

        After a restart of the database the pool's old connections fail on their first statement, which is this one:
        nothing is lost by trying again on a new connection.
        """
        for tries_left in reversed(range(_TRIES)):
            try:
                async with AsyncExitStack() as attempt:
                    session = await attempt.enter_async_context(self._sessions())
                    await attempt.enter_async_context(session.begin())
                    facts = (await session.execute(_SET_TENANT, {"tenant": str(tenant_id)})).one()[1]
                    stack.push_async_exit(attempt.pop_all())
                    return session, facts or ["0", "0", "deleted"]
            except DBAPIError as error:
                if not tries_left or not is_outage(error):
                    raise
        raise AssertionError("unreachable")

    @asynccontextmanager
    async def system_session(self, *, reason: str) -> AsyncIterator[AsyncSession]:
        """One transaction that may touch all tenants, as the system role.

        Args:
            reason: why no tenant is set, for the log; the verb that uses it writes the audit entry.
        """
        _log.debug("system transaction", extra={"reason": reason})
        async with self._system_sessions() as session, session.begin():
            yield session

    @asynccontextmanager
    async def tenant_connection(self, tenant_id: UUID) -> AsyncIterator[Connection]:
        """One transaction of one tenant on a plain connection: for the hot path of runs only."""
        async with self._lent() as connection:
            # One round trip for both; a UUID's text has no quotes to escape.
            await connection.execute(
                f"BEGIN; SELECT set_config('charter.tenant_id', '{UUID(int=tenant_id.int)}', true)"
            )
            try:
                yield connection
            except BaseException:
                # The first failure is the one to report; a connection that cannot roll back is thrown away.
                with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                    await connection.execute("ROLLBACK")
                raise
            await connection.execute("COMMIT")

    @asynccontextmanager
    async def single_statement(self) -> AsyncIterator[Connection]:
        """A plain connection without a transaction: for one statement that enters its tenant by itself."""
        async with self._lent() as connection:
            yield connection

    async def tenant_now(self, tenant_id: UUID) -> TenantNow:
        """Return what a transaction would learn of its tenant on entering, in one round trip and without staying."""
        async with self._lent() as connection:
            row = await connection.fetchrow(_TENANT_NOW, str(tenant_id))
        authz_epoch, config_epoch, state = (row[1] if row else None) or ("0", "0", "deleted")
        return TenantNow(tenant_id, int(authz_epoch), int(config_epoch), state)

    def _lent(self, timeout_s: float = 10) -> AbstractAsyncContextManager[Connection]:
        if self._lender is None:
            raise RuntimeError("Database.open() comes first.")
        return self._lender.lend(timeout_s)

    async def listen_connection(self) -> asyncpg.Connection:
        """Return a connection of the system role for LISTEN, past any pooler; the caller closes it."""
        return await asyncpg.connect(self._urls.listen, timeout=10)

    async def notify(self, channel: str, payload: str) -> None:
        """Send a notification on its own, outside any transaction."""
        # One message without parameters, so that no pooler can parse it on one server and run it on another.
        # With E the quotes hold whatever the server is set to.
        literal = payload.replace("\\", "\\\\").replace("'", "''")
        async with self._lent() as connection:
            await connection.execute(f"NOTIFY {channel}, E'{literal}'")

    async def ping(self) -> None:
        """Make one round trip as the application role."""
        async with self._lent(2) as connection:
            await connection.execute("SELECT 1", timeout=2)


def encode_json(value: Any) -> str:
    """Return the JSON text of a value, for the driver's ``jsonb`` codec."""
    return orjson.dumps(value).decode()


async def _prepare_connection(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec("jsonb", encoder=encode_json, decoder=orjson.loads, schema="pg_catalog")


async def _no_reset(connection: asyncpg.Connection) -> None:
    """Leave the connection as it is: all state is local to a transaction, and a reset costs a round trip."""
