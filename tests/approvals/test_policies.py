"""Tool policies over the API, tried and refused; and taint, as a law."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.approvals.errors import CallDenied, CallNeedsApproval
from charter.approvals.taint import Sources
from charter.tools.tool import Caller
from tests.approvals.conftest import policy

BODY = {"name": "moves", "effect": "ask", "tools": ["transfer"]}
words = st.from_regex(r"[a-z]{8,20}", fullmatch=True)


async def test_policies_are_made_changed_and_deleted(owner, stranger):
    made = await policy(owner, "all of it", "deny", "*", position=5)
    path = f"/v1/tool-policies/{made['id']}"
    changed = await owner.client.put(path, BODY | {"condition": "arguments.amount > 1"})
    assert (changed.status, changed.json()["condition"]) == (200, "arguments.amount > 1")
    assert (await owner.client.get(path)).json()["name"] == "moves"
    assert [it["id"] for it in (await owner.client.get("/v1/tool-policies")).json()].count(made["id"]) == 1
    for request in (stranger.client.get(path), stranger.client.put(path, BODY), stranger.client.delete(path)):
        answer = await request
        assert (answer.status, answer.code) == (404, "approvals.policy-not-found")
    assert (await owner.client.post("/v1/tool-policies", BODY)).code == "approvals.policy-name-taken"
    assert (await owner.client.delete(path)).status == 204
    assert (await owner.client.get(path)).status == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"condition": "arguments.amount >"},
        {"condition": ""},
        {"arguments_schema": {"type": "nonsense"}},
        {"arguments_schema": {"$ref": "https://example.org/schema"}},
        {"tools": []},
        {"tools": ["Not A Tool"]},
        {"effect": "maybe"},
        {"expires_after_s": 1},
        {"position": -1},
        {"risks": ["some"]},
        {"unknown": 1},
    ],
)
async def test_nonsense_is_refused_and_changes_nothing(owner, wrong):
    before = (await owner.client.get("/v1/tool-policies")).json()
    answer = await owner.client.post("/v1/tool-policies", BODY | {"name": "wrong"} | wrong)
    assert (answer.status, answer.code) == (422, "core.input-invalid")
    assert (await owner.client.get("/v1/tool-policies")).json() == before


async def test_policies_can_be_tried(make_caller):
    owner = await make_caller("owner")
    await policy(owner, "copied", "ask", "calculator", condition="count(tainted) > 0", reason="Copied.")
    call = {"tool": "calculator", "arguments": {"expression": "31415926 + 1"}}
    tried = (await owner.client.post("/v1/tool-policies/try", call)).json()
    assert tried == {"effect": "allow", "reason": "", "policy": None, "tainted": []}
    tried = (await owner.client.post("/v1/tool-policies/try", call | {"tool_output": "It is 31415926."})).json()
    assert tried == {"effect": "ask", "reason": "Copied.", "policy": "copied", "tainted": ["/expression"]}
    said = call | {"tool_output": "It is 31415926.", "user_input": "What is 31415926 + 1?"}
    assert (await owner.client.post("/v1/tool-policies/try", said)).json()["effect"] == "allow"
    none = await owner.client.post("/v1/tool-policies/try", {"tool": "nothing", "arguments": {}})
    assert (none.status, none.code) == (404, "tools.not-found")


async def test_what_cannot_wait_is_refused(make_caller, services):
    """A door that has nobody to ask: programs from outside."""
    owner = await make_caller("owner")
    made = await policy(owner, "moves", "ask", "calculator")
    tool, given_ = services.tools.builtins["calculator"], {"expression": "6*7"}
    caller = Caller(owner.tenant_id, owner.principal.id, "gateway", uuid4(), uuid4())
    with pytest.raises(CallNeedsApproval):
        await services.tools.desk.call(tool, given_, caller)
    await owner.client.put(f"/v1/tool-policies/{made['id']}", BODY | {"effect": "deny", "tools": ["calculator"]})
    with pytest.raises(CallDenied):
        await services.tools.desk.call(tool, given_, caller)
    await owner.client.delete(f"/v1/tool-policies/{made['id']}")
    assert await services.tools.desk.call(tool, given_, caller)


@given(copied=words, before=st.text(max_size=20), after=st.text(max_size=20), written=st.booleans())
def test_a_word_is_tainted_exactly_when_only_tools_have_said_it(copied, before, after, written):
    sources = Sources([copied if written else ""], [f"{before} {copied} {after}"])
    assert (sources.tainted({"a": [copied, "zz"]}) == ["/a/0"]) is not written


def test_nothing_is_tainted_before_a_tool_has_spoken():
    assert Sources(["Pay bob"], []).tainted({"to": "mallory@evil.example"}) == []
