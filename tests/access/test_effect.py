"""What roles, teams and rules change: on the next request everywhere, and in open streams within a second."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.access.test_endpoints import PASSWORD, made, make_member
from tests.asgi_client import Client
from tests.llm.fake_server import Reply
from tests.sse_reader import read_events


async def signed_in(app, owner, role: str) -> tuple[dict, Client]:
    """Return a new member and a client with its session."""
    member = await make_member(owner, role)
    client = Client(app)
    session = await client.post("/v1/session", {"email": member["email"], "password": PASSWORD})
    assert session.status == 200, session.body
    client.headers["x-csrf-token"] = session.json()["csrf_token"]
    return member, client


async def test_a_guest_reaches_exactly_the_agent_that_its_team_was_given(builder, make_agent, app):
    open_, closed = await make_agent(builder, "open"), await make_agent(builder, "closed")
    member, guest = await signed_in(app, builder, "guest")
    ask = {"agent": "open", "input": "Hi", "wait": True}
    assert (await guest.get("/v1/agents")).code == "access.forbidden"
    assert (await guest.post("/v1/runs", ask)).code == "access.forbidden"
    team = await made(builder, "/v1/teams", {"name": "Guests"})
    for permission in ("agents.read", "runs.create"):
        rule = {"subject": team["id"], "effect": "allow", "permission": permission, "agent_id": open_["id"]}
        await made(builder, "/v1/permission-rules", rule)
    await builder.client.put(f"/v1/teams/{team['id']}/members/{member['user_id']}")
    assert [agent["slug"] for agent in (await guest.get("/v1/agents")).json()["items"]] == ["open"]
    assert [model["id"] for model in (await guest.get("/v1/openai/models")).json()["data"]] == ["open"]
    run = await guest.post("/v1/runs", ask)
    assert run.json()["state"] == "completed", run.body
    assert [item["id"] for item in (await guest.get("/v1/runs")).json()["items"]] == [run.json()["id"]]
    assert (await guest.get(f"/v1/agents/{closed['id']}")).code == "agents.not-found"
    assert (await guest.post("/v1/runs", ask | {"agent": "closed"})).code == "agents.not-found"
    assert (await guest.patch(f"/v1/agents/{open_['id']}", {"name": "Mine"})).code == "access.forbidden"
    await builder.client.delete(f"/v1/teams/{team['id']}/members/{member['user_id']}")
    assert (await guest.post("/v1/runs", ask)).code == "access.forbidden"


async def test_a_denied_agent_is_neither_listed_nor_run_nor_handed_work(builder, make_agent, make_caller):
    agent = await make_agent(builder, "secret")
    await make_agent(builder, "public")
    other = await make_caller("builder", builder.tenant_id)
    for permission in ("agents.*", "runs.create"):
        rule = {"subject": "role:builder", "effect": "deny", "permission": permission, "agent_id": agent["id"]}
        await made(builder, "/v1/permission-rules", rule)
    assert [item["slug"] for item in (await other.client.get("/v1/agents")).json()["items"]] == ["public"]
    assert (await other.client.post("/v1/runs", {"agent": "secret", "input": "Hi"})).code == "agents.not-found"
    definition = {"instructions": "Pass it on.", "hand_offs": ["secret"]}
    sly = await other.client.post("/v1/agents", {"name": "sly", "definition": definition})
    assert (sly.status, sly.json()["errors"][0]["path"]) == (422, "/definition/hand_offs/0")
    assert (await builder.client.get("/v1/agents/secret")).status == 200


async def test_a_key_loses_what_its_maker_loses(builder, make_agent, app):
    await make_agent(builder)
    member, session = await signed_in(app, builder, "admin")
    key = (await session.post("/v1/api-keys", {"name": "mine", "role": "builder"})).json()["key"]
    client = Client(app, headers={"authorization": f"Bearer {key}"})
    ask = {"agent": "helper", "input": "Hi", "wait": True}
    assert (await client.post("/v1/runs", ask)).json()["state"] == "completed"
    await builder.client.patch(f"/v1/members/{member['id']}", {"role": "auditor"})
    assert (await client.post("/v1/runs", ask)).code == "access.forbidden"
    assert (await client.get("/v1/agents")).status == 200


async def _revoke_key(builder, caller, key_id):
    await builder.client.delete(f"/v1/api-keys/{key_id}")


async def _deny(builder, caller, key_id):
    rule = {"subject": key_id, "effect": "deny", "permission": "runs.create"}
    await made(builder, "/v1/permission-rules", rule)


@pytest.mark.parametrize(("revoke", "code"), [(_revoke_key, "identity.unauthenticated"), (_deny, "access.forbidden")])
async def test_an_open_stream_ends_within_a_second_of_the_revocation(builder, model, make_agent, app, revoke, code):
    await make_agent(builder)
    model.default = Reply(text="word " * 400, chunks=400, chunk_delay_s=0.05)
    made_key = (await builder.client.post("/v1/api-keys", {"name": "reader", "role": "caller"})).json()
    reader = Client(app, headers={"authorization": f"Bearer {made_key['key']}", "accept": "text/event-stream"})
    body = {"agent": "helper", "input": "long"}
    async with asyncio.timeout(15), reader.stream("POST", "/v1/runs", body) as (_, chunks):
        events, began, last = read_events(chunks), None, None
        async for last in events:
            if last.type == "message.delta" and began is None:
                await revoke(builder, reader, made_key["id"])
                began = time.monotonic()
    assert (last.type, last.data["code"]) == ("stream.refused", code)
    assert time.monotonic() - began < 1.5  # a second, and what a busy machine adds
    run = (await builder.client.get("/v1/runs")).json()["items"][0]
    assert run["state"] == "running"
    await builder.client.post(f"/v1/runs/{run['id']}/cancel")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/openai/chat/completions", {"model": "helper", "messages": [{"role": "user", "content": "long"}]}),
        ("/v1/openai/responses", {"model": "helper", "input": "long"}),
    ],
)
async def test_an_openai_stream_ends_with_an_error_its_clients_understand(builder, model, make_agent, app, path, body):
    await make_agent(builder)
    model.default = Reply(text="word " * 400, chunks=400, chunk_delay_s=0.05)
    key = (await builder.client.post("/v1/api-keys", {"name": "reader", "role": "caller"})).json()
    reader, received = Client(app, headers={"authorization": f"Bearer {key['key']}"}), b""
    async with asyncio.timeout(15), reader.stream("POST", path, body | {"stream": True}) as (_, chunks):
        async for chunk in chunks:
            if b"word" in chunk and b"word" not in received:
                await _revoke_key(builder, reader, key["id"])
            received += chunk
    assert b"identity.unauthenticated" in received.rsplit(b"data: ", 1)[1]
    run = (await builder.client.get("/v1/runs")).json()["items"][0]
    await builder.client.post(f"/v1/runs/{run['id']}/cancel")


async def test_other_streams_go_on_when_somebody_elses_rights_change(builder, model, make_agent, app):
    await make_agent(builder)
    model.default = Reply(text="word " * 40, chunks=40, chunk_delay_s=0.03)
    body = {"agent": "helper", "input": "long"}
    headers = {"accept": "text/event-stream"}
    async with asyncio.timeout(15), builder.client.stream("POST", "/v1/runs", body, headers) as (_, chunks):
        types, changed = [], False
        async for event in read_events(chunks):
            types.append(event.type)
            if event.type == "message.delta" and not changed:
                changed = True
                await made(builder, "/v1/permission-rules", {
                    "subject": "role:caller", "effect": "deny", "permission": "runs.create",
                })  # fmt: skip
    assert types[-1] == "run.completed"


async def test_nobody_reaches_higher_through_a_team(owner, make_caller):
    admin = await make_caller("admin", owner.tenant_id)
    high = await made(owner, "/v1/teams", {"name": "High"})
    await made(owner, "/v1/role-assignments", {"subject": high["id"], "role": "owner"})
    member = await make_member(owner, "guest")
    path = f"/v1/teams/{high['id']}/members/{member['user_id']}"
    refused = await admin.client.put(path)
    assert (refused.status, refused.code) == (403, "access.role-too-high")
    invited = await admin.client.post(
        "/v1/invitations", {"email": "x@example.org", "role": "guest", "teams": [high["id"]]}
    )
    assert (invited.status, invited.code) == (403, "access.role-too-high")
    assert (await owner.client.put(path)).json()["members"] == [member["user_id"]]
