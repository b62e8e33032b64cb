"""OAuth 2.1 as MCP servers use it: who guards the server, how Charter is registered there, codes and tokens.

2026-07-28, Authorization: protected-resource metadata (RFC 9728), authorization-server metadata (RFC 8414 or OpenID
Connect Discovery), dynamic registration (RFC 7591), PKCE with S256 (RFC 7636), resource indicators (RFC 8707), issuer
identification (RFC 9207).
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from charter.core.guarded_client import GuardedClient, Limits, OutgoingError
from charter.mcp.errors import McpOauthFailed
from charter.mcp.transports.port import typed

_LIMITS = Limits(
    connect_timeout_s=5.0, header_timeout_s=10.0, total_timeout_s=15.0, max_response_bytes=1 << 20, max_redirects=2
)
_METADATA_PARAMETER = re.compile(r'\bresource_metadata="([^"\s]{1,2000})"')
_SCOPE_PARAMETER = re.compile(r'\bscope="([^"]{1,1000})"')


class Guardian(BaseModel):
    """The authorization server of an MCP server, and how Charter is registered there.

    Attributes:
        resource: the MCP server as its tokens name it.
    """

    model_config = ConfigDict(extra="ignore")

    issuer: str = Field(max_length=2_000)
    authorization_endpoint: str = Field(max_length=2_000)
    token_endpoint: str = Field(max_length=2_000)
    registration_endpoint: str | None = Field(None, max_length=2_000)
    code_challenge_methods_supported: list[str] = Field(default_factory=list)
    authorization_response_iss_parameter_supported: bool = False
    resource: str = ""
    scope: str | None = None
    client_id: str = ""


class Tokens(BaseModel):
    """What the authorization server gave for one person."""

    model_config = ConfigDict(extra="ignore")

    access_token: str = Field(min_length=1, max_length=20_000)
    token_type: str = "Bearer"  # noqa: S105 - the name of a kind
    refresh_token: str | None = Field(None, max_length=20_000)
    expires_in: int | None = Field(None, ge=0, le=10 * 365 * 86_400)
    scope: str | None = Field(None, max_length=4_000)


async def find_guardian(http: GuardedClient, url: str, challenge: str) -> Guardian:
    """Find out who guards an MCP server.

    Args:
        challenge: the ``WWW-Authenticate`` header of its refusal, which may say where its metadata is.

    Raises:
        McpOauthFailed: it publishes no metadata, or some that cannot be trusted or used.
    """
    document, resource = None, ""
    for address in _resource_metadata_addresses(url, challenge):
        document = await _fetched(http, address)
        if document is not None:
            break
    issuers: list[str] = []
    if document is not None:
        resource = str(document.get("resource", ""))
        _require_same_resource(resource, url)
        named = document.get("authorization_servers")
        issuers = [issuer for issuer in named if isinstance(issuer, str)] if isinstance(named, list) else []
    # Revision 2025-03-26 knew no protected-resource metadata: the server's own origin is its authorization server.
    issuer = issuers[0] if issuers else urlunsplit((*urlsplit(url)[:2], "", "", ""))
    guardian = await _guardian(http, issuer)
    asked = _SCOPE_PARAMETER.search(challenge)
    guardian.resource, guardian.scope = resource or _canonical(url), asked[1] if asked else None
    return guardian


async def register(http: GuardedClient, guardian: Guardian, redirect_uri: str) -> str | None:
    """Register Charter at the authorization server (RFC 7591); sets ``client_id`` and returns the secret, if any.

    Raises:
        McpOauthFailed: it does not let clients register themselves.
    """
    if guardian.registration_endpoint is None:
        raise McpOauthFailed(
            f"{guardian.issuer} does not let clients register themselves: register Charter there with the redirect "
            f"address {redirect_uri} and give its client id as oauth_client."
        )
    wanted = {
        "client_name": "Charter",
        "redirect_uris": [redirect_uri],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
    }
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    document = await _posted(http, guardian.registration_endpoint, headers, orjson.dumps(wanted))
    client_id, secret = document.get("client_id"), document.get("client_secret")
    if not isinstance(client_id, str) or not client_id:
        raise McpOauthFailed(f"{guardian.issuer} registered Charter without a client id.")
    guardian.client_id = client_id
    return secret if isinstance(secret, str) and secret else None


def new_verifier() -> str:
    """Return a PKCE code verifier."""
    return secrets.token_urlsafe(48)


def authorization_url(guardian: Guardian, *, redirect_uri: str, state: str, verifier: str) -> str:
    """Return where a person lets Charter act in their name."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    query = {
        "response_type": "code",
        "client_id": guardian.client_id,
        "redirect_uri": redirect_uri,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "resource": guardian.resource,
    } | ({"scope": guardian.scope} if guardian.scope else {})
    joint = "&" if urlsplit(guardian.authorization_endpoint).query else "?"
    return f"{guardian.authorization_endpoint}{joint}{urlencode(query)}"


async def redeem(
    http: GuardedClient, guardian: Guardian, secret: str | None, *, code: str, verifier: str, redirect_uri: str
) -> Tokens:
    """Return the tokens for a code.

    Raises:
        McpOauthFailed: the code is refused.
    """
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
    return await _tokens(http, guardian, secret, form)


async def renew(http: GuardedClient, guardian: Guardian, secret: str | None, refresh_token: str) -> Tokens:
    """Return new tokens for an old one.

    Raises:
        McpOauthFailed: it is refused: the person must let Charter in again.
    """
    return await _tokens(http, guardian, secret, {"grant_type": "refresh_token", "refresh_token": refresh_token})


async def _tokens(http: GuardedClient, guardian: Guardian, secret: str | None, form: Mapping[str, str]) -> Tokens:
    sent = {**form, "client_id": guardian.client_id, "resource": guardian.resource}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if secret is not None:
        pair = base64.b64encode(f"{guardian.client_id}:{secret}".encode()).decode()
        headers["Authorization"] = f"Basic {pair}"
    document = await _posted(http, guardian.token_endpoint, headers, urlencode(sent).encode())
    try:
        tokens = Tokens.model_validate(document)
    except ValidationError:
        raise McpOauthFailed(f"{guardian.issuer} answered without a usable token.") from None
    if tokens.token_type.lower() != "bearer":
        raise McpOauthFailed(f"{guardian.issuer} gave a token of the unknown kind {tokens.token_type[:40]!r}.")
    return tokens


async def _guardian(http: GuardedClient, issuer: str) -> Guardian:
    for address in _server_metadata_addresses(issuer):
        document = await _fetched(http, address)
        if document is None:
            continue
        try:
            guardian = Guardian.model_validate(document)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise McpOauthFailed(f"The metadata of {issuer} cannot be used: {first['loc']}: {first['msg']}") from None
        if guardian.issuer.rstrip("/") != issuer.rstrip("/"):
            raise McpOauthFailed(f"The metadata of {issuer} is of another issuer, {guardian.issuer}.")
        if "S256" not in guardian.code_challenge_methods_supported:
            raise McpOauthFailed(f"{issuer} does not offer PKCE with S256, without which codes can be stolen.")
        for endpoint in (guardian.authorization_endpoint, guardian.token_endpoint, guardian.registration_endpoint):
            _require_web(endpoint, issuer)
        return guardian
    raise McpOauthFailed(f"{issuer} publishes no metadata as an authorization server; nothing can be asked of it.")


def _require_web(endpoint: str | None, issuer: str) -> None:
    allowed = {"https"} if urlsplit(issuer).scheme == "https" else {"https", "http"}
    if endpoint is not None and urlsplit(endpoint).scheme not in allowed:
        raise McpOauthFailed(f"The metadata of {issuer} names an address that is not https: {endpoint[:100]!r}.")


def _require_same_resource(resource: str, url: str) -> None:
    """Refuse metadata of another server: its tokens would be asked for in the wrong name (RFC 9728 §3.3)."""
    there, here = urlsplit(resource), urlsplit(url)
    same_origin = (there.scheme.lower(), there.netloc.lower()) == (here.scheme.lower(), here.netloc.lower())
    if not same_origin or not here.path.rstrip("/").startswith(there.path.rstrip("/")):
        raise McpOauthFailed(f"The server's metadata is of another resource, {resource[:200]!r}.")


def _canonical(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"), "", ""))


def _resource_metadata_addresses(url: str, challenge: str) -> Iterator[str]:
    if named := _METADATA_PARAMETER.search(challenge):
        yield named[1]
    parts = urlsplit(url)
    if path := parts.path.rstrip("/"):
        yield urlunsplit((parts.scheme, parts.netloc, f"/.well-known/oauth-protected-resource{path}", "", ""))
    yield urlunsplit((parts.scheme, parts.netloc, "/.well-known/oauth-protected-resource", "", ""))


def _server_metadata_addresses(issuer: str) -> Iterator[str]:
    parts = urlsplit(issuer)
    path = parts.path.rstrip("/")
    for known in ("oauth-authorization-server", "openid-configuration"):
        yield urlunsplit((parts.scheme, parts.netloc, f"/.well-known/{known}{path}", "", ""))
    if path:
        yield urlunsplit((parts.scheme, parts.netloc, f"{path}/.well-known/openid-configuration", "", ""))


async def _fetched(http: GuardedClient, address: str) -> dict[str, Any] | None:
    """Return a document of metadata, None when there is none at this address."""
    try:
        async with await http.request("GET", address, headers={"Accept": "application/json"}, limits=_LIMITS) as answer:
            body = await answer.read()
            if answer.status != 200:
                return None
    except OutgoingError as error:
        raise typed(error) from error
    return _document(body)


async def _posted(http: GuardedClient, address: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    limits = Limits(connect_timeout_s=5.0, header_timeout_s=10.0, total_timeout_s=15.0, max_response_bytes=1 << 20)
    try:
        async with await http.request("POST", address, headers=headers, body=body, limits=limits) as answer:
            document = _document(await answer.read())
            status = answer.status
    except OutgoingError as error:
        raise typed(error) from error
    if not 200 <= status < 300 or document is None:
        said = str((document or {}).get("error", status))[:100]
        raise McpOauthFailed(f"{urlsplit(address).hostname} refuses: {said}.", oauth_error=said)
    return document


def _document(body: bytes) -> dict[str, Any] | None:
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return document if isinstance(document, dict) else None
