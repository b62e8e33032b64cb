"""Tables of local accounts: invitations and what proves who somebody is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import Base, TenantOwned
from charter.core.ids import new_id
from charter.identity.models import ROLES


class Invitation(TenantOwned, Base):
    """An offer of membership to an address. Its token is known here only by a keyed hash and works once."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint(ROLES, name="role"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "token_hash"),
        Index("ix_invitations_token_hash", "token_hash"),
        Index("ix_invitations_email", "tenant_id", "email"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    email: Mapped[str]
    role: Mapped[str]
    team_ids: Mapped[list[str]]
    token_hash: Mapped[bytes] = mapped_column(BYTEA)
    invited_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class PasswordReset(Base):
    """A chance to set an account's password anew, once. Only the system role sees this table."""

    __tablename__ = "password_resets"
    __table_args__ = (Index("ix_password_resets_user_id", "user_id"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = mapped_column(BYTEA, unique=True)
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    expires_at: Mapped[datetime]


class SecondFactor(Base):
    """An account's TOTP secret (RFC 6238), sealed; it counts once confirmed. Only the system role sees this table."""

    __tablename__ = "second_factors"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    sealed_secret: Mapped[bytes] = mapped_column(BYTEA)
    last_step: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    confirmed_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """Stands in for a second factor once; deleted with its use. Only the system role sees this table."""

    __tablename__ = "recovery_codes"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(BYTEA, primary_key=True)


class SecondFactorChallenge(Base):
    """A sign-in whose password was right and whose code is awaited. Only the system role sees this table."""

    __tablename__ = "second_factor_challenges"
    __table_args__ = (Index("ix_second_factor_challenges_user_id", "user_id"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    into_tenant: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(BYTEA, unique=True)
    wrong_codes: Mapped[int] = mapped_column(server_default=text("0"))
    expires_at: Mapped[datetime]
    passkey_challenge: Mapped[bytes | None] = mapped_column(BYTEA)


class Passkey(Base):
    """An account's WebAuthn credential: its public key and how often it has signed. Only the system role sees it."""

    __tablename__ = "passkeys"
    __table_args__ = (Index("ix_passkeys_user_id", "user_id"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    credential_id: Mapped[bytes] = mapped_column(BYTEA, unique=True)
    public_key: Mapped[bytes] = mapped_column(BYTEA)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    transports: Mapped[list[str]]
    backed_up: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    last_used_at: Mapped[datetime | None]


class PasskeyChallenge(Base):
    """What a passkey is to sign, once: for a registration of ``user_id``, or for whoever signs in without one."""

    __tablename__ = "passkey_challenges"
    __table_args__ = (Index("ix_passkey_challenges_expires_at", "expires_at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = mapped_column(BYTEA, unique=True)
    challenge: Mapped[bytes] = mapped_column(BYTEA)
    expires_at: Mapped[datetime]


class AttemptCount(Base):
    """When the attempts under a name are used up, for all processes. Only the system role sees this table."""

    __tablename__ = "attempt_counts"
    __table_args__ = (Index("ix_attempt_counts_arrival", "arrival"),)
    name_hash: Mapped[bytes] = mapped_column(BYTEA, primary_key=True)
    arrival: Mapped[datetime]
