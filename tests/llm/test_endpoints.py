"""The HTTP surface of language models: good, forbidden, another tenant's, refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from charter.core.ids import format_id, new_id
from charter.llm import kinds
from charter.llm.local import DemoEndpoint
from charter.llm.service import load_catalog, offers, providers
from tests.llm.fake_server import FakeServer, Reply

KEY = "sk-live-0123456789abcdef"


@pytest.fixture
async def server():
    async with FakeServer(key=KEY, models=["gpt-4.1", "gpt-4.1-mini", "gpt-5-mini"]) as running:
        yield running


def openai(server, **changes):
    return {"kind": "openai", "name": "Work", "base_url": f"{server.url}/v1", "api_key": KEY} | changes


async def make_provider(caller, server, **changes):
    answer = await caller.client.post("/v1/model-providers", openai(server, **changes))
    assert answer.status == 201, answer.body
    return answer.json()


async def count(database, tenant_id, table):
    async with database.tenant_session(tenant_id) as db:
        return await db.scalar(text(f"SELECT count(*) FROM {table}"))


async def epoch(database, tenant_id):
    async with database.tenant_session(tenant_id) as db:
        return await db.scalar(text("SELECT config_epoch FROM tenants"))


async def test_a_provider_is_validated_stored_and_never_shows_its_key(owner, server, database):
    before = await epoch(database, owner.tenant_id)
    made = await make_provider(owner, server)
    assert made["slug"] == "work"
    assert made["state"] == "ready"
    assert made["model_count"] == 3
    assert made["key_last4"] == KEY[-4:]
    assert len(made["key_fingerprint"]) == 16
    assert await epoch(database, owner.tenant_id) == before + 1
    for path in ("", f"/{made['id']}"):
        answer = await owner.client.get(f"/v1/model-providers{path}")
        assert answer.status == 200
        assert KEY not in answer.body.decode()
    async with database.tenant_session(owner.tenant_id) as db:
        stored = await db.execute(text("SELECT row_to_json(model_providers)::text FROM model_providers"))
        assert KEY not in stored.scalar_one()
        assert KEY.encode() not in await db.scalar(text("SELECT sealed_key FROM model_providers"))


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"api_key": "sk-wrong-0123456789"}, 422, "llm.provider-check-failed"),
        ({"api_key": None}, 422, "core.input-invalid"),
        ({"base_url": "http://127.0.0.1:1/v1"}, 422, "llm.provider-check-failed"),
        ({"base_url": "http://10.0.0.1/v1"}, 422, "llm.provider-check-failed"),
        ({"base_url": "http://169.254.169.254/latest"}, 422, "llm.provider-check-failed"),
        ({"base_url": "ftp://example.com"}, 422, "core.input-invalid"),
        ({"base_url": "http://user:pw@example.com"}, 422, "core.input-invalid"),
        ({"base_url": "not a url"}, 422, "core.input-invalid"),
        ({"kind": "wizardry"}, 422, "core.input-invalid"),
        ({"api_key": "two words"}, 422, "core.input-invalid"),
        ({"api_key": "line\r\nX-Evil: 1"}, 422, "core.input-invalid"),
        ({"surprise": 1}, 422, "core.input-invalid"),
        ({"name": ""}, 422, "core.input-invalid"),
        ({"kind": "demo"}, 422, "llm.provider-check-failed"),
        ({"kind": "openai_compatible", "base_url": None}, 422, "core.input-invalid"),
    ],
)
async def test_what_cannot_work_is_refused_and_nothing_is_stored(owner, server, database, changes, status, code):
    body = {name: value for name, value in openai(server, **changes).items() if value is not None}
    answer = await owner.client.post("/v1/model-providers", body)
    assert (answer.status, answer.code) == (status, code), answer.body
    assert "sk-" not in answer.body.decode()
    assert await count(database, owner.tenant_id, "model_providers") == 0


async def test_a_wrong_key_is_found_although_the_list_of_models_is_public(owner):
    async with FakeServer(default=Reply(status=401)) as public:
        body = openai(public, kind="openai_compatible")
        answer = await owner.client.post("/v1/model-providers", body)
        assert (answer.status, answer.code) == (422, "llm.provider-check-failed")
    async with FakeServer() as public:
        assert (await owner.client.post("/v1/model-providers", openai(public, kind="openai_compatible"))).status == 201


async def test_a_name_is_taken_once(owner, server):
    await make_provider(owner, server)
    answer = await owner.client.post("/v1/model-providers", openai(server, name="WORK!"))
    assert (answer.status, answer.code) == (409, "llm.provider-exists")


async def test_a_new_address_clears_the_key(owner, server, database):
    made = await make_provider(owner, server)
    async with FakeServer() as other:
        answer = await owner.client.patch(f"/v1/model-providers/{made['id']}", {"base_url": f"{other.url}/v1"})
        assert answer.status == 200
        assert other.requests == []
    moved = answer.json()
    assert (moved["state"], moved["key_last4"], moved["key_fingerprint"]) == ("no_key", None, None)
    async with database.tenant_session(owner.tenant_id) as db:
        assert await db.scalar(text("SELECT sealed_key FROM model_providers")) is None
    answer = await owner.client.post(f"/v1/model-providers/{made['id']}/check")
    assert (answer.status, answer.code) == (409, "llm.provider-without-key")


async def test_a_wrong_new_key_changes_nothing(owner, server):
    made = await make_provider(owner, server)
    answer = await owner.client.patch(f"/v1/model-providers/{made['id']}", {"api_key": "sk-wrong-key-0000000"})
    assert (answer.status, answer.code) == (422, "llm.provider-check-failed")
    assert (await owner.client.get(f"/v1/model-providers/{made['id']}")).json() == made


async def test_a_new_name_keeps_key_and_slug(owner, server):
    made = await make_provider(owner, server)
    answer = await owner.client.patch(f"/v1/model-providers/{made['id']}", {"name": "Renamed"})
    assert answer.json() == made | {"name": "Renamed"}


async def test_a_check_remembers_what_it_found(owner, server):
    made = await make_provider(owner, server)
    server.models.append("gpt-5")
    answer = await owner.client.post(f"/v1/model-providers/{made['id']}/check")
    assert (answer.json()["state"], answer.json()["model_count"]) == ("ready", 4)
    server.key = "sk-another-key-99999999"
    answer = await owner.client.post(f"/v1/model-providers/{made['id']}/check")
    assert answer.json()["state"] == "failing"
    assert "key" in answer.json()["state_detail"]


async def test_the_live_list_of_models(owner, server):
    made = await make_provider(owner, server)
    answer = await owner.client.get(f"/v1/model-providers/{made['id']}/models")
    assert answer.json() == {"items": ["gpt-4.1", "gpt-4.1-mini", "gpt-5-mini"]}
    server.key = "sk-another-key-99999999"
    answer = await owner.client.get(f"/v1/model-providers/{made['id']}/models")
    assert (answer.status, answer.code) == (422, "llm.provider-check-failed")


async def test_ollama_shows_and_pulls(owner):
    async with FakeServer(models=["llama3.2:3b"]) as ollama:
        made = await make_provider(owner, ollama, kind="ollama", base_url=ollama.url + "/v1", api_key=None)
        assert made["base_url"] == ollama.url
        path = f"/v1/model-providers/{made['id']}"
        shown = await owner.client.get(f"{path}/models/llama3.2:3b")
        assert shown.json()["details"]["capabilities"] == ["completion", "tools"]
        missing = await owner.client.get(f"{path}/models/nothing")
        assert missing.code == "llm.model-not-found"
        pulled = await owner.client.post(f"{path}/pull", {"model": "qwen3:0.6b"})
        assert pulled.headers["content-type"].startswith("text/event-stream")
        events = [line.split(b": ")[1] for line in pulled.body.splitlines() if line.startswith(b"event")]
        assert events == [b"progress"] * 4 + [b"done"]
        assert (await owner.client.get(path)).json()["model_count"] == 2
        failed = await owner.client.post(f"{path}/pull", {"model": "missing"})
        assert b"event: failed" in failed.body
        assert b"llm.provider-failed" in failed.body
        refused = await owner.client.post(f"{path}/pull", {"model": "../../etc"})
        assert refused.code == "core.input-invalid"


async def test_only_ollama_pulls_and_shows(owner, server):
    made = await make_provider(owner, server)
    path = f"/v1/model-providers/{made['id']}"
    assert (await owner.client.post(f"{path}/pull", {"model": "x"})).code == "llm.not-ollama"
    assert (await owner.client.get(f"{path}/models/x")).code == "llm.not-ollama"


async def test_models_with_capabilities_and_a_tenants_override(owner, server):
    await make_provider(owner, server)
    listed = (await owner.client.get("/v1/models")).json()
    assert [model["ref"] for model in listed["items"]] == ["work/gpt-4.1", "work/gpt-4.1-mini", "work/gpt-5-mini"]
    assert listed["default"] == "work/gpt-5-mini"
    assert listed["items"][0]["capabilities"]["input_price"] == 2_000_000
    path = "/v1/models/work/gpt-4.1/capabilities"
    changed = await owner.client.put(path, {"tools": False, "input_price": 1})
    assert changed.status == 200
    assert changed.json()["overridden"] is True
    assert changed.json()["capabilities"]["tools"] is False
    assert changed.json()["capabilities"]["output_price"] == 8_000_000
    assert (await owner.client.put(path, {"tools": "perhaps"})).code == "core.input-invalid"
    assert (await owner.client.put("/v1/models/work/gpt-9/capabilities", {})).code == "llm.model-unknown"
    assert (await owner.client.put("/v1/models/nobody/x/capabilities", {})).code == "llm.model-unknown"
    for _ in range(2):
        assert (await owner.client.delete(path)).status == 204
    listed = (await owner.client.get("/v1/models")).json()
    assert listed["items"][0]["capabilities"]["input_price"] == 2_000_000


async def test_routes(owner, server):
    await make_provider(owner, server)
    listed = (await owner.client.get("/v1/model-routes")).json()["items"]
    assert listed == [
        {
            "id": None,
            "name": "default",
            "targets": [{"model": "work/gpt-5-mini", "weight": 1}],
            "strategy": "ordered",
            "created_at": None,
        }
    ]
    route = {"name": "cheap", "targets": [{"model": "work/gpt-4.1-mini"}, {"model": "work/gpt-4.1", "weight": 3}]}
    made = await owner.client.post("/v1/model-routes", route)
    assert made.status == 201, made.body
    assert (await owner.client.post("/v1/model-routes", route)).code == "llm.route-exists"
    path = f"/v1/model-routes/{made.json()['id']}"
    assert (
        (await owner.client.get(path)).json()
        == made.json()
        == (await owner.client.get("/v1/model-routes/cheap")).json()
    )
    changed = await owner.client.put(path, route | {"strategy": "weighted"})
    assert changed.json()["strategy"] == "weighted"
    default = {"name": "default", "targets": [{"model": "work/gpt-4.1"}]}
    assert (await owner.client.put("/v1/model-routes/default", default)).status == 200
    assert (await owner.client.put(path, default)).code == "llm.route-exists"
    assert (await owner.client.get("/v1/models")).json()["default"] == "work/gpt-4.1"
    provider = (await owner.client.get("/v1/model-providers")).json()["items"][0]
    used = await owner.client.delete(f"/v1/model-providers/{provider['id']}")
    assert (used.status, used.code) == (409, "llm.provider-in-use")
    assert "cheap" in used.json()["detail"]
    assert (await owner.client.delete("/v1/model-routes/default")).status == 204
    assert (await owner.client.delete(path)).status == 204
    assert (await owner.client.delete(path)).code == "llm.route-not-found"
    assert (await owner.client.get("/v1/model-routes/default")).json()["id"] is None
    assert (await owner.client.delete(f"/v1/model-providers/{provider['id']}")).status == 204
    assert (await owner.client.get("/v1/model-routes/default")).json()["targets"] == []


@pytest.mark.parametrize(
    "route",
    [
        {"name": "x", "targets": []},
        {"name": "Not A Name", "targets": [{"model": "work/gpt-4.1"}]},
        {"name": "x", "targets": [{"model": "work/gpt-4.1"}, {"model": "work/gpt-4.1"}]},
        {"name": "x", "targets": [{"model": "work/gpt-4.1", "weight": -1}]},
        {"name": "x", "targets": [{"model": "work/gpt-4.l"}]},
        {"name": "x", "targets": [{"model": "elsewhere/gpt-4.1"}]},
        {"name": "x", "targets": [{"model": "work/gpt-4.1"}], "strategy": "random"},
    ],
)
async def test_a_route_that_leads_nowhere_is_refused(owner, server, route):
    await make_provider(owner, server)
    answer = await owner.client.post("/v1/model-routes", route)
    assert (answer.status, answer.code) == (422, "core.input-invalid"), answer.body
    assert answer.json()["errors"]


@pytest.fixture
def local(services, monkeypatch):
    found = services.models.local
    for name in ("ollama_url", "ollama_models", "demo", "_environment", "_looked_at"):
        monkeypatch.setattr(found, name, getattr(found, name))
    found._environment = {}
    return found


async def test_offers_are_found_and_accepted_without_showing_a_key(services, owner, server, local, monkeypatch):
    async def first(_database, _principal) -> bool:
        return True

    monkeypatch.setattr(offers, "may_use_environment_keys", first)
    async with FakeServer(models=["llama3.2:3b"]) as ollama:
        local.ollama_url, local._looked_at = ollama.url, float("-inf")
        local.demo = DemoEndpoint("http://127.0.0.1:9/v1", "smollm2-135m-instruct", "token")
        local._environment = {"OPENAI_API_KEY": KEY}
        answer = await owner.client.get("/v1/model-offers")
        assert [(offer["key"], offer["accepted"]) for offer in answer.json()["items"]] == [
            ("ollama", False),
            ("openai", False),
            ("demo", False),
        ]
        assert KEY not in answer.body.decode()
        assert (await owner.client.get("/v1/models")).json()["default"] == "ollama/llama3.2:3b"
        for key in ("ollama", "demo"):
            assert (await owner.client.post(f"/v1/model-offers/{key}/accept")).status == 201
        again = await owner.client.post("/v1/model-offers/ollama/accept")
        assert (again.status, again.code) == (409, "llm.provider-exists")
        assert (await owner.client.post("/v1/model-offers/nothing/accept")).code == "llm.offer-not-found"
        async with services.database.tenant_session(owner.tenant_id) as db:
            catalog = await load_catalog(db, services.vault, local)
        assert catalog.resolve("default").targets[0].ref == "ollama/llama3.2:3b"
        assert catalog.resolve("demo-model/smollm2-135m-instruct").targets[0].api_key == "token"


async def test_a_key_in_the_environment_is_stored_after_a_real_call(owner, server, local, monkeypatch):
    async def first(_database, _principal) -> bool:
        return True

    here = {**kinds.KINDS, "openai": replace(kinds.KINDS["openai"], base_url=f"{server.url}/v1")}
    monkeypatch.setattr(offers, "may_use_environment_keys", first)
    monkeypatch.setattr(providers, "KINDS", here)
    local._environment = {"OPENAI_API_KEY": "sk-wrong-0000000000"}
    assert (await owner.client.post("/v1/model-offers/openai/accept")).code == "llm.provider-check-failed"
    local._environment = {"OPENAI_API_KEY": KEY}
    made = await owner.client.post("/v1/model-offers/openai/accept")
    assert made.status == 201
    assert made.json()["key_last4"] == KEY[-4:]
    assert KEY not in made.body.decode()


async def test_keys_in_the_environment_are_for_the_first_tenant_alone(owner, stranger, local, services):
    local._environment = {"OPENAI_API_KEY": KEY}
    may = [await offers.may_use_environment_keys(services.database, caller.principal) for caller in (owner, stranger)]
    assert not all(may)
    answer = await stranger.client.get("/v1/model-offers")
    assert [offer["key"] for offer in answer.json()["items"]] == []
    assert (await stranger.client.post("/v1/model-offers/openai/accept")).code == "llm.offer-not-found"


CALLS = [
    ("GET", "/v1/model-providers", None, "models.read"),
    ("POST", "/v1/model-providers", {"kind": "openai", "name": "x", "api_key": "abc"}, "models.write"),
    ("GET", "/v1/model-providers/{provider}", None, "models.read"),
    ("PATCH", "/v1/model-providers/{provider}", {"name": "x"}, "models.write"),
    ("DELETE", "/v1/model-providers/{provider}", None, "models.write"),
    ("POST", "/v1/model-providers/{provider}/check", None, "models.write"),
    ("GET", "/v1/model-providers/{provider}/models", None, "models.read"),
    ("GET", "/v1/model-providers/{provider}/models/x", None, "models.read"),
    ("POST", "/v1/model-providers/{provider}/pull", {"model": "x"}, "models.write"),
    ("GET", "/v1/model-offers", None, "models.read"),
    ("POST", "/v1/model-offers/demo/accept", None, "models.write"),
    ("GET", "/v1/models", None, "models.read"),
    ("PUT", "/v1/models/work/gpt-4.1/capabilities", {}, "models.write"),
    ("DELETE", "/v1/models/work/gpt-4.1/capabilities", None, "models.write"),
    ("GET", "/v1/model-routes", None, "models.read"),
    ("POST", "/v1/model-routes", {"name": "x", "targets": [{"model": "work/gpt-4.1"}]}, "models.write"),
    ("GET", "/v1/model-routes/{route}", None, "models.read"),
    ("PUT", "/v1/model-routes/{route}", {"name": "x", "targets": [{"model": "work/gpt-4.1"}]}, "models.write"),
    ("DELETE", "/v1/model-routes/{route}", None, "models.write"),
]


@pytest.mark.parametrize(("method", "path", "body", "permission"), CALLS)
async def test_without_the_permission_or_a_credential(make_caller, anonymous, method, path, body, permission):
    caller = await make_caller("caller")
    path = path.format(provider=format_id("provider", new_id()), route=format_id("route", new_id()))
    answer = await caller.client.request(method, path, body)
    assert (answer.status, answer.code) == (403, "access.forbidden"), answer.body
    assert answer.json()["permission"] == permission
    assert (await anonymous.request(method, path, body)).status == 401


@pytest.mark.parametrize(("method", "path", "body", "permission"), [call for call in CALLS if "{" in call[1]])
async def test_another_tenants_rows_are_not_found(owner, stranger, server, method, path, body, permission):
    provider = await make_provider(owner, server)
    await make_provider(stranger, server)
    route = await owner.client.post("/v1/model-routes", {"name": "mine", "targets": [{"model": "work/gpt-4.1"}]})
    path = path.format(provider=provider["id"], route=route.json()["id"])
    answer = await stranger.client.request(method, path, body)
    assert answer.status == 404, answer.body
    assert answer.code in {"llm.provider-not-found", "llm.route-not-found"}
    assert (await owner.client.get(f"/v1/model-providers/{provider['id']}")).json() == provider


async def test_a_catalog_holds_one_tenants_models_and_shows_no_key(owner, stranger, server, services):
    await make_provider(owner, server)
    async with services.database.tenant_session(owner.tenant_id) as db:
        mine = await load_catalog(db, services.vault)
    async with services.database.tenant_session(stranger.tenant_id) as db:
        theirs = await load_catalog(db, services.vault)
    target = mine.resolve("work/gpt-4.1").targets[0]
    assert (target.api_key, target.tenant_id) == (KEY, owner.tenant_id)
    assert KEY not in repr(target) + repr(mine.providers()) + repr(mine)
    assert theirs.models() == []
