"""Tables of the tool registry."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import Base, TenantOwned
from charter.core.ids import new_id


class ToolVersionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class RegisteredTool(TenantOwned, Base):
    """A tool of a tenant: its name and who may change it; what it does is in its versions.

    ``source_id`` is what it came from (an MCP server, an imported document), for the room that calls tools of its kind.
    ``held_because`` is set while the tool is quarantined: it keeps its versions and cannot be called.
    """

    __tablename__ = "tools"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "name"),
        CheckConstraint("kind IN ('python', 'openapi', 'mcp')", name="kind"),
        CheckConstraint("risk IN ('read', 'write', 'destructive', 'external')", name="risk"),
        Index("ix_tools_source", "tenant_id", "source_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    name: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    risk: Mapped[str]
    tags: Mapped[list[str]]
    enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    held_because: Mapped[str | None]
    source_id: Mapped[UUID | None]
    owner_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ToolVersion(TenantOwned, Base):
    """A numbered definition of a tool, frozen once published. ``problems`` are what was found when it was checked."""

    __tablename__ = "tool_versions"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'published', 'retired')", name="state"),
        CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published_at"),
        # What was found wrong can never be called, whatever the service does.
        CheckConstraint("valid OR state = 'draft'", name="valid"),
        # The key carries the tenant: foreign-key checks do not look at row security.
        ForeignKeyConstraint(["tenant_id", "tool_id"], ["tools.tenant_id", "tools.id"], ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "tool_id", "number"),
        # Two publishers racing: the index, not the service, has the last word.
        Index(
            "ix_tool_versions_one_published",
            "tenant_id",
            "tool_id",
            unique=True,
            postgresql_where=text("state = 'published'"),
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    tool_id: Mapped[UUID]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default=ToolVersionState.DRAFT)
    valid: Mapped[bool]
    description: Mapped[str]
    input_schema: Mapped[dict[str, JsonValue]]
    output_schema: Mapped[dict[str, JsonValue] | None]
    definition: Mapped[dict[str, JsonValue]]
    problems: Mapped[list[JsonValue]]
    content_hash: Mapped[str]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    published_at: Mapped[datetime | None]


class ToolSwitch(TenantOwned, Base):
    """A built-in tool that a tenant turned off."""

    __tablename__ = "tool_switches"
    __table_args__ = (ForeignKeyConstraint(["tenant_id"], ["tenants.id"]), UniqueConstraint("tenant_id", "name"))
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    name: Mapped[str]


class ToolCredential(TenantOwned, Base):
    """A header with a secret for one host, sealed by the vault; added to requests outside of the code that asks."""

    __tablename__ = "tool_credentials"
    __table_args__ = (ForeignKeyConstraint(["tenant_id"], ["tenants.id"]), UniqueConstraint("tenant_id", "name"))
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    name: Mapped[str]
    host: Mapped[str]
    header: Mapped[str]
    over_http: Mapped[bool]
    sealed_value: Mapped[bytes | None] = mapped_column(BYTEA)
    last4: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
