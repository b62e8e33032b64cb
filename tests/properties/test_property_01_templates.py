"""Property 1: Template configuration completeness.

Every template with every valid set of parameters gives an agent that validates and runs with nothing else to fill in.
"""

from __future__ import annotations

import itertools

import jsonschema_rs
import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charter.agents.service.templates import AgentTemplate, all_templates
from tests.llm.fake_server import Reply
from tests.properties.json_schema import values_of

_numbers = itertools.count(1)


@st.composite
def filled_templates(draw) -> tuple[AgentTemplate, dict]:
    template = draw(st.sampled_from(list(all_templates().values())))
    return template, draw(values_of(template.parameters))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(filled=filled_templates(), data=st.data())
async def test_property_01_a_template_with_valid_parameters_validates_and_runs(filled, data, builder, model):
    """Template configuration completeness."""
    template, parameters = filled
    client = builder.client
    # What is answered here is any document at all: property 14 is the one about guardrails.
    policy = {"name": "none", "document": {"rules": []}, "for_all": True}
    assert (await client.post("/v1/guardrail-policies", policy)).status in {201, 409}
    preview = await client.post(f"/v1/agent-templates/{template.slug}/preview", {"parameters": parameters})
    assert preview.status == 200, preview.body
    assert preview.json()["problems"] == []
    definition = preview.json()["definition"]

    checked = await client.post("/v1/agents/validate", {"definition": definition})
    assert checked.json() == {"valid": True, "problems": []}

    made = await client.post(
        "/v1/agents", {"name": f"Agent {next(_numbers)}", "template": template.slug, "parameters": parameters}
    )
    assert made.status == 201, made.body
    agent = made.json()
    assert agent["definition"] == definition
    assert agent["published_version"] == 1
    for value in parameters.values():  # what was filled in is what the model is told, to the letter
        if isinstance(value, str):
            assert value in definition["instructions"] or value in definition["description"]

    schema = definition["output_schema"]
    answer = data.draw(values_of(schema)) if schema else "Here you are."
    model.default = Reply(text=orjson.dumps(answer).decode() if schema else answer)
    body = {"agent": agent["slug"], "input": template.suggested_inputs[0], "wait": True}
    run = (await client.post("/v1/runs", body)).json()
    assert (run["state"], run["error"]) == ("completed", None)
    assert run["structured_output"] == (answer if schema else None)
    sent = model.calls[-1].body
    assert sent["messages"][0]["content"] == definition["instructions"].strip()
    if schema:
        assert jsonschema_rs.is_valid(schema, answer)
    assert (await client.delete(f"/v1/agents/{agent['id']}")).status == 204
    model.requests.clear()


def test_every_template_is_complete_without_any_parameter():
    assert len(all_templates()) >= 4
    for template in all_templates().values():
        assert template.problems_of({}) == []
        assert "${" not in str(template.fill({}))
        assert template.suggested_inputs
