"""Every query of identity."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from charter.identity.models import ApiKey, Member, ServiceAccount, User, UserSession

_ACCOUNTS = 5
"""Accounts of one address that a sign-in looks at; with more, the tenant is named."""


class IdentityRepository:
    """Accounts, memberships, sessions and keys; what spans tenants needs a system session."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def find_user(self, email: str, *, of_tenant: UUID | None = None) -> User | None:
        """Return the account that an address has in this tenant's eyes: one the tenant made, or the person's own."""
        query = select(User).where(User.email == email, (User.of_tenant == of_tenant) | User.of_tenant.is_(None))
        return await self._db.scalar(query.order_by(User.of_tenant.nulls_last()).limit(1))

    async def list_users(self, email: str) -> list[User]:
        """Return all accounts of an address: the person's own, then those that tenants made for it. System session."""
        query = select(User).where(User.email == email).order_by(User.of_tenant.nulls_first()).limit(_ACCOUNTS)
        return list(await self._db.scalars(query))

    async def find_membership(self, user_id: UUID, tenant_id: UUID | None) -> Member | None:
        """Return a user's membership in a tenant, or the first one when none is named. System session."""
        query = select(Member).where(Member.user_id == user_id).order_by(Member.created_at, Member.id).limit(1)
        query = query if tenant_id is None else query.where(Member.tenant_id == tenant_id)
        return await self._db.scalar(query)

    async def find_session(
        self, token_hash: bytes
    ) -> Row[tuple[UUID, UUID, UUID, datetime, str, str, int, str, bool]] | None:
        """Return (tenant_id, id, user_id, expires_at, email, role, authz_epoch, tenant state, enrolment due)."""
        result = await self._db.execute(
            text("""
            SELECT s.tenant_id, s.id, s.user_id, s.expires_at, m.email, m.role, t.authz_epoch, t.state,
                   t.second_factor_required AND s.proof <> 'provider'
                   AND NOT EXISTS (SELECT FROM second_factors f
                                   WHERE f.user_id = s.user_id AND f.confirmed_at IS NOT NULL)
                   AND NOT EXISTS (SELECT FROM passkeys p WHERE p.user_id = s.user_id) AS enrolment_due
            FROM user_sessions s JOIN members m ON m.tenant_id = s.tenant_id AND m.user_id = s.user_id
            JOIN tenants t ON t.id = s.tenant_id WHERE s.token_hash = :token_hash"""),
            {"token_hash": token_hash},
        )
        return result.first()

    async def find_key(self, public_id: str) -> Row[Any] | None:
        """Return a key that is not revoked, with what its rights follow from: see the query. System session."""
        query = text("""
            SELECT k.tenant_id, k.id, k.name, k.role, k.scope, k.secret_hash, k.expires_at, k.created_by,
                   k.service_account_id, a.name AS account_name, t.authz_epoch, t.state
            FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
            LEFT JOIN service_accounts a ON a.tenant_id = k.tenant_id AND a.id = k.service_account_id
            WHERE k.public_id = :public_id AND k.revoked_at IS NULL AND a.enabled IS NOT FALSE""")
        result = await self._db.execute(query.columns(scope=ApiKey.scope.type), {"public_id": public_id})
        return result.first()

    async def find_role_in(self, tenant_id: UUID, user_id: UUID) -> str | None:
        """Return the role of a user's membership in a tenant. System session."""
        query = select(Member.role).where(Member.tenant_id == tenant_id, Member.user_id == user_id)
        return await self._db.scalar(query)

    async def delete_session(self, session_id: UUID) -> None:
        await self._db.execute(delete(UserSession).where(UserSession.id == session_id))

    async def delete_sessions_of(self, user_id: UUID) -> None:
        await self._db.execute(delete(UserSession).where(UserSession.user_id == user_id))

    async def revoke_keys_of(self, user_id: UUID, now: datetime) -> None:
        await self._db.execute(
            update(ApiKey).where(ApiKey.created_by == user_id, ApiKey.revoked_at.is_(None)).values(revoked_at=now)
        )

    async def lock_key(self, key_id: UUID, account_id: UUID | None = None) -> ApiKey | None:
        """Return a key of a service account, or without one of people, locked."""
        query = select(ApiKey).where(ApiKey.id == key_id, ApiKey.service_account_id.is_not_distinct_from(account_id))
        return await self._db.scalar(query.with_for_update())

    async def find_key_row(self, key_id: UUID) -> ApiKey | None:
        """Return a key of people."""
        return await self._db.scalar(select(ApiKey).where(ApiKey.id == key_id, ApiKey.service_account_id.is_(None)))

    async def list_keys(self, *, after: UUID | None, limit: int, account_id: UUID | None = None) -> list[ApiKey]:
        """Return the keys of a service account, or without one those of people, newest first."""
        query = select(ApiKey).where(ApiKey.service_account_id.is_not_distinct_from(account_id))
        query = query.order_by(ApiKey.id.desc()).limit(limit)
        return list(await self._db.scalars(query.where(ApiKey.id < after) if after else query))

    async def list_accounts(self, *, after: UUID | None, limit: int) -> list[ServiceAccount]:
        query = select(ServiceAccount).order_by(ServiceAccount.id).limit(limit)
        return list(await self._db.scalars(query.where(ServiceAccount.id > after) if after else query))

    async def find_account(self, account_id: UUID, *, lock: bool = False) -> ServiceAccount | None:
        query = select(ServiceAccount).where(ServiceAccount.id == account_id)
        return await self._db.scalar(query.with_for_update() if lock else query)

    async def list_members(self, *, after: UUID | None, limit: int) -> list[Member]:
        query = select(Member).order_by(Member.id).limit(limit)
        return list(await self._db.scalars(query.where(Member.id > after) if after else query))

    async def lock_member(self, member_id: UUID) -> Member | None:
        return await self._db.scalar(select(Member).where(Member.id == member_id).with_for_update())

    async def find_member_of(self, user_id: UUID) -> Member | None:
        return await self._db.scalar(select(Member).where(Member.user_id == user_id))

    async def find_member_by_address(self, email: str) -> Member | None:
        return await self._db.scalar(select(Member).where(Member.email == email))

    async def addresses_of(self, roles: Collection[str], *, limit: int) -> list[str]:
        """Return the addresses of members with one of these roles."""
        query = select(Member.email).where(Member.role.in_(roles)).order_by(Member.id).limit(limit)
        return list(await self._db.scalars(query))

    async def lock_owners(self) -> list[Member]:
        """Hold the owners' rows, always in one order and before any other: two owners who leave at once must wait."""
        query = select(Member).where(Member.role == "owner").order_by(Member.id)
        return list(await self._db.scalars(query.with_for_update()))

    async def owners_exist(self) -> bool:
        count = await self._db.scalar(select(func.count()).select_from(Member).where(Member.role == "owner"))
        return bool(count)

    async def touch_key(self, tenant_id: UUID, key_id: UUID, now: datetime) -> None:
        await self._db.execute(
            update(ApiKey).where(ApiKey.tenant_id == tenant_id, ApiKey.id == key_id).values(last_used_at=now)
        )
