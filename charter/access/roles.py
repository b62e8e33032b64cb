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
    GUEST = "guest"


_CALL = {"runs.create", "agents.read", "workflows.start", "user_tasks.work", "tools.call"}
_READ = {"agents.read", "runs.read", "models.read", "system.read", "tenant.read", "usage.read", "workflows.read"} | {
    "tools.read", "guardrails.read"
}  # fmt: skip
_BUILD = _READ | _CALL | {"agents.write", "agents.publish", "agents.delete", "runs.control"} | {
    "workflows.deploy", "workflows.control", "jobs.work", "tools.write", "tools.publish", "tools.delete"
}  # fmt: skip
_OPERATE = (
    _READ
    | _CALL
    | {"runs.control", "workflows.control", "jobs.work", "models.write", "budgets.read", "edge.read"}
    | {"tools.manage", "approvals.read", "approvals.decide", "tool_policies.read"}
)
_AUDIT = _READ | {
    "audit.read", "audit.export", "members.read", "keys.read", "roles.read", "teams.read", "sso.read", "edge.read",
    "budgets.read", "approvals.read", "tool_policies.read",
}  # fmt: skip
_ADMINISTER = (
    _BUILD
    | _OPERATE
    | _AUDIT
    | {"members.write", "keys.write", "roles.write", "teams.write", "sso.write", "edge.write", "budgets.write"}
    | {"audit.manage", "tenant.write", "tool_policies.write", "guardrails.write"}
)
_RUN_THE_INSTALLATION = {"tenants.read", "tenants.write", "installation.read", "installation.write", "system.read"}

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.OWNER: frozenset(_ADMINISTER | {"owners.write"}),
    Role.ADMIN: frozenset(_ADMINISTER),
    Role.BUILDER: frozenset(_BUILD),
    Role.OPERATOR: frozenset(_OPERATE),
    Role.AUDITOR: frozenset(_AUDIT),
    Role.CALLER: frozenset(_CALL),
    Role.GUEST: frozenset(),
}
"""What each role may do. A caller sees its own runs and conversations only; ``runs.read`` is for all of the tenant. A
guest signs in and may nothing but what custom roles, teams and rules add."""

PLATFORM_OPERATOR = "platform-operator"
"""Runs the installation (tenants, the edge, the global tree) and reads no tenant's data. Added to a role, never alone
a membership: ``charter.access`` assigns it."""

INSTALLATION_PERMISSIONS = frozenset(_RUN_THE_INSTALLATION)

BUILT_IN: dict[str, frozenset[str]] = {role.value: given for role, given in PERMISSIONS.items()} | {
    PLATFORM_OPERATOR: INSTALLATION_PERMISSIONS
}
"""Every role that no tenant can change, by name."""


def least_role_with(permissions: frozenset[str]) -> Role | None:
    """Return the built-in role that holds all of these and the fewest others, None when there is none."""
    having = [role for role, given in PERMISSIONS.items() if permissions <= given]
    return min(having, key=lambda role: len(PERMISSIONS[role]), default=None)


ON_AGENTS = frozenset(
    {"agents.read", "agents.write", "agents.publish", "agents.delete", "runs.create", "runs.read", "runs.control"}
)
"""What may be given or denied on a single agent; of runs: on the runs of that agent."""

ALL_PERMISSIONS = frozenset().union(*PERMISSIONS.values()) | INSTALLATION_PERMISSIONS
