"""Input and output of access."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from charter.access.rights import Effect, Subject, SubjectKind, expand
from charter.access.roles import ALL_PERMISSIONS
from charter.core.ids import AgentId, IdOf, ServiceAccountId, UserId, format_id, parse_id

CustomRoleId = Annotated[UUID, IdOf("role")]
TeamId = Annotated[UUID, IdOf("team")]
RoleAssignmentId = Annotated[UUID, IdOf("assignment")]
PermissionRuleId = Annotated[UUID, IdOf("rule")]

_PREFIXES = {
    SubjectKind.TEAM: "team",
    SubjectKind.USER: "user",
    SubjectKind.API_KEY: "key",
    SubjectKind.SERVICE: "service",
}


def parse_subject(text: str) -> Subject:
    """Return whom a text is about: ``everyone``, ``role:NAME``, or the id of a user, key, service account or team.

    Raises:
        ValueError: says what was expected.
    """
    if text == "everyone":
        return Subject(SubjectKind.EVERYONE)
    if text.startswith("role:") and text[5:]:
        return Subject(SubjectKind.ROLE, text[5:])
    for kind, prefix in _PREFIXES.items():
        if text.startswith(f"{prefix}_"):
            return Subject(kind, str(parse_id(prefix, text)))
    raise ValueError("expected everyone, role:NAME, or an id user_…, key_…, service_… or team_…")


def format_subject(subject: Subject) -> str:
    """Return the text of :func:`parse_subject`."""
    if subject.kind == SubjectKind.EVERYONE:
        return "everyone"
    if subject.kind == SubjectKind.ROLE:
        return f"role:{subject.name}"
    return format_id(_PREFIXES[subject.kind], UUID(subject.name))


def _checked_subject(text: str) -> str:
    return format_subject(parse_subject(text))


def _checked_holder(text: str) -> str:
    if parse_subject(text).kind in {SubjectKind.EVERYONE, SubjectKind.ROLE}:
        raise ValueError("give the id of a user, key, service account or team: user_…, key_…, service_… or team_…")
    return text


def _checked_principal(text: str) -> str:
    if parse_subject(text).kind not in {SubjectKind.USER, SubjectKind.API_KEY, SubjectKind.SERVICE}:
        raise ValueError("give the id of a user, a key or a service account: user_…, key_… or service_…")
    return text


def _known(permission: str) -> str:
    if permission not in ALL_PERMISSIONS:
        raise ValueError(f"there is no permission {permission!r}; list them with GET /v1/permissions")
    return permission


def _known_pattern(pattern: str) -> str:
    if not expand(pattern):
        raise ValueError(f"there is no permission {pattern!r}; list them with GET /v1/permissions, or write agents.*")
    return pattern


SubjectText = Annotated[
    str,
    StringConstraints(max_length=100),
    AfterValidator(_checked_subject),
    Field(
        description="`everyone`, `role:NAME`, or the id of a user, key, service account or team.",
        examples=["role:builder"],
    ),
]
HolderText = Annotated[
    str,
    StringConstraints(max_length=100),
    AfterValidator(_checked_holder),
    Field(description="The id of a user, key, service account or team."),
]
PrincipalText = Annotated[str, StringConstraints(max_length=100), AfterValidator(_checked_principal)]
Permission = Annotated[str, StringConstraints(max_length=60), AfterValidator(_known)]
PermissionPattern = Annotated[
    str,
    StringConstraints(max_length=60),
    AfterValidator(_known_pattern),
    Field(description="A permission, or all of a kind: `agents.*`.", examples=["agents.read"]),
]
RoleName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,49}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class Input(BaseModel):
    """Base of inputs: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class PermissionRead(BaseModel):
    """A permission and the built-in roles that have it."""

    name: str
    roles: list[str]
    on_objects: bool = Field(description="Whether rules may give or deny it on a single object.")


class PermissionList(BaseModel):
    """All permissions there are."""

    items: list[PermissionRead]


class RoleInput(Input):
    """A new custom role."""

    name: RoleName
    description: Description = ""
    permissions: list[Permission] = Field(max_length=200)


class RoleChange(Input):
    """What is to change of a custom role; what is left out stays."""

    description: Description | None = None
    permissions: list[Permission] | None = Field(None, max_length=200)


class RoleRead(BaseModel):
    """A role; built-in ones have no id."""

    id: CustomRoleId | None
    name: str
    description: str
    permissions: list[str]
    built_in: bool


class RoleList(BaseModel):
    """All roles: the built-in ones first."""

    items: list[RoleRead]


class AssignmentInput(Input):
    """A role for a user, key, service account or team."""

    subject: HolderText
    role: str = Field(max_length=60)


class AssignmentRead(BaseModel):
    """A role that a user, key or team has beyond that of its membership or key."""

    id: RoleAssignmentId
    subject: str
    role: str
    created_at: datetime


class RuleInput(Input):
    """A permission rule. Deny beats allow."""

    subject: SubjectText
    effect: Effect
    permission: PermissionPattern
    agent_id: AgentId | None = Field(None, description="Only on this agent and its runs; else on everything.")
    note: Description = ""


class RuleRead(BaseModel):
    """A permission rule."""

    id: PermissionRuleId
    subject: str
    effect: Effect
    permission: str
    agent_id: AgentId | None
    note: str
    created_at: datetime


class TeamInput(Input):
    """A new team."""

    name: Name
    description: Description = ""


class TeamChange(Input):
    """What is to change of a team; what is left out stays."""

    name: Name | None = None
    description: Description | None = None


class TeamRead(BaseModel):
    """A team and who is in it."""

    id: TeamId
    name: str
    description: str
    members: list[UserId]
    service_accounts: list[ServiceAccountId]
    created_at: datetime
