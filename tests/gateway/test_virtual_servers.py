"""Virtual MCP servers through the API; every refusal."""

from __future__ import annotations

import pytest

from charter.core.ids import format_id, new_id

PATH = "/v1/mcp-virtual-servers"


async def test_made_shown_changed_listed_deleted(owner):
    made = (await owner.client.post(PATH, {"name": "support", "tools": ["clock"]})).json()
    assert (await owner.client.get(f"{PATH}/support")).json() == made
    assert (await owner.client.get(f"{PATH}/{made['id']}")).json() == made
    changed = await owner.client.patch(f"{PATH}/support", {"tools": ["calculator"], "instructions": "Count."})
    assert (changed.json()["tools"], changed.json()["instructions"]) == (["calculator"], "Count.")
    assert [server["name"] for server in (await owner.client.get(PATH)).json()["items"]] == ["support"]
    assert (await owner.client.delete(f"{PATH}/support")).status == 204
    assert (await owner.client.get(f"{PATH}/support")).status == 404


@pytest.mark.parametrize(
    ("choice", "path"),
    [
        ({"tools": ["clock", "nothing"]}, "/tools/1"),
        ({"agents": ["nobody"]}, "/agents/0"),
        ({"workflows": ["nowhere"]}, "/workflows/0"),
    ],
)
async def test_only_what_there_is_can_be_chosen(owner, choice, path):
    answer = await owner.client.post(PATH, {"name": "support"} | choice)
    assert (answer.status, answer.code) == (422, "gateway.nothing-of-that-name")
    assert [error["path"] for error in answer.json()["errors"]] == [path]
    await owner.client.post(PATH, {"name": "support"})
    assert (await owner.client.patch(f"{PATH}/support", choice)).code == "gateway.nothing-of-that-name"


async def test_a_name_is_taken_once(owner):
    await owner.client.post(PATH, {"name": "support"})
    answer = await owner.client.post(PATH, {"name": "support"})
    assert (answer.status, answer.code) == (409, "gateway.name-taken")


@pytest.mark.parametrize("body", [{"name": "No Good"}, {"name": "a", "tools": ["NO"]}, {"name": "a", "more": 1}])
async def test_malformed_input_is_refused(owner, body):
    assert (await owner.client.post(PATH, body)).status == 422


VERBS = [("GET", None), ("PATCH", {"instructions": "x"}), ("DELETE", None)]


@pytest.mark.parametrize(("method", "body"), VERBS)
async def test_another_tenants_server_is_not_there(owner, stranger, method, body):
    made = (await owner.client.post(PATH, {"name": "support"})).json()
    theirs = await stranger.client.request(method, f"{PATH}/{made['id']}", body)
    missing = await stranger.client.request(method, f"{PATH}/{format_id('virtualserver', new_id())}", body)
    assert theirs.status == missing.status == 404
    assert theirs.json()["detail"] == missing.json()["detail"]
    assert (await owner.client.get(f"{PATH}/support")).json() == made


@pytest.mark.parametrize(("method", "body"), [*VERBS, ("POST", {"name": "mine"})])
async def test_callers_may_not_choose(owner, make_caller, method, body):
    await owner.client.post(PATH, {"name": "support"})
    caller = await make_caller("caller", owner.tenant_id)
    place = PATH if method == "POST" else f"{PATH}/support"
    answer = await caller.client.request(method, place, body)
    assert (answer.status, answer.code) == (403, "access.forbidden")
