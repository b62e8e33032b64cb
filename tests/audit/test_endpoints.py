"""Every endpoint of the audit log: good, who may not, another tenant's, and each refusal it declares."""

from __future__ import annotations

import base64
import csv
import io
import json

import pytest

from charter.audit.verifier import (
    BundleVerifier,
    Checkpoint,
    VerifierKey,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from charter.core.ids import format_id, new_id
from tests.audit.conftest import Record

ERASURE = {"email": "gone@example.org", "reason": "asked to be forgotten"}
SETTINGS = {"retention_months": 12, "legal_hold": False}
LOG = [
    # method, path, body, good status, roles that may not
    ("GET", "/v1/audit/entries", None, 200, ["caller", "builder", "operator"]),
    ("GET", "/v1/audit/entries/{entry}", None, 200, ["caller", "builder", "operator"]),
    ("GET", "/v1/audit/entries/{entry}/proof", None, 200, ["caller", "builder", "operator"]),
    ("GET", "/v1/audit/checkpoints", None, 200, ["caller", "builder", "operator"]),
    ("GET", "/v1/audit/checkpoints/latest", None, 200, ["caller", "builder", "operator"]),
    ("GET", "/v1/audit/checkpoints/{size}", None, 200, ["caller", "builder", "operator"]),
    ("GET", "/v1/audit/consistency", None, 200, ["caller", "builder", "operator"]),
    ("GET", "/v1/audit/keys", None, 200, ["caller", "builder", "operator"]),
    ("GET", "/v1/audit/export", None, 200, ["caller", "builder", "operator"]),
    ("GET", "/v1/audit/reports/changes", None, 200, ["caller", "builder", "operator"]),
    ("GET", "/v1/audit/settings", None, 200, ["caller", "builder", "operator"]),
    ("PUT", "/v1/audit/settings", SETTINGS, 200, ["caller", "builder", "operator", "auditor"]),
    ("GET", "/v1/audit/erasures", None, 200, ["caller", "builder", "operator"]),
    ("POST", "/v1/audit/erasures", ERASURE, 202, ["caller", "builder", "operator", "auditor"]),
]


@pytest.fixture
async def filled(owner, sequencer, record: Record):
    """An owner whose log has five entries of agents, signed."""
    for number in range(5):
        await record(
            owner.tenant_id,
            principal=owner.principal,
            resource_id=new_id(),
            after={"number": number, "note": "blue sky"},
        )
    await sequencer.settle()
    return owner


async def newest(caller, **query) -> list[dict]:
    text = "&".join(f"{name}={value}" for name, value in query.items())
    answer = await caller.client.get(f"/v1/audit/entries?{text}")
    assert answer.status == 200, answer.body
    return answer.json()["items"]


@pytest.mark.parametrize(("method", "path", "body", "good", "forbidden"), LOG)
async def test_an_endpoint_of_the_log(filled, stranger, anonymous, make_caller, method, path, body, good, forbidden):
    entry = (await newest(filled, action="agent."))[0]
    size = (await filled.client.get("/v1/audit/checkpoints/latest")).json()["size"]
    target = path.format(entry=entry["id"], size=size)
    for role in forbidden:
        answer = await (await make_caller(role, filled.tenant_id)).client.request(method, target, body)
        assert (answer.status, answer.code) == (403, "access.forbidden")
    assert (await anonymous.request(method, target, body)).status == 401
    if "{entry}" in path:
        theirs = await stranger.client.request(method, target, body)
        missing = await stranger.client.request(method, path.format(entry=format_id("entry", new_id()), size=1), body)
        assert (theirs.status, theirs.code) == (404, "audit.entry-not-found")
        assert missing.json()["detail"] == theirs.json()["detail"]
    answer = await filled.client.request(method, target, body)
    assert answer.status == good, answer.body


async def test_search_finds_by_every_filter(filled):
    everything = await newest(filled, action="agent.created")
    assert [entry["after"]["number"] for entry in everything] == [4, 3, 2, 1, 0]
    third = everything[2]
    assert third["actor"] == {"kind": "api_key", "id": format_id("key", filled.principal.id), "label": "owner key"}
    assert await newest(filled, resource=third["resource"]["id"]) == [third]
    assert len(await newest(filled, actor=third["actor"]["id"], action="agent.")) == 5
    assert len(await newest(filled, resource_kind="agent")) == 5
    assert len(await newest(filled, text="sky%20BLUE")) == 5
    assert await newest(filled, text="green") == []
    assert await newest(filled, action="agent") == []
    assert await newest(filled, until="2020-01-01T00:00:00Z") == []
    at = third["at"].replace("+", "%2B")
    assert [entry["seq"] for entry in await newest(filled, action="agent.", since=at)] == [
        entry["seq"] for entry in everything[:3]
    ]


async def test_pages_neither_skip_nor_repeat(filled):
    seen, cursor = [], ""
    while True:
        page = (await filled.client.get(f"/v1/audit/entries?action=agent.&limit=2{cursor}")).json()
        seen += [entry["after"]["number"] for entry in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == [4, 3, 2, 1, 0]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("action=a'%20OR%201=1", "query.action"),
        ("action=AGENT", "query.action"),
        ("actor=nobody", "query.actor"),
        ("resource=agent_123", "query.resource"),
        ("resource_kind=a;b", "query.resource_kind"),
        ("since=yesterday", "query.since"),
        ("since=2026-01-01T00:00:00", "query.since"),
        ("since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z", "query.until"),
        ("text=%0a", "query.text"),
        ("text=" + "x" * 201, "query.text"),
        ("cursor=x", "query.cursor"),
        ("limit=0", "query.limit"),
    ],
)
async def test_a_wrong_filter_is_named(owner, query, field):
    answer = await owner.client.get(f"/v1/audit/entries?{query}")
    assert answer.status == 422
    assert [error["path"] for error in answer.json()["errors"]] == [field]


async def test_proofs_over_the_api_hold(filled, sequencer, record):
    first = (await filled.client.get("/v1/audit/checkpoints/latest")).json()
    await record(filled.tenant_id)
    await sequencer.settle()
    second = (await filled.client.get("/v1/audit/checkpoints/latest")).json()
    keys = (await filled.client.get("/v1/audit/keys")).json()
    assert Checkpoint.parse(second["note"]).signed_by(VerifierKey.parse(keys["log"]))
    roots = [base64.b64decode(each["root"]) for each in (first, second)]
    answer = await filled.client.get(f"/v1/audit/consistency?first={first['size']}&second={second['size']}")
    proof = [base64.b64decode(each) for each in answer.json()["proof"]]
    assert verify_consistency(first["size"], second["size"], proof, *roots)
    for entry in await newest(filled, action="agent."):
        given = (await filled.client.get(f"/v1/audit/entries/{entry['id']}/proof")).json()
        checkpoint = Checkpoint.parse(given["checkpoint"]["note"])
        path = [base64.b64decode(each) for each in given["proof"]]
        leaf = leaf_hash(given["entry"].encode())
        assert leaf.hex() == entry["leaf_hash"]
        assert verify_inclusion(leaf, given["seq"], checkpoint.size, path, checkpoint.root)
    newer = (await newest(filled, action="agent."))[0]
    old = await filled.client.get(f"/v1/audit/entries/{newer['id']}/proof?size={first['size']}")
    assert (old.status, old.code) == (409, "audit.entry-not-signed")
    none = await filled.client.get(f"/v1/audit/entries/{newer['id']}/proof?size=999999")
    assert (none.status, none.code) == (404, "audit.checkpoint-not-found")
    wrong = await filled.client.get("/v1/audit/consistency?first=3&second=2")
    assert (wrong.status, wrong.json()["errors"][0]["path"]) == (422, "query.first")
    wrong = await filled.client.get("/v1/audit/consistency?second=99999")
    assert (wrong.status, wrong.json()["errors"][0]["path"]) == (422, "query.second")


async def test_before_the_first_checkpoint_there_is_nothing_to_prove(owner):
    for path in ("checkpoints/latest", "checkpoints/1", "keys", "export", "consistency"):
        answer = await owner.client.get(f"/v1/audit/{path}")
        assert (answer.status, answer.code) == (404, "audit.checkpoint-not-found"), path
    assert (await owner.client.get("/v1/audit/checkpoints")).json() == {"items": [], "next_cursor": None}


def verdict_on(bundle: bytes):
    return BundleVerifier().verify(bundle.decode().splitlines(keepends=True))


async def test_a_bundle_verifies(filled):
    whole = await filled.client.get("/v1/audit/export")
    verdict = verdict_on(whole.body)
    assert verdict.good, verdict.findings
    assert verdict.entries == verdict.size
    part = await filled.client.get("/v1/audit/export?action=agent.created")
    some = verdict_on(part.body)
    assert some.good, some.findings
    assert some.entries == 5
    forged = part.body.replace(b"blue sky", b"grey sky", 1)
    assert verdict_on(forged).first_bad.first is not None


async def test_other_forms_of_export(filled, sequencer, record):
    await record(filled.tenant_id, after={"name": "=HYPERLINK(1)|\\\n", "email": "+a@example.org"})
    await sequencer.settle()
    lines = (await filled.client.get("/v1/audit/export?format=jsonl&action=agent.")).body.splitlines()
    assert [json.loads(line)["after"].get("number") for line in lines] == [0, 1, 2, 3, 4, None]
    rows = list(csv.DictReader(io.StringIO((await filled.client.get("/v1/audit/export?format=csv")).body.decode())))
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    answer = await filled.client.get("/v1/audit/export?format=cef&action=agent.created")
    cef = answer.body.decode().splitlines()
    assert len(cef) == 6
    assert cef[0].startswith("CEF:0|Charter|Charter|0.1.0|agent.created|agent.created|3|rt=")
    assert "\\=HYPERLINK(1)|\\\\\\\\" in cef[-1]
    assert answer.headers["content-disposition"].endswith('.cef"')


@pytest.mark.parametrize("kind", ["access-review", "changes", "refusals", "models-and-tools"])
async def test_reports(filled, make_caller, sequencer, services, kind):
    guest = await make_caller("caller", filled.tenant_id)
    assert (await guest.client.get("/v1/audit/entries")).status == 403
    await services.refusals.flush()
    await sequencer.settle()
    html = await filled.client.get(f"/v1/audit/reports/{kind}")
    assert html.body.startswith(b"<!doctype html>")
    table = (await filled.client.get(f"/v1/audit/reports/{kind}?format=csv")).body
    pdf = await filled.client.get(f"/v1/audit/reports/{kind}?format=pdf")
    assert (pdf.headers["content-type"], pdf.body[:5]) == ("application/pdf", b"%PDF-")
    expected = {
        "access-review": b"owner key",
        "changes": b"blue sky",
        "refusals": b"/v1/audit/entries",
        "models-and-tools": b"",
    }
    for body in (html.body, table):
        assert expected[kind] in body
        assert (b"blue sky" in body) == (kind == "changes")
    answer = await filled.client.get(f"/v1/audit/reports/{kind}?since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z")
    assert (answer.status, answer.json()["errors"][0]["path"]) == (422, "query.until")


async def test_an_access_review_lists_service_accounts_and_what_their_keys_are_limited_to(filled):
    made = await filled.client.post("/v1/service-accounts", {"name": "night porter", "roles": ["caller"]})
    key = {"name": "porter key", "scope": ["agents.read"]}
    answer = await filled.client.post(f"/v1/service-accounts/{made.json()['id']}/keys", key)
    assert answer.status == 201, answer.json()
    body = (await filled.client.get("/v1/audit/reports/access-review?format=csv")).body.decode()
    assert "night porter,caller,active" in body
    (row,) = [line for line in body.splitlines() if line.startswith("porter key,")]
    assert row.split(",")[1] == "night porter"
    assert "agents.read,active" in row


async def test_a_cell_cannot_be_markup(filled, record, sequencer):
    await record(filled.tenant_id, after={"name": "<script>alert(1)</script>"})
    await sequencer.settle()
    body = (await filled.client.get("/v1/audit/reports/changes")).body
    assert b"<script>" not in body
    assert b"&lt;script&gt;" in body


async def test_reading_the_log_leaves_entries_too(filled, sequencer):
    entry = (await newest(filled, action="agent."))[0]
    await filled.client.get(f"/v1/audit/entries/{entry['id']}")
    await filled.client.get("/v1/audit/export?format=csv")
    await filled.client.get("/v1/audit/reports/changes")
    await sequencer.settle()
    for action in ("audit_log.searched", "audit_entry.read", "audit_log.exported", "audit_report.made"):
        assert len(await newest(filled, action=action)) == 1, action


async def test_refusals_leave_entries(filled, make_caller, services, sequencer, anonymous):
    guest = await make_caller("caller", filled.tenant_id)
    assert (await guest.client.delete(f"/v1/agents/{format_id('agent', new_id())}")).status == 403
    for _ in range(3):
        bad = {"email": "nobody@example.org", "password": "wrong wrong wrong"}
        assert (await anonymous.post("/v1/session", bad)).status == 401
    await services.refusals.flush()
    await sequencer.settle()
    (refused,) = await newest(filled, action="request.refused")
    assert (refused["after"]["code"], refused["after"]["method"]) == ("access.forbidden", "DELETE")
    assert refused["after"]["route"].startswith("/v1/agents/{")
    assert (refused["actor"]["label"], refused["address"]) == ("caller key", guest.client.address)


async def test_settings_and_holds(filled, sequencer):
    put = filled.client.put
    no_reason = await put("/v1/audit/settings", {"retention_months": None, "legal_hold": True})
    assert no_reason.status == 422
    held = {"retention_months": None, "legal_hold": True, "hold_reason": "case 7"}
    assert (await put("/v1/audit/settings", held)).json() == held
    assert (await filled.client.get("/v1/audit/settings")).json() == held
    refused = await filled.client.post("/v1/audit/erasures", ERASURE)
    assert (refused.status, refused.code) == (409, "audit.legal-hold-active")
    assert (await put("/v1/audit/settings", {**held, "legal_hold": False})).json()["hold_reason"] is None
    for wrong in ({"retention_months": 0, "legal_hold": False}, {**held, "tenant_id": "x"}):
        assert (await put("/v1/audit/settings", wrong)).status == 422
    assert (await filled.client.post("/v1/audit/erasures", {"reason": "nobody"})).status == 422
    await sequencer.settle()
    changes = await newest(filled, action="audit_log.settings_changed")
    assert [(change["before"]["legal_hold"], change["after"]["legal_hold"]) for change in changes] == [
        (True, False),
        (False, True),
    ]
