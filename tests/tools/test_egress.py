"""Requests of sandboxed code: the real sandbox, the real guarded client, real servers on loopback."""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest

from charter.core.guarded_client import AddressRules, GuardedClient
from charter.sandbox.jobs import EgressAnswer, EgressRefused, EgressRequest, Job, Outcome
from charter.sandbox.sandbox import Sandbox
from charter.tools.parts import ToolParts
from charter.tools.python.egress import HostCredential, ToolEgress, struck_out
from tests.core.guarded_client.test_client import ok, redirect, site
from tests.tools.factories import make_tool

FETCH = '''
import urllib.request

def fetch(url: str, method: str = "GET", body: str | None = None, headers: dict[str, str] | None = None) -> dict:
    """Fetches."""
    asked = urllib.request.Request(url, data=body.encode() if body else None, headers=headers or {}, method=method)
    with urllib.request.urlopen(asked) as answer:
        return {"status": answer.status, "text": answer.read().decode(), "headers": dict(answer.headers)}
'''
SECRET = "Bearer sesame-sesame-sesame"


@pytest.fixture(scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    made = Sandbox(waiting=1)
    yield made
    await made.aclose()


async def fetched(sandbox: Sandbox, egress: ToolEgress | None, url: str, **arguments: Any) -> Outcome:
    return await sandbox.run(Job(FETCH, "fetch", {"url": url} | arguments, egress=egress))


def why(outcome: Outcome) -> str:
    assert outcome.failure is not None, outcome.result
    return outcome.failure.message


async def test_a_named_host_is_reached_with_method_body_and_headers(sandbox):
    async with GuardedClient(AddressRules(["127.0.0.1"])) as client, site(ok(b"hi", b"X-Side: yes\r\n")) as there:
        egress = ToolEgress(client, [f"127.0.0.1:{there.port}"])
        outcome = await fetched(
            sandbox, egress, f"{there.url}/a?b=c", method="POST", body="text", headers={"X-Mine": "1", "Host": "other"}
        )
    assert outcome.failure is None, outcome.failure
    assert (outcome.result["status"], outcome.result["text"]) == (200, "hi")
    assert outcome.result["headers"]["X-Side"] == "yes"
    [request] = there.requests
    assert request.startswith(b"POST /a?b=c HTTP/1.1\r\n")
    assert request.endswith(b"\r\n\r\ntext")
    assert b"x-mine: 1" in request.lower()
    assert b"host: other" not in request.lower()


async def test_a_credential_is_added_outside_and_struck_out_of_the_answer(sandbox):
    async with GuardedClient(AddressRules(["127.0.0.1"])) as client:

        async def echo(request, writer):
            body = request + b"\n" + SECRET.partition(" ")[2].encode()
            writer.write(b"HTTP/1.1 200 OK\r\nX-Echo: %s\r\n" % SECRET.encode())
            writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()

        async with site(echo) as there, site(ok()) as other:
            place = f"127.0.0.1:{there.port}"
            credential = HostCredential("key", place, "Authorization", SECRET, over_http=True)
            egress = ToolEgress(client, [place, f"127.0.0.1:{other.port}"], [credential])
            outcome = await fetched(sandbox, egress, there.url, headers={"authorization": "Bearer mine"})
            elsewhere = await fetched(sandbox, egress, other.url)
    assert SECRET.encode() in there.requests[0]
    assert b"Bearer mine" not in there.requests[0]
    assert outcome.failure is None
    assert "sesame" not in json.dumps(outcome.result)
    assert "[credential]" in outcome.result["text"]
    assert elsewhere.failure is None
    assert b"sesame" not in other.requests[0]


async def test_a_credential_is_not_sent_in_clear(sandbox):
    async with GuardedClient(AddressRules(["127.0.0.1"])) as client, site(ok()) as there:
        place = f"127.0.0.1:{there.port}"
        egress = ToolEgress(client, [place], [HostCredential("key", place, "Authorization", SECRET)])
        assert "use https" in why(await fetched(sandbox, egress, there.url))
    assert there.requests == []


async def test_no_hosts_means_no_network(sandbox):
    async with site(ok()) as there:
        assert "may reach no hosts" in why(await fetched(sandbox, None, there.url))
    assert there.requests == []


# What an attacker writes for the loopback address and its neighbours.
WAYS_INSIDE = [
    "http://127.0.0.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://0:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://localhost:{port}/",
    "http://LOCALHOST.:{port}/",
    "http://localtest.example:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://10.0.0.1/",
    "http://user:secret@127.0.0.1:{port}/",
    "http://api.example.org@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@api.example.org/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/",
    "http:///127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "http://api.example.org:99999/",
]


async def _rebinding(host: str, port: int, family: int) -> list[tuple[object, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


@pytest.mark.parametrize("way", WAYS_INSIDE)
@pytest.mark.parametrize("named", [True, False])
async def test_no_way_leads_inside(way, named):
    """Whether the tool names the host as it is written (a careless or hostile author), or not."""
    async with site(ok(b"secret")) as there, GuardedClient(lookup=_rebinding) as client:
        url = way.format(port=there.port)
        host = url.split("//")[-1].split("/")[0]
        egress = ToolEgress(client, [host, host.rpartition("@")[2], "*.example", "api.example.org"] if named else [])
        with pytest.raises(EgressRefused):
            await egress(EgressRequest("GET", url, [], b""))
        assert there.requests == []


async def test_a_redirect_is_followed_only_to_a_named_host(sandbox):
    async with (
        GuardedClient(AddressRules(["127.0.0.1"])) as client,
        site(ok(b"secret")) as inside,
        site(redirect(inside.url)) as outside,
    ):
        egress = ToolEgress(client, [f"127.0.0.1:{outside.port}"])
        assert "name it in its hosts" in why(await fetched(sandbox, egress, outside.url))
        assert inside.requests == []
        both = ToolEgress(client, [f"127.0.0.1:{outside.port}", f"127.0.0.1:{inside.port}"])
        assert (await fetched(sandbox, both, outside.url)).result["text"] == "secret"


@pytest.mark.parametrize(
    ("hosts", "url", "reached"),
    [
        (["api.example.org"], "https://api.example.org/x", True),
        (["api.example.org"], "https://API.EXAMPLE.ORG./x", True),
        (["api.example.org"], "http://api.example.org/x", False),
        (["api.example.org"], "https://api.example.org:8443/x", False),
        (["api.example.org:80"], "http://api.example.org/x", True),
        (["*.example.org"], "https://a.b.example.org/", True),
        (["*.example.org"], "https://example.org/", False),
        (["*.example.org"], "https://badexample.org/", False),
        (["*.example.org"], "https://example.org.evil.test/", False),
    ],
)
async def test_hosts_are_meant_exactly(hosts, url, reached):
    async def nowhere(host, port, family):
        raise OSError("there is no network in tests")

    async with GuardedClient(lookup=nowhere) as client:
        with pytest.raises(EgressRefused) as refused:
            await ToolEgress(client, hosts)(EgressRequest("GET", url, [], b""))
    assert ("name it in its hosts" not in str(refused.value)) is reached


@pytest.mark.parametrize(
    ("method", "headers"),
    [("CONNECT", []), ("GET\r\nX: y", []), ("GET", [("X", "a\r\nB: c")]), ("GET", [("A\n", "b")])],
)
async def test_what_is_no_request_is_not_sent(method, headers):
    async with site(ok()) as there, GuardedClient(AddressRules(["127.0.0.1"])) as client:
        with pytest.raises(EgressRefused):
            await ToolEgress(client, [f"127.0.0.1:{there.port}"])(EgressRequest(method, there.url, headers, b""))
        assert there.requests == []


async def test_a_call_sends_so_many_requests_and_no_more():
    async with site(ok()) as there, GuardedClient(AddressRules(["127.0.0.1"])) as client:
        egress = ToolEgress(client, [f"127.0.0.1:{there.port}"])
        with pytest.raises(EgressRefused, match="100 requests"):
            for _ in range(101):
                await egress(EgressRequest("GET", there.url, [], b""))


def test_short_words_are_not_struck_out():
    answer = EgressAnswer(200, "", [("a", "b")], b"abc")
    assert struck_out(answer, ["b c"]) == answer


async def test_a_stored_credential_reaches_its_host_and_nobody_else(owner, services):
    async with site(ok()) as there:
        place = f"127.0.0.1:{there.port}"
        body = {"name": "inside", "host": place, "value": SECRET, "over_http": True}
        assert (await owner.client.post("/v1/tool-credentials", body)).status == 201
        definition = {"code": FETCH, "hosts": [place], "credentials": ["inside"]}
        made = await make_tool(owner, code=FETCH, hosts=[place], credentials=["inside"])
        run = await owner.client.post("/v1/tools/dry-run", {"definition": definition, "input": {"url": there.url}})
        assert run.json()["ok"], run.body
        assert SECRET.encode() in there.requests[0]
        assert SECRET not in json.dumps(made)
        missing = definition | {"credentials": ["nothing"]}
        answer = await owner.client.post("/v1/tools/dry-run", {"definition": missing, "input": {"url": there.url}})
        assert (answer.status, answer.code) == (409, "tools.credential-missing")


async def test_what_is_allowed_for_models_of_this_machine_is_not_for_tools(settings, services):
    """The demo model and the Ollama of this machine are private hosts that model calls may reach."""
    assert "127.0.0.1:11434" in settings.model_copy(update={"database_url": None}).private_hosts_allowed
    parts = ToolParts.of(
        settings.model_copy(update={"database_url": None, "allow_private_hosts": [], "sandbox": "off"}),
        services.database,
        services.vault,
        services.clock,
    )
    with pytest.raises(EgressRefused, match="not"):
        egress = ToolEgress(parts.http, ["127.0.0.1:11434"])
        await egress(EgressRequest("GET", "http://127.0.0.1:11434/api/tags", [], b""))
    await parts.aclose()
