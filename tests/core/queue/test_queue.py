"""The queue on a real Postgres: leases, fairness, retries, dead letters, events."""

from __future__ import annotations

import asyncio
import signal
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from charter.core import queue
from charter.core.db import Database
from charter.core.errors import CharterError
from charter.core.ids import new_id
from charter.core.queue import Park, QueueItemView, QueueWorker, Retry, service
from charter.core.queue.registry import handlers, on_event, on_item


@pytest.fixture
def kind() -> str:
    """A kind of queue item of this test alone."""
    return f"test.{new_id().hex}"


async def _put(database: Database, tenant_id: UUID, kind: str, **options) -> UUID:
    async with database.tenant_session(tenant_id) as db:
        return await queue.enqueue(db, kind, {"n": options.pop("n", 0)}, **options)


async def _lease(database: Database, kind: str, limit: int = 10, owner: UUID | None = None, lease_s: float = 30):
    async with database.system_session(reason="test") as db:
        return await service.lease(db, owner or new_id(), kinds=[kind], limit=limit, lease_s=lease_s)


async def _state(database: Database, item_id: UUID):
    async with database.system_session(reason="test") as db:
        query = text("SELECT state, attempts, last_error FROM queue_items WHERE id = :id")
        return (await db.execute(query, {"id": item_id})).first()


async def test_an_item_is_leased_once_and_gone_when_completed(database, make_tenant, kind):
    item_id = await _put(database, await make_tenant(), kind)
    owner = new_id()
    leased = await asyncio.gather(*(_lease(database, kind, owner=owner) for _ in range(4)))
    items = [item for batch in leased for item in batch]
    assert [item.id for item in items] == [item_id]
    async with database.system_session(reason="test") as db:
        assert await service.complete(db, items[0], owner)
    assert await _state(database, item_id) is None


async def test_tenants_take_turns_and_priority_comes_first_inside_one(database, make_tenant, kind):
    greedy, modest = await make_tenant(), await make_tenant()
    for n in range(20):
        await _put(database, greedy, kind, n=n)
    urgent = await _put(database, greedy, kind, priority=5)
    single = await _put(database, modest, kind)
    first = await _lease(database, kind, limit=2)
    assert {item.id for item in first} == {urgent, single}


async def test_what_is_scheduled_waits(database, make_tenant, kind):
    await _put(database, await make_tenant(), kind, run_at=datetime.now(UTC) + timedelta(hours=1))
    assert await _lease(database, kind) == []


async def test_a_second_item_of_the_same_key_is_not_put(database, make_tenant, kind):
    tenant_id = await make_tenant()
    for _ in range(3):
        await _put(database, tenant_id, kind, dedup_key="once")
    assert len(await _lease(database, kind)) == 1


async def test_an_item_is_invisible_until_its_transaction_commits(database, make_tenant, kind):
    tenant_id = await make_tenant()
    with pytest.raises(ZeroDivisionError):
        async with database.tenant_session(tenant_id) as db:
            await queue.enqueue(db, kind, {})
            raise ZeroDivisionError
    assert await _lease(database, kind) == []


async def test_a_lost_lease_comes_back_and_the_late_owner_changes_nothing(database, make_tenant, kind):
    item_id = await _put(database, await make_tenant(), kind)
    late, quick = new_id(), new_id()
    (first,) = await _lease(database, kind, owner=late, lease_s=0)
    async with database.system_session(reason="test") as db:
        assert await service.reap(db) >= 1
    (second,) = await _lease(database, kind, owner=quick)
    assert (first.attempt, second.attempt) == (1, 2)
    async with database.system_session(reason="test") as db:
        assert not await service.complete(db, first, late)
        await service.release(db, first, late, after_s=0, error="late", dead=True, counted=True)
    assert (await _state(database, item_id)).state == "leased"


@pytest.fixture
async def worker(database):
    """A worker whose handler does what the test says."""
    started: list[QueueWorker] = []

    def start(kind: str, handle, lease_s: float = 1.0) -> QueueWorker:
        on_item(kind)(handle)
        worker = QueueWorker(database, "context", concurrency=4, lease_s=lease_s, kinds=[kind], poll_s=0.05)
        started.append(worker)
        tasks.append(asyncio.create_task(worker.run()))
        return worker

    tasks: list[asyncio.Task] = []
    yield start
    for each in started:
        await each.stop(grace_s=1)
        handlers.pop(each._kinds[0], None)
    await asyncio.gather(*tasks)


async def _until(condition, within_s: float = 10) -> None:
    async with asyncio.timeout(within_s):
        while not await condition():
            await asyncio.sleep(0.02)


async def test_a_failing_handler_is_called_again_until_the_item_is_dead(
    database, make_tenant, kind, worker, monkeypatch
):
    monkeypatch.setattr(QueueWorker, "_backoff", staticmethod(lambda _: 0.0))
    attempts: list[int] = []

    async def fail(_context, item: QueueItemView) -> None:
        attempts.append(item.attempt)
        raise CharterError("no luck today")

    item_id = await _put(database, await make_tenant(), kind, max_attempts=3)
    worker(kind, fail)

    async def is_dead() -> bool:
        return (await _state(database, item_id)).state == "dead"

    await _until(is_dead)
    assert attempts == [1, 2, 3]
    assert (await _state(database, item_id)).last_error == "no luck today"


async def test_retry_and_park_bring_the_item_back_and_parking_counts_no_attempt(database, make_tenant, kind, worker):
    seen: list[int] = []
    done = asyncio.Event()

    async def handle(_context, item: QueueItemView) -> None:
        seen.append(item.attempt)
        if len(seen) == 1:
            raise Park
        if len(seen) == 2:
            raise Retry(after_s=0.01)
        done.set()

    await _put(database, await make_tenant(), kind)
    worker(kind, handle)
    await asyncio.wait_for(done.wait(), 10)
    assert seen == [1, 1, 2]


async def test_a_heartbeat_keeps_long_work(database, make_tenant, kind, worker):
    calls, done = [], asyncio.Event()

    async def handle(_context, item: QueueItemView) -> None:
        calls.append(item.attempt)
        await asyncio.sleep(1.0)
        done.set()

    await _put(database, await make_tenant(), kind)
    worker(kind, handle, lease_s=0.5)
    await asyncio.wait_for(done.wait(), 10)
    assert calls == [1]


async def test_stopping_parks_what_runs(database, make_tenant, kind, worker):
    running = asyncio.Event()

    async def handle(_context, _item) -> None:
        running.set()
        await asyncio.sleep(60)

    item_id = await _put(database, await make_tenant(), kind)
    started = worker(kind, handle)
    await asyncio.wait_for(running.wait(), 10)
    await started.stop(grace_s=5)
    assert (await _state(database, item_id))[:2] == ("ready", 0)


async def test_an_event_reaches_each_subscriber_once_its_transaction_commits(database, make_tenant, kind, worker):
    got: list[str] = []
    both = asyncio.Event()

    def subscriber(name: str):
        async def handle(_context, item: QueueItemView) -> None:
            got.append(f"{name} {item.payload['fact']}")
            if len(got) == 2:
                both.set()

        return handle

    on_event(kind, subscriber="one")(subscriber("one"))
    on_event(kind, subscriber="two")(subscriber("two"))
    async with database.tenant_session(await make_tenant()) as db:
        await queue.publish(db, kind, {"fact": "true"})
    workers = [QueueWorker(database, None, concurrency=2, lease_s=1, kinds=[f"{kind}>one", f"{kind}>two"], poll_s=0.05)]
    tasks = [asyncio.create_task(each.run()) for each in workers]
    await asyncio.wait_for(both.wait(), 10)
    for each in workers:
        await each.stop(grace_s=1)
    await asyncio.gather(*tasks)
    assert sorted(got) == ["one true", "two true"]


async def test_an_event_is_told_of_when_its_transaction_commits(database, make_tenant, kind):
    heard: asyncio.Queue[str] = asyncio.Queue()
    connection = await database.listen_connection()
    try:
        await connection.add_listener(service.CHANNEL, lambda *told: heard.put_nowait(told[-1]))
        async with database.tenant_session(await make_tenant()) as db:
            await queue.publish(db, kind, {})
        async with asyncio.timeout(30):
            while await heard.get() != service.EVENTS_WAIT:
                pass
    finally:
        await connection.close()


async def test_what_is_told_of_events_hands_them_on_before_the_next_tidying(database, kind, monkeypatch):
    handed_on: list[asyncio.Task | None] = []  # by whom: the worker of the other tests goes on

    async def dispatch_events(_db) -> int:
        handed_on.append(asyncio.current_task())
        return 0

    monkeypatch.setattr(service, "dispatch_events", dispatch_events)
    worker = QueueWorker(database, None, concurrency=1, lease_s=30, kinds=[kind], poll_s=0)
    for told, times in (("", 0), (service.EVENTS_WAIT, 1), ("", 1)):
        worker.heard(told)
        await worker._take()
        assert handed_on.count(asyncio.current_task()) == times


async def test_a_worker_that_is_woken_with_its_hands_full_lets_others_go_on(database, make_tenant, worker, kind):
    """What froze the whole process cannot be waited for: an alarm ends it."""
    begun, wanted, release = 0, 4, asyncio.Event()

    async def handle(_app, _item):
        nonlocal begun
        begun += 1
        await release.wait()

    async def all_begun() -> bool:
        return begun == wanted

    def alarm(*_: object) -> None:
        raise AssertionError("the worker keeps the process to itself")

    tenant_id = await make_tenant()
    for n in range(5):
        await _put(database, tenant_id, kind, n=n)
    earlier = signal.signal(signal.SIGALRM, alarm)
    signal.alarm(20)
    try:
        busy = worker(kind, handle)
        await _until(all_begun)
        for _ in range(20):
            busy.wake()
            await asyncio.sleep(0.01)
        wanted = 5
        release.set()
        await _until(all_begun)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, earlier)


@pytest.mark.parametrize("turns", range(6))
async def test_stopping_in_the_moment_of_a_wake_up_ends_the_worker(database, kind, turns):
    worker = QueueWorker(database, None, concurrency=1, lease_s=30, kinds=[kind], poll_s=30)
    async with asyncio.timeout(10):
        running = asyncio.create_task(worker.run())
        await asyncio.sleep(0.2)  # it has found nothing, and waits
        worker.wake()
        for _ in range(turns):
            await asyncio.sleep(0)
        await worker.stop(grace_s=1)
        await running
