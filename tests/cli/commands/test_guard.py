"""``charter guard`` against a server."""

from __future__ import annotations


async def test_a_policy_is_tried_on_past_runs(charter, builder, make_agent):
    await make_agent(builder)
    await builder.client.post("/v1/runs", {"agent": "helper", "input": "Where is zorbium?", "wait": True})
    rule = {"stage": "input", "detector": "words"}
    document = {"rules": [rule], "denied_words": ["zorbium"], "shadow": True}
    made = await builder.client.post("/v1/guardrail-policies", {"name": "strict", "document": document})
    done = await charter(builder, "guard", "dry-run", made.json()["id"], "--number", "1")
    assert done.code == 0, done.err
    assert "1 blocked (in 1 runs)" in done.out
    assert "Where is zorbium?" in done.out
    refused = await charter(builder, "guard", "dry-run", made.json()["id"], "--number", "7")
    assert refused.code != 0
    assert "no version 7" in refused.err


async def test_cases_are_scored(charter, builder):
    case = {"stage": "input", "detector": "words", "expected": "passes", "text": "good morning"}
    await builder.client.post("/v1/guardrail-cases", case)
    done = await charter(builder, "guard", "cases")
    assert (done.code, "1 passed, 0 failed." in done.out) == (0, True), done.err
    await builder.client.post("/v1/guardrail-cases", case | {"expected": "hits", "note": "it should"})
    done = await charter(builder, "guard", "cases")
    assert (done.code, "it should" in done.out) == (1, True)
