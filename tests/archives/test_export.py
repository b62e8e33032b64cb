"""What an archive of a tenant holds, who may take one, and what never leaves."""

from __future__ import annotations

import hashlib
import json

import pytest
from sqlalchemy import text

from charter.archives.travel import TABLES
from charter.core.db.purge import tables_of_tenants
from charter.core.ids import format_id, new_id
from tests.archives.conftest import rows, taken, unpacked


async def test_it_is_listed_for_every_table_how_it_travels(services):
    """A table that is made tomorrow is looked at before it can be forgotten, or betrayed."""
    async with services.database.system_session(reason="read the catalogue") as db:
        assert set(await tables_of_tenants(db)) == TABLES.keys()


async def test_an_export_holds_what_the_tenant_has_and_its_manifest_says_so(furnished, sequencer):
    await sequencer.settle()
    archive = await taken(furnished)
    files = unpacked(archive)
    assert len(archive) < sum(map(len, files.values())) / 2, "packed"
    manifest = json.loads(files["manifest.json"])
    assert manifest["tenant"]["id"] == format_id("tenant", furnished.tenant_id)
    assert manifest["tenant"]["retention_days"] == 90
    for entry in manifest["tables"]:
        content = files[entry["file"]]
        assert (entry["rows"], entry["size_bytes"]) == (content.count(b"\n"), len(content))
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
    assert manifest["left_out"].keys() | {entry["table"] for entry in manifest["tables"]} == TABLES.keys()
    assert all(manifest["left_out"].values()), "a reason for each"
    assert len(rows(files, "runs")) == 3
    assert rows(files, "audit_entries")
    assert [entry["table"] for entry in manifest["tables"] if entry["evidence"]]
    assert "manifest.sig" not in files


async def test_no_row_of_another_tenant_is_in_an_archive(furnished, stranger):
    await stranger.client.post("/v1/teams", {"name": "strangers-alone"})
    for kind in ("export", "backup"):
        files = unpacked(await taken(furnished, kind))
        assert not [name for name, content in files.items() if b"strangers-alone" in content]
        assert not [name for name, content in files.items() if str(stranger.tenant_id).encode() in content]
        for table in ("runs", "members", "api_keys", "budgets"):
            assert {row["tenant_id"] for row in rows(files, table)} == {str(furnished.tenant_id)}


async def test_secrets_do_not_leave_in_an_export_and_stay_sealed_in_a_backup(furnished, services):
    export, backup = unpacked(await taken(furnished)), unpacked(await taken(furnished, "backup"))
    for files in (export, backup):
        assert not [name for name, content in files.items() if b"sk-test-scripted-key" in content]
        assert "tables/tenant_data_keys.jsonl" not in files
        assert "tables/user_sessions.jsonl" not in files
        assert "tables/idempotency_records.jsonl" not in files
    (provider,) = rows(export, "model_providers")
    assert (provider["state"], provider["sealed_key"], provider["key_last4"]) == ("no_key", None, None)
    assert {(row["secret_hash"], row["public_id"]) for row in rows(export, "api_keys")} == {(None, None)}
    assert all(row["revoked_at"] for row in rows(export, "api_keys"))
    (connection,) = rows(export, "sign_on_connections")
    assert (connection["sealed_secret"], connection["scim_secret_hash"], connection["enabled"]) == (None, None, False)
    assert rows(backup, "model_providers")[0]["sealed_key"].startswith("\\x")
    assert rows(backup, "sign_on_connections")[0]["scim_secret_hash"] is None
    async with services.database.tenant_session(furnished.tenant_id) as db:
        sealed = await db.scalar(text("SELECT sealed_key FROM model_providers"))
    assert rows(backup, "model_providers")[0]["sealed_key"] == "\\x" + sealed.hex()


@pytest.mark.parametrize("route", ["/v1/tenant/export", "/v1/tenant/backup"])
async def test_only_owners_take_their_tenant_out_and_it_is_on_record(route, owner, operator, make_caller, sequencer):
    for caller in (await make_caller("admin", owner.tenant_id), operator):
        answer = await caller.client.post(route)
        assert (answer.status, answer.code) == (403, "access.forbidden")
    assert (await owner.client.post(route)).status == 200
    await sequencer.settle()
    found = (await owner.client.get("/v1/audit/entries?action=tenant.exported")).json()["items"]
    assert [entry["after"]["kind"] for entry in found] == [route.rsplit("/", 1)[1]]


async def test_the_operator_exports_only_what_is_being_deleted(furnished, operator, stranger):
    path = f"/v1/tenants/{format_id('tenant', furnished.tenant_id)}"
    refused = await operator.client.post(path + "/export")
    assert (refused.status, refused.code) == (409, "tenants.state-conflict")
    assert (await stranger.client.post(path + "/export")).code == "access.forbidden"
    unknown = await operator.client.post(f"/v1/tenants/{format_id('tenant', new_id())}/export")
    assert (unknown.status, unknown.code) == (404, "tenants.not-found")
    await operator.client.delete(path)
    answer = await operator.client.post(path + "/export")
    assert answer.status == 200
    assert len(rows(unpacked(answer.body), "runs")) == 3


async def test_an_archive_is_of_one_moment(furnished, services):
    """What commits while the archive is being written is not in it, whichever table comes later."""
    async with furnished.client.stream("POST", "/v1/tenant/export") as (_, chunks):
        received = b""
        async for chunk in chunks:
            if not received:
                assert (await furnished.client.post("/v1/teams", {"name": "Too late"})).status == 201
                assert (await furnished.client.post("/v1/roles", {"name": "late", "permissions": []})).status == 201
            received += chunk
    files = unpacked(received)
    assert [row["name"] for row in rows(files, "teams")] == ["Team"]
    assert [row["name"] for row in rows(files, "custom_roles")] == ["reader"]


async def test_power_over_the_installation_does_not_leave(operator, make_caller):
    owner = await make_caller("owner", operator.tenant_id)
    assert rows(unpacked(await taken(owner)), "role_assignments") == []
    assert [row["role"] for row in rows(unpacked(await taken(owner, "backup")), "role_assignments")] == [
        "platform-operator"
    ]
