"""The guarded client against real sockets on loopback."""

from __future__ import annotations

import asyncio
import gc
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from yarl import URL

from charter.core.guarded_client import (
    AddressBlocked,
    AddressRules,
    ConnectionCutOff,
    ConnectionRefused,
    GuardedClient,
    HostUnresolvable,
    Limits,
    OutgoingTimeout,
    RedirectRefused,
    ResponseNotHttp,
    ResponseTooLarge,
    TlsFailed,
    UrlInvalid,
)
from charter.core.guarded_client import client as guarded_client

Answer = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


class Site:
    """A bare HTTP server: `answer` writes the response of each request."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.requests: list[bytes] = []
        self.connections = 0
        self.gone = asyncio.Event()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = 0
                for line in head.split(b"\r\n"):
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                request = head + await reader.readexactly(length)
                self.requests.append(request)
                await self.answer(request, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.gone.set()
            writer.close()


@asynccontextmanager
async def site(answer: Answer) -> AsyncIterator[Site]:
    place = Site(answer)
    server = await asyncio.start_server(place.serve, "127.0.0.1", 0)
    place.port = server.sockets[0].getsockname()[1]
    try:
        yield place
    finally:
        server.close()


def ok(body: bytes = b"hello", extra: bytes = b"") -> Answer:
    async def answer(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n" + extra + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()

    return answer


def redirect(to: str, status: int = 302) -> Answer:
    async def answer(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 %d Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % (status, to.encode()))
        await writer.drain()

    return answer


@pytest.fixture
async def client() -> AsyncIterator[GuardedClient]:
    async with GuardedClient(AddressRules(["127.0.0.1"])) as guarded:
        yield guarded


async def test_a_body_arrives_and_the_connection_is_kept(client):
    async with site(ok()) as there:
        for _ in range(3):
            async with await client.request("GET", there.url + "/a") as response:
                assert (response.status, await response.read()) == (200, b"hello")
        assert there.connections == 1
        assert b"Host: 127.0.0.1:%d" % there.port in there.requests[0]


async def test_a_connection_that_its_server_may_close_now_is_not_used_again(client, monkeypatch):
    monkeypatch.setitem(guarded_client._KEPT_S, "http", 0.2)
    async with site(ok()) as there:
        for pause_s in (0.0, 0.01, 0.5):
            await asyncio.sleep(pause_s)
            async with await client.request("POST", there.url + "/a", body=b"once") as response:
                assert await response.read() == b"hello"
        assert there.connections == 2


async def test_a_large_body_is_sent_without_a_copy_warning(client):
    body = b"x" * (3 << 20)
    async with site(ok()) as there:
        async with await client.request("POST", there.url, body=body) as response:
            assert response.status == 200
        assert there.requests[0].endswith(b"x" * 100)
        assert len(there.requests[0]) > len(body)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://0.0.0.0:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://127.1:{port}/",
        "http://LOCALHOST.:{port}/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
async def test_no_spelling_of_an_inside_address_connects(url):
    async with site(ok()) as there, GuardedClient() as guarded:
        with pytest.raises((AddressBlocked, HostUnresolvable, UrlInvalid)):
            await guarded.request("GET", url.format(port=there.port))
        assert there.connections == 0


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://x",
        "/relative",
        "",
        "http://",
        "http://user:pw@host/",
        "http://a:b",
    ],
)
async def test_a_url_that_cannot_be_used_is_refused(client, url):
    with pytest.raises(UrlInvalid):
        await client.request("GET", url)


async def test_the_name_is_pinned_to_the_address_that_was_checked():
    """A name server that changes its answer between look-ups (DNS rebinding) reaches nothing."""
    answers = ["93.184.215.14", "127.0.0.1", "127.0.0.1"]
    asked: list[str] = []

    async def lookup(host: str, port: int, family: int) -> list[tuple[object, ...]]:
        asked.append(host)
        address = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    async with site(ok()) as there, GuardedClient(lookup=lookup) as guarded:
        limits = Limits(connect_timeout_s=0.3, header_timeout_s=0.3)
        with pytest.raises((OutgoingTimeout, ConnectionRefused)):  # goes to the public address, which is not there
            await guarded.request("GET", f"http://rebind.example:{there.port}/", limits=limits)
        guarded._sessions["http"].connector.clear_dns_cache()
        with pytest.raises(AddressBlocked):
            await guarded.request("GET", f"http://rebind.example:{there.port}/", limits=limits)
        assert there.connections == 0
    assert asked == ["rebind.example", "rebind.example"]


async def test_a_listed_name_may_point_inside_and_keeps_its_host_header():
    async def lookup(host: str, port: int, family: int) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    async with site(ok()) as there:
        async with GuardedClient(AddressRules([f"models.internal:{there.port}"]), lookup=lookup) as guarded:
            async with await guarded.request("GET", f"http://models.internal:{there.port}/") as response:
                assert await response.read() == b"hello"
            with pytest.raises(AddressBlocked):
                await guarded.request("GET", f"http://other.internal:{there.port}/")
        assert f"Host: models.internal:{there.port}".encode() in there.requests[0]


async def test_an_unchecked_address_gets_no_socket():
    guarded = GuardedClient()
    with pytest.raises(AddressBlocked):
        guarded._resolver.open_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)))


async def test_proxies_of_the_environment_are_not_used(client, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    async with site(ok()) as there, await client.request("GET", there.url) as response:
        assert response.status == 200


async def test_a_redirect_is_returned_unless_asked_for(client):
    async with site(redirect("/elsewhere")) as there, await client.request("GET", there.url) as response:
        assert response.status == 302


async def test_a_redirect_inside_is_checked_again():
    async with site(ok()) as inner, site(redirect(f"http://127.0.0.1:{inner.port}/")) as outer:
        async with GuardedClient(AddressRules([f"127.0.0.1:{outer.port}"])) as guarded:
            with pytest.raises(AddressBlocked):
                await guarded.request("GET", outer.url, limits=Limits(max_redirects=5))
        assert inner.connections == 0


async def test_credentials_do_not_follow_to_another_origin(client):
    async with site(ok()) as second, site(redirect(f"http://127.0.0.1:{second.port}/x")) as first:
        headers = {
            "Authorization": "Bearer secret",
            "X-Api-Key": "secret",
            "Cookie": "a=secret",
            "Accept": "text/plain",
        }
        async with await client.request("GET", first.url, headers=headers, limits=Limits(max_redirects=3)) as response:
            assert await response.read() == b"hello"
            assert response.url.endswith("/x")
        assert b"secret" in first.requests[0]
        assert b"secret" not in second.requests[0]
        assert b"Accept: text/plain" in second.requests[0]


async def test_credentials_stay_within_the_same_origin(client):
    async def answer(request: bytes, writer: asyncio.StreamWriter) -> None:
        await (ok() if b"GET /b" in request else redirect("/b", 303))(request, writer)

    async with site(answer) as there:
        headers = {"Authorization": "Bearer secret", "Content-Type": "text/plain"}
        limits = Limits(max_redirects=1)
        async with await client.request("POST", there.url, headers=headers, body=b"b", limits=limits) as response:
            assert await response.read() == b"hello"
        assert b"secret" in there.requests[1]
        assert b"Content-Type" not in there.requests[1]


async def test_a_body_does_not_follow_to_another_origin(client):
    async with site(ok()) as second, site(redirect(second.url, 307)) as first:
        with pytest.raises(RedirectRefused):
            await client.request("POST", first.url, body=b"private", limits=Limits(max_redirects=3))
        assert second.connections == 0


async def test_endless_redirects_end(client):
    async with site(redirect("/again")) as there:
        with pytest.raises(RedirectRefused):
            await client.request("GET", there.url, limits=Limits(max_redirects=4))
        assert len(there.requests) == 5


async def test_redirect_to_another_scheme_is_refused(client):
    async with site(redirect("file:///etc/passwd")) as there:
        with pytest.raises(UrlInvalid):
            await client.request("GET", there.url, limits=Limits(max_redirects=4))


async def test_https_does_not_fall_back_to_http(client):
    with pytest.raises(RedirectRefused):
        client._next_hop("GET", URL("https://example.com/"), {}, None, 302, "http://example.com/")


async def test_a_body_over_the_limit_is_dropped(client):
    async with site(ok(b"x" * 100_000)) as there:
        response = await client.request("GET", there.url, limits=Limits(max_response_bytes=1000))
        with pytest.raises(ResponseTooLarge):
            await response.read()
        with pytest.raises(ResponseTooLarge):
            await response.read_chunk()


async def test_an_endless_body_is_dropped(client):
    async def answer(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"400\r\n" + b"y" * 1024 + b"\r\n")
            await writer.drain()

    async with site(answer) as there:
        response = await client.request("GET", there.url, limits=Limits(max_response_bytes=1 << 20))
        with pytest.raises(ResponseTooLarge):
            await response.read()
        await asyncio.wait_for(there.gone.wait(), 5)


async def test_no_head_in_time(client):
    async def answer(_: bytes, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    async with site(answer) as there:
        with pytest.raises(OutgoingTimeout) as slow:
            await client.request("GET", there.url, limits=Limits(header_timeout_s=0.1))
        assert slow.value.members["phase"] == "headers"


async def test_silence_between_bytes(client):
    async def answer(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
        await writer.drain()
        await asyncio.sleep(30)

    async with site(answer) as there:
        response = await client.request("GET", there.url, limits=Limits(idle_timeout_s=0.1))
        assert await response.read_chunk() == b"abc"
        with pytest.raises(OutgoingTimeout) as slow:
            await response.read_chunk()
        assert slow.value.members["phase"] == "idle"


async def test_a_slow_reader_is_not_silence(client):
    limits = Limits(idle_timeout_s=0.05)
    async with site(ok(b"x" * 10)) as there, await client.request("GET", there.url, limits=limits) as response:
        await asyncio.sleep(0.2)
        assert await response.read() == b"x" * 10


async def test_a_drip_ends_at_the_total_limit(client):
    async def answer(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n")
        while True:
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with site(answer) as there:
        response = await client.request("GET", there.url, limits=Limits(total_timeout_s=0.3))
        with pytest.raises(OutgoingTimeout) as slow:
            await response.read()
        assert slow.value.members["phase"] == "total"
        await asyncio.wait_for(there.gone.wait(), 5)


@pytest.mark.parametrize(
    "sent",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    ],
)
async def test_a_response_cut_off_is_told(client, sent):
    async def answer(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        writer.close()

    async with site(answer) as there:
        response = await client.request("GET", there.url)
        with pytest.raises(ConnectionCutOff):
            await response.read()


async def test_no_response_at_all(client):
    async def answer(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with site(answer) as there:
        with pytest.raises(ConnectionCutOff):
            await client.request("POST", there.url, body=b"x")


async def test_something_that_is_not_http(client):
    async def answer(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        await writer.drain()

    async with site(answer) as there:
        with pytest.raises(ResponseNotHttp):
            await client.request("GET", there.url)


async def test_nobody_listens(client):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ConnectionRefused):
        await client.request("GET", f"http://127.0.0.1:{port}/")


async def test_a_name_without_address():
    async def lookup(host: str, port: int, family: int) -> list[tuple[object, ...]]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    async with GuardedClient(lookup=lookup) as guarded:
        with pytest.raises(HostUnresolvable):
            await guarded.request("GET", "http://nowhere.example/")


async def test_plain_text_on_a_tls_port(client):
    async def speak(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(speak, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(TlsFailed):
            await client.request("GET", f"https://127.0.0.1:{port}/")


def certificate(name: str, folder: Path) -> Path:
    """A self-signed certificate and its key in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


async def test_tls_checks_the_name_though_the_connection_goes_to_the_address(tmp_path):
    pem = certificate("models.internal", tmp_path)
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    served.load_cert_chain(pem)
    asked: list[str | None] = []
    served.sni_callback = lambda _, name, __: asked.append(name)
    trusting = ssl.create_default_context(cafile=str(pem))

    async def lookup(host: str, port: int, family: int) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    place = Site(ok())
    async with await asyncio.start_server(place.serve, "127.0.0.1", 0, ssl=served) as server:
        port = server.sockets[0].getsockname()[1]
        rules = AddressRules([f"models.internal:{port}", f"other.internal:{port}"])
        async with GuardedClient(rules, lookup=lookup, tls=trusting) as guarded:
            async with await guarded.request("GET", f"https://models.internal:{port}/") as response:
                assert await response.read() == b"hello"
            with pytest.raises(TlsFailed):
                await guarded.request("GET", f"https://other.internal:{port}/")
        async with GuardedClient(rules, lookup=lookup) as guarded:
            with pytest.raises(TlsFailed):
                await guarded.request("GET", f"https://models.internal:{port}/")
    assert asked[0] == "models.internal"


@pytest.mark.parametrize("how", ["close", "cancel"])
async def test_leaving_early_closes_the_connection_at_once(client, how):
    async def answer(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
        await writer.drain()

    async with site(answer) as there:
        response = await client.request("GET", there.url)
        assert await response.read_chunk() == b"abc"
        if how == "close":
            response.close()
            response.close()
        else:
            reading = asyncio.ensure_future(response.read_chunk())
            await asyncio.sleep(0)
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
        await asyncio.wait_for(there.gone.wait(), 5)


async def test_a_close_wakes_the_one_who_reads(client):
    async def answer(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
        await writer.drain()

    async with site(answer) as there:
        response = await client.request("GET", there.url)
        reading = asyncio.ensure_future(response.read_chunk())
        await asyncio.sleep(0.01)
        response.close()
        with pytest.raises(ConnectionCutOff):
            await asyncio.wait_for(reading, 5)


async def test_after_closing_nothing_is_sent():
    guarded = GuardedClient(AddressRules(["127.0.0.1"]))
    await guarded.aclose()
    with pytest.raises(ConnectionRefused):
        await guarded.request("GET", "http://127.0.0.1:1/")
    gc.collect()
