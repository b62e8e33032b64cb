"""Tools from OpenAPI documents: read, imported, called, imported again; every refusal."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from charter.openapi import reading
from charter.openapi.errors import OpenApiInvalid
from tests.conftest import Caller
from tests.mcp.sdk_servers import serving

PATH = "/v1/openapi-tools"

PETS: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1.2"},
    "servers": [{"url": "/v2"}],
    "components": {
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        "parameters": {"limit": {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}}},
        "schemas": {
            "Pet": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "nullable": True, "example": "Rex"},
                    "parent": {"$ref": "#/components/schemas/Pet"},
                },
                "required": ["name"],
            }
        },
    },
    "security": [{"key": []}],
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "summary": "List pets",
                "parameters": [
                    {"$ref": "#/components/parameters/limit"},
                    {"name": "tag", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                ],
            },
            "post": {
                "operationId": "addPet",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                },
            },
        },
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {"operationId": "getPet"},
            "delete": {"operationId": "deletePet"},
        },
        "/photo": {"put": {"operationId": "putPhoto", "requestBody": {"required": True, "content": {"image/png": {}}}}},
    },
}


@pytest.fixture
async def api() -> AsyncIterator[Any]:
    """A server of the API; what it was asked is in ``asked``."""
    asked: list[dict[str, Any]] = []

    async def take(request: Request) -> Response:
        body = await request.body()
        asked.append(
            {
                "method": request.method,
                "path": request.scope["raw_path"].decode(),
                "query": request.query_params.multi_items(),
                "key": request.headers.get("x-key"),
                "body": json.loads(body) if body else None,
            }
        )
        if request.url.path.endswith("/missing"):
            return JSONResponse({"error": "no such pet"}, status_code=404)
        return JSONResponse({"ok": True, "echo": request.headers.get("x-key")})

    async def document(_: Request) -> Response:
        return JSONResponse(PETS)

    async def metadata(_: Request) -> Response:
        return PlainTextResponse("no")

    app = Starlette(
        routes=[
            Route("/openapi.json", document),
            Route("/broken", metadata),
            Route("/v2/{rest:path}", take, methods=["GET", "POST", "DELETE"]),
        ]
    )
    async with serving(app) as url:
        app.state.url, app.state.asked = url, asked
        yield app.state


async def import_(caller: Caller, api: Any, *operations: str, **more: Any) -> Any:
    body = {"name": "pets", "url": f"{api.url}/openapi.json", "operations": list(operations)} | more
    answer = await caller.client.post(f"{PATH}/import", body)
    assert answer.status == 200, answer.body
    return answer.json()


async def try_(caller: Caller, tool: str, arguments: dict[str, Any]) -> Any:
    return await caller.client.post(f"{PATH}/try", {"tool": tool, "arguments": arguments})


async def test_a_document_is_shown(owner, api):
    answer = await owner.client.post(f"{PATH}/preview", {"name": "pets", "url": f"{api.url}/openapi.json"})
    shown = answer.json()
    assert (shown["title"], shown["server_url"]) == ("Pets", f"{api.url}/v2")
    assert shown["security_schemes"] == {"key": "an API key in the header X-Key"}
    found = {operation["id"]: operation for operation in shown["operations"]}
    assert {id_: (it["tool"], it["difference"]) for id_, it in found.items()} == {
        "listPets": ("pets__list_pets", "new"),
        "addPet": ("pets__add_pet", "new"),
        "getPet": ("pets__get_pet", "new"),
        "deletePet": ("pets__delete_pet", "new"),
        "putPhoto": ("pets__put_photo", "unusable"),
    }
    schema = found["addPet"]["input_schema"]
    assert schema["required"] == ["body"]
    assert schema["$defs"]["Pet"]["properties"]["name"] == {"type": ["string", "null"]}
    assert schema["$defs"]["Pet"]["properties"]["parent"] == {"$ref": "#/$defs/Pet"}


async def test_operations_become_tools_that_call_the_api(owner, api):
    host = api.url.removeprefix("http://")
    credential = {"name": "pets_key", "host": host, "header": "X-Key", "value": "k-1234567890", "over_http": True}
    assert (await owner.client.post("/v1/tool-credentials", credential)).status == 201
    done = await import_(owner, api, "listPets", "addPet", "getPet", "deletePet", credentials={"key": "pets_key"})
    assert done["created"] == ["pets__list_pets", "pets__add_pet", "pets__get_pet", "pets__delete_pet"]
    tools = (await owner.client.get("/v1/tools?kind=openapi")).json()["items"]
    assert {tool["name"]: tool["risk"] for tool in tools} == {
        "pets__list_pets": "read", "pets__add_pet": "external", "pets__get_pet": "read",
        "pets__delete_pet": "destructive",
    }  # fmt: skip
    answer = await try_(owner, "pets__list_pets", {"limit": 5, "tag": ["a", "b c"]})
    assert answer.status == 200, answer.body
    assert "k-1234567890" not in answer.body.decode()
    assert api.asked[-1]["query"] == [("limit", "5"), ("tag", "a"), ("tag", "b c")]
    assert api.asked[-1]["key"] == "k-1234567890"
    await try_(owner, "pets__add_pet", {"body": {"name": None}})
    assert api.asked[-1]["body"] == {"name": None}
    await try_(owner, "pets__get_pet", {"id": "a/../b?c"})
    assert api.asked[-1]["path"] == "/v2/pets/a%2F..%2Fb%3Fc"


@pytest.mark.parametrize(
    ("tool", "arguments", "status", "code"),
    [
        ("pets__get_pet", {"id": ".."}, 422, "tools.arguments-invalid"),
        ("pets__get_pet", {"id": ""}, 422, "tools.arguments-invalid"),
        ("pets__get_pet", {}, 422, "tools.arguments-invalid"),
        ("pets__list_pets", {"limit": 101}, 422, "tools.arguments-invalid"),
        ("pets__list_pets", {"other": 1}, 422, "tools.arguments-invalid"),
        ("pets__get_pet", {"id": "missing"}, 502, "openapi.call-failed"),
        ("pets__nothing", {}, 404, "tools.not-found"),
    ],
)
async def test_calls_that_are_refused_or_fail(owner, api, tool, arguments, status, code):
    await import_(owner, api, "listPets", "getPet")
    answer = await try_(owner, tool, arguments)
    assert (answer.status, answer.code) == (status, code), answer.body


async def test_importing_again_shows_and_takes_over_what_changed(owner, api):
    await import_(owner, api, "listPets", "getPet", "deletePet")
    changed = deepcopy(PETS)
    changed["paths"]["/pets"]["get"]["summary"] = "List all pets"
    del changed["paths"]["/pets/{id}"]["delete"]
    source = {"name": "pets", "document": json.dumps(changed)}
    shown = (await owner.client.post(f"{PATH}/preview", source)).json()["operations"]
    stands = {it["id"]: (it["difference"], it["changed"]) for it in shown}
    assert {id_: stands[id_] for id_ in ("listPets", "getPet", "deletePet")} == {
        "listPets": ("changed", ["description"]),
        "getPet": ("same", []),
        "deletePet": ("gone", []),
    }  # fmt: skip
    body = source | {"operations": ["listPets", "getPet"], "server_url": f"{api.url}/v2"}
    done = (await owner.client.post(f"{PATH}/import", body)).json()
    assert done == {
        "created": [], "updated": ["pets__list_pets"], "unchanged": ["pets__get_pet"], "held": ["pets__delete_pet"],
    }  # fmt: skip
    held = (await owner.client.get("/v1/tools/pets__delete_pet")).json()
    assert held["state"] == "quarantined"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("{", "neither JSON nor YAML"),
        ("[]", "no object"),
        ("swagger: '2.0'", "no OpenAPI 3"),
        ("openapi: 3.1.0\npaths: {}", "no operations"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nopenapi: 3.1.0\nc: &c {d: *b}", "no operations"),
        ("openapi: 3.1.0\npaths: {/a: {$ref: 'http://evil/x'}}", "leads out of"),
    ],
)
async def test_documents_that_cannot_be_used(owner, document, words):
    answer = await owner.client.post(f"{PATH}/preview", {"name": "x", "document": document})
    assert (answer.status, answer.code) == (422, "openapi.document-invalid")
    assert words in answer.json()["detail"]


def test_a_bomb_of_aliases_is_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(OpenApiInvalid, match="too large"):
        reading.read("\n".join(lines).encode())


@pytest.mark.parametrize(
    ("source", "status", "code"),
    [
        ({"url": "http://169.254.169.254/openapi.json"}, 502, "openapi.not-fetched"),
        ({"url": "http://[::ffff:10.0.0.1]/openapi.json"}, 502, "openapi.not-fetched"),
        ({"url": "file:///etc/passwd"}, 422, "core.input-invalid"),
        ({}, 422, "core.input-invalid"),
        ({"url": "http://127.0.0.1:1/x", "document": "{}"}, 422, "core.input-invalid"),
    ],
)
async def test_sources_that_are_not_fetched(owner, source, status, code):
    answer = await owner.client.post(f"{PATH}/preview", {"name": "x"} | source)
    assert (answer.status, answer.code) == (status, code)


async def test_only_what_is_there_and_usable_is_imported(owner, api):
    for wanted in (["nothing"], ["putPhoto"]):
        body = {"name": "pets", "url": f"{api.url}/openapi.json", "operations": wanted}
        answer = await owner.client.post(f"{PATH}/import", body)
        assert (answer.status, answer.code) == (422, "openapi.operation-not-found")
    body = {"name": "pets", "url": f"{api.url}/openapi.json", "operations": ["getPet"], "credentials": {"no": "no"}}
    assert (await owner.client.post(f"{PATH}/import", body)).code == "openapi.operation-not-found"
    assert (await owner.client.get("/v1/tools?kind=openapi")).json()["items"] == []


async def test_tools_of_another_tenant_are_not_compared(owner, stranger, api):
    await import_(owner, api, "getPet")
    shown = await stranger.client.post(f"{PATH}/preview", {"name": "pets", "url": f"{api.url}/openapi.json"})
    assert {it["difference"] for it in shown.json()["operations"]} == {"new", "unusable"}
    assert (await try_(stranger, "pets__get_pet", {"id": "1"})).status == 404


@pytest.mark.parametrize("verb", ["preview", "import", "try"])
async def test_a_guest_may_nothing(make_caller, verb):
    guest = await make_caller("guest")
    bodies = {
        "preview": {"name": "x", "document": "{}"},
        "import": {"name": "x", "document": "{}", "operations": ["a"]},
        "try": {"tool": "x"},
    }
    answer = await guest.client.post(f"{PATH}/{verb}", bodies[verb])
    assert (answer.status, answer.code) == (403, "access.forbidden")


_TEXTS = st.sampled_from(["", "x", "$ref", "#/components/schemas/A", "query"])
_KEYS = st.sampled_from(["$ref", "name", "in", "schema", "get", "parameters", "type", "A"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(paths=st.dictionaries(st.just("/a"), _JSON), components=_JSON)
def test_whatever_a_document_holds_is_read_or_refused(paths, components):
    document = {"openapi": "3.1.0", "paths": paths, "components": components}
    try:
        found = reading.read(json.dumps(document).encode())
    except OpenApiInvalid:
        return
    assert found.operations
