"""Founding a tenant: its first owner, and an API key for them when the operator asks for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.access.roles import Role
from charter.audit import service as audit
from charter.budgets.service import plans
from charter.core.principal import Principal
from charter.identity import api_keys, passwords
from charter.identity.models import ApiKey, Member, User
from charter.identity.repository import IdentityRepository
from charter.identity.service.authentication import Authenticator
from charter.tenants import service as tenants
from charter.tenants.errors import ResidencyNotOffered


@dataclass(frozen=True, slots=True)
class Founded:
    """A new tenant; ``api_key`` is shown once, when one was asked for."""

    tenant_id: UUID
    api_key: str | None


async def found_tenant(
    db: AsyncSession,
    principal: Principal,
    authenticator: Authenticator,
    *,
    name: str,
    owner_email: str,
    owner_password: str,
    residency: str | None,
    offered: list[str],
    with_api_key: bool,
    plan_id: UUID | None,
    now: datetime,
) -> Founded:
    """Make a tenant with its first owner. System session.

    Somebody who has an account keeps their password and becomes an owner here as well.

    Args:
        offered: the residency labels that this installation's storage carries.

    Raises:
        Forbidden: the principal lacks ``tenants.write``.
        ResidencyNotOffered: the storage here does not carry the label.
        PasswordTooWeak: says what is missing.
        PlanNotFound, PlanRetired: it can be given no such plan.
    """
    access.require(principal, "tenants.write")
    if residency is not None and residency not in offered:
        here = ", ".join(offered) or "none"
        message = f"This installation's storage does not carry the label {residency!r} (it carries: {here})."
        raise ResidencyNotOffered(message, fields=[{"path": "/residency", "message": message}])
    user = await IdentityRepository(db).find_user(owner_email)
    if user is None:
        passwords.require_strong(owner_password, email=owner_email)
        user = User(email=owner_email, password_hash=await passwords.hash_password(owner_password))
        db.add(user)
        await db.flush()
    tenant_id = await tenants.create(db, name, residency=residency)
    db.add(Member(tenant_id=tenant_id, user_id=user.id, email=owner_email, role=Role.OWNER))
    await db.flush()
    key_text = None
    if with_api_key:
        parts, key_text = api_keys.generate()
        key = ApiKey(
            tenant_id=tenant_id,
            public_id=parts.public_id,
            name="first owner",
            role=Role.OWNER,
            secret_hash=authenticator.key_hash(parts.secret),
            created_by=user.id,
        )
        db.add(key)
        await db.flush()
    after: dict[str, JsonValue] = {"name": name, "owner_email": owner_email, "api_key": with_api_key}
    await audit.record(db, principal, "tenant.created", "tenant", tenant_id, after=after, tenant_id=tenant_id)
    if plan_id is not None:
        await plans.set_plan(db, principal, tenant_id, plan_id, now=now)
    return Founded(tenant_id, key_text)
