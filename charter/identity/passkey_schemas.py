"""Input and output of passkeys. What browsers make and read is passed on as WebAuthn Level 3 defines it (§5.1.9)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue, SecretStr, StringConstraints

from charter.core.ids import IdOf
from charter.identity.schemas import Input, Name

PasskeyId = Annotated[UUID, IdOf("passkey")]
Credential = Annotated[
    dict[str, JsonValue], Field(description="What the browser returned, by PublicKeyCredential.toJSON().")
]
Options = Annotated[
    dict[str, JsonValue],
    Field(description="For PublicKeyCredential.parseCreationOptionsFromJSON or parseRequestOptionsFromJSON."),
]
Token = Annotated[SecretStr, Field(max_length=200)]
Tenant = Annotated[str, StringConstraints(max_length=100)]


class PasskeyRead(BaseModel):
    """A passkey of the caller; its private key never leaves the authenticator."""

    model_config = ConfigDict(from_attributes=True)
    id: PasskeyId
    name: str
    transports: list[str]
    backed_up: bool = Field(description="True when it is kept by a provider and survives the loss of a device.")
    created_at: datetime
    last_used_at: datetime | None


class PasskeyList(BaseModel):
    """The caller's passkeys in the order they were made."""

    items: list[PasskeyRead]


class PasskeyChallengeRead(BaseModel):
    """What the authenticator is asked; ``token`` goes back with its answer, once and within five minutes."""

    token: str
    options: Options


class PasskeyInput(Input):
    """A new passkey: the token of its options, and the authenticator's answer."""

    token: Token
    name: Name
    credential: Credential


class PasskeyRegistered(BaseModel):
    """A new passkey. With the first second factor of an account come recovery codes, shown this once."""

    passkey: PasskeyRead
    recovery_codes: list[str]


class PasskeyChange(Input):
    """A passkey's new name."""

    name: Name


class PasskeySignIn(Input):
    """The token of the options, and the authenticator's answer."""

    token: Token
    credential: Credential
    tenant: Tenant | None = Field(
        None, description="Slug or id of the tenant to work in, for accounts of several. Default: the first one."
    )


class SecondFactorChallengeInput(Input):
    """The challenge of a sign-in whose password was right."""

    challenge: Token


class SecondFactorOptions(BaseModel):
    """What one of the account's authenticators is asked."""

    options: Options


class SecondFactorPasskey(SecondFactorChallengeInput):
    """The challenge of the sign-in, and the authenticator's answer."""

    credential: Credential
