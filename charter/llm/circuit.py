"""Leaves a failing provider alone for a while, per tenant: its failures may come from that tenant's own key."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from charter.llm.errors import CircuitOpen, ModelCallError
from charter.llm.schemas import Target


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
        self._circuits: dict[tuple[UUID, UUID], _Circuit] = {}

    def enter(self, target: Target, now: float) -> None:
        """Ask to make a call; follow with exactly one of :meth:`succeeded`, :meth:`failed` or :meth:`abandoned`.

        Once the pause is over one call is let through to probe; the others wait for its outcome.

        Raises:
            CircuitOpen: the provider is paused; ``retry_after_s`` says for how long.
        """
        circuit = self._circuits.get((target.tenant_id, target.provider_id))
        if circuit is None or circuit.failures < self._policy.failures:
            return
        if circuit.probing or now < circuit.open_until:
            raise CircuitOpen(
                f"{target.provider_slug} failed {circuit.failures} times in a row and is not asked for a moment.",
                retry_after_s=max(round(circuit.open_until - now, 3), 0.1),
            )
        circuit.probing = True

    def succeeded(self, target: Target) -> None:
        """The provider answered."""
        self._circuits.pop((target.tenant_id, target.provider_id), None)

    def failed(self, target: Target, error: ModelCallError, now: float) -> None:
        """The call failed; only outages count, anything else shows that the provider is there."""
        if not error.is_outage:
            self.succeeded(target)
            return
        circuit = self._circuits.setdefault((target.tenant_id, target.provider_id), _Circuit())
        circuit.failures += 1
        circuit.probing = False
        if circuit.failures >= self._policy.failures:
            pause = min(self._policy.open_s * 2**circuit.openings, self._policy.max_open_s)
            circuit.openings += 1
            circuit.open_until = now + pause

    def abandoned(self, target: Target) -> None:
        """The caller left before the outcome was known; the next one may probe."""
        if circuit := self._circuits.get((target.tenant_id, target.provider_id)):
            circuit.probing = False
