"""Properties 25, 26 and 27 where state could be shared by mistake: few connections for all tenants, two processes."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from charter.cli.http import ApiClient
from charter.cli.isolation.database import IsolationDatabase
from charter.cli.isolation.proof import prove

pytestmark = pytest.mark.slow

_Asked = tuple[int, object]


async def ask(session: aiohttp.ClientSession, key: str, method: str, url: str, body=None, **headers: str) -> _Asked:
    sent = {"authorization": f"Bearer {key}"} | {name.replace("_", "-"): value for name, value in headers.items()}
    async with session.request(method, url, json=body, headers=sent) as answer:
        return answer.status, json.loads(await answer.read() or b"null")


async def with_agent(session, grown, key: str, name: str) -> str:
    """Give a tenant the scripted model and an agent; returns its id."""
    base = grown.urls[0]
    provider = {"kind": "openai", "name": "scripted", "base_url": f"{grown.model.url}/v1", "api_key": "sk-test"}
    status, said = await ask(session, key, "POST", f"{base}/v1/model-providers", provider)
    assert status == 201, said
    route = {"name": "default", "strategy": "ordered", "targets": [{"model": "scripted/gpt-4o", "weight": 1}]}
    status, said = await ask(session, key, "POST", f"{base}/v1/model-routes", route)
    assert status == 201, said
    agent = {"name": name, "slug": name, "definition": {"instructions": "Be brief."}}
    status, said = await ask(session, key, "POST", f"{base}/v1/agents", agent)
    assert status == 201, said
    return said["id"]


async def test_nothing_crosses_between_tenants(grown):
    """Property 25: the whole proof, through the pooler."""
    _, key = await grown.tenant(operator=True)
    database = IsolationDatabase(grown.database_urls.app)
    findings = await asyncio.to_thread(prove, ApiClient(grown.urls[1], key), database, "")
    assert [item for item in findings.items if item.state != "ok"] == []
    assert findings.isolated


@pytest.fixture(scope="module")
async def companies(grown):
    """Four tenants with an agent each."""
    made = []
    async with aiohttp.ClientSession() as session:
        for number in range(4):
            tenant, key = await grown.tenant()
            made.append((tenant, key, f"agent-{number}", await with_agent(session, grown, key, f"agent-{number}")))
    return made


_WAYS = ("tenant", "agents", "run", "stream", "missing", "disagreement")
askings = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1), st.sampled_from(_WAYS)), min_size=10, max_size=40)


@examples(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(askings)
async def test_concurrent_requests_see_their_own_tenant(grown, companies, many):
    """Property 26: requests and runs of all tenants at once over two connections; disagreement is refused."""

    async def one(session, company: int, process: int, way: str) -> None:
        tenant, key, name, agent = companies[company]
        other_tenant, _, _, other_agent = companies[(company + 1) % 4]
        base = grown.urls[process]
        match way:
            case "tenant":
                status, said = await ask(session, key, "GET", f"{base}/v1/tenant", x_charter_tenant=tenant)
                assert (status, said["id"]) == (200, tenant)
            case "agents":
                status, said = await ask(session, key, "GET", f"{base}/v1/agents")
                assert (status, [it["name"] for it in said["items"]]) == (200, [name])
            case "run":
                body = {"agent": agent, "input": name, "wait": True}
                status, said = await ask(session, key, "POST", f"{base}/v1/runs", body)
                assert (status, said["agent"]["id"], said["state"]) == (200, agent, "completed"), said
            case "stream":
                headers = {"authorization": f"Bearer {key}", "accept": "text/event-stream"}
                body = {"agent": agent, "input": name}
                async with session.post(f"{base}/v1/runs", json=body, headers=headers) as answer:
                    text = await answer.text()
                assert "run.completed" in text
                assert not any(each in text for _, _, _, each in companies if each != agent)
            case "missing":
                status, _ = await ask(session, key, "GET", f"{base}/v1/agents/{other_agent}")
                assert status == 404
            case "disagreement":
                status, said = await ask(session, key, "GET", f"{base}/v1/agents", x_charter_tenant=other_tenant)
                assert (status, said["code"]) == (403, "core.tenant-disagreement")

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(one(session, *each) for each in many))


@examples(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 6), st.integers(1, 12))
async def test_a_limit_holds_over_both_processes(grown, most, wanted):
    """Property 27: of runs that both processes start at once exactly as many pass as the budget allows."""
    _, key = await grown.tenant()  # a new one each time: a budget counts what was used before it was made
    async with aiohttp.ClientSession() as session:
        agent = await with_agent(session, grown, key, "limited")
        budget = {"name": "runs", "metric": "runs", "period": "total", "limit": most}
        status, made = await ask(session, key, "POST", f"{grown.urls[0]}/v1/budgets", budget)
        assert status == 201, made
        body = {"agent": agent, "input": "go", "wait": True}
        tried = await asyncio.gather(
            *(ask(session, key, "POST", f"{grown.urls[each % 2]}/v1/runs", body) for each in range(wanted))
        )
        passed = [said for status, said in tried if status == 200]
        refused = [said for status, said in tried if status == 429]
        assert len(passed) == min(most, wanted)
        assert len(passed) + len(refused) == wanted, tried
        for said in refused:
            assert (said["limit"], said["used"], said["remaining"]) == (most, most, 0)
        _, standing = await ask(session, key, "GET", f"{grown.urls[1]}/v1/budgets/{made['id']}")
        assert (standing["used"], standing["reserved"]) == (len(passed), 0)


async def test_a_rate_limit_is_one_for_both_processes(grown):
    """Property 27: the requests that pass are counted together, in the Redis-protocol server."""
    _, key = await grown.tenant()
    rule = {"name": "few", "per": "key", "requests": 10, "seconds": 3_600, "burst": 10}
    policy = {"policy": {"version": 1, "rate_limits": [rule]}, "even_if_it_locks_me_out": True}
    async with aiohttp.ClientSession() as session:
        status, said = await ask(session, key, "PUT", f"{grown.urls[0]}/v1/edge/policy", policy)
        assert status == 200, said
        passed = 0
        for number in range(24):
            status, _ = await ask(session, key, "GET", f"{grown.urls[number % 2]}/v1/agents")
            passed += status == 200
            assert status in {200, 429}
    # The process that stored the policy uses it at once, the other one from when it hears of it.
    assert passed <= 12
