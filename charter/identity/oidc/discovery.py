"""What a provider says of itself (OpenID Connect Discovery 1.0), read through the guarded client and checked."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter, ValidationError

from charter.core.guarded_client import AddressRules, GuardedClient, Limits, OutgoingError

ALGORITHMS = ("RS256", "ES256", "PS256", "RS384", "ES384", "PS384", "RS512", "ES512", "PS512")
"""What tokens may be signed with: asymmetric only. ``none`` and shared secrets are not in question."""

_LIMITS = Limits(header_timeout_s=10.0, idle_timeout_s=10.0, total_timeout_s=15.0, max_response_bytes=1 << 20)
_JSON_OBJECT: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])


class ProviderFailure(Exception):
    """The provider did not answer, or not as the standard says; the text is for the administrator."""


class Provider(BaseModel):
    """The parts of a provider's metadata that are used."""

    model_config = ConfigDict(extra="ignore")
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    id_token_signing_alg_values_supported: list[str] = ["RS256"]
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]
    code_challenge_methods_supported: list[str] | None = None
    authorization_response_iss_parameter_supported: bool = False
    backchannel_logout_supported: bool = False

    def addresses(self) -> list[str]:
        """Return every address that somebody is sent to or that is fetched."""
        optional = [self.userinfo_endpoint, self.end_session_endpoint]
        return [self.authorization_endpoint, self.token_endpoint, self.jwks_uri, *filter(None, optional)]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A JSON document and how long it may be kept."""

    document: dict[str, JsonValue]
    max_age_s: int | None


def require_address(rules: AddressRules, text: str) -> None:
    """Refuse an address that tokens must not travel to.

    Plain HTTP is for hosts inside that the operator has listed, never for the open network.

    Raises:
        ProviderFailure: no https, credentials in it, or a fragment.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise ProviderFailure(f"{text[:200]!r} is not a URL.") from error
    if parts.scheme not in {"https", "http"} or not host:
        raise ProviderFailure(f"{text[:200]!r} is not an https:// address.")
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise ProviderFailure("An address of a provider holds no user name and no password.")
    if parts.fragment or "\\" in text or not text.isprintable() or " " in text:
        raise ProviderFailure(f"{text[:200]!r} is not an address that can be used here.")
    if parts.scheme == "http" and not _listed(rules, host, port):
        raise ProviderFailure(f"{text[:200]!r} is plain http: use https, or have the operator allow this host.")


def _listed(rules: AddressRules, host: str, port: int) -> bool:
    if rules.allows_name(host, port):
        return True
    try:
        inside = not ip_address(host).is_global
    except ValueError:
        return False
    return inside and rules.allows_address(host, port)


async def discover(http: GuardedClient, rules: AddressRules, issuer: str) -> Provider:
    """Return a provider's metadata, checked.

    Raises:
        ProviderFailure: it does not answer, is another issuer, or lacks what is needed.
    """
    require_address(rules, issuer)
    if urlsplit(issuer).query:
        raise ProviderFailure("An issuer has no query.")
    found = await fetch(http, issuer.rstrip("/") + "/.well-known/openid-configuration")
    try:
        provider = Provider.model_validate(found.document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ProviderFailure(f"The provider's metadata lacks {first['loc'][0]}: {first['msg']}.") from error
    if provider.issuer != issuer:
        raise ProviderFailure(f"The provider calls itself {provider.issuer[:200]!r}; give exactly that as the issuer.")
    for address in provider.addresses():
        require_address(rules, address)
    methods = provider.code_challenge_methods_supported
    if methods is not None and "S256" not in methods:
        raise ProviderFailure("The provider does not support PKCE with S256.")
    if not set(ALGORITHMS) & set(provider.id_token_signing_alg_values_supported):
        raise ProviderFailure(f"The provider signs with none of {', '.join(ALGORITHMS)}.")
    return provider


async def fetch(http: GuardedClient, url: str, *, headers: dict[str, str] | None = None) -> Fetched:
    """Return a JSON object.

    Raises:
        ProviderFailure: no answer, another status than 200, or no JSON object.
    """
    return await _asked(http, "GET", url, {"accept": "application/json"} | (headers or {}), None)


async def post_form(http: GuardedClient, url: str, form: bytes, headers: dict[str, str]) -> dict[str, JsonValue]:
    """Post a form and return the JSON object that answers it.

    Raises:
        ProviderFailure: no answer, another status than 200, or no JSON object.
    """
    sent = {"accept": "application/json", "content-type": "application/x-www-form-urlencoded"} | headers
    return (await _asked(http, "POST", url, sent, form)).document


async def _asked(http: GuardedClient, method: str, url: str, headers: dict[str, str], body: bytes | None) -> Fetched:
    try:
        async with await http.request(method, url, headers=headers, body=body, limits=_LIMITS) as response:
            raw = await response.read()
    except OutgoingError as error:
        raise ProviderFailure(error.detail) from error
    if response.status != 200:
        raise ProviderFailure(f"{urlsplit(url).hostname} answered {response.status}{_error_word(raw)}.")
    try:
        document = _JSON_OBJECT.validate_json(raw)
    except ValidationError as error:
        raise ProviderFailure(f"{urlsplit(url).hostname} answered no JSON object.") from error
    return Fetched(document, _max_age(response.headers.get("cache-control", "")))


def _error_word(raw: bytes) -> str:
    """Return OAuth's error word of an answer, for the administrator; nothing else of it is repeated."""
    try:
        word = _JSON_OBJECT.validate_json(raw).get("error")
    except ValidationError:
        return ""
    known = isinstance(word, str) and word.replace("_", "").isalpha() and len(word) <= 60
    return f" ({word})" if known else ""


def _max_age(cache_control: str) -> int | None:
    for directive in cache_control.lower().split(","):
        name, _, value = directive.strip().partition("=")
        if name in {"no-store", "no-cache"}:
            return 0
        if name == "max-age" and value.isdigit():
            return int(value)
    return None
