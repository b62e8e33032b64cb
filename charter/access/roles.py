"""The built-in roles, compiled to the permissions a principal carries."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    BUILDER = "builder"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    CALLER = "caller"


_CALL = {"runs.create", "agents.read"}
_READ = {"agents.read", "runs.read", "models.read", "system.read", "tenant.read"}
_BUILD = _READ | _CALL | {"agents.write", "agents.publish", "agents.delete", "runs.control"}
_OPERATE = _READ | _CALL | {"runs.control", "models.write"}
_AUDIT = _READ | {"audit.read", "members.read", "keys.read"}
_ADMINISTER = _BUILD | _OPERATE | _AUDIT | {"members.write", "keys.write", "tenant.write"}

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.OWNER: frozenset(_ADMINISTER | {"owners.write"}),
    Role.ADMIN: frozenset(_ADMINISTER),
    Role.BUILDER: frozenset(_BUILD),
    Role.OPERATOR: frozenset(_OPERATE),
    Role.AUDITOR: frozenset(_AUDIT),
    Role.CALLER: frozenset(_CALL),
}
"""What each role may do. A caller sees its own runs and conversations only; ``runs.read`` is for all of the tenant."""

ALL_PERMISSIONS = frozenset().union(*PERMISSIONS.values())
