"""Slow clients and TLS, over real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from urllib.request import urlopen

import pytest
import uvicorn

from charter.api.edge import Edge
from charter.api.protocol import protocol_of
from charter.api.tls import certificate_of
from charter.core.errors import StartRefused
from charter.core.settings import Settings
from charter.edge.guard import EdgeGuard
from charter.edge.policy import EdgePolicy
from tests.cli.installation import Installation
from tests.edge.fronts import Ask, ask
from tests.tenants.conftest import operator

__all__ = ["operator"]


@pytest.fixture
async def slow(app):
    """The application with little patience, on a port of its own."""
    limits = {"header_seconds": 0.3, "body_seconds": 0.6, "idle_seconds": 0.3}
    guard = EdgeGuard.of(
        EdgePolicy.model_validate({"requests": limits, "unlimited": [], "network": {"connections_per_client": 3}})
    )
    config = uvicorn.Config(
        Edge(app, guard=guard),
        port=0,
        log_level="critical",
        lifespan="off",
        http=protocol_of(guard),
        proxy_headers=False,
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await task


async def _send(port, *pieces, pause_s=0.2):
    """Send piece by piece until there is an answer; returns what came, also when the server cut what was still sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    received = b""

    async def receive() -> None:
        nonlocal received
        with contextlib.suppress(ConnectionResetError):
            while piece := await reader.read(4096):
                received += piece

    answered = asyncio.create_task(receive())
    try:
        for piece in pieces:
            if answered.done():
                break
            writer.write(piece)
            await asyncio.sleep(pause_s)
        async with asyncio.timeout(5):
            await answered
        return received
    finally:
        answered.cancel()
        writer.close()


_HEAD = b"POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"


async def test_a_head_that_does_not_come_ends_the_connection(slow):
    assert (await _send(slow)).startswith(b"HTTP/1.1 408")
    assert (await _send(slow, b"GET /healthz HT", b"TP/1.1\r\n", b"Host: ")).startswith(b"HTTP/1.1 408")
    assert (await ask(slow, Ask())).status == 200


async def test_a_body_that_does_not_come_is_refused(slow):
    answer = await _send(slow, _HEAD, b"{")
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"edge.too-slow" in answer


async def test_a_body_that_drips_is_refused_when_its_time_is_over(slow):
    began = time.monotonic()
    answer = await _send(slow, _HEAD, *[b" "] * 3)
    assert b"edge.too-slow" in answer
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("verb", ["DELETE", "POST"])
async def test_a_chunked_body_that_is_too_long_is_refused_where_nobody_reads_one(slow, owner, operator, verb):
    """Neither endpoint takes a body: it is refused all the same, before anything is done, and the connection ends."""
    plan = (await operator.client.post("/v1/plans", {"name": f"Chunked {verb}", "limits": []})).json()
    budget = {"name": "kept", "metric": "runs", "period": "day", "limit": 1}
    budget = (await owner.client.post("/v1/budgets", budget)).json()
    by_verb = {
        "DELETE": (owner, f"/v1/budgets/{budget['id']}"),
        "POST": (operator, f"/v1/plans/{plan['id']}/retire"),
    }
    caller, path = by_verb[verb]
    head = f"{verb} {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {caller.key}\r\nTransfer-Encoding: chunked\r\n"
    chunk = b"%x\r\n%s\r\n" % (300_000, b" " * 300_000)
    answer = await _send(slow, head.encode() + b"Content-Type: application/json\r\n\r\n", *[chunk] * 20, pause_s=0.02)
    assert answer.startswith(b"HTTP/1.1 413"), answer[:300]
    assert answer.count(b"HTTP/1.1") == 1
    assert b"connection: close" in answer.lower()
    assert (await owner.client.get(f"/v1/budgets/{budget['id']}")).status == 200
    assert (await operator.client.get(f"/v1/plans/{plan['id']}")).json()["retired_at"] is None
    short = head.encode() + b"Content-Type: application/json\r\nConnection: close\r\n\r\n" + b"2\r\n{}\r\n0\r\n\r\n"
    assert (await _send(slow, short)).split(b"\r\n")[0][:10] == b"HTTP/1.1 2"


async def test_one_client_opens_only_so_many_connections(slow):
    held = [await asyncio.open_connection("127.0.0.1", slow) for _ in range(3)]
    reader, writer = await asyncio.open_connection("127.0.0.1", slow)
    writer.write(Ask().wire())
    with pytest.raises(ConnectionResetError):
        async with asyncio.timeout(2):
            assert await reader.read() == b""
            raise ConnectionResetError
    for _, each in [*held, (reader, writer)]:
        each.close()


async def test_an_answer_that_does_not_begin_is_given_up(app):
    async def never(scope, receive, send):
        await asyncio.sleep(60)

    guard = EdgeGuard.of(EdgePolicy.model_validate({"requests": {"answer_seconds": 0.05}}))
    sent = []

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": "/v1/x", "raw_path": b"/v1/x", "query_string": b"", "headers": [],
        "client": ("127.0.0.1", 1), "scheme": "http",
    }  # fmt: skip
    await Edge(never, guard=guard)(scope, None, send)
    assert sent[0]["status"] == 504
    assert b"edge.answer-too-late" in sent[1]["body"]


def test_a_self_signed_certificate_is_made_once_and_for_the_names(tmp_path):
    settings = Settings(data_dir=tmp_path, tls="self-signed", public_url="https://charter.test")
    certificate, key = certificate_of(settings)
    first = certificate.read_bytes()
    assert key.stat().st_mode & 0o777 == 0o600
    assert certificate_of(settings)[0].read_bytes() == first
    moved = Settings(data_dir=tmp_path, tls="self-signed", public_url="https://other.test")
    assert certificate_of(moved)[0].read_bytes() != first


def test_own_files_must_be_there_and_private(tmp_path):
    with pytest.raises(StartRefused, match="CHARTER_TLS_CERTIFICATE"):
        certificate_of(Settings(data_dir=tmp_path, tls="files"))
    certificate, key = certificate_of(Settings(data_dir=tmp_path, tls="self-signed"))
    own = Settings(data_dir=tmp_path, tls="files", tls_certificate=certificate, tls_key=key)
    assert certificate_of(own) == (certificate, key)
    key.chmod(0o644)
    with pytest.raises(StartRefused, match="chmod 600"):
        certificate_of(own)


def test_an_installation_serves_https_with_its_own_certificate(tmp_path):
    tmp_path.chmod(0o755)
    charter = Installation(tmp_path / "data", CHARTER_TLS="self-signed")
    try:
        charter.ready()
        context = ssl.create_default_context(cafile=str(tmp_path / "data" / "tls" / "certificate.pem"))
        with urlopen(f"https://localhost:{charter.port}/healthz", context=context, timeout=10) as answer:
            assert answer.status == 200
            assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert charter.status()["state"] == "ready"
        assert f"ready https://127.0.0.1:{charter.port}" in charter.lines
    finally:
        charter.stop()
