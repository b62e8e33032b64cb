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


async def test_a_new_file_gives_all_of_its_deployment_new_versions(builder: Caller, deploy: Deploy):
    """What is bound to its deployment must be in it, changed or not."""
    asks = '<zeebe:calledDecision decisionId="discount" resultVariable="off" bindingType="deployment"/>'
    rule = element("businessRuleTask", "r", extensions=asks)
    for name in ("one", "two"):
        flows = f"start>r>{name}"
        made = await deploy(p=file(process("p", start(), rule, end(name), flows=flows)), d_dmn=DISCOUNT)
        started = await begin(builder, "p", wait="5s", size=12)
        assert (started["state"], started["variables"]["off"]) == ("completed", 0.2)
    assert [found["version"] for found in made["definitions"]] == [2, 2]


async def test_a_decision_or_form_is_bound_by_its_version_tag(builder: Caller, deploy: Deploy):
    tagged = DISCOUNT.replace(
        b'name="Discount">',
        b'name="Discount"><extensionElements><zeebe:versionTag xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
        b'value="good"/></extensionElements>',
        1,
    )
    await deploy(d_dmn=tagged, f_form=b'{"id": "ask", "versionTag": "v1"}')
    await deploy(d_dmn=DISCOUNT.replace(b"0.2", b"0.3"), f_form=b'{"id": "ask", "versionTag": "v2"}')
    asks = '<zeebe:calledDecision decisionId="discount" resultVariable="off" bindingType="versionTag" versionTag="{}"/>'
    form = '<zeebe:userTask/><zeebe:formDefinition formId="ask" bindingType="versionTag" versionTag="{}"/>'

    def model(decision: str, version: str) -> bytes:
        rule = element("businessRuleTask", "r", extensions=asks.format(decision))
        person = element("userTask", "u", extensions=form.format(version))
        return file(process("p", start(), rule, person, end(), flows="start>r>u>end"))

    await deploy(p=model("good", "v1"))
    started = await begin(builder, "p", size=12)
    detail = (await builder.client.get(f"/v1/process-instances/{started['id']}")).json()
    assert detail["variables"]["off"] == 0.2
    for unknown in (("bad", "v1"), ("good", "v3")):
        content = model(*unknown).decode()
        answer = await builder.client.post(
            "/v1/workflow-deployments", {"files": [{"name": "p.bpmn", "content": content}]}
        )
        assert answer.status == 422, answer.json()
        assert "version tag" in answer.json()["detail"]


async def test_a_decision_uses_a_library_of_its_deployment(builder: Caller, deploy: Deploy):
    """A file with functions alone has no versions of its own, and is there all the same."""
    library = b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="l" name="l" namespace="urn:l">'
    library += b'<businessKnowledgeModel id="twice" name="twice"><variable name="twice"/><encapsulatedLogic>'
    library += b'<formalParameter name="n" typeRef="number"/><literalExpression><text>n * 2</text></literalExpression>'
    library += b"</encapsulatedLogic></businessKnowledgeModel></definitions>"
    uses = b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="u" name="u" namespace="urn:u">'
    uses += b'<import name="lib" namespace="urn:l" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
    uses += b'<decision id="double" name="double"><variable name="double"/><knowledgeRequirement>'
    uses += b'<requiredKnowledge href="urn:l#twice"/></knowledgeRequirement>'
    uses += b"<literalExpression><text>lib.twice(21)</text></literalExpression></decision></definitions>"
    asks = '<zeebe:calledDecision decisionId="double" resultVariable="found"/>'
    rule = element("businessRuleTask", "r", extensions=asks)
    await deploy(a_dmn=library, b_dmn=uses, p=file(process("p", start(), rule, end(), flows="start>r>end")))
    assert (await begin(builder, "p", wait="5s"))["variables"]["found"] == 42


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
