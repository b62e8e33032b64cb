"""Who may do what with runs and conversations, and what bad input gets."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Caller, MakeCaller
from tests.llm.fake_server import Reply

_NOBODYS = "run_01h455vb4pex5vsknk084sn02q"


async def _run(caller: Caller, **more) -> dict:
    answer = await caller.client.post("/v1/runs", {"agent": "helper", "input": "Hi", "wait": True} | more)
    assert answer.status == 200, answer.body
    return answer.json()


async def test_a_caller_sees_its_own_runs_and_conversations_alone(builder, make_agent, make_caller: MakeCaller):
    await make_agent(builder)
    theirs = await _run(builder)
    caller = await make_caller("caller", builder.tenant_id)
    own = await _run(caller)
    assert [run["id"] for run in (await caller.client.get("/v1/runs")).json()["items"]] == [own["id"]]
    listed = (await caller.client.get("/v1/conversations")).json()["items"]
    assert [conversation["id"] for conversation in listed] == [own["conversation_id"]]
    assert {run["id"] for run in (await builder.client.get("/v1/runs")).json()["items"]} == {own["id"], theirs["id"]}
    for path in ("", "/steps", "/events", "/state"):
        answer = await caller.client.get(f"/v1/runs/{theirs['id']}{path}")
        assert (answer.status, answer.code) == (404, "runs.not-found")
    for verb in ("cancel", "pause", "resume"):
        assert (await caller.client.post(f"/v1/runs/{theirs['id']}/{verb}")).status == 404
    assert (await caller.client.get(f"/v1/conversations/{theirs['conversation_id']}")).status == 404
    assert (await caller.client.get(f"/v1/conversations/{theirs['conversation_id']}/messages")).status == 404
    assert (await caller.client.delete(f"/v1/conversations/{theirs['conversation_id']}")).status == 404
    goes_on = {"agent": "helper", "input": "Hi", "conversation_id": theirs["conversation_id"]}
    assert (await caller.client.post("/v1/runs", goes_on)).code == "runs.conversation-not-found"


async def test_an_auditor_reads_and_changes_nothing(builder, make_agent, make_caller: MakeCaller):
    await make_agent(builder)
    run = await _run(builder)
    auditor = await make_caller("auditor", builder.tenant_id)
    assert (await auditor.client.get(f"/v1/runs/{run['id']}")).status == 200
    for path, body in (
        ("/v1/runs", {"agent": "helper", "input": "Hi"}),
        (f"/v1/runs/{run['id']}/cancel", None),
        ("/v1/openai/chat/completions", {"model": "helper", "messages": [{"role": "user", "content": "Hi"}]}),
        ("/v1/openai/responses", {"model": "helper", "input": "Hi"}),
    ):
        answer = await auditor.client.post(path, body)
        assert (answer.status, answer.code) == (403, "access.forbidden"), path
    refused = await auditor.client.delete(f"/v1/conversations/{run['conversation_id']}")
    assert (refused.status, refused.code) == (403, "access.forbidden")


async def test_another_tenants_runs_are_not_there(builder, make_agent, stranger):
    await make_agent(builder)
    run = await _run(builder)
    theirs = await stranger.client.get(f"/v1/runs/{run['id']}")
    nobodys = await stranger.client.get(f"/v1/runs/{_NOBODYS}")
    assert theirs.status == nobodys.status == 404
    same = json.loads(json.dumps(theirs.json()).replace(run["id"], _NOBODYS))
    assert same["detail"] == nobodys.json()["detail"]
    assert (await stranger.client.get("/v1/runs")).json()["items"] == []
    answer = await stranger.client.post("/v1/runs", {"agent": "helper", "input": "Hi"})
    assert (answer.status, answer.code) == (404, "agents.not-found")


async def test_without_a_credential_nothing_is_answered(anonymous):
    for path in ("/v1/runs", "/v1/conversations", "/v1/openai/models", f"/v1/runs/{_NOBODYS}/events"):
        answer = await anonymous.get(path)
        assert (answer.status, answer.code) == (401, "identity.unauthenticated"), path
    assert (await anonymous.post("/v1/runs", {"agent": "helper", "input": "Hi"})).status == 401


async def test_a_revoked_key_and_a_lower_role_count_from_the_next_request_on(builder, make_agent):
    await make_agent(builder)
    made = (await builder.client.post("/v1/api-keys", {"name": "robot", "role": "caller"})).json()
    headers = {"authorization": f"Bearer {made['key']}"}
    body = {"agent": "helper", "input": "Hi", "wait": True}
    assert (await builder.client.post("/v1/runs", body, headers=headers)).status == 200
    await builder.client.delete(f"/v1/api-keys/{made['id']}")
    refused = await builder.client.post("/v1/runs", body, headers=headers)
    assert (refused.status, refused.code) == (401, "identity.unauthenticated")


async def test_a_newly_published_version_is_the_one_that_runs(builder, make_agent, model):
    await make_agent(builder)
    await _run(builder)
    draft = (
        await builder.client.post("/v1/agents/helper/versions", {"definition": {"instructions": "Be long."}})
    ).json()
    assert (await _run(builder))["version"] == 1
    assert (await _run(builder, version=2))["version"] == 2
    await builder.client.post(f"/v1/agents/helper/versions/{draft['number']}/publish")
    assert (await _run(builder))["version"] == 2
    assert model.calls[-1].body["messages"][0]["content"] == "Be long."
    await builder.client.post("/v1/agents/helper/rollback", {})
    assert (await _run(builder))["version"] == 1


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"agent": "helper"}, "/input"),
        ({"agent": "helper", "input": ""}, "/input"),
        ({"agent": "helper", "input": 7}, "/input"),
        ({"agent": "helper", "input": "Hi", "wiat": True}, "/wiat"),
        ({"agent": "helper", "input": "Hi", "version": 0}, "/version"),
        ({"agent": "helper", "input": "Hi", "conversation_id": "run_01h455vb4pex5vsknk084sn02q"}, "/conversation_id"),
        ([], ""),
        (b"{not json", ""),
    ],
)
async def test_bad_input_names_the_field_and_starts_nothing(builder, make_agent, body, path):
    await make_agent(builder)
    answer = await builder.client.post("/v1/runs", body)
    assert (answer.status, answer.code) == (422, "core.input-invalid"), answer.body
    assert answer.json()["errors"][0]["path"] == path
    assert (await builder.client.get("/v1/runs")).json()["items"] == []


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/v1/runs?cursor=!!", "query.cursor"),
        ("/v1/runs?limit=0", "query.limit"),
        ("/v1/runs?state=done", "query.state"),
        ("/v1/runs/nonsense", "path.run_id"),
        ("/v1/runs/agent_01h455vb4pex5vsknk084sn02q", "path.run_id"),
        ("/v1/conversations?limit=1000", "query.limit"),
    ],
)
async def test_bad_parameters_are_named(owner, path, field):
    answer = await owner.client.get(path)
    assert answer.status == 422
    assert answer.json()["errors"][0]["path"] == field


async def test_pages_neither_skip_nor_repeat(builder, make_agent):
    await make_agent(builder)
    ids = [(await _run(builder))["id"] for _ in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        page = (await builder.client.get(f"/v1/runs?limit=2{'&cursor=' + cursor if cursor else ''}")).json()
        seen += [run["id"] for run in page["items"]]
        cursor = page["next_cursor"]
    assert seen == ids[::-1]
    assert len((await builder.client.get("/v1/runs?state=completed&agent=helper")).json()["items"]) == 5
    assert (await builder.client.get("/v1/runs?state=failed")).json()["items"] == []
    assert (await builder.client.get("/v1/runs?agent=nobody")).code == "agents.not-found"


async def test_a_conversation_belongs_to_its_agent_and_goes_with_its_runs(builder, make_agent, model):
    await make_agent(builder)
    await make_agent(builder, "other")
    run = await _run(builder)
    crossed = {"agent": "other", "input": "Hi", "conversation_id": run["conversation_id"]}
    assert (await builder.client.post("/v1/runs", crossed)).code == "runs.conversation-of-other-agent"
    model.default = Reply(hang=True)
    waiting = {"agent": "helper", "input": "Wait", "conversation_id": run["conversation_id"]}
    second = (await builder.client.post("/v1/runs", waiting)).json()
    refused = await builder.client.delete(f"/v1/conversations/{run['conversation_id']}")
    assert (refused.status, refused.code) == (409, "runs.state-conflict")
    await builder.client.post(f"/v1/runs/{second['id']}/cancel")
    while (await builder.client.get(f"/v1/runs/{second['id']}")).json()["state"] != "cancelled":
        pass
    assert (await builder.client.delete(f"/v1/conversations/{run['conversation_id']}")).status == 204
    assert (await builder.client.get(f"/v1/runs/{run['id']}")).status == 404
