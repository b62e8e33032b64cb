"""Agents for tests, made through the API."""

from __future__ import annotations

import itertools
from typing import Any

from tests.conftest import Caller

_numbers = itertools.count(1)


async def make_agent(caller: Caller, slug: str | None = None, *, publish: bool = True, **definition: Any) -> Any:
    """Make an agent and return its document."""
    slug = slug or f"agent-{next(_numbers)}"
    body = {"name": slug.title(), "slug": slug, "definition": {"instructions": "Be brief."} | definition}
    answer = await caller.client.post("/v1/agents", body | {"publish": publish})
    assert answer.status == 201, answer.body
    return answer.json()


async def make_version(caller: Caller, agent: Any, *, publish: bool = False, **definition: Any) -> Any:
    """Add a version to an agent and return its document."""
    body = {"definition": {"instructions": "Be brief."} | definition}
    answer = await caller.client.post(f"/v1/agents/{agent['slug']}/versions", body)
    assert answer.status == 201, answer.body
    version = answer.json()
    if publish:
        answer = await caller.client.post(f"/v1/agents/{agent['slug']}/versions/{version['number']}/publish")
        assert answer.status == 200, answer.body
        version = answer.json()
    return version


async def everything(caller: Caller) -> Any:
    """Return all that the API shows of a tenant's agents, to tell whether something changed."""
    agents = (await caller.client.get("/v1/agents?limit=200")).json()["items"]
    found = []
    for agent in agents:
        versions = (await caller.client.get(f"/v1/agents/{agent['id']}/versions?limit=200")).json()["items"]
        found.append((agent, versions))
    return found


def without_request(document: Any) -> Any:
    """Return a problem without what differs from request to request."""
    return {name: value for name, value in document.items() if name not in {"request_id", "instance"}}
