"""A tenant with something of every kind, and the operator who takes it from place to place."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from charter.core.ids import format_id, new_id
from charter.identity.models import ExternalAccount, SignOnConnection
from tests.conftest import Caller
from tests.runs.conftest import builder, make_agent, model
from tests.tenants.conftest import operator

__all__ = ["builder", "make_agent", "model", "operator"]

ZIP = {"content-type": "application/zip"}
Files = dict[str, bytes]


def unpacked(archive: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return {name: file.read(name) for name in file.namelist()}


def repacked(files: Files) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return sink.getvalue()


def rows(files: Files, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files[f"tables/{table}.jsonl"].splitlines()]


def with_rows(files: Files, table: str, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> Files:
    """Return an archive with other rows whose manifest says the same."""
    content = b"".join(json.dumps(row).encode() + b"\n" for row in change(rows(files, table)))
    manifest = json.loads(files["manifest.json"])
    for entry in manifest["tables"]:
        if entry["table"] == table:
            entry |= {
                "rows": content.count(b"\n"),
                "size_bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
    return files | {f"tables/{table}.jsonl": content, "manifest.json": json.dumps(manifest).encode()}


async def taken(caller: Caller, kind: str = "export") -> bytes:
    answer = await caller.client.post(f"/v1/tenant/{kind}")
    assert answer.status == 200, answer.body
    return answer.body


@pytest.fixture
async def furnished(builder: Caller, make_agent, services) -> Caller:
    """An owner of a tenant with something in nearly every table."""
    post = builder.client.post
    mark = format_id("tenant", builder.tenant_id)[-8:]
    agent = await make_agent(builder, output_schema=None)
    for text_ in ("Hi", "Again"):
        run = (await post("/v1/runs", {"agent": agent["id"], "input": text_, "wait": True})).json()
        assert run["state"] == "completed", run
    person = {"email": f"{mark}@example.org", "password": "correct horse battery", "role": "owner"}
    member = (await post("/v1/members", person)).json()
    assert (await post("/v1/roles", {"name": "reader", "permissions": ["agents.read"]})).status == 201
    team = (await post("/v1/teams", {"name": "Team"})).json()
    assert (await builder.client.put(f"/v1/teams/{team['id']}/members/{member['user_id']}")).status < 300
    assert (await post("/v1/role-assignments", {"subject": team["id"], "role": "reader"})).status == 201
    rule = {"subject": team["id"], "effect": "deny", "permission": "agents.read", "agent_id": agent["id"]}
    assert (await post("/v1/permission-rules", rule)).status == 201
    key = (await post("/v1/api-keys", {"name": "program", "role": "caller"})).json()
    for scope in (agent["id"], key["id"], "tenant"):
        budget = {"name": scope[:6], "metric": "runs", "period": "total", "limit": 90, "scope": scope}
        assert (await post("/v1/budgets", budget)).status == 201
    assert (await post("/v1/runs", {"agent": agent["id"], "input": "Counted", "wait": True})).status < 300
    async with services.database.tenant_session(builder.tenant_id) as db:
        await _directory(db, team["id"])
    await builder.client.patch("/v1/tenant", {"branding": {"primary_colour": "#112233"}, "retention_days": 90})
    return builder


async def _directory(db, team_id: str) -> None:
    address = "https://login.example.org"
    connection = SignOnConnection(
        id=new_id(), name="directory", issuer=address, client_id="charter", scopes=["openid"], algorithms=["RS256"],
        allowed_azp=[], role_rules=[], team_rules=[{"claim": "groups", "equals": "all", "team_id": team_id}],
        login_domains=[], provider={"issuer": address}, checked_at=text("now()"), scim_public_id="scimscim",
        scim_secret_hash=b"hash", scim_token_made_at=text("now()"), sealed_secret=b"sealed",
    )  # fmt: skip
    db.add(connection)
    await db.flush()
    account = ExternalAccount(
        connection_id=connection.id, issuer=address, subject="9d0c7f5e-9f2f-4a67-8f86-0f4f7b6f9a11",
        label="x@example.org",
        claimed_teams=[team_id], given_teams=[team_id], profile={"sub": "9d0c7f5e-9f2f-4a67-8f86-0f4f7b6f9a11"},
    )  # fmt: skip
    db.add(account)
