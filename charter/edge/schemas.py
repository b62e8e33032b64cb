"""What the edge's endpoints take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from charter.core.ids import IdOf
from charter.edge.addresses import parse_address
from charter.edge.bans import subject_of
from charter.edge.policy import EdgePolicy, TenantEdgePolicy

BanId = Annotated[UUID, IdOf("ban")]
Document = TypeVar("Document", EdgePolicy, TenantEdgePolicy)


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PolicyInput(_Input, Generic[Document]):
    """A policy to put in force."""

    policy: Document
    based_on: int | None = Field(
        None, ge=0, description="Number of the version it was made from; refused when another is in force by now."
    )
    note: str = Field("", max_length=500, description="Why, for those who read the versions later.")


class PolicyRead(BaseModel, Generic[Document]):
    """A version of a policy, complete: what it does not say itself has the default."""

    number: int = Field(description="0: none was ever put in force, the defaults hold.")
    policy: Document
    note: str
    created_by: str | None
    created_at: datetime | None


class PolicyVersion(BaseModel):
    """A version in the list of versions."""

    model_config = ConfigDict(from_attributes=True)
    number: int
    note: str
    created_by: str | None = Field(validation_alias="created_by_label")
    created_at: datetime


class PolicyVersions(BaseModel):
    """The versions, newest first."""

    items: list[PolicyVersion]


class PolicyChecked(BaseModel, Generic[Document]):
    """A policy that is valid, complete, and what to think of before it is put in force."""

    policy: Document
    warnings: list[str]


class InstallationPolicyInput(PolicyInput[EdgePolicy]):
    """The installation's policy to put in force."""

    even_if_it_locks_me_out: bool = Field(False, description="Put it in force although it refuses your own address.")


class TenantPolicyInput(PolicyInput[TenantEdgePolicy]):
    """A tenant's part to put in force."""

    even_if_it_locks_me_out: bool = Field(False, description="Put it in force although it refuses your own address.")


InstallationPolicyRead = PolicyRead[EdgePolicy]
TenantPolicyRead = PolicyRead[TenantEdgePolicy]
InstallationPolicyChecked = PolicyChecked[EdgePolicy]
TenantPolicyChecked = PolicyChecked[TenantEdgePolicy]


def _subject(value: str) -> str:
    if parse_address(value) is None:
        raise ValueError("write an address: 203.0.113.7 or 2001:db8::1 (of IPv6 its whole /64 is banned)")
    return subject_of(str(parse_address(value)))


class BanInput(_Input):
    """An address that is not to be listened to for a while."""

    address: Annotated[str, Field(max_length=100), AfterValidator(_subject)]
    minutes: int = Field(60, ge=1, le=525_600)
    reason: str = Field("banned by hand", min_length=1, max_length=200)


class BanRead(BaseModel):
    """A ban that is in force."""

    model_config = ConfigDict(from_attributes=True)
    id: BanId
    subject: str = Field(description="An address, or a /64 of IPv6.")
    reason: str
    created_at: datetime
    until: datetime
    by_rule: bool = Field(description="Made by the policy's rule, not by a person.")


class BanList(BaseModel):
    """The bans in force, newest first; the newest 1,000 when there are more."""

    items: list[BanRead]
