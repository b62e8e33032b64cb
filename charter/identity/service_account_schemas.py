"""Input and output of service accounts and their keys."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from charter.access.schemas import Description
from charter.core.ids import ApiKeyId, ServiceAccountId, UserId
from charter.identity.schemas import Input, Moment, Name, Scope

RoleNames = Annotated[
    list[Annotated[str, StringConstraints(max_length=60)]],
    Field(max_length=20, description="Names of roles, built-in or the tenant's own.", examples=[["caller"]]),
]


class ServiceAccountInput(Input):
    """A new service account."""

    name: Name
    description: Description = ""
    roles: RoleNames


class ServiceAccountChange(Input):
    """What is to change of a service account; what is left out stays."""

    name: Name | None = None
    description: Description | None = None
    roles: RoleNames | None = None


class ServiceAccountRead(BaseModel):
    """A service account. Its roles are also among the role assignments."""

    id: ServiceAccountId
    name: str
    description: str
    roles: list[str]
    enabled: bool
    created_by: UserId | None = Field(description="Who made it; it stays when they go.")
    created_at: datetime


class ServiceAccountKeyInput(Input):
    """A new key of a service account, which may do what the account may."""

    name: Name
    scope: Scope | None = None
    expires_at: Moment | None = None


class ServiceAccountKeyRead(BaseModel):
    """A key of a service account without its secret."""

    model_config = ConfigDict(from_attributes=True)
    id: ApiKeyId
    name: str
    scope: list[str] | None
    prefix: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


class ServiceAccountKeyCreated(ServiceAccountKeyRead):
    """A new key with its secret, shown this once."""

    key: str
