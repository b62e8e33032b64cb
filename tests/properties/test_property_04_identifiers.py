"""Property 4: Unique identifiers.

However creation is spread over processes, threads and tenants: ids are unique, well-formed and sort by time.
"""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charter.api.app import create_app
from charter.api.services import background, running_services
from charter.core.clock import utc_now
from charter.core.ids import format_id, parse_id
from tests.asgi_client import Client
from tests.properties.id_maker import Made, make_ids

_FORM = re.compile(r"[0-7][0-9a-hjkmnp-tv-z]{25}")
_names = itertools.count(1)
PREFIXES = {"agents": "agent", "api-keys": "key", "model-routes": "route"}


def born_ms(value: UUID) -> int:
    """Return the time in an id, in milliseconds (RFC 9562 §5.7)."""
    assert value.version == 7
    assert value.variant == "specified in RFC 4122"
    return value.int >> 80


def well_formed(prefix: str, text: str) -> UUID:
    value = parse_id(prefix, text)
    kind, _, suffix = text.partition("_")
    assert (kind, bool(_FORM.fullmatch(suffix))) == (prefix, True)
    assert format_id(prefix, value) == text
    return value


def sort_by_time(made: list[Made]) -> None:
    """What was made after another was there sorts after it, to the clock's millisecond."""
    by_end = sorted(made, key=lambda one: one.after_ms)
    latest: Made | None = None
    for one in sorted(made, key=lambda each: each.before_ms):
        while by_end and int(by_end[0].after_ms) < int(one.before_ms):
            ended = by_end.pop(0)
            latest = ended if latest is None or ended.id > latest.id else latest
        assert latest is None or latest.id < one.id


@pytest.fixture(scope="module")
def processes():
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    plan=st.lists(
        st.tuples(st.integers(1, 4), st.integers(1, 40), st.booleans(), st.integers(0, 3)), min_size=2, max_size=6
    )
)
def test_property_04_ids_of_many_processes_and_threads(plan, processes):
    """Unique identifiers."""
    waiting = [
        processes.submit(make_ids, threads=threads, count=count, forked=forked, pause_ms=pause)
        for threads, count, forked, pause in plan
    ]
    lanes = [lane for each in waiting for lane in each.result(timeout=60)]
    assert sum(map(len, lanes)) == sum(threads * count * (3 if forked else 1) for threads, count, forked, _ in plan)
    made = [one for lane in lanes for one in lane]
    assert len({one.id for one in made}) == len(made)
    assert len({format_id("run", one.id) for one in made}) == len(made)
    for lane in lanes:
        assert all(earlier.id < later.id for earlier, later in itertools.pairwise(lane))
    for one in made:
        assert one.before_ms - 1 <= born_ms(one.id) <= one.after_ms + 1
        well_formed("run", format_id("run", one.id))
    texts = [format_id("run", one.id) for one in sorted(made, key=lambda each: each.id)]
    assert texts == sorted(texts)
    sort_by_time(made)


@dataclass
class Doors:
    """Clients of two API processes' worth of services on one database, for two tenants."""

    clients: list[Client]


@pytest.fixture
async def doors(settings, app, owner, stranger, model):
    async with running_services(settings, takes_queue_items=False) as other, background(other):
        second = create_app(other)
        clients = [
            Client(each, headers={"authorization": f"Bearer {caller.key}"})
            for each in (app, second)
            for caller in (owner, stranger)
        ]
        body = {"kind": "openai", "name": "scripted", "base_url": f"{model.url}/v1", "api_key": "sk-test-scripted-key"}
        for client in clients[:2]:
            assert (await client.post("/v1/model-providers", body)).status == 201
        yield Doors(clients)


orders = st.lists(
    st.tuples(st.sampled_from(sorted(PREFIXES)), st.integers(0, 3), st.booleans()), min_size=2, max_size=6
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=orders)
async def test_property_04_ids_of_things_created_at_once(order, doors):
    """Unique identifiers, of what two API processes create for two tenants at the same time."""

    async def create(kind: str, door: int, same_name: bool) -> tuple[str, Made]:
        name = "Twin" if same_name and kind != "model-routes" else f"n{next(_names)}"
        body = {
            "agents": {"name": name, "definition": {"instructions": "x"}},
            "api-keys": {"name": name},
            "model-routes": {"name": name, "targets": [{"model": "scripted/gpt-4o"}]},
        }[kind]
        before = utc_now()
        answer = await doors.clients[door].post(f"/v1/{kind}", body)
        after = utc_now()
        assert answer.status == 201, answer.body
        value = well_formed(PREFIXES[kind], answer.json()["id"])
        return answer.json()["id"], Made(value, before.timestamp() * 1000, after.timestamp() * 1000)

    answers = await asyncio.gather(*(create(*one) for one in order))
    assert len({text for text, _ in answers}) == len(order)
    made = [one for _, one in answers]
    assert len({one.id for one in made}) == len(order)
    for one in made:
        assert one.before_ms - 1 <= born_ms(one.id) <= one.after_ms + 1
    again = await asyncio.gather(*(create(*one) for one in order))
    sort_by_time(made + [one for _, one in again])
    assert max(one.id for one in made) < min(one.id for _, one in again)
