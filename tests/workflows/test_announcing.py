"""What one process commits is heard by the others, whatever a model calls its jobs."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from charter.core.db import Database
from charter.workflows.service.batch import Committed
from charter.workflows.service.hub import CHANNEL, WorkflowHub

_TENANT = UUID("01900000-0000-7000-8000-000000000001")
_TYPES = {
    "plain": {"work"},
    "quotes": {"it's", "\\'; SELECT 1; --", "back\\slash", "$$"},
    "several bytes a letter": {f"{number}{'数' * 100}" for number in range(200)},
    "longer than a notification": {"数" * 3_000, "work"},
    "a comma": {"a,b", "work"},
}


@pytest.mark.parametrize("types", _TYPES.values(), ids=_TYPES)
async def test_all_types_are_heard(database: Database, types: set[str]):
    here, there, heard = WorkflowHub(database), WorkflowHub(database), asyncio.Event()
    now = asyncio.get_running_loop().time()

    def hear(_connection: object, _pid: int, _channel: str, payload: str) -> None:
        there.heard(payload)
        if all(there.takers.may_have(_TENANT, type_, now) for type_ in types):
            heard.set()

    for type_ in types:
        there.takers.looks(_TENANT, type_, now)
    connection = await database.listen_connection()
    announcing = asyncio.create_task(here.announce_forever())
    try:
        await connection.add_listener(CHANNEL, hear)
        here.committed(Committed(_TENANT, jobs=types))
        async with asyncio.timeout(30):
            await heard.wait()
    finally:
        announcing.cancel()
        await asyncio.gather(announcing, return_exceptions=True)
        await connection.close()
