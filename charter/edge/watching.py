"""Keeps one process's edge as the database says, and writes down the bans that it makes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import JsonValue, ValidationError

from charter.audit import service as audit
from charter.core.db import Database, Listener, is_outage
from charter.core.errors import StartRefused
from charter.core.settings import Settings
from charter.core.telemetry import logs
from charter.edge import repository
from charter.edge.countries import GeoIpFile
from charter.edge.guard import BanReport, EdgeGuard
from charter.edge.limits import MemoryLimiter
from charter.edge.models import EdgeBan, EdgePolicyVersion
from charter.edge.policy import EdgePolicy, TenantEdgePolicy
from charter.edge.repository import BanRepository, PolicyRepository

if TYPE_CHECKING:
    from charter.edge.limits.redis import RedisLimiter

_log = logs.get(__name__)
_POLL_S = 1.0
_DAY = timedelta(days=1)


def _shared_limiter(settings: Settings) -> RedisLimiter | None:
    if settings.redis_url is None:
        return None
    from charter.edge.limits.redis import RedisLimiter  # noqa: PLC0415 - the whole client, for those who have a Redis

    return RedisLimiter(settings.redis_url.get_secret_value())


class EdgeKeeper:
    """One process's guard with what it needs: the shared limiter, the GeoIP file, the policy of the database."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._database = database
        self._max_body_bytes = settings.max_body_bytes
        self._geoip = GeoIpFile(settings.geoip_file) if settings.geoip_file is not None else None
        self._shared = _shared_limiter(settings)
        self.guard = EdgeGuard.of(
            EdgePolicy(),
            max_body_bytes=settings.max_body_bytes,
            limiter=self._shared or MemoryLimiter(),
            countries=self._geoip,
        )
        self._changed = asyncio.Event()
        self._known: tuple[object, ...] | None = None

    @property
    def has_countries(self) -> bool:
        """Whether countries of addresses can be known."""
        return self._geoip is not None

    def listen(self, listener: Listener) -> None:
        """Look at once whenever some process changed something."""
        listener.subscribe(repository.CHANNEL, lambda _: self._changed.set())

    async def start(self) -> None:
        """Put in force what the database says, before the first request.

        Raises:
            StartRefused: the stored policy is not one of this release.
        """
        try:
            await self.refresh()
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = "/".join(map(str, first["loc"]))
            raise StartRefused(
                f"The stored edge policy is not one of this release: {place}: {first['msg']}. Run the release that "
                "wrote it, and put a policy in force there that this one knows."
            ) from error

    async def refresh(self) -> None:
        """Put in force what the database says by now."""
        now = self.guard.clock()
        async with self._database.system_session(reason="read the edge policy") as db:
            seen = await repository.fingerprint(db, now)
            if seen == self._known:
                return
            newest = await PolicyRepository(db, EdgePolicyVersion).find_newest()
            parts = await repository.tenant_documents(db)
            bans = await BanRepository(db).list_in_force(now)
        policy = EdgePolicy.model_validate(newest.document) if newest is not None else EdgePolicy()
        tenants = {tenant: TenantEdgePolicy.model_validate(document) for tenant, document in parts.items()}
        self.guard.put_in_force(policy, tenants, max_body_bytes=self._max_body_bytes)
        self.guard.bans.replace(_longest(bans))
        self._known = seen

    async def run(self) -> None:
        """Follow the database, write down bans, count this process among those that limit. For ever."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow())
            tasks.create_task(self._write_down_bans())
            if self._shared is not None:
                tasks.create_task(self._shared.keep_counting_processes())

    async def _follow(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_POLL_S):
                    await self._changed.wait()
            self._changed.clear()
            try:
                await self.refresh()
            except ValidationError:
                _log.exception("edge: the stored policy is not one of this release; the one before stays in force")
            except Exception as error:
                if not is_outage(error):
                    raise
                _log.warning("edge: the database does not answer; the policy stays", extra={"reason": str(error)[:200]})

    async def _write_down_bans(self) -> None:
        while True:
            report = await self.guard.reports.get()
            try:
                await self.write_down(report, self.guard.clock())
            except Exception as error:
                if not is_outage(error):
                    raise
                _log.warning("edge: a ban could not be written down", extra={"subject": report.subject})

    async def write_down(self, report: BanReport, now: datetime) -> None:
        """Write a ban down, so that every process knows it; each further one within a day is twice as long."""
        rules = self.guard.compiled.policy.bans
        async with self._database.system_session(reason="write down a ban of the edge") as db:
            bans = BanRepository(db)
            earlier = min(await bans.count_since(report.subject, now - _DAY), 30)
            seconds = min(rules.ban_seconds * 2**earlier, rules.longest_ban_seconds)
            ban = EdgeBan(
                subject=report.subject, reason=report.reason, until=now + timedelta(seconds=seconds), created_at=now
            )
            await bans.add(ban)
            await db.flush()
            facts: dict[str, JsonValue] = {
                "subject": ban.subject, "reason": ban.reason, "until": ban.until.isoformat()
            }  # fmt: skip
            await audit.record(db, None, "edge_ban.made", "edge_ban", ban.id, after=facts, tenant_id=audit.INSTALLATION)

    async def aclose(self) -> None:
        """Close the shared limiter's connections and the GeoIP file."""
        if self._shared is not None:
            await self._shared.aclose()
        if self._geoip is not None:
            self._geoip.close()


def _longest(bans: Sequence[EdgeBan]) -> dict[str, datetime]:
    until: dict[str, datetime] = {}
    for ban in bans:
        until[ban.subject] = max(ban.until, until.get(ban.subject, ban.until))
    return until
