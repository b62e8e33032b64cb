"""What a row of the outbox holds: an entry sealed and hashed, with what is known of where the work came from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue

from charter.audit.entry import Entry, pack, seal
from charter.audit.models import INSTALLATION
from charter.core.ids import new_id
from charter.core.principal import Principal
from charter.core.telemetry import context
from charter.core.telemetry.redaction import redact

_address: ContextVar[str | None] = ContextVar("charter_audit_address", default=None)


@contextmanager
def called_from(address: str | None) -> Iterator[None]:
    """Name the network address that the work inside was asked for from; entries carry it, logs do not."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def prepare(
    tenant_id: UUID | None,
    principal: Principal | None,
    action: str,
    resource_kind: str,
    resource_id: UUID | None,
    *,
    before: dict[str, JsonValue] | None,
    after: dict[str, JsonValue] | None,
    at: datetime,
    personal: Collection[str] = (),
) -> dict[str, object]:
    """Return the outbox row of an entry, sealed and hashed; without a tenant it is of the installation's own log."""
    bound = context.current()
    before_sealed, after_sealed, kept = seal(
        before=_redacted(before),
        after=_redacted(after),
        label=principal.label if principal else "",
        address=_address.get(),
        personal_fields=personal,
    )
    entry = Entry(
        id=new_id(),
        tenant_id=tenant_id or INSTALLATION,
        at=at,
        actor_kind=principal.kind if principal else "anonymous",
        actor_id=principal.id if principal else None,
        action=action,
        resource_kind=resource_kind,
        resource_id=resource_id,
        before=before_sealed,
        after=after_sealed,
        personal=kept,
        request_id=bound.get("request_id"),
        trace_id=bound.get("trace_id"),
    )
    values, salts = pack(kept)
    return {
        "tenant_id": entry.tenant_id,
        "id": entry.id,
        "at": entry.at,
        "actor_kind": entry.actor_kind,
        "actor_id": entry.actor_id,
        "actor_label": "",
        "action": action,
        "resource_kind": resource_kind,
        "resource_id": resource_id,
        "before": before_sealed,
        "after": after_sealed,
        "personal": values,
        "salts": salts,
        "request_id": entry.request_id,
        "trace_id": entry.trace_id,
        "leaf_hash": entry.leaf(),
    }


def _redacted(document: dict[str, JsonValue] | None) -> dict[str, JsonValue] | None:
    redacted = redact(document)
    return redacted if isinstance(redacted, dict) else None
