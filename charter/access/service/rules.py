"""Permission rules: allow or deny, on everything or on one agent."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.access.errors import RuleNotFound
from charter.access.models import PermissionRule
from charter.access.repository import AccessRepository, subject_of
from charter.access.rights import Effect, SubjectKind, expand
from charter.access.roles import ON_AGENTS
from charter.access.schemas import RuleInput, RuleRead, format_subject, parse_subject
from charter.access.service.decisions import require, require_no_higher
from charter.access.service.subjects import insert_about, name_subject, role_permissions
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.errors import InputInvalid
from charter.core.principal import Principal

_NEVER_DENIED = frozenset({"roles.write", "owners.write"})


async def list_rules(db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int) -> list[RuleRead]:
    """Return permission rules in the order they were made."""
    require(principal, "roles.read")
    return [_read(row) for row in await AccessRepository(db).list_page(PermissionRule, after=after, limit=limit)]


async def create_rule(db: AsyncSession, principal: Principal, wanted: RuleInput) -> RuleRead:
    """Make a permission rule; effective on the next request, and within a second in open streams.

    Raises:
        RoleTooHigh: it is about what the principal may not do.
        RoleNotFound, SubjectNotFound: there is no such role, user, key, team or agent in this tenant.
        RuleExists: there is one like it.
    """
    require(principal, "roles.write")
    permissions = expand(wanted.permission)
    require_no_higher(principal, permissions, "The rule")
    if wanted.agent_id is not None and (stray := sorted(permissions - ON_AGENTS)):
        message = f"{stray[0]} is not about single agents; leave agent_id out, or choose one of {sorted(ON_AGENTS)}."
        raise InputInvalid(message, fields=[{"path": "/permission", "message": message}])
    if wanted.effect == Effect.DENY and (fixed := sorted(permissions & _NEVER_DENIED)):
        message = f"{fixed[0]} cannot be denied: nobody might be left to lift it. Take the role away instead."
        raise InputInvalid(message, fields=[{"path": "/permission", "message": message}])
    subject = parse_subject(wanted.subject)
    if subject.kind == SubjectKind.ROLE:
        await role_permissions(db, subject.name)
    row = PermissionRule(effect=wanted.effect, permission=wanted.permission, agent_id=wanted.agent_id, note=wanted.note)
    name_subject(row, subject)
    await insert_about(db, row, wanted.subject)
    await epochs.bump_authz(db)
    await audit.record(
        db, principal, "permission_rule.created", "permission_rule", row.id, after=wanted.model_dump(mode="json")
    )
    return _read(row)


async def delete_rule(db: AsyncSession, principal: Principal, rule_id: UUID) -> None:
    """Remove a permission rule.

    Raises:
        RuleNotFound: no such rule in this tenant.
        RoleTooHigh: it is about what the principal may not do: only owners lift a denial of themselves.
    """
    require(principal, "roles.write")
    row = await AccessRepository(db).lock(PermissionRule, rule_id)
    if row is None:
        raise RuleNotFound("No such permission rule; list them with GET /v1/permission-rules.")
    if "owners.write" not in principal.permissions:
        require_no_higher(principal, expand(row.permission), "The rule")
    before = _read(row).model_dump(mode="json")
    await db.delete(row)
    await db.flush()
    await epochs.bump_authz(db)
    await audit.record(db, principal, "permission_rule.deleted", "permission_rule", row.id, before=before)


def _read(row: PermissionRule) -> RuleRead:
    return RuleRead(
        id=row.id,
        subject=format_subject(subject_of(row)),
        effect=Effect(row.effect),
        permission=row.permission,
        agent_id=row.agent_id,
        note=row.note,
        created_at=row.created_at,
    )
