"""What every request meets first: sizes, types, headers, problems, pages."""

from __future__ import annotations

import html
import json

import pytest

from charter.api.help_pages import all_errors


async def test_health_readiness_and_metrics_need_no_credential(anonymous):
    assert (await anonymous.get("/healthz")).json() == {"status": "alive"}
    ready = (await anonymous.get("/readyz")).json()
    assert ready["ready"] is True
    assert {part["name"]: part["state"] for part in ready["parts"]}["database"] == "ok"
    assert b"charter_http_requests_total" in (await anonymous.get("/metrics")).body


async def test_the_system_page_needs_a_permission(owner, anonymous, make_caller):
    assert (await owner.client.get("/v1/system")).json()["version"]
    caller = await make_caller("caller", owner.tenant_id)
    refused = await caller.client.get("/v1/system")
    assert (refused.status, refused.code) == (403, "access.forbidden")
    assert "system.read" in refused.json()["detail"]
    assert (await anonymous.get("/v1/system")).status == 401


async def test_every_answer_carries_its_id_and_the_security_headers(anonymous):
    for path in ("/", "/healthz", "/v1/nothing", "/v1/agents"):
        answer = await anonymous.get(path)
        assert answer.headers["x-request-id"].startswith("request_")
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe-inline" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "code"),
    [
        ("POST", "/v1/agents", b"x" * 2_000_001, {}, 413, "core.body-too-large"),
        ("POST", "/v1/agents", b"<a/>", {"content-type": "application/xml"}, 415, "core.wrong-content-type"),
        (
            "POST",
            "/v1/agents",
            b"a=b",
            {"content-type": "text/plain"},
            415,
            "core.wrong-content-type",
        ),
        ("POST", "/v1/agents", b"{", {}, 422, "core.input-invalid"),
        ("POST", "/v1/agents", b'{"name": "\\ud800"}', {}, 422, None),
        ("PUT", "/v1/agents", {}, {}, 405, "core.method-not-allowed"),
        ("GET", "/v1/nothing", None, {}, 404, "core.no-such-path"),
        ("POST", "/v1/agents", {}, {"idempotency-key": ""}, 422, "core.input-invalid"),
        ("POST", "/v1/agents", {}, {"idempotency-key": "k" * 201}, 422, "core.input-invalid"),
    ],
)
async def test_bad_requests_get_a_problem(owner, method, path, body, headers, status, code):
    answer = await owner.client.request(method, path, body, headers)
    assert answer.status == status, answer.body
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert code is None or problem["code"] == code
    assert problem["type"] == f"/problems/{problem['code']}"
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert problem["instance"] == path
    assert problem["detail"]


async def test_a_body_that_lies_about_its_length_is_cut(app):
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"x" * 500_000, "more_body": True}

    async def send(message):
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"transfer-encoding", b"chunked")]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/v1/session", "raw_path": b"/v1/session", "query_string": b"", "root_path": "", "headers": headers,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 1),
    }  # fmt: skip
    await app(scope, receive, send)
    assert sent[0]["status"] == 413
    assert json.loads(sent[1]["body"])["code"] == "core.body-too-large"


async def test_every_problem_type_leads_to_a_page(anonymous):
    for code, error in all_errors().items():
        page = await anonymous.get(f"/problems/{code}")
        assert page.status == 200
        assert html.escape(error.title).encode() in page.body
    assert (await anonymous.get("/problems/no.such")).status == 404


async def test_codes_are_unique_and_statuses_are_refusals():
    errors = all_errors()
    assert all(400 <= error.status < 600 for error in errors.values())
    assert len({error.title for error in errors.values()}) >= len(errors) - 3


async def test_the_interface_document_reads_well(anonymous):
    document = (await anonymous.get("/openapi.json")).json()
    operations = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    names = [operation["operationId"] for _, _, operation in operations]
    assert len(names) == len(set(names))
    for path, method, operation in operations:
        assert operation.get("description") or operation.get("summary"), (method, path)
        if path.startswith("/v1/") and operation.get("security") != []:
            assert "401" in operation["responses"], (method, path)


async def test_a_replayed_request_has_one_effect(owner):
    body, key = {"name": "robot", "definition": {"instructions": "Help."}}, {"idempotency-key": "make-robot"}
    first = await owner.client.post("/v1/agents", body, headers=key)
    again = await owner.client.post("/v1/agents", body, headers=key)
    assert (first.status, again.status) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    other = await owner.client.post("/v1/agents", body | {"name": "other"}, headers=key)
    assert (other.status, other.code) == (409, "core.idempotency-key-reused")
    listed = (await owner.client.get("/v1/agents")).json()["items"]
    assert [each["name"] for each in listed] == ["robot"]


async def test_a_secret_that_is_shown_once_is_not_kept_for_a_replay(owner):
    body, key = {"name": "robot", "role": "caller"}, {"idempotency-key": "make-key"}
    assert (await owner.client.post("/v1/api-keys", body, headers=key)).status == 201
    again = await owner.client.post("/v1/api-keys", body, headers=key)
    assert (again.status, again.code) == (409, "core.idempotency-key-reused")
    assert "shown once" in again.json()["detail"]
    assert len((await owner.client.get("/v1/api-keys")).json()["items"]) == 2


@pytest.mark.parametrize(
    "path",
    [
        "/\x00",
        "/a\x00b",
        "/" + "a" * 5_000,
        "/" + "a/" * 3_000,
        "/v1/model-routes/\x00",
        "/v1/runs/run_01h455vb4pex5vsknk084sn02q/events?after=2147483648",
        "/v1/agents?cursor=%00",
    ],
)
async def test_odd_addresses_are_refused_not_stumbled_over(owner, path):
    answer = await owner.client.get(path)
    assert answer.status in {400, 404, 414, 422}
    assert answer.code is not None


async def test_odd_last_event_ids_are_refused(owner):
    for value in ("x", "2147483648", "99999999999999999999", "-1"):
        headers = {"last-event-id": value}
        answer = await owner.client.get("/v1/runs/run_01h455vb4pex5vsknk084sn02q/events", headers=headers)
        assert answer.status == 422, value
