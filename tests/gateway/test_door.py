"""The gateway's door, message by message: what a client of either era is answered, and who is refused."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.gateway import protocol
from charter.gateway.protocol import Inbound, Refused
from charter.gateway.service.epochs import Epochs
from charter.mcp import wire
from tests.conftest import Caller

ACCEPT = {"accept": "application/json, text/event-stream", "content-type": "application/json"}


def modern(method: str, params: dict[str, Any] | None = None, **meta: Any) -> tuple[dict[str, str], dict[str, Any]]:
    message = wire.request(1, method, wire.modern_params(params or {}, {}))
    message["params"]["_meta"] |= meta
    return {**ACCEPT, **wire.mirrored_headers(message)}, message


async def send(caller: Caller, headers: dict[str, str], message: Any, path: str = "/mcp") -> Any:
    body = message if isinstance(message, bytes) else orjson.dumps(message)
    return await caller.client.request("POST", path, body, headers=headers)


async def test_discovery(owner):
    answer = await send(owner, *modern("server/discover"))
    result = answer.json()["result"]
    assert answer.status == 200
    assert result["resultType"] == "complete"
    assert result["supportedVersions"][0] == "2026-07-28"
    assert result["capabilities"] == {"tools": {"listChanged": False}}
    assert result["_meta"][wire.SERVER_KEY]["name"] == "charter"


@pytest.mark.parametrize("revision", wire.HANDSHAKES)
async def test_handshakes(owner, revision):
    message = wire.request(1, "initialize", {"protocolVersion": revision, "capabilities": {}, "clientInfo": {}})
    answer = await send(owner, ACCEPT, message)
    assert answer.json()["result"]["protocolVersion"] == revision
    assert "mcp-session-id" not in answer.headers
    told = await send(owner, ACCEPT, wire.notification("notifications/initialized"))
    assert (told.status, told.body) == (202, b"")
    headers = {**ACCEPT, "mcp-protocol-version": revision}
    assert (await send(owner, headers, wire.request(2, "ping"))).json()["result"] == {}
    listed = (await send(owner, headers, wire.request(3, "tools/list"))).json()["result"]
    assert "resultType" not in listed
    assert {"calculator", "clock"} <= {tool["name"] for tool in listed["tools"]}


async def test_an_unknown_handshake_is_answered_with_the_newest(owner):
    answer = await send(owner, ACCEPT, wire.request(1, "initialize", {"protocolVersion": "1999-01-01"}))
    assert answer.json()["result"]["protocolVersion"] == wire.HANDSHAKES[0]


def changed(headers: dict[str, str], **changes: str | None) -> dict[str, str]:
    kept = {name.lower(): value for name, value in headers.items()}
    for name, value in changes.items():
        key = name.replace("_", "-")
        if value is None:
            kept.pop(key)
        else:
            kept[key] = value
    return kept


CALL = modern("tools/call", {"name": "calculator", "arguments": {"expression": "1+1"}})


@pytest.mark.parametrize(
    ("headers", "message", "status", "code"),
    [
        (changed(CALL[0], mcp_method="tools/list"), CALL[1], 400, wire.HEADER_MISMATCH),
        (changed(CALL[0], mcp_method=None), CALL[1], 400, wire.HEADER_MISMATCH),
        (changed(CALL[0], mcp_name="clock"), CALL[1], 400, wire.HEADER_MISMATCH),
        (changed(CALL[0], mcp_name=None), CALL[1], 400, wire.HEADER_MISMATCH),
        (changed(CALL[0], mcp_name="=?base64?!!?="), CALL[1], 400, wire.HEADER_MISMATCH),
        (changed(CALL[0], mcp_protocol_version=None), CALL[1], 400, wire.HEADER_MISMATCH),
        (changed(CALL[0], mcp_protocol_version="2025-11-25"), CALL[1], 400, wire.HEADER_MISMATCH),
        (changed(CALL[0], accept="text/html"), CALL[1], 406, wire.INVALID_REQUEST),
        (CALL[0], b"{", 400, wire.PARSE_ERROR),
        (CALL[0], [CALL[1]], 400, wire.INVALID_REQUEST),
        (CALL[0], {"jsonrpc": "1.0", "id": 1, "method": "ping"}, 400, wire.INVALID_REQUEST),
        (CALL[0], CALL[1] | {"id": None}, 400, wire.INVALID_REQUEST),
        (CALL[0], CALL[1] | {"id": True}, 400, wire.INVALID_REQUEST),
        (CALL[0], CALL[1] | {"params": []}, 400, wire.INVALID_PARAMS),
        (*modern("resources/list"), 404, wire.METHOD_NOT_FOUND),
        (*modern("initialize"), 404, wire.METHOD_NOT_FOUND),
        (*modern("tools/list", {"cursor": "nothing"}), 400, wire.INVALID_PARAMS),
        (*modern("tools/call", {"name": "nothing", "arguments": {}}), 400, wire.INVALID_PARAMS),
        (*modern("tools/call", {"name": "clock", "arguments": [1]}), 400, wire.INVALID_PARAMS),
    ],
)
async def test_what_a_stateless_client_is_refused(owner, headers, message, status, code):
    answer = await send(owner, headers, message)
    assert (answer.status, answer.json()["error"]["code"]) == (status, code), answer.body


async def test_the_body_is_json(owner):
    assert (await send(owner, changed(CALL[0], content_type="text/plain"), CALL[1])).status == 415


async def test_an_unsupported_version_is_told_the_supported_ones(owner):
    headers, message = modern("tools/list", **{wire.REVISION_KEY: "2099-01-01"})
    answer = await send(owner, changed(headers, mcp_protocol_version="2099-01-01"), message)
    error = answer.json()["error"]
    assert (answer.status, error["code"]) == (400, wire.UNSUPPORTED_REVISION)
    assert error["data"] == {"supported": list(wire.REVISIONS), "requested": "2099-01-01"}
    headers = {**ACCEPT, "mcp-protocol-version": "2099-01-01"}
    answer = await send(owner, headers, wire.request(1, "tools/list"))
    assert answer.json()["error"]["code"] == wire.UNSUPPORTED_REVISION


async def test_missing_capabilities_are_malformed(owner):
    headers, message = modern("tools/list")
    del message["params"]["_meta"][wire.CAPABILITIES_KEY]
    answer = await send(owner, headers, message)
    assert (answer.status, answer.json()["error"]["code"]) == (400, wire.INVALID_PARAMS)


async def test_who_is_not_signed_in_is_told_where_to_look(anonymous):
    answer = await anonymous.request("POST", "/mcp/support", orjson.dumps(CALL[1]), headers=CALL[0])
    assert answer.status == 401
    challenge = answer.headers["www-authenticate"]
    assert "/.well-known/oauth-protected-resource/mcp/support" in challenge
    metadata = await anonymous.get("/.well-known/oauth-protected-resource/mcp/support")
    assert metadata.json()["resource"].endswith("/mcp/support")
    assert metadata.json()["bearer_methods_supported"] == ["header"]
    wrong = await anonymous.request(
        "POST", "/mcp", orjson.dumps(CALL[1]), headers={**CALL[0], "authorization": "Bearer chk_no"}
    )
    assert wrong.status == 401


async def test_a_browser_s_cookie_opens_nothing(owner, anonymous):
    anonymous.cookies["charter_session"] = "anything"
    answer = await anonymous.request("POST", "/mcp", orjson.dumps(CALL[1]), headers=CALL[0])
    assert answer.status == 401


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_there_are_no_sessions(owner, method):
    answer = await owner.client.request(method, "/mcp", headers={"accept": "text/event-stream"})
    assert (answer.status, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("localhost:8700", None, 200),
        ("[::1]:8700", None, 200),
        ("10.1.2.3", None, 200),
        ("evil.example", None, 421),
        ("127.0.0.1.evil.example", None, 421),
        ("localhost:8700", "http://localhost:8700", 200),
        ("localhost:8700", "https://evil.example", 403),
        ("localhost:8700", "null", 403),
    ],
)
async def test_host_and_origin_are_checked(owner, host, origin, status):
    headers = {**CALL[0], "host": host} | ({"origin": origin} if origin else {})
    assert (await send(owner, headers, CALL[1])).status == status


async def test_an_unknown_virtual_server_is_not_there(owner):
    answer = await send(owner, *CALL, path="/mcp/nothing")
    assert (answer.status, answer.code) == (404, "gateway.virtual-server-not-found")


async def test_another_tenants_virtual_server_is_not_there(owner, stranger):
    await owner.client.post("/v1/mcp-virtual-servers", {"name": "ours", "tools": ["clock"]})
    assert (await send(owner, *modern("tools/list"), path="/mcp/ours")).status == 200
    assert (await send(stranger, *modern("tools/list"), path="/mcp/ours")).status == 404


async def test_a_switched_off_server_is_not_there(owner):
    await owner.client.post("/v1/mcp-virtual-servers", {"name": "off", "tools": ["clock"], "enabled": False})
    assert (await send(owner, *modern("tools/list"), path="/mcp/off")).status == 404


async def test_a_revoked_permission_holds_at_once(owner, make_caller):
    caller = await make_caller("caller", owner.tenant_id)
    assert not (await send(caller, *CALL)).json()["result"]["isError"]
    rule = {"subject": "role:caller", "effect": "deny", "permission": "tools.call"}
    assert (await owner.client.post("/v1/permission-rules", rule)).status == 201
    assert (await send(caller, *CALL)).json()["result"]["isError"]


async def test_who_sends_slowly_is_judged_by_what_holds_when_it_is_done(owner, make_caller, monkeypatch):
    from charter.gateway.endpoints import door  # noqa: PLC0415 - its times are changed

    caller = await make_caller("caller", owner.tenant_id)
    looked, looks = Epochs.begin, []

    def begin(self: Epochs, tenant_id: Any) -> Any:
        looks.append(looked(self, tenant_id))
        return looks[-1]

    monkeypatch.setattr(Epochs, "begin", begin)
    assert not (await send(caller, *CALL)).json()["result"]["isError"]
    assert len(looks) == 1
    monkeypatch.setattr(door, "_READ_WITHIN_S", 0.0)  # every client is a slow one
    rule = {"subject": "role:caller", "effect": "deny", "permission": "tools.call"}
    assert (await owner.client.post("/v1/permission-rules", rule)).status == 201
    assert (await send(caller, *CALL)).json()["result"]["isError"]
    assert len(looks) == 3


async def test_a_long_call_is_answered_on_a_stream(owner, services, monkeypatch):
    from charter.gateway.endpoints import door  # noqa: PLC0415 - its times are changed

    monkeypatch.setattr(door, "_STREAM_AFTER_S", 0.05)
    monkeypatch.setattr(door, "_KEEP_ALIVE_S", 0.05)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(*_: Any) -> Any:
        begun.set()
        await go_on.wait()
        return {"done": True}

    monkeypatch.setattr(type(services.tools.desk), "call", slow)
    body = orjson.dumps(CALL[1])
    async with owner.client.stream("POST", "/mcp", body, CALL[0]) as (answer, chunks):
        assert answer.headers["content-type"].startswith("text/event-stream")
        first = await anext(chunks)
        assert first.startswith(b":")
        go_on.set()
        rest = b"".join([chunk async for chunk in chunks])
    frame = next(part for part in rest.split(b"\n\n") if part.startswith(b"event: message"))
    assert orjson.loads(frame.split(b"data: ")[1])["result"]["structuredContent"] == {"done": True}


async def test_a_client_that_leaves_cancels_its_call(owner, services, monkeypatch):
    begun, cancelled = asyncio.Event(), asyncio.Event()

    async def hanging(*_: Any) -> Any:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    monkeypatch.setattr(type(services.tools.desk), "call", hanging)

    async def leave() -> None:
        async with owner.client.stream("POST", "/mcp", orjson.dumps(CALL[1]), CALL[0]):
            pass

    task = asyncio.create_task(leave())
    async with asyncio.timeout(5):
        await begun.wait()
        task.cancel()
        await asyncio.wait({task})
        await cancelled.wait()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_MESSAGES = st.fixed_dictionaries(
    {"jsonrpc": st.just("2.0") | _JSON, "id": _JSON, "method": st.sampled_from(["tools/call", "x"]) | _JSON},
    optional={"params": st.fixed_dictionaries({}, optional={"_meta": _JSON, "name": _JSON}) | _JSON, "result": _JSON},
)


@given(message=_MESSAGES | _JSON, revision=st.sampled_from([None, "2026-07-28", "2025-06-18", "soon"]))
def test_whatever_is_sent_is_read_or_refused(message, revision):
    headers = dict(ACCEPT) | ({"mcp-protocol-version": revision} if revision else {})
    found = protocol.read(headers, orjson.dumps(message))
    assert isinstance(found, Inbound | Refused)
    if isinstance(found, Refused) and found.answer is not None:
        assert found.status >= 400
        assert "error" in found.answer


@given(value=st.text(max_size=60))
def test_header_values_come_back_as_they_were(value):
    written = wire.encoded(value)
    assert written.isascii()
    assert "\n" not in written
    assert wire.decoded(written) == value
