"""The database isolates tenants by itself: the catalogue says so, and no statement crosses."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import charter.tables  # noqa: F401 - every room's tables
from charter.core.crypto import MasterKey, load_key_file
from charter.core.db import Base, Database, app_role, catalogue, migrate, urls_for
from charter.core.db.roles import database_of
from charter.core.errors import StartRefused
from charter.core.settings import Settings
from tests.conftest import fresh_database

_TENANT_TABLES = sorted(table.name for table in Base.metadata.tables.values() if "tenant_id" in table.columns)
_WAYS = ["session", "plain", "fail", "cancel"]


@pytest.fixture(scope="module")
async def spare(postgres: str, settings: Settings):
    """A migrated database that tests may break; (owner's connection, name of the application role)."""
    url = await fresh_database(postgres)
    await migrate.upgrade(url, load_key_file(settings.key_path))
    connection = await asyncpg.connect(url)
    yield connection, app_role(database_of(url))
    await connection.close()


async def test_the_migrated_database_is_sound(spare):
    assert await catalogue.violations(*spare) == []


async def test_every_table_with_a_tenant_is_known_to_the_catalogue(spare):
    rows = await spare[0].fetch("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY 1")
    assert sorted({*_TENANT_TABLES, "tenants"}) == [row[0] for row in rows]


@pytest.mark.parametrize(
    "damage",
    [
        "ALTER TABLE runs NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE runs DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant_isolation ON agents",
        "CREATE POLICY open ON agents TO PUBLIC USING (true)",
        "CREATE TABLE forgotten (tenant_id uuid, id uuid PRIMARY KEY)",
        "CREATE VIEW all_runs AS SELECT * FROM runs",
        "CREATE MATERIALIZED VIEW copied AS SELECT * FROM runs",
        "CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM runs'",
        "GRANT SELECT ON users TO {app}",
        "GRANT UPDATE ON audit_entries TO {app}",
        "GRANT SELECT ON audit_pending TO {app}",
        "GRANT TRUNCATE ON runs TO {app}",
        "ALTER TABLE run_events OWNER TO {app}",
        "ALTER ROLE {app} BYPASSRLS",
        "GRANT CREATE ON SCHEMA public TO {app}",
        "CREATE UNIQUE INDEX slug_everywhere ON agents (slug)",
        "ALTER TABLE run_steps ADD CONSTRAINT loose FOREIGN KEY (run_id) REFERENCES loose_runs (id)",
    ],
)
async def test_every_hole_in_the_isolation_is_found(spare, damage):
    connection, app = spare
    transaction = connection.transaction()
    await transaction.start()
    if "loose_runs" in damage:
        await connection.execute("CREATE TABLE loose_runs (id uuid PRIMARY KEY)")
    await connection.execute(damage.format(app=app))
    assert await catalogue.violations(connection, app)
    with pytest.raises(StartRefused, match="does not isolate tenants"):
        await catalogue.require_sound(connection, app)
    await transaction.rollback()


async def test_without_a_tenant_nothing_is_seen_and_nothing_can_be_written(services, owner):
    urls = urls_for(services.settings, services.settings.database_url.get_secret_value(), services.master)
    connection = await asyncpg.connect(urls.app)
    try:
        for table in _TENANT_TABLES:
            if table == "audit_pending":
                continue  # may not be read at all
            assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0, table
        with pytest.raises(asyncpg.PostgresError):
            await connection.execute(
                "INSERT INTO outbox_events (id, kind, payload) VALUES (gen_random_uuid(), 'x', '{}')"
            )
        for forbidden in ("TRUNCATE runs", "SELECT * FROM users", "SELECT * FROM audit_pending", "CREATE TABLE x ()"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(forbidden)
        await connection.execute("SET row_security = off")
        with pytest.raises(asyncpg.PostgresError):
            await connection.fetchval("SELECT count(*) FROM agents")
    finally:
        await connection.close()
    assert owner.tenant_id


@pytest.mark.parametrize("table", [table for table in _TENANT_TABLES if table != "audit_pending"])
async def test_no_statement_of_one_tenant_touches_another_ones_rows(database: Database, owner, stranger, table):
    async with database.system_session(reason="test") as db:
        theirs = await db.scalar(
            text(f"SELECT count(*) FROM {table} WHERE tenant_id = :tenant"), {"tenant": stranger.tenant_id}
        )
    async with database.tenant_session(owner.tenant_id) as db:
        where = {"tenant": stranger.tenant_id}
        assert await db.scalar(text(f"SELECT count(*) FROM {table} WHERE tenant_id = :tenant"), where) == 0
        if await db.scalar(text("SELECT has_table_privilege(:table, 'DELETE')"), {"table": table}):
            gone = await db.execute(text(f"DELETE FROM {table} WHERE tenant_id = :tenant"), where)
            assert gone.rowcount == 0
    async with database.system_session(reason="test") as db:
        query = text(f"SELECT count(*) FROM {table} WHERE tenant_id = :tenant")
        assert await db.scalar(query, {"tenant": stranger.tenant_id}) == theirs


async def test_a_row_cannot_be_written_for_another_tenant(database: Database, owner, stranger):
    with pytest.raises(DBAPIError, match="row-level security"):
        async with database.tenant_session(owner.tenant_id) as db:
            await db.execute(
                text("INSERT INTO outbox_events (tenant_id, id, kind, payload) VALUES (:tenant, :id, 'x', '{}')"),
                {"tenant": stranger.tenant_id, "id": uuid4()},
            )


@settings(max_examples=100, deadline=None)
@given(
    plan=st.lists(
        st.tuples(st.booleans(), st.sampled_from(["session", "plain", "fail", "cancel"])), min_size=1, max_size=6
    )
)
async def test_property_26_tenant_context(database: Database, tenant_pair, plan):
    """Tenant context: concurrent requests and jobs each see their own tenant from start to end."""
    both = tenant_pair

    async def one(first: bool, how: str) -> None:
        tenant_id = both[0] if first else both[1]
        try:
            if how == "plain":
                async with database.tenant_connection(tenant_id) as connection:
                    await asyncio.sleep(0)
                    seen = await connection.fetchval("SELECT current_setting('charter.tenant_id')")
                    rows = await connection.fetch("SELECT id FROM tenants")
            else:
                async with database.tenant_session(tenant_id) as db:
                    await asyncio.sleep(0)
                    seen = await db.scalar(text("SELECT current_setting('charter.tenant_id')"))
                    rows = (await db.execute(text("SELECT id FROM tenants"))).all()
                    if how == "fail":
                        raise LookupError
            assert seen == str(tenant_id)
            assert [row[0] for row in rows] == [tenant_id]
        except LookupError:
            pass

    tasks = [asyncio.create_task(one(first, how)) for first, how in plan]
    for task, (_, how) in zip(tasks, plan, strict=True):
        if how == "cancel":
            await asyncio.sleep(0)
            task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    problems = [each for each in results if isinstance(each, Exception)]
    assert problems == []


@pytest.fixture(scope="module")
async def tenant_pair(make_tenant):
    return await make_tenant(), await make_tenant()


async def test_a_database_newer_than_the_code_is_refused(spare, postgres):
    connection, _ = spare
    url = f"{postgres.rsplit('/', 1)[0]}/{await connection.fetchval('SELECT current_database()')}"
    await connection.execute("UPDATE alembic_version SET version_num = '9999_future'")
    try:
        with pytest.raises(StartRefused, match="newer than this Charter"):
            await migrate.current(url)
    finally:
        await connection.execute("UPDATE alembic_version SET version_num = $1", migrate.head())


async def test_migrations_at_once_do_the_work_once(postgres, settings):
    url, master = await fresh_database(postgres), load_key_file(settings.key_path)
    await asyncio.gather(*(migrate.upgrade(url, master) for _ in range(3)))
    assert await migrate.current(url) == migrate.head()
    assert await migrate.drift(url) == []


async def test_a_key_file_of_another_database_is_refused_and_changes_nothing(postgres, settings):
    url, master = await fresh_database(postgres), load_key_file(settings.key_path)
    await migrate.upgrade(url, master)
    with pytest.raises(StartRefused, match="not the one this database was set up with"):
        await migrate.upgrade(url, MasterKey(bytes(32)))
    connection = await asyncpg.connect(urls_for(settings, url, master).app)
    await connection.close()
