"""An agent with tools that a test can watch, and the policies on them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import orjson
import pytest

from charter.api.services import AppServices
from charter.tools.schemas import ToolFacts
from charter.tools.service import registry
from charter.tools.tool import Caller as ToolCaller
from charter.tools.tool import Risk, Tool, ToolKind
from tests.conftest import Caller
from tests.identity.accounts.conftest import mail
from tests.llm.fake_server import FakeServer, Reply
from tests.runs.conftest import builder, make_agent, model

__all__ = ["builder", "mail", "make_agent", "model"]

TRANSFER = {
    "type": "object",
    "properties": {
        "to": {"type": "string", "x-sensitive": True},
        "amount": {"type": "number", "minimum": 0},
    },
    "required": ["to", "amount"],
    "additionalProperties": False,
}
LOOK = {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}

Start = Callable[..., Awaitable[dict[str, Any]]]


class Bank:
    """An executor that remembers what it was told to do."""

    def __init__(self) -> None:
        self.transfers: list[dict[str, Any]] = []
        self.found = "nothing"
        self.hangs = False
        self.called = asyncio.Event()

    async def call(self, tool: Tool, arguments: dict[str, Any], _caller: ToolCaller) -> Any:
        if tool.name == "look_up":
            return self.found
        self.transfers.append(arguments)
        self.called.set()
        if self.hangs:
            await asyncio.Event().wait()
        return "done"


@pytest.fixture
async def bank(services: AppServices, builder: Caller, monkeypatch: pytest.MonkeyPatch) -> Bank:
    """Two tools of the builder's tenant: ``transfer`` is destructive, ``look_up`` only reads."""
    made = Bank()
    executors = services.tools.desk._executors
    monkeypatch.setitem(executors, ToolKind.MCP, made)
    async with services.database.tenant_session(builder.tenant_id) as db:
        for name, schema, risk in (("transfer", TRANSFER, Risk.DESTRUCTIVE), ("look_up", LOOK, Risk.READ)):
            facts = ToolFacts(description=f"{name}.", input_schema=schema, definition={})
            await registry.register_tool(
                db, builder.principal, name, ToolKind.MCP, facts, risk=risk, source_id=uuid4(),
                publish=True, now=services.clock(),
            )  # fmt: skip
    return made


def calling(*calls: tuple[str, dict[str, Any]]) -> Reply:
    """Return the answer of a model that wants tools called."""
    return Reply(tool_calls=[(name, orjson.dumps(arguments).decode()) for name, arguments in calls])


@pytest.fixture
async def start(builder: Caller, bank: Bank, make_agent: Any, model: FakeServer) -> Start:
    """Run an agent whose model answers with these replies; returns the run when it has ended or waits."""
    tools = [{"name": name} for name in ("transfer", "look_up", "clock")]
    await make_agent(builder, "teller", tools=tools)

    async def run(*replies: Reply, text: str = "Go.", caller: Caller | None = None) -> dict[str, Any]:
        model.sequence, model.default = list(replies), Reply(text="All done.")
        body = {"agent": "teller", "input": text, "wait": True}
        answer = await (caller or builder).client.post("/v1/runs", body)
        assert answer.status in {200, 201, 202}, answer.body
        found: dict[str, Any] = answer.json()
        return found

    return run


async def policy(caller: Caller, name: str, effect: str, *tools: str, **more: Any) -> dict[str, Any]:
    """Make a policy."""
    body = {"name": name, "effect": effect, "tools": list(tools), **more}
    answer = await caller.client.post("/v1/tool-policies", body)
    assert answer.status == 201, answer.body
    made: dict[str, Any] = answer.json()
    return made


async def pending(caller: Caller, run: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return what people are asked."""
    of = f"&origin={run['id']}" if run else ""
    found: list[dict[str, Any]] = (await caller.client.get(f"/v1/approvals?state=pending{of}")).json()["items"]
    return found


async def ended(caller: Caller, run: dict[str, Any], *states: str) -> dict[str, Any]:
    """Wait until a run is in one of these states."""
    async with asyncio.timeout(15):
        while True:
            found: dict[str, Any] = (await caller.client.get(f"/v1/runs/{run['id']}")).json()
            if found["state"] in (states or ("completed", "failed", "cancelled")):
                return found
            await asyncio.sleep(0.02)


async def decide(caller: Caller, approval: dict[str, Any], decision: str, **more: Any) -> Any:
    """Answer."""
    return await caller.client.post(f"/v1/approvals/{approval['id']}/decision", {"decision": decision, **more})
