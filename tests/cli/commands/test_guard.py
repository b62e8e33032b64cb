"""``charter guard`` against a server."""

from __future__ import annotations

import io
import zipfile

from tests.guardrails.test_models import ours
from tests.guardrails.tiny_models import grams_package
from tests.tenants.conftest import operator

__all__ = ["operator", "ours"]


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
    judged = await charter(builder, "guard", "dry-run", made.json()["id"], "--number", "1", "--judge", "--models")
    assert judged.code == 0, judged.err
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


async def test_models_are_installed_tried_and_removed(charter, ours, tmp_path):
    listed = await charter(ours, "guard", "models", "list")
    assert (listed.code, "charter-guardrails" in listed.out, "active" in listed.out) == (0, True, True), listed.err
    (tmp_path / "model").mkdir()
    with zipfile.ZipFile(io.BytesIO(grams_package())) as packed:
        packed.extractall(tmp_path / "model")
    for arguments, words in (
        (("install", str(tmp_path / "model")), "said 1 is installed."),
        (("activate", "1", "--model", "said"), "said 1 is active for 100 % of texts."),
        (("show", "1", "--model", "said"), "Knows one bad word."),
        (("rollback", "--model", "said"), "installed"),
        (("remove", "1", "--model", "said"), "said 1 is removed."),
    ):
        done = await charter(ours, "guard", "models", *arguments)
        assert (done.code, words in done.out) == (0, True), (arguments, done.out, done.err)
    refused = await charter(ours, "guard", "models", "shadow", "1", "--model", "said")
    assert (refused.code, "There is no said 1" in refused.err) == (1, True)
    compared = await charter(ours, "guard", "models", "compare", "--json")
    assert (compared.code, compared.out.strip()) == (0, "[]")
    assert (await charter(None, "guard", "models")).code == 0
