"""Tables of the audit log.

The application role may insert into the outbox and read its own tenant's log; what is written to the log itself is
written by the sequencer's role alone. The installation's own log, which also holds the roots of all tenants' trees, is
that of the tenant :data:`INSTALLATION`, which no principal is of.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import BigInteger, Index, SmallInteger, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import TENANT_OF_TRANSACTION, Base, TenantOwned
from charter.core.ids import new_id

INSTALLATION: Final = UUID(int=0)

SEARCHED = (
    "((jsonb_to_tsvector('simple'::regconfig, COALESCE(before, '{}'::jsonb), '[\"string\"]'::jsonb) || "
    "jsonb_to_tsvector('simple'::regconfig, COALESCE(after, '{}'::jsonb), '[\"string\"]'::jsonb)) || "
    "jsonb_to_tsvector('simple'::regconfig, COALESCE(personal, '{}'::jsonb), '[\"string\"]'::jsonb))"
)
"""The words of an entry, for searching; a query must use the very same expression to find the index."""


class _OfLog:
    """A row of one tenant's log, keyed by a number inside it."""

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text(TENANT_OF_TRANSACTION), sort_order=-2)


class AuditPending(TenantOwned, Base):
    """An entry in the outbox, waiting for its number. The application role may insert and nothing else.

    Rows that the runs' hot path writes come without ``leaf_hash``: the sequencer seals those.
    """

    __tablename__ = "audit_pending"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_label: Mapped[str]
    action: Mapped[str]
    resource_kind: Mapped[str]
    resource_id: Mapped[UUID | None]
    before: Mapped[dict[str, JsonValue] | None]
    after: Mapped[dict[str, JsonValue] | None]
    request_id: Mapped[str | None]
    trace_id: Mapped[str | None]
    personal: Mapped[dict[str, JsonValue] | None]
    salts: Mapped[bytes | None]
    leaf_hash: Mapped[bytes | None]


class AuditEntry(_OfLog, Base):
    """An entry at its place in the tenant's tree. Past its retention only number and hash are left."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("uq_audit_entries_tenant_id_id", "tenant_id", "id", unique=True),
        Index("ix_audit_entries_action", "tenant_id", "action", "seq"),
        Index("ix_audit_entries_actor", "tenant_id", "actor_id", "seq"),
        Index("ix_audit_entries_resource", "tenant_id", "resource_kind", "resource_id", "seq"),
        # Entries come nearly in the order of their time: a few bytes per hundred pages find a month.
        Index("ix_audit_entries_at", "at", postgresql_using="brin"),
        Index("ix_audit_entries_words", text(SEARCHED), postgresql_using="gin"),
    )
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[UUID | None]
    at: Mapped[datetime | None]
    actor_id: Mapped[UUID | None]
    resource_id: Mapped[UUID | None]
    leaf_hash: Mapped[bytes]
    actor_kind: Mapped[str | None]
    action: Mapped[str | None] = mapped_column(Text(collation="C"))
    resource_kind: Mapped[str | None]
    before: Mapped[dict[str, JsonValue] | None]
    after: Mapped[dict[str, JsonValue] | None]
    personal: Mapped[dict[str, JsonValue] | None]
    salts: Mapped[bytes | None]
    request_id: Mapped[str | None]
    trace_id: Mapped[str | None]


class AuditNode(_OfLog, Base):
    """The root of a complete subtree of 256, 65,536, … leaves."""

    __tablename__ = "audit_nodes"
    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes]


class AuditTree(_OfLog, Base):
    """How far a tenant's tree has grown, and up to where it is signed."""

    __tablename__ = "audit_trees"
    size: Mapped[int] = mapped_column(BigInteger)
    frontier: Mapped[bytes]
    signed_size: Mapped[int] = mapped_column(BigInteger)


class AuditCheckpoint(_OfLog, Base):
    """A signed checkpoint: the note as it is published, cosignatures of witnesses included."""

    __tablename__ = "audit_checkpoints"
    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[bytes]
    signed_at: Mapped[datetime]
    note: Mapped[str]


class AuditKey(TenantOwned, Base):
    """A public key that signs checkpoints; rows are of the installation's log."""

    __tablename__ = "audit_keys"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    public: Mapped[bytes]
    first_used_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class AuditKeyChange(_OfLog, Base):
    """From which size on another key signs a log: a statement that both keys signed."""

    __tablename__ = "audit_key_changes"
    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    statement: Mapped[str]
    by_old: Mapped[bytes]
    by_new: Mapped[bytes]


class AuditSettings(_OfLog, Base):
    """How long a tenant's entries are kept. No row: for ever, and no hold."""

    __tablename__ = "audit_settings"
    retention_months: Mapped[int | None]
    legal_hold: Mapped[bool] = mapped_column(server_default=text("false"))
    hold_reason: Mapped[str | None]


class AuditErasure(TenantOwned, Base):
    """A wish to erase a person's values from the log; who it was about is forgotten once it is done."""

    __tablename__ = "audit_erasures"
    __table_args__ = (Index("ix_audit_erasures_waiting", "tenant_id", postgresql_where=text("done_at IS NULL")),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    person_id: Mapped[UUID | None]
    email: Mapped[str | None]
    reason: Mapped[str]
    requested_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    done_at: Mapped[datetime | None]
    values_erased: Mapped[int | None] = mapped_column(BigInteger)
