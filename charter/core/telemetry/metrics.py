"""Prometheus metrics of every room, and their exposition.

With several processes under one supervisor each writes to ``PROMETHEUS_MULTIPROC_DIR`` (set by the supervisor) and the
API process answers for all of them.
"""

from __future__ import annotations

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE = CONTENT_TYPE_LATEST

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)

http_requests = Counter("charter_http_requests_total", "Answered requests", ["method", "route", "status"])
http_seconds = Histogram("charter_http_request_seconds", "Time to answer", ["method", "route"], buckets=_SECONDS)
runs_ended = Counter("charter_runs_ended_total", "Runs that ended", ["state"])
run_seconds = Histogram("charter_run_seconds", "From start to end of a run", buckets=_SECONDS)
run_steps = Counter("charter_run_steps_total", "Steps that ended", ["kind", "state"])
runs_taken_over = Counter("charter_runs_taken_over_total", "Runs resumed after their process was lost")
model_tokens = Counter("charter_model_tokens_total", "Tokens of model calls", ["model", "direction"])
model_cost = Counter("charter_model_cost_micros_total", "Cost of model calls in micro-USD", ["model"])
queue_items = Counter("charter_queue_items_total", "Queue items handled", ["kind", "outcome"])
audit_pending_seconds = Gauge(
    "charter_audit_pending_seconds",
    "Age of the oldest audit entry without a place in the log",
    multiprocess_mode="livemax",
)
audit_entries = Counter("charter_audit_entries_total", "Entries put in their place in the audit log")
audit_refusals_lost = Counter("charter_audit_refusals_lost_total", "Refusals that became no audit entry of their own")
sign_ins = Counter("charter_sign_ins_total", "Attempts to sign in", ["outcome"])


def exposition() -> bytes:
    """Return the metrics of all processes in Prometheus' text format."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # the library does not annotate its constructor
    return generate_latest(registry)
