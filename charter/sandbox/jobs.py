"""What the sandbox is asked to run, and what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Literal

Stopped = Literal["wall", "cpu", "memory", "output", "disk", "crashed"]
"""Which limit ended a job; ``crashed``: its process ended without an answer."""


@dataclass(frozen=True, slots=True)
class JobLimits:
    """What a job may use; one that would use more is stopped."""

    wall_s: float = 10.0
    cpu_s: float = 5.0
    memory_bytes: int = 256 << 20
    disk_bytes: int = 16 << 20
    output_bytes: int = 256 << 10


@dataclass(frozen=True, slots=True)
class EgressRequest:
    """A request to a host that sandboxed code asks for."""

    method: str
    url: str
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True, slots=True)
class EgressAnswer:
    """What a host answered."""

    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes


class EgressRefused(Exception):
    """The request is not sent; the text is told to the code that asked."""


Egress = Callable[[EgressRequest], Awaitable[EgressAnswer]]
"""Sends a request for sandboxed code, or raises :class:`EgressRefused`."""


@dataclass(frozen=True, slots=True)
class Job:
    """Code and what to call in it.

    Attributes:
        is_class: ``entry`` is a class, whose method ``run`` is called.
        owner: whose it is; jobs of one owner never take all slots.
        egress: decides about each request to a host; None: there is no network at all.
    """

    code: str
    entry: str
    arguments: dict[str, Any]
    is_class: bool = False
    limits: JobLimits = field(default_factory=JobLimits)
    egress: Egress | None = None
    owner: Hashable = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no result.

    Attributes:
        kind: ``raised`` by the code; ``result`` is no JSON; or the limit that stopped it.
        line: of the code, where it was raised.
    """

    kind: Literal["raised", "result"] | Stopped
    message: str
    type: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job.

    Attributes:
        result: decoded JSON; None when there is a failure.
        printed: what it printed, as far as that was allowed.
        wall_ms: on our clock, from handing it over to its answer.
        memory_kb: most memory at once, the interpreter included; None when it did not say.
    """

    result: Any
    failure: Failure | None
    printed: str
    wall_ms: float
    cpu_ms: float | None = None
    memory_kb: int | None = None
