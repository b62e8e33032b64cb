"""Models that the operator brings: installed after a trial, run in the sandbox, and a hit whenever they fail."""

from __future__ import annotations

import asyncio
import os
import signal

import numpy as np
import pytest

from charter.guardrails.lineup import Tally
from charter.guardrails.packages import ModelCard, PackageInvalid, read_package
from charter.guardrails.service import brought
from charter.guardrails.service.brought import BroughtModel, BroughtModels, ModelFailed
from charter.sandbox.demotion import shared_cores
from charter.sandbox.launching import children_of
from charter.sandbox.sandbox import Sandbox
from tests.gateway.test_door import modern, send
from tests.guardrails.test_models import PATH, install, ours
from tests.guardrails.test_policies import PATH as POLICIES
from tests.guardrails.test_policies import ask, make_policy, violations
from tests.guardrails.tiny_models import grams_package, meanings_package, onnx_graph, onnx_package
from tests.runs.conftest import builder, make_agent, model
from tests.tenants.conftest import operator

__all__ = ["builder", "make_agent", "model", "operator", "ours"]

BAD, GOOD = "Where is the zorbium?", "Good morning."


@pytest.fixture
async def sandbox():
    box = Sandbox(waiting=0)
    yield box
    await box.aclose()


def of(packed: bytes, sandbox: Sandbox | None) -> BroughtModel:
    package = read_package(packed)

    async def files() -> dict[str, bytes]:
        return dict(package.files)

    return BroughtModel(sandbox, package.card, files)


def reading(*detectors: str, action: str = "block", **more) -> dict:
    return {"rules": [{"stage": "input", "detector": one, "action": action} for one in detectors]} | more


async def bring(operator, packed: bytes, name: str, version: str = "1") -> None:
    installed = await install(operator, packed)
    assert installed.status == 201, installed.body
    assert (await operator.client.post(f"{PATH}/{name}/{version}/activate", {})).status == 200


@pytest.mark.parametrize("packed", [onnx_package, meanings_package, grams_package])
async def test_a_model_of_every_kind_finds_a_word_wherever_it_stands(packed, sandbox):
    tried = of(packed(), sandbox)
    long = "good morning " * 2_000
    scores = [
        await tried.score(text) for text in (GOOD, BAD, "", long, long + "zorbium", "\ud800 zorbium", "x" * 99_999)
    ]
    assert [score >= 0.5 for score in scores] == [False, True, False, False, True, True, False]
    await tried.retire()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"hits": ["worse"]}, "has labels, and hits among them"),
        ({"hits": []}, "has labels, and hits among them"),
        ({"max_tokens": 2}, "max_tokens"),
        ({"kind": "pickle"}, "kind"),
        ({"kind": "linear"}, "over grams or meanings"),
        ({"name": "charter-guardrails"}, "is the name of classifiers"),
        ({"timeout_s": 1_000}, "timeout_s"),
    ],
)
def test_a_card_that_makes_no_sense_is_refused(changed, words):
    with pytest.raises(PackageInvalid, match=words):
        read_package(onnx_package(**changed))


@pytest.mark.parametrize(
    ("packed", "words"),
    [
        (onnx_package(graph=b"nonsense"), "cannot be loaded"),
        (onnx_package(graph=onnx_graph(np.zeros((4, 3), np.float32))), "3 numbers for 2 labels"),
        (onnx_package(memory_mb=64), "process has ended|cannot be loaded"),
    ],
)
async def test_a_model_that_does_not_work_is_refused(packed, words, sandbox):
    models = BroughtModels(sandbox, None, Tally())
    with pytest.raises(PackageInvalid, match=words):
        await models.try_out(read_package(packed))


async def test_without_a_sandbox_no_model_runs():
    with pytest.raises(ModelFailed, match="need the sandbox"):
        await of(onnx_package(), None).score(GOOD)


def processes_of(tried: BroughtModel) -> list[int]:
    """Return all processes of a model's program, the one that starts the others left out."""
    found, waiting = [], [tried._program._started.process.pid]
    while waiting:
        more = children_of(waiting.pop())
        found += more
        waiting += more
    return found


async def test_a_process_that_ends_is_started_again(sandbox):
    tried = of(grams_package(), sandbox)
    assert await tried.score(BAD) > 0.9
    os.kill(processes_of(tried)[-1], signal.SIGKILL)
    assert await tried.score(BAD) > 0.9
    await tried.retire()
    with pytest.raises(ModelFailed, match="out of use"):
        await tried.score(BAD)


async def test_a_process_that_hangs_is_ended_and_the_next_text_gets_another(sandbox):
    tried = of(onnx_package(timeout_s=0.5), sandbox)
    await tried.score(GOOD)
    before = processes_of(tried)
    os.kill(before[-1], signal.SIGSTOP)
    with pytest.raises(ModelFailed, match="nothing within"):
        await tried.score(BAD)
    assert await tried.score(BAD) > 0.9
    assert not {*before} & {*processes_of(tried)}
    await tried.retire()


async def test_a_model_makes_room_for_what_is_short_and_for_charter(sandbox):
    tried = of(grams_package(), sandbox)
    await tried.score(GOOD)
    inner = processes_of(tried)[-1]
    assert os.sched_getaffinity(inner) == shared_cores()
    assert os.getpriority(os.PRIO_PROCESS, inner) > os.getpriority(os.PRIO_PROCESS, 0)
    await tried.retire()


async def test_texts_wait_for_their_turn_and_who_leaves_takes_no_answer_along(sandbox):
    tried = of(grams_package(), sandbox)
    left = asyncio.create_task(tried.score(GOOD))
    scores = asyncio.gather(*(tried.score(text) for text in (BAD, GOOD) * 5))
    await asyncio.sleep(0)
    left.cancel()
    assert [score > 0.5 for score in await scores] == [True, False] * 5
    await tried.retire()


class Liar:
    """A program that says what it must not."""

    def __init__(self, *lines: bytes) -> None:
        self._lines = [*lines]

    async def send(self, line: bytes) -> None: ...

    async def line(self) -> bytes | None:
        return self._lines.pop(0) if self._lines else None

    async def aclose(self) -> str:
        return ""


@pytest.mark.parametrize(
    "line",
    [b'{"id": 1, "score": 2}', b'{"id": 1, "score": "0"}', b'{"id": 1, "score": true}', b'{"id": 1, "score": null}',
     b'{"id": 2, "score": 0}', b"[]", b"nonsense", b'{"id": 1}', b'{"id": 1, "error": "no"}'],
)  # fmt: skip
async def test_what_is_no_score_is_a_failure(line):
    tried = of(grams_package(), None)
    tried._program = Liar(line)
    with pytest.raises(ModelFailed):
        await tried.score(GOOD)


async def test_a_policy_names_a_model_and_the_violation_its_version(ours, builder, make_agent, model):
    await make_agent(builder)
    unknown = await builder.client.post(POLICIES, {"name": "early", "document": reading("model:tiny")})
    assert (unknown.status, unknown.json()["errors"][0]["path"]) == (422, "/document/rules/0/detector")
    await bring(ours, onnx_package(), "tiny")
    await make_policy(builder, document=reading("model:tiny"), for_all=True)
    assert (await ask(builder, GOOD))["state"] == "completed"
    run = await ask(builder, BAD)
    assert (run["state"], run["error"]["decided_by"]) == ("failed", ["tiny 1"])
    (found,) = await violations(builder, "?detector=model:tiny")
    assert (found["score"], found["model_version"], found["evidence"]) == (0.98201, "tiny 1", BAD)
    late = {"rules": [{"stage": "stream", "detector": "model:tiny"}]}
    assert (await builder.client.post(POLICIES, {"name": "late", "document": late})).status == 422
    verdict = (await builder.client.post("/v1/guardrails/check", {"text": BAD})).json()
    assert (verdict["blocked"], verdict["scores"]["model:tiny"]) == (True, 0.98201)
    assert (await ours.client.post(f"{PATH}/tiny/rollback")).status == 200
    run = await ask(builder, GOOD)
    assert run["error"]["detail"] == "A model that had to read this text failed, so it was stopped."


async def test_a_model_reads_calls_outside_of_runs(ours, builder):
    await bring(ours, grams_package(), "said")
    document = {"rules": [{"stage": "tool_argument", "detector": "model:said"}]}
    await make_policy(builder, document=document, for_all=True)
    for expression, refused in (("1+1", False), ("zorbium+1", True)):
        sent = modern("tools/call", {"name": "calculator", "arguments": {"expression": expression}})
        result = (await send(builder, *sent)).json()["result"]
        assert ("guardrail" in str(result["content"])) == refused


async def test_a_second_version_is_compared_and_tried(ours, builder, services):
    await bring(ours, onnx_package("1"), "tiny")
    for verb, body in (("shadow", None), ("activate", {"share_percent": 50})):
        alone = await ours.client.post(f"{PATH}/other/1/{verb}", body)
        assert alone.code == "guardrails.model-not-found"
    await install(ours, onnx_package("2", bad=-4.0))
    assert (await ours.client.post(f"{PATH}/tiny/2/shadow")).status == 200
    await make_policy(builder, document=reading("model:tiny", action="flag"), for_all=True)
    for text in (GOOD, BAD, BAD):  # the same again is not read again
        await builder.client.post("/v1/guardrails/check", {"text": text})
    (row,) = (await ours.client.get(f"{PATH}/tiny/comparison")).json()
    assert (row["version"], row["beside"], row["head"], row["hits"], row["beside_hits"]) == (
        "tiny 1", "tiny 2", "tiny", 2, 0,
    )  # fmt: skip


async def test_what_is_needed_and_not_installed_is_said(monkeypatch, sandbox):
    monkeypatch.setattr(brought.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModelFailed, match="numpy is not installed here"):
        await of(onnx_package(), sandbox).score(GOOD)


def test_a_card_keeps_its_defaults():
    assert ModelCard.model_validate(read_package(grams_package()).document).timeout_s == 2.0
