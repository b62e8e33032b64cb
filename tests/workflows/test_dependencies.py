"""What a model names must be there when it is deployed, and must not go round in a circle."""

from __future__ import annotations

from typing import Any

import pytest

from tests.agents.factories import make_agent, make_version
from tests.conftest import Caller, MakeCaller
from tests.llm.fake_server import FakeServer
from tests.runs.conftest import connect, model  # noqa: F401 - a fixture
from tests.workflows.drawing import element, end, file, gateway, job, process, start
from tests.workflows.test_deploying import DISCOUNT

Findings = list[tuple[str, str]]


def with_(part: str) -> bytes:
    """Return a process ``p`` of one element, ``a``."""
    return file(process("p", start(), part, end(), flows="start>a>end"))


def calls(process_id: str, name: str = "p", **more: str) -> bytes:
    written = "".join(f' {key}="{value}"' for key, value in more.items())
    called = f'<zeebe:calledElement processId="{process_id}"{written}/>'
    return file(process(name, start(), element("callActivity", "a", "", called), end(), flows="start>a>end"))


def agent(ref: str, **more: str) -> str:
    written = "".join(f' {key}="{value}"' for key, value in more.items())
    return element("serviceTask", "a", "", f'<charter:agent ref="{ref}"{written}/>')


async def deploy(caller: Caller, *, allow_missing: bool = False, **files: bytes) -> tuple[int, Findings, Any]:
    """Deploy files (a name's ``_`` is the dot); returns status, findings and answer."""
    body = {
        "files": [{"name": name.replace("_", "."), "content": data.decode()} for name, data in files.items()],
        "allow_missing": allow_missing,
    }
    answer = await caller.client.post("/v1/workflow-deployments", body)
    document: Any = answer.json()
    found = document.get("findings") or [one for file in document.get("warnings", []) for one in file["findings"]]
    return answer.status, [(one["rule"], one["element"]) for one in found], document


RULE = '<zeebe:calledDecision decisionId="discount" resultVariable="off"/>'
DECIDES = element("businessRuleTask", "a", "", RULE)
FORM = element("userTask", "a", "", '<zeebe:userTask/><zeebe:formDefinition formId="f"/>')
TOOL = job("a", "tool", extensions='<zeebe:taskHeaders><zeebe:header key="tool" value="anvil"/></zeebe:taskHeaders>')


@pytest.mark.parametrize(
    ("data", "rule", "supply"),
    [
        (calls("q"), "process.missing", {"q_bpmn": file(process("q", start("s")))}),
        (with_(DECIDES), "decision.missing", {"d_dmn": DISCOUNT}),
        (with_(FORM), "form.missing", {"f_form": b'{"id": "f"}'}),
    ],
)
async def test_what_is_missing_is_refused_unless_it_is_there_or_may_come_later(
    owner: Caller, data: bytes, rule: str, supply: dict[str, bytes]
):
    assert (await deploy(owner, p_bpmn=data))[:2] == (422, [(rule, "a")])
    assert (await owner.client.get("/v1/workflow-definitions")).json()["items"] == []
    assert (await deploy(owner, allow_missing=True, p_bpmn=data))[:2] == (201, [(rule, "a")])
    assert (await deploy(owner, p_bpmn=data, **supply))[:2] == (201, [])
    assert (await deploy(owner, again_bpmn=data))[:2] == (201, [])


async def test_another_tenants_process_is_missing(owner: Caller, stranger: Caller):
    assert (await deploy(stranger, q_bpmn=file(process("q", start("s")))))[0] == 201
    assert (await deploy(owner, p_bpmn=calls("q")))[:2] == (422, [("process.missing", "a")])


async def test_bindings_are_looked_up_where_they_will_be(owner: Caller):
    tagged = file(process("q", start("s"), extensions='<zeebe:versionTag value="gold"/>'))
    assert (await deploy(owner, q_bpmn=tagged))[0] == 201
    missing = (422, [("process.missing", "a")])
    assert (await deploy(owner, p_bpmn=calls("q", bindingType="deployment")))[:2] == missing
    assert (await deploy(owner, p_bpmn=calls("q", bindingType="versionTag", versionTag="silver")))[:2] == missing
    assert (await deploy(owner, p_bpmn=calls("q", bindingType="versionTag", versionTag="gold")))[:2] == (201, [])
    assert (await deploy(owner, p_bpmn=calls("q", bindingType="deployment"), q_bpmn=tagged))[:2] == (201, [])


async def test_a_tool_that_there_is_not_is_refused_even_if_missing_things_may_come(owner: Caller):
    status, found, document = await deploy(owner, allow_missing=True, p_bpmn=with_(TOOL))
    assert (status, found) == (422, [("tool.missing", "a")])
    assert "calculator" in document["findings"][0]["fix"]


async def test_what_an_expression_computes_is_not_looked_up(owner: Caller):
    assert (await deploy(owner, p_bpmn=calls("=which")))[:2] == (201, [])


async def test_circles_of_calls_are_spelled_out(owner: Caller):
    status, found, document = await deploy(owner, u_bpmn=calls("v", "u"), v_bpmn=calls("u", "v"))
    assert (status, found) == (422, [("process.circular", "a"), ("process.circular", "a")])
    assert "u → v → u" in document["findings"][0]["message"]
    assert "v → u → v" in document["findings"][1]["message"]
    assert "p → p" in (await deploy(owner, p_bpmn=calls("p")))[2]["findings"][0]["message"]
    files = [{"name": f"{name}.bpmn", "content": calls(to, name).decode()} for name, to in (("u", "v"), ("v", "u"))]
    seen: Any = (await owner.client.post("/v1/workflow-deployments/lint", {"files": files})).json()
    assert not seen["deployable"]
    assert [one["rule"] for file in seen["files"] for one in file["findings"]] == ["process.circular"] * 2


async def test_a_circle_through_what_is_deployed_is_refused(owner: Caller):
    assert (await deploy(owner, allow_missing=True, u_bpmn=calls("v", "u")))[0] == 201
    assert (await deploy(owner, allow_missing=True, v_bpmn=calls("w", "v")))[0] == 201
    status, _, document = await deploy(owner, w_bpmn=calls("u", "w"))
    assert status == 422
    assert "w → u → v → w" in document["findings"][0]["message"]


async def test_agents_must_exist_be_published_and_have_a_model(owner: Caller, model: FakeServer):  # noqa: F811
    await connect(owner, model)
    await make_agent(owner, "good")
    await make_agent(owner, "draft", publish=False)
    await make_agent(owner, "lost", model="nowhere/none")
    assert (await deploy(owner, p_bpmn=with_(agent("good"))))[:2] == (201, [])
    assert (await deploy(owner, p_bpmn=with_(agent("good", version="1"))))[:2] == (201, [])
    missing = (422, [("agent.missing", "a")])
    assert (await deploy(owner, allow_missing=True, p_bpmn=with_(agent("nobody"))))[:2] == missing
    assert (await deploy(owner, p_bpmn=with_(agent("draft"))))[:2] == missing
    assert (await deploy(owner, p_bpmn=with_(agent("good", version="9"))))[:2] == missing
    assert (await deploy(owner, p_bpmn=with_(agent("lost"))))[:2] == (422, [("model.missing", "a")])


async def test_the_agent_that_decides_at_a_gateway_must_exist(owner: Caller):
    asks = '<charter:decision agent="nobody"/>'
    data = file(
        process(
            "p",
            start(),
            element("exclusiveGateway", "g", "", asks, default="g_a"),
            job("a"),
            job("b"),
            flows='start>g; g>a "yes"; g>b "no"',
        )
    )
    assert (await deploy(owner, p_bpmn=data))[:2] == (422, [("agent.missing", "g")])


async def test_another_tenants_agent_is_missing(owner: Caller, stranger: Caller):
    await make_agent(stranger, "theirs")
    assert (await deploy(owner, p_bpmn=with_(agent("theirs"))))[:2] == (422, [("agent.missing", "a")])


async def test_who_may_not_deploy_does_not(owner: Caller, make_caller: MakeCaller):
    caller = await make_caller("caller", owner.principal.tenant_id)
    answer = await caller.client.post(
        "/v1/workflow-deployments", {"files": [{"name": "p.bpmn", "content": calls("q").decode()}]}
    )
    assert answer.status == 403


async def test_circles_of_hand_offs_are_spelled_out(owner: Caller, model: FakeServer):  # noqa: F811
    await connect(owner, model)
    first = await make_agent(owner, "first")
    await make_agent(owner, "second", hand_offs=["first"])
    await make_version(owner, first, publish=True, hand_offs=["second"])
    await make_agent(owner, "outside", hand_offs=["first"])
    for name in ("first", "outside"):
        status, found, document = await deploy(owner, p_bpmn=with_(agent(name)))
        assert (status, found) == (422, [("agent.circular", "a")])
        assert "first → second → first" in document["findings"][0]["message"]


async def test_warnings_come_with_the_deployment(owner: Caller):
    data = file(process("p", start(), gateway("parallel", "g"), end(), flows="start>g>end"))
    assert (await deploy(owner, p_bpmn=data))[:2] == (201, [("gateway.pointless", "g")])
