"""Tables of MCP servers: the servers, what they offer, and what people let Charter do there."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import Base, TenantOwned
from charter.core.ids import new_id


class ServerState(StrEnum):
    READY = "ready"
    FAILING = "failing"
    NO_CREDENTIAL = "no_credential"


class ServerAuth(StrEnum):
    NONE = "none"
    API_KEY = "api_key"
    OAUTH = "oauth"


class OfferState(StrEnum):
    """Where a tool of a server stands: only an approved one can be called."""

    NEW = "new"
    APPROVED = "approved"
    CHANGED = "changed"
    GONE = "gone"
    REFUSED = "refused"


class McpServer(TenantOwned, Base):
    """An MCP server of a tenant, with its credential sealed by the vault.

    ``facts`` is what it said about itself when it was last asked; ``prompts`` and ``resources`` what it offers beside
    tools. ``oauth`` is what its authorization server said and how Charter is registered there. ``sampling`` is what it
    may have written by a model of the tenant; empty: nothing.
    """

    __tablename__ = "mcp_servers"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "name"),
        CheckConstraint("state IN ('ready', 'failing', 'no_credential')", name="state"),
        CheckConstraint("auth IN ('none', 'api_key', 'oauth')", name="auth"),
        CheckConstraint("transport IN ('auto', 'sse', 'stdio')", name="transport"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    name: Mapped[str]
    url: Mapped[str]
    transport: Mapped[str]
    auth: Mapped[str]
    auth_header: Mapped[str]
    sealed_key: Mapped[bytes | None] = mapped_column(BYTEA)
    key_last4: Mapped[str | None]
    oauth: Mapped[dict[str, JsonValue] | None]
    sealed_client_secret: Mapped[bytes | None] = mapped_column(BYTEA)
    state: Mapped[str]
    state_detail: Mapped[str | None]
    facts: Mapped[dict[str, JsonValue] | None]
    resources: Mapped[list[JsonValue]]
    prompts: Mapped[list[JsonValue]]
    skipped: Mapped[list[str]]
    sampling: Mapped[dict[str, JsonValue] | None]
    checked_at: Mapped[datetime | None]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class McpToolOffer(TenantOwned, Base):
    """A tool of a server: what it said when somebody approved it, and what it says now.

    ``flags`` are what looks like instructions hidden in its texts. ``tool_id`` is the registered tool that an
    approval made.
    """

    __tablename__ = "mcp_tool_offers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "server_id"], ["mcp_servers.tenant_id", "mcp_servers.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("tenant_id", "server_id", "name"),
        CheckConstraint("state IN ('new', 'approved', 'changed', 'gone', 'refused')", name="state"),
        CheckConstraint("state <> 'approved' OR pinned_hash IS NOT DISTINCT FROM seen_hash", name="approved_as_seen"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    server_id: Mapped[UUID]
    name: Mapped[str]
    state: Mapped[str]
    seen: Mapped[dict[str, JsonValue]]
    seen_hash: Mapped[str]
    pinned: Mapped[dict[str, JsonValue] | None]
    pinned_hash: Mapped[str | None]
    flags: Mapped[list[JsonValue]]
    tool_id: Mapped[UUID | None]
    approved_by: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]
    seen_at: Mapped[datetime]


class McpGrant(TenantOwned, Base):
    """What one person let Charter do at a server in their name: tokens that are never used for anybody else.

    While ``sealed_tokens`` is empty the person is still at the authorization server; ``sealed_flow`` is what the way
    back is checked with.
    """

    __tablename__ = "mcp_grants"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "server_id"], ["mcp_servers.tenant_id", "mcp_servers.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("tenant_id", "server_id", "principal_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    server_id: Mapped[UUID]
    principal_id: Mapped[UUID]
    sealed_tokens: Mapped[bytes | None] = mapped_column(BYTEA)
    expires_at: Mapped[datetime | None]
    scope: Mapped[str | None]
    sealed_flow: Mapped[bytes | None] = mapped_column(BYTEA)
    flow_expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
