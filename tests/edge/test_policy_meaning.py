"""What the policy means, stated once and held against each edge: the in-process one and a real Caddy in front."""

from __future__ import annotations

import pytest

from charter.edge.policy import EdgePolicy
from tests.edge.fronts import Ask, Front, ask, caddy, in_process

_JSON = {"Content-Type": "application/json"}
_YAML = {"Content-Type": "application/yaml"}
_OTHERS = {"other_bodies": [{"path": "/v1/up", "content_types": ["application/yaml"], "max_bytes": 2_000}]}


@pytest.fixture(scope="module", params=[in_process, caddy], ids=["in-process", "caddy"])
async def front(request, app):
    async with request.param(app) as running:
        yield running


def case(name, policy, asked, status, code=None):
    return pytest.param(policy, asked, status, code, id=name)


def forwarded(chain: str) -> Ask:
    return Ask(headers={"X-Forwarded-For": chain})


_DENY = {"network": {"trusted_proxies": ["127.0.0.1", "10.0.0.0/8"], "deny": ["203.0.113.0/24", "2001:db8::/32"]}}
_ALLOW = {"network": {"trusted_proxies": ["127.0.0.1"], "allow": ["198.51.100.0/24"], "deny": ["198.51.100.66"]}}
_REFUSED = "edge.address-refused"

CASES = [
    case("probes pass", {}, Ask(), 200),
    case("no key", {}, Ask(target="/v1/agents"), 401, "identity.unauthenticated"),
    case("a made-up key", {}, Ask(target="/v1/agents", headers={"Authorization": "Bearer chk_test_x_y"}), 401,
         "identity.unauthenticated"),
    # Sizes
    case("a body at the limit", {"requests": {"max_body_bytes": 1_000}},
         Ask("POST", "/v1/session", _JSON, b" " * 998 + b"{}"), 422, "core.input-invalid"),
    case("a body above the limit", {"requests": {"max_body_bytes": 1_000}},
         Ask("POST", "/v1/session", _JSON, b" " * 999 + b"{}"), 413, "core.body-too-large"),
    case("a body above the limit without its length", {"requests": {"max_body_bytes": 1_000}},
         Ask("POST", "/v1/session", _JSON, b" " * 1_001, chunked=True), 413, "core.body-too-large"),
    case("an address above the limit", {"requests": {"max_url_bytes": 200}},
         Ask(target="/healthz?" + "a" * 192), 414, "edge.url-too-long"),
    case("an address at the limit", {"requests": {"max_url_bytes": 200}}, Ask(target="/healthz?" + "a" * 191), 200),
    case("a path above the limit", {}, Ask(target="/" + "a" * 1_000), 414, "edge.url-too-long"),
    case("headers far above the limit", {}, Ask(headers={"X-Long": "a" * 60_000}), 431),
    # Methods and characters
    case("a method that is not listed", {"requests": {"methods": ["GET"]}}, Ask("DELETE", "/v1/session"), 405,
         "core.method-not-allowed"),
    case("a control character", {}, Ask(target="/v1/agents/a%0Ab"), 400, "core.bad-request"),
    case("a right-to-left override", {}, Ask(target="/v1/agents/a%E2%80%AEb"), 400, "core.bad-request"),
    case("no UTF-8", {}, Ask(target="/v1/agents/a%FFb"), 400, "core.bad-request"),
    case("a NUL in the query", {}, Ask(target="/healthz?a=%00"), 400, "core.bad-request"),
    case("letters of other alphabets", {}, Ask(target="/v1/agents/%C3%A9%D7%90"), 401, "identity.unauthenticated"),
    # Types of bodies
    case("a body of another type", {}, Ask("POST", "/v1/session", {"Content-Type": "text/plain"}, b"{}"), 415,
         "core.wrong-content-type"),
    case("a body without a type", {}, Ask("POST", "/v1/session", {}, b"{}"), 415, "core.wrong-content-type"),
    case("a chunked body of another type", {}, Ask("POST", "/v1/session", {"Content-Type": "a/b"}, b"{}", chunked=True),
         415, "core.wrong-content-type"),
    case("a type that only begins like it", {}, Ask("POST", "/v1/session", {"Content-Type": "application/jsonx"},
         b"{}"),
         415, "core.wrong-content-type"),
    case("a type with parameters", {}, Ask("POST", "/v1/session", {"Content-Type": "Application/JSON; charset=utf-8"},
         b"{}"), 422, "core.input-invalid"),
    case("no body needs no type", {}, Ask("DELETE", "/v1/session"), 401, "identity.unauthenticated"),
    case("another body where it is allowed", {"requests": _OTHERS},
         Ask("POST", "/v1/up/x", _YAML, b"z" * 2_000), 404, "core.no-such-path"),
    case("json where it is not", {"requests": _OTHERS}, Ask("POST", "/v1/up", _JSON, b"{}"), 415,
         "core.wrong-content-type"),
    case("too much of it", {"requests": _OTHERS}, Ask("POST", "/v1/up", _YAML, b"z" * 2_001),
         413, "core.body-too-large"),
    case("a path that only begins like it", {"requests": _OTHERS}, Ask("POST", "/v1/upper", _JSON, b"{}"), 404,
         "core.no-such-path"),
    # Addresses
    case("a denied network", _DENY, forwarded("203.0.113.7"), 403, _REFUSED),
    case("a denied network of IPv6", _DENY, forwarded("2001:db8::7"), 403, _REFUSED),
    case("behind two trusted proxies", _DENY, forwarded("203.0.113.7, 10.1.1.1"), 403, _REFUSED),
    case("an address made up by the client", _DENY, forwarded("203.0.113.7, 198.51.100.1"), 200),
    case("a denied one that hides behind a made-up one", _DENY, forwarded("198.51.100.1, 203.0.113.7"), 403, _REFUSED),
    case("nobody is trusted", {"network": {"deny": ["203.0.113.0/24"]}}, forwarded("203.0.113.7"), 200),
    case("an allowed network", _ALLOW, forwarded("198.51.100.9"), 200),
    case("outside the allowed networks", _ALLOW, forwarded("192.0.2.1"), 403, _REFUSED),
    case("denied within the allowed", _ALLOW, forwarded("198.51.100.66"), 403, _REFUSED),
    case("the proxy itself is outside", _ALLOW, Ask(), 403, _REFUSED),
    # Programs
    case("an unwanted program", {"bots": {"deny": ["sqlmap"]}},
         Ask(target="/v1/agents", headers={"User-Agent": "SQLMap/1.8"}), 403, "edge.bot-refused"),
    case("a nameless program", {"bots": {"require_user_agent": True}}, Ask(target="/v1/agents"), 403,
         "edge.bot-refused"),
    case("a probe needs no name", {"bots": {"require_user_agent": True}}, Ask(), 200),
]  # fmt: skip


@pytest.mark.parametrize(("policy", "asked", "status", "code"), CASES)
async def test_a_request_is_answered_as_the_policy_says(front: Front, policy, asked, status, code):
    await front.apply(EdgePolicy.model_validate(policy))
    heard = await ask(front.port, asked)
    assert heard.status == status, heard.body
    assert heard.code == code or status in {200, 431}, heard.body  # Go's own 431 has no body of ours
    if code is not None and code.startswith("edge."):
        problem = heard.body.decode()
        assert f'"type":"/problems/{code}"' in problem
        assert f'"status":{status}' in problem


_CORS = {"cors": {"origins": ["https://app.example.org", "http://localhost:3000"], "credentials": True}}


def preflight(origin: str) -> Ask:
    return Ask("OPTIONS", "/v1/agents", {"Origin": origin, "Access-Control-Request-Method": "POST"})


@pytest.mark.parametrize("origin", _CORS["cors"]["origins"])
async def test_a_named_origin_may_ask_and_read(front: Front, origin):
    await front.apply(EdgePolicy.model_validate(_CORS))
    asked = await ask(front.port, preflight(origin))
    assert asked.status == 204
    assert asked.headers["access-control-allow-origin"] == [origin]
    assert asked.headers["access-control-allow-credentials"] == ["true"]
    assert "PATCH" in asked.headers["access-control-allow-methods"][0]
    assert "authorization" in asked.headers["access-control-allow-headers"][0]
    assert asked.headers["access-control-max-age"] == ["600"]
    assert "Origin" in asked.headers["vary"]
    answered = await ask(front.port, Ask(target="/healthz", headers={"Origin": origin}))
    assert answered.headers["access-control-allow-origin"] == [origin]
    assert "x-request-id" in answered.headers["access-control-expose-headers"][0]
    refused = await ask(front.port, Ask("POST", "/v1/session", {"Origin": origin}, b"{}"))
    assert refused.status == 415
    assert refused.headers["access-control-allow-origin"] == [origin], "pages must be able to read why"


@pytest.mark.parametrize(
    "origin", ["https://app.example.org.evil.example", "https://app.example.org:444", "null", "HTTPS://APP.EXAMPLE.ORG"]
)
async def test_another_origin_may_not(front: Front, origin):
    await front.apply(EdgePolicy.model_validate(_CORS))
    asked = await ask(front.port, preflight(origin))
    assert (asked.status, asked.code) == (403, "edge.origin-refused")
    assert "access-control-allow-origin" not in asked.headers
    answered = await ask(front.port, Ask(headers={"Origin": origin}))
    assert "access-control-allow-origin" not in answered.headers


async def test_no_origin_may_unless_named(front: Front):
    await front.apply(EdgePolicy())
    assert (await ask(front.port, preflight("https://app.example.org"))).code == "edge.origin-refused"


async def test_answers_and_refusals_carry_the_headers_once(front: Front):
    policy = EdgePolicy()
    await front.apply(policy)
    for asked in (Ask(), Ask(target="/v1/agents"), Ask("POST", "/v1/session", {}, b"{}")):
        heard = await ask(front.port, asked)
        assert heard.headers["content-security-policy"] == [policy.headers.content_security_policy]
        for name, value in policy.headers.more.items():
            assert heard.headers[name] == [value]
        assert "strict-transport-security" not in heard.headers


async def test_routes_that_will_go_say_so(front: Front):
    rule = {
        "path": "/v1/agents",
        "methods": ["GET"],
        "deprecated_at": "2026-01-01T00:00:00Z",
        "sunset_at": "2027-01-01T00:00:00Z",
        "link": "https://example.org/why",
    }
    await front.apply(EdgePolicy.model_validate({"deprecations": [rule]}))
    for target in ("/v1/agents", "/v1/agents/agent_x"):
        heard = await ask(front.port, Ask(target=target))
        assert heard.headers["deprecation"] == ["@1767225600"]
        assert heard.headers["sunset"] == ["Fri, 01 Jan 2027 00:00:00 GMT"]
        assert heard.headers["link"] == ['<https://example.org/why>; rel="deprecation"; type="text/html"']
    for other in (Ask(target="/v1/agents2"), Ask("DELETE", "/v1/agents/a"), Ask(target="/v1/session")):
        assert "deprecation" not in (await ask(front.port, other)).headers


async def test_who_somebody_is_is_not_taken_from_headers(app):
    """Behind either edge the application sees no header that claims an identity."""
    claimed = {"X-Tenant-Id": "tenant_1", "X-User-Name": "root", "X-Charter-Role": "owner", "X-Kept": "yes"}

    async def echo(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b" ".join(sorted(name for name, _ in scope["headers"]))})

    for start in (in_process, caddy):
        async with start(echo) as front:
            heard = await ask(front.port, Ask(headers=claimed))
            assert heard.status == 200
            names = heard.body.split()
            assert b"x-kept" in names
            assert not [name for name in names if name.startswith((b"x-tenant", b"x-user", b"x-charter"))]
