"""``charter verify isolation`` against a real installation: sound, and with a hole in it."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager

import asyncpg
import pytest

from charter.core.postgres import read_dsn
from tests.cli.installation import Installation, charter


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("isolated") / "data"
    running = Installation(data_dir).ready()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def operator(installation, tmp_path_factory):
    """The environment of the operator's commands."""
    where = {"CHARTER_URL": installation.url, "XDG_CONFIG_HOME": str(tmp_path_factory.mktemp("config"))}
    set_up = ["setup", "--email", "a@example.org", "--password-stdin", "--tenant", "First", "--json"]
    made = charter(*set_up, "--data-dir", str(installation.data_dir), stdin="correct horse battery\n", **where)
    return where | {"CHARTER_API_KEY": json.loads(made.stdout)["api_key"]}


@asynccontextmanager
async def hole(installation, table: str):
    """Take row security off one table, as its owner could by mistake."""
    owner = await asyncpg.connect(read_dsn(installation.data_dir))
    try:
        await owner.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        yield
    finally:
        await owner.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        await owner.close()


def verified(installation, operator, *arguments):
    ended = charter("verify", "isolation", "--json", *arguments, **operator)
    assert ended.stdout, ended.stderr
    document = json.loads(ended.stdout)
    assert "findings" in document, document
    return ended.returncode, document


def tenants(operator):
    return json.loads(charter("tenant", "list", "--json", **operator).stdout)["items"]


def test_a_sound_installation_is_isolated_and_left_as_it_was(installation, operator):
    code, document = verified(installation, operator, "--data-dir", str(installation.data_dir))
    assert [item for item in document["findings"] if item["state"] != "ok"] == []
    assert (code, document["isolated"]) == (0, True)
    tried = {item["what"] for item in document["findings"]}
    assert {"GET /v1/runs/{run_id}/events", "run of the other's agent", "A in table teams"} <= tried
    assert [it["name"] for it in tenants(operator) if it["state"] == "active"] == ["First"]


async def test_a_table_without_row_security_is_found(installation, operator):
    async with hole(installation, "teams"):
        code, document = verified(installation, operator, "--data-dir", str(installation.data_dir))
    leaks = {item["what"]: item["detail"] for item in document["findings"] if item["state"] == "leak"}
    assert (code, document["isolated"]) == (1, False)
    assert "rows of other tenants" in leaks["A in table teams"]
    assert "INSERT" in leaks["B in table teams"]
    assert "shows" in leaks["GET /v1/teams"]


@pytest.mark.slow
def test_without_its_database_half_of_the_proof_is_missing(installation, operator, tmp_path):
    code, document = verified(installation, operator, "--data-dir", str(tmp_path))
    states = {item["part"]: item["state"] for item in document["findings"] if item["state"] != "ok"}
    assert (code, document["isolated"]) == (1, False)
    assert states["database"] == "not done"
    assert "leak" not in states.values()
