"""Providers' signing keys: fetched when needed, kept while they are good, fetched again when a new key appears."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey
from pydantic import JsonValue

from charter.core.guarded_client import GuardedClient
from charter.core.telemetry import logs
from charter.identity.oidc.discovery import Fetched, ProviderFailure, fetch

Key = RSAKey | ECKey | OKPKey

_log = logs.get(__name__)
_KEPT_S = 600  # without a cache header
_LEAST_KEPT_S, _MOST_KEPT_S = 60, 86_400
UNKNOWN_KEY_EVERY_S = 30.0
_FAILED_EVERY_S = 5.0
_MAXIMUM_SETS = 1_000
_SMALLEST_RSA_BITS = 2048


@dataclass(slots=True)
class _KeySet:
    keys: dict[str | None, Key] = field(default_factory=dict)
    fresh_until: float = 0.0
    tried_at: float = float("-inf")
    failed: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class KeySets:
    """The signing keys of the providers that this process has met, by their JWKS address.

    A key that is not known makes the set be fetched again, at most once in 30 seconds: tokens with made-up key ids do
    not become requests to the provider. When a fetch fails, the last good set stays in use.
    """

    def __init__(self, http: GuardedClient, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._http = http
        self._seconds = seconds
        self._sets: OrderedDict[str, _KeySet] = OrderedDict()

    async def find(self, jwks_uri: str, kid: str | None) -> Key | None:
        """Return the key with an id; a token without a key id is checked with the only key of its provider."""
        known = self._sets.setdefault(jwks_uri, _KeySet())
        self._sets.move_to_end(jwks_uri)
        while len(self._sets) > _MAXIMUM_SETS:
            self._sets.popitem(last=False)
        if self._is_due(known, kid):
            async with known.lock:
                if self._is_due(known, kid):  # not when another request did it meanwhile
                    await self._renew(jwks_uri, known)
        return _pick(known.keys, kid)

    async def load(self, jwks_uri: str) -> None:
        """Fetch a set now.

        Raises:
            ProviderFailure: it cannot be fetched, or holds no key that can be used.
        """
        known = self._sets.setdefault(jwks_uri, _KeySet())
        async with known.lock:
            self._store(known, await fetch(self._http, jwks_uri))
        if not known.keys:
            raise ProviderFailure("The provider's key set has no key that can be used.")

    def _is_due(self, known: _KeySet, kid: str | None) -> bool:
        now = self._seconds()
        if now < known.fresh_until and _pick(known.keys, kid) is not None:
            return False
        pause_s = _FAILED_EVERY_S if known.failed and not known.keys else UNKNOWN_KEY_EVERY_S
        return now - known.tried_at >= pause_s

    async def _renew(self, jwks_uri: str, known: _KeySet) -> None:
        try:
            self._store(known, await fetch(self._http, jwks_uri))
        except ProviderFailure as error:
            known.tried_at, known.failed = self._seconds(), True
            _log.warning("a provider's keys cannot be fetched", extra={"jwks_uri": jwks_uri, "reason": str(error)})

    def _store(self, known: _KeySet, fetched: Fetched) -> None:
        known.tried_at, known.failed = self._seconds(), False
        if keys := usable_keys(fetched.document):
            known.keys = keys
        kept_s = _KEPT_S if fetched.max_age_s is None else fetched.max_age_s
        known.fresh_until = known.tried_at + min(max(kept_s, _LEAST_KEPT_S), _MOST_KEPT_S)


def _pick(keys: dict[str | None, Key], kid: str | None) -> Key | None:
    if kid is None and len(keys) == 1:
        return next(iter(keys.values()))
    return keys.get(kid)


def usable_keys(document: dict[str, JsonValue]) -> dict[str | None, Key]:
    """Return the public signing keys of a JWK set (RFC 7517 §5) by key id; what cannot be used is passed over."""
    listed = document.get("keys")
    usable: dict[str | None, Key] = {}
    for entry in listed if isinstance(listed, list) else []:
        if not isinstance(entry, dict) or entry.get("use", "sig") != "sig" or "d" in entry:
            continue
        # Certificates beside a key say nothing that its place in the set does not.
        plain = {name: value for name, value in entry.items() if isinstance(value, str)}
        try:
            key = JWKRegistry.import_key(dict[str, str | list[str]](plain))
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        if isinstance(key, RSAKey) and key.raw_value.key_size < _SMALLEST_RSA_BITS:
            continue
        if isinstance(key, RSAKey | ECKey | OKPKey):
            kid = entry.get("kid")
            usable[kid if isinstance(kid, str) else None] = key
    return usable
