"""A scripted model server, and callers whose tenant uses it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from tests.conftest import Caller, MakeCaller
from tests.llm.fake_server import FakeServer

MakeAgent = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def model() -> AsyncIterator[FakeServer]:
    """A model server that answers as the test says."""
    async with FakeServer(models=["gpt-4o", "gpt-4o-mini"]) as server:
        yield server


async def connect(caller: Caller, model: FakeServer) -> None:
    """Make the scripted server the tenant's model provider, with a model that can call tools."""
    body = {"kind": "openai", "name": "scripted", "base_url": f"{model.url}/v1", "api_key": "sk-test-scripted-key"}
    answer = await caller.client.post("/v1/model-providers", body)
    assert answer.status == 201, answer.body
    route = {"name": "default", "strategy": "ordered", "targets": [{"model": "scripted/gpt-4o", "weight": 1}]}
    answer = await caller.client.post("/v1/model-routes", route)
    assert answer.status == 201, answer.body


@pytest.fixture
async def builder(make_caller: MakeCaller, model: FakeServer) -> Caller:
    """The owner of a tenant that uses the scripted model."""
    caller = await make_caller("owner")
    await connect(caller, model)
    return caller


@pytest.fixture
def make_agent() -> MakeAgent:
    """Make and publish an agent of a caller."""

    async def make(caller: Caller, name: str = "helper", **definition: Any) -> dict[str, Any]:
        body = {"name": name, "slug": name, "definition": {"instructions": "Be brief."} | definition}
        answer = await caller.client.post("/v1/agents", body)
        assert answer.status == 201, answer.body
        return answer.json()

    return make
