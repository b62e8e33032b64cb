"""What the policy says of one request: pure decisions over a policy that was prepared for asking.

Nothing here waits, counts or knows of HTTP servers: limits and bans, which remember, are the guard's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from charter.core.errors import CharterError
from charter.edge import errors
from charter.edge.addresses import IpAddress, Networks, client_address, parse_address
from charter.edge.countries import Countries
from charter.edge.identifiers import unfit_character
from charter.edge.limits import Rule
from charter.edge.policy import (
    AddressRules,
    BodyRule,
    Deprecation,
    EdgePolicy,
    Per,
    RateLimit,
    RouteClass,
    TenantEdgePolicy,
)

RawHeaders = list[tuple[bytes, bytes]]

_WITH_TYPED_BODY = frozenset({"POST", "PUT", "PATCH"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_SIGN_IN = ("/v1/session", "/v1/setup", "/v1/sign-in", "/v1/sign-on", "/v1/invitations", "/v1/password")
_RUNNING = ("/v1/runs", "/v1/openai/chat", "/v1/openai/responses")
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
"""What watches the installation asks for these all the time: no limits count them."""

_MEMO_SIZE = 20_000


def route_class(method: str, path: str) -> RouteClass:
    """Return what a request is about."""
    if method in _SAFE:
        return RouteClass.READ
    if method == "POST":
        if path.startswith(_RUNNING) and path.count("/") <= 4:
            return RouteClass.RUN
        if path.startswith(_SIGN_IN):
            return RouteClass.SIGN_IN
    return RouteClass.WRITE


@dataclass(slots=True)
class Facts:
    """What of a request the policy looks at."""

    method: str
    path: str
    query: bytes
    url_bytes: int
    headers: Mapping[bytes, bytes]
    header_count: int
    header_bytes: int
    address: str

    def header(self, name: bytes) -> str:
        """Return a header's first value, "" without one."""
        return self.headers.get(name, b"").decode("latin-1")


class AddressGate:
    """Answers whether an address may come; remembers what it answered."""

    def __init__(self, rules: AddressRules) -> None:
        self._allow, self._deny = Networks(rules.allow), Networks(rules.deny)
        self._open = not (self._allow or self._deny)

    def admits(self, address: IpAddress | None) -> bool:
        """Return whether it may; an address that cannot be read may only where there are no rules."""
        if self._open:
            return True
        if address is None or address in self._deny:
            return False
        return not self._allow or address in self._allow


class CompiledPolicy:
    """An installation's policy, prepared for asking.

    Args:
        max_body_bytes: of a body, where the policy says nothing.
        countries: the operator's GeoIP file, if there is one.
    """

    def __init__(self, policy: EdgePolicy, *, max_body_bytes: int, countries: Countries | None = None) -> None:
        self.policy = policy
        self.requests = policy.requests
        self.max_body_bytes = policy.requests.max_body_bytes or max_body_bytes
        self.trusted = Networks(policy.network.trusted_proxies)
        self.connections_per_client = policy.network.connections_per_client
        self.response_headers = _encoded(header_pairs(policy, tls=False))
        self.response_headers_tls = _encoded(header_pairs(policy, tls=True))
        self.cors = _CorsAnswers(policy)
        self.costs = {route: policy.costs.get(route, 1) for route in RouteClass}
        self.by_address = {route: rules for route, rules in _rules(policy.rate_limits, {Per.ADDRESS}).items() if rules}
        self.by_caller = _rules(policy.rate_limits, {Per.TENANT, Per.KEY, Per.USER})
        self._methods = frozenset(policy.requests.methods)
        self._types = frozenset(policy.requests.content_types)
        self._gate = AddressGate(policy.network)
        self._unlimited = Networks(policy.unlimited)
        self._countries = countries
        self._agents = tuple(part.lower() for part in policy.bots.deny)
        self._looks_at_agent = bool(self._agents) or policy.bots.require_user_agent
        stripped = [name.encode() for name in policy.requests.strip_headers]
        self._stripped = frozenset(name for name in stripped if not name.endswith(b"*"))
        self._stripped_prefixes = tuple(name[:-1] for name in stripped if name.endswith(b"*"))
        self._deprecations = [(each, _deprecation_headers(each)) for each in policy.deprecations]
        self._memo: dict[str, tuple[bool, bool]] = {}

    def address_of(self, peer: str, forwarded_for: str | None) -> str:
        """Return the client's address."""
        return client_address(peer, forwarded_for, self.trusted)

    def trusts(self, peer: str) -> bool:
        """Return whether a peer is a proxy that is believed."""
        address = parse_address(peer)
        return address is not None and bool(self.trusted) and address in self.trusted

    def limits_address(self, address: str) -> bool:
        """Return whether limits per address and bans are for this one."""
        return self._of(address)[1]

    def decide(self, facts: Facts) -> CharterError | None:
        """Return why the policy refuses a request; None when it does not."""
        return (
            self._address_refusal(facts)
            or self._head_refusal(facts)
            or (self._agent_refusal(facts) if self._looks_at_agent and facts.path not in PROBES else None)
            or self._body_refusal(facts)
        )

    def body_limit(self, path: str) -> int:
        """Return the most bytes of a body at a path."""
        rule = self._body_rule(path)
        return (rule.max_bytes if rule else None) or self.max_body_bytes

    def without_stripped(self, headers: RawHeaders, names: Mapping[bytes, bytes]) -> RawHeaders:
        """Return the headers that go on to the application."""
        if self._stripped.isdisjoint(names) and not any(map(self._is_prefixed, names)):
            return headers
        return [pair for pair in headers if pair[0] not in self._stripped and not self._is_prefixed(pair[0])]

    def deprecation_headers(self, method: str, path: str) -> RawHeaders:
        """Return what callers of a route that will go are told."""
        for rule, headers in self._deprecations:
            if is_below(path, rule.path) and (not rule.methods or method in rule.methods):
                return headers
        return []

    def _is_prefixed(self, name: bytes) -> bool:
        return name.startswith(self._stripped_prefixes)

    def _of(self, address: str) -> tuple[bool, bool]:
        """Return whether an address may come, and whether it is limited."""
        known = self._memo.get(address)
        if known is None:
            parsed = parse_address(address)
            admitted = self._gate.admits(parsed) and self._country_admits(parsed)
            known = (admitted, parsed is None or parsed not in self._unlimited)
            if len(self._memo) >= _MEMO_SIZE:
                self._memo.clear()
            self._memo[address] = known
        return known

    def _country_admits(self, address: IpAddress | None) -> bool:
        rules = self.policy.countries
        if not rules.allow and not rules.deny:
            return True
        country = self._countries.country_of(address) if self._countries is not None and address is not None else None
        if country is None:
            return rules.unknown == "allow"
        return country not in rules.deny and (not rules.allow or country in rules.allow)

    def _address_refusal(self, facts: Facts) -> CharterError | None:
        if self._of(facts.address)[0]:
            return None
        return errors.AddressRefused(
            f"The edge policy takes no requests from {facts.address}; ask the operator of this installation."
        )

    def _head_refusal(self, facts: Facts) -> CharterError | None:
        limits = self.requests
        if facts.method not in self._methods:
            return errors.MethodNotAllowed(f"{facts.method} is not taken here; see /openapi.json for what is.")
        if facts.url_bytes > limits.max_url_bytes or len(facts.path) > limits.max_path_characters:
            return errors.UrlTooLong(
                f"An address has at most {limits.max_url_bytes} bytes and a path of {limits.max_path_characters} "
                "characters; see /openapi.json for what there is."
            )
        if facts.header_count > limits.max_headers or facts.header_bytes > limits.max_header_bytes:
            return errors.HeadersTooLarge(
                f"At most {limits.max_headers} headers with {limits.max_header_bytes} bytes are taken; send fewer."
            )
        if character := unfit_character(facts.path):
            return errors.BadRequest(
                f"The address holds the character {character}, which has no place in a name; see /openapi.json."
            )
        if b"%00" in facts.query or b"\x00" in facts.query:
            return errors.BadRequest("The query holds a NUL, which has no place in a text; see /openapi.json.")
        return None

    def _agent_refusal(self, facts: Facts) -> CharterError | None:
        agent = facts.header(b"user-agent").lower()
        if not agent and self.policy.bots.require_user_agent:
            return errors.BotRefused("Send a User-Agent that says which program you are.")
        if any(part in agent for part in self._agents):
            return errors.BotRefused("Programs of this User-Agent are not wanted here; ask the operator.")
        return None

    def _body_refusal(self, facts: Facts) -> CharterError | None:
        length = facts.headers.get(b"content-length")
        chunked = b"transfer-encoding" in facts.headers
        if length is None and not chunked:
            return None
        rule = self._body_rule(facts.path)
        limit = (rule.max_bytes if rule else None) or self.max_body_bytes
        if length is not None and length.isdigit() and int(length) > limit:
            return too_large(limit)
        if facts.method not in _WITH_TYPED_BODY or (not chunked and length == b"0"):
            return None
        kind = facts.header(b"content-type").partition(";")[0].strip().lower()
        if kind in (rule.content_types if rule else self._types):
            return None
        return errors.WrongContentType(f"The body is {kind or 'of no type'}; send application/json.")

    def _body_rule(self, path: str) -> BodyRule | None:
        return next((rule for rule in self.requests.other_bodies if is_below(path, rule.path)), None)


class CompiledTenantPolicy:
    """A tenant's own part, prepared for asking."""

    def __init__(self, policy: TenantEdgePolicy) -> None:
        self.policy = policy
        self.by_caller = _rules(policy.rate_limits, set(Per), prefix="own-")
        self._gate = AddressGate(policy.network)

    def admits(self, address: str) -> bool:
        """Return whether the tenant wants requests from an address."""
        return self._gate.admits(parse_address(address))


def is_below(path: str, prefix: str) -> bool:
    """Return whether a path is ``prefix`` or lies below it; ``/v1/a`` is not above ``/v1/ab``."""
    return path.startswith(prefix) and (len(path) == len(prefix) or prefix.endswith("/") or path[len(prefix)] == "/")


def too_large(limit: int) -> errors.BodyTooLarge:
    """Return the refusal of a body."""
    return errors.BodyTooLarge(
        f"The body is larger than {limit} bytes; send less, or raise CHARTER_MAX_BODY_BYTES or the edge policy's limit."
    )


CallerRules = dict[RouteClass, list[tuple[Per, Rule]]]


def _rules(limits: list[RateLimit], wanted: set[Per], *, prefix: str = "") -> CallerRules:
    found: CallerRules = {route: [] for route in RouteClass}
    for limit in limits:
        if limit.per in wanted:
            rule = Rule.of(limit.model_copy(update={"name": prefix + limit.name}))
            for route in limit.routes or RouteClass:
                found[route].append((limit.per, rule))
    return found


def header_pairs(policy: EdgePolicy, *, tls: bool) -> dict[str, str]:
    """Return the headers of every answer that does not set them itself."""
    headers = {"content-security-policy": policy.headers.content_security_policy, **policy.headers.more}
    if tls and policy.headers.hsts_max_age_seconds:
        headers["strict-transport-security"] = f"max-age={policy.headers.hsts_max_age_seconds}"
    if policy.cors.origins:
        headers.setdefault("vary", "Origin")
    return {name: value for name, value in headers.items() if value}


def http_date(moment: datetime) -> str:
    """Return a moment as headers write it (RFC 9110 §5.6.7)."""
    return format_datetime(moment.astimezone(tz=UTC), usegmt=True)


def _encoded(headers: Mapping[str, str]) -> RawHeaders:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _deprecation_headers(rule: Deprecation) -> RawHeaders:
    headers = [(b"deprecation", f"@{int(rule.deprecated_at.timestamp())}".encode())]
    if rule.sunset_at is not None:
        headers.append((b"sunset", http_date(rule.sunset_at).encode()))
    if rule.link is not None:
        headers.append((b"link", f'<{rule.link}>; rel="deprecation"; type="text/html"'.encode()))
    return headers


class _CorsAnswers:
    """The answers to pages of other origins."""

    def __init__(self, policy: EdgePolicy) -> None:
        rules = policy.cors
        exposed = [(b"access-control-expose-headers", ", ".join(rules.exposed_headers).encode())]
        credentials = [(b"access-control-allow-credentials", b"true")] if rules.credentials else []
        asked = [
            (b"access-control-allow-methods", ", ".join(rules.methods).encode()),
            (b"access-control-allow-headers", ", ".join(rules.headers).encode()),
            (b"access-control-max-age", str(rules.max_age_seconds).encode()),
            (b"vary", b"Origin"),
        ]
        self._plain: dict[bytes, RawHeaders] = {}
        self._preflight: dict[bytes, RawHeaders] = {}
        for origin in rules.origins:
            allowed = [(b"access-control-allow-origin", origin.encode()), *credentials]
            self._plain[origin.encode()] = allowed + (exposed if rules.exposed_headers else [])
            self._preflight[origin.encode()] = allowed + asked

    def headers(self, origin: bytes) -> RawHeaders:
        """Return what lets a page of this origin read the answer; nothing for others."""
        return self._plain.get(origin, [])

    def preflight(self, origin: bytes) -> RawHeaders | None:
        """Return the answer to a page that asks whether it may; None when it may not."""
        return self._preflight.get(origin)
