"""Whom a provider vouches for: an account by (issuer, subject), and the membership that its role gives it.

The membership always follows from the mapping rules, at each sign-in and each change by the directory. Without a role,
or deactivated, there is none: its sessions and the API keys it made end with it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access.errors import TeamNotFound
from charter.access.roles import Role
from charter.access.service import teams
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.ids import parse_id
from charter.core.principal import Principal, PrincipalKind
from charter.identity.account_repository import AccountRepository
from charter.identity.errors import SignOnAddressTaken
from charter.identity.models import ExternalAccount, Member, SignOnConnection
from charter.identity.oidc import mapping
from charter.identity.oidc.tokens import Claims
from charter.identity.repository import IdentityRepository
from charter.identity.sign_on_repository import SignOnRepository


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the provider's token tells of them."""

    issuer: str
    subject: str
    claims: Claims

    @property
    def address(self) -> str | None:
        """The mail address, if the provider has verified it."""
        address = self.claims.get("email")
        verified = self.claims.get("email_verified") is True
        return address.strip().lower() if verified and isinstance(address, str) and "@" in address else None

    @property
    def label(self) -> str:
        """What people call them here: the verified address, else the provider's name for them."""
        name = self.claims.get("preferred_username") or self.claims.get("client_id")
        given = self.address or (name.strip().lower() if isinstance(name, str) else "") or self.subject
        return "".join(character for character in given if character.isprintable())[:254] or self.subject


_OF_CONNECTIONS = frozenset({"members.read", "members.write", "teams.read", "teams.write", "roles.write"})


def principal_of(connection: SignOnConnection) -> Principal:
    """Return who acts, and whom audit entries name, for what the provider brings about."""
    label = f"Sign-on {connection.name}"
    return Principal(connection.id, PrincipalKind.SERVICE, connection.tenant_id, label, _OF_CONNECTIONS, 0)


def role_rules(connection: SignOnConnection) -> list[mapping.Rule]:
    """Return the rules that give roles."""
    return _rules(connection.role_rules, "role")


def team_rules(connection: SignOnConnection) -> list[mapping.Rule]:
    """Return the rules that give teams; their targets are ids as text."""
    return _rules(connection.team_rules, "team_id")


def _rules(stored: list[JsonValue], target: str) -> list[mapping.Rule]:
    return [
        mapping.Rule(str(rule["claim"]), str(rule["value"]), str(rule[target]))
        for rule in stored
        if isinstance(rule, dict)
    ]


def organization_of(connection: SignOnConnection) -> mapping.Organization | None:
    """Return the organization that a connection is bound to."""
    bound = connection.organization
    if bound is None:
        return None
    return mapping.Organization(str(bound["claim"]), str(bound["alias"]), str(bound["id"]) if bound.get("id") else None)


async def find(db: AsyncSession, connection: SignOnConnection, person: Person) -> ExternalAccount | None:
    """Return the account of a person, locked.

    One that the connection's own directory made is found by its external id being the subject, or its user name being
    the verified address; from then on it is known by (issuer, subject).
    """
    repository = SignOnRepository(db)
    if account := await repository.lock_account(person.issuer, person.subject):
        return account
    account = await repository.lock_unseen_account(connection.id, external_id=person.subject, user_name=person.address)
    if account is not None:
        account.subject = person.subject
    return account


async def add(db: AsyncSession, connection: SignOnConnection, person: Person) -> ExternalAccount:
    """Make the account of a person seen for the first time."""
    account = ExternalAccount(
        connection_id=connection.id,
        issuer=person.issuer,
        subject=person.subject,
        label=person.label,
        active=True,
        claimed_teams=[],
        given_teams=[],
        profile={},
    )
    try:
        async with db.begin_nested():
            db.add(account)
    except IntegrityError:  # made by another request meanwhile
        account = await SignOnRepository(db).lock_account(person.issuer, person.subject) or account
    return account


def read_claims(account: ExternalAccount, connection: SignOnConnection, claims: Claims) -> None:
    """Remember what the token's claims mean, until the next sign-in."""
    # What a directory provisioned is looked up here, never believed from a token.
    claims = {name: value for name, value in claims.items() if name != mapping.SCIM_GROUPS}
    account.claimed_role = mapping.first_match(role_rules(connection), claims)
    account.claimed_teams = mapping.all_matches(team_rules(connection), claims)


async def role_of(db: AsyncSession, account: ExternalAccount, connection: SignOnConnection) -> Role | None:
    """Return the role that the last sign-in's claims and the provisioned groups give; the earlier rule decides."""
    return await _role(db, account, connection, account.claimed_role)


async def role_with(
    db: AsyncSession, account: ExternalAccount, connection: SignOnConnection, claims: Claims
) -> Role | None:
    """Return the role that these claims give instead of the last sign-in's."""
    return await _role(db, account, connection, mapping.first_match(role_rules(connection), claims))


async def _role(
    db: AsyncSession, account: ExternalAccount, connection: SignOnConnection, claimed: str | None
) -> Role | None:
    if not account.active:
        return None
    found = {claimed, mapping.first_match(role_rules(connection), await _groups(db, account))}
    return next((Role(rule.target) for rule in role_rules(connection) if rule.target in found), None)


async def teams_of(db: AsyncSession, account: ExternalAccount, connection: SignOnConnection) -> list[str]:
    """Return the ids of the teams that the last token and the provisioned groups give, as text."""
    if not account.active:
        return []
    provisioned = mapping.all_matches(team_rules(connection), await _groups(db, account))
    known = {rule.target for rule in team_rules(connection)}
    return sorted(known & {*account.claimed_teams, *provisioned})


async def _groups(db: AsyncSession, account: ExternalAccount) -> Claims:
    names: list[JsonValue] = list(await SignOnRepository(db).group_names_of(account.id))
    return {mapping.SCIM_GROUPS: names}


async def settle(
    db: AsyncSession, connection: SignOnConnection, account: ExternalAccount, principal: Principal, *, now: datetime
) -> Member | None:
    """Make the membership what the account's role says; returns it, None when there is none.

    Raises:
        SignOnAddressTaken: the label is another member's address.
    """
    role = await role_of(db, account, connection)
    # All owners first, in one order: see IdentityRepository.lock_owners.
    owners = await IdentityRepository(db).lock_owners()
    member = await SignOnRepository(db).lock_member_of(account.user_id)
    last_owner = member is not None and len(owners) == 1 and owners[0].id == member.id
    if member is None and role is not None:
        member = await _join(db, account, role, principal)
    if member is None:
        return None
    if role is None:
        await _leave(db, member, principal, keep=last_owner, now=now)
        account.given_teams = []
        return None
    if role != member.role and last_owner:
        kept: dict[str, JsonValue] = {"role": member.role, "reason": "the tenant's only owner"}
        await audit.record(db, principal, "member.role_kept", "user", member.user_id, after=kept)
    elif role != member.role:
        before, member.role = member.role, role
        await epochs.bump_authz(db)
        await audit.record(
            db, principal, "member.role_changed", "user", member.user_id, before={"role": before}, after={"role": role}
        )
    await _settle_teams(db, connection, account, principal)
    if member.email != account.label and not await SignOnRepository(db).address_is_taken(account.label, member.user_id):
        member.email = account.label
    return member


async def stays_a_member(db: AsyncSession, account: ExternalAccount) -> bool:
    """True when settling has kept a membership: of an account without a role, that of the tenant's only owner."""
    return await SignOnRepository(db).lock_member_of(account.user_id) is not None


async def _settle_teams(
    db: AsyncSession, connection: SignOnConnection, account: ExternalAccount, principal: Principal
) -> None:
    """Put the person into the teams that the rules give, and out of those they gave before; others stay."""
    wanted = await teams_of(db, account, connection)
    for gone in set(account.given_teams) - set(wanted):
        with suppress(TeamNotFound):  # deleted meanwhile
            await teams.remove_member(db, principal, parse_id("team", gone), account.user_id)
    given = []
    for team_id in wanted:
        with suppress(TeamNotFound):
            await teams.place_member(db, principal, parse_id("team", team_id), account.user_id)
            given.append(team_id)
    account.given_teams = given


async def _join(db: AsyncSession, account: ExternalAccount, role: Role, principal: Principal) -> Member:
    if await SignOnRepository(db).address_is_taken(account.label, account.user_id):
        raise _taken(account)
    member = Member(user_id=account.user_id, email=account.label, role=role)
    try:
        async with db.begin_nested():
            db.add(member)
    except IntegrityError as error:
        raise _taken(account) from error
    await epochs.bump_authz(db)
    after: dict[str, JsonValue] = {"email": account.label, "role": role}
    await audit.record(db, principal, "member.added", "user", account.user_id, after=after)
    return member


async def _leave(db: AsyncSession, member: Member, principal: Principal, *, keep: bool, now: datetime) -> None:
    """End a membership; a tenant's only owner stays one by name, with every session and key ended all the same."""
    await IdentityRepository(db).delete_sessions_of(member.user_id)
    await IdentityRepository(db).revoke_keys_of(member.user_id, now)
    await AccountRepository(db).end_invitations_by(member.user_id, now)
    if not keep:
        await db.delete(member)
        await db.flush()
    await epochs.bump_authz(db)
    before: dict[str, JsonValue] = {"email": member.email, "role": member.role}
    action = "member.locked_out" if keep else "member.removed"
    await audit.record(db, principal, action, "user", member.user_id, before=before)


def _taken(account: ExternalAccount) -> SignOnAddressTaken:
    return SignOnAddressTaken(
        f"{account.label} is the address of another member of this tenant, and accounts are not joined by address. "
        "Remove that member first, or go on signing in as before."
    )
