"""Input and output of tenants."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from charter.core.ids import IdOf, TenantId


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("not a time zone of the IANA database, such as Europe/Berlin")
    return name


PlanId = Annotated[UUID, IdOf("plan")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
TimeZone = Annotated[str, StringConstraints(max_length=60), AfterValidator(_known_zone)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Logo = Annotated[str, StringConstraints(pattern=r"^data:image/png;base64,[A-Za-z0-9+/]+={0,2}$", max_length=60_000)]


class Input(BaseModel):
    """Base of inputs: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Branding(Input):
    """How a tenant looks: its name as shown, a logo of its own (PNG, inside the text) and its colours."""

    display_name: Name | None = None
    logo: Logo | None = None
    primary_colour: Colour | None = None
    accent_colour: Colour | None = None


class TenantRead(BaseModel):
    """A tenant as its members see it."""

    model_config = ConfigDict(from_attributes=True)
    id: TenantId
    slug: str
    name: str
    state: str
    time_zone: str
    branding: Branding | None
    residency: str | None
    retention_days: int | None
    second_factor_required: bool = Field(
        description="Whether members who sign in with a password must have a second factor."
    )


class TenantChange(Input):
    """What is to change of one's own tenant; what is left out stays."""

    name: Name | None = None
    time_zone: TimeZone | None = None
    branding: Branding | None = None
    retention_days: int | None = Field(None, ge=1, le=36_500, description="Ended runs are removed after so many days.")
    second_factor_required: bool | None = Field(
        None,
        description="Members who sign in with a password may do nothing but enrol a second factor until they have one.",
    )


class TenantInstallationRead(BaseModel):
    """A tenant as the operator of the installation sees it: nothing of what is in it."""

    model_config = ConfigDict(from_attributes=True)
    id: TenantId
    slug: str
    name: str
    state: str
    residency: str | None
    plan_id: PlanId | None = Field(description="What limits what it may use: see /v1/plans.")
    created_at: datetime
    purge_at: datetime | None = Field(description="When a tenant that is being deleted is removed for good.")
