"""Who can, and why not: the same compiled rules that decide, asked for their reasons."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.access.rights import NO_ROLE, Effect, Reason, Rights, Snapshot
from charter.access.schemas import parse_subject
from charter.core.ids import format_id
from charter.core.principal import Principal, PrincipalKind
from charter.identity.errors import PrincipalNotFound
from charter.identity.models import ApiKey, Member, ServiceAccount
from charter.identity.repository import IdentityRepository
from charter.identity.schemas import AccessExplanation, PrincipalRead, ReasonRead
from charter.identity.service.keys import scope_of

_MAXIMUM = 10_000


async def explain(
    db: AsyncSession, principal: Principal, who: str | None, permission: str, agent_id: UUID | None
) -> AccessExplanation:
    """Say whether a user, key or service account may do something, and which roles and rules say so.

    Args:
        who: ``user_…``, ``key_…`` or ``service_…``; None asks about the principal itself, which needs no permission.

    Raises:
        Forbidden: the principal lacks ``roles.read``.
        PrincipalNotFound: no such user, key or service account in this tenant.
    """
    if who is None:
        subject_kind, subject_id = principal.kind, principal.id
    else:
        access.require(principal, "roles.read")
        subject_kind, subject_id = _parsed(who)
    snapshot = await _snapshot(db, principal)
    if subject_kind == PrincipalKind.USER:
        member = await IdentityRepository(db).find_member_of(subject_id)
        if member is None:
            raise _unknown(who)
        return _explained(
            snapshot, _rights_of_member(snapshot, member), _member(member), member.role, permission, agent_id
        )
    if subject_kind == PrincipalKind.SERVICE:
        return await _explain_account(db, snapshot, who, subject_id, permission, agent_id, principal.scope)
    key = await IdentityRepository(db).find_key_row(subject_id)
    if key is None:
        raise _unknown(who)
    maker = await IdentityRepository(db).find_member_of(key.created_by) if key.created_by else None
    rights = _rights_of_key(snapshot, key, maker)
    told = _explained(snapshot, rights, _key(key), key.role, permission, agent_id)
    _tell_scope(told, scope_of(key))
    if key.created_by is not None:
        bound = _bound(snapshot, maker, permission, agent_id)
        told.reasons[:0] = [bound] if bound else []
    return told


async def who_can(
    db: AsyncSession, principal: Principal, permission: str, agent_id: UUID | None
) -> list[PrincipalRead]:
    """Return the members, then the service accounts, then people's living API keys, that may do something.

    Raises:
        Forbidden: the principal lacks ``roles.read``.
    """
    access.require(principal, "roles.read")
    snapshot, repository = await _snapshot(db, principal), IdentityRepository(db)
    members = await repository.list_members(after=None, limit=_MAXIMUM)
    by_user = {member.user_id: member for member in members}
    able = [_member(it) for it in members if _rights_of_member(snapshot, it).may(permission, agent_id)]
    able += [
        _account(account)
        for account in await repository.list_accounts(after=None, limit=_MAXIMUM)
        if account.enabled and _rights_of_account(snapshot, account).may(permission, agent_id)
    ]
    for key in await repository.list_keys(after=None, limit=_MAXIMUM):
        maker = by_user.get(key.created_by) if key.created_by else None
        if key.revoked_at is None and _rights_of_key(snapshot, key, maker).may(permission, agent_id):
            able.append(_key(key))
    return able


def _rights_of_member(snapshot: Snapshot, member: Member) -> Rights:
    return snapshot.rights_of(PrincipalKind.USER, member.user_id, member.role)


def _rights_of_account(snapshot: Snapshot, account: ServiceAccount) -> Rights:
    return snapshot.rights_of(PrincipalKind.SERVICE, account.id, NO_ROLE)


def _rights_of_key(snapshot: Snapshot, key: ApiKey, maker: Member | None) -> Rights:
    rights = snapshot.rights_of(PrincipalKind.API_KEY, key.id, key.role)
    rights = rights.scoped(scope_of(key))
    if key.created_by is None:
        return rights
    return rights.bounded_by(_rights_of_member(snapshot, maker) if maker else Rights())


def _explained(
    snapshot: Snapshot, rights: Rights, who: PrincipalRead, role: str, permission: str, agent_id: UUID | None
) -> AccessExplanation:
    _, id_ = _parsed(who.id)
    reasons = snapshot.explain(who.kind, id_, role, permission, agent_id)
    if not reasons:
        held = ", ".join(sorted(rights.roles)) or "none"
        reasons = [Reason(Effect.DENY, f"Nothing gives {permission}: neither a role (it has {held}) nor a rule.")]
    return AccessExplanation(
        allowed=rights.may(permission, agent_id),
        principal=who,
        permission=permission,
        agent_id=agent_id,
        roles=sorted(rights.roles),
        reasons=[ReasonRead(effect=it.effect, text=it.text, rule_id=it.rule_id) for it in reasons],
    )


async def _explain_account(
    db: AsyncSession,
    snapshot: Snapshot,
    who: str | None,
    account_id: UUID,
    permission: str,
    agent_id: UUID | None,
    scope: frozenset[str] | None,
) -> AccessExplanation:
    """Explain what a service account may; asked about itself, within the scope of the key it asks with."""
    account = await IdentityRepository(db).find_account(account_id)
    if account is None:
        raise _unknown(who)
    asked_with = scope if who is None else None
    rights = _rights_of_account(snapshot, account).scoped(asked_with)
    told = _explained(snapshot, rights, _account(account), NO_ROLE, permission, agent_id)
    _tell_scope(told, asked_with)
    if not account.enabled:
        told.allowed = False
        text = "This service account is disabled: none of its keys opens anything."
        told.reasons.insert(0, ReasonRead(effect=Effect.DENY, text=text, rule_id=None))
    return told


def _tell_scope(told: AccessExplanation, scope: frozenset[str] | None) -> None:
    if scope is not None and told.permission not in scope:
        held = ", ".join(sorted(scope))
        text = f"The key's scope does not hold {told.permission}: it is limited to {held}, whatever its owner may."
        told.reasons.insert(0, ReasonRead(effect=Effect.DENY, text=text, rule_id=None))


def _bound(snapshot: Snapshot, maker: Member | None, permission: str, agent_id: UUID | None) -> ReasonRead | None:
    if maker is None:
        return ReasonRead(effect=Effect.DENY, text="The user who made this key is no member any more.", rule_id=None)
    if _rights_of_member(snapshot, maker).may(permission, agent_id):
        return None
    text = f"{maker.email}, who made this key, may not do it, and a key never may more than its maker."
    return ReasonRead(effect=Effect.DENY, text=text, rule_id=None)


async def _snapshot(db: AsyncSession, principal: Principal) -> Snapshot:
    return await access.load_snapshot(db, principal.tenant_id, principal.authz_epoch)


def _parsed(who: str) -> tuple[PrincipalKind, UUID]:
    subject = parse_subject(who)
    return PrincipalKind(subject.kind.value), UUID(subject.name)


def _unknown(who: str | None) -> PrincipalNotFound:
    where = "GET /v1/members, /v1/api-keys and /v1/service-accounts"
    return PrincipalNotFound(
        f"No user, key or service account {who or 'like you'} in this tenant; list them with {where}."
    )


def _member(member: Member) -> PrincipalRead:
    return PrincipalRead(id=format_id("user", member.user_id), kind=PrincipalKind.USER, label=member.email)


def _account(account: ServiceAccount) -> PrincipalRead:
    return PrincipalRead(id=format_id("service", account.id), kind=PrincipalKind.SERVICE, label=account.name)


def _key(key: ApiKey) -> PrincipalRead:
    return PrincipalRead(id=format_id("key", key.id), kind=PrincipalKind.API_KEY, label=key.name)
