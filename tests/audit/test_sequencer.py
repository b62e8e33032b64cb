"""Entries get their place once, in order, signed; nobody else may write the log."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text

from charter.audit import service as audit
from charter.audit.merkle import GrowingTree
from charter.audit.models import INSTALLATION
from charter.audit.sequencer import Sequencer, entry_of, origin_of
from charter.audit.signing import SigningKey, create_signing_key, load_signing_key
from charter.audit.verifier import ED25519, Checkpoint, Frontier, VerifierKey, leaf_hash
from charter.core.db import urls_for
from charter.core.errors import StartRefused
from charter.core.ids import new_id


async def entries_of(sequencer: Sequencer, tenant_id: UUID):
    connection = sequencer._leadership().connection
    rows = await connection.fetch("SELECT * FROM audit_entries WHERE tenant_id = $1 ORDER BY seq", tenant_id)
    return [(row["seq"], row["leaf_hash"], entry_of(row)) for row in rows]


async def test_entries_get_their_place_and_a_signature(sequencer, services, record, make_tenant):
    tenant_id = await make_tenant()
    for number in range(5):
        await record(tenant_id, after={"number": number, "email": "a@example.org", "deep": {"list": [{"phone": "1"}]}})
    await sequencer.settle()
    placed = await entries_of(sequencer, tenant_id)
    own = [each for each in placed if each[2].action == "agent.created"]
    assert [seq for seq, _, _ in placed] == list(range(len(placed)))
    assert [entry.after["number"] for _, _, entry in own] == list(range(5))
    frontier = Frontier()
    for _, leaf, entry in placed:
        assert leaf == leaf_hash(entry.canonical())
        assert b"a@example.org" not in entry.canonical()
        frontier.append(leaf)
    shown = own[0][2].shown(own[0][2].after, "after")
    assert shown == {"number": 0, "email": "a@example.org", "deep": {"list": [{"phone": "1"}]}}
    async with services.database.tenant_session(tenant_id) as db:
        note = await db.scalar(text("SELECT note FROM audit_checkpoints ORDER BY size DESC LIMIT 1"))
        assert await db.scalar(text("SELECT count(*) FROM audit_entries")) == len(placed)
    checkpoint = Checkpoint.parse(note)
    assert (checkpoint.size, checkpoint.root) == (len(placed), frontier.root())
    lead = sequencer._leadership()
    assert checkpoint.origin == origin_of(lead.installation_id, tenant_id)
    assert checkpoint.signed_by(VerifierKey(checkpoint.origin, ED25519, sequencer._key.public))
    overall = [entry for _, _, entry in await entries_of(sequencer, INSTALLATION) if entry.resource_id == tenant_id]
    assert overall[-1].after["size"] == len(placed)


async def test_settling_again_changes_nothing(sequencer, record, make_tenant, superuser):
    tenant_id = await make_tenant()
    await record(tenant_id)
    await sequencer.settle()
    count = "SELECT (SELECT count(*) FROM audit_entries), (SELECT count(*) FROM audit_checkpoints)"
    before = await superuser.fetchrow(count)
    await sequencer.settle()
    assert await superuser.fetchrow(count) == before
    assert await superuser.fetchval("SELECT count(*) FROM audit_pending") == 0


async def test_rows_without_a_hash_are_sealed(sequencer, services, make_tenant):
    """The hot path of runs writes such rows."""
    tenant_id = await make_tenant()
    async with services.database.tenant_connection(tenant_id) as connection:
        await connection.execute(
            """INSERT INTO audit_pending (id, actor_kind, actor_label, action, resource_kind, after)
               VALUES (gen_random_uuid(), 'user', 'b@example.org', 'run.started', 'run', $1)""",
            {"email": "c@example.org", "big": 2**60, "half": 0.5, "one": 1.0},
        )
    await sequencer.settle()
    ((_, leaf, entry),) = [each for each in await entries_of(sequencer, tenant_id) if each[2].action == "run.started"]
    assert leaf == leaf_hash(entry.canonical())
    assert entry.value("/actor/label") == "b@example.org"
    assert entry.value("/after/email") == "c@example.org"
    assert entry.after == {"email": None, "big": str(2**60), "half": 0.5, "one": 1.0}
    assert b"example.org" not in entry.canonical()


async def test_a_crash_in_a_step_loses_and_doubles_nothing(sequencer, record, make_tenant, monkeypatch):
    tenant_id = await make_tenant()
    await record(tenant_id)
    with monkeypatch.context() as patch:
        patch.setattr("charter.audit.sequencer._write_trees", lambda *_: (_ for _ in ()).throw(OSError("gone")))
        with pytest.raises(OSError, match="gone"):
            await sequencer.step()
    await sequencer.settle()
    actions = [entry.action for _, _, entry in await entries_of(sequencer, tenant_id)]
    assert actions.count("agent.created") == 1


async def test_there_is_one_leader_and_another_takes_over(sequencer, services, settings):
    urls = urls_for(settings, settings.database_url.get_secret_value(), services.master)
    second = Sequencer(urls.audit, load_signing_key(settings.audit_key_path), services.clock)
    try:
        assert not await second.lead()
        await sequencer.close()
        assert await _eventually(second.lead)
    finally:
        await second.close()
    assert await _eventually(sequencer.lead)


async def _eventually(question) -> bool:
    for _ in range(100):
        if await question():
            return True
        await asyncio.sleep(0.05)  # a connection that was cut is noticed by the server in its own time
    return False


async def test_another_signing_key_is_refused(sequencer, services, settings, tmp_path):
    create_signing_key(tmp_path / "other.key")
    urls = urls_for(settings, settings.database_url.get_secret_value(), services.master)
    other = Sequencer(urls.audit, load_signing_key(tmp_path / "other.key"), services.clock)
    with pytest.raises(StartRefused, match="not the one this log was signed with"):
        await other.require_own_key()
    await sequencer.require_own_key()


def test_a_signing_key_file_must_be_as_it_was_made(tmp_path):
    path = tmp_path / "audit.key"
    with pytest.raises(StartRefused, match="is missing"):
        load_signing_key(path)
    create_signing_key(path)
    first = path.read_text()
    create_signing_key(path)
    assert path.read_text() == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert isinstance(load_signing_key(path), SigningKey)
    assert first.strip() not in repr(load_signing_key(path))
    for garbled in ("", "no key", "AAAA"):
        path.write_text(garbled)
        with pytest.raises(StartRefused, match="holds no base64 key"):
            load_signing_key(path)
    path.chmod(0o644)
    with pytest.raises(StartRefused, match="can be read by others"):
        load_signing_key(path)


@pytest.mark.parametrize("role", ["app", "system", "audit"])
async def test_no_role_of_charter_can_change_what_is_written(sequencer, services, settings, record, make_tenant, role):
    tenant_id = await make_tenant()
    await record(tenant_id)
    await sequencer.settle()
    urls = urls_for(settings, settings.database_url.get_secret_value(), services.master)
    connection = await asyncpg.connect(getattr(urls, role))
    forbidden = [
        "UPDATE audit_entries SET leaf_hash = 'x'",
        "UPDATE audit_entries SET seq = seq + 1",
        "UPDATE audit_checkpoints SET root = 'x'",
        "UPDATE audit_nodes SET hash = 'x'",
        "TRUNCATE audit_entries",
        "DROP TABLE audit_entries",
    ]
    if role != "audit":
        forbidden += [
            "UPDATE audit_entries SET action = 'x'",
            "INSERT INTO audit_checkpoints SELECT gen_random_uuid(), 1, 'x', now(), 'x'",
            "INSERT INTO audit_entries (tenant_id, seq, leaf_hash) SELECT gen_random_uuid(), 1, 'x'",
            "UPDATE audit_pending SET action = 'x'",
        ]
    if role != "system":
        forbidden += ["DELETE FROM audit_entries", "DELETE FROM audit_checkpoints"]
    if role == "app":
        forbidden += ["SELECT * FROM audit_pending", "DELETE FROM audit_pending"]
    try:
        await connection.execute("SELECT set_config('charter.tenant_id', $1, false)", str(tenant_id))
        for statement in forbidden:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


async def test_blocks_are_stored_as_the_tree_grows(sequencer, services, make_tenant, superuser):
    tenant_id = await make_tenant()
    async with services.database.tenant_session(tenant_id) as db:
        for number in range(520):
            await audit.record(db, None, "agent.created", "agent", new_id(), after={"number": number})
    await sequencer.settle()
    stored = await superuser.fetch("SELECT level, number, hash FROM audit_nodes WHERE tenant_id = $1", tenant_id)
    tree = GrowingTree()
    for _, leaf, _ in await entries_of(sequencer, tenant_id):
        tree.append(leaf)
    assert sorted(map(tuple, stored)) == sorted(tree.completed)
    assert len(stored) == 2


async def test_old_pending_entries_are_told_of(sequencer, record, make_tenant, caplog, monkeypatch):
    await record(await make_tenant())
    clock = sequencer._clock
    monkeypatch.setattr(sequencer, "_clock", lambda: clock() + timedelta(seconds=60))
    await sequencer.step()
    assert "waited too long" in caplog.text
