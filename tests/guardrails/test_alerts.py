"""Telling people of violations: signed and retried webhooks, mail as a digest, what is unread."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from sqlalchemy import text

from charter.core.ids import format_id, new_id
from charter.guardrails.service.alerts import DIGEST
from tests.core.guarded_client.test_client import site
from tests.guardrails.test_calls import through_gateway, words
from tests.guardrails.test_policies import make_policy, violations
from tests.identity.accounts.conftest import mail

__all__ = ["mail"]

ALERTS = "/v1/violation-alerts"


async def hit(caller: Any, expression: str = "zorbium") -> None:
    await through_gateway(caller, expression=expression)


class Hook:
    """A webhook's receiver that refuses the first requests."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals, self.taken = refusals, asyncio.Event()

    async def __call__(self, request: bytes, writer: asyncio.StreamWriter) -> None:
        self.refusals -= 1
        status = b"500 No" if self.refusals >= 0 else b"204 Taken"
        writer.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\n\r\n")
        await writer.drain()
        if self.refusals < 0:
            self.taken.set()


def read(request: bytes) -> tuple[dict[str, str], bytes]:
    head, _, body = request.partition(b"\r\n\r\n")
    lines = (line.partition(":") for line in head.decode().split("\r\n")[1:])
    return {name.lower(): value.strip() for name, _, value in lines}, body


async def until(condition: Any) -> Any:
    async with asyncio.timeout(30):
        while not (found := await condition()):
            await asyncio.sleep(0.02)
    return found


async def test_a_webhook_is_signed_and_tried_again(owner):
    await make_policy(owner, document=words("tool_argument"), for_all=True)
    hook = Hook(refusals=1)
    async with site(hook) as place:
        made = (await owner.client.post(ALERTS, {"kind": "webhook", "url": f"{place.url}/hook"})).json()
        await hit(owner, "zorbium for anna@example.org")
        async with asyncio.timeout(30):
            await hook.taken.wait()
        first, second = map(read, place.requests)
    headers, body = second
    key = base64.b64decode(made["secret"].removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    signature = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{signature}"
    assert first[0]["webhook-id"] == headers["webhook-id"]
    (told,) = json.loads(body)["data"]["violations"]
    (violation,) = await violations(owner)
    assert (told["id"], told["tool"], told["action"]) == (violation["id"], "calculator", "block")
    assert "anna" not in str(told)
    assert violation["evidence"] not in body.decode()

    async def settled() -> bool:
        (alert,) = (await owner.client.get(ALERTS)).json()
        return alert["sent_at"] is not None and alert["last_error"] is None

    await until(settled)
    assert "secret" not in (await owner.client.get(ALERTS)).json()[0]


async def test_mail_comes_at_once_and_then_as_a_digest(owner, mail, services):
    person = {"email": "ann@example.org", "password": "correct horse battery", "role": "admin"}
    assert (await owner.client.post("/v1/members", person)).status == 201
    await make_policy(owner, document=words("tool_argument"), for_all=True)
    assert (await owner.client.post(ALERTS, {"kind": "mail", "every_minutes": 60})).status == 201
    await hit(owner, "zorbium for bob@example.org")
    async with asyncio.timeout(30):
        said = await mail.next_message()
    assert "To: ann@example.org" in said
    assert "1 x block: words at tool_argument" in said
    assert "bob@" not in said

    async def planned() -> list[float]:
        query = "SELECT extract(epoch FROM run_at - now()) FROM queue_items WHERE tenant_id = :tenant AND kind = :kind"
        async with services.database.system_session(reason="a test looks at the queue") as db:
            found = list(await db.scalars(text(query), {"tenant": owner.tenant_id, "kind": DIGEST}))
        return [float(seconds) for seconds in found if seconds > 60]

    for _ in range(3):
        await hit(owner)
    (waits_s,) = await until(planned)
    assert 3_000 < waits_s <= 3_600


async def test_only_what_was_asked_for_is_told(owner):
    await make_policy(owner, document=words("tool_argument", action="flag"), for_all=True)
    hook = Hook()
    async with site(hook) as place:
        await owner.client.post(ALERTS, {"kind": "webhook", "url": f"{place.url}/blocks"})
        await owner.client.post(ALERTS, {"kind": "webhook", "url": f"{place.url}/flags", "actions": ["flag"]})
        await hit(owner)
        async with asyncio.timeout(30):
            await hook.taken.wait()
        assert [request.split(b" ")[1] for request in place.requests] == [b"/flags"]


async def test_what_is_unread(owner, make_caller):
    await make_policy(owner, document=words("tool_argument"), for_all=True)
    assert (await owner.client.get("/v1/violations/unread")).json() == {"unread": 0, "newest": None}
    await hit(owner)
    await hit(owner, "zorbium+2")
    newest, older = await violations(owner)
    unread = (await owner.client.get("/v1/violations/unread")).json()
    assert unread == {"unread": 2, "newest": newest["id"]}
    for until_, left in ((older, 1), (newest, 0), (older, 0)):  # what was seen stays seen
        assert (await owner.client.request("PUT", "/v1/violations/seen", {"until": until_["id"]})).status == 204
        assert (await owner.client.get("/v1/violations/unread")).json()["unread"] == left
    other = await make_caller("admin", owner.tenant_id)
    assert (await other.client.get("/v1/violations/unread")).json()["unread"] == 2


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"kind": "webhook"}, ""),
        ({"kind": "mail", "url": "https://example.org"}, ""),
        ({"kind": "webhook", "url": "ftp://example.org"}, "/url"),
        ({"kind": "mail", "actions": ["allow"]}, "/actions/0"),
        ({"kind": "mail", "every_minutes": 0}, "/every_minutes"),
    ],
)
async def test_an_alert_that_makes_no_sense_is_refused(owner, body, path):
    answer = await owner.client.post(ALERTS, body)
    assert (answer.status, answer.json()["errors"][0]["path"]) == (422, path)


async def test_alerts_are_few_and_of_their_tenant(owner, stranger, make_caller):
    made = [(await owner.client.post(ALERTS, {"kind": "mail"})).json() for _ in range(20)]
    assert (await owner.client.post(ALERTS, {"kind": "mail"})).code == "guardrails.too-many-alerts"
    path = f"{ALERTS}/{made[0]['id']}"
    assert (await stranger.client.delete(path)).code == "guardrails.alert-not-found"
    assert (await stranger.client.get(ALERTS)).json() == []
    until_ = {"until": format_id("violation", new_id())}
    assert (
        await stranger.client.request("PUT", "/v1/violations/seen", until_)
    ).code == "guardrails.violation-not-found"
    assert (await owner.client.delete(path)).status == 204
    caller = await make_caller("caller", owner.tenant_id)
    for method, where, body in (
        ("GET", ALERTS, None),
        ("POST", ALERTS, {"kind": "mail"}),
        ("DELETE", f"{ALERTS}/{made[1]['id']}", None),
        ("GET", "/v1/violations/unread", None),
        ("PUT", "/v1/violations/seen", until_),
    ):
        assert (await caller.client.request(method, where, body)).code == "access.forbidden"
