"""Queue handlers of approvals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from charter.approvals.service import approvals
from charter.core.queue import QueueItemView, on_event
from charter.identity.mail import Mailer


@on_event(approvals.REQUESTED, subscriber="mail")
async def tell_people(services: Any, item: QueueItemView) -> None:
    """Write to those who may decide, if there is a mail server. The arguments stay in Charter."""
    mailer = Mailer.of(services.settings)
    if not mailer.configured:
        return
    async with services.database.tenant_session(item.tenant_id) as db:
        found = await approvals.notice(db, UUID(str(item.payload["approval_id"])), services.settings.base_url)
    if found is not None:
        people, subject, text = found
        for address in people:
            await mailer.send(address, subject, text)
