"""Input and output of local accounts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, SecretStr

from charter.access.roles import Role
from charter.access.schemas import TeamId
from charter.core.ids import IdOf, UserId
from charter.identity.schemas import Email, Input

UserSessionId = Annotated[UUID, IdOf("session")]
InvitationId = Annotated[UUID, IdOf("invitation")]


class InvitationState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


class InvitationInput(Input):
    """Whom to invite, and as what."""

    email: Email
    role: Role
    teams: list[TeamId] = Field(default_factory=list, max_length=100)
    expires_in_days: int = Field(7, ge=1, le=90)


class InvitationRead(BaseModel):
    """An invitation without its token."""

    id: InvitationId
    email: str
    role: str
    teams: list[TeamId]
    state: InvitationState
    invited_by: UserId | None
    created_at: datetime
    expires_at: datetime


class InvitationSent(InvitationRead):
    """An invitation that was just made or made anew."""

    link: str | None = Field(description="To hand on yourself, shown this once; null when it went out by mail.")


class InvitationToken(Input):
    """The token of an invitation."""

    token: SecretStr = Field(max_length=200)


class InvitationOffer(BaseModel):
    """What an invitation offers to whoever holds its token."""

    email: str
    role: str
    tenant: str
    tenant_slug: str
    expires_at: datetime


class InvitationAcceptance(InvitationToken):
    """The token, and the password of the account: the one it has, or the one a new account gets."""

    password: SecretStr


class UserSessionRead(BaseModel):
    """A signed-in browser."""

    id: UserSessionId
    created_at: datetime
    expires_at: datetime
    user_agent: str | None
    current: bool = Field(description="True for the session that asks.")


class UserSessionList(BaseModel):
    """Signed-in browsers of one person in this tenant, newest first."""

    items: list[UserSessionRead]


class PasswordChange(Input):
    """The password as it is, and as it is to be."""

    old_password: SecretStr
    password: SecretStr


class PasswordResetRequest(Input):
    """Whose password was forgotten."""

    email: Email


class PasswordResetLink(BaseModel):
    """A way to set a password anew."""

    link: str | None = Field(description="To hand on yourself, shown this once; null when it went out by mail.")
    expires_at: datetime


class PasswordResetCompletion(Input):
    """The token of a reset link, and the new password."""

    token: SecretStr = Field(max_length=200)
    password: SecretStr


class OwnPassword(Input):
    """The caller's password, asked for again before something that matters."""

    password: SecretStr


class SecondFactorRead(BaseModel):
    """Whether the caller's sign-in asks for more than the password."""

    enabled: bool = Field(description="Whether there is an authenticator app.")
    passkeys: int = Field(description="How many passkeys there are.")
    recovery_codes_left: int


class SecondFactorEnrolment(BaseModel):
    """What an authenticator app needs; it counts once a code of it was confirmed."""

    secret: str = Field(description="To type, in base32.")
    uri: str = Field(description="otpauth://… for apps on this device.")
    qr_svg: str = Field(description="The same as a QR code: a data: URI of an SVG image.")


class SecondFactorCode(Input):
    """A code of the authenticator app."""

    code: SecretStr = Field(max_length=40)


class RecoveryCodes(BaseModel):
    """Each stands in for a second factor once. Shown this once; empty when there are some already."""

    codes: list[str]


class SecondFactorAnswer(SecondFactorCode):
    """The challenge of the sign-in, and a code of the app or a recovery code."""

    challenge: SecretStr = Field(max_length=200)
