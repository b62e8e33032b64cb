"""Connections to providers: made, changed, checked, offered; each validated by real discovery before it is stored."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.access.roles import Role
from charter.access.service import teams
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.errors import InputInvalid
from charter.core.ids import new_id
from charter.core.principal import Principal
from charter.identity import api_keys
from charter.identity.errors import (
    AudienceTaken,
    LastOwner,
    ProviderUnusable,
    SignOnConnectionExists,
    SignOnConnectionNotFound,
)
from charter.identity.models import SignOnConnection
from charter.identity.oidc.discovery import ALGORITHMS, Provider, ProviderFailure, discover
from charter.identity.service.keys import require_no_higher
from charter.identity.service.sign_on import accounts
from charter.identity.service.sign_on.parts import SignOnParts
from charter.identity.sign_on_repository import SignOnRepository
from charter.identity.sign_on_schemas import (
    SignOnConnectionChange,
    SignOnConnectionInput,
    SignOnOffer,
    TeamRule,
    require_separate_audience,
)

TABLE, SECRET_FIELD = "sign_on_connections", "sealed_secret"
_PLAIN = ("name", "client_id", "audience", "allowed_azp", "login_domains", "enabled", "scopes", "algorithms")


async def list_connections(
    db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int
) -> list[SignOnConnection]:
    """Return connections, oldest first.

    Raises:
        Forbidden: the principal lacks ``sso.read``.
    """
    access.require(principal, "sso.read")
    return await SignOnRepository(db).list_connections(after=after, limit=limit)


async def get_connection(db: AsyncSession, principal: Principal, connection_id: UUID) -> SignOnConnection:
    """Return a connection.

    Raises:
        Forbidden: the principal lacks ``sso.read``.
        SignOnConnectionNotFound: no such connection in this tenant.
    """
    access.require(principal, "sso.read")
    return _found(await SignOnRepository(db).find_connection(connection_id))


async def create_connection(
    db: AsyncSession, principal: Principal, parts: SignOnParts, given: SignOnConnectionInput, *, now: datetime
) -> SignOnConnection:
    """Store a connection after its provider has answered and can be used.

    Raises:
        Forbidden: the principal lacks ``sso.write``.
        RoleTooHigh: a rule gives a role that may do what the principal may not.
        TeamNotFound: a rule names a team that is not there.
        ProviderUnusable: discovery failed; nothing was stored.
        SignOnConnectionExists: the name is taken.
        AudienceTaken: another connection has this issuer and audience.
    """
    access.require(principal, "sso.write")
    for rule in given.role_rules:
        require_no_higher(principal, rule.role)
    await _require_teams(db, principal, given.team_rules)
    provider = await _discovered(parts, given.issuer)
    row = SignOnConnection(
        id=new_id(),
        issuer=given.issuer,
        provider=provider.model_dump(mode="json"),
        checked_at=now,
        **{name: getattr(given, name) for name in _PLAIN},
    )
    row.scopes = _with_openid(given.scopes)
    row.algorithms = _algorithms(given.algorithms, provider)
    row.role_rules = [rule.model_dump(mode="json") for rule in given.role_rules]
    row.team_rules = [rule.model_dump(mode="json") for rule in given.team_rules]
    row.organization = given.organization.model_dump(mode="json") if given.organization else None
    await _store_secret(db, parts, row, given.client_secret.get_secret_value() if given.client_secret else None)
    _complete_audience(row)
    await _require_free_audience(db, parts, row)
    db.add(row)
    await _flush_named(db, row)
    await db.refresh(row)
    await audit.record(db, principal, "sign_on_connection.created", "sign_on_connection", row.id, after=_facts(row))
    return row


async def change_connection(
    db: AsyncSession,
    principal: Principal,
    parts: SignOnParts,
    connection_id: UUID,
    change: SignOnConnectionChange,
    *,
    now: datetime,
) -> SignOnConnection:
    """Change a connection. A new issuer clears a secret that is not given anew, and ends the connection's sessions.

    Raises:
        Forbidden: the principal lacks ``sso.write``.
        RoleTooHigh: a rule, of before or now, gives a role that may do what the principal may not.
        SignOnConnectionNotFound, SignOnConnectionExists, ProviderUnusable, AudienceTaken: as their names say.
    """
    access.require(principal, "sso.write")
    row = _found(await SignOnRepository(db).find_connection(connection_id))
    _require_within_power(principal, row, change)
    await _require_teams(db, principal, change.team_rules or [])
    given = change.model_fields_set
    issuer = change.issuer or row.issuer
    moved = issuer != row.issuer
    # Asked before the row is locked: nothing waits for a provider.
    provider = await _discovered(parts, issuer) if moved else Provider.model_validate(row.provider)
    row = _found(await SignOnRepository(db).lock_connection(connection_id))
    before = _facts(row)
    _take_over(row, change, provider)
    if moved:
        row.issuer, row.provider, row.checked_at = issuer, provider.model_dump(mode="json"), now
    if moved or "client_secret" in given:
        secret = change.client_secret.get_secret_value() if change.client_secret else None
        await _store_secret(db, parts, row, secret)
    _complete_audience(row)
    await _require_free_audience(db, parts, row)
    await _flush_named(db, row)
    if moved or not row.enabled:
        await SignOnRepository(db).end_sessions(row.id)
    await epochs.bump_authz(db)
    await audit.record(
        db, principal, "sign_on_connection.changed", "sign_on_connection", row.id, before=before, after=_facts(row)
    )
    return row


async def check_connection(
    db: AsyncSession, principal: Principal, parts: SignOnParts, connection_id: UUID, *, now: datetime
) -> SignOnConnection:
    """Read the provider's metadata and keys again and store them.

    Raises:
        Forbidden: the principal lacks ``sso.write``.
        SignOnConnectionNotFound: no such connection in this tenant.
        ProviderUnusable: discovery failed; what was known stays.
    """
    access.require(principal, "sso.write")
    issuer = _found(await SignOnRepository(db).find_connection(connection_id)).issuer
    provider = await _discovered(parts, issuer)
    row = _found(await SignOnRepository(db).lock_connection(connection_id))
    if row.issuer == issuer:
        row.provider, row.checked_at = provider.model_dump(mode="json"), now
    await audit.record(db, principal, "sign_on_connection.checked", "sign_on_connection", row.id, after={"ok": True})
    return row


async def delete_connection(db: AsyncSession, principal: Principal, connection_id: UUID, *, now: datetime) -> None:
    """Delete a connection. Whoever came through it is a member no longer.

    Raises:
        Forbidden: the principal lacks ``sso.write``.
        RoleTooHigh: it gives a role that may do what the principal may not.
        SignOnConnectionNotFound: no such connection in this tenant.
        LastOwner: the tenant's only owner came through it.
    """
    access.require(principal, "sso.write")
    row = _found(await SignOnRepository(db).lock_connection(connection_id))
    _require_within_power(principal, row, None)
    for account in await SignOnRepository(db).accounts_of(row.id):
        account.active = False
        await accounts.settle(db, row, account, principal, now=now)
        if await accounts.stays_a_member(db, account):
            raise LastOwner(f"{account.label}, the tenant's only owner, came through it; make somebody else one first.")
    await SignOnRepository(db).end_sessions(row.id)
    await db.delete(row)
    await db.flush()
    await epochs.bump_authz(db)
    await audit.record(db, principal, "sign_on_connection.deleted", "sign_on_connection", row.id, before=_facts(row))


async def make_scim_token(
    db: AsyncSession, principal: Principal, parts: SignOnParts, connection_id: UUID, *, now: datetime
) -> str:
    """Return a new token for the connection's directory, shown once; the one before ends now.

    Raises:
        Forbidden: the principal lacks ``sso.write``.
        RoleTooHigh: whoever has the token decides who gets the rules' roles.
        SignOnConnectionNotFound: no such connection in this tenant.
    """
    access.require(principal, "sso.write")
    row = _found(await SignOnRepository(db).lock_connection(connection_id))
    _require_within_power(principal, row, None)
    key, text = api_keys.generate("scim")
    row.scim_public_id, row.scim_secret_hash = key.public_id, parts.scim_hash(key.secret)
    row.scim_token_made_at = now
    await audit.record(db, principal, "scim_token.made", "sign_on_connection", row.id)
    return text


async def end_scim_token(db: AsyncSession, principal: Principal, connection_id: UUID) -> None:
    """End the directory's token. Idempotent.

    Raises:
        Forbidden: the principal lacks ``sso.write``.
        SignOnConnectionNotFound: no such connection in this tenant.
    """
    access.require(principal, "sso.write")
    row = _found(await SignOnRepository(db).lock_connection(connection_id))
    if row.scim_public_id is not None:
        row.scim_public_id = row.scim_secret_hash = row.scim_token_made_at = None
        await audit.record(db, principal, "scim_token.ended", "sign_on_connection", row.id)


async def offers(parts: SignOnParts, *, tenant: str | None, address: str | None) -> list[SignOnOffer]:
    """Return the ways to sign in to a tenant, named by its slug; for an unknown one there are none.

    Without a slug they are those of the installation's only tenant: with several, nobody learns of any.

    Args:
        address: a mail address; connections for other domains are left out.
    """
    async with parts.database.system_session(reason="list the ways to sign in") as db:
        rows = await SignOnRepository(db).offers(tenant)
    domain = (address or "").rpartition("@")[2].strip().lower()
    return [
        SignOnOffer(id=row.id, name=row.name)
        for row in rows
        if not domain or not row.login_domains or domain in row.login_domains
    ]


async def _discovered(parts: SignOnParts, issuer: str) -> Provider:
    try:
        provider = await discover(parts.http, parts.rules, issuer)
        await parts.keys.load(provider.jwks_uri)
    except ProviderFailure as error:
        message = f"{error} Nothing was stored."
        raise ProviderUnusable(message, fields=[{"path": "/issuer", "message": str(error)}]) from error
    return provider


def _require_within_power(principal: Principal, row: SignOnConnection, change: SignOnConnectionChange | None) -> None:
    """Refuse to touch a connection that gives higher roles: who chooses the provider chooses who gets them."""
    for stored in accounts.role_rules(row):
        require_no_higher(principal, Role(stored.target))
    for rule in (change.role_rules or []) if change else []:
        require_no_higher(principal, rule.role)


async def _require_teams(db: AsyncSession, principal: Principal, rules: list[TeamRule]) -> None:
    """Refuse rules for teams that are not there, or by somebody who may not put people into teams themselves."""
    for rule in rules:
        await teams.require_within(db, principal, rule.team_id)


def _take_over(row: SignOnConnection, change: SignOnConnectionChange, provider: Provider) -> None:
    given = change.model_fields_set
    for name in given & {"name", "client_id", "allowed_azp", "login_domains", "enabled"}:
        value = getattr(change, name)
        if value is not None:
            setattr(row, name, value)
    if "audience" in given:
        row.audience = change.audience
    if change.scopes is not None:
        row.scopes = _with_openid(change.scopes)
    if "algorithms" in given or row.issuer != provider.issuer:
        row.algorithms = _algorithms(change.algorithms, provider)
    if change.role_rules is not None:
        row.role_rules = [rule.model_dump(mode="json") for rule in change.role_rules]
    if change.team_rules is not None:
        row.team_rules = [rule.model_dump(mode="json") for rule in change.team_rules]
    if "organization" in given:
        row.organization = change.organization.model_dump(mode="json") if change.organization else None
    try:
        require_separate_audience(row.audience, row.client_id)
    except ValueError as error:
        raise _invalid("/audience", str(error)) from error


def _with_openid(scopes: list[str]) -> list[str]:
    return list(dict.fromkeys(["openid", *scopes]))


def _algorithms(wanted: list[str] | None, provider: Provider) -> list[str]:
    announced = [name for name in ALGORITHMS if name in provider.id_token_signing_alg_values_supported]
    if wanted is not None and (unknown := set(wanted) - set(announced)):
        raise _invalid("/algorithms", f"The provider does not sign with {', '.join(sorted(unknown))}.")
    return wanted or announced


def _complete_audience(row: SignOnConnection) -> None:
    if row.audience is not None and not row.allowed_azp:
        row.allowed_azp = [row.client_id]


async def _require_free_audience(db: AsyncSession, parts: SignOnParts, row: SignOnConnection) -> None:
    """A token must lead to one tenant: no two connections share issuer, audience and organization."""
    if row.audience is None:
        return
    await SignOnRepository(db).hold_audiences()
    bound = row.organization or {}
    organization = str(bound.get("id") or bound.get("alias") or "")
    async with parts.database.system_session(reason="compare audiences of sign-on connections") as system:
        taken = await SignOnRepository(system).audience_is_taken(row.issuer, row.audience, organization, row.id)
    if taken:
        raise AudienceTaken("This issuer and audience are in use in this installation; choose an audience of your own.")


async def _store_secret(db: AsyncSession, parts: SignOnParts, row: SignOnConnection, secret: str | None) -> None:
    row.sealed_secret = await parts.vault.seal(db, TABLE, row.id, SECRET_FIELD, secret) if secret else None


async def _flush_named(db: AsyncSession, row: SignOnConnection) -> None:
    try:
        await db.flush()
    except IntegrityError as error:
        raise SignOnConnectionExists(f"There is a sign-on connection called {row.name!r} already.") from error


def _facts(row: SignOnConnection) -> dict[str, JsonValue]:
    names = (*_PLAIN, "issuer", "role_rules", "team_rules", "organization")
    return {name: getattr(row, name) for name in names} | {"has_secret": row.sealed_secret is not None}


def _invalid(path: str, message: str) -> InputInvalid:
    return InputInvalid(message, fields=[{"path": path, "message": message}])


def _found(row: SignOnConnection | None) -> SignOnConnection:
    if row is None:
        raise SignOnConnectionNotFound("No such sign-on connection; list them with GET /v1/sign-on-connections.")
    return row
