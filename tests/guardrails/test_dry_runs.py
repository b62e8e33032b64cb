"""Trying a policy on past runs before it applies."""

from __future__ import annotations

import pytest

from charter.core.ids import format_id, new_id
from tests.guardrails.test_policies import PATH, ask, make_policy, violations
from tests.llm.fake_server import Reply
from tests.runs.conftest import builder, make_agent, model

__all__ = ["builder", "make_agent", "model"]

STAGES = ("input", "tool_argument", "tool_result", "output")
DOCUMENT = {
    "rules": [
        *({"stage": stage, "detector": "words", "action": "block"} for stage in STAGES),
        {"stage": "output", "detector": "secrets", "action": "flag"},
    ],
    "denied_words": ["zorbium"],
    "shadow": True,
}


@pytest.fixture
async def past(builder, make_agent, model):
    """Two runs of an agent: one speaks of nothing else, the other is harmless."""
    await make_agent(builder, tools=[{"name": "calculator"}])
    model.sequence = [
        Reply(tool_calls=[("calculator", '{"expression": "zorbium"}')]),
        Reply(text="It is zorbium, says anna@example.org."),
        Reply(text="Fine."),
    ]
    return [await ask(builder, "Where is zorbium?"), await ask(builder, "How are you?")]


async def test_a_version_is_tried_on_past_runs_and_nothing_is_recorded(builder, past):
    policy = await make_policy(builder, document={"rules": []}, for_all=True)
    await builder.client.patch(f"{PATH}/{policy['id']}", {"document": DOCUMENT})
    answer = await builder.client.post(f"{PATH}/{policy['id']}/dry-run", {})
    assert answer.status == 200, answer.body
    done = answer.json()
    assert (done["number"], done["runs"], done["runs_with_blocks"], done["blocked"]) == (2, 2, 1, 4)
    assert {rule["stage"]: rule["hits"] for rule in done["rules"]} == dict.fromkeys(STAGES, 1)
    (said,) = [one["evidence"] for one in done["examples"] if one["stage"] == "output"]
    assert (said, done["examples"][0]["run_id"]) == ("It is zorbium, says [mail].", past[0]["id"])
    assert await violations(builder) == []
    empty = (await builder.client.post(f"{PATH}/{policy['id']}/dry-run", {"number": 1})).json()
    assert (empty["blocked"], empty["rules"], empty["texts"] > 0) == (0, [], True)
    newest = (await builder.client.post(f"{PATH}/{policy['id']}/dry-run", {"runs": 1})).json()
    assert (newest["runs"], newest["blocked"]) == (1, 0)
    others = {"agent_id": format_id("agent", new_id())}
    assert (await builder.client.post(f"{PATH}/{policy['id']}/dry-run", others)).json()["runs"] == 0


async def test_what_is_refused(builder, past, stranger, make_caller):
    policy = await make_policy(builder, document=DOCUMENT)
    path = f"{PATH}/{policy['id']}/dry-run"
    assert (await builder.client.post(path, {"number": 7})).code == "guardrails.policy-version-not-found"
    assert (await stranger.client.post(path, {})).code == "guardrails.policy-not-found"
    caller = await make_caller("caller", builder.tenant_id)
    assert (await caller.client.post(path, {})).code == "access.forbidden"
    assert (await builder.client.post(path, {"runs": 501})).status == 422
