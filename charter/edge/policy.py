"""The edge policy: one typed, versioned document of what a request must satisfy before anybody looks at it.

What a document does not say has the default below, so the empty document is a complete policy. A tenant's own part
(:class:`TenantEdgePolicy`) only ever makes things tighter for that tenant.
"""

from __future__ import annotations

import re
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

IpNetwork = IPv4Network | IPv6Network

_TOKEN = re.compile(r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")  # RFC 9110 §5.6.2
_MAXIMUM_ENTRIES = 2_000


def _network(value: object) -> object:
    """Read ``10.0.0.0/8`` or a single address; a prefix with bits beyond its length is a typing mistake."""
    if not isinstance(value, str):
        return value
    try:
        return ip_network(value.strip())
    except ValueError as error:
        raise ValueError(f"{value!r} is no address or network: write 203.0.113.7 or 203.0.113.0/24 ({error})") from None


def _origin(value: str) -> str:
    """Return an exact origin (RFC 6454): scheme, host, port and nothing more."""
    parts = urlsplit(value)
    plain = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    if not plain or value != f"{parts.scheme}://{parts.netloc}" or "*" in value or value != value.lower():
        raise ValueError(f"{value!r} is no exact origin: write https://app.example.org, lower case, without path or *")
    return value


def _header_name(value: str) -> str:
    if not _TOKEN.match(value.removesuffix("*")):
        raise ValueError(f"{value!r} is no header name")
    return value.lower()


def _header_value(value: str) -> str:
    if not value.isprintable() or not value.isascii():
        raise ValueError("a header's value is printable ASCII on one line")
    return value


def _media_type(value: str) -> str:
    kind, _, subtype = value.partition("/")
    if not _TOKEN.match(kind) or not _TOKEN.match(subtype) or "*" in value:
        raise ValueError(f"{value!r} is no media type: write application/json")
    return value.lower()


def _path_prefix(value: str) -> str:
    if not re.fullmatch(r"/[A-Za-z0-9/._~-]*", value):
        raise ValueError(f"{value!r} is no path: it begins with / and holds letters, digits and . _ ~ - /")
    return value


def _country(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", value):
        raise ValueError(f"{value!r} is no country: write its two capital letters (ISO 3166-1), DE for Germany")
    return value


Network = Annotated[IpNetwork, BeforeValidator(_network)]
Networks = Annotated[list[Network], Field(max_length=_MAXIMUM_ENTRIES)]
Origin = Annotated[str, AfterValidator(_origin)]
HeaderName = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_header_name)]
HeaderValue = Annotated[str, Field(max_length=4_000), AfterValidator(_header_value)]
MediaType = Annotated[str, Field(max_length=100), AfterValidator(_media_type)]
PathPrefix = Annotated[str, Field(max_length=200), AfterValidator(_path_prefix)]
Country = Annotated[str, AfterValidator(_country)]
Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_METHODS: tuple[Method, ...] = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class RouteClass(StrEnum):
    """What a request is about, as far as limits go."""

    READ = "read"
    WRITE = "write"
    RUN = "run"
    SIGN_IN = "sign_in"


class Per(StrEnum):
    """Whose requests are counted together."""

    ADDRESS = "address"
    TENANT = "tenant"
    KEY = "key"
    USER = "user"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RateLimit(_Part):
    """At most ``requests`` in ``seconds`` on the long run, ``burst`` of them at once (GCRA)."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$", description="Told to callers who meet the limit.")
    per: Per
    routes: list[RouteClass] = Field(default_factory=list, description="Which requests; empty for all.")
    requests: int = Field(ge=1, le=1_000_000)
    seconds: float = Field(60, gt=0, le=86_400)
    burst: int | None = Field(None, ge=1, le=1_000_000, description="At once; as many as `requests` when not given.")


class AddressRules(_Part):
    """Which addresses may come at all. A denied one is refused also when it is allowed; an empty list allows all."""

    allow: Networks = Field(default_factory=list)
    deny: Networks = Field(default_factory=list)


class NetworkRules(AddressRules):
    """Addresses, and which proxies are believed when they say for whom they ask."""

    trusted_proxies: Networks = Field(
        default_factory=list,
        description="X-Forwarded-For is read from the right up to the first address not in here.",
    )
    connections_per_client: int = Field(2_000, ge=1, le=100_000, description="Open requests of one address at once.")


class CountryRules(_Part):
    """Countries by the operator's own GeoIP file (`CHARTER_GEOIP_FILE`). Addresses of no country: `unknown`."""

    allow: list[Country] = Field(default_factory=list, max_length=300)
    deny: list[Country] = Field(default_factory=list, max_length=300)
    unknown: Literal["allow", "deny"] = "allow"


class BodyRule(_Part):
    """Other bodies below one path: the first rule whose path begins the request's counts."""

    path: PathPrefix
    content_types: list[MediaType] = Field(min_length=1, max_length=20)
    max_bytes: int | None = Field(None, ge=1, le=10_000_000_000)


class RequestLimits(_Part):
    """Sizes and times of a request."""

    methods: list[Method] = Field(default_factory=lambda: [*_METHODS, "OPTIONS"])
    max_url_bytes: int = Field(8_000, ge=200, le=64_000, description="Path and query.")
    max_path_characters: int = Field(1_000, ge=100, le=2_000, description="Of the path alone, decoded.")
    max_headers: int = Field(100, ge=10, le=1_000)
    max_header_bytes: int = Field(32_000, ge=1_000, le=256_000, description="All names and values together.")
    max_body_bytes: int | None = Field(
        None, ge=1_000, le=10_000_000_000, description="`CHARTER_MAX_BODY_BYTES` when not given."
    )
    content_types: list[MediaType] = Field(
        default_factory=lambda: [
            "application/json", "application/yaml", "application/x-yaml", "text/yaml", "application/scim+json",
        ],
        description="Of bodies, exactly; parameters such as charset may follow.",
    )  # fmt: skip
    other_bodies: list[BodyRule] = Field(
        default_factory=lambda: [
            # Pages of other sites can send forms: they are read only where providers tell who has signed out.
            BodyRule(
                path="/v1/sign-on/back-channel-logout",
                content_types=["application/x-www-form-urlencoded"],
                max_bytes=100_000,
            ),
            # Whole tenants, from the operator of the installation.
            BodyRule(path="/v1/tenants/import", content_types=["application/zip"], max_bytes=1_000_000_000),
            BodyRule(path="/v1/tenants/restore-backup", content_types=["application/zip"], max_bytes=1_000_000_000),
            # Models of guardrails, from the operator as well.
            BodyRule(path="/v1/guardrail-models/install", content_types=["application/zip"], max_bytes=67_108_864),
        ],
        max_length=100,
    )
    header_seconds: float = Field(15, gt=0, le=600, description="To receive the head of a request.")
    body_seconds: float = Field(60, gt=0, le=3_600, description="To receive the whole body.")
    idle_seconds: float = Field(15, gt=0, le=600, description="Between two parts of the body.")
    answer_seconds: float | None = Field(
        None, gt=0, le=86_400, description="Until the answer begins; without end when not given (runs take long)."
    )
    strip_headers: list[HeaderName] = Field(
        default_factory=lambda: [
            "x-tenant-id", "x-user-*", "x-charter-user", "x-charter-principal", "x-charter-role",
            "x-charter-permissions",
        ],
        max_length=100,
        description="Taken out of requests: nobody outside says who they are. `*` at the end stands for any rest.",
    )  # fmt: skip


class CorsRules(_Part):
    """Which web pages of other origins may read answers. None, unless named exactly."""

    origins: list[Origin] = Field(default_factory=list, max_length=200)
    methods: list[Method] = Field(default_factory=lambda: list(_METHODS))
    headers: list[HeaderName] = Field(
        default_factory=lambda: ["authorization", "content-type", "idempotency-key", "last-event-id", "x-csrf-token"]
    )
    exposed_headers: list[HeaderName] = Field(
        default_factory=lambda: [
            "x-request-id",
            "retry-after",
            "ratelimit",
            "ratelimit-policy",
            "deprecation",
            "sunset",
        ]
    )
    credentials: bool = Field(False, description="Cookies too. Off: pages elsewhere use API keys.")
    max_age_seconds: int = Field(600, ge=0, le=86_400)


class ResponseHeaders(_Part):
    """Headers of every answer that the answer does not set itself."""

    content_security_policy: HeaderValue = (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
        "form-action 'self'"
    )
    hsts_max_age_seconds: int = Field(
        31_536_000, ge=0, le=63_072_000, description="Strict-Transport-Security over TLS; 0: none."
    )
    more: dict[HeaderName, HeaderValue] = Field(
        default_factory=lambda: {
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), microphone=(), geolocation=()",
        },
        max_length=50,
    )


class TlsRules(_Part):
    """TLS where this policy's edge ends it; which certificate is a setting (`CHARTER_TLS`)."""

    minimum: Literal["1.2", "1.3"] = "1.2"


class BanRules(_Part):
    """Who is refused too often is not listened to for a while; each further ban of a day is twice as long."""

    refusals: int = Field(200, ge=0, le=1_000_000, description="Within `seconds`; 0: nobody is banned by rule.")
    seconds: float = Field(60, gt=0, le=3_600)
    ban_seconds: float = Field(300, ge=1, le=86_400)
    longest_ban_seconds: float = Field(86_400, ge=1, le=2_592_000)


class BotRules(_Part):
    """A look at User-Agent. Weak: whoever wants to, writes what they like there; it stops the careless only."""

    deny: list[Annotated[str, Field(min_length=3, max_length=100)]] = Field(
        default_factory=list, max_length=200, description="Parts of User-Agent, in any case."
    )
    require_user_agent: bool = False


class Deprecation(_Part):
    """Routes that will go: told to callers by Deprecation (RFC 9745), Sunset (RFC 8594) and Link headers."""

    path: PathPrefix
    methods: list[Method] = Field(default_factory=list, description="Empty for all.")
    deprecated_at: AwareDatetime
    sunset_at: AwareDatetime | None = None
    link: HeaderValue | None = Field(None, pattern=r"^https?://[^\s<>\"]+$", description="Page that explains.")

    @model_validator(mode="after")
    def _in_order(self) -> Deprecation:
        if self.sunset_at is not None and self.sunset_at < self.deprecated_at:
            raise ValueError("sunset_at comes before deprecated_at (RFC 9745 §4 wants it later)")
        return self


def _default_rate_limits() -> list[RateLimit]:
    """Return limits that stop a runaway program or a flood, not people and not a busy customer.

    One process on two small cores answers 500 to 1,700 requests a second; plans and budgets, not the edge, say what a
    customer has paid for. So a tenant or key gets about what one process can give, an address of the outside world what
    an office behind one address needs, and guessing of passwords is slow.
    """
    return [
        RateLimit(name="address", per=Per.ADDRESS, requests=6_000, seconds=60, burst=1_000),
        RateLimit(name="sign-in", per=Per.ADDRESS, routes=[RouteClass.SIGN_IN], requests=30, seconds=60, burst=20),
        RateLimit(name="key", per=Per.KEY, requests=1_000, seconds=1, burst=5_000),
        RateLimit(name="user", per=Per.USER, requests=200, seconds=1, burst=1_000),
        RateLimit(name="tenant", per=Per.TENANT, requests=2_000, seconds=1, burst=10_000),
    ]


RateLimits = Annotated[list[RateLimit], Field(max_length=50)]


class EdgePolicy(_Part):
    """The installation's edge policy."""

    version: Literal[1] = Field(1, description="Of this document's form.")
    rate_limits: RateLimits = Field(default_factory=_default_rate_limits)
    unlimited: Networks = Field(
        default_factory=lambda: [ip_network("127.0.0.0/8"), ip_network("::1/128")],
        description=(
            "No limits per address and no bans: the machine itself, or a proxy on it that is not in trusted_proxies "
            "and would be limited for everybody."
        ),
    )
    costs: dict[RouteClass, Annotated[int, Field(ge=1, le=1_000)]] = Field(
        default_factory=dict, description="What one request counts; 1 unless said."
    )
    network: NetworkRules = NetworkRules()
    countries: CountryRules = CountryRules()
    requests: RequestLimits = RequestLimits()
    cors: CorsRules = CorsRules()
    headers: ResponseHeaders = ResponseHeaders()
    tls: TlsRules = TlsRules()
    bans: BanRules = BanRules()
    bots: BotRules = BotRules()
    deprecations: list[Deprecation] = Field(default_factory=list, max_length=200)

    @model_validator(mode="after")
    def _names_are_unique(self) -> EdgePolicy:
        _require_unique(self.rate_limits)
        _require_room(self.rate_limits, self.costs)
        return self


class TenantEdgePolicy(_Part):
    """A tenant's own part: further limits and addresses. Both this and the installation's must let a request pass."""

    version: Literal[1] = 1
    rate_limits: Annotated[list[RateLimit], Field(max_length=20)] = Field(default_factory=list)
    network: AddressRules = AddressRules()

    @model_validator(mode="after")
    def _of_this_tenant(self) -> TenantEdgePolicy:
        _require_unique(self.rate_limits)
        for limit in self.rate_limits:
            if limit.per == Per.ADDRESS:
                raise ValueError(
                    f"the limit {limit.name} counts addresses before the tenant is known; count per tenant, key or user"
                )
        return self


def _require_unique(limits: list[RateLimit]) -> None:
    names = [limit.name for limit in limits]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"two rate limits are called {twice}; give each a name of its own")


def _require_room(limits: list[RateLimit], costs: dict[RouteClass, int]) -> None:
    """Refuse a limit that a single request can never meet."""
    for limit in limits:
        burst = limit.burst or limit.requests
        for route in limit.routes or list(RouteClass):
            if costs.get(route, 1) > burst:
                raise ValueError(f"one {route} request costs {costs[route]}, more than the burst of {limit.name}")
