"""Deploying: versions, decisions, forms, and what is refused."""

from __future__ import annotations

import pytest

from tests.conftest import Caller
from tests.workflows.conftest import Deploy
from tests.workflows.drawing import element, end, file, job, process, start
from tests.workflows.test_lifecycle import begin

DISCOUNT = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:d">
  <decision id="discount" name="Discount">
    <variable name="Discount" typeRef="number"/>
    <informationRequirement><requiredInput href="#size"/></informationRequirement>
    <decisionTable hitPolicy="FIRST">
      <input label="size"><inputExpression typeRef="number"><text>size</text></inputExpression></input>
      <output name="discount" typeRef="number"/>
      <rule id="big"><inputEntry><text>&gt; 10</text></inputEntry><outputEntry><text>0.2</text></outputEntry></rule>
      <rule id="any"><inputEntry><text>-</text></inputEntry><outputEntry><text>0</text></outputEntry></rule>
    </decisionTable>
  </decision>
  <inputData id="size" name="size"><variable name="size" typeRef="number"/></inputData>
</definitions>"""

PLAIN = file(process("p", start(), job("a"), end(), flows="start>a>end"))


async def test_the_same_file_keeps_its_version_and_a_changed_one_gets_the_next(builder: Caller, deploy: Deploy):
    versions = [
        (await deploy(p=data))["definitions"][0]["version"]
        for data in (PLAIN, PLAIN, PLAIN.replace(b'"a"', b'"b"').replace(b"start_a", b"s"))
    ]
    assert versions == [1, 1, 2]


async def test_a_business_rule_task_asks_a_decision_and_the_rule_that_matched_is_recorded(
    builder: Caller, deploy: Deploy
):
    asks = '<zeebe:calledDecision decisionId="discount" resultVariable="off"/>'
    rule = element("businessRuleTask", "r", extensions=asks)
    await deploy(p=file(process("p", start(), rule, end(), flows="start>r>end")), d_dmn=DISCOUNT)
    started = await begin(builder, "p", wait="5s", size=12)
    assert started["variables"]["off"] == 0.2
    (decision,) = (await builder.client.get(f"/v1/process-instances/{started['id']}/decisions")).json()
    assert [rule["rule"] for rule in decision["record"]["matched"]] == ["big"]
    assert decision["record"]["matched"][0]["inputs"] == {"size": 12}


async def test_a_decision_that_is_not_deployed_is_an_incident(builder: Caller, deploy: Deploy):
    asks = '<zeebe:calledDecision decisionId="=which" resultVariable="off"/>'
    rule = element("businessRuleTask", "r", extensions=asks)
    await deploy(p=file(process("p", start(), rule, end(), flows="start>r>end")))
    await begin(builder, "p", which="nothing")
    (incident,) = (await builder.client.get("/v1/incidents")).json()["items"]
    assert incident["type"] == "CALLED_DECISION_ERROR"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"<a", "xml.malformed"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "xml.doctype"),
        (b'<?xml version="1.0" encoding="no-such"?><x/>', "xml.encoding"),
        (b"<x/>", "bpmn.definitions"),
        (file(process("p", start(), "<bpmn:nonsense/>")), "element.unknown"),
        (file(process("p", start(), job("a"), flows="start>a; a>nowhere")), "flow.dangling"),
        (file(process("p", start(), job("a"), job("a"))), "bpmn.duplicate-id"),
        (b"<a>" * 10_000, "xml.depth"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_cannot_run_is_refused_with_rule_and_line_and_nothing_is_deployed(
    builder: Caller, content: bytes, rule: str
):
    files = [{"name": "p.bpmn", "content": content.decode()}, {"name": "q.bpmn", "content": PLAIN.decode()}]
    answer = await builder.client.post("/v1/workflow-deployments", {"files": files})
    assert (answer.status, answer.code) == (422, "workflows.model-not-deployable")
    findings = answer.json()["findings"]
    assert rule in [finding["rule"] for finding in findings]
    assert all(finding["message"] and finding["fix"] for finding in findings)
    assert (await builder.client.get("/v1/workflow-definitions")).json()["items"] == []
    lint = (await builder.client.post("/v1/workflow-deployments/lint", {"files": files})).json()
    assert lint["deployable"] is False


async def test_a_definition_in_use_is_not_deleted_and_others_are(builder: Caller, deploy: Deploy):
    used, unused = (await deploy(p=PLAIN, q=PLAIN.replace(b'"p"', b'"q"')))["definitions"]
    await begin(builder, "p")
    assert (await builder.client.delete(f"/v1/workflow-definitions/{used['id']}")).status == 409
    assert (await builder.client.delete(f"/v1/workflow-definitions/{unused['id']}")).status == 204
    assert (await builder.client.get(f"/v1/workflow-definitions/{unused['id']}")).status == 404
    text = await builder.client.get(f"/v1/workflow-definitions/{used['id']}/file")
    assert text.body == PLAIN
