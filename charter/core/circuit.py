"""Leaves a failing server alone for a while: circuit breakers by key, in one process."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CircuitPolicy:
    """After ``failures`` outages in a row a circuit opens for ``open_s``; each further time twice as long."""

    failures: int = 5
    open_s: float = 5.0
    max_open_s: float = 60.0


@dataclass(slots=True)
class _Circuit:
    failures: int = 0
    openings: int = 0
    open_until: float = 0.0
    probing: bool = False


class Circuits:
    """The circuit breakers of this process. A circuit without recent failures takes no memory."""

    def __init__(self, policy: CircuitPolicy | None = None) -> None:
        self._policy = policy or CircuitPolicy()
        self._circuits: dict[Hashable, _Circuit] = {}

    def pause_s(self, key: Hashable, now: float) -> float | None:
        """Ask to make a call: None lets it through, else for how long the server is still left alone.

        Once the pause is over one call is let through to probe; the others wait for its outcome. A call let through
        is followed by exactly one of :meth:`succeeded`, :meth:`failed` or :meth:`abandoned`.
        """
        circuit = self._circuits.get(key)
        if circuit is None or circuit.failures < self._policy.failures:
            return None
        if circuit.probing or now < circuit.open_until:
            return max(round(circuit.open_until - now, 3), 0.1)
        circuit.probing = True
        return None

    def failures(self, key: Hashable) -> int:
        """Return how many outages there were in a row."""
        circuit = self._circuits.get(key)
        return circuit.failures if circuit else 0

    def succeeded(self, key: Hashable) -> None:
        """The server answered."""
        self._circuits.pop(key, None)

    def failed(self, key: Hashable, now: float) -> None:
        """The call met an outage."""
        circuit = self._circuits.setdefault(key, _Circuit())
        circuit.failures += 1
        circuit.probing = False
        if circuit.failures >= self._policy.failures:
            pause = min(self._policy.open_s * 2**circuit.openings, self._policy.max_open_s)
            circuit.openings += 1
            circuit.open_until = now + pause

    def abandoned(self, key: Hashable) -> None:
        """The caller left before the outcome was known; the next one may probe."""
        if circuit := self._circuits.get(key):
            circuit.probing = False
