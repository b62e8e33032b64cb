"""Credentials of tools: every endpoint, and that a value is never seen again."""

from __future__ import annotations

import pytest

from tests.conftest import Caller

NOBODYS = "toolcredential_01h455vb4pex5vsknk084sn02q"
SECRET = "Bearer very-secret-token-0123456789"
GOOD = {"name": "billing", "host": "api.example.org", "value": SECRET}

OF_A_CREDENTIAL = [("PUT", "/value", {"value": "Bearer another"}, 200), ("DELETE", "", None, 204)]
OF_ALL = [("GET", "", None, 200), ("POST", "", GOOD, 201)]


async def make_credential(caller: Caller, **given):
    answer = await caller.client.post("/v1/tool-credentials", GOOD | given)
    assert answer.status == 201, answer.body
    return answer.json()


@pytest.mark.parametrize(("method", "below", "body", "good"), OF_A_CREDENTIAL)
async def test_a_credentials_endpoint(owner, stranger, anonymous, make_caller, method, below, body, good):
    credential = await make_credential(owner)
    path = f"/v1/tool-credentials/{credential['id']}{below}"
    theirs = await stranger.client.request(method, path, body)
    nobodys = await stranger.client.request(method, path.replace(credential["id"], NOBODYS), body)
    assert (theirs.status, theirs.code) == (nobodys.status, nobodys.code) == (404, "tools.credential-not-found")
    assert theirs.json()["detail"] == nobodys.json()["detail"]
    builder = await make_caller("builder", owner.tenant_id)
    assert (await builder.client.request(method, path, body)).status == 403
    assert (await anonymous.request(method, path, body)).status == 401
    assert (await owner.client.request(method, path, body)).status == good


@pytest.mark.parametrize(("method", "below", "body", "good"), OF_ALL)
async def test_an_endpoint_of_all_credentials(owner, anonymous, make_caller, method, below, body, good):
    caller = await make_caller("caller", owner.tenant_id)
    assert (await caller.client.request(method, f"/v1/tool-credentials{below}", body)).status == 403
    assert (await anonymous.request(method, f"/v1/tool-credentials{below}", body)).status == 401
    assert (await owner.client.request(method, f"/v1/tool-credentials{below}", body)).status == good


async def test_every_endpoint_is_in_these_tables(app):
    declared = {
        (method, path)
        for path, operations in app.openapi()["paths"].items()
        for method in map(str.upper, operations)
        if path.startswith("/v1/tool-credentials")
    }
    tested = {(method, f"/v1/tool-credentials/{{credential_id}}{below}") for method, below, *_ in OF_A_CREDENTIAL}
    assert declared == tested | {(method, f"/v1/tool-credentials{below}") for method, below, *_ in OF_ALL}


async def test_a_value_is_never_seen_again(owner, services):
    made = await make_credential(owner)
    assert made["last4"] == "6789"
    changed = await owner.client.request("PUT", f"/v1/tool-credentials/{made['id']}/value", {"value": SECRET[::-1]})
    listed = await owner.client.get("/v1/tool-credentials")
    audited = await owner.client.get("/v1/audit/entries?limit=200")
    for answer in (changed, listed, audited):
        assert b"very-secret" not in answer.body
        assert SECRET[::-1].encode() not in answer.body
    async with services.database.tenant_connection(owner.tenant_id) as connection:
        sealed = await connection.fetchval("SELECT sealed_value FROM tool_credentials")
    assert b"secret" not in sealed


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"name": "Not Good"}, "/name"),
        ({"host": "*.example.org"}, "/host"),
        ({"host": "https://example.org"}, "/host"),
        ({"host": "user@example.org"}, "/host"),
        ({"header": "X Y"}, "/header"),
        ({"value": "a\r\nX-Other: b"}, "/value"),
        ({"value": "é"}, "/value"),
        ({"value": ""}, "/value"),
    ],
)
async def test_what_is_no_credential_is_refused_and_not_repeated(owner, wrong, path):
    answer = await owner.client.post("/v1/tool-credentials", GOOD | wrong)
    assert (answer.status, answer.code) == (422, "core.input-invalid"), answer.body
    assert answer.json()["errors"][0]["path"].startswith(path)
    assert b"X-Other" not in answer.body
    assert (await owner.client.get("/v1/tool-credentials")).json()["items"] == []


async def test_a_name_is_taken_once(owner):
    await make_credential(owner)
    answer = await owner.client.post("/v1/tool-credentials", GOOD)
    assert (answer.status, answer.code) == (409, "tools.credential-name-taken")
