"""Queue handlers of guardrails: telling people of new violations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from charter.core.errors import CharterError
from charter.core.queue import QueueItemView, on_event, on_item
from charter.guardrails.repository import RECORDED
from charter.guardrails.service import alerts
from charter.identity.mail import Mailer


@on_event(RECORDED, subscriber="alerts")
async def spread(services: Any, item: QueueItemView) -> None:
    """Put on the queue whom to tell."""
    async with services.database.tenant_session(item.tenant_id) as db:
        await alerts.spread(db, _violations(item), item.id, now=services.clock())


@on_item(alerts.WEBHOOK)
async def call_webhook(services: Any, item: QueueItemView) -> None:
    """Send a signed webhook; the queue tries again later when it is not taken."""
    alert_id, now = UUID(str(item.payload["alert_id"])), services.clock()
    async with services.database.tenant_session(item.tenant_id) as db:
        request = await alerts.deliver(
            db, services.vault, alert_id, _violations(item), message_id=f"msg_{item.id}", now=now
        )
    if request is None:
        return
    failure: CharterError | None = None
    try:
        await alerts.send(services.tools.http, *request)
    except CharterError as error:
        failure = error
    async with services.database.tenant_session(item.tenant_id) as db:
        await alerts.settle(db, alert_id, failure, now=now)
    if failure is not None:
        raise failure


@on_item(alerts.DIGEST)
async def mail_digest(services: Any, item: QueueItemView) -> None:
    """Write to those who may write guardrails about what was hit since the last time, if there is a mail server."""
    alert_id, mailer = UUID(str(item.payload["alert_id"])), Mailer.of(services.settings)
    async with services.database.tenant_session(item.tenant_id) as db:
        found = await alerts.digest(db, alert_id, services.settings.base_url)
    if found is None:
        return
    people, subject, text, until = found
    if mailer.configured:
        for address in people:
            await mailer.send(address, subject, text)
    async with services.database.tenant_session(item.tenant_id) as db:
        await alerts.close_digest(db, alert_id, until, now=services.clock())


def _violations(item: QueueItemView) -> list[UUID]:
    ids = item.payload["violations"]
    return [UUID(str(one)) for one in ids] if isinstance(ids, list) else []
