"""Input and output of identity."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from charter.access.rights import Effect
from charter.access.roles import Role
from charter.access.schemas import Permission, PermissionRuleId
from charter.core.ids import AgentId, ApiKeyId, IdOf, UserId
from charter.core.principal import PrincipalKind
from charter.tenants.schemas import PlanId, TenantInstallationRead, TenantRead

Email = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
MemberId = Annotated[UUID, IdOf("member")]


class Input(BaseModel):
    """Base of inputs: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class SetupState(BaseModel):
    """Whether the first owner is still to be made."""

    required: bool


class SetupInput(Input):
    """The first owner and the first tenant."""

    token: SecretStr = Field(description="The one-time setup token that the server printed on its host.")
    email: Email
    password: SecretStr
    tenant_name: Name


class SignInInput(Input):
    """Who signs in."""

    email: Email
    password: SecretStr
    tenant: Annotated[str, StringConstraints(max_length=100)] | None = Field(
        None, description="Slug or id of the tenant to work in, for accounts of several. Default: the first one."
    )


class TenantInput(Input):
    """A new tenant and its first owner."""

    name: Name
    owner_email: Email
    owner_password: SecretStr = Field(
        description="Not used when the owner has an account in this installation already."
    )
    residency: Annotated[str, StringConstraints(min_length=1, max_length=40)] | None = Field(
        None, description="A label that the installation's storage must carry."
    )
    plan_id: PlanId | None = Field(None, description="The plan that limits what the tenant may use.")
    with_api_key: bool = Field(False, description="Make an owner's API key as well.")


class TenantFounded(BaseModel):
    """A new tenant; the key's text is shown this once."""

    tenant: TenantInstallationRead
    api_key: str | None


class PrincipalRead(BaseModel):
    """Who is calling."""

    id: str
    kind: PrincipalKind
    label: str


class PrincipalList(BaseModel):
    """Users and keys."""

    items: list[PrincipalRead]


class ReasonRead(BaseModel):
    """One role or rule that speaks for or against."""

    effect: Effect
    text: str
    rule_id: PermissionRuleId | None


class AccessExplanation(BaseModel):
    """Whether somebody may do something, and why; denials come first, and one of them is enough."""

    allowed: bool
    principal: PrincipalRead
    permission: str
    agent_id: AgentId | None
    roles: list[str]
    reasons: list[ReasonRead]


class SessionRead(BaseModel):
    """The caller, its tenant and what it may do. ``csrf_token`` goes into ``X-CSRF-Token`` on unsafe methods."""

    principal: PrincipalRead
    tenant: TenantRead
    roles: list[str]
    permissions: list[str]
    csrf_token: str | None
    second_factor_due: bool = Field(description="True when all that the caller may do is enrol a second factor.")


def _sensible(moment: datetime) -> datetime:
    """Refuse moments that other zones or the database cannot tell."""
    if not 1900 < moment.year < 9000:
        raise ValueError("Give a year between 1901 and 8999")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_sensible)]
Scope = Annotated[
    list[Permission],
    AfterValidator(lambda names: sorted(set(names))),
    Field(
        min_length=1,
        max_length=200,
        description="All that the key may do, of what its owner may. Left out: everything.",
        examples=[["runs.read", "agents.read"]],
    ),
]


class ApiKeyInput(Input):
    """A new API key."""

    name: Name
    role: Role | None = Field(
        None, description="Default: the least role that holds the scope; without a scope `caller`."
    )
    scope: Scope | None = None
    expires_at: Moment | None = None


class ApiKeyRotation(Input):
    """How a key is replaced."""

    overlap_hours: int = Field(0, ge=0, le=720, description="Hours that the old key works on beside the new one.")


class ApiKeyRead(BaseModel):
    """An API key without its secret."""

    model_config = ConfigDict(from_attributes=True)
    id: ApiKeyId
    name: str
    role: str
    scope: list[str] | None = Field(description="All that the key may do, of what its owner may; null: everything.")
    prefix: str = Field(description="How the key begins, to tell keys apart.", examples=["chk_live_8fK2mQx1"])
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


class ApiKeyCreated(ApiKeyRead):
    """A new API key with its secret, shown this once."""

    key: str


class MemberInput(Input):
    """A new member with an account of their own in this installation."""

    email: Email
    password: SecretStr
    role: Role


class MemberChange(Input):
    """A member's new role."""

    role: Role


class MemberRead(BaseModel):
    """A member of the tenant."""

    model_config = ConfigDict(from_attributes=True)
    id: MemberId
    user_id: UserId
    email: str
    role: str
    created_at: datetime
