"""Putting a tenant back as its backup says."""

from __future__ import annotations

import json

import pytest

from charter.core.ids import format_id
from tests.archives.conftest import ZIP, repacked, rows, taken, unpacked, with_rows

PUT_BACK = "/v1/tenants/restore-backup"


@pytest.fixture
async def backup(furnished) -> bytes:
    return await taken(furnished, "backup")


async def _suspended(operator, caller) -> str:
    path = f"/v1/tenants/{format_id('tenant', caller.tenant_id)}"
    assert (await operator.client.post(path + "/suspend")).status == 200
    return path


async def test_a_tenant_is_as_it_was_with_its_ids_and_sealed_keys(backup, furnished, operator, sequencer):
    get, post = furnished.client.get, furnished.client.post
    agent = (await get("/v1/agents")).json()["items"][0]
    runs = (await get("/v1/runs")).json()["items"]
    assert (await furnished.client.delete(f"/v1/agents/{agent['id']}")).status == 204
    assert (await post("/v1/teams", {"name": "Later"})).status == 201
    await furnished.client.patch("/v1/tenant", {"name": "Renamed"})
    path = await _suspended(operator, furnished)
    answer = await operator.client.post(PUT_BACK, backup, headers=ZIP)
    assert answer.status == 200, answer.body
    await operator.client.post(path + "/resume")
    assert (await get("/v1/agents")).json()["items"][0]["id"] == agent["id"]
    assert [run["id"] for run in (await get("/v1/runs")).json()["items"]] == [run["id"] for run in runs]
    assert [team["name"] for team in (await get("/v1/teams")).json()["items"]] == ["Team"]
    assert (await get("/v1/tenant")).json()["name"] != "Renamed"
    run = (await post("/v1/runs", {"agent": "helper", "input": "Hi", "wait": True})).json()
    assert run["state"] == "completed", "the sealed key opens where it was sealed"
    await sequencer.settle()
    actions = [entry["action"] for entry in (await get("/v1/audit/entries?limit=200")).json()["items"]]
    assert {"tenant.put_back", "agent.deleted", "team.created"} <= set(actions), "the log only ever grows"


async def test_nothing_that_was_used_or_revoked_since_comes_back(backup, furnished, operator, make_caller):
    def used(answer):
        return {it["name"]: it["used"] for it in answer.json()["items"]}

    program = next(k for k in (await furnished.client.get("/v1/api-keys")).json()["items"] if k["name"] == "program")
    await furnished.client.delete(f"/v1/api-keys/{program['id']}")
    await furnished.client.post("/v1/runs", {"agent": "helper", "input": "Hi", "wait": True})
    before, spent = used(await furnished.client.get("/v1/budgets")), (await furnished.client.get("/v1/usage")).json()
    path = await _suspended(operator, furnished)
    assert (await operator.client.post(PUT_BACK, backup, headers=ZIP)).status == 200
    await operator.client.post(path + "/resume")
    assert used(await furnished.client.get("/v1/budgets")) == before
    assert (await furnished.client.get("/v1/usage")).json()["rows"] == spent["rows"]
    again = next(k for k in (await furnished.client.get("/v1/api-keys")).json()["items"] if k["name"] == "program")
    assert again["revoked_at"] is not None


async def test_a_tenant_at_work_is_not_replaced(backup, furnished, operator):
    answer = await operator.client.post(PUT_BACK, backup, headers=ZIP)
    assert (answer.status, answer.code) == (409, "tenants.state-conflict")
    assert (await furnished.client.post(PUT_BACK, backup, headers=ZIP)).code == "access.forbidden"


async def test_only_what_this_installation_signed_is_put_back(backup, furnished, operator):
    """Otherwise an operator could write themselves into a tenant."""
    path = await _suspended(operator, furnished)
    forged = with_rows(unpacked(backup), "members", lambda found: [{**row, "role": "owner"} for row in found] * 2)
    unsigned = {name: content for name, content in unpacked(backup).items() if name != "manifest.sig"}
    for files in (forged, unsigned):
        answer = await operator.client.post(PUT_BACK, repacked(files), headers=ZIP)
        assert (answer.status, answer.code) == (422, "archives.foreign-backup")
    edited = unpacked(backup)
    edited["tables/teams.jsonl"] = edited["tables/teams.jsonl"].replace(b"Team", b"Gang")
    answer = await operator.client.post(PUT_BACK, repacked(edited), headers=ZIP)
    assert (answer.status, answer.code, answer.json()["file"]) == (422, "archives.invalid", "tables/teams.jsonl")
    await operator.client.post(path + "/resume")
    assert [team["name"] for team in (await furnished.client.get("/v1/teams")).json()["items"]] == ["Team"]


async def test_a_backup_keeps_work_in_flight_and_takes_its_lease_off(furnished, services, backup):
    assert json.loads(unpacked(backup)["manifest.json"])["kind"] == "backup"
    assert {row["lease_owner"] for row in rows(unpacked(backup), "queue_items")} <= {None}


async def test_the_limits_are_those_of_the_plan_of_today(backup, furnished, operator):
    """A plan that was given after the backup was made holds, and what it counted stays counted."""
    limits = [{"metric": "runs", "period": "month", "limit": 1}]
    plan = (await operator.client.post("/v1/plans", {"name": "Given later", "limits": limits})).json()
    path = await _suspended(operator, furnished)
    assert (await operator.client.put(path + "/plan", {"plan_id": plan["id"]})).status == 200
    before = [it for it in (await _budgets(operator, furnished, path)) if it["from_plan"]]
    assert (await operator.client.post(path + "/suspend")).status == 200
    assert (await operator.client.post(PUT_BACK, backup, headers=ZIP)).status == 200
    after = [it for it in (await _budgets(operator, furnished, path)) if it["from_plan"]]
    assert [(it["limit"], it["used"]) for it in after] == [(it["limit"], it["used"]) for it in before]
    assert len(after) == 1


async def _budgets(operator, caller, path) -> list[dict]:
    await operator.client.post(path + "/resume")
    return (await caller.client.get("/v1/budgets")).json()["items"]
