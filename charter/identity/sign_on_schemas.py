"""Input and output of single sign-on."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, SecretStr, StringConstraints, model_validator

from charter.access.roles import Role
from charter.access.schemas import TeamId
from charter.core.ids import IdOf
from charter.identity.oidc.discovery import ALGORITHMS
from charter.identity.schemas import Input, Name

SignOnConnectionId = Annotated[UUID, IdOf("connection")]
Word = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255, pattern=r"^[^\s\x00-\x1f]+$")
]
ClaimPath = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
ClaimValue = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Domain = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=253, pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")
]
Issuer = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
_MOST = 200


def _algorithm(name: str) -> str:
    if name not in ALGORITHMS:
        raise ValueError(f"Use one of {', '.join(ALGORITHMS)}")
    return name


Algorithm = Annotated[str, AfterValidator(_algorithm)]


class RoleRule(Input):
    """Who has this value in this claim has this role. The first rule that matches decides."""

    claim: ClaimPath = Field(
        description="Path of a claim: `realm_access.roles`, `groups`; `scim_groups` holds what SCIM provisioned.",
        examples=["realm_access.roles"],
    )
    value: ClaimValue = Field(examples=["charter-admins"])
    role: Role


class TeamRule(Input):
    """Who has this value in this claim is in this team. Every rule that matches counts."""

    claim: ClaimPath = Field(examples=["groups"])
    value: ClaimValue = Field(examples=["/support"])
    team_id: TeamId


class OrganizationBinding(Input):
    """Only members of this organization of the provider belong to the tenant."""

    alias: ClaimValue = Field(description="Its name in the claim.", examples=["acme"])
    id: ClaimValue | None = Field(None, description="Its lasting id; when given, it alone decides, and must be sent.")
    claim: ClaimPath = "organization"


class SignOnConnectionInput(Input):
    """A provider that the tenant trusts."""

    name: Name = Field(description="What the button on the sign-in page says.")
    issuer: Issuer = Field(examples=["https://login.example.org/realms/acme"])
    client_id: Word
    client_secret: SecretStr | None = Field(None, description="Write-only. Without one the client is a public one.")
    scopes: list[Word] = Field(default_factory=lambda: ["openid", "profile", "email"], max_length=30)
    algorithms: list[Algorithm] | None = Field(
        None, min_length=1, description="What tokens may be signed with. Default: what the provider announces."
    )
    audience: Word | None = Field(
        None, description="What access tokens for this API have in `aud`; none: no such tokens."
    )
    allowed_azp: list[Word] = Field(
        default_factory=list, max_length=_MOST, description="Clients they may come through."
    )
    role_rules: list[RoleRule] = Field(default_factory=list, max_length=_MOST)
    team_rules: list[TeamRule] = Field(default_factory=list, max_length=_MOST)
    organization: OrganizationBinding | None = None
    login_domains: list[Domain] = Field(default_factory=list, max_length=_MOST)
    enabled: bool = True

    @model_validator(mode="after")
    def _audience_is_its_own(self) -> Self:
        require_separate_audience(self.audience, self.client_id)
        return self


class SignOnConnectionChange(Input):
    """What is to change. A new issuer without a new secret clears the secret: it was given for the old one."""

    name: Name | None = None
    issuer: Issuer | None = None
    client_id: Word | None = None
    client_secret: SecretStr | None = None
    scopes: list[Word] | None = Field(None, max_length=30)
    algorithms: list[Algorithm] | None = Field(None, min_length=1)
    audience: Word | None = None
    allowed_azp: list[Word] | None = Field(None, max_length=_MOST)
    role_rules: list[RoleRule] | None = Field(None, max_length=_MOST)
    team_rules: list[TeamRule] | None = Field(None, max_length=_MOST)
    organization: OrganizationBinding | None = None
    login_domains: list[Domain] | None = Field(None, max_length=_MOST)
    enabled: bool | None = None


def require_separate_audience(audience: str | None, client_id: str) -> None:
    """Refuse an audience that ID tokens have too: they are no access tokens.

    Raises:
        ValueError: it is the client's id.
    """
    if audience is not None and audience == client_id:
        raise ValueError("The audience of the API must not be the client's id: ID tokens have that one")


class SignOnConnectionRead(BaseModel):
    """A sign-on connection without its secret."""

    id: SignOnConnectionId
    name: str
    enabled: bool
    issuer: str
    client_id: str
    has_secret: bool
    scopes: list[str]
    algorithms: list[str]
    audience: str | None
    allowed_azp: list[str]
    role_rules: list[RoleRule]
    team_rules: list[TeamRule]
    organization: OrganizationBinding | None
    login_domains: list[str]
    redirect_uri: str = Field(description="To be registered at the provider.")
    post_logout_redirect_uri: str = Field(description="To be registered at the provider.")
    back_channel_logout_uri: str = Field(description="To be registered at the provider.")
    scim_url: str = Field(description="Where the provider's directory provisions to.")
    scim_token_made_at: datetime | None
    checked_at: datetime
    created_at: datetime


class ScimTokenCreated(BaseModel):
    """The token of a connection's directory, shown this once; the one before has ended."""

    token: str
    scim_url: str


class SignOnOffer(BaseModel):
    """A way to sign in, as anybody may see it."""

    id: SignOnConnectionId
    name: str


class SignOnOffers(BaseModel):
    """The ways to sign in to one tenant."""

    items: list[SignOnOffer]


class SignedOut(BaseModel):
    """The session has ended. ``redirect_to`` ends the provider's own session as well, where there is one."""

    redirect_to: str | None
