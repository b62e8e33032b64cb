"""Tables of agents."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import Base, TenantOwned
from charter.core.ids import new_id


class AgentVersionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Agent(TenantOwned, Base):
    """A named thing with an owner; what it does is in its versions."""

    __tablename__ = "agents"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "slug"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    slug: Mapped[str]
    name: Mapped[str]
    template: Mapped[dict[str, JsonValue] | None]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class AgentVersion(TenantOwned, Base):
    """A numbered definition of an agent, frozen once published."""

    __tablename__ = "agent_versions"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'published', 'retired')", name="state"),
        CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published_at"),
        # The key carries the tenant: foreign-key checks do not look at row security.
        ForeignKeyConstraint(["tenant_id", "agent_id"], ["agents.tenant_id", "agents.id"], ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "agent_id", "number"),
        # Two publishers racing: the index, not the service, has the last word.
        Index(
            "ix_agent_versions_one_published",
            "tenant_id",
            "agent_id",
            unique=True,
            postgresql_where=text("state = 'published'"),
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    agent_id: Mapped[UUID]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default=AgentVersionState.DRAFT)
    definition: Mapped[dict[str, JsonValue]]
    content_hash: Mapped[str]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    published_at: Mapped[datetime | None]
