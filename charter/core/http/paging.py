"""Keyset paging: a cursor is the id of the last item seen, so that pages neither skip nor repeat."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel

from charter.core.errors import InputInvalid

Item = TypeVar("Item")
Row = TypeVar("Row")

Limit = Annotated[int, Query(ge=1, le=200, description="How many items at most.")]


class Page(BaseModel, Generic[Item]):
    """One page of a list; ``next_cursor`` is null on the last one."""

    items: list[Item]
    next_cursor: str | None


async def _cursor(
    cursor: Annotated[str | None, Query(description="next_cursor of the page before.", max_length=64)] = None,
) -> UUID | None:
    if cursor is None:
        return None
    try:
        return UUID(bytes=base64.urlsafe_b64decode(cursor + "=="))
    except (binascii.Error, ValueError):
        message = "Not a cursor; use the next_cursor of the page before, unchanged."
        raise InputInvalid(message, fields=[{"path": "query.cursor", "message": message}]) from None


Cursor = Annotated[UUID | None, Depends(_cursor)]


def paged(rows: Sequence[Row], limit: int, id_of: Callable[[Row], UUID]) -> tuple[Sequence[Row], str | None]:
    """Split ``limit + 1`` queried rows into a page and the cursor of the next one."""
    if len(rows) <= limit:
        return rows, None
    page = rows[:limit]
    return page, cursor_of(id_of(page[-1]))


def cursor_of(last: UUID) -> str:
    """Return the cursor that continues after an item."""
    return base64.urlsafe_b64encode(last.bytes).decode().rstrip("=")
