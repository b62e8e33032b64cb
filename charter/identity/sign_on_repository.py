"""Every query of single sign-on and provisioning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, Row, Text, delete, func, literal_column, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.identity.models import (
    EndedSignOn,
    ExternalAccount,
    Member,
    ProvisionedGroup,
    ProvisionedGroupMember,
    SignOnConnection,
    SignOnSession,
    UsedLogoutToken,
    UserSession,
)

_OF_TENANT = (
    literal_column("(SELECT authz_epoch FROM tenants WHERE tenants.id = sign_on_connections.tenant_id)", Integer).label(
        "authz_epoch"
    ),
    literal_column("(SELECT state FROM tenants WHERE tenants.id = sign_on_connections.tenant_id)", Text).label("state"),
)


class SignOnRepository:
    """Connections, accounts and sessions of providers; what spans tenants needs a system session."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    # Connections

    async def find_connection(self, connection_id: UUID) -> SignOnConnection | None:
        return await self._db.scalar(select(SignOnConnection).where(SignOnConnection.id == connection_id))

    async def lock_connection(self, connection_id: UUID) -> SignOnConnection | None:
        query = select(SignOnConnection).where(SignOnConnection.id == connection_id)
        return await self._db.scalar(query.with_for_update().execution_options(populate_existing=True))

    async def list_connections(self, *, after: UUID | None, limit: int) -> list[SignOnConnection]:
        query = select(SignOnConnection).order_by(SignOnConnection.id).limit(limit)
        return list(await self._db.scalars(query.where(SignOnConnection.id > after) if after else query))

    async def tenant_of_connection(self, connection_id: UUID) -> UUID | None:
        """Return the tenant of a connection that people may sign in through now. System session."""
        tenant_id: UUID | None = await self._db.scalar(
            text("""
            SELECT c.tenant_id FROM sign_on_connections c JOIN tenants t ON t.id = c.tenant_id
            WHERE c.id = :id AND c.enabled AND t.state = 'active'"""),
            {"id": connection_id},
        )
        return tenant_id

    async def offers(self, slug: str | None) -> list[Row[tuple[UUID, str, list[str]]]]:
        """Return (id, name, login domains) of a tenant's connections; without a slug, of the only tenant there is.

        System session.
        """
        result = await self._db.execute(
            text("""
            SELECT c.id, c.name, c.login_domains FROM sign_on_connections c JOIN tenants t ON t.id = c.tenant_id
            WHERE c.enabled AND t.state = 'active'
            AND (t.slug = CAST(:slug AS text) OR (CAST(:slug AS text) IS NULL AND (SELECT count(*) FROM tenants) = 1))
            ORDER BY c.name LIMIT 50"""),
            {"slug": slug},
        )
        return list(result.all())

    async def connections_for(
        self, issuer: str, *, audiences: list[str], clients: list[str]
    ) -> Sequence[Row[SignOnConnection, int, str]]:
        """Return (connection, authz epoch, tenant state) of those a token may be for. System session."""
        result = await self._db.execute(
            select(SignOnConnection, *_OF_TENANT).where(
                SignOnConnection.issuer == issuer,
                SignOnConnection.enabled,
                SignOnConnection.audience.in_(audiences) | SignOnConnection.client_id.in_(clients),
            )
        )
        return result.all()

    async def audience_is_taken(self, issuer: str, audience: str, organization: str, but: UUID) -> bool:
        """True when another tenant's tokens could be taken for these. System session."""
        found = await self._db.scalar(
            text("""
            SELECT count(*) FROM sign_on_connections WHERE issuer = :issuer AND audience = :audience
            AND coalesce(organization ->> 'id', organization ->> 'alias', '') = :organization AND id <> :but"""),
            {"issuer": issuer, "audience": audience, "organization": organization, "but": but},
        )
        return bool(found)

    async def hold_audiences(self) -> None:
        """Let nobody else choose an audience until this transaction has ended."""
        await self._db.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('sign-on-audiences', 0))"))

    async def find_scim_connection(
        self, public_id: str
    ) -> Row[tuple[UUID, UUID, str, bytes | None, int, str, bool]] | None:
        """Return (tenant_id, id, name, scim_secret_hash, authz_epoch, tenant state, enabled). System session."""
        result = await self._db.execute(
            text("""
            SELECT c.tenant_id, c.id, c.name, c.scim_secret_hash, t.authz_epoch, t.state, c.enabled
            FROM sign_on_connections c JOIN tenants t ON t.id = c.tenant_id WHERE c.scim_public_id = :public_id"""),
            {"public_id": public_id},
        )
        return result.first()

    # Accounts

    async def lock_account(self, issuer: str, subject: str) -> ExternalAccount | None:
        query = select(ExternalAccount).where(ExternalAccount.issuer == issuer, ExternalAccount.subject == subject)
        return await self._db.scalar(query.with_for_update())

    async def find_account(self, issuer: str, subject: str) -> ExternalAccount | None:
        query = select(ExternalAccount).where(ExternalAccount.issuer == issuer, ExternalAccount.subject == subject)
        return await self._db.scalar(query)

    async def lock_unseen_account(
        self, connection_id: UUID, *, external_id: str, user_name: str | None
    ) -> ExternalAccount | None:
        """Return an account that this connection's directory made and that nobody has signed in to yet."""
        query = (
            select(ExternalAccount)
            .where(ExternalAccount.connection_id == connection_id, ExternalAccount.subject.is_(None))
            .where(
                (ExternalAccount.external_id == external_id)
                | (func.lower(ExternalAccount.user_name) == (user_name or "").lower())
            )
            .order_by((ExternalAccount.external_id == external_id).desc().nulls_last(), ExternalAccount.id)
            .limit(1)
        )
        return await self._db.scalar(query.with_for_update())

    async def accounts_of(self, connection_id: UUID) -> list[ExternalAccount]:
        query = select(ExternalAccount).where(ExternalAccount.connection_id == connection_id)
        return list(await self._db.scalars(query.order_by(ExternalAccount.id).with_for_update()))

    async def group_names_of(self, account_id: UUID) -> list[str]:
        query = (
            select(ProvisionedGroup.display_name)
            .join(ProvisionedGroupMember, ProvisionedGroupMember.group_id == ProvisionedGroup.id)
            .where(ProvisionedGroupMember.account_id == account_id)
        )
        return list(await self._db.scalars(query))

    # Memberships

    async def lock_member_of(self, user_id: UUID) -> Member | None:
        return await self._db.scalar(select(Member).where(Member.user_id == user_id).with_for_update())

    async def address_is_taken(self, address: str, but: UUID) -> bool:
        found = select(func.count()).select_from(Member).where(Member.email == address, Member.user_id != but)
        return bool(await self._db.scalar(found))

    # Sessions

    async def find_session(self, session_id: UUID) -> SignOnSession | None:
        return await self._db.scalar(select(SignOnSession).where(SignOnSession.session_id == session_id))

    async def end_sessions(
        self, connection_id: UUID, *, sid: str | None = None, subject: str | None = None
    ) -> list[UUID]:
        """End sessions of a connection: of one provider session, of one person, or all; returns their users."""
        ours = select(SignOnSession.session_id).where(SignOnSession.connection_id == connection_id)
        if sid is not None:
            ours = ours.where(SignOnSession.sid == sid)
        if subject is not None:
            ours = ours.where(SignOnSession.subject == subject)
        ended = delete(UserSession).where(UserSession.id.in_(ours)).returning(UserSession.user_id)
        return list(await self._db.scalars(ended))

    async def remember_ends(self, user_id: UUID, now: datetime, *, session_id: UUID | None = None) -> None:
        """Remember that the provider's sessions behind a user's sessions, or behind one of them, are over."""
        await self._db.execute(
            text("""
            INSERT INTO ended_sign_ons (id, connection_id, sid, ended_at)
            SELECT gen_random_uuid(), o.connection_id, o.sid, :now
            FROM sign_on_sessions o JOIN user_sessions s ON s.tenant_id = o.tenant_id AND s.id = o.session_id
            WHERE s.user_id = :user_id AND o.sid IS NOT NULL
            AND (CAST(:session_id AS uuid) IS NULL OR s.id = :session_id)"""),
            {"user_id": user_id, "session_id": session_id, "now": now},
        )

    async def remember_end(self, connection_id: UUID, *, sid: str | None, subject: str | None, now: datetime) -> None:
        """Remember that a provider's session, or without one everything of a person until now, is over."""
        whom = None if sid is not None else subject
        self._db.add(EndedSignOn(connection_id=connection_id, sid=sid, subject=whom, ended_at=now))
        await self._db.flush()

    async def has_ended(self, connection_id: UUID, *, sid: str | None, subject: str, issued_at: datetime) -> bool:
        """True for a token of a provider's session that is over, or of a person signed out after it was issued."""
        of_person = (EndedSignOn.subject == subject) & (EndedSignOn.ended_at >= issued_at)
        ended = of_person if sid is None else of_person | (EndedSignOn.sid == sid)
        query = select(EndedSignOn.id).where(EndedSignOn.connection_id == connection_id, ended).limit(1)
        return await self._db.scalar(query) is not None

    async def forget_ends_before(self, moment: datetime) -> None:
        """Forget ends that no token is as old as. System session."""
        await self._db.execute(delete(EndedSignOn).where(EndedSignOn.ended_at < moment))

    async def use_logout_token(self, connection_id: UUID, jti_hash: bytes, until: datetime, now: datetime) -> bool:
        """Remember a logout token's id; False when it was used before. Forgets ids whose tokens have expired."""
        used = select(UsedLogoutToken.id).where(
            UsedLogoutToken.connection_id == connection_id, UsedLogoutToken.jti_hash == jti_hash
        )
        if await self._db.scalar(used) is not None:
            return False
        await self._db.execute(delete(UsedLogoutToken).where(UsedLogoutToken.expires_at < now))
        self._db.add(UsedLogoutToken(connection_id=connection_id, jti_hash=jti_hash, expires_at=until))
        await self._db.flush()
        return True
