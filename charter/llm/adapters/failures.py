"""Turns what a provider says about a failure into one of our types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from charter.llm.adapters.wire import excerpt
from charter.llm.errors import (
    ContentFiltered,
    ContextTooLong,
    ModelCallError,
    ModelNotFound,
    ModelTimeout,
    ProviderAuthFailed,
    ProviderFailed,
    ProviderOverloaded,
    ProviderQuotaExhausted,
    ProviderRateLimited,
    RequestRefused,
)

_CONTEXT = re.compile(
    r"context.?(length|window|size)|maximum context|too many (input )?tokens|prompt is too long|"
    r"input (is )?too long|exceeds? the (maximum|available) (number of tokens|context)|"
    r"input token count|request_too_large|reduce the length",
    re.IGNORECASE,
)
_FILTER = re.compile(
    r"content.?(filter|policy|management)|usage polic|safety (system|policy)|responsibleai", re.IGNORECASE
)
_QUOTA = re.compile(
    r"insufficient.?(quota|balance|credit|funds)|credit balance|billing|payment|exceeded your current quota|"
    r"spend.?limit",
    re.IGNORECASE,
)
_KEY = re.compile(r"api.?key.{0,40}(not valid|invalid|incorrect|expired)|invalid.{0,10}api.?key", re.IGNORECASE)
_MODEL = re.compile(r"model.{0,80}(not found|does not exist|not exist|unknown)|model_not_found", re.IGNORECASE)
_LONGEST_WAIT_S = 3600.0


def classify(status: int, code: str, message: str, retry_after_s: float | None = None) -> ModelCallError:
    """Return the typed error for an HTTP status, the provider's own code and its message.

    The message is quoted in part: it is foreign text, and often the only thing that tells what to change.
    """
    kind, advice = _kind(status, f"{code} {message}")
    said = f" It says: {excerpt(message)}" if message.strip() else ""
    return kind(f"{advice}{said}", retry_after_s=retry_after_s if kind.retryable else None, upstream_status=status)


_CLIENT_ERROR = frozenset({400, 413, 422})
_Rule = tuple[frozenset[int] | None, re.Pattern[str] | None, type[ModelCallError], str]
# First match wins; a status set of None is any, a pattern of None is no condition.
_RULES: tuple[_Rule, ...] = (
    (
        frozenset({401, 403}),
        None,
        ProviderAuthFailed,
        "The provider refuses the key. Store a valid key for this provider.",
    ),
    (frozenset({400}), _KEY, ProviderAuthFailed, "The provider refuses the key. Store a valid key for this provider."),
    (frozenset({402}), None, ProviderQuotaExhausted, "The provider account has no credit left. Top it up."),
    (frozenset({400, 429}), _QUOTA, ProviderQuotaExhausted, "The provider account has no credit left. Top it up."),
    (frozenset({429}), None, ProviderRateLimited, "The provider's rate limit is reached."),
    (frozenset({413}), None, ContextTooLong, "The conversation is longer than the model accepts. Shorten it."),
    (
        _CLIENT_ERROR,
        _CONTEXT,
        ContextTooLong,
        "The conversation is longer than the model accepts. Shorten it or use a model with a larger context.",
    ),
    (_CLIENT_ERROR, _FILTER, ContentFiltered, "The provider's content filter refused the conversation."),
    (frozenset({404}), None, ModelNotFound, "The provider has no such model or address. Check its list of models."),
    (_CLIENT_ERROR, _MODEL, ModelNotFound, "The provider has no such model. Choose one from its list."),
    (frozenset({408, 504}), None, ModelTimeout, "The provider gave up waiting for the model."),
    (frozenset({503, 529}), None, ProviderOverloaded, "The provider is overloaded."),
    (frozenset(range(300, 400)), None, RequestRefused, "The provider redirects elsewhere. Check its base URL."),
    (frozenset(range(500, 600)), None, ProviderFailed, "The provider failed on its side."),
    (None, None, RequestRefused, "The provider refuses the request."),
)


def _kind(status: int, said: str) -> tuple[type[ModelCallError], str]:
    for statuses, pattern, kind, advice in _RULES:
        if (statuses is None or status in statuses) and (pattern is None or pattern.search(said)):
            return kind, advice
    return RequestRefused, "The provider refuses the request."


def retry_after_s(headers: Mapping[str, str], *, now: datetime | None = None) -> float | None:
    """Return the wait a response asks for (RFC 9110 §10.2.3, or the usual header in milliseconds), if any."""
    if (milliseconds := headers.get("retry-after-ms")) is not None:
        return _seconds(milliseconds, 0.001)
    value = headers.get("Retry-After")
    if value is None:
        return None
    seconds = _seconds(value, 1.0)
    if seconds is not None:
        return seconds
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return min(max((moment - (now or datetime.now(UTC))).total_seconds(), 0.0), _LONGEST_WAIT_S)


def duration_s(text: object) -> float | None:
    """Return the seconds in a protobuf duration such as ``"1.5s"``, if it is one."""
    return _seconds(text[:-1], 1.0) if isinstance(text, str) and text.endswith("s") else None


def _seconds(text: str, unit: float) -> float | None:
    try:
        value = float(text) * unit
    except ValueError:
        return None
    return min(value, _LONGEST_WAIT_S) if value >= 0 else None
