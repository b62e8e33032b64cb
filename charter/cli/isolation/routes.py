"""The routes of an installation as its ``/openapi.json`` says them, and how two answers are compared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

NOT_OF_A_TENANT = frozenset(
    {
        "slug",
        "ban_id",
        "edge_version",
        "kind",
        "size",
        "key",
        "model",
        "model_version",
        "number",
        "offer_id",
        "passkey_id",
        "plan_id",
    }
)
"""Names in paths that stand for things of the installation, for kinds of reports, or for sizes of one's own log.

``offer_id`` is a way to sign in, which everybody may begin; ``number`` counts within an agent, which has an id; a
passkey is of a person's account, in whatever tenant they are.
"""

BODIES: Mapping[str, Any] = {
    "changeAgent": {"name": "Mine now"},
    "changeGuardrailPolicy": {"name": "Mine now"},
    "activateGuardrailPolicy": {"number": 1},
    "learnFromViolation": {"reason": "Mine now", "expires_at": "2126-01-01T00:00:00Z"},
    "dryRunGuardrailPolicy": {"number": 1},
    "judgeViolation": {"state": "confirmed"},
    "exceptViolation": {"reason": "Mine now", "expires_at": "2126-01-01T00:00:00Z"},
    "cloneAgent": {"name": "Mine now"},
    "changeToolPolicy": {"name": "Mine now", "effect": "allow", "tools": ["*"]},
    "decideApproval": {"decision": "approve"},
    "delegateApproval": {"to": "user_00000000000000000000000000"},
    "changeTool": {"title": "Mine now"},
    "changeMcpVirtualServer": {"instructions": "Mine now."},
    "changeMcpServer": {"url": "https://mine.invalid/mcp"},
    "refuseMcpTools": {"tools": ["mine"]},
    "changeToolCredential": {"value": "Bearer mine now"},
    "createToolVersion": {"definition": {"code": "def mine() -> None: ..."}},
    "createAgentVersion": {"definition": {"instructions": "Mine now."}},
    "changeMemberRole": {"role": "caller"},
    "updateModelProvider": {"name": "Mine now"},
    "changeSignOnConnection": {"name": "Mine now"},
    "replaceModelRoute": {"name": "mine", "strategy": "ordered", "targets": [{"model": "none/gpt-4o", "weight": 1}]},
    "pullModel": {"model": "mine"},
    "pullProviderModel": {"model": "mine"},
    "setModelCapabilities": {"vision": True},
    "changeRole": {"permissions": []},
    "changeTeam": {"name": "Mine now"},
    "changeServiceAccount": {"name": "Mine now"},
    "createServiceAccountKey": {"name": "Mine now"},
    "changeBudget": {"limit": 1},
    "setTenantPlan": {"plan_id": None},
    "failJob": {"retries": 0},
    "throwJobError": {"code": "mine"},
    "extendJob": {"timeout_s": 60},
    "setProcessInstanceVariables": {"variables": {"mine": True}},
    "modifyProcessInstance": {"activate": [{"element": "job"}]},
    "changeUserTask": {"assignee": "mine"},
    "replaceScimUser": {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "mine@example.org"},
    "replaceScimGroup": {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Mine now"},
    "changeScimUser": {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "active", "value": False}],
    },
    "changeScimGroup": {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "displayName", "value": "Mine now"}],
    },
}
"""What a request that changes something of another tenant says."""

_PARAMETER = re.compile(r"\{(\w+)(?::path)?\}")
_TYPE_ID = re.compile(r"^[a-z_]+_[0-7][0-9a-hjkmnp-tv-z]{25}$")
_VARYING = frozenset({"request_id", "instance"})


@dataclass(frozen=True, slots=True)
class Query:
    """A query parameter: what it can be, as far as the description says it."""

    name: str
    choices: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One documented operation."""

    method: str
    path: str
    id: str
    queries: tuple[Query, ...]

    @property
    def parameters(self) -> list[str]:
        """The names in the path."""
        return _PARAMETER.findall(self.path)

    @property
    def crossing(self) -> list[str]:
        """The names in the path that stand for something of a tenant."""
        return [name for name in self.parameters if name not in NOT_OF_A_TENANT]

    @property
    def body(self) -> Any:
        """What a request sends along; None when it has no body."""
        return BODIES.get(self.id, {}) if self.method in {"POST", "PUT", "PATCH"} else None

    def filled(self, ids: Mapping[str, str]) -> str:
        """Return the path with ids in it; names that nobody knows stand for nothing that exists."""
        return _PARAMETER.sub(lambda found: ids.get(found[1], "nothing"), self.path)


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """Return the documented operations, in the order of their paths."""
    return [
        Operation(method.upper(), path, described["operationId"], tuple(_queries(document, described)))
        for path, methods in sorted(document["paths"].items())
        for method, described in sorted(methods.items())
    ]


def _queries(document: Mapping[str, Any], described: Mapping[str, Any]) -> Iterator[Query]:
    for parameter in described.get("parameters", []):
        if parameter["in"] == "query":
            yield Query(
                parameter["name"], tuple(_choices(document, parameter["schema"])), bool(parameter.get("required"))
            )


def _choices(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    if reference := schema.get("$ref"):
        schema = document["components"]["schemas"][reference.rpartition("/")[2]]
    yield from (str(choice) for choice in schema.get("enum", []))
    for option in schema.get("anyOf", []):
        yield from _choices(document, option)


def uncovered(found: list[Operation], ids: Mapping[str, str]) -> set[str]:
    """Return the names in paths for which nothing was made: new kinds of things that need a furnishing."""
    return {name for operation in found for name in operation.crossing} - set(ids)


def absent(value: str) -> str:
    """Return an id (or a name) of the same form that nothing has."""
    return value[:-4] + "zzz0" if _TYPE_ID.match(value) or len(value) > 30 else f"{value}-none"


def comparable(body: bytes, path: str) -> object:
    """Return an answer without what must differ between two requests: their ids, and what their paths named."""
    try:
        document = json.loads(body)
    except ValueError:
        return body
    if isinstance(document, dict):
        document = {name: value for name, value in document.items() if name not in _VARYING}
    text = json.dumps(document)
    for piece in re.split(r"[/?&=]", path):
        if len(piece) > 8 and not piece.isalpha():
            text = text.replace(piece, "ID").replace(piece.replace("%2F", "/"), "ID")
    return text
