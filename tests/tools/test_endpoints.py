"""Every endpoint of tools: the good case, who may not, another tenant's, and each refusal."""

from __future__ import annotations

import pytest

from charter.core.ids import format_id, new_id
from tests.agents.factories import without_request
from tests.tools.factories import CODE, everything, make_tool, make_version

NOBODYS = "tool_01h455vb4pex5vsknk084sn02q"
BROKEN = "def broken(:"

# method, path below a tool, body, good status, permission that an auditor lacks
OF_A_TOOL = [
    ("GET", "", None, 200, None),
    ("PATCH", "", {"title": "New"}, 200, "tools.write"),
    ("POST", "/enable", None, 200, "tools.manage"),
    ("POST", "/disable", None, 200, "tools.manage"),
    ("GET", "/users", None, 200, None),
    ("GET", "/usage", None, 200, None),
    ("GET", "/versions", None, 200, None),
    ("POST", "/versions", {"definition": {"code": CODE.replace("2", "4")}}, 201, "tools.write"),
    ("GET", "/versions/1", None, 200, None),
    ("POST", "/versions/3/publish", None, 200, "tools.publish"),
    ("POST", "/versions/1/test", None, 200, "tools.write"),
    ("POST", "/rollback", {}, 200, "tools.publish"),
    ("DELETE", "", None, 204, "tools.delete"),
]
# method, path, body, good status, permission that an auditor lacks
OF_ALL = [
    ("GET", "/v1/tools", None, 200, None),
    ("POST", "/v1/tools", {"name": "made_here", "definition": {"code": CODE}}, 201, "tools.write"),
    ("POST", "/v1/tools/dry-run", {"definition": {"code": CODE}, "input": {"number": 4}}, 200, "tools.write"),
    ("POST", "/v1/tools/validate", {"definition": {"code": CODE}}, 200, None),
]


async def three_versions(caller):
    """A tool with version 2 published, 1 retired and 3 a draft."""
    tool = await make_tool(caller)
    await make_version(caller, tool, code=CODE.replace("2", "3"), publish=True)
    await make_version(caller, tool, code=CODE.replace("2", "5"))
    return tool


@pytest.mark.parametrize(("method", "below", "body", "good", "permission"), OF_A_TOOL)
async def test_a_tools_endpoint(owner, stranger, anonymous, make_caller, method, below, body, good, permission):
    tool = await three_versions(owner)
    path = f"/v1/tools/{tool['id']}{below}"
    before = await everything(owner)

    theirs = await stranger.client.request(method, path, body)
    nobodys = await stranger.client.request(method, path.replace(tool["id"], NOBODYS), body)
    assert (theirs.status, theirs.code) == (404, "tools.not-found")
    told = [{**without_request(one.json()), "detail": ""} for one in (theirs, nobodys)]
    assert told[0] == told[1]
    assert theirs.json()["detail"] == nobodys.json()["detail"].replace(NOBODYS, tool["id"])

    auditor = await make_caller("auditor", owner.tenant_id)
    answer = await auditor.client.request(method, path, body)
    if permission:
        assert (answer.status, answer.code) == (403, "access.forbidden")
        assert answer.json()["permission"] == permission
    else:
        assert answer.status == good
    caller = await make_caller("caller", owner.tenant_id)
    assert (await caller.client.request(method, path, body)).status == 403
    assert (await anonymous.request(method, path, body)).status == 401
    assert await everything(owner) == before

    by_name = await owner.client.request(method, path.replace(tool["id"], tool["name"]), body)
    assert by_name.status == good, by_name.body


@pytest.mark.parametrize(("method", "path", "body", "good", "permission"), OF_ALL)
async def test_an_endpoint_of_all_tools(owner, anonymous, make_caller, method, path, body, good, permission):
    before = await everything(owner)
    auditor = await make_caller("auditor", owner.tenant_id)
    answer = await auditor.client.request(method, path, body)
    assert (answer.status, answer.code) == ((403, "access.forbidden") if permission else (good, None))
    assert (await anonymous.request(method, path, body)).status == 401
    assert await everything(owner) == before
    assert (await owner.client.request(method, path, body)).status == good


async def test_every_endpoint_is_in_these_tables(app):
    declared = {
        (method, path)
        for path, operations in app.openapi()["paths"].items()
        for method in map(str.upper, operations)
        if path.startswith("/v1/tools")
    }
    tested = {(method, f"/v1/tools/{{tool}}{below}") for method, below, *_ in OF_A_TOOL}
    tested |= {(method, path) for method, path, *_ in OF_ALL}
    shown = {
        (method, path.replace("/{number}", "/3" if path.endswith("/publish") else "/1")) for method, path in declared
    }
    assert shown == tested


@pytest.mark.parametrize(
    ("method", "below", "body", "status", "code"),
    [
        ("GET", "/versions/9", None, 404, "tools.version-not-found"),
        ("POST", "/versions/9/publish", None, 404, "tools.version-not-found"),
        ("POST", "/versions/1/publish", None, 409, "tools.version-not-draft"),
        ("POST", "/versions/2/publish", None, 409, "tools.version-not-draft"),
        ("POST", "/rollback", {"number": 9}, 404, "tools.version-not-found"),
        ("POST", "/rollback", {"number": 3}, 409, "tools.nothing-to-roll-back-to"),
        ("GET", "/versions?cursor=x", None, 422, "core.input-invalid"),
        ("PATCH", "", {"risk": "none"}, 422, "core.input-invalid"),
        ("PATCH", "", {"tags": ["No Tag"]}, 422, "core.input-invalid"),
    ],
)
async def test_a_declared_refusal_of_a_tools_endpoint(owner, method, below, body, status, code):
    tool = await three_versions(owner)
    before = await everything(owner)
    answer = await owner.client.request(method, f"/v1/tools/{tool['name']}{below}", body)
    assert (answer.status, answer.code) == (status, code), answer.body
    assert await everything(owner) == before


async def test_names_are_taken_once_and_built_in_ones_are_nobodys(owner):
    await make_tool(owner, "mine")
    for name in ("mine", "clock", "fetch"):
        answer = await owner.client.post("/v1/tools", {"name": name, "definition": {"code": CODE}})
        assert (answer.status, answer.code) == (409, "tools.name-taken")
        assert answer.json()["errors"][0]["path"] == "/name"


async def test_a_built_in_tool_can_only_be_turned_on_and_off(owner):
    for method, below in (("DELETE", ""), ("PATCH", ""), ("GET", "/versions"), ("POST", "/rollback")):
        answer = await owner.client.request(method, f"/v1/tools/clock{below}", {} if method != "GET" else None)
        assert (answer.status, answer.code) == (409, "tools.built-in")
    assert (await owner.client.get("/v1/tools/clock")).json()["state"] == "ready"
    for way, state in (("disable", "disabled"), ("disable", "disabled"), ("enable", "ready"), ("enable", "ready")):
        answer = await owner.client.post(f"/v1/tools/clock/{way}")
        assert (answer.status, answer.json()["state"]) == (200, state)


async def test_what_does_not_validate_stays_a_draft(owner):
    answer = await owner.client.post("/v1/tools", {"name": "bad", "definition": {"code": BROKEN}, "publish": True})
    assert answer.status == 201
    tool = answer.json()
    assert (tool["state"], tool["published_version"]) == ("draft", None)
    assert (tool["problems"][0]["rule"], tool["problems"][0]["line"]) == ("python.syntax", 1)
    answer = await owner.client.post("/v1/tools/bad/versions/1/publish")
    assert (answer.status, answer.code) == (422, "tools.definition-invalid")
    assert answer.json()["errors"][0]["message"].startswith("Line 1: ")
    body = {"name": "x", "slug": "x", "definition": {"instructions": "Go.", "tools": [{"name": "bad"}]}}
    answer = await owner.client.post("/v1/agents", body)
    assert (answer.status, answer.code) == (422, "agents.definition-invalid")


async def test_versions_go_forward_and_back(owner):
    tool = await three_versions(owner)
    path = f"/v1/tools/{tool['name']}"

    async def current():
        return (await owner.client.get(path)).json()["published_version"]

    assert await current() == 2
    same = await make_version(owner, tool, code=CODE.replace("2", "5"))
    assert same["number"] == 3
    assert (await owner.client.post(f"{path}/versions/3/publish")).status == 200
    assert await current() == 3
    assert (await owner.client.post(f"{path}/rollback", {})).json()["number"] == 2
    assert (await owner.client.post(f"{path}/rollback", {"number": 1})).json()["number"] == 1
    assert await current() == 1
    page = (await owner.client.get(f"{path}/versions?limit=2")).json()
    rest = (await owner.client.get(f"{path}/versions?cursor={page['next_cursor']}")).json()
    states = [(one["number"], one["state"]) for one in page["items"] + rest["items"]]
    assert states == [(3, "retired"), (2, "retired"), (1, "published")]


async def test_a_list_is_searched_filtered_and_paged(owner, stranger):
    await make_tool(stranger, "foreign")
    for name in ("alpha", "beta", "gamma"):
        await make_tool(owner, name)
    await owner.client.request("PATCH", "/v1/tools/beta", {"tags": ["money"], "risk": "destructive", "title": "Über"})

    async def names(query):
        return [tool["name"] for tool in (await owner.client.get(f"/v1/tools?{query}")).json()["items"]]

    assert await names("") == ["alpha", "ask_person", "beta", "calculator", "clock", "feel", "gamma", "text"]
    assert await names("kind=built_in") == ["ask_person", "calculator", "clock", "feel", "text"]
    assert await names("kind=python&limit=200") == ["alpha", "beta", "gamma"]
    assert await names("risk=destructive") == ["beta"]
    assert await names("tag=money") == ["beta"]
    assert await names("q=DOUBLES%20number") == ["alpha", "beta", "gamma"]
    assert await names("q=expression%20zebra") == []
    assert await names("q=arithmetic%20calculation") == ["calculator"]
    assert await names("q=100%25") == []
    seen, cursor = [], ""
    while cursor is not None:
        page = (await owner.client.get(f"/v1/tools?limit=2{cursor and f'&cursor={cursor}'}")).json()
        seen += [tool["name"] for tool in page["items"]]
        cursor = page["next_cursor"]
    assert seen == ["alpha", "ask_person", "beta", "calculator", "clock", "feel", "gamma", "text"]


async def test_templates_are_tools_as_they_stand(owner, anonymous):
    assert (await anonymous.get("/v1/tool-templates")).status == 401
    assert (await anonymous.get("/v1/tool-templates/plain-function")).status == 401
    answer = await owner.client.get("/v1/tool-templates/nothing")
    assert (answer.status, answer.code) == (404, "tools.template-not-found")
    listed = (await owner.client.get("/v1/tool-templates")).json()["items"]
    assert len(listed) == 5
    for template in listed:
        assert (await owner.client.get(f"/v1/tool-templates/{template['slug']}")).json() == template
        definition = {"code": template["code"], "hosts": template["hosts"]}
        checked = (await owner.client.post("/v1/tools/validate", {"definition": definition})).json()
        assert (checked["valid"], checked["problems"]) == (True, []), template["slug"]
        ran = await owner.client.post("/v1/tools/dry-run", {"definition": definition, "input": template["example"]})
        assert ran.json()["ok"] is (template["slug"] != "http-caller"), ran.body


async def test_a_tool_gets_another_owner(owner, stranger):
    await make_tool(owner, "handed_on")
    members = []
    for number, caller in enumerate((owner, stranger)):
        email = f"heir{number}.{new_id().hex[:12]}@example.org"
        body = {"email": email, "password": "correct horse battery 9!", "role": "builder"}
        answer = await caller.client.post("/v1/members", body)
        assert answer.status == 201, answer.body
        members.append(answer.json()["user_id"])

    async def hand_on(to):
        return await owner.client.request("PATCH", "/v1/tools/handed_on", {"owner_id": to})

    answer = await hand_on(members[0])
    assert answer.status == 200, answer.body
    assert answer.json()["owner_id"].partition("_")[2] == members[0].partition("_")[2]
    for nobody in (members[1], format_id("user", new_id())):
        answer = await hand_on(nobody)
        assert (answer.status, answer.code) == (404, "identity.member-not-found")
