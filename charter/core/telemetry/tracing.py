"""OpenTelemetry hooks: spans when an SDK is configured, next to nothing when none is."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import cache

from opentelemetry import trace
from opentelemetry.util.types import AttributeValue

_tracer = trace.get_tracer("charter")
_NO_SPAN = nullcontext()


@cache
def is_recording() -> bool:
    """True when an SDK was configured in this process (for example by ``opentelemetry-instrument``).

    Asked once: an SDK is there before the first span, and the question costs more than the span that is not made.
    """
    return not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider | trace.NoOpTracerProvider)


def span(name: str, **attributes: AttributeValue) -> AbstractContextManager[object]:
    """Record a span around a block; names and attributes follow OpenTelemetry's semantic conventions."""
    return _tracer.start_as_current_span(name, attributes=attributes) if is_recording() else _NO_SPAN


def trace_id_of(traceparent: str | None) -> str | None:
    """Return the trace id of a W3C ``traceparent`` header, or None when there is none or it is malformed."""
    parts = (traceparent or "").split("-")
    if len(parts) < 4 or len(parts[1]) != 32 or parts[1] == "0" * 32:
        return None
    return parts[1] if all(digit in "0123456789abcdef" for digit in parts[1]) else None
