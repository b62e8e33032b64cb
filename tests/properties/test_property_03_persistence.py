"""Property 3: Data persistence round trip.

What was stored reads back equal after the process's services were closed and opened again. Each example restarts them.
"""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.asgi_client import Client
from tests.llm.fake_server import FakeServer, Reply
from tests.properties.json_schema import letters
from tests.properties.process import Process
from tests.properties.test_property_02_validation import definitions

_numbers = itertools.count(1)
# Blanks around a name are dropped when it is stored.
names = st.text(letters, min_size=1, max_size=40).filter(lambda text: text.strip() == text)
said = st.text(letters, min_size=1, max_size=60)


@pytest.fixture
async def process(settings, builder, model):
    process = Process(settings, builder.key)
    await process.start()
    present = {"name": "Present", "definition": {"instructions": "Be there."}}
    assert (await process.client.post("/v1/agents", present)).status == 201
    # What is said here is any text at all: property 14 is the one about guardrails.
    policy = {"name": "none", "document": {"rules": []}, "for_all": True}
    assert (await process.client.post("/v1/guardrail-policies", policy)).status == 201
    yield process
    await process.stop()


content = {
    "agent": st.fixed_dictionaries({"name": names, "definition": definitions, "publish": st.booleans()}),
    "version": st.fixed_dictionaries({"definition": definitions}),
    "provider": st.fixed_dictionaries(
        {"name": names, "key": st.from_regex(r"sk-[a-zA-Z0-9_-]{8,40}", fullmatch=True)},
    ),
    "route": st.fixed_dictionaries(
        {
            "strategy": st.sampled_from(["ordered", "weighted"]),
            "weights": st.lists(st.integers(0, 1000), min_size=2, max_size=2),
        }
    ),
    "key": st.fixed_dictionaries(
        {
            "name": names,
            "role": st.sampled_from(["caller", "builder", "auditor"]),
            "expires_at": st.none() | st.just("2099-01-01T00:00:00Z"),
        }
    ),
    "conversation": st.fixed_dictionaries({"turns": st.lists(st.tuples(said, said), min_size=1, max_size=2)}),
}
things_to_store = st.lists(
    st.sampled_from(sorted(content)).flatmap(lambda kind: st.tuples(st.just(kind), content[kind])),
    min_size=1,
    max_size=3,
)


Paths = dict[str, Any]
"""Where things can be read, with what is to be answered there."""


async def store_agent(client: Client, _model: FakeServer, content: Paths) -> Paths:
    slug = f"s-{next(_numbers)}"
    made = await sent(client, "POST", "/v1/agents", {**content, "slug": slug})
    assert made["name"] == content["name"]
    for field, value in content["definition"].items():
        assert contains(made["definition"][field], value)
    return {f"/v1/agents/{made['id']}": made, f"/v1/agents/{slug}": made}


async def store_version(client: Client, _model: FakeServer, content: Paths) -> Paths:
    name = f"v-{next(_numbers)}"
    await sent(client, "POST", "/v1/agents", {"name": name, "definition": {"instructions": "v"}})
    path = f"/v1/agents/{name}/versions"
    made = await sent(client, "POST", path, content)
    one = f"{path}/{made['number']}"
    if made["state"] == "draft":
        published = await sent(client, "POST", f"{one}/publish")
        assert published["content_hash"] == made["content_hash"]
    return {at: await sent(client, "GET", at) for at in (one, path, f"/v1/agents/{name}")}


async def store_provider(client: Client, model: FakeServer, content: Paths) -> Paths:
    name = f"{next(_numbers)} {content['name']}"
    body = {"kind": "openai", "name": name, "base_url": f"{model.url}/v1", "api_key": content["key"]}
    made = await sent(client, "POST", "/v1/model-providers", body)
    assert made["name"] == name
    assert content["key"] not in str(made)
    return {f"/v1/model-providers/{made['id']}": made}


async def store_route(client: Client, _model: FakeServer, content: Paths) -> Paths:
    name = f"r-{next(_numbers)}"
    weighed = zip(("gpt-4o", "gpt-4o-mini"), content["weights"], strict=True)
    targets = [{"model": f"scripted/{one}", "weight": weight} for one, weight in weighed]
    made = await sent(
        client, "POST", "/v1/model-routes", {"name": name, "strategy": content["strategy"], "targets": targets}
    )
    assert (made["strategy"], made["targets"]) == (content["strategy"], targets)
    return {f"/v1/model-routes/{made['id']}": made, f"/v1/model-routes/{name}": made}


async def store_key(client: Client, _model: FakeServer, content: Paths) -> Paths:
    made = await sent(client, "POST", "/v1/api-keys", content)
    assert {name: made[name] for name in content} == content
    used = Client(client.app, headers={"authorization": f"Bearer {made.pop('key')}"})
    assert (await sent(used, "GET", "/v1/session"))["roles"] == [content["role"]]
    return {f"/v1/api-keys/{made['id']}": await sent(client, "GET", f"/v1/api-keys/{made['id']}")}


async def store_conversation(client: Client, model: FakeServer, content: Paths) -> Paths:
    turns, conversation = content["turns"], None
    for asked, answered in turns:
        model.default = Reply(text=answered)
        body = {"agent": "present", "input": asked, "wait": True, "conversation_id": conversation}
        run = await sent(client, "POST", "/v1/runs", body)
        assert (run["state"], run["output"]) == ("completed", answered)
        conversation = run["conversation_id"]
    path = f"/v1/conversations/{conversation}"
    messages = await sent(client, "GET", f"{path}/messages")
    assert [message["text"] for message in messages["items"]] == [text for turn in turns for text in turn]
    run_path = f"/v1/runs/{run['id']}"
    places = (path, f"{path}/messages", run_path, f"{run_path}/steps", f"{run_path}/events")
    found = {at: await sent(client, "GET", at) for at in places}
    assert found[run_path] == run
    return found


STORE = {
    "agent": store_agent,
    "version": store_version,
    "provider": store_provider,
    "route": store_route,
    "key": store_key,
    "conversation": store_conversation,
}


async def sent(client: Client, method: str, path: str, body: Any = None) -> Any:
    answer = await client.request(method, path, body)
    assert answer.status in {200, 201}, answer.body
    return answer.json()


def contains(stored: Any, given: Any) -> bool:
    """True when what is stored says all that was given; the rest of it are defaults."""
    if isinstance(given, dict) and isinstance(stored, dict):
        return all(name in stored and contains(stored[name], value) for name, value in given.items())
    return bool(stored == given)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(things=things_to_store)
async def test_property_03_what_was_stored_reads_back_equal_after_a_restart(things, process, model):
    """Data persistence round trip."""
    expected: Paths = {}
    for kind, given_ in things:
        expected |= await STORE[kind](process.client, model, given_)
    before = process.client
    await process.restart()
    assert process.client.app is not before.app
    for path, document in expected.items():
        assert await sent(process.client, "GET", path) == document, path
