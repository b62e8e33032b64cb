"""Users, groups and changes as they travel (RFC 7643 §4, RFC 7644 §3.5.2)."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints

from charter.identity.errors import ProvisioningRefused

MEDIA_TYPE = "application/scim+json"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"

Document = dict[str, JsonValue]
_MEMBER = re.compile(r'members\[\s*value\s+eq\s+"([^"]{1,100})"\s*\]', re.IGNORECASE)


def _truth(value: object) -> object:
    """Some directories send truth values as texts."""
    return {"true": True, "false": False}.get(value.lower(), value) if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]


class _Resource(BaseModel):
    # Directories send attributes that are not kept here; the RFC has them passed over.
    model_config = ConfigDict(extra="ignore", populate_by_name=True)


class UserDocument(_Resource):
    """A user as a directory sends it."""

    user_name: Text = Field(alias="userName")
    external_id: Text | None = Field(None, alias="externalId")
    active: Annotated[bool, BeforeValidator(_truth)] = True
    display_name: str | None = Field(None, alias="displayName", max_length=255)
    name: dict[str, JsonValue] | None = Field(None, max_length=10)
    emails: list[dict[str, JsonValue]] | None = Field(None, max_length=20)

    def profile(self) -> Document:
        """Return what is kept only to be shown again."""
        kept = self.model_dump(by_alias=True, include={"display_name", "name", "emails"}, exclude_none=True)
        return dict(kept)


class MemberDocument(_Resource):
    """One member of a group."""

    value: Text


class GroupDocument(_Resource):
    """A group as a directory sends it."""

    display_name: Text = Field(alias="displayName")
    external_id: Text | None = Field(None, alias="externalId")
    members: list[MemberDocument] = Field(default_factory=list, max_length=10_000)


class Operation(_Resource):
    """One change."""

    op: Annotated[Literal["add", "replace", "remove"], BeforeValidator(_lower)]
    path: str | None = Field(None, max_length=500)
    value: JsonValue = None


class PatchDocument(_Resource):
    """A list of changes, done in order, all or none."""

    operations: list[Operation] = Field(alias="Operations", min_length=1, max_length=1_000)


def patched(document: Document, patch: PatchDocument) -> Document:
    """Return a user or group with changes applied.

    Raises:
        ProvisioningRefused: a path that is not there, or a value of the wrong form.
    """
    result = dict(document)
    for operation in patch.operations:
        path = (operation.path or "").rpartition(":")[2] if _is_qualified(operation.path) else operation.path or ""
        if path:
            _change(result, operation.op, path, operation.value)
        elif isinstance(operation.value, dict) and operation.op != "remove":
            for name, value in operation.value.items():
                _change(result, operation.op, name, value)
        else:
            raise ProvisioningRefused("A change without a path needs an object as its value.", "noTarget")
    return result


def _is_qualified(path: str | None) -> bool:
    return path is not None and path.lower().startswith("urn:")


def _change(document: Document, op: str, path: str, value: JsonValue) -> None:
    if (match := _MEMBER.fullmatch(path)) and op == "remove":
        document["members"] = [one for one in _members(document.get("members")) if one["value"] != match[1]]
        return
    head, _, rest = path.partition(".")
    name = _NAMES.get(head.lower())
    if name is None or (rest and name != "name"):
        if name is None and head.lower().partition("[")[0] not in _NAMES:
            return  # an attribute that is not kept
        if name is None:  # emails[type eq "work"].value and the like: only whole lists are kept
            return
        raise ProvisioningRefused(f"The path {path[:100]!r} leads nowhere.", "invalidPath")
    if name == "members":
        document[name] = _changed_members(_members(document.get(name)), op, value)
    elif rest:
        inner = document.get("name")
        document["name"] = (inner if isinstance(inner, dict) else {}) | {rest: None if op == "remove" else value}
    elif op == "remove":
        document.pop(name, None)
    else:
        document[name] = value


def _changed_members(now: list[Document], op: str, value: JsonValue) -> list[JsonValue]:
    given = _members(value)
    ids = {one["value"] for one in given}
    if op == "replace":
        return list(given)
    if op == "add":
        return [*(one for one in now if one["value"] not in ids), *given]
    return [one for one in now if given and one["value"] not in ids]


def _members(value: JsonValue) -> list[Document]:
    listed = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(one, dict) and isinstance(one.get("value"), str) for one in listed):
        raise ProvisioningRefused("Members are objects with the id of a user as their value.", "invalidValue")
    return [one for one in listed if isinstance(one, dict)]


_NAMES = {
    name.lower(): name
    for name in ("userName", "externalId", "active", "displayName", "name", "emails", "members")
}  # fmt: skip
