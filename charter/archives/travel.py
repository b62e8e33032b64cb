"""How each table of a tenant travels: the reviewed list. A table that is missing here stops every export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import JsonValue

from charter.access.roles import BUILT_IN, PERMISSIONS, PLATFORM_OPERATOR
from charter.archives.schemas import ArchiveKind

Row = dict[str, Any]


class InExport(StrEnum):
    """What an export, which may go to another installation, takes of a table."""

    ROWS = "rows"
    EVIDENCE = "evidence"
    NOTHING = "nothing"


class InBackup(StrEnum):
    """What putting back a backup does with a table."""

    REPLACED = "replaced"
    KEPT = "kept"
    EMPTIED = "emptied"


@dataclass(frozen=True, slots=True)
class Travel:
    """The way of one table.

    Attributes:
        why: the reason that something is left out or kept; shown in the manifest.
        exported: values that replace those of a row in an export: no secret leaves, also not sealed or hashed.
        backed_up: the same for a backup, in which sealed secrets stay sealed.
    """

    export: InExport = InExport.ROWS
    backup: InBackup = InBackup.REPLACED
    why: str = ""
    exported: Mapping[str, JsonValue] = field(default_factory=dict)
    backed_up: Mapping[str, JsonValue] = field(default_factory=dict)


_ROWS = Travel()
_LOG = Travel(
    InExport.EVIDENCE, InBackup.KEPT, "the audit log is only ever added to, and its proofs name tenant and installation"
)
_SIGNED_IN = Travel(InExport.NOTHING, InBackup.EMPTIED, "whoever is signed in signs in again")
_COUNTED = Travel(InExport.NOTHING, InBackup.KEPT, "counted from what is there")
_UNSETTLED = {"state": "ready", "lease_owner": None, "lease_expires_at": None}

TABLES: dict[str, Travel] = {
    "agents": _ROWS,
    "agent_versions": _ROWS,
    "approvals": Travel(InExport.NOTHING, why="questions of runs in flight, which an export ends"),
    "api_keys": Travel(
        why="keys arrive revoked and without their secret: make new ones",
        exported={"public_id": None, "secret_hash": None},
    ),
    "audit_checkpoints": _LOG,
    "audit_entries": _LOG,
    "audit_erasures": _LOG,
    "audit_key_changes": _LOG,
    "audit_keys": Travel(InExport.NOTHING, InBackup.KEPT, "public keys of the installation, not of a tenant"),
    "audit_nodes": _LOG,
    "audit_pending": Travel(
        InExport.NOTHING, InBackup.KEPT, "entries without a place in the log yet; they have one in a moment"
    ),
    "audit_settings": _LOG,
    "audit_trees": _LOG,
    "bpmn_messages": _ROWS,
    "budget_counters": Travel(exported={"reserved": 0}),
    "budget_reservations": Travel(InExport.NOTHING, why="held for runs in flight, which an export ends"),
    "budgets": Travel(exported={"from_plan": False}),
    "content_draws": _COUNTED,
    "content_levels": _COUNTED,
    "conversations": _ROWS,
    "custom_roles": _ROWS,
    "external_accounts": _ROWS,
    "ended_sign_ons": _SIGNED_IN,
    "decision_evaluations": _ROWS,
    "guardrail_assignments": _ROWS,
    "guardrail_cases": _ROWS,
    "guardrail_exceptions": _ROWS,
    "guardrail_judgements": Travel(InExport.NOTHING, InBackup.EMPTIED, "a judge can be asked again"),
    "guardrail_policies": _ROWS,
    "guardrail_policy_versions": _ROWS,
    "held_texts": Travel(InExport.NOTHING, why="texts of runs in flight, which an export ends"),
    "idempotency_records": Travel(InExport.NOTHING, InBackup.EMPTIED, "answers to requests, kept for a day"),
    "invitations": Travel(InExport.NOTHING, InBackup.EMPTIED, "an invitation works once: invite again"),
    "mcp_grants": Travel(InExport.NOTHING, why="tokens of people do not leave: connect the accounts again"),
    "mcp_servers": Travel(
        why="keys of servers do not leave: enter them again",
        exported={"sealed_key": None, "key_last4": None, "sealed_client_secret": None},
    ),
    "mcp_tool_offers": _ROWS,
    "mcp_virtual_servers": _ROWS,
    "members": _ROWS,
    "model_capability_overrides": _ROWS,
    "model_providers": Travel(
        why="keys of providers do not leave: enter them again",
        exported={"sealed_key": None, "key_last4": None, "key_fingerprint": None},
    ),
    "model_routes": _ROWS,
    "outbox_events": Travel(InExport.NOTHING, why="work of runs in flight, which an export ends"),
    "permission_rules": _ROWS,
    "process_history": _ROWS,
    "process_incidents": _ROWS,
    "process_instances": _ROWS,
    "provisioned_group_members": _ROWS,
    "provisioned_groups": _ROWS,
    "queue_items": Travel(InExport.NOTHING, why="work of runs in flight, which an export ends", backed_up=_UNSETTLED),
    "role_assignments": _ROWS,
    "run_events": _ROWS,
    "run_steps": _ROWS,
    "runs": _ROWS,
    "service_accounts": _ROWS,
    "sign_on_connections": Travel(
        why="client secrets and directory tokens do not leave: connections arrive switched off",
        exported={
            "sealed_secret": None,
            "scim_public_id": None,
            "scim_secret_hash": None,
            "scim_token_made_at": None,
            "enabled": False,
        },
        backed_up={"scim_public_id": None, "scim_secret_hash": None, "scim_token_made_at": None},
    ),
    "sign_on_sessions": _SIGNED_IN,
    "team_members": _ROWS,
    "team_service_accounts": _ROWS,
    "teams": _ROWS,
    "tenant_data_keys": Travel(InExport.NOTHING, InBackup.KEPT, "keys of sealed secrets never leave the installation"),
    "tenant_edge_policy_versions": _ROWS,
    "tool_credentials": Travel(
        why="secrets do not leave: enter the values of credentials again",
        exported={"sealed_value": None, "last4": None},
    ),
    "tool_policies": _ROWS,
    "tool_switches": _ROWS,
    "tool_versions": _ROWS,
    "tools": _ROWS,
    "usage_records": Travel(backup=InBackup.KEPT, why="what was used stays used"),
    "used_logout_tokens": _SIGNED_IN,
    "user_sessions": _SIGNED_IN,
    "user_tasks": _ROWS,
    "violation_alerts": Travel(
        why="secrets of webhooks do not leave: make the alerts anew", exported={"sealed_secret": None}
    ),
    "violation_readers": _ROWS,
    "violations": _ROWS,
    "workflow_definitions": _ROWS,
    "workflow_deployments": _ROWS,
    "workflow_files": _ROWS,
    "workflow_inbox": _ROWS,
    "workflow_jobs": _ROWS,
    "workflow_subscriptions": _ROWS,
    "workflow_timers": _ROWS,
}
"""Every table with a tenant in it. Looked at one by one; the catalogue says which there are, this says how they go."""

_OF_TENANTS = frozenset[str]().union(*PERMISSIONS.values())
_ENDED = {"completed", "failed", "cancelled"}
_INTERRUPTED: dict[str, JsonValue] = {
    "type": "/problems/archives.run-not-taken-along",
    "title": "Run was not taken along",
    "status": 409,
    "code": "archives.run-not-taken-along",
    "detail": "The tenant was exported while this was going on; start it again.",
}


def travels(kind: ArchiveKind, table: str) -> bool:
    """True when an archive of this kind has a file for the table."""
    way = TABLES[table]
    return way.backup is InBackup.REPLACED if kind is ArchiveKind.BACKUP else way.export is not InExport.NOTHING


def left_out(kind: ArchiveKind, tables: list[str]) -> dict[str, str]:
    """Return the tables without a file in an archive of this kind, and why."""
    return {table: TABLES[table].why for table in sorted(tables) if not travels(kind, table)}


def power_over_installation(table: str, row: Row) -> str | None:
    """Return what in a row would give power beyond its tenant: it neither leaves in an export nor arrives by one."""
    match table:
        case "role_assignments" if row["role"] == PLATFORM_OPERATOR:
            return f"gives the role {PLATFORM_OPERATOR}"
        case "permission_rules" if row["permission"] not in _OF_TENANTS:
            return "is about a permission that no tenant gives"
        case "custom_roles" if row["name"] in BUILT_IN:
            return "has the name of a built-in role"
        case "custom_roles" if not isinstance(row["permissions"], list) or not _OF_TENANTS.issuperset(
            map(str, row["permissions"])
        ):
            return "holds a permission that no tenant gives"
        case _:
            return None


def packed(kind: ArchiveKind, table: str, row: Row, made_at: str) -> Row | None:
    """Return a row as it goes into an archive, None for one that stays.

    Without secrets; in an export also without work in flight, and without power over an installation.
    """
    way = TABLES[table]
    if kind is ArchiveKind.BACKUP:
        return row | dict(way.backed_up)
    if table == "custom_roles":
        row["permissions"] = [each for each in row["permissions"] if each in _OF_TENANTS]
    if power_over_installation(table, row):
        return None
    match table:
        case "runs" if row["state"] not in _ENDED:
            row |= {"state": "cancelled", "control": None, "error": _INTERRUPTED, "ended_at": made_at}
        case "run_steps" if row["state"] == "running":
            row |= {"state": "cancelled", "error": _INTERRUPTED, "ended_at": made_at}
        case "api_keys":
            row["revoked_at"] = row["revoked_at"] or made_at
        case "model_providers" if row["sealed_key"] is not None:
            row |= {"state": "no_key", "state_detail": None}
        case _:
            pass
    return row | dict(way.exported)
