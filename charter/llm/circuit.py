"""Leaves a failing provider alone for a while, per tenant: its failures may come from that tenant's own key."""

from __future__ import annotations

from charter.core.circuit import CircuitPolicy
from charter.core.circuit import Circuits as Breakers
from charter.llm.errors import CircuitOpen, ModelCallError
from charter.llm.schemas import Target


class Circuits:
    """The circuit breakers of this process's model calls."""

    def __init__(self, policy: CircuitPolicy | None = None) -> None:
        self._breakers = Breakers(policy)

    def enter(self, target: Target, now: float) -> None:
        """Ask to make a call; follow with exactly one of :meth:`succeeded`, :meth:`failed` or :meth:`abandoned`.

        Raises:
            CircuitOpen: the provider is paused; ``retry_after_s`` says for how long.
        """
        key = _key(target)
        if (pause_s := self._breakers.pause_s(key, now)) is not None:
            failures = self._breakers.failures(key)
            raise CircuitOpen(
                f"{target.provider_slug} failed {failures} times in a row and is not asked for a moment.",
                retry_after_s=pause_s,
            )

    def succeeded(self, target: Target) -> None:
        """The provider answered."""
        self._breakers.succeeded(_key(target))

    def failed(self, target: Target, error: ModelCallError, now: float) -> None:
        """The call failed; only outages count, anything else shows that the provider is there."""
        if error.is_outage:
            self._breakers.failed(_key(target), now)
        else:
            self.succeeded(target)

    def abandoned(self, target: Target) -> None:
        """The caller left before the outcome was known; the next one may probe."""
        self._breakers.abandoned(_key(target))


def _key(target: Target) -> tuple[object, object]:
    return target.tenant_id, target.provider_id
