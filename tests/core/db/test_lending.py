"""Connections for short statements: the last one used is at hand, nobody starves, and a lost one is noticed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest

from charter.core.crypto import load_key_file
from charter.core.db import Database, urls_for
from charter.core.db import lending as room
from charter.core.settings import Settings


def _three_connections(settings: Settings) -> Database:
    assert settings.database_url is not None
    urls = urls_for(settings, settings.database_url.get_secret_value(), load_key_file(settings.key_path))
    return Database(urls, pool_size=3)


@pytest.fixture
async def small(settings: Settings) -> AsyncIterator[Database]:
    """A database with three connections at most."""
    database = _three_connections(settings)
    await database.open()
    yield database
    await database.close()


async def _backend(database: Database) -> int:
    async with database.single_statement() as connection:
        pid: int = await connection.fetchval("SELECT pg_backend_pid()")
        return pid


async def test_the_next_statement_gets_the_connection_of_the_last_one(small: Database):
    assert len({await _backend(small) for _ in range(20)}) == 1


async def test_whoever_waits_gets_the_connection_that_comes_back_next(small: Database):
    free = asyncio.Event()

    async def hold() -> int:
        async with small.single_statement() as connection:
            await free.wait()
            return int(await connection.fetchval("SELECT pg_backend_pid()"))

    async with asyncio.timeout(5):
        holders = [asyncio.create_task(hold()) for _ in range(3)]
        await asyncio.sleep(0.1)
        waiters = [asyncio.create_task(_backend(small)) for _ in range(30)]
        await asyncio.sleep(0.1)
        assert not any(waiter.done() for waiter in waiters)
        free.set()
        held = await asyncio.gather(*holders)
        assert set(await asyncio.gather(*waiters)) <= set(held)


async def test_many_at_once_are_all_served_again_and_again(small: Database):
    async with asyncio.timeout(10):
        for _ in range(5):
            assert len(set(await asyncio.gather(*(_backend(small) for _ in range(50))))) <= 3


async def test_a_connection_that_the_server_closed_is_not_used_again(small: Database, postgres: str):
    killed = await _backend(small)
    owner = await asyncpg.connect(postgres)
    try:
        await owner.execute("SELECT pg_terminate_backend($1)", killed)
        while await owner.fetchval("SELECT count(*) FROM pg_stat_activity WHERE pid = $1", killed):
            await asyncio.sleep(0.01)
    finally:
        await owner.close()
    await asyncio.sleep(0.05)
    assert await _backend(small) != killed


async def test_a_connection_that_rested_for_long_is_not_used_again(small: Database, monkeypatch: pytest.MonkeyPatch):
    before = await _backend(small)
    monkeypatch.setattr(room, "_TRUSTED_S", -1.0)
    assert await _backend(small) != before


async def _fails(database: Database) -> None:
    with pytest.raises(asyncpg.PostgresError):
        async with database.single_statement() as connection:
            await connection.execute("BEGIN; SELECT 1 / 0")


async def _is_cancelled(database: Database) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), database.single_statement() as connection:
            await connection.execute("SELECT pg_sleep(60)")


async def _is_left_open(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.single_statement() as connection:
            await connection.execute("BEGIN; SELECT set_config('charter.tenant_id', 'somebody', true)")
            raise RuntimeError


@pytest.mark.parametrize("ends", [_fails, _is_cancelled, _is_left_open])
async def test_the_next_one_meets_nothing_of_a_statement_that_ended_badly(
    small: Database, ends: Callable[[Database], Awaitable[None]]
):
    for _ in range(4):
        await ends(small)
        async with small.single_statement() as connection:
            state = await connection.fetchrow("SELECT current_setting('charter.tenant_id', true)")
            assert state is not None
            assert not state[0]
            assert not connection.is_in_transaction()


async def test_nothing_is_left_open_when_the_database_is_closed(postgres: str, settings: Settings):
    database = _three_connections(settings)
    await database.open()
    pids = await asyncio.gather(*(_backend(database) for _ in range(3)))
    await database.close()
    owner = await asyncpg.connect(postgres)
    try:
        async with asyncio.timeout(5):
            while await owner.fetchval("SELECT count(*) FROM pg_stat_activity WHERE pid = ANY($1)", list(pids)):
                await asyncio.sleep(0.01)
    finally:
        await owner.close()
