"""Keeps secrets out of logs, stored wire exchanges and error texts."""

from __future__ import annotations

import re

from pydantic import JsonValue

REDACTED = "[redacted]"

_SECRET_NAMES = re.compile(
    r"(?:^|[_\-. ])(?:authorization|cookie|set-cookie|password|passwd|secret|token|api[_-]?key|x-goog-api-key|"
    r"credential|private[_-]?key|access[_-]?key)s?$",
    re.IGNORECASE,
)
_SECRET_VALUES = re.compile(
    r"chk_[a-z]+_[A-Za-z0-9]+_[A-Za-z0-9_-]{20,}"  # Charter's own keys
    r"|(?:sk|rk|pk)-[A-Za-z0-9_-]{16,}"  # OpenAI, Anthropic and the many who follow them
    r"|AIza[A-Za-z0-9_-]{30,}"  # Google
    r"|gsk_[A-Za-z0-9]{20,}|xai-[A-Za-z0-9]{20,}|hf_[A-Za-z0-9]{20,}"
    r"|gh[pousr]_[A-Za-z0-9]{30,}|AKIA[A-Z0-9]{16}"
    r"|(?<=[Bb]earer )[A-Za-z0-9._~+/=-]{8,}"
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"  # user:password in a URL
    r"|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"  # JWT
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----"
)


def redact_text(text: str) -> str:
    """Return the text with everything that looks like a credential replaced."""
    return _SECRET_VALUES.sub(REDACTED, text)


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
