"""Edge policies and bans over HTTP: who may, what is refused, and that it takes effect at once."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text

from charter.core.db import Listener
from charter.core.ids import format_id
from charter.edge.watching import EdgeKeeper

pytestmark = pytest.mark.usefixtures("clean_edge")

_INSTALLATION, _OWN, _BANS = "/v1/installation/edge-policy", "/v1/edge/policy", "/v1/edge/bans"
_NO_BAN = UUID("01900000-0000-7000-8000-000000000000")
_SLOW = {"name": "slow", "per": "key", "requests": 1, "seconds": 3600, "burst": 2}

TABLE = [
    ("GET", _INSTALLATION, None, 200, "installation.read"),
    ("PUT", _INSTALLATION, {"policy": {}}, 200, "installation.write"),
    ("POST", f"{_INSTALLATION}/validate", {}, 200, "installation.read"),
    ("GET", f"{_INSTALLATION}/versions", None, 200, "installation.read"),
    ("GET", f"{_INSTALLATION}/versions/1", None, 404, "installation.read"),
    ("GET", _OWN, None, 200, "edge.read"),
    ("PUT", _OWN, {"policy": {}}, 200, "edge.write"),
    ("POST", f"{_OWN}/validate", {}, 200, "edge.read"),
    ("GET", _BANS, None, 200, "installation.read"),
    ("POST", _BANS, {"address": "203.0.113.9"}, 201, "installation.write"),
    ("DELETE", f"{_BANS}/{format_id('ban', _NO_BAN)}", None, 404, "installation.write"),
]


@pytest.mark.parametrize(("method", "path", "body", "status", "permission"), TABLE)
async def test_each_endpoint_needs_its_permission(
    operator, make_caller, anonymous, method, path, body, status, permission
):
    answer = await operator.client.request(method, path, body)
    assert answer.status == status, answer.body
    caller = await make_caller("caller", operator.tenant_id)
    refused = await caller.client.request(method, path, body)
    assert (refused.status, refused.code, refused.json()["permission"]) == (403, "access.forbidden", permission)
    assert (await anonymous.request(method, path, body)).status == 401


async def test_an_owner_of_a_tenant_does_not_run_the_installation(owner):
    for method, path, body, _, permission in TABLE:
        if permission.startswith("installation"):
            assert (await owner.client.request(method, path, body)).status == 403, path


def test_every_endpoint_is_in_the_table(app):
    documented = {
        (method.upper(), path)
        for path, methods in app.openapi()["paths"].items()
        for method in methods
        if path.startswith((_INSTALLATION, "/v1/edge"))
    }
    named = {(method, path.replace("/versions/1", "/versions/{edge_version}")) for method, path, *_ in TABLE}
    named = {(method, f"{_BANS}/{{ban_id}}" if method == "DELETE" else path) for method, path in named}
    assert documented == named


async def test_a_policy_is_in_force_with_the_answer_and_its_versions_are_kept(operator, owner, anonymous):
    first = await operator.client.put(_INSTALLATION, {"policy": {"rate_limits": [_SLOW]}, "note": "slow"})
    assert first.json()["number"] == 1
    assert (await operator.client.get(_INSTALLATION)).json()["policy"]["rate_limits"][0]["name"] == "slow"
    answers = [await owner.client.get("/v1/session") for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 429]
    assert [answer.headers["ratelimit"] for answer in answers[:2]] == ['"slow";r=1;t=3600', '"slow";r=0;t=7200']
    assert answers[0].headers["ratelimit-policy"] == '"slow";q=1;w=3600'
    problem = answers[2].json()
    assert answers[2].code == "edge.rate-limited"
    wanted = {"limit_name": "slow", "limit": 2, "used": 2, "remaining": 0}
    assert wanted.items() <= problem.items()
    assert 3500 < problem["retry_after_s"] <= 3600
    assert problem["reset_s"] > problem["retry_after_s"]
    assert int(answers[2].headers["retry-after"]) == round(problem["retry_after_s"])
    assert (await anonymous.get("/healthz")).status == 200


async def test_older_versions_can_be_read_and_put_in_force_again(operator):
    for number, requests in ((1, 100), (2, 200)):
        body = {"policy": {"rate_limits": [_SLOW | {"requests": requests, "burst": 50}]}, "based_on": number - 1}
        assert (await operator.client.put(_INSTALLATION, body)).json()["number"] == number
    listed = (await operator.client.get(f"{_INSTALLATION}/versions")).json()["items"]
    assert [version["number"] for version in listed] == [2, 1]
    assert listed[0]["created_by"] == "owner key"
    old = (await operator.client.get(f"{_INSTALLATION}/versions/1")).json()
    assert old["policy"]["rate_limits"][0]["requests"] == 100
    again = (await operator.client.put(_INSTALLATION, {"policy": old["policy"]})).json()
    assert (again["number"], again["policy"]) == (3, old["policy"])


async def test_two_who_change_at_once_do_not_overwrite_each_other(operator, owner):
    for client, path in ((operator.client, _INSTALLATION), (owner.client, _OWN)):
        assert (await client.put(path, {"policy": {}, "based_on": 0})).status == 200
        late = await client.put(path, {"policy": {}, "based_on": 0})
        assert (late.status, late.code, late.json()["number"]) == (409, "edge.policy-changed", 1)


async def test_a_policy_that_refuses_its_author_is_put_in_force_only_when_meant(operator, owner):
    network = {"policy": {"network": {"deny": ["127.0.0.0/8"]}}}
    for client, path in ((operator.client, _INSTALLATION), (owner.client, _OWN)):
        refused = await client.put(path, network)
        assert (refused.status, refused.code) == (409, "edge.locks-you-out")
    meant = network | {"even_if_it_locks_me_out": True}
    assert (await owner.client.put(_OWN, meant)).status == 200


async def test_a_tenant_closes_its_own_door_only(owner, stranger, services):
    meant = {"policy": {"network": {"allow": ["198.51.100.0/24"]}}, "even_if_it_locks_me_out": True}
    assert (await owner.client.put(_OWN, meant)).status == 200
    await services.edge_keeper.refresh()
    refused = await owner.client.get("/v1/session")
    assert (refused.status, refused.code) == (403, "edge.address-refused")
    assert (await stranger.client.get("/v1/session")).status == 200


async def test_a_tenants_limit_is_never_looser_than_the_installations(operator, owner, stranger, services):
    own = {"rate_limits": [_SLOW | {"name": "tight", "per": "tenant", "burst": 1}]}
    assert (await owner.client.put(_OWN, {"policy": own})).status == 200
    await services.edge_keeper.refresh()
    assert [(await owner.client.get("/v1/session")).status for _ in range(2)] == [200, 429]
    loose = {"rate_limits": [_SLOW | {"requests": 1_000_000, "burst": 1_000_000}]}
    assert (await stranger.client.put(_OWN, {"policy": loose})).status == 200
    assert (await operator.client.put(_INSTALLATION, {"policy": {"rate_limits": [_SLOW | {"burst": 1}]}})).status == 200
    assert [(await stranger.client.get("/v1/session")).status for _ in range(2)] == [200, 429]


BAD = [
    ({"colour": "red"}, "/policy/colour"),
    ({"rate_limits": [{"name": "Slow", "per": "key", "requests": 1}]}, "/policy/rate_limits/0/name"),
    ({"rate_limits": [{"name": "slow", "per": "moon", "requests": 1}]}, "/policy/rate_limits/0/per"),
    ({"rate_limits": [{"name": "slow", "per": "key", "requests": 0}]}, "/policy/rate_limits/0/requests"),
    ({"rate_limits": [_SLOW, _SLOW]}, "/policy"),
    ({"rate_limits": [_SLOW], "costs": {"read": 3}}, "/policy"),
    ({"network": {"deny": ["10.0.0.1/8"]}}, "/policy/network/deny/0"),
    ({"network": {"deny": ["300.1.1.1"]}}, "/policy/network/deny/0"),
    ({"cors": {"origins": ["*"]}}, "/policy/cors/origins/0"),
    ({"cors": {"origins": ["https://a.example/"]}}, "/policy/cors/origins/0"),
    ({"cors": {"origins": ["https://user@a.example"]}}, "/policy/cors/origins/0"),
    ({"cors": {"origins": ["javascript:alert(1)"]}}, "/policy/cors/origins/0"),
    ({"headers": {"content_security_policy": "a\r\nset-cookie: b"}}, "/policy/headers/content_security_policy"),
    ({"countries": {"deny": ["de"]}}, "/policy/countries/deny/0"),
    ({"countries": {"deny": ["DE"]}}, "/policy/countries"),
    ({"requests": {"methods": ["TRACE"]}}, "/policy/requests/methods/0"),
    ({"requests": {"content_types": ["*/*"]}}, "/policy/requests/content_types/0"),
    ({"deprecations": [{"path": "/v1/a b", "deprecated_at": "2026-01-01T00:00:00Z"}]}, "/policy/deprecations/0/path"),
    (
        {"deprecations": [{"path": "/v1", "deprecated_at": "2026-01-01T00:00:00"}]},
        "/policy/deprecations/0/deprecated_at",
    ),
    (
        {
            "deprecations": [
                {"path": "/v1", "deprecated_at": "2026-01-01T00:00:00Z", "sunset_at": "2025-01-01T00:00:00Z"}
            ]
        },
        "/policy/deprecations/0",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("policy", "path"), BAD)
async def test_a_bad_policy_names_its_field_and_changes_nothing(operator, policy, path):
    answer = await operator.client.put(_INSTALLATION, {"policy": policy})
    assert (answer.status, answer.code) == (422, "core.input-invalid"), answer.body
    assert path in [error["path"] for error in answer.json()["errors"]]
    assert (await operator.client.get(_INSTALLATION)).json()["number"] == 0


async def test_a_tenant_counts_no_addresses(owner):
    answer = await owner.client.put(_OWN, {"policy": {"rate_limits": [_SLOW | {"per": "address"}]}})
    assert answer.status == 422
    assert "counts addresses" in answer.json()["detail"]


async def test_validation_completes_a_policy_and_says_what_to_think_of(operator):
    body = {
        "rate_limits": [],
        "bans": {"refusals": 0},
        "unlimited": ["0.0.0.0/0"],
        "cors": {"origins": ["http://a.example"], "credentials": True},
        "headers": {"content_security_policy": "default-src 'unsafe-inline'"},
        "bots": {"deny": ["sqlmap"]},
    }
    checked = (await operator.client.post(f"{_INSTALLATION}/validate", body)).json()
    assert len(checked["warnings"]) == 6
    assert checked["policy"]["requests"]["max_headers"] == 100
    assert (await operator.client.post(f"{_INSTALLATION}/validate", {})).json()["warnings"] == []
    assert (await operator.client.get(_INSTALLATION)).json()["number"] == 0


async def test_bans_are_visible_and_can_be_lifted(operator, services):
    made = (await operator.client.post(_BANS, {"address": "2001:db8::1", "minutes": 5, "reason": "noise"})).json()
    assert (made["subject"], made["by_rule"]) == ("2001:db8::/64", False)
    assert [ban["id"] for ban in (await operator.client.get(_BANS)).json()["items"]] == [made["id"]]
    assert services.edge.bans.until("2001:db8::/64", services.clock()) is not None
    assert (await operator.client.delete(f"{_BANS}/{made['id']}")).status == 204
    assert (await operator.client.get(_BANS)).json()["items"] == []
    assert services.edge.bans.until("2001:db8::/64", services.clock()) is None
    again = await operator.client.delete(f"{_BANS}/{made['id']}")
    assert (again.status, again.code) == (404, "edge.ban-not-found")
    wrong = await operator.client.post(_BANS, {"address": "example.org"})
    assert (wrong.status, wrong.json()["errors"][0]["path"]) == (422, "/address")


async def test_changes_and_bans_leave_audit_entries(operator, owner, services):
    await operator.client.put(_INSTALLATION, {"policy": {"costs": {"run": 2}}})
    await owner.client.put(_OWN, {"policy": {}})
    ban = (await operator.client.post(_BANS, {"address": "203.0.113.9"})).json()
    await operator.client.delete(f"{_BANS}/{ban['id']}")
    async with services.database.system_session(reason="test") as db:
        query = text("SELECT action FROM audit_pending WHERE actor_id IN (:a, :b) ORDER BY id")
        rows = await db.scalars(query, {"a": operator.principal.id, "b": owner.principal.id})
        assert rows.all() == [
            "edge_policy.activated", "tenant_edge_policy.activated", "edge_ban.made", "edge_ban.lifted",
        ]  # fmt: skip


async def test_another_process_follows_without_a_restart(operator, settings, services):
    other, listener = EdgeKeeper(settings, services.database), Listener(services.database)
    await other.start()
    seen = other._known
    await operator.client.put(_INSTALLATION, {"policy": {"costs": {"run": 7}}})
    await operator.client.post(_BANS, {"address": "203.0.113.10"})
    other.listen(listener)
    assert other.guard.compiled.costs["run"] == 1
    await other.refresh()
    assert other._known != seen
    assert other.guard.compiled.costs["run"] == 7
    assert other.guard.bans.until("203.0.113.10", services.clock()) is not None
    await other.aclose()
