"""Groundedness: what an answer says is in its sources, or it is hit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.guardrails import meanings
from charter.guardrails.detectors.grounding import ungrounded
from tests.approvals.conftest import bank, builder, calling, make_agent, model, start
from tests.guardrails.test_policies import PATH, make_policy, violations
from tests.llm.fake_server import Reply

__all__ = ["bank", "builder", "make_agent", "model", "start"]

SOURCE = (
    "The lighthouse of Westport was built in 1898 and is 32 metres high. Its lamp was made in Paris. Since 1973 it "
    "works without a keeper, and on Sundays visitors can climb the 187 steps."
)
TRUE = "The Westport lighthouse is 32 metres high and was built in 1898. Visitors may climb it on Sundays."
FALSE = "The Westport lighthouse is 45 metres high and was built in 1905. Its owner breeds rabbits in the cellar."
RULE = {"stage": "output", "detector": "groundedness", "action": "flag"}


def score(answer: str, *sources: str) -> float:
    return ungrounded(meanings.packaged(), answer, sources).score


def test_an_answer_out_of_its_source_scores_lower_than_one_that_is_made_up():
    assert score(TRUE, SOURCE) < 0.3
    assert score(FALSE, SOURCE) > 0.5
    assert score(TRUE, "Rice is cooked in twice its volume of water for eighteen minutes.") > 0.7
    found = ungrounded(meanings.packaged(), TRUE + " " + FALSE, [SOURCE])
    (first, *_, last) = [(TRUE + " " + FALSE)[span.start : span.end].strip() for span in found.spans]
    assert (first[:43], last) == (FALSE[:43], "Its owner breeds rabbits in the cellar")


@pytest.mark.parametrize(("answer", "sources"), [("", [SOURCE]), ("Yes.", [SOURCE]), (FALSE, []), (FALSE, [" "])])
def test_what_cannot_be_compared_is_no_hit(answer, sources):
    assert score(answer, *sources) == 0.0


@settings(deadline=None)
@given(answer=st.text(max_size=300), source=st.text(max_size=300))
def test_any_text_scores_between_none_and_all(answer, source):
    found = ungrounded(meanings.packaged(), answer, [source])
    assert 0.0 <= found.score <= 1.0
    assert all(0 <= span.start < span.end <= len(answer) for span in found.spans)


async def test_a_run_compares_its_answer_with_what_its_tools_returned(builder, start, bank):
    await make_policy(builder, document={"rules": [RULE]}, for_all=True)
    bank.found = SOURCE
    looks = calling(("look_up", {"query": "lighthouse"}))
    await start(looks, Reply(text=TRUE))
    assert await violations(builder) == []
    await start(looks, Reply(text=FALSE))
    (found,) = await violations(builder)
    assert (found["detector"], found["stage"], "45 metres" in found["evidence"]) == ("groundedness", "output", True)
    await start(Reply(text=FALSE))  # no tool was called: there is nothing to compare with
    assert len(await violations(builder)) == 1


async def test_it_can_be_tried_and_is_for_answers_only(owner):
    await make_policy(owner, document={"rules": [RULE]}, for_all=True)
    body = {"text": FALSE, "stage": "output", "sources": [SOURCE]}
    verdict = (await owner.client.post("/v1/guardrails/check", body)).json()
    assert (verdict["action"], verdict["scores"]["groundedness"] > 0.5) == ("flag", True)
    wrong = {"rules": [RULE | {"stage": "tool_result"}]}
    refused = await owner.client.post(PATH, {"name": "odd", "document": wrong})
    assert (refused.status, refused.json()["errors"][0]["path"]) == (422, "/document/rules/0")
