"""Table of virtual MCP servers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import Base, TenantOwned
from charter.core.ids import new_id


class VirtualServer(TenantOwned, Base):
    """A named choice of tools, agents and workflows that MCP clients meet as one server."""

    __tablename__ = "mcp_virtual_servers"
    __table_args__ = (ForeignKeyConstraint(["tenant_id"], ["tenants.id"]), UniqueConstraint("tenant_id", "name"))
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    name: Mapped[str]
    instructions: Mapped[str]
    tools: Mapped[list[str]]
    agents: Mapped[list[str]]
    workflows: Mapped[list[str]]
    enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
