"""The authorization code flow with PKCE (RFC 6749 §4.1, RFC 7636): there, back, and the code for tokens."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ValidationError

from charter.core.guarded_client import GuardedClient
from charter.identity.oidc.discovery import Provider, ProviderFailure, post_form
from charter.identity.oidc.tokens import Claims

ATTEMPT_LIFETIME_S = 600
_NONCE_BYTES = 12
_LONGEST_PATH = 1_000


class Attempt(BaseModel):
    """One sign-in under way. Lives in the browser that began it, sealed, and nowhere else."""

    connection_id: UUID
    state: str
    nonce: str
    verifier: str
    return_to: str
    expires_s: float

    @classmethod
    def begin(cls, connection_id: UUID, return_to: str, now_s: float) -> Attempt:
        """Return a new attempt with 256 bits each of state, nonce and code verifier."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(
            connection_id=connection_id,
            state=state,
            nonce=nonce,
            verifier=verifier,
            return_to=return_to,
            expires_s=now_s + ATTEMPT_LIFETIME_S,
        )

    @property
    def challenge(self) -> str:
        """The PKCE challenge, method S256."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).decode().rstrip("=")


class AttemptSeal:
    """Seals attempts for the browser's cookie (AES-256-GCM): it can neither read nor change them."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, attempt: Attempt) -> str:
        """Return the cookie's value."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, attempt.model_dump_json().encode(), b"sign-on-attempt")
        return base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")

    def open(self, text: str, now_s: float) -> Attempt | None:
        """Return the attempt of a cookie, None when it is not ours or its time is over."""
        try:
            blob = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            opened = self._cipher.decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], b"sign-on-attempt")
            attempt = Attempt.model_validate_json(opened)
        except (InvalidTag, ValueError, ValidationError):
            return None
        return attempt if attempt.expires_s > now_s else None


@dataclass(frozen=True, slots=True)
class Client:
    """Who Charter is at the provider."""

    client_id: str
    secret: str | None
    redirect_uri: str


def is_path_here(text: str) -> bool:
    """True for a path on this server; anything a browser could take for another place is refused."""
    if not text.startswith("/") or text.startswith("//") or len(text) > _LONGEST_PATH:
        return False
    if "\\" in text or not text.isprintable() or not text.isascii():
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and "//" not in parts.path


def authorization_address(
    provider: Provider, client: Client, attempt: Attempt, scopes: list[str], login_hint: str | None
) -> str:
    """Return where the browser is sent to."""
    query = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": client.redirect_uri,
        "scope": " ".join(scopes),
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": attempt.challenge,
        "code_challenge_method": "S256",
    }
    if login_hint:
        query["login_hint"] = login_hint
    return _with_query(provider.authorization_endpoint, query)


async def exchange(http: GuardedClient, provider: Provider, client: Client, attempt: Attempt, code: str) -> Claims:
    """Return the token endpoint's answer for a code.

    Raises:
        ProviderFailure: the code, the verifier or the client's secret was refused, or there is no ID token.
    """
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.redirect_uri,
        "code_verifier": attempt.verifier,
    }
    headers: dict[str, str] = {}
    if client.secret is None:
        form["client_id"] = client.client_id
    elif "client_secret_basic" in provider.token_endpoint_auth_methods_supported:
        # RFC 6749 §2.3.1: both parts are form-encoded first.
        pair = f"{quote(client.client_id, safe='')}:{quote(client.secret, safe='')}"
        headers["authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        form |= {"client_id": client.client_id, "client_secret": client.secret}
    answer = await post_form(http, provider.token_endpoint, urlencode(form).encode(), headers)
    if not isinstance(answer.get("id_token"), str):
        raise ProviderFailure("The provider sent no ID token; is the scope openid allowed for this client?")
    return answer


def end_session_address(provider: Provider, client_id: str, id_token: str, back_to: str) -> str | None:
    """Return where the browser is sent to so that the provider's own session ends too (RP-Initiated Logout 1.0 §2)."""
    if provider.end_session_endpoint is None:
        return None
    query = {"id_token_hint": id_token, "client_id": client_id, "post_logout_redirect_uri": back_to}
    return _with_query(provider.end_session_endpoint, query)


def _with_query(address: str, query: dict[str, str]) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(query)}"
