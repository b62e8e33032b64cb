"""One process's edge: the policy in force, what it has counted, and the answers to each request.

``charter.api.edge`` asks it before the application is asked (:meth:`EdgeGuard.enter`), after the caller is known
(:meth:`EdgeGuard.admit`) and when the answer has left (:meth:`EdgeGuard.leave`).
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from charter.core.clock import Clock, utc_now
from charter.core.errors import CharterError
from charter.core.ids import format_id
from charter.core.principal import Principal, PrincipalKind
from charter.core.telemetry import logs
from charter.edge import errors
from charter.edge.bans import BanList, RefusalCounter, subject_of
from charter.edge.countries import Countries
from charter.edge.decisions import (
    PROBES,
    CompiledPolicy,
    CompiledTenantPolicy,
    Facts,
    route_class,
)
from charter.edge.limits import Charge, Limiter, MemoryLimiter, Taken
from charter.edge.policy import EdgePolicy, Per, RouteClass, TenantEdgePolicy

_log = logs.get(__name__)

SCOPE_KEY = "charter.edge"
"""Where a request's passage lies in its ASGI scope."""

_STRIKES = frozenset({400, 401, 408, 413, 414, 415, 429, 431})
_REPORTS_WAITING = 1_000


@dataclass(slots=True)
class Passage:
    """One request on its way through."""

    facts: Facts
    route: RouteClass
    subject: str
    taken: Taken | None = None
    refused: bool = False

    def rate_headers(self) -> list[tuple[bytes, bytes]]:
        """Return the RateLimit fields (draft-ietf-httpapi-ratelimit-headers) of the rule nearest to its end."""
        if self.taken is None:
            return []
        rule = self.taken.rule
        reset = math.ceil(self.taken.reset_s if self.taken.allowed else self.taken.retry_after_s)
        return [
            (b"ratelimit", f'"{rule.name}";r={self.taken.remaining};t={reset}'.encode()),
            (b"ratelimit-policy", f'"{rule.name}";q={rule.requests};w={math.ceil(rule.seconds)}'.encode()),
        ]


@dataclass(frozen=True, slots=True)
class BanReport:
    """A subject that was refused too often, to be written down."""

    subject: str
    reason: str


@dataclass
class EdgeGuard:
    """The edge of one process.

    Attributes:
        compiled: the policy in force; replaced as a whole.
        tenants: the parts of those tenants that have one.
        reports: bans made here that the database does not know yet.
    """

    compiled: CompiledPolicy
    limiter: Limiter = field(default_factory=MemoryLimiter)
    countries: Countries | None = None
    clock: Clock = utc_now
    monotonic: Callable[[], float] = time.monotonic
    tenants: dict[UUID, CompiledTenantPolicy] = field(default_factory=dict)
    bans: BanList = field(default_factory=BanList)
    reports: asyncio.Queue[BanReport] = field(default_factory=lambda: asyncio.Queue(_REPORTS_WAITING))
    _open: dict[str, int] = field(default_factory=dict)
    _refusals: RefusalCounter = field(init=False)

    def __post_init__(self) -> None:
        self._refusals = RefusalCounter(self.monotonic)

    @classmethod
    def of(cls, policy: EdgePolicy, *, max_body_bytes: int = 2_000_000, **parts: Any) -> EdgeGuard:
        """Return a guard of one policy."""
        compiled = CompiledPolicy(policy, max_body_bytes=max_body_bytes, countries=parts.get("countries"))
        return cls(compiled, **parts)

    def put_in_force(
        self, policy: EdgePolicy, tenants: Mapping[UUID, TenantEdgePolicy], *, max_body_bytes: int
    ) -> None:
        """Answer by another policy from the next request on. What was counted stays."""
        self.compiled = CompiledPolicy(policy, max_body_bytes=max_body_bytes, countries=self.countries)
        self.tenants = {tenant: CompiledTenantPolicy(part) for tenant, part in tenants.items()}

    async def enter(self, facts: Facts) -> tuple[Passage, CharterError | None]:
        """Let a request in, or say why not. Each one that was entered must :meth:`leave`."""
        subject = subject_of(facts.address)
        passage = Passage(facts, route_class(facts.method, facts.path), subject)
        at_once = self._open[subject] = self._open.get(subject, 0) + 1
        limited = facts.path not in PROBES and self.compiled.limits_address(facts.address)
        refusal = self._ban(subject) if limited and self.bans else None
        refusal = refusal or self.compiled.decide(facts)
        if refusal is None and limited:
            try:
                refusal = self._too_many_at_once(at_once) or await self._charge_address(passage)
            except BaseException:  # the client went away while a shared limiter was asked
                self._close(subject)
                raise
        passage.refused = refusal is not None
        return passage, refusal

    def leave(self, passage: Passage, status: int) -> None:
        """Note that a request was answered; too many refusals lead to a ban."""
        self._close(passage.subject)
        if status in _STRIKES or (passage.refused and status == 403):
            self._strike(passage)

    async def admit(self, passage: Passage | None, principal: Principal) -> None:
        """Let a caller who is known by now go on.

        Raises:
            AddressRefused: the tenant takes no requests from this address.
            RateLimited: a limit of the tenant, the key or the user is used up.
        """
        if passage is None:
            return
        rules = self.compiled.by_caller[passage.route]
        part = self.tenants.get(principal.tenant_id)
        if part is not None:
            if not part.admits(passage.facts.address):
                passage.refused = True
                raise errors.AddressRefused(
                    f"This tenant takes no requests from {passage.facts.address}; ask one of its admins."
                )
            rules = rules + part.by_caller[passage.route]
        charges = _charges(rules, principal)
        if charges:
            refusal = await self._charge(passage, charges)
            if refusal is not None:
                raise refusal

    def _close(self, subject: str) -> None:
        left = self._open[subject] - 1
        if left:
            self._open[subject] = left
        else:
            del self._open[subject]

    def _ban(self, subject: str) -> CharterError | None:
        now = self.clock()
        until = self.bans.until(subject, now)
        if until is None:
            return None
        wait_s = max(1.0, (until - now).total_seconds())
        return errors.Banned(
            f"Too many refused requests came from {subject}; come again in {math.ceil(wait_s)} seconds.",
            retry_after_s=round(wait_s, 1),
        )

    def _too_many_at_once(self, open_: int) -> CharterError | None:
        most = self.compiled.connections_per_client
        if open_ <= most:
            return None
        return errors.TooManyAtOnce(
            f"At most {most} requests of one address may be open at once; wait for some to end.",
            retry_after_s=1.0, limit=most, used=open_ - 1, remaining=0,
        )  # fmt: skip

    async def _charge_address(self, passage: Passage) -> CharterError | None:
        rules = self.compiled.by_address.get(passage.route)
        if not rules:
            return None
        return await self._charge(passage, [Charge(rule, passage.subject, passage.subject) for _, rule in rules])

    async def _charge(self, passage: Passage, charges: list[Charge]) -> CharterError | None:
        taken = await self.limiter.take(charges, self.compiled.costs[passage.route])
        if passage.taken is None or not taken.allowed or taken.remaining < passage.taken.remaining:
            passage.taken = taken
        return None if taken.allowed else _rate_limited(taken)

    def _strike(self, passage: Passage) -> None:
        rules, address = self.compiled.policy.bans, passage.facts.address
        if not self.compiled.limits_address(address) or not self._refusals.count(passage.subject, rules):
            return
        if self._ban(passage.subject) is not None:
            return
        reason = f"{rules.refusals} refused requests within {rules.seconds:g} s"
        self.bans.add(passage.subject, self.clock() + timedelta(seconds=rules.ban_seconds))
        _log.warning("edge: banned", extra={"subject": passage.subject, "reason": reason})
        try:
            self.reports.put_nowait(BanReport(passage.subject, reason))
        except asyncio.QueueFull:  # in force here all the same
            _log.warning("edge: too many bans to write down at once", extra={"subject": passage.subject})


def _charges(rules: list[tuple[Per, Any]], principal: Principal) -> list[Charge]:
    owner = _owner(principal.tenant_id)
    charges = []
    for per, rule in rules:
        if per is Per.TENANT:
            charges.append(Charge(rule, owner, owner))
        elif (per is Per.KEY) == (principal.kind is PrincipalKind.API_KEY):
            charges.append(Charge(rule, owner, principal.id.hex))
    return charges


_owners: dict[UUID, str] = {}


def _owner(tenant_id: UUID) -> str:
    """Return a tenant's name in limits; made once, since it costs more than the counting."""
    known = _owners.get(tenant_id)
    if known is None:
        if len(_owners) > 10_000:
            _owners.clear()
        known = _owners[tenant_id] = format_id("tenant", tenant_id)
    return known


def _rate_limited(taken: Taken) -> errors.RateLimited:
    rule, wait_s = taken.rule, max(taken.retry_after_s, 0.001)
    return errors.RateLimited(
        f"The limit {rule.name} of {rule.requests} requests in {rule.seconds:g} s is used up; "
        f"come again in {math.ceil(wait_s)} s.",
        retry_after_s=round(wait_s, 3),
        limit_name=rule.name,
        limit=rule.burst,
        used=rule.burst - taken.remaining,
        remaining=taken.remaining,
        reset_s=round(taken.reset_s, 3),
    )
