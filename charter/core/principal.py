"""Who is calling: the authenticated principal that every service verb takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

Right = tuple[str, UUID]
"""A permission on one object: ``("agents.read", agent_id)``."""


class PrincipalKind(StrEnum):
    USER = "user"
    API_KEY = "api_key"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Principal:
    """An authenticated caller inside one tenant.

    Attributes:
        id: the user's, API key's or service's id.
        tenant_id: the only tenant this principal can reach.
        label: what people call it (an email address, a key's name); never a secret.
        permissions: what it may do on everything, compiled at ``authz_epoch``, for example ``agents.publish``.
        authz_epoch: version of the tenant's access rules that the rights were compiled from.
        on_behalf_of: the user an API key acts for, if any: the key never may more than they.
        granted: permissions it has on single objects only.
        denied: permissions it lacks on single objects, whatever else is granted.
        roles: names of its roles.
        teams: ids of its teams.
        tenant_slug: the tenant's name in addresses.
        enrolment_due: the tenant requires a second factor and this person has none: all they may is enrol one.
        scope: what an API key is limited to whatever its owner may; None for no such limit.
    """

    id: UUID
    kind: PrincipalKind
    tenant_id: UUID
    label: str
    permissions: frozenset[str]
    authz_epoch: int
    on_behalf_of: UUID | None = None
    granted: frozenset[Right] = frozenset()
    denied: frozenset[Right] = frozenset()
    roles: frozenset[str] = frozenset()
    teams: frozenset[UUID] = frozenset()
    tenant_slug: str = ""
    scope: frozenset[str] | None = None
    enrolment_due: bool = False
