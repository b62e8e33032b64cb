"""Jobs that Charter does itself: agents, decisions of agents, tools, HTTP, messages."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from charter.api.services import AppServices
from charter.tools.tool import ToolKind
from tests.conftest import Caller
from tests.llm.fake_server import FakeServer, Reply
from tests.runs.conftest import connect
from tests.workflows.conftest import Deploy
from tests.workflows.drawing import (
    element,
    end,
    file,
    job,
    mapping,
    message,
    process,
    refer,
    start,
    task,
)
from tests.workflows.test_lifecycle import begin, read


@pytest.fixture
async def model():
    async with FakeServer(models=["gpt-4o"], default=Reply(text="It is fine.")) as server:
        yield server


async def make_agent(builder: Caller, model: FakeServer, slug: str = "triage") -> None:
    """Create and publish an agent."""
    await connect(builder, model)
    definition = {"instructions": "Look at it.", "model": "scripted/gpt-4o"}
    made = await builder.client.post("/v1/agents", {"name": slug, "slug": slug, "definition": definition})
    assert made.status == 201, made.json()


def agent_task(name: str, **attributes: str) -> str:
    """Return a service task that an agent does."""
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return element("serviceTask", name, extensions=f"<charter:agent{written}/>")


async def until_ended(builder: Caller, instance: dict[str, Any]) -> dict[str, Any]:
    """Wait for an instance's end."""
    async with asyncio.timeout(15):
        while (detail := await read(builder, instance))["state"] == "active":
            await asyncio.sleep(0.02)
    return detail


async def test_an_agent_does_a_task_and_its_run_is_linked(builder: Caller, deploy: Deploy, model: FakeServer):
    await make_agent(builder, model)
    work = agent_task("ask", ref="triage", version="1", input='="What of " + thing + "?"', output="opinion")
    await deploy(p=file(process("p", start(), work, end(), flows="start>ask>end")))
    started = await begin(builder, "p", wait="20s", thing="rain")
    assert (started["state"], started["variables"]["opinion"]) == ("completed", "It is fine.")
    assert "What of rain?" in model.requests[-1].raw.decode()
    history = (await builder.client.get(f"/v1/process-instances/{started['id']}/history")).json()["items"]
    (worked,) = [entry for entry in history if entry["what"] == "worked"]
    run = (await builder.client.get(f"/v1/runs/{worked['facts']['run']}")).json()
    assert run["output"] == "It is fine."


@pytest.mark.parametrize(
    ("answer", "taken", "fallback"),
    [
        ({"flows": ["g_b"], "confidence": 0.9, "reason": "it rains"}, "b", False),
        ({"flows": ["g_b"], "confidence": 0.2, "reason": "who knows"}, "a", True),
        ({"flows": ["nowhere"], "confidence": 0.9, "reason": "no"}, "a", True),
    ],
)
async def test_an_agent_decides_at_a_gateway_or_the_conditions_do(
    builder: Caller, deploy: Deploy, model: FakeServer, answer: dict[str, Any], taken: str, fallback: bool
):
    await make_agent(builder, model)
    model.default = Reply(text=json.dumps(answer))
    asks = '<charter:decision agent="triage" threshold="0.7" timeoutSeconds="30"/>'
    await deploy(
        p=file(
            process(
                "p",
                start(),
                element("exclusiveGateway", "g", "", asks, default="g_a"),
                task("a"),
                task("b"),
                flows='start>g; g>a "dry"; g>b "wet" [false]',
            )
        )
    )
    started = await begin(builder, "p", wait="20s", sky="grey")
    assert started["state"] == "completed"
    history = (await builder.client.get(f"/v1/process-instances/{started['id']}/history")).json()["items"]
    assert taken in [entry["element"] for entry in history if entry["what"] == "completed"]
    (decision,) = (await builder.client.get(f"/v1/process-instances/{started['id']}/decisions")).json()
    assert (decision["record"]["fallback"] is not None) is fallback
    assert decision["record"]["reason"] == answer["reason"] or fallback


async def test_a_tool_is_called_with_mapped_arguments(builder: Caller, deploy: Deploy):
    header = '<zeebe:taskHeaders><zeebe:header key="tool" value="calculator"/></zeebe:taskHeaders>'
    given = mapping({"arguments.expression": '"6 * " + string(x)'}, {"answer": "result.result"})
    await deploy(p=file(process("p", start(), job("a", "tool", extensions=header + given), end(), flows="start>a>end")))
    started = await begin(builder, "p", wait="20s", x=7)
    assert float(started["variables"]["answer"]) == 42


async def test_a_tool_that_is_not_there_is_an_incident(builder: Caller, deploy: Deploy):
    chosen = mapping({"tool": '"nothing"'})
    await deploy(p=file(process("p", start(), job("a", "tool", extensions=chosen), end(), flows="start>a>end")))
    await begin(builder, "p")
    async with asyncio.timeout(10):
        while not (found := (await builder.client.get("/v1/incidents")).json()["items"]):
            await asyncio.sleep(0.02)
    assert "no tool 'nothing'" in found[0]["message"]


async def test_a_result_that_cannot_be_used_has_the_tool_called_once(
    builder: Caller, deploy: Deploy, services: AppServices, monkeypatch: pytest.MonkeyPatch
):
    calls = []

    class Broken:
        async def call(self, *_: Any) -> Any:
            calls.append(1)
            return float("nan")

    monkeypatch.setitem(services.tools.desk._executors, ToolKind.BUILT_IN, Broken())
    given = mapping({"tool": '"calculator"', "arguments.expression": '"1 + 1"'})
    await deploy(p=file(process("p", start(), job("a", "tool", extensions=given), end(), flows="start>a>end")))
    await begin(builder, "p")
    async with asyncio.timeout(15):
        while not (found := (await builder.client.get("/v1/incidents")).json()["items"]):
            await asyncio.sleep(0.02)
    assert "NaN" in found[0]["message"]
    assert calls == [1]


async def test_http_asks_through_the_guarded_client(builder: Caller, deploy: Deploy, model: FakeServer):
    given = mapping({"url": f'"{model.url}/v1/models"'}, {"status": "response.status"})
    await deploy(p=file(process("p", start(), job("a", "http", extensions=given), end(), flows="start>a>end")))
    started = await begin(builder, "p", wait="20s")
    assert started["variables"]["status"] == 200


async def test_a_secret_goes_to_its_host_and_into_no_variable(builder: Caller, deploy: Deploy, model: FakeServer):
    headers = '<zeebe:taskHeaders><zeebe:header key="credential" value="shop"/></zeebe:taskHeaders>'

    def asking(address: str) -> bytes:
        given = mapping({"url": f'"{address}/v1/models"'}, {"status": "response.status"})
        asks = job("a", "http", extensions=given + headers)
        return file(process("p", start(), asks, end(), flows="start>a>end"))

    missing = await builder.client.post(
        "/v1/workflow-deployments", {"files": [{"name": "p.bpmn", "content": asking(model.url).decode()}]}
    )
    assert (missing.status, missing.json()["findings"][0]["rule"]) == (422, "credential.missing")
    host = model.url.removeprefix("http://")
    secret = {
        "name": "shop",
        "host": host,
        "header": "authorization",
        "value": "Bearer s3cr3t-value",
        "over_http": True,
    }
    made = await builder.client.post("/v1/tool-credentials", secret)
    assert made.status == 201, made.body
    await deploy(p=asking(model.url))
    started = await begin(builder, "p", wait="20s")
    assert started["variables"] == {"status": 200}
    assert model.requests[-1].headers["authorization"] == "Bearer s3cr3t-value"
    assert "s3cr3t" not in str((await builder.client.get(f"/v1/process-instances/{started['id']}/history")).json())
    await deploy(p=asking(model.url.replace("127.0.0.1", "localhost")))
    elsewhere = await begin(builder, "p")
    async with asyncio.timeout(20):
        while not (items := (await builder.client.get("/v1/incidents")).json()["items"]):
            await asyncio.sleep(0.02)
    assert "is not sent to localhost" in items[0]["message"]
    assert elsewhere["state"] == "active"


async def test_processes_talk_by_messages(builder: Caller, deploy: Deploy):
    sends = mapping({"name": '"hello"', "correlationKey": "who", "payload": "{greeting: 1}"})
    definition = '<zeebe:taskDefinition type="charter:message"/>'
    catch = element("intermediateCatchEvent", "m", refer("message", "hello"))
    await deploy(
        p=file(message("hello", "me"), process("p", start(), catch, end(), flows="start>m>end")),
        q=file(process("q", start(), element("sendTask", "s", "", definition + sends), end(), flows="start>s>end")),
    )
    waiting = await begin(builder, "p", me="ann")
    await begin(builder, "q", who="ann")
    detail = await until_ended(builder, waiting)
    assert detail["variables"] == {"me": "ann", "greeting": 1}


async def test_an_agent_uses_an_ad_hoc_sub_process_as_its_tool_box(builder: Caller, deploy: Deploy, model: FakeServer):
    await make_agent(builder, model)
    model.sequence = [
        Reply(text=json.dumps({"activateElements": [{"elementId": "look", "variables": {"where": "up"}}]})),
        Reply(text=json.dumps({"isCompletionConditionFulfilled": True})),
    ]
    box = element("adHocSubProcess", "box", job("look") + job("leave"), '<charter:agent ref="triage" output="plan"/>')
    await deploy(p=file(process("p", start(), box, end(), flows="start>box>end")))
    instance = await begin(builder, "p")
    taken = await builder.client.post("/v1/jobs/lease", {"type": "look", "wait_s": 10})
    (found,) = taken.json()["jobs"]
    assert found["variables"]["where"] == "up"
    assert (await builder.client.post(f"/v1/jobs/{found['id']}/complete", {"lease": found["lease"]})).status == 204
    assert (await until_ended(builder, instance))["state"] == "completed"
