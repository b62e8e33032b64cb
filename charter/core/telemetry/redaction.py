"""Keeps secrets out of logs, stored wire exchanges and error texts."""

from __future__ import annotations

import re
from functools import lru_cache

from pydantic import JsonValue

REDACTED = "[redacted]"

_SECRET_NAMES = re.compile(
    r"(?:^|[_\-. ])(?:authorization|cookie|set-cookie|password|passwd|secret|token|api[_-]?key|x-goog-api-key|"
    r"credential|private[_-]?key|access[_-]?key)s?$",
    re.IGNORECASE,
)
# Each begins with fixed characters, so that the search leaps from one place to the next that could match: a model's
# context may be long, and is looked through at every step.
_SECRET_VALUES = (
    (re.compile(r"chk_[a-z]+_[A-Za-z0-9]+_[A-Za-z0-9_-]{20,}"), REDACTED),  # Charter's own keys
    *(
        (re.compile(kind + r"-[A-Za-z0-9_-]{16,}"), REDACTED)  # OpenAI, Anthropic and the many who follow them
        for kind in ("sk", "rk", "pk")
    ),
    (re.compile(r"AIza[A-Za-z0-9_-]{30,}"), REDACTED),  # Google
    *((re.compile(kind + r"[A-Za-z0-9]{20,}"), REDACTED) for kind in ("gsk_", "xai-", "hf_")),
    (re.compile(r"gh[pousr]_[A-Za-z0-9]{30,}"), REDACTED),
    (re.compile(r"AKIA[A-Z0-9]{16}"), REDACTED),
    *((re.compile(word + r" [A-Za-z0-9._~+/=-]{8,}"), f"{word} {REDACTED}") for word in ("Bearer", "bearer")),
    (re.compile(r"://[^/\s:@]+:[^/\s@]+@"), f"://{REDACTED}@"),  # user:password in a URL
    (re.compile(r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"), REDACTED),  # JWT
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----"), REDACTED),
)
_ANY_SECRET = re.compile("|".join(pattern.pattern for pattern, _ in _SECRET_VALUES))
_SHORT = 1_000  # up to here one search for all of them is quicker


def redact_text(text: str) -> str:
    """Return the text with everything that looks like a credential replaced."""
    if len(text) <= _SHORT and _ANY_SECRET.search(text) is None:
        return text
    for pattern, replacement in _SECRET_VALUES:
        text = pattern.sub(replacement, text)
    return text


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """True when a field of this name holds a secret."""
    return _SECRET_NAMES.search(name) is not None


def redact(value: JsonValue) -> JsonValue:
    """Return a copy of a JSON value with secret fields and secret-looking texts replaced."""
    match value:
        case str():
            return redact_text(value)
        case list():
            return [redact(item) for item in value]
        case dict():
            return {
                name: REDACTED if is_secret_name(name) and isinstance(item, str) and item else redact(item)
                for name, item in value.items()
            }
        case _:
            return value
