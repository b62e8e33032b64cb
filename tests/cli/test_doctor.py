"""charter doctor: good, stopped, and each thing that can be wrong."""

from __future__ import annotations

import json

import asyncpg
import pytest

from charter.core.postgres import read_dsn
from tests.cli.installation import Installation, charter


def examine(data_dir, **more):
    answer = charter("doctor", "--json", "--data-dir", str(data_dir), **more)
    document = json.loads(answer.stdout)
    assert answer.returncode == (0 if document["healthy"] else 1)
    return {check["name"]: check for check in document["checks"]}


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("doctor") / "data")
    yield installation.ready()
    installation.stop()


def test_a_running_installation_is_healthy(running):
    checks = examine(running.data_dir)
    assert {check["state"] for check in checks.values()} <= {"ok", "warning", "off"}
    for name in ("python", "settings", "data directory", "key file", "postgres programs", "database", "schema", "disk"):
        assert checks[name]["state"] == "ok", checks[name]
    assert checks["tenant isolation"]["state"] == "ok"
    assert running.url in checks["port"]["reason"]


def test_nothing_there_yet_is_no_failure(tmp_path):
    checks = examine(tmp_path / "data", CHARTER_PORT="8799")
    assert checks["data directory"]["state"] == checks["key file"]["state"] == checks["database"]["state"] == "off"
    assert not (tmp_path / "data").exists()


async def test_a_database_newer_than_the_code_is_named(running):
    connection = await asyncpg.connect(read_dsn(running.data_dir))
    revision = await connection.fetchval("SELECT version_num FROM alembic_version")
    try:
        await connection.execute("UPDATE alembic_version SET version_num = '9999_future'")
        check = examine(running.data_dir)["schema"]
        assert check["state"] == "failed"
        assert "newer" in check["reason"]
    finally:
        await connection.execute("UPDATE alembic_version SET version_num = $1", revision)
        await connection.close()


async def test_a_role_with_power_is_named(running):
    connection = await asyncpg.connect(read_dsn(running.data_dir))
    try:
        await connection.execute("ALTER ROLE charter_app BYPASSRLS")
        check = examine(running.data_dir)["tenant isolation"]
        assert check["state"] == "failed"
        assert check["fix"]
    finally:
        await connection.execute("ALTER ROLE charter_app NOBYPASSRLS")
        await connection.close()


def test_wrong_permissions_and_a_lost_key_are_named(tmp_path):
    data_dir = tmp_path / "data"
    (data_dir / "pg").mkdir(parents=True)
    data_dir.chmod(0o755)
    checks = examine(data_dir)
    assert f"chmod 700 {data_dir}" in checks["data directory"]["fix"]
    assert "restore it from your backup" in checks["key file"]["reason"]


def test_another_postgres_version_is_named(tmp_path):
    data_dir = tmp_path / "data"
    (data_dir / "pg").mkdir(parents=True)
    data_dir.chmod(0o700)
    (data_dir / "pg" / "PG_VERSION").write_text("15\n")
    check = examine(data_dir)["postgres programs"]
    assert check["state"] == "failed"
    assert "Postgres 15" in check["reason"]


def test_wrong_settings_are_named(tmp_path):
    checks = examine(tmp_path / "data", CHARTER_PORT="many")
    assert checks["settings"]["state"] == "failed"
    assert "CHARTER_PORT" in checks["settings"]["reason"]


def test_an_unreachable_database_is_named(tmp_path):
    checks = examine(tmp_path / "data", CHARTER_DATABASE_URL="postgresql://somebody:secret@127.0.0.1:9/nothing")
    assert checks["database"]["state"] == "failed"
    assert "secret" not in json.dumps(checks)


def test_people_get_lines(tmp_path):
    answer = charter("doctor", "--data-dir", str(tmp_path / "data"))
    assert "charter up makes it." in answer.stdout
    assert "\x1b[" not in answer.stdout
