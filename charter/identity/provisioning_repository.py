"""Every query of provisioning, inside one connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, false, func, insert, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.ids import parse_id
from charter.identity.models import ExternalAccount, ProvisionedGroup, ProvisionedGroupMember
from charter.identity.scim.filters import Comparison

_USER_COLUMNS: dict[str, Any] = {
    # User names are the same whatever their case (RFC 7643 §4.1.1).
    "username": func.lower(ExternalAccount.user_name),
    "externalid": ExternalAccount.external_id,
    "id": ExternalAccount.id,
    "active": ExternalAccount.active,
}
_GROUP_COLUMNS: dict[str, Any] = {
    "displayname": func.lower(ProvisionedGroup.display_name),
    "externalid": ProvisionedGroup.external_id,
    "id": ProvisionedGroup.id,
}
_WITHOUT_CASE = {"username", "displayname"}


class ProvisioningRepository:
    """The users and groups that one connection's directory made, or could have."""

    def __init__(self, db: AsyncSession, connection_id: UUID) -> None:
        self._db = db
        self._connection_id = connection_id

    async def page_of_users(
        self, wanted: list[list[Comparison]], *, start: int, count: int
    ) -> tuple[int, Sequence[ExternalAccount]]:
        where = and_(
            ExternalAccount.connection_id == self._connection_id,
            ExternalAccount.user_name.is_not(None),
            _condition(wanted, _USER_COLUMNS, "account"),
        )
        query = select(ExternalAccount).where(where).order_by(ExternalAccount.id).offset(start - 1).limit(count)
        total = await self._db.scalar(select(func.count()).select_from(ExternalAccount).where(where))
        return total or 0, list(await self._db.scalars(query))

    async def page_of_groups(
        self, wanted: list[list[Comparison]], *, start: int, count: int
    ) -> tuple[int, Sequence[ProvisionedGroup]]:
        where = and_(ProvisionedGroup.connection_id == self._connection_id, _condition(wanted, _GROUP_COLUMNS, "group"))
        query = select(ProvisionedGroup).where(where).order_by(ProvisionedGroup.id).offset(start - 1).limit(count)
        total = await self._db.scalar(select(func.count()).select_from(ProvisionedGroup).where(where))
        return total or 0, list(await self._db.scalars(query))

    async def lock_user(self, account_id: UUID) -> ExternalAccount | None:
        query = select(ExternalAccount).where(
            ExternalAccount.id == account_id,
            ExternalAccount.connection_id == self._connection_id,
            ExternalAccount.user_name.is_not(None),
        )
        return await self._db.scalar(query.with_for_update())

    async def lock_group(self, group_id: UUID) -> ProvisionedGroup | None:
        query = select(ProvisionedGroup).where(
            ProvisionedGroup.id == group_id, ProvisionedGroup.connection_id == self._connection_id
        )
        return await self._db.scalar(query.with_for_update())

    async def users_among(self, ids: Iterable[UUID | None]) -> list[UUID]:
        query = select(ExternalAccount.id).where(
            ExternalAccount.id.in_(list(ids)),
            ExternalAccount.connection_id == self._connection_id,
            ExternalAccount.user_name.is_not(None),
        )
        return list(await self._db.scalars(query))

    async def members_of(self, group_id: UUID) -> list[ExternalAccount]:
        query = (
            select(ExternalAccount)
            .join(ProvisionedGroupMember, ProvisionedGroupMember.account_id == ExternalAccount.id)
            .where(ProvisionedGroupMember.group_id == group_id)
            .order_by(ExternalAccount.id)
        )
        return list(await self._db.scalars(query))

    async def set_members(self, group_id: UUID, *, remove: set[UUID], add: set[UUID]) -> None:
        gone = delete(ProvisionedGroupMember).where(
            ProvisionedGroupMember.group_id == group_id, ProvisionedGroupMember.account_id.in_(remove)
        )
        await self._db.execute(gone)
        if add:
            rows = [{"group_id": group_id, "account_id": account_id} for account_id in sorted(add)]
            await self._db.execute(insert(ProvisionedGroupMember), rows)


def _condition(wanted: list[list[Comparison]], columns: dict[str, Any], prefix: str) -> ColumnElement[bool]:
    alternatives = [
        and_(*(_compare(one, columns[one.attribute], prefix) for one in comparisons)) for comparisons in wanted
    ]
    return or_(*alternatives) if alternatives else true()


def _compare(one: Comparison, column: Any, prefix: str) -> ColumnElement[bool]:
    present: ColumnElement[bool] = column.is_not(None)
    if one.operator == "pr":
        return present
    value = _value(one, prefix)
    if value is None:
        return false()
    if isinstance(value, str) and one.operator in _TEXT_ONLY:
        found: ColumnElement[bool] = getattr(column, _TEXT_ONLY[one.operator])(value, autoescape=True)
        return found
    different: ColumnElement[bool] = column.is_distinct_from(value)
    return different if one.operator == "ne" else not_(different) if one.operator == "eq" else false()


_TEXT_ONLY = {"co": "contains", "sw": "startswith", "ew": "endswith"}


def _value(one: Comparison, prefix: str) -> str | bool | UUID | None:
    """Return what the column is compared with, None when it can never be equal."""
    if one.attribute == "active":
        return one.value if isinstance(one.value, bool) else None
    if not isinstance(one.value, str):
        return None
    if one.attribute == "id":
        with suppress(ValueError):
            return parse_id(prefix, one.value)
        return None
    return one.value.lower() if one.attribute in _WITHOUT_CASE else one.value
