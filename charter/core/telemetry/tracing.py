"""OpenTelemetry hooks: spans when an SDK is configured, next to nothing when none is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.util.types import AttributeValue

_tracer = trace.get_tracer("charter")


def is_recording() -> bool:
    """True when an SDK was configured in this process (for example by ``opentelemetry-instrument``)."""
    return not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider | trace.NoOpTracerProvider)


@contextmanager
def span(name: str, **attributes: AttributeValue) -> Iterator[None]:
    """Record a span around a block; names and attributes follow OpenTelemetry's semantic conventions."""
    if not is_recording():
        yield
        return
    with _tracer.start_as_current_span(name, attributes=attributes):
        yield


def trace_id_of(traceparent: str | None) -> str | None:
    """Return the trace id of a W3C ``traceparent`` header, or None when there is none or it is malformed."""
    parts = (traceparent or "").split("-")
    if len(parts) < 4 or len(parts[1]) != 32 or parts[1] == "0" * 32:
        return None
    return parts[1] if all(digit in "0123456789abcdef" for digit in parts[1]) else None
