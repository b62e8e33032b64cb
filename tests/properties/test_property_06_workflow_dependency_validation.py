"""Property 6: Workflow dependency validation.

A deployment succeeds exactly if everything its files name exists and no process is on a circle of calls; a refusal
names each thing that is missing and spells the circles out, and nothing is deployed then.
"""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.agents.factories import make_agent
from tests.conftest import Caller
from tests.workflows.drawing import element, end, file, job, process, start

_numbers = itertools.count(1)
NAMES = "abcde"
THINGS = {
    "form": ("here", "gone"),
    "agent": ("helper", "nobody"),
    "tool": ("calculator", "anvil"),
}
MAY_COME_LATER = {"process.missing", "decision.missing", "form.missing"}

graphs = st.dictionaries(
    st.sampled_from(NAMES),
    st.fixed_dictionaries(
        {
            "calls": st.sets(st.sampled_from(NAMES), max_size=2),
            "things": st.sets(
                st.sampled_from([(kind, name) for kind, names in THINGS.items() for name in names]), max_size=2
            ),
        }
    ),
    min_size=1,
    max_size=5,
)


def draw(name: str, prefix: str, wanted: dict[str, Any]) -> bytes:
    """Return a process that calls and uses what is wanted, one element after another."""
    parts = [
        element("callActivity", f"call_{other}", "", f'<zeebe:calledElement processId="{prefix}{other}"/>')
        for other in sorted(wanted["calls"])
    ]
    for kind, thing in sorted(wanted["things"]):
        at = f"{kind}_{thing}"
        if kind == "form":
            form = f'<zeebe:userTask/><zeebe:formDefinition formId="{prefix}{thing}"/>'
            parts.append(element("userTask", at, "", form))
        elif kind == "agent":
            parts.append(element("serviceTask", at, "", f'<charter:agent ref="{thing}"/>'))
        else:
            header = f'<zeebe:taskHeaders><zeebe:header key="tool" value="{thing}"/></zeebe:taskHeaders>'
            parts.append(job(at, "tool", extensions=header))
    ids = [part.split('id="', 1)[1].split('"', 1)[0] for part in parts]
    return file(process(prefix + name, start(), *parts, end(), flows=">".join(["start", *ids, "end"])))


def on_a_circle(edges: dict[str, set[str]]) -> set[str]:
    """Return the nodes that reach themselves: the transitive closure, computed the slow way."""
    reach = {name: set(targets) for name, targets in edges.items()}
    for _ in edges:
        for name in edges:
            reach[name] |= {far for near in reach[name] for far in reach.get(near, ())}
    return {name for name in edges if name in reach[name]}


def expected(graph: dict[str, Any], deployed: dict[str, Any]) -> tuple[set[tuple[str, str, str]], set[str]]:
    """Return what is missing as (file, rule, element), and who is on a circle."""
    missing = set()
    for name, wanted in graph.items():
        there = graph.keys() | deployed.keys()
        missing |= {(name, "process.missing", f"call_{other}") for other in wanted["calls"] - there}
        missing |= {
            (name, f"{kind}.missing", f"{kind}_{thing}")
            for kind, thing in wanted["things"]
            if thing in {"gone", "nobody", "anvil"}
        }
    edges = {name: wanted["calls"] for name, wanted in (deployed | graph).items()}
    return missing, on_a_circle(edges) & graph.keys()


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=graphs, second=graphs, allow_missing=st.booleans())
async def test_property_06_a_deployment_holds_together(
    builder: Caller, first: dict[str, Any], second: dict[str, Any], allow_missing: bool
):
    if (await builder.client.get("/v1/agents/helper")).status == 404:
        await make_agent(builder, "helper")
    prefix = f"x{next(_numbers)}_"
    form = {"name": "here.form", "content": f'{{"id": "{prefix}here"}}'}
    deployed: dict[str, Any] = {}
    for graph in (first, second):
        files = [
            {"name": f"{name}.bpmn", "content": draw(name, prefix, wanted).decode()} for name, wanted in graph.items()
        ]
        body = {"files": [*files, form], "allow_missing": allow_missing}
        answer = await builder.client.post("/v1/workflow-deployments", body)
        document = answer.json()
        missing, circular = expected(graph, deployed)
        fatal = {one for one in missing if not (allow_missing and one[1] in MAY_COME_LATER)}
        assert answer.status == (422 if fatal or circular else 201)
        if answer.status == 201:
            deployed |= graph
            found = {
                (file["name"][:-5], one["rule"], one["element"])
                for file in document["warnings"]
                for one in file["findings"]
            }
            assert found == missing
            continue
        problems = [one for one in document["findings"] if one["rule"] != "process.circular"]
        assert {(one["file"][:-5], one["rule"], one["element"]) for one in problems} == fatal
        circles = [one for one in document["findings"] if one["rule"] == "process.circular"]
        assert {one["file"][:-5] for one in circles} == circular
        edges = {name: wanted["calls"] for name, wanted in (deployed | graph).items()}
        for one in circles:
            way = [name.removeprefix(prefix) for name in one["message"].split(": ")[1].rstrip(".").split(" → ")]
            assert way[0] == way[-1] == one["file"][:-5]
            assert all(target in edges[source] for source, target in itertools.pairwise(way))
        known = (await builder.client.get("/v1/workflow-definitions?kind=process&limit=200")).json()["items"]
        assert not {one["key"] for one in known if one["key"].startswith(prefix)} - {prefix + name for name in deployed}
