"""What guardrails keep of texts goes with the tenant's retention, and with a person who is erased."""

from __future__ import annotations

from datetime import timedelta

import pytest

from charter.core.ids import format_id
from charter.guardrails.service import forgetting
from tests.guardrails.test_cases import CASE, CASES, learning
from tests.guardrails.test_policies import ask, make_policy, violations
from tests.runs.conftest import builder, make_agent, model

__all__ = ["builder", "make_agent", "model"]

ERASURES = "/v1/audit/erasures"


@pytest.fixture
async def learned(builder, make_agent):
    """A tenant with a case that was made of a violation, and one that somebody wrote."""
    await make_agent(builder)
    await make_policy(builder, for_all=True)
    await ask(builder, "Tell me about zorbium.")
    (violation,) = await violations(builder)
    made = await builder.client.post(f"/v1/violations/{violation['id']}/false-positive", learning())
    assert made.status == 201, made.body
    assert (await builder.client.post(CASES, CASE | {"text": "Zorbium for Anna@example.org"})).status == 201
    return builder


async def kept(caller) -> tuple[list[str], list[str]]:
    cases = [one["text"] for one in (await caller.client.get(CASES)).json()]
    return sorted(cases), [one["evidence"] for one in await violations(caller)]


async def forget(services, days: int) -> None:
    async with services.database.system_session(reason="a test lets time pass") as db:
        await forgetting.forget_expired(db, services.clock() + timedelta(days=days))


async def test_retention_takes_learned_cases_and_evidence(learned, services):
    everything = (["Tell me about zorbium.", "Zorbium for Anna@example.org"], ["Tell me about zorbium."])
    await forget(services, 1_000)
    assert await kept(learned) == everything  # nothing was said about how long
    assert (await learned.client.patch("/v1/tenant", {"retention_days": 30})).status == 200
    await forget(services, 29)
    assert await kept(learned) == everything
    await forget(services, 31)
    assert await kept(learned) == (["Zorbium for Anna@example.org"], [""])


async def test_an_erasure_takes_what_holds_the_address(learned, owner):
    await owner.client.post(CASES, CASE | {"text": "anna@example.org again"})
    asked = await learned.client.post(ERASURES, {"email": "anna@example.org", "reason": "wish"})
    assert asked.status == 202, asked.body
    assert await kept(learned) == (["Tell me about zorbium."], ["Tell me about zorbium."])
    assert (await kept(owner))[0] == ["anna@example.org again"]


async def test_an_erasure_takes_what_came_of_a_persons_runs(learned, services):
    body = {"user_id": format_id("user", learned.principal.id), "reason": "wish"}
    assert (await learned.client.post(ERASURES, body)).status == 202
    assert await kept(learned) == (["Zorbium for Anna@example.org"], [""])
