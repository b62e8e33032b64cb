"""The life of tenants: made, suspended, resumed, deleted, restored, gone."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from charter.core.db.purge import tables_of_tenants
from charter.core.ids import format_id, new_id
from charter.runs.service import retention
from charter.tenants.service import lifecycle
from tests.agents.factories import without_request
from tests.asgi_client import Client
from tests.llm.fake_server import Reply

FOUNDING = {"name": "Newcomer", "owner_email": "first@newcomer.example", "owner_password": "correct horse battery"}


def path(caller, verb: str = "") -> str:
    return f"/v1/tenants/{format_id('tenant', caller.tenant_id)}{verb}"


async def test_a_tenant_is_founded_with_an_owner_who_can_sign_in_and_a_key(operator, app):
    made = await operator.client.post("/v1/tenants", FOUNDING | {"with_api_key": True})
    assert made.status == 201, made.body
    tenant, key = made.json()["tenant"], made.json()["api_key"]
    assert (tenant["name"], tenant["state"]) == ("Newcomer", "active")
    owner = Client(app, headers={"authorization": f"Bearer {key}"})
    assert (await owner.get("/v1/session")).json()["tenant"]["id"] == tenant["id"]
    credentials = {"email": FOUNDING["owner_email"], "password": FOUNDING["owner_password"]}
    assert (await Client(app).post("/v1/session", credentials)).json()["tenant"]["id"] == tenant["id"]
    again = await operator.client.post("/v1/tenants", FOUNDING | {"name": "Second", "owner_password": "ignored"})
    assert again.status == 201, again.body
    second = again.json()["tenant"]
    there = await Client(app).post("/v1/session", credentials | {"tenant": second["slug"]})
    assert there.json()["tenant"]["id"] == second["id"]
    by_header = await Client(app).request("POST", "/v1/session", credentials, {"x-charter-tenant": second["slug"]})
    assert by_header.json()["tenant"]["id"] == second["id"]
    nowhere = await Client(app).post("/v1/session", credentials | {"tenant": "nobodys"})
    wrong = await Client(app).post("/v1/session", credentials | {"password": "wrong wrong wrong"})
    assert without_request(nowhere.json()) == without_request(wrong.json())


async def test_the_operator_reads_nothing_of_a_tenant(operator, builder, make_agent):
    await make_agent(builder, "secret-agent")
    page, listed = {"next_cursor": ""}, []
    while page["next_cursor"] is not None:
        cursor = f"&cursor={page['next_cursor']}" if page["next_cursor"] else ""
        page = (await operator.client.get(f"/v1/tenants?limit=200{cursor}")).json()
        listed += [tenant["id"] for tenant in page["items"]]
    assert format_id("tenant", builder.tenant_id) in listed
    assert len(listed) == len(set(listed))
    for route in ("/v1/agents", "/v1/runs", "/v1/members", "/v1/budgets", "/v1/usage", "/v1/model-providers"):
        assert (await operator.client.get(route)).code == "access.forbidden", route
    assert "secret" not in str((await operator.client.get(path(builder))).json())


@pytest.mark.parametrize(
    ("method", "route", "body"),
    [
        ("GET", "/v1/tenants", None),
        ("POST", "/v1/tenants", FOUNDING),
        ("GET", "/v1/tenants/{id}", None),
        ("POST", "/v1/tenants/{id}/suspend", None),
        ("POST", "/v1/tenants/{id}/resume", None),
        ("DELETE", "/v1/tenants/{id}", None),
        ("POST", "/v1/tenants/{id}/restore", None),
    ],
)
async def test_only_the_operator_steers_tenants(owner, operator, stranger, method, route, body):
    target = route.format(id=format_id("tenant", stranger.tenant_id))
    answer = await owner.client.request(method, target, body)
    assert (answer.status, answer.code) == (403, "access.forbidden")
    if "{" in route:
        nobody = await operator.client.request(method, route.format(id=format_id("tenant", new_id())), body)
        assert (nobody.status, nobody.code) == (404, "tenants.not-found")
    assert (await stranger.client.get("/v1/session")).status == 200


async def test_a_suspended_tenant_is_out_at_once_and_its_work_goes_on_where_it_was(
    operator, builder, model, make_agent
):
    await make_agent(builder, tools=[{"name": "calculator"}])
    model.sequence = [
        Reply(tool_calls=[("calculator", '{"expression": "1+1"}')], delay_s=0.4),
        Reply(text="It is two."),
    ]
    run = (await builder.client.post("/v1/runs", {"agent": "helper", "input": "1+1?"})).json()
    assert (await operator.client.post(path(builder, "/suspend"))).json()["state"] == "suspended"
    assert (await builder.client.get("/v1/session")).code == "tenants.suspended"
    await asyncio.sleep(1.0)  # the model has answered by now; the run must not have gone on to its tool
    assert len(model.calls) == 1
    assert (await operator.client.post(path(builder, "/suspend"))).code == "tenants.state-conflict"
    assert (await operator.client.post(path(builder, "/resume"))).json()["state"] == "active"
    async with asyncio.timeout(15):
        while (found := (await builder.client.get(f"/v1/runs/{run['id']}")).json())["state"] != "completed":
            assert found["state"] in {"running", "queued"}
            await asyncio.sleep(0.05)
    assert found["output"] == "It is two."
    assert len(model.calls) == 2  # the completed step was not repeated


async def test_an_open_stream_of_a_suspended_tenant_ends(operator, builder, model, make_agent):
    await make_agent(builder)
    model.default = Reply(text="word " * 200, chunks=200, chunk_delay_s=0.05)
    received, headers = b"", {"accept": "text/event-stream"}
    body = {"agent": "helper", "input": "long"}
    async with asyncio.timeout(15), builder.client.stream("POST", "/v1/runs", body, headers) as (_, chunks):
        async for chunk in chunks:
            if b"message.delta" in chunk and b"message.delta" not in received:
                await operator.client.post(path(builder, "/suspend"))
            received += chunk
    assert b"tenants.suspended" in received.rsplit(b"event: ", 1)[1]


async def test_a_deleted_tenant_can_be_restored_until_it_is_gone_from_every_table(
    operator, builder, make_agent, services
):
    await make_agent(builder)
    await builder.client.post("/v1/runs", {"agent": "helper", "input": "Hi", "wait": True})
    await builder.client.post("/v1/teams", {"name": "Team"})
    deleting = (await operator.client.delete(path(builder) + "?grace_days=3")).json()
    assert deleting["state"] == "deleting"
    assert datetime.fromisoformat(deleting["purge_at"]) > datetime.now(UTC) + timedelta(days=2)
    assert (await builder.client.get("/v1/agents")).code == "tenants.suspended"
    assert (await operator.client.post(path(builder, "/restore"))).json()["state"] == "suspended"
    assert (await operator.client.post(path(builder, "/resume"))).json()["state"] == "active"
    assert len((await builder.client.get("/v1/agents")).json()["items"]) == 1
    await operator.client.delete(path(builder) + "?grace_days=3")
    assert await _purge(services, datetime.now(UTC) + timedelta(days=2)) == 0
    assert await _purge(services, datetime.now(UTC) + timedelta(days=4)) == 1
    async with services.database.system_session(reason="look for what is left") as db:
        left = {}
        for table in await tables_of_tenants(db):
            query = text(f"SELECT count(*) FROM {table} WHERE tenant_id = :tenant")
            left[table] = await db.scalar(query, {"tenant": builder.tenant_id})
    assert {table: rows for table, rows in left.items() if rows} == {}
    assert len(left) > 25
    assert (await builder.client.get("/v1/session")).code == "identity.unauthenticated"
    assert (await operator.client.get(path(builder))).code == "tenants.not-found"


async def _purge(services, now: datetime) -> int:
    async with services.database.system_session(reason="purge") as db:
        return await lifecycle.purge_due(db, now)


async def test_nobody_suspends_or_deletes_the_tenant_they_work_in(operator):
    for method, verb in (("POST", "/suspend"), ("DELETE", "")):
        assert (await operator.client.request(method, path(operator, verb))).code == "tenants.your-own"


async def test_a_residency_label_that_the_storage_lacks_is_refused(operator):
    refused = await operator.client.post("/v1/tenants", FOUNDING | {"residency": "moon"})
    assert (refused.status, refused.code) == (409, "tenants.residency-not-offered")
    assert "Newcomer moon" not in str((await operator.client.get("/v1/tenants?limit=200")).json())


async def test_a_tenant_says_of_itself_what_it_likes_and_keeps_runs_as_long(owner, builder, make_agent, services):
    branding = {"display_name": "Acme", "logo": None, "primary_colour": "#102030", "accent_colour": None}
    change = {"name": "Acme Ltd", "time_zone": "Europe/Berlin", "branding": branding, "retention_days": 30}
    assert (await builder.client.patch("/v1/tenant", change)).status == 200
    assert change.items() <= (await builder.client.get("/v1/tenant")).json().items()
    await make_agent(builder)
    run = (await builder.client.post("/v1/runs", {"agent": "helper", "input": "Hi", "wait": True})).json()
    for days, kept in ((29, 200), (31, 404)):
        async with services.database.system_session(reason="forget") as db:
            await retention.forget_expired(db, datetime.now(UTC) + timedelta(days=days))
        assert (await builder.client.get(f"/v1/runs/{run['id']}")).status == kept
    assert (await builder.client.get("/v1/usage")).json()["rows"][0]["runs"] == 1


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"time_zone": "Mars/Olympus"}, "/time_zone"),
        ({"branding": {"logo": "javascript:alert(1)"}}, "/branding/logo"),
        ({"branding": {"primary_colour": "red"}}, "/branding/primary_colour"),
        ({"retention_days": 0}, "/retention_days"),
        ({"state": "active"}, "/state"),
        ({"slug": "other"}, "/slug"),
        ({"residency": "eu"}, "/residency"),
    ],
)
async def test_bad_input_is_refused_and_changes_nothing(owner, make_caller, change, where):
    before = (await owner.client.get("/v1/tenant")).json()
    answer = await owner.client.patch("/v1/tenant", change)
    assert (answer.status, answer.json()["errors"][0]["path"]) == (422, where)
    builder = await make_caller("builder", owner.tenant_id)
    assert (await builder.client.patch("/v1/tenant", {"name": "Mine"})).code == "access.forbidden"
    assert (await owner.client.get("/v1/tenant")).json() == before


async def test_a_header_or_subdomain_must_agree_with_the_credential(owner, stranger, services, monkeypatch):
    monkeypatch.setattr(services.settings, "tenant_domain", "charter.example")
    own, other = owner.principal.tenant_slug, stranger.principal.tenant_slug
    good = [{"x-charter-tenant": own}, {"host": f"{own}.charter.example:8700"}, {"host": "charter.example"}]
    good.append({"x-charter-tenant": format_id("tenant", owner.tenant_id)})
    for headers in good:
        assert (await owner.client.get("/v1/session", headers=headers)).status == 200, headers
    for kind, headers in (
        ("header", {"x-charter-tenant": other}),
        ("subdomain", {"host": f"{other}.charter.example"}),
        ("header", {"x-charter-tenant": other, "host": f"{own}.charter.example"}),
    ):
        refused = await owner.client.get("/v1/session", headers=headers)
        document = refused.json()
        assert (refused.status, refused.code) == (403, "core.tenant-disagreement"), headers
        assert (document["credential"], document[kind]) == (own, other)
    both = {"x-charter-tenant": other, "host": f"{own}.charter.example"}
    body = {"email": "who@example.org", "password": "correct horse battery"}
    refused = await owner.client.request("POST", "/v1/session", body, both | {"authorization": ""})
    assert refused.code == "core.tenant-disagreement"
