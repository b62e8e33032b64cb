"""Bad input: problem details with the field, nothing changed."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.agents.factories import everything, make_agent

GOOD = {"name": "New", "definition": {"instructions": "Be brief."}}


def field(answer):
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == f"/problems/{problem['code']}"
    assert problem["status"] == answer.status
    assert problem["request_id"].startswith("request_")
    return problem["errors"][0]["path"] if problem.get("errors") else None


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "code", "where"),
    [
        ("POST", "", b"{", {}, 422, "core.input-invalid", ""),
        ("POST", "", b"", {"content-type": "application/json"}, 422, "core.input-invalid", ""),
        ("POST", "", b"[]", {}, 422, "core.input-invalid", ""),
        ("POST", "", b"null", {}, 422, "core.input-invalid", ""),
        ("POST", "", {**GOOD, "name": 3}, {}, 422, "core.input-invalid", "/name"),
        ("POST", "", {**GOOD, "name": " "}, {}, 422, "core.input-invalid", "/name"),
        ("POST", "", {**GOOD, "name": "x" * 101}, {}, 422, "core.input-invalid", "/name"),
        ("POST", "", {**GOOD, "slug": "No Slug"}, {}, 422, "core.input-invalid", "/slug"),
        ("POST", "", {**GOOD, "publish": "yes"}, {}, 422, "core.input-invalid", "/publish"),
        ("POST", "", {**GOOD, "definition": []}, {}, 422, "core.input-invalid", "/definition"),
        ("POST", "", {**GOOD, "a/b~c": 1}, {}, 422, "core.input-invalid", "/a~1b~0c"),
        (
            "POST",
            "",
            {**GOOD, "definition": {"instructions": 1}},
            {},
            422,
            "agents.definition-invalid",
            "/definition/instructions",
        ),
        ("POST", "", GOOD, {"content-type": "text/plain"}, 415, "core.wrong-content-type", None),
        ("POST", "", GOOD, {"content-type": "application/x-www-form-urlencoded"}, 415, "core.wrong-content-type", None),
        ("POST", "", b"x" * 2_000_001, {}, 413, "core.body-too-large", None),
        ("POST", "/import", b"x" * 2_000_001, {"content-type": "application/yaml"}, 413, "core.body-too-large", None),
        ("POST", "/apply", b"a: 1", {"content-type": "text/plain"}, 415, "core.wrong-content-type", None),
        (
            "POST",
            "/apply?dry_run=perhaps",
            b"a: 1",
            {"content-type": "text/yaml"},
            422,
            "core.input-invalid",
            "query.dry_run",
        ),
        ("POST", "", GOOD, {"idempotency-key": ""}, 422, "core.input-invalid", "header.idempotency-key"),
        ("POST", "", GOOD, {"idempotency-key": "x" * 201}, 422, "core.input-invalid", "header.idempotency-key"),
        ("GET", "?cursor=nonsense", None, {}, 422, "core.input-invalid", "query.cursor"),
        ("GET", "?limit=0", None, {}, 422, "core.input-invalid", "query.limit"),
        ("GET", "?limit=1000", None, {}, 422, "core.input-invalid", "query.limit"),
        ("GET", "?limit=many", None, {}, 422, "core.input-invalid", "query.limit"),
        ("GET", "/present/versions?cursor=-1", None, {}, 422, "core.input-invalid", "query.cursor"),
        ("GET", "/present/versions?cursor=1e3", None, {}, 422, "core.input-invalid", "query.cursor"),
        ("GET", "/present/versions/0", None, {}, 422, "core.input-invalid", "path.number"),
        ("GET", "/present/versions/99999999999", None, {}, 422, "core.input-invalid", "path.number"),
        ("GET", "/present/diff?from=x", None, {}, 422, "core.input-invalid", "query.from"),
        ("GET", "/agent_nonsense", None, {}, 404, "agents.not-found", None),
        ("GET", "/run_01h455vb4pex5vsknk084sn02q", None, {}, 404, "agents.not-found", None),
        ("GET", "/a\x00b", None, {}, 400, "core.bad-request", None),
        ("GET", "/' OR 1=1 --", None, {}, 404, "agents.not-found", None),
        ("GET", "/" + "x" * 101, None, {}, 422, "core.input-invalid", "path.agent"),
        ("PUT", "/present", GOOD, {}, 405, "core.method-not-allowed", None),
        ("PATCH", "/present", {"slug": "x"}, {}, 422, "core.input-invalid", "/slug"),
        ("POST", "/present/rollback", {"number": 1.5}, {}, 422, "core.input-invalid", "/number"),
        ("POST", "/present/rollback", {"number": "1"}, {}, 422, "core.input-invalid", "/number"),
    ],
)
async def test_bad_input_is_a_problem_with_its_field_and_changes_nothing(
    owner, method, path, body, headers, status, code, where
):
    await make_agent(owner, "present")
    before = await everything(owner)
    answer = await owner.client.request(method, f"/v1/agents{path}", body, headers=headers)
    assert (answer.status, answer.code) == (status, code), answer.body
    assert field(answer) == where
    assert await everything(owner) == before


async def test_a_body_that_grows_too_large_without_saying_so_is_cut_off(owner):
    answer = await owner.client.request(
        "POST", "/v1/agents", b" " * 2_100_000, headers={"transfer-encoding": "chunked"}
    )
    assert answer.status == 413


async def test_the_same_key_replays_the_answer_and_has_one_effect(owner):
    headers = {"idempotency-key": "one"}
    first = await owner.client.post("/v1/agents", GOOD, headers=headers)
    second = await owner.client.post("/v1/agents", GOOD, headers=headers)
    assert (first.status, second.status, second.body) == (201, 201, first.body)
    assert (first.headers.get("idempotency-replayed"), second.headers["idempotency-replayed"]) == (None, "true")
    assert len(await everything(owner)) == 1


async def test_the_same_key_with_other_content_is_refused(owner, stranger):
    headers = {"idempotency-key": "two"}
    assert (await owner.client.post("/v1/agents", GOOD, headers=headers)).status == 201
    before = await everything(owner)
    for path, body in (("/v1/agents", {**GOOD, "name": "Other"}), ("/v1/agents/validate", {"definition": {}})):
        answer = await owner.client.post(path, body, headers=headers)
        assert (answer.status, answer.code) == (409, "core.idempotency-key-reused")
    assert await everything(owner) == before
    assert (await stranger.client.post("/v1/agents", {**GOOD, "name": "Other"}, headers=headers)).status == 201


async def test_a_refused_request_does_not_use_up_its_key(owner):
    headers = {"idempotency-key": "three"}
    assert (await owner.client.post("/v1/agents", {**GOOD, "name": ""}, headers=headers)).status == 422
    assert (await owner.client.post("/v1/agents", GOOD, headers=headers)).status == 201


async def test_the_same_key_at_the_same_time_has_one_effect(owner):
    headers = {"idempotency-key": "four"}
    answers = await asyncio.gather(*(owner.client.post("/v1/agents", GOOD, headers=headers) for _ in range(5)))
    assert {answer.status for answer in answers} == {201}
    assert len({json.loads(answer.body)["id"] for answer in answers}) == 1
    assert len(await everything(owner)) == 1
