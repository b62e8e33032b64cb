"""What every table is made from."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import MetaData, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

TENANT_OF_TRANSACTION = "nullif(current_setting('charter.tenant_id', true), '')::uuid"
"""SQL for the transaction's tenant; null when none is set (a pooled connection returns an empty string then)."""


class Base(DeclarativeBase):
    """Base of all tables: names of constraints are predictable, JSON is ``jsonb``, times carry a zone."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: TIMESTAMP(timezone=True),
        dict[str, JsonValue]: JSONB(none_as_null=True),
        list[JsonValue]: JSONB(none_as_null=True),
        list[str]: JSONB(none_as_null=True),
    }


class TenantOwned:
    """A row of one tenant: the tenant comes from the transaction and is part of the key.

    Its table gets forced row security by ``protect`` in the migration that creates it.
    """

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text(TENANT_OF_TRANSACTION), sort_order=-2)
    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)
