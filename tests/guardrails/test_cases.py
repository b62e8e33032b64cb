"""A false positive becomes an exception and a test case in one step, and policies are scored on such cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from charter.core.ids import format_id, new_id
from tests.guardrails.test_calls import through_gateway, words
from tests.guardrails.test_policies import PATH, WORDS, ask, make_policy, violations
from tests.runs.conftest import builder, make_agent, model

__all__ = ["builder", "make_agent", "model"]

CASES = "/v1/guardrail-cases"
CASE = {"stage": "input", "detector": "words", "expected": "hits", "text": "zorbium for sale"}


def learning(**more: str) -> dict[str, str]:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    return {"reason": "A film of that name.", "expires_at": tomorrow} | more


async def test_a_false_positive_is_learned_from_in_one_step(builder, make_agent):
    await make_agent(builder)
    policy = await make_policy(builder, for_all=True)
    run = await ask(builder, "Tell me about zorbium.")
    (violation,) = await violations(builder)
    made = await builder.client.post(f"/v1/violations/{violation['id']}/false-positive", learning())
    assert made.status == 201, made.body
    case = made.json()["case"]
    assert (case["text"], case["expected"], case["violation_id"]) == (run["input"], "passes", violation["id"])
    assert (await builder.client.get(f"/v1/violations/{violation['id']}")).json()["state"] == "false_positive"
    assert (await ask(builder, "Tell me about zorbium."))["state"] == "completed"
    again = await builder.client.post(f"/v1/violations/{violation['id']}/false-positive", learning())
    assert again.status == 201
    assert len((await builder.client.get(CASES)).json()) == 1
    scored = (await builder.client.post(f"{CASES}/run", {})).json()
    assert (scored["passed"], scored["failed"], scored["results"][0]["score"]) == (0, 1, 1.0)
    await builder.client.patch(f"{PATH}/{policy['id']}", {"document": WORDS | {"denied_words": ["wonder drug"]}})
    better = (await builder.client.post(f"{CASES}/run", {"policy_id": policy["id"]})).json()
    assert (better["passed"], better["failed"]) == (1, 0)
    worse = (await builder.client.post(f"{CASES}/run", {"policy_id": policy["id"], "number": 1})).json()
    assert worse["failed"] == 1


async def test_a_text_that_no_run_kept_is_given_and_compared(builder):
    await make_policy(builder, document=words("tool_argument"), for_all=True)
    await through_gateway(builder, expression="zorbium+1")
    (violation,) = await violations(builder)
    path = f"/v1/violations/{violation['id']}/false-positive"
    for body in (learning(), learning(text="something else")):
        refused = await builder.client.post(path, body)
        assert (refused.status, refused.json()["errors"][0]["path"]) == (422, "/text")
    made = await builder.client.post(path, learning(text='{"expression":"zorbium+1"}'))
    assert made.status == 201, made.body
    assert not (await violations(builder, "?state=open"))


async def test_cases_are_kept_scored_and_deleted(owner):
    made = await owner.client.post(CASES, CASE)
    assert made.status == 201, made.body
    await owner.client.post(CASES, CASE | {"text": "good morning", "expected": "passes"})
    scored = (await owner.client.post(f"{CASES}/run", {})).json()
    assert [(one["expected"], one["passed"]) for one in scored["results"]] == [("hits", False), ("passes", True)]
    policy = await make_policy(owner, document=WORDS | {"shadow": True}, for_all=True)
    assert (await owner.client.post(f"{CASES}/run", {})).json()["failed"] == 0
    assert (await owner.client.delete(f"{CASES}/{made.json()['id']}")).status == 204
    assert [one["text"] for one in (await owner.client.get(CASES)).json()] == ["good morning"]
    missing = await owner.client.post(f"{CASES}/run", {"policy_id": policy["id"], "number": 9})
    assert missing.code == "guardrails.policy-version-not-found"


@pytest.mark.parametrize(
    ("method", "path", "body", "code"),
    [
        ("GET", CASES, None, None),
        ("POST", CASES, CASE, None),
        ("POST", f"{CASES}/run", {"policy_id": "{policy}"}, "guardrails.policy-not-found"),
        ("DELETE", f"{CASES}/{{case}}", None, "guardrails.case-not-found"),
        ("POST", "/v1/violations/{violation}/false-positive", None, "guardrails.violation-not-found"),
    ],
)
async def test_whose_cases_they_are(owner, stranger, make_caller, method, path, body, code):
    policy = await make_policy(owner)
    case = (await owner.client.post(CASES, CASE)).json()
    path = path.format(case=case["id"], violation=format_id("violation", new_id()))
    body = {"policy_id": policy["id"]} if body == {"policy_id": "{policy}"} else body
    body = learning() if "violations" in path else body
    answer = await stranger.client.request(method, path, body)
    if code is not None:
        assert (answer.status, answer.code) == (404, code)
    elif method == "GET":
        assert answer.json() == []
    caller = await make_caller("caller", owner.tenant_id)
    assert (await caller.client.request(method, path, body)).code == "access.forbidden"
