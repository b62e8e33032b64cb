"""Checking a provider's tokens: ID tokens, access tokens, logout tokens.

The signature is checked with the keys of the provider that the connection names, found by key id; addresses or keys
that a token carries itself (``jku``, ``x5u``, ``jwk``) are never looked at.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Collection
from dataclasses import dataclass

import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from pydantic import JsonValue

from charter.identity.oidc.discovery import ALGORITHMS, Provider
from charter.identity.oidc.keys import KeySets

_LEEWAY_S = 60
_LONGEST = 16_384
_LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_ACCESS_TOKEN_TYPES = frozenset({"at+jwt", "application/at+jwt"})  # RFC 9068 §2.1
_ONLY_IN_ID_TOKENS = ("nonce", "at_hash", "c_hash", "s_hash")
_LOGOUT_TOKEN_LIFETIME_S = 600

Claims = dict[str, JsonValue]


class TokenRefused(Exception):
    """A token is not to be believed. The text is for the log: callers answer alike whatever the reason."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token's header and claims."""

    header: Claims
    claims: Claims

    def text(self, name: str) -> str | None:
        """Return a claim that is a text."""
        value = self.claims.get(name)
        return value if isinstance(value, str) and value else None

    @property
    def audiences(self) -> list[str]:
        """Whom the token is for."""
        return texts(self.claims.get("aud"))

    @property
    def subject(self) -> str:
        """Whom the token is about.

        Raises:
            TokenRefused: nobody.
        """
        subject = self.text("sub")
        if subject is None or len(subject) > 255:
            raise TokenRefused("no subject")
        return subject


def texts(value: JsonValue) -> list[str]:
    """Return a claim that is one text or a list of texts as a list."""
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def looks_like_one(text: str) -> bool:
    """True for what may be a signed token: three parts, of which the first is a JSON object."""
    return text.startswith("eyJ") and text.count(".") == 2


def unverified(text: str) -> Token:
    """Return what a token says, to find out whose it claims to be; nothing of it is to be believed yet.

    Raises:
        TokenRefused: it is no signed token.
    """
    parts = text.split(".")
    if len(text) > _LONGEST or len(parts) != 3:
        raise TokenRefused("not three parts")
    try:
        header, claims = (orjson.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in parts[:2])
    except ValueError as error:
        raise TokenRefused("no JSON") from error
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise TokenRefused("no JSON objects")
    return Token(header, claims)


async def verified(text: str, provider: Provider, keys: KeySets, algorithms: Collection[str]) -> Token:
    """Return a token whose signature is the provider's and whose issuer it is.

    Raises:
        TokenRefused: another algorithm than the connection's, an unknown key, a wrong signature or issuer.
    """
    header = unverified(text).header
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in algorithms or algorithm not in ALGORITHMS or "crit" in header:
        raise TokenRefused(f"algorithm {str(algorithm)[:20]} is not one of this connection's")
    if kid is not None and not isinstance(kid, str):
        raise TokenRefused("key id is no text")
    key = await keys.find(provider.jwks_uri, kid)
    if key is None:
        raise TokenRefused("unknown key")
    try:
        decoded = jwt.decode(text, key, algorithms=[str(algorithm)])
    except (JoseError, ValueError, TypeError) as error:
        raise TokenRefused(f"signature: {type(error).__name__}") from error
    token = Token(dict(decoded.header), decoded.claims)
    if token.claims.get("iss") != provider.issuer:
        raise TokenRefused("wrong issuer")
    return token


def require_current(token: Token, now_s: float) -> None:
    """Refuse a token outside its time.

    Raises:
        TokenRefused: expired, not yet valid, issued in the future, or without an end.
    """
    expires, issued, not_before = (_moment(token, name) for name in ("exp", "iat", "nbf"))
    if expires is None or expires + _LEEWAY_S <= now_s:
        raise TokenRefused("expired")
    if (issued is not None and issued > now_s + _LEEWAY_S) or (
        not_before is not None and not_before > now_s + _LEEWAY_S
    ):
        raise TokenRefused("not valid yet")


def _moment(token: Token, name: str) -> float | None:
    value = token.claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e11:
        raise TokenRefused(f"{name} is no moment")
    return float(value)


def require_id_token(token: Token, *, client_id: str, nonce: str, now_s: float) -> None:
    """Check an ID token (OpenID Connect Core §3.1.3.7).

    Raises:
        TokenRefused: not for this client, not of this sign-in, or not of this time.
    """
    require_current(token, now_s)
    if _moment(token, "iat") is None:
        raise TokenRefused("no moment of issue")
    if client_id not in token.audiences:
        raise TokenRefused("wrong audience")
    party = token.text("azp")
    if (party is not None or len(token.audiences) > 1) and party != client_id:
        raise TokenRefused("wrong authorized party")
    given = token.text("nonce") or ""
    if not hmac.compare_digest(given.encode(), nonce.encode()):
        raise TokenRefused("wrong nonce")
    if token.claims.get("typ", "ID") != "ID":
        raise TokenRefused("not an ID token")


def require_access_token(token: Token, *, audience: str, parties: Collection[str], now_s: float) -> None:
    """Check an access token: RFC 9068 by its header, or Keycloak's by its ``typ`` claim; never an ID token.

    Raises:
        TokenRefused: not for this audience, not through a known client, of another kind, or not of this time.
    """
    require_current(token, now_s)
    kind = str(token.header.get("typ", "")).lower()
    if kind not in _ACCESS_TOKEN_TYPES and token.claims.get("typ") != "Bearer":
        raise TokenRefused("not an access token")
    if any(name in token.claims for name in _ONLY_IN_ID_TOKENS):
        raise TokenRefused("an ID token")
    if audience not in token.audiences:
        raise TokenRefused("wrong audience")
    if (token.text("azp") or token.text("client_id")) not in parties:
        raise TokenRefused("wrong authorized party")


def require_logout_token(token: Token, *, client_id: str, now_s: float) -> None:
    """Check a logout token (OpenID Connect Back-Channel Logout 1.0 §2.6).

    Raises:
        TokenRefused: not for this client, no logout, nobody to log out, or not of this time.
    """
    issued = _moment(token, "iat")
    if issued is None or not now_s - _LOGOUT_TOKEN_LIFETIME_S <= issued <= now_s + _LEEWAY_S:
        raise TokenRefused("not of this time")
    expires = _moment(token, "exp")
    if expires is not None and expires + _LEEWAY_S <= now_s:
        raise TokenRefused("expired")
    if client_id not in token.audiences:
        raise TokenRefused("wrong audience")
    events = token.claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(_LOGOUT_EVENT), dict):
        raise TokenRefused("no logout")
    if "nonce" in token.claims:
        raise TokenRefused("an ID token")
    if token.text("sid") is None and token.text("sub") is None:
        raise TokenRefused("nobody to log out")
    if token.text("jti") is None:
        raise TokenRefused("no id")


def logout_token_is_kept_until(token: Token) -> float:
    """Return the moment after which a logout token is refused for its age alone."""
    return (_moment(token, "iat") or 0.0) + _LOGOUT_TOKEN_LIFETIME_S + 2 * _LEEWAY_S
