"""Bringing a tenant in: equal content under new ids, or a refusal that says where."""

from __future__ import annotations

import io
import json
import re
import zipfile
from uuid import UUID

import pytest
from sqlalchemy import text

from charter.archives import container
from charter.core.ids import format_id, new_id, parse_id
from tests.archives.conftest import ZIP, repacked, rows, taken, unpacked, with_rows
from tests.conftest import Caller

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}\b")
IMPORT = "/v1/tenants/import?link_accounts=true"


def _content(files) -> dict[str, list[str]]:
    """Return what an archive says with its ids numbered in the order in which the tables first name them."""
    numbers: dict[UUID, str] = {}

    def numbered(match: re.Match[str]) -> str:
        prefix, underscore, _ = match[0].partition("_")
        id_ = parse_id(prefix, match[0]) if underscore else UUID(match[0])
        return f"{prefix if underscore else ''}#{numbers.setdefault(id_, str(len(numbers)))}"

    manifest = json.loads(files["manifest.json"])
    tables = [entry["table"] for entry in manifest["tables"] if not entry["evidence"]]
    return {table: [_ID.sub(numbered, json.dumps(row)) for row in rows(files, table)] for table in tables}


async def _owner_there(make_caller, tenant_id: str) -> Caller:
    return await make_caller("owner", parse_id("tenant", tenant_id))


def _without_caller(files):
    """Leave out the key that the test made to look at the imported tenant."""
    return with_rows(files, "api_keys", lambda found: [row for row in found if row["name"] != "owner key"])


async def test_round_trip_an_imported_tenant_exports_as_what_it_came_from(furnished, operator, make_caller):
    first = unpacked(await taken(furnished))
    made = await operator.client.post(IMPORT, repacked(first), headers=ZIP)
    assert made.status == 201, made.body
    assert made.json()["providers_without_key"] == ["scripted"]
    there = await _owner_there(make_caller, made.json()["tenant_id"])
    second = unpacked(await taken(there))
    ours, theirs = _content(_without_caller(first)), _content(_without_caller(second))
    moments = re.compile(r'"revoked_at": "[^"]*"')
    for table, content in ours.items():
        assert [moments.sub("", row) for row in theirs[table]] == [moments.sub("", row) for row in content], table
    old = {row["id"] for table in ("runs", "agents", "members", "teams") for row in rows(first, table)}
    assert not [name for name, file in second.items() if any(id_.encode() in file for id_ in old)]
    assert str(furnished.tenant_id).encode() not in b"".join(second.values())
    (account,), (team,) = rows(second, "external_accounts"), rows(second, "teams")
    assert account["given_teams"] == [format_id("team", UUID(team["id"]))], "ids inside documents too"
    assert account["profile"] == {"sub": "9d0c7f5e-9f2f-4a67-8f86-0f4f7b6f9a11"}, "what is not ours stays"


async def test_an_imported_tenant_works_once_a_key_was_entered(furnished, operator, make_caller, model):
    made = (await operator.client.post(IMPORT, await taken(furnished), headers=ZIP)).json()
    there = await _owner_there(make_caller, made["tenant_id"])
    (provider,) = (await there.client.get("/v1/model-providers")).json()["items"]
    assert provider["state"] == "no_key"
    entered = await there.client.patch(f"/v1/model-providers/{provider['id']}", {"api_key": "sk-test-scripted-key"})
    assert entered.status == 200, entered.body
    run = (await there.client.post("/v1/runs", {"agent": "helper", "input": "Hi", "wait": True})).json()
    assert run["state"] == "completed", run
    assert len((await there.client.get("/v1/runs")).json()["items"]) == 4
    assert (await furnished.client.get("/v1/session")).status == 200, "the tenant it came from is untouched"


async def test_keys_of_the_archive_do_not_open_the_new_tenant(furnished, operator, services):
    made = (await operator.client.post(IMPORT, await taken(furnished), headers=ZIP)).json()
    async with services.database.tenant_session(parse_id("tenant", made["tenant_id"])) as db:
        assert await db.scalar(text("SELECT count(*) FROM api_keys WHERE revoked_at IS NULL")) == 0
    session = (await furnished.client.get("/v1/session")).json()
    assert session["tenant"]["id"] == format_id("tenant", furnished.tenant_id)


async def test_accounts_are_linked_only_when_the_operator_says_so_and_made_without_a_password(
    furnished, operator, services
):
    archive = await taken(furnished)
    (email,) = [row["email"] for row in rows(unpacked(archive), "members")]
    async with services.database.system_session(reason="let an account be its person's own") as db:
        await db.execute(text("UPDATE users SET of_tenant = NULL WHERE email = :email"), {"email": email})
    refused = await operator.client.post("/v1/tenants/import", archive, headers=ZIP)
    assert (refused.status, refused.code) == (409, "archives.accounts-exist")
    assert refused.json()["emails"] == [email]
    elsewhere = with_rows(unpacked(archive), "members", lambda found: [{**row, "email": "n@x.y"} for row in found])
    made = await operator.client.post("/v1/tenants/import?name=Elsewhere", repacked(elsewhere), headers=ZIP)
    assert (made.status, made.json()["accounts_made"]) == (201, 1), made.body
    async with services.database.system_session(reason="look at an account") as db:
        user = await db.scalar(text("SELECT id FROM users WHERE email = 'n@x.y'"))
        query = text("SELECT user_id FROM members WHERE tenant_id = :tenant")
        assert await db.scalar(query, {"tenant": parse_id("tenant", made.json()["tenant_id"])}) == user
        await db.execute(text("DELETE FROM users WHERE email = 'n@x.y'"))


def _cut(files):
    return files | {"tables/runs.jsonl": files["tables/runs.jsonl"][:-7]}


def _edited(files):
    return files | {"tables/runs.jsonl": files["tables/runs.jsonl"].replace(b"Again", b"Never")}


def _without(files):
    return {name: content for name, content in files.items() if name != "tables/teams.jsonl"}


def _changed(table, **values):
    return lambda files: with_rows(files, table, lambda found: [*found[:-1], found[-1] | values])


TAMPERED = {
    "a value": (_edited, "tables/runs.jsonl", None),
    "a cut-off file": (_cut, "tables/runs.jsonl", 3),
    "a missing file": (_without, "tables/teams.jsonl", None),
    "a file more": (lambda files: files | {"../../etc/passwd": b"x"}, "../../etc/passwd", None),
    "no manifest": (lambda f: {n: c for n, c in f.items() if n != "manifest.json"}, "manifest.json", None),
    "another form": (
        lambda f: f | {"manifest.json": f["manifest.json"].replace(b'"format_version": 1', b'"format_version": 9')},
        "manifest.json",
        None,
    ),
    "a foreign row": (_changed("runs", tenant_id=str(new_id())), "tables/runs.jsonl", 3),
    "an unknown column": (_changed("teams", surprise=1), "tables/teams.jsonl", 1),
    "no UUID": (_changed("teams", id="drop table"), "tables/teams.jsonl", 1),
    "a wrong type": (_changed("teams", created_at="yesterday-ish"), "tables/teams.jsonl", 1),
    "a broken rule": (_changed("runs", state="dancing"), "tables/runs.jsonl", 3),
    "the operator's role": (_changed("role_assignments", role="platform-operator"), "tables/role_assignments.jsonl", 1),
    "the operator's permission": (
        _changed("permission_rules", permission="tenants.write"),
        "tables/permission_rules.jsonl",
        1,
    ),
    "the operator's permission in a role": (
        _changed("custom_roles", permissions=["tenants.write"]),
        "tables/custom_roles.jsonl",
        1,
    ),
    "a dangling reference": (_changed("run_steps", run_id=str(new_id())), "tables/run_steps.jsonl", None),
}


@pytest.mark.parametrize("name", TAMPERED)
async def test_a_tampered_archive_is_refused_with_the_place_and_nothing_is_written(name, furnished, operator, services):
    tamper, file, line = TAMPERED[name]
    archive = repacked(tamper(unpacked(await taken(furnished))))
    count = text("SELECT (SELECT count(*) FROM tenants) + (SELECT count(*) FROM runs) + (SELECT count(*) FROM users)")
    async with services.database.system_session(reason="count") as db:
        before = await db.scalar(count)
    answer = await operator.client.post(IMPORT, archive, headers=ZIP)
    assert (answer.status, answer.code) == (422, "archives.invalid"), answer.body
    assert answer.json()["file"] == file
    if line is not None:
        assert answer.json()["line"] == line
    async with services.database.system_session(reason="count") as db:
        assert await db.scalar(count) == before


async def test_an_archive_of_another_schema_is_refused(owner, operator):
    files = unpacked(await taken(owner))
    manifest = json.loads(files["manifest.json"]) | {"schema_revision": "0001_core"}
    answer = await operator.client.post(
        IMPORT, repacked(files | {"manifest.json": json.dumps(manifest).encode()}), headers=ZIP
    )
    assert (answer.status, answer.code) == (409, "archives.other-schema")


async def test_residency_is_honoured(owner, operator):
    files = unpacked(await taken(owner))
    manifest = json.loads(files["manifest.json"])
    manifest["tenant"]["residency"] = "mars"
    answer = await operator.client.post(
        IMPORT, repacked(files | {"manifest.json": json.dumps(manifest).encode()}), headers=ZIP
    )
    assert (answer.status, answer.code) == (409, "tenants.residency-not-offered")


async def test_a_backup_is_not_imported(owner, operator):
    answer = await operator.client.post(IMPORT, await taken(owner, "backup"), headers=ZIP)
    assert (answer.status, answer.code) == (422, "archives.invalid")


async def test_only_the_operator_imports(owner):
    answer = await owner.client.post(IMPORT, await taken(owner), headers=ZIP)
    assert (answer.status, answer.code) == (403, "access.forbidden")
    wrong = await owner.client.post(IMPORT, {"not": "a zip"})
    assert wrong.status == 415


def _many_files() -> bytes:
    return repacked({f"tables/t{number}.jsonl": b"" for number in range(500)})


def _declared_bomb() -> bytes:
    """Return an archive whose directory owns up to more than is ever unpacked."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(3):
            file.writestr(f"tables/t{number}.jsonl", b"0" * 1_000_000)
    return sink.getvalue()


async def test_bombs_are_refused(operator, owner, monkeypatch):
    answer = await operator.client.post(IMPORT, _many_files(), headers=ZIP)
    assert (answer.status, answer.code) == (413, "archives.too-large")
    monkeypatch.setattr(container, "MAX_UNPACKED_BYTES", 2_000_000)
    answer = await operator.client.post(IMPORT, _declared_bomb(), headers=ZIP)
    assert (answer.status, answer.code) == (413, "archives.too-large")
    monkeypatch.setattr(container, "MAX_LINE_BYTES", 100)
    answer = await operator.client.post(IMPORT, await taken(owner), headers=ZIP)
    assert (answer.status, answer.code) == (422, "archives.invalid")


@pytest.mark.parametrize("body", [b"", b"PK", b"not a zip at all, but long enough to look at its end" * 3])
async def test_what_is_no_zip_is_refused(body, operator):
    answer = await operator.client.post(IMPORT, body, headers=ZIP)
    assert (answer.status, answer.code) == (422, "archives.invalid"), answer.body


async def test_a_file_that_unpacks_to_more_than_it_declares_is_refused(operator, owner):
    archive = bytearray(await taken(owner))
    start = archive.rindex(b"PK\x01\x02")  # the manifest's entry of the directory: its size says one byte
    archive[start + 24 : start + 28] = (1).to_bytes(4, "little")
    answer = await operator.client.post(IMPORT, bytes(archive), headers=ZIP)
    assert (answer.status, answer.code) == (422, "archives.invalid")
