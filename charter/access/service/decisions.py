"""The one question every service verb asks, and what hangs on its answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access.errors import Forbidden, RoleTooHigh
from charter.access.repository import AccessRepository
from charter.access.rights import Rights, Snapshot
from charter.access.roles import ALL_PERMISSIONS, PERMISSIONS, Role
from charter.core.errors import SecondFactorRequired
from charter.core.principal import Principal


@dataclass(frozen=True, slots=True)
class Reach:
    """The objects on which a principal has a permission: all but ``excluded``, or only ``included``."""

    everything: bool
    included: frozenset[UUID]
    excluded: frozenset[UUID]

    @property
    def nothing(self) -> bool:
        """True when there is no object at all."""
        return not self.everything and not self.included


def permissions_of(role: str) -> frozenset[str]:
    """Return what a built-in role may do; another one may do nothing by itself."""
    try:
        return PERMISSIONS[Role(role)]
    except ValueError:
        return frozenset()


def may(principal: Principal, permission: str, on: UUID | None = None) -> bool:
    """True when the principal may do this: on the object ``on``, or on everything when none is named."""
    if on is None:
        return permission in principal.permissions
    if principal.denied and (permission, on) in principal.denied:
        return False
    return permission in principal.permissions or (permission, on) in principal.granted


def may_any(principal: Principal, permissions: Iterable[str], on: UUID) -> bool:
    """True when the principal has one of the permissions on the object."""
    return any(may(principal, permission, on) for permission in permissions)


def require(principal: Principal, permission: str, on: UUID | None = None) -> None:
    """Return when the principal may do this: on the object ``on``, or on everything when none is named.

    Raises:
        Forbidden: it may not; the detail names the missing permission and the roles that have it.
    """
    if not may(principal, permission, on):
        raise _refusal(principal, permission)


def require_somewhere(principal: Principal, permission: str) -> None:
    """Return when there can be an object on which the principal may do this; the object is asked about later.

    Raises:
        Forbidden: it may not, whatever the object.
    """
    if permission not in principal.permissions and reach(principal, permission).nothing:
        raise _refusal(principal, permission)


def reach(principal: Principal, permission: str) -> Reach:
    """Return the objects on which the principal has the permission, for lists."""
    return Reach(
        everything=permission in principal.permissions,
        included=frozenset(id_ for name, id_ in principal.granted if name == permission),
        excluded=frozenset(id_ for name, id_ in principal.denied if name == permission),
    )


def within(reach_: Reach, column: Any) -> ColumnElement[bool]:
    """Return the condition that a column names an object within reach, for the queries of lists."""
    if reach_.everything:
        return column.not_in(reach_.excluded) if reach_.excluded else true()
    return and_(column.in_(reach_.included), column.not_in(reach_.excluded))


def require_no_higher(principal: Principal, permissions: frozenset[str], what: str) -> None:
    """Refuse to give or take what the principal itself may not do.

    Args:
        what: what has these permissions, for the refusal: ``The role admin``.

    Raises:
        RoleTooHigh: names what is missing.
    """
    if missing := permissions - principal.permissions:
        raise RoleTooHigh(f"{what} may do what you may not: {', '.join(sorted(missing))}.")


def require_no_higher_rights(principal: Principal, rights: Rights, what: str) -> None:
    """Refuse to act for, or to decide over, whoever may do what the principal may not, be it on a single object.

    Raises:
        RoleTooHigh: names what is missing.
    """
    beyond = {permission for permission, on in rights.granted if not may(principal, permission, on)}
    require_no_higher(principal, rights.permissions | beyond, what)


def narrowed(principal: Principal, scope: frozenset[str] | None) -> frozenset[str] | None:
    """Return the scope of a key that the principal makes: whoever is limited to a scope gives no wider one.

    Raises:
        RoleTooHigh: names what lies outside the principal's own scope.
    """
    if principal.scope is None:
        return scope
    if scope is None:
        return principal.scope
    require_no_higher(principal, scope, "The scope")
    return scope


async def load_snapshot(db: AsyncSession, tenant_id: UUID, epoch: int) -> Snapshot:
    """Return a tenant's access rules, compiled.

    Args:
        epoch: the tenant's, read before this: the snapshot is never older than it says.
    """
    return await AccessRepository(db).snapshot(tenant_id, epoch)


def _refusal(principal: Principal, permission: str) -> Exception:
    if permission not in ALL_PERMISSIONS:
        return LookupError(f"No such permission: {permission}")
    if principal.enrolment_due:
        return SecondFactorRequired()
    if principal.scope is not None and permission not in principal.scope:
        return Forbidden(
            f"The scope of the key {principal.label} does not hold {permission}; use a key whose scope does.",
            permission=permission,
        )
    having = ", ".join(role for role, granted in PERMISSIONS.items() if permission in granted) or "platform-operator"
    return Forbidden(
        f"{principal.label} lacks the permission {permission}; ask an owner for one of the roles {having}.",
        permission=permission,
    )
