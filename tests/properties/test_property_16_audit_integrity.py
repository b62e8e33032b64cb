"""Property 16: whatever a superuser of the database does to the log, the verifier sees it and says where."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.audit import service as audit
from charter.audit import verifier
from charter.audit.repository import Filters
from charter.audit.sequencer import Sequencer, entry_of
from charter.audit.verifier import BundleVerifier, Checkpoint, Frontier, Verdict
from charter.compliance.schemas import ExportFormat
from charter.compliance.service import export
from charter.core.ids import new_id
from tests.audit.conftest import superuser  # noqa: F401 - a fixture

_TABLES = ("audit_entries", "audit_nodes", "audit_trees", "audit_checkpoints")


@dataclass
class Log:
    """A tenant's log and whoever tampers with it."""

    tenant_id: UUID
    services: object
    sequencer: Sequencer
    superuser: asyncpg.Connection

    async def grow(self, count: int) -> None:
        """Record entries one after the other and have them signed together."""
        for _ in range(count):
            async with self.services.database.tenant_session(self.tenant_id) as db:
                after = {"name": "before", "email": "a@example.org"}
                await audit.record(db, None, "agent.created", "agent", new_id(), after=after)
        await self.sequencer.settle()

    async def size(self) -> int:
        return await self.sql_value("SELECT max(size) FROM audit_checkpoints WHERE tenant_id = $1")

    async def checkpoint(self) -> Checkpoint:
        newest = "SELECT note FROM audit_checkpoints WHERE tenant_id = $1 ORDER BY size DESC LIMIT 1"
        return Checkpoint.parse(await self.sql_value(newest))

    async def sql(self, statement: str, *values: object) -> None:
        await self.superuser.execute(statement, self.tenant_id, *values)

    async def sql_value(self, statement: str, *values: object):
        return await self.superuser.fetchval(statement, self.tenant_id, *values)

    async def renumber(self, shift: int, first: int) -> None:
        """Move all from ``first`` on by ``shift`` places."""
        await self.sql("UPDATE audit_entries SET seq = -seq - 1000 WHERE tenant_id = $1 AND seq >= $2", first)
        await self.sql("UPDATE audit_entries SET seq = -seq - 1000 + $2 WHERE tenant_id = $1 AND seq < 0", shift)

    async def rehash(self, seq: int) -> None:
        """Make an entry's hash fit its changed body."""
        row = await self.superuser.fetchrow(
            "SELECT * FROM audit_entries WHERE tenant_id = $1 AND seq = $2", self.tenant_id, seq
        )
        decoded = {name: json.loads(row[name]) if row[name] else None for name in ("before", "after", "personal")}
        leaf = entry_of({**row, **decoded}).leaf()
        await self.sql("UPDATE audit_entries SET leaf_hash = $3 WHERE tenant_id = $1 AND seq = $2", seq, leaf)

    async def keep(self) -> dict[str, list[asyncpg.Record]]:
        """Make a backup of the tenant's log."""
        return {
            table: await self.superuser.fetch(f"SELECT * FROM {table} WHERE tenant_id = $1", self.tenant_id)
            for table in _TABLES
        }

    async def put_back(self, backup: dict[str, list[asyncpg.Record]]) -> None:
        for table, rows in backup.items():
            await self.sql(f"DELETE FROM {table} WHERE tenant_id = $1")
            if rows:
                await self.superuser.copy_records_to_table(
                    table, records=map(tuple, rows), columns=list(rows[0].keys())
                )

    async def verify(self, *previous: Checkpoint) -> Verdict:
        chunks = export.exported(
            self.services.database, self.tenant_id, Filters(), ExportFormat.BUNDLE, size=await self.size()
        )
        text = b"".join([chunk async for chunk in chunks]).decode()
        verdict = BundleVerifier(previous=previous).verify(text.splitlines(keepends=True))
        self.require_the_same_of_stretches(text, previous, verdict)
        return verdict

    def require_the_same_of_stretches(self, text: str, previous, verdict: Verdict) -> None:
        """Looked at in short stretches, as a large file is, the bundle gives the same verdict in every word."""
        with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            path = Path(folder) / "bundle.jsonl"
            path.write_text(text)
            patch.setattr(verifier, "_STRETCH_BYTES", 900)
            stretched = BundleVerifier(previous=previous).verify_file(path, processes=1)
        assert stretched.document() == verdict.document()


async def edit(log: Log, at: int) -> None:
    await log.sql(
        """UPDATE audit_entries SET after = '{"name": "x", "email": null}' WHERE tenant_id = $1 AND seq = $2""", at
    )


async def edit_who(log: Log, at: int) -> None:
    await log.sql("UPDATE audit_entries SET actor_id = gen_random_uuid() WHERE tenant_id = $1 AND seq = $2", at)


async def edit_a_personal_value(log: Log, at: int) -> None:
    await log.sql(
        """UPDATE audit_entries SET personal = jsonb_set(personal, '{/after/email}', '"b@example.org"')
           WHERE tenant_id = $1 AND seq = $2""",
        at,
    )


async def edit_with_its_hash(log: Log, at: int) -> None:
    await edit(log, at)
    await log.rehash(at)


async def delete(log: Log, at: int) -> None:
    await log.sql("DELETE FROM audit_entries WHERE tenant_id = $1 AND seq = $2", at)


async def delete_and_close_the_gap(log: Log, at: int) -> None:
    await delete(log, at)
    await log.renumber(-1, at)


async def insert(log: Log, at: int) -> None:
    await log.renumber(1, at)
    await log.sql(
        """INSERT INTO audit_entries SELECT tenant_id, $2, gen_random_uuid(), at, actor_id, resource_id, leaf_hash,
             actor_kind, action, resource_kind, before, after, personal, salts, request_id, trace_id
           FROM audit_entries WHERE tenant_id = $1 LIMIT 1""",
        at,
    )
    await log.rehash(at)


async def append_past_the_sequencer(log: Log, _: int) -> int:
    size = await log.size()
    await insert(log, size)
    return size


async def reorder(log: Log, at: int) -> None:
    other = (at + 1) % await log.size()
    await log.sql("UPDATE audit_entries SET seq = -1 WHERE tenant_id = $1 AND seq = $2", at)
    await log.sql("UPDATE audit_entries SET seq = $3 WHERE tenant_id = $1 AND seq = $2", other, at)
    await log.sql("UPDATE audit_entries SET seq = $2 WHERE tenant_id = $1 AND seq = -1", other)
    return min(at, other)


async def truncate(log: Log, at: int) -> None:
    await log.sql("DELETE FROM audit_entries WHERE tenant_id = $1 AND seq >= $2", at)


async def move_a_body_to_another_entry(log: Log, at: int) -> None:
    other = (at + 1) % await log.size()
    await log.sql(
        """UPDATE audit_entries e SET id = NULL, at = o.at, after = o.after, resource_id = o.resource_id
           FROM audit_entries o WHERE e.tenant_id = $1 AND o.tenant_id = $1 AND e.seq = $2 AND o.seq = $3""",
        at,
        other,
    )
    await log.sql("UPDATE audit_entries SET id = gen_random_uuid() WHERE tenant_id = $1 AND seq = $2", at)


TAMPERINGS: dict[Callable[[Log, int], Awaitable[int | None]], bool] = {
    edit: True,
    edit_who: True,
    edit_a_personal_value: True,
    edit_with_its_hash: False,
    delete: True,
    delete_and_close_the_gap: False,
    insert: False,
    append_past_the_sequencer: True,
    reorder: False,
    truncate: False,
    move_a_body_to_another_entry: True,
}
"""Each with whether the very record can be named; else it is named to lie between two signed checkpoints."""


@pytest.fixture(scope="session")
def make_log(services, sequencer, superuser, make_tenant):  # noqa: F811 - the fixture
    async def make() -> Log:
        return Log(await make_tenant(), services, sequencer, superuser)

    return make


@settings(max_examples=110, deadline=None)
@given(data=st.data())
async def test_property_16_every_tampering_is_detected_and_located(make_log, data):
    log = await make_log()
    batches = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    signed = [0]
    for count in batches:
        await log.grow(count)
        signed.append(await log.size())
    assert (await log.verify()).good
    tamper = data.draw(st.sampled_from(list(TAMPERINGS)))
    at = data.draw(st.integers(0, signed[-1] - 1))
    if tamper in {reorder, move_a_body_to_another_entry} and signed[-1] < 2:
        return
    moved = await tamper(log, at)
    where = at if moved is None else moved
    verdict = await log.verify()
    assert not verdict.good, tamper.__name__
    first = verdict.first_bad
    assert first.first <= where <= first.last, (tamper.__name__, where, verdict.findings)
    last_one_gone = tamper is delete and at == signed[-1] - 1  # that leaves no gap to see
    if TAMPERINGS[tamper] and not last_one_gone:
        assert first.first == where, (tamper.__name__, where, verdict.findings)
    else:
        # No further than the batch that was signed together, unless what follows was moved too.
        below = max(size for size in signed if size <= where)
        assert first.first >= below, (tamper.__name__, where, verdict.findings)


@settings(max_examples=100, deadline=None)
@given(before=st.integers(1, 3), lost=st.integers(1, 3), later=st.integers(0, 7), forged=st.booleans())
async def test_property_16_an_older_state_is_detected_by_who_saw_a_newer_one(make_log, before, lost, later, forged):
    """Restore of an older backup, and two checkpoints of one size by somebody who has the signing key."""
    log = await make_log()
    await log.grow(before)
    backup, kept = await log.keep(), await log.size()
    await log.grow(lost)
    seen = await log.checkpoint()
    await log.put_back(backup)
    assert (await log.verify()).good, "the state by itself is as it was signed: only the witness knows better"
    if forged:
        later = lost
    if later:
        await log.grow(later)
    verdict = await log.verify(seen)
    assert not verdict.good
    first = verdict.first_bad
    size = await log.size()
    assert first.last >= kept
    assert first.last < max(seen.size, size)
    if size >= seen.size:
        assert first.first <= kept
    if forged:
        assert any("two signed checkpoints of size" in finding.what for finding in verdict.findings)


async def test_a_whole_history_signed_anew_is_detected_by_who_saw_the_first(make_log):
    """With database and key everything can be rewritten; a checkpoint kept outside shows it, nothing else does."""
    log = await make_log()
    await log.grow(3)
    seen = await log.checkpoint()
    await edit_with_its_hash(log, 1)
    tree = Frontier()
    for row in await log.superuser.fetch(
        "SELECT leaf_hash FROM audit_entries WHERE tenant_id = $1 ORDER BY seq", log.tenant_id
    ):
        tree.append(row[0])
    forged = log.sequencer._key.sign(seen.origin, tree.size, tree.root())
    await log.sql("UPDATE audit_checkpoints SET note = $2, root = $3 WHERE tenant_id = $1", forged.note, tree.root())
    alone, witnessed = await log.verify(), await log.verify(seen)
    # The installation's own log still has the root that was signed first.
    assert [finding.what for finding in alone.findings] == ["the installation's log holds another root for size 3"]
    assert witnessed.first_bad.first <= 1 <= witnessed.first_bad.last


async def test_a_changed_checkpoint_is_detected(make_log):
    log = await make_log()
    await log.grow(2)
    await log.sql("UPDATE audit_checkpoints SET note = replace(note, E'\\n2\\n', E'\\n3\\n') WHERE tenant_id = $1")
    assert not (await log.verify()).good
    await log.sql("UPDATE audit_checkpoints SET note = 'nothing' WHERE tenant_id = $1")
    assert not (await log.verify()).good


async def test_a_changed_block_hash_is_told_from_changed_records(make_log):
    log = await make_log()
    async with log.services.database.tenant_session(log.tenant_id) as db:
        for _ in range(300):
            await audit.record(db, None, "agent.created", "agent", new_id())
    await log.grow(1)
    await log.sql("UPDATE audit_nodes SET hash = sha256('x') WHERE tenant_id = $1")
    verdict = await log.verify()
    assert [finding.what for finding in verdict.findings] == [
        "the stored hash of a block was changed; its records are as they were signed"
    ]
    await edit_with_its_hash(log, 299)
    assert (await log.verify()).first_bad.last >= 299


async def test_a_bundle_that_was_changed_on_its_way_is_detected(make_log):
    log = await make_log()
    await log.grow(3)
    chunks = export.exported(
        log.services.database, log.tenant_id, Filters(), ExportFormat.BUNDLE, size=await log.size()
    )
    lines = b"".join([chunk async for chunk in chunks]).decode().splitlines(keepends=True)
    ways = {
        "a line left out": lines[:2] + lines[3:],
        "the end left out": lines[:-1],
        "cut inside": lines[:2],
        "a line twice": [*lines[:2], lines[1], *lines[2:]],
        "garbage": [*lines[:2], "{]\n", *lines[2:]],
        "a garbled entry": [lines[0], '{"entry":{,\n', *lines[2:]],
    }
    for name, changed in ways.items():
        assert not BundleVerifier().verify(changed).good, name
