"""Property 9: every operation leaves start, end, outcome, actor, tenant and ids in the log; never a secret."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.core.telemetry.logs import JsonFormatter
from charter.core.telemetry.redaction import redact_text
from tests.identity.accounts.people import forget_attempts
from tests.llm.fake_server import FakeServer, Reply
from tests.runs.conftest import connect

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_SECRET = st.text(_ALPHABET, min_size=24, max_size=40)


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(JsonFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def _captured() -> Iterator[list[str]]:
    handler, root = _Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield handler.lines
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


@pytest.fixture(scope="module")
async def caller(make_caller):
    async with FakeServer(models=["gpt-4o"], default=Reply(text="Fine.")) as model:
        caller = await make_caller("owner")
        await connect(caller, model)
        body = {"name": "logged", "definition": {"instructions": "Be brief."}}
        assert (await caller.client.post("/v1/agents", body)).status == 201
        yield caller


def _operations(secret: str) -> list[tuple[str, str, object]]:
    return [
        ("GET", "/v1/agents", None),
        ("GET", "/v1/agents/none", None),
        ("POST", "/v1/agents", {"name": "x", "definition": {"instructions": f"key sk-{secret}", "tols": []}}),
        ("POST", "/v1/api-keys", {"name": f"sk-{secret}", "role": "caller"}),
        ("POST", "/v1/runs", {"agent": "logged", "input": f"my key is sk-{secret}", "wait": True}),
        ("POST", "/v1/session", {"email": f"{secret[:8]}@example.org", "password": secret}),
        (
            "POST",
            "/v1/model-providers",
            {"kind": "openai", "name": "x", "api_key": secret, "base_url": "http://10.0.0.1"},
        ),
        ("POST", "/v1/setup", {"token": secret, "email": "a@b.co", "password": secret, "tenant_name": "x"}),
        ("GET", f"/v1/runs?cursor={secret}", None),
        ("DELETE", "/v1/members/member_01h455vb4pex5vsknk084sn02q", None),
    ]


@settings(max_examples=100, deadline=None)
@given(secret=_SECRET, which=st.integers(0, 9), wrong_key=st.booleans())
async def test_property_09_comprehensive_logging(caller, app, services, secret, which, wrong_key):
    """Comprehensive logging: start, end, outcome, actor, tenant and correlation id are logged, secrets never."""
    method, path, body = _operations(secret)[which]
    await forget_attempts(services)
    headers = {"authorization": f"Bearer chk_live_12345678_{secret}"} if wrong_key else None
    with _captured() as lines:
        answer = await caller.client.request(method, path, body, headers=headers)
    entries = [json.loads(line) for line in lines]
    done = [entry for entry in entries if entry["message"] == "request"]
    assert len(done) == 1
    entry = done[0]
    assert (entry["method"], entry["path"], entry["status"]) == (method, path.partition("?")[0], answer.status)
    assert entry["ms"] >= 0
    assert entry["time"]
    assert entry["request_id"] == answer.headers["x-request-id"]
    assert len(entry["trace_id"]) == 32
    anonymous = wrong_key or path in {"/v1/session", "/v1/setup"}
    if not anonymous and answer.status != 422:
        assert entry["tenant"].startswith("tenant_")
        assert entry["principal"] == f"api_key:{caller.principal.id}"
    if path == "/v1/runs" and answer.status == 200:
        ended = [each for each in entries if each["message"] == "run ended"]
        assert [each["run"] for each in ended] == [answer.json()["id"]]
        assert ended[0]["state"] == "completed"
    everything = "\n".join(lines)
    assert secret not in everything
    assert caller.key not in everything


@settings(max_examples=200, deadline=None)
@given(secret=_SECRET, before=st.text(max_size=20), after=st.text(max_size=20))
def test_what_looks_like_a_credential_is_redacted_wherever_it_stands(secret, before, after):
    for shape in (
        "sk-{}",
        "chk_live_abcd1234_{}",
        "AIza{}AAAAAAA",
        "Bearer {}",
        "postgresql://user:{}@host/db",
        "gsk_{}",
    ):
        text = f"{before} {shape.format(secret)} {after}"
        assert secret not in redact_text(text)
