"""The one question every service verb asks."""

from __future__ import annotations

from charter.access.errors import Forbidden
from charter.access.roles import ALL_PERMISSIONS, PERMISSIONS, Role
from charter.core.principal import Principal


def permissions_of(role: str) -> frozenset[str]:
    """Return what a role may do; an unknown role may do nothing."""
    try:
        return PERMISSIONS[Role(role)]
    except ValueError:
        return frozenset()


def require(principal: Principal, permission: str) -> None:
    """Return when the principal may do this.

    Raises:
        Forbidden: it may not; the detail names the missing permission and the roles that have it.
    """
    if permission in principal.permissions:
        return
    if permission not in ALL_PERMISSIONS:
        raise LookupError(f"No such permission: {permission}")
    having = ", ".join(role for role, granted in PERMISSIONS.items() if permission in granted)
    raise Forbidden(
        f"{principal.label} lacks the permission {permission}; ask an owner for one of the roles {having}.",
        permission=permission,
    )
