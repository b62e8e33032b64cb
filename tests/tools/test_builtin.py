"""The tools that Charter brings along, called as runs call them."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from datetime import UTC, datetime
from email import message_from_string
from uuid import uuid4

import pytest
from pydantic import SecretStr

from charter.core.errors import CharterError
from charter.core.guarded_client import AddressRules, GuardedClient
from charter.identity.mail import Mailer
from charter.tools import builtin, texts
from charter.tools.errors import ToolArgumentsInvalid, ToolFailed
from charter.tools.service.desk import ToolDesk
from charter.tools.tool import Caller, ToolKind
from tests.core.guarded_client.test_client import Site, certificate, ok
from tests.identity.accounts.people import mail_server

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
async def call(services):
    async with GuardedClient(AddressRules(["127.0.0.1"])) as client:
        desk = ToolDesk(services.database)
        desk.register(ToolKind.BUILT_IN, builtin.BuiltInExecutor(lambda: NOON, client))

        async def made(name, **arguments):
            tool = builtin.available(fetch_tool=True)[name]
            return await desk.call(tool, arguments, Caller(uuid4(), uuid4(), "run", uuid4(), uuid4(), guarded=True))

        yield made


@pytest.mark.parametrize(
    ("expression", "variables", "result"),
    [
        ('date("2026-03-01") + duration("P30D")', {}, "2026-03-31"),
        ("today()", {}, "2026-03-01"),
        ("sum(prices) * (1 + tax)", {"prices": [0.1, 0.2], "tax": 0.5}, 0.45),
        ("for x in 1..3 return x * x", {}, [1, 4, 9]),
        ('if a > 1 then "more" else "less"', {"a": 2}, "more"),
        ("missing", {}, None),
    ],
)
async def test_expressions_are_evaluated(call, expression, variables, result):
    answer = await call("feel", expression=expression, variables=variables)
    assert answer["result"] == result
    assert bool(answer["warnings"]) is (result is None)


@pytest.mark.parametrize(
    "expression", ["1 +", "for x in 1..1000000 return x", 'assert(1 = 2, "no", "no")', "(" * 500 + "1" + ")" * 500]
)
async def test_what_cannot_be_evaluated_is_a_typed_failure(call, expression):
    with pytest.raises(ToolFailed):
        await call("feel", expression=expression)


@pytest.mark.parametrize(
    ("operation", "text", "options", "result"),
    [
        ("upper", "ab", {}, "AB"),
        ("lower", "AB", {}, "ab"),
        ("title", "a b", {}, "A B"),
        ("trim", " a ", {}, "a"),
        ("normalize", "ﬁ", {}, "fi"),
        ("slice", "abcdef", {"start": 1, "end": 3}, "bc"),
        ("slice", "abc", {}, "abc"),
        ("split", "a,b", {"separator": ","}, ["a", "b"]),
        ("split", "a\nb", {}, ["a", "b"]),
        ("replace", "aba", {"find": "a", "with": "x"}, "xbx"),
        ("count", "a b\nc", {}, {"characters": 5, "words": 3, "lines": 2}),
        ("sort_lines", "b\na", {}, "a\nb"),
        ("unique_lines", "a\nb\na", {}, "a\nb"),
        ("reverse_lines", "a\nb", {}, "b\na"),
        ("base64_encode", "ä", {}, "w6Q="),
        ("base64_decode", "w6Q=", {}, "ä"),
        ("url_encode", "a b/c", {}, "a%20b%2Fc"),
        ("url_decode", "a%20b", {}, "a b"),
        ("html_unescape", "&lt;", {}, "<"),
        ("parse_json", '{"a": [1]}', {}, {"a": [1]}),
        ("sha256", "", {}, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ],
)
async def test_a_text_is_transformed(call, operation, text, options, result):
    assert (await call("text", operation=operation, text=text, **options))["result"] == result


def test_every_transformation_is_tried():
    tried = {case[0] for case in test_a_text_is_transformed.pytestmark[0].args[1]}
    assert tried == set(texts.NAMES)


@pytest.mark.parametrize(
    ("operation", "text", "error"),
    [
        ("base64_decode", "?", ToolFailed),
        ("base64_decode", "/w==", ToolFailed),
        ("parse_json", "{", ToolFailed),
        ("parse_json", "[" * 100_000, ToolFailed),
        ("parse_json", "NaN", CharterError),
        ("replace", "a", ToolFailed),
        ("explode", "a", ToolArgumentsInvalid),
    ],
)
async def test_a_text_of_the_wrong_form_is_a_typed_failure(call, operation, text, error):
    with pytest.raises(error):
        await call("text", operation=operation, text=text)


async def test_a_webhook_sends_its_document_with_a_key_of_the_call(services, tmp_path):
    pem = certificate("hooks.internal", tmp_path)
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    served.load_cert_chain(pem)
    place, who = Site(ok(b"thanks")), Caller(uuid4(), uuid4(), "trial", uuid4(), uuid4())

    async def lookup(host: str, port: int, family: int) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    async with await asyncio.start_server(place.serve, "127.0.0.1", 0, ssl=served) as server:
        port = server.sockets[0].getsockname()[1]
        trusting = ssl.create_default_context(cafile=str(pem))
        rules = AddressRules([f"hooks.internal:{port}"])
        async with GuardedClient(rules, lookup=lookup, tls=trusting) as client:
            hook = builtin.BuiltInExecutor(lambda: NOON, client)
            arguments = {"url": f"https://hooks.internal:{port}/in", "payload": {"a": 1}}
            answer = await hook.call(builtin.WEBHOOK, arguments, who)
            with pytest.raises(ToolFailed):
                await hook.call(builtin.WEBHOOK, arguments | {"url": "https://127.0.0.1:1/"}, who)
    assert answer == {"status": 200, "text": "thanks"}
    [request] = place.requests
    assert request.startswith(b"POST /in HTTP/1.1")
    assert f"idempotency-key: {who.key}".encode() in request.lower()
    assert request.endswith(b'{"a":1}')


async def test_a_webhook_needs_tls(call):
    with pytest.raises(ToolArgumentsInvalid):
        await call("webhook", url="http://example.org/", payload={})


async def test_what_reaches_out_is_off_unless_allowed():
    assert set(builtin.available(fetch_tool=False)) == {"ask_person", "calculator", "clock", "feel", "text"}
    assert set(builtin.available(fetch_tool=True, mail=True)) == builtin.NAMES - {"read_more"}
    for tool in builtin.available(fetch_tool=True, mail=True).values():
        assert json.dumps(tool.parameters)


def post_of(url: str | None, *domains: str) -> builtin.Post:
    return builtin.Post(Mailer(SecretStr(url) if url else None, "charter@example.org"), frozenset(domains))


async def test_mail_goes_to_the_domains_that_the_operator_named():
    letter = {"to": "ada@example.org", "subject": "Plants", "text": "Water them."}
    who = Caller(uuid4(), uuid4(), "run", uuid4(), uuid4())
    async with mail_server() as server, GuardedClient(AddressRules([])) as client:
        post = post_of(f"smtp://127.0.0.1:{server.port}", "example.org")
        mail = builtin.BuiltInExecutor(lambda: NOON, client, post)
        assert await mail.call(builtin.MAIL, builtin.MAIL.require_valid(letter), who) == {"sent": True}
        message = message_from_string(await server.next_message())
        assert (message["to"], message["subject"]) == ("ada@example.org", "Plants")
        assert message["message-id"] == f"<{who.key}@example.org>"
        for address in ("ada@example.org.evil.net", "ada@evil.net"):
            with pytest.raises(ToolFailed, match="may not go"):
                await mail.call(builtin.MAIL, letter | {"to": address}, who)
        assert server.messages.empty()
        nowhere = builtin.BuiltInExecutor(lambda: NOON, client, post_of("smtp://127.0.0.1:1", "*"))
        with pytest.raises(ToolFailed, match="did not take"):
            await nowhere.call(builtin.MAIL, letter, who)


@pytest.mark.parametrize(
    "change",
    [
        {"to": "ada@example.org, eve@example.org"}, {"to": "ada@example.org\nBcc: eve@evil.net"},
        {"to": "ada"}, {"subject": "a\r\nBcc: eve@evil.net"}, {"text": ""}, {"cc": "eve@evil.net"},
    ],
)  # fmt: skip
def test_mail_goes_to_one_address_and_nothing_is_smuggled_into_its_head(change):
    with pytest.raises(ToolArgumentsInvalid):
        builtin.MAIL.require_valid({"to": "ada@example.org", "subject": "Plants", "text": "Water them."} | change)
