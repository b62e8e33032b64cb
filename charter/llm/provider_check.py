"""Finds out with a real call whether a provider answers and takes the key."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson

from charter.core.guarded_client import GuardedClient, Limits, OutgoingError
from charter.llm import ollama
from charter.llm.errors import ModelCallError, ProviderAuthFailed, ProviderCheckFailed, TooManyChecks
from charter.llm.kinds import KINDS
from charter.llm.schemas import Capabilities, Message, ModelRequest, Parameters, Target

_LIMITS = Limits(connect_timeout_s=5.0, header_timeout_s=20.0, total_timeout_s=30.0, max_response_bytes=8 << 20)
_NOBODY = UUID(int=0)
_MAX_MODELS = 2000
# A check holds its request's database connection while it waits, so providers that hang must not hold them all.
_AT_ONCE = 4
_under_way = 0
# Some lists of models are public, so that reading one proves nothing about the key.
_MAYBE_PUBLIC = frozenset({"openai_compatible", "openrouter"})


async def check(http: GuardedClient, kind: str, base_url: str, api_key: str | None) -> list[str]:
    """Return the names of the provider's models.

    Raises:
        ProviderCheckFailed: it cannot be reached, refuses the key, or is no provider of this kind; the detail says
            which and what to do, and never holds the key.
        TooManyChecks: others are under way.
    """
    global _under_way  # noqa: PLW0603 - a count of this process
    if _under_way >= _AT_ONCE:
        raise TooManyChecks("Other providers are being checked just now; try again in a few seconds.", retry_after_s=5)
    _under_way += 1
    try:
        if kind == "ollama":
            return (await ollama.model_names(http, base_url))[:_MAX_MODELS]
        names = await _list(http, kind, base_url, api_key)
        if api_key and kind in _MAYBE_PUBLIC and (names is None or await _is_public(http, kind, base_url)):
            await _ask(http, kind, base_url, api_key, (names or ["default"])[0])
        return (names or [])[:_MAX_MODELS]
    except (ModelCallError, OutgoingError) as error:
        detail = error.detail.replace(api_key, "[key]") if api_key else error.detail
        raise ProviderCheckFailed(f"Nothing was stored. {detail}", cause=error.code) from error
    finally:
        _under_way -= 1


async def _list(http: GuardedClient, kind: str, base_url: str, api_key: str | None) -> list[str] | None:
    adapter = KINDS[kind].adapter
    headers = adapter.auth_headers(api_key)
    async with await http.request("GET", adapter.models_url(base_url), headers=headers, limits=_LIMITS) as response:
        document = _json(await response.read())
        if response.status == 404 and kind in _MAYBE_PUBLIC:
            return None
        if response.status != 200:
            raise adapter.failure(response.status, response.headers, document)
    return adapter.model_names(document)


async def _is_public(http: GuardedClient, kind: str, base_url: str) -> bool:
    async with await http.request("GET", KINDS[kind].adapter.models_url(base_url), limits=_LIMITS) as response:
        return response.status == 200


async def _ask(http: GuardedClient, kind: str, base_url: str, api_key: str, model: str) -> None:
    """Make a call of one token; only a refused key matters, not whether this model can answer."""
    adapter = KINDS[kind].adapter
    target = Target(_NOBODY, _NOBODY, kind, kind, base_url, model, Capabilities(sampling=False), api_key)
    request = ModelRequest([Message("user", "Hi")], parameters=Parameters(max_tokens=1))
    wire = adapter.build(request, target, stream=False)
    headers = {"Content-Type": "application/json", **wire.headers}
    async with await http.request(
        "POST", wire.url, headers=headers, body=orjson.dumps(wire.body), limits=_LIMITS
    ) as response:
        if response.status == 200:
            return
        error = adapter.failure(response.status, response.headers, _json(await response.read()))
    if isinstance(error, ProviderAuthFailed):
        raise error


def _json(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
