"""Who is told of new violations: signed webhooks of each, and mail now and then. Evidence stays in Charter."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core import queue
from charter.core.crypto import Vault
from charter.core.errors import CharterError
from charter.core.guarded_client import GuardedClient, Limits
from charter.core.ids import format_id, new_id
from charter.core.principal import Principal
from charter.guardrails.errors import AlertNotDelivered, TooManyViolationAlerts, ViolationAlertNotFound
from charter.guardrails.models import Violation, ViolationAlert
from charter.guardrails.repository import GuardrailRepository
from charter.guardrails.schemas import ViolationAlertInput, ViolationAlertMade, ViolationAlertRead
from charter.identity.service import members

WEBHOOK = "guardrails.webhook"
DIGEST = "guardrails.digest"
MOST_ALERTS = 20
_TABLE, _FIELD = "violation_alerts", "secret"
_ATTEMPTS = 15
_MOST_TOLD = 20
_MOST_IN_A_DIGEST = 1_000
_LIMITS = Limits(header_timeout_s=15, total_timeout_s=20, max_response_bytes=100_000, max_redirects=0)


async def list_alerts(db: AsyncSession, principal: Principal) -> list[ViolationAlert]:
    """Return who is told of new violations.

    Raises:
        Forbidden: the principal lacks ``guardrails.read``.
    """
    access.require(principal, "guardrails.read")
    return await GuardrailRepository(db).alerts()


async def create_alert(
    db: AsyncSession, principal: Principal, vault: Vault, given: ViolationAlertInput
) -> ViolationAlertMade:
    """Have somebody told of new violations; the secret of a webhook is returned this once.

    Raises:
        Forbidden: the principal lacks ``guardrails.write``.
        TooManyViolationAlerts: there are as many as a tenant may have.
    """
    access.require(principal, "guardrails.write")
    repository = GuardrailRepository(db)
    if len(await repository.alerts()) >= MOST_ALERTS:
        raise TooManyViolationAlerts(f"A tenant has at most {MOST_ALERTS} violation alerts; delete one.")
    alert = ViolationAlert(
        id=new_id(), kind=given.kind, url=given.url, actions=[str(action) for action in given.actions],
        every_minutes=given.every_minutes, created_by=principal.id, sent_until=await repository.newest_violation(),
    )  # fmt: skip
    secret = None
    if given.kind == "webhook":
        secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
        alert.sealed_secret = await vault.seal(db, _TABLE, alert.id, _FIELD, secret)
    db.add(alert)
    await db.flush()
    await db.refresh(alert)
    after: dict[str, JsonValue] = {"kind": given.kind, "url": given.url, "actions": list(alert.actions)}
    await audit.record(db, principal, "violation_alert.created", "violation_alert", alert.id, after=after)
    return ViolationAlertMade(**ViolationAlertRead.model_validate(alert).model_dump(), secret=secret)


async def delete_alert(db: AsyncSession, principal: Principal, alert_id: UUID) -> None:
    """Tell them no more.

    Raises:
        Forbidden: the principal lacks ``guardrails.write``.
        ViolationAlertNotFound: there is none.
    """
    access.require(principal, "guardrails.write")
    alert = await GuardrailRepository(db).alert(alert_id)
    if alert is None:
        raise ViolationAlertNotFound("There is no such violation alert in this tenant.")
    await audit.record(
        db, principal, "violation_alert.deleted", "violation_alert", alert.id, before={"kind": alert.kind}
    )
    await db.delete(alert)
    await db.flush()


async def spread(db: AsyncSession, violations: Sequence[UUID], event: UUID, *, now: datetime) -> None:
    """Put on the queue whom to tell of new violations. Done twice for an event it puts nothing there again."""
    repository = GuardrailRepository(db)
    found = await repository.violations_among(violations)
    # Locked, so that a digest that is being closed either has these violations or is followed by another.
    for alert in await repository.alerts(lock=True):
        wanted: list[JsonValue] = [str(one.id) for one in found if one.action in alert.actions and not one.shadow]
        if not wanted:
            continue
        if alert.kind == "webhook":
            payload: dict[str, JsonValue] = {"alert_id": str(alert.id), "violations": wanted}
            key = f"{alert.id} {event}"
            await queue.enqueue(db, WEBHOOK, payload, max_attempts=_ATTEMPTS, dedup_key=key)
        else:
            await _plan_digest(db, alert, now)


async def deliver(
    db: AsyncSession, vault: Vault, alert_id: UUID, violations: Sequence[UUID], *, message_id: str, now: datetime
) -> tuple[str, dict[str, str], bytes] | None:
    """Return address, headers and body of a webhook; None when nobody is to be told any more."""
    repository = GuardrailRepository(db)
    alert = await repository.alert(alert_id)
    if alert is None or alert.url is None or alert.sealed_secret is None:
        return None
    told = [_facts(one) for one in await repository.violations_among(violations)]
    document = {"type": "guardrails.violations", "timestamp": now.isoformat(), "data": {"violations": told}}
    body = orjson.dumps(document)
    secret = await vault.open(db, _TABLE, alert.id, _FIELD, alert.sealed_secret)
    return alert.url, signed(secret, message_id, int(now.timestamp()), body), body


def signed(secret: str, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers of a signed request (Standard Webhooks 1.0)."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{message_id}.{timestamp}.".encode() + body
    signature = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{signature}",
    }


async def send(http: GuardedClient, url: str, headers: dict[str, str], body: bytes) -> None:
    """Send a webhook.

    Raises:
        AlertNotDelivered: it was not taken; another try may help.
        CharterError: the address cannot be reached.
    """
    async with await http.request("POST", url, headers=headers, body=body, limits=_LIMITS) as answer:
        if not 200 <= answer.status < 300:
            raise AlertNotDelivered(f"The webhook answered {answer.status}.")


async def settle(db: AsyncSession, alert_id: UUID, error: CharterError | None, *, now: datetime) -> None:
    """Note how a delivery went."""
    alert = await GuardrailRepository(db).alert(alert_id, lock=True)
    if alert is not None:
        alert.last_error = error.detail if error else None
        alert.sent_at = alert.sent_at if error else now


async def digest(db: AsyncSession, alert_id: UUID, base_url: str) -> tuple[list[str], str, str, UUID] | None:
    """Return whom to write, subject, text, and up to which violation it tells; None when there is nothing to tell."""
    repository = GuardrailRepository(db)
    alert = await repository.alert(alert_id)
    if alert is None:
        return None
    found = await repository.violations_after(alert.sent_until, alert.actions, limit=_MOST_IN_A_DIGEST)
    if not found:
        return None
    counts = Counter((one.action, one.detector, one.stage) for one in found)
    lines = [f"{count} x {action}: {detector} at {stage}" for (action, detector, stage), count in counts.most_common()]
    people = await members.addresses_with(db, "guardrails.write", limit=_MOST_TOLD)
    text = "\n".join([*lines, "", f"Look at them: {base_url}/violations", ""])
    return people, f"Charter: guardrails were hit {len(found)} times", text, found[-1].id


async def close_digest(db: AsyncSession, alert_id: UUID, until: UUID, *, now: datetime) -> None:
    """Note that a digest was sent; what came meanwhile is told in the next one."""
    repository = GuardrailRepository(db)
    alert = await repository.alert(alert_id, lock=True)
    if alert is None:
        return
    alert.sent_until, alert.sent_at = until, now
    await db.flush()
    if await repository.violations_after(until, alert.actions, limit=1):
        await _plan_digest(db, alert, now)


async def _plan_digest(db: AsyncSession, alert: ViolationAlert, now: datetime) -> None:
    payload: dict[str, JsonValue] = {"alert_id": str(alert.id)}
    due = now if alert.sent_at is None else max(now, alert.sent_at + timedelta(minutes=alert.every_minutes))
    await queue.enqueue(db, DIGEST, payload, run_at=due, dedup_key=f"{alert.id} {alert.sent_at}")


def _facts(one: Violation) -> dict[str, JsonValue]:
    return {
        "id": format_id("violation", one.id),
        "origin": one.origin,
        "run_id": format_id("run", one.run_id) if one.run_id else None,
        "instance_id": format_id("instance", one.instance_id) if one.instance_id else None,
        "agent_id": format_id("agent", one.agent_id) if one.agent_id else None,
        "tool": one.tool,
        "stage": one.stage,
        "detector": one.detector,
        "action": one.action,
        "score": one.score,
        "created_at": one.created_at.isoformat(),
    }
