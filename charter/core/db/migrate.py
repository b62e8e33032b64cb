"""Schema migrations: run once by whoever starts first, under an advisory lock, with lock time-outs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import asyncpg
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

import charter
from charter.core.crypto import MasterKey
from charter.core.db.base import Base
from charter.core.db.roles import database_of, ensure_roles
from charter.core.errors import StartRefused

MIGRATIONS = Path(charter.__file__).parent.parent / "migrations"
_LOCK = 0x43_48_41_52  # "CHAR": one migration at a time in this database
_MINIMUM_POSTGRES = 16


async def upgrade(owner_url: str, master: MasterKey) -> None:
    """Bring the database to this code's schema and its roles to their powers. Idempotent; safe to run at once.

    Raises:
        StartRefused: the server is too old, the database is newer than this code, or was made with another key file.
    """
    connection = await _connect(owner_url)
    try:
        if connection.get_server_version().major < _MINIMUM_POSTGRES:
            version = connection.get_server_version().major
            raise StartRefused(f"Postgres {version} is too old: Charter needs {_MINIMUM_POSTGRES} or later.")
        # A direct, session-level lock: whoever comes second waits here and then finds nothing to do.
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        fingerprint = master.derive("installation")
        await _require_own_key(connection, fingerprint)
        await ensure_roles(connection, database_of(owner_url), master)
        if await current(owner_url) != head():
            await _with_alembic(owner_url, lambda config: command.upgrade(config, "head"))
        await connection.execute(
            "INSERT INTO installation (id, key_fingerprint) VALUES (gen_random_uuid(), $1) ON CONFLICT DO NOTHING",
            fingerprint,
        )
    finally:
        await connection.close()


async def _require_own_key(connection: asyncpg.Connection, fingerprint: bytes) -> None:
    """Refuse a key file that is not this database's: sealed secrets would be lost to it."""
    if not await connection.fetchval("SELECT to_regclass('installation')"):
        return
    stored = await connection.fetchval("SELECT key_fingerprint FROM installation")
    if stored is not None and stored != fingerprint:
        raise StartRefused(
            "The key file is not the one this database was set up with; restore that one, or set CHARTER_KEY_FILE."
        )


async def current(owner_url: str) -> str | None:
    """Return the database's revision, or None when it is empty.

    Raises:
        StartRefused: the revision is not known to this code: the database is newer.
    """
    connection = await _connect(owner_url)
    try:
        if not await connection.fetchval("SELECT to_regclass('alembic_version')"):
            return None
        revision: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    finally:
        await connection.close()
    if revision is not None and revision not in {script.revision for script in _scripts().walk_revisions()}:
        raise StartRefused(
            f"The database is newer than this Charter (revision {revision}); start the version that wrote it."
        )
    return revision


def head() -> str:
    """Return the newest revision this code knows."""
    return _scripts().get_current_head() or ""


async def drift(owner_url: str) -> list[str]:
    """Return the differences between the tables in the database and the models in the code; empty is good."""

    def compare(connection: Connection) -> list[str]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        return [str(difference) for difference in compare_metadata(context, Base.metadata)]

    engine = create_async_engine(_sqlalchemy_url(owner_url), poolclass=NullPool)
    async with engine.connect() as connection:
        return await connection.run_sync(compare)


async def _connect(owner_url: str) -> asyncpg.Connection:
    try:
        return await asyncpg.connect(owner_url, timeout=10)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise StartRefused(
            f"The database does not answer ({error}); check CHARTER_DATABASE_URL and the server."
        ) from error


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def _sqlalchemy_url(url: str) -> str:
    return make_url(url).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)


async def _with_alembic(owner_url: str, run: Callable[[Config], None]) -> None:
    engine = create_async_engine(_sqlalchemy_url(owner_url), poolclass=NullPool)

    def work(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        # Waiting for a busy table would queue every request behind us: give up and let the operator retry.
        connection.execute(text("SET lock_timeout = '10s'"))
        run(config)

    async with engine.begin() as connection:
        await connection.run_sync(work)
    await engine.dispose()
