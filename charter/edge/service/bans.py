"""Looking at bans, making and lifting them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.principal import Principal
from charter.edge.errors import BanNotFound
from charter.edge.models import EdgeBan
from charter.edge.repository import BanRepository, tell
from charter.edge.schemas import BanInput, BanRead


async def list_bans(db: AsyncSession, principal: Principal, *, now: datetime) -> Sequence[BanRead]:
    """Return the bans in force, newest first. System session."""
    access.require(principal, "installation.read")
    return [read(ban) for ban in await BanRepository(db).list_in_force(now)]


async def ban(db: AsyncSession, principal: Principal, given: BanInput, *, now: datetime) -> BanRead:
    """Stop listening to an address for a while, in every process. System session."""
    access.require(principal, "installation.write")
    made = EdgeBan(
        subject=given.address,
        reason=given.reason,
        until=now + timedelta(minutes=given.minutes),
        created_by=principal.id,
        created_at=now,
    )
    await BanRepository(db).add(made)
    await db.flush()
    await audit.record(
        db, principal, "edge_ban.made", "edge_ban", made.id,
        after={"subject": made.subject, "reason": made.reason, "until": made.until.isoformat()},
        tenant_id=audit.INSTALLATION,
    )  # fmt: skip
    return read(made)


async def lift(db: AsyncSession, principal: Principal, ban_id: UUID, *, now: datetime) -> None:
    """Listen again, in every process. System session.

    Raises:
        BanNotFound: there is no such ban, or it is over.
    """
    access.require(principal, "installation.write")
    found = await BanRepository(db).lock(ban_id)
    if found is None or found.lifted_at is not None or found.until <= now:
        raise BanNotFound("There is no such ban, or it is over; charter edge bans lists those in force.")
    found.lifted_at, found.lifted_by = now, principal.id
    await tell(db)
    await audit.record(
        db, principal, "edge_ban.lifted", "edge_ban", found.id,
        before={"subject": found.subject, "until": found.until.isoformat()}, tenant_id=audit.INSTALLATION,
    )  # fmt: skip


def read(ban_: EdgeBan) -> BanRead:
    """Return what the outside sees of a ban."""
    return BanRead(
        id=ban_.id, subject=ban_.subject, reason=ban_.reason, created_at=ban_.created_at, until=ban_.until,
        by_rule=ban_.created_by is None,
    )  # fmt: skip
