"""Every endpoint of agents and templates: the good case, who may not, another tenant's, and each refusal."""

from __future__ import annotations

import asyncio

import pytest

from tests.agents.factories import everything, make_agent, make_version, without_request
from tests.agents.test_files import FILE, YAML

DEFINITION = {"instructions": "Be kind."}

# method, path below an agent, body, good status, permission that a caller lacks
OF_AN_AGENT = [
    ("GET", "", None, 200, None),
    ("PATCH", "", {"name": "New"}, 200, "agents.write"),
    ("POST", "/clone", {"name": "Copy"}, 201, "agents.write"),
    ("GET", "/versions", None, 200, None),
    ("POST", "/versions", {"definition": DEFINITION}, 201, "agents.write"),
    ("GET", "/versions/1", None, 200, None),
    ("POST", "/versions/3/publish", None, 200, "agents.publish"),
    ("POST", "/rollback", {}, 200, "agents.publish"),
    ("GET", "/diff", None, 200, None),
    ("GET", "/export", None, 200, None),
    ("DELETE", "", None, 204, "agents.delete"),
]
# method, path, body, good status, permission that a caller lacks
OF_ALL = [
    ("GET", "/v1/agents", None, 200, None),
    ("POST", "/v1/agents", {"name": "New", "definition": DEFINITION}, 201, "agents.write"),
    ("POST", "/v1/agents", {"name": "New", "template": "chatbot"}, 201, "agents.write"),
    ("POST", "/v1/agents/import", FILE.encode(), 201, "agents.write"),
    ("POST", "/v1/agents/apply", FILE.encode(), 200, "agents.write"),
    ("POST", "/v1/agents/validate", {"definition": DEFINITION}, 200, None),
    ("GET", "/v1/agents/schema", None, 200, None),
    ("GET", "/v1/agent-templates", None, 200, None),
    ("GET", "/v1/agent-templates/chatbot", None, 200, None),
    ("POST", "/v1/agent-templates/chatbot/preview", {"parameters": {}}, 200, None),
]


async def three_versions(caller):
    """An agent with version 2 published, 1 retired and 3 a draft."""
    agent = await make_agent(caller)
    await make_version(caller, agent, publish=True, model="second")
    await make_version(caller, agent, model="third")
    return agent


async def send(caller, method, path, body):
    headers = YAML if isinstance(body, bytes) else None
    return await caller.client.request(method, path, body, headers=headers)


@pytest.mark.parametrize(("method", "below", "body", "good", "permission"), OF_AN_AGENT)
async def test_an_agents_endpoint(owner, stranger, anonymous, make_caller, method, below, body, good, permission):
    agent = await three_versions(owner)
    path = f"/v1/agents/{agent['id']}{below}"
    before = await everything(owner)

    theirs = await send(stranger, method, path, body)
    nobodys = await send(stranger, method, path.replace(agent["id"], "agent_01h455vb4pex5vsknk084sn02q"), body)
    assert (theirs.status, theirs.code) == (404, "agents.not-found")
    told = [{**without_request(one.json()), "detail": ""} for one in (theirs, nobodys)]
    assert told[0] == told[1]
    assert theirs.json()["detail"] == nobodys.json()["detail"].replace("agent_01h455vb4pex5vsknk084sn02q", agent["id"])

    caller = await make_caller("caller", owner.tenant_id)
    answer = await send(caller, method, path, body)
    if permission:
        assert (answer.status, answer.code) == (403, "access.forbidden")
        assert answer.json()["permission"].startswith("agents.")
    else:
        assert answer.status == good
    out = await anonymous.request(method, path, body)
    assert (out.status, out.code, out.headers["www-authenticate"]) == (401, "identity.unauthenticated", "Bearer")
    assert await everything(owner) == before

    by_slug = await send(owner, method, path.replace(agent["id"], agent["slug"]), body)
    assert by_slug.status == good, by_slug.body


@pytest.mark.parametrize(("method", "path", "body", "good", "permission"), OF_ALL)
async def test_an_endpoint_of_all_agents(owner, anonymous, make_caller, method, path, body, good, permission):
    before = await everything(owner)
    caller = await make_caller("caller", owner.tenant_id)
    answer = await send(caller, method, path, body)
    assert (answer.status, answer.code) == ((403, "access.forbidden") if permission else (good, None))
    assert (
        await anonymous.request(method, path, body, headers=YAML if isinstance(body, bytes) else None)
    ).status == 401
    assert await everything(owner) == before
    answer = await send(owner, method, path, body)
    assert answer.status == good, answer.body


async def test_every_endpoint_is_in_these_tables(app):
    declared = {
        (method, path)
        for path, operations in app.openapi()["paths"].items()
        for method in map(str.upper, operations)
        if path.startswith(("/v1/agents", "/v1/agent-templates"))
    }
    tested = {(method, f"/v1/agents/{{agent}}{below}") for method, below, *_ in OF_AN_AGENT}
    tested |= {(method, path) for method, path, *_ in OF_ALL}
    shown = {
        (method, path.replace("/{number}", "/3" if method == "POST" else "/1").replace("{slug}", "chatbot"))
        for method, path in declared
    }
    assert shown == tested


async def test_a_list_shows_the_own_tenants_agents_page_by_page(owner, stranger):
    await make_agent(stranger)
    made = [(await make_agent(owner))["id"] for _ in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        page = (await owner.client.get(f"/v1/agents?limit=2{cursor and f'&cursor={cursor}'}")).json()
        seen += [agent["id"] for agent in page["items"]]
        cursor = page["next_cursor"]
    assert seen == made[::-1]

    agent = await three_versions(owner)
    path = f"/v1/agents/{agent['slug']}/versions?limit=2"
    first = (await owner.client.get(path)).json()
    second = (await owner.client.get(f"{path}&cursor={first['next_cursor']}")).json()
    assert [[one["number"] for one in page["items"]] for page in (first, second)] == [[3, 2], [1]]
    assert second["next_cursor"] is None


@pytest.mark.parametrize(
    ("method", "below", "body", "status", "code"),
    [
        ("GET", "/versions/9", None, 404, "agents.version-not-found"),
        ("POST", "/versions/9/publish", None, 404, "agents.version-not-found"),
        ("POST", "/versions/1/publish", None, 409, "agents.version-not-draft"),
        ("POST", "/versions/2/publish", None, 409, "agents.version-not-draft"),
        ("POST", "/rollback", {"number": 9}, 404, "agents.version-not-found"),
        ("POST", "/rollback", {"number": 2}, 409, "agents.nothing-to-roll-back-to"),
        ("POST", "/rollback", {"number": 3}, 409, "agents.nothing-to-roll-back-to"),
        ("POST", "/clone", {"name": "x", "slug": "taken"}, 409, "agents.slug-taken"),
        ("POST", "/versions", {"definition": {"instructions": ""}}, 422, "agents.definition-invalid"),
        ("GET", "/diff?to=9", None, 404, "agents.version-not-found"),
    ],
)
async def test_a_declared_refusal_of_an_agents_endpoint(owner, app, method, below, body, status, code):
    agent = await three_versions(owner)
    await make_agent(owner, "taken")
    before = await everything(owner)
    answer = await send(owner, method, f"/v1/agents/{agent['slug']}{below}", body)
    assert (answer.status, answer.code) == (status, code)
    assert await everything(owner) == before


async def test_refusals_of_creation(owner):
    await make_agent(owner, "taken")
    before = await everything(owner)
    bodies = {
        ("agents.slug-taken", "/slug"): {"name": "x", "slug": "taken", "definition": DEFINITION},
        ("agents.template-not-found", None): {"name": "x", "template": "none"},
        ("agents.definition-invalid", "/parameters/tone"): {
            "name": "x",
            "template": "chatbot",
            "parameters": {"tone": 1},
        },
        ("agents.definition-invalid", "/definition/instructions"): {"name": "x", "definition": {}},
        ("core.input-invalid", "/template"): {"name": "x"},
        ("core.input-invalid", "/nam"): {"nam": "x"},
    }
    for (code, path), body in bodies.items():
        answer = await owner.client.post("/v1/agents", body)
        assert answer.code == code
        assert path is None or path in {field["path"] for field in answer.json()["errors"]}
    assert (await owner.client.get("/v1/agent-templates/none")).code == "agents.template-not-found"
    assert (await owner.client.post("/v1/agent-templates/none/preview", {})).code == "agents.template-not-found"
    assert await everything(owner) == before


async def test_nothing_to_roll_back_to_before_a_second_publication(owner):
    agent = await make_agent(owner)
    answer = await owner.client.post(f"/v1/agents/{agent['slug']}/rollback", {})
    assert (answer.status, answer.code) == (409, "agents.nothing-to-roll-back-to")


async def test_a_draft_whose_neighbour_is_gone_cannot_be_published(owner):
    await make_agent(owner, "neighbour")
    agent = await make_agent(owner)
    await make_version(owner, agent, hand_offs=["neighbour"])
    await owner.client.delete("/v1/agents/neighbour")
    answer = await owner.client.post(f"/v1/agents/{agent['slug']}/versions/2/publish")
    assert (answer.status, answer.code) == (422, "agents.definition-invalid")
    assert (await owner.client.get(f"/v1/agents/{agent['slug']}")).json()["published_version"] == 1


async def test_a_rollback_takes_one_step_back_and_one_forth(owner):
    agent = await three_versions(owner)
    for expected in (1, 2, 1):
        answer = await owner.client.post(f"/v1/agents/{agent['slug']}/rollback", {})
        assert answer.json()["number"] == expected
        found = (await owner.client.get(f"/v1/agents/{agent['slug']}")).json()
        assert found["published_version"] == expected
        assert found["definition"]["model"] == {1: "default", 2: "second"}[expected]


async def test_the_same_content_adds_no_version(owner):
    agent = await make_agent(owner)
    assert (await make_version(owner, agent))["number"] == 1
    assert (await make_version(owner, agent, model="other"))["number"] == 2
    assert (await make_version(owner, agent, model="other"))["number"] == 2


async def test_two_agents_of_one_name_get_slugs_of_their_own_also_at_once(owner):
    body = {"name": "Same Name", "definition": DEFINITION}
    answers = await asyncio.gather(*(owner.client.post("/v1/agents", body) for _ in range(6)))
    assert {answer.status for answer in answers} == {201}
    slugs = {answer.json()["slug"] for answer in answers}
    assert slugs == {"same-name", *(f"same-name-{number}" for number in range(2, 7))}
