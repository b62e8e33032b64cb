"""The sequencer: gives each entry its number, grows the trees and signs them.

One process at a time does it, the one that holds an advisory lock on a connection of its own; everything is written on
that same connection, so whoever loses the lock can no longer write. A step is one transaction: a crash undoes it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import asyncpg
import orjson

from charter.audit import upkeep
from charter.audit.entry import Document, Entry, pack, seal, unpack
from charter.audit.merkle import GrowingTree
from charter.audit.models import INSTALLATION
from charter.audit.signing import SigningKey, install_next_key, load_signing_key, next_key_path
from charter.audit.verifier import KEY_CHANGED, Checkpoint, KeyChange
from charter.audit.witness import Witness
from charter.core.clock import Clock
from charter.core.db import is_outage
from charter.core.errors import StartRefused
from charter.core.ids import format_id, new_id
from charter.core.telemetry import logs, metrics

_log = logs.get(__name__)

_LOCK: Final = 0x41_55_44_49  # "AUDI": one sequencer in this database
_BATCH: Final = 5_000
_PAUSE_S: Final = 0.5
_STANDBY_S: Final = 2.0
_SIGN_EVERY: Final = timedelta(seconds=1)
_UPKEEP_EVERY: Final = timedelta(hours=1)
_TOO_OLD_S: Final = 5.0
_HASH_BYTES: Final = 32

_BODY = (
    "id, at, actor_id, resource_id, actor_kind, action, resource_kind, before, after, personal, salts, request_id, "
    "trace_id"
)

_MOVE = f"""
WITH numbered AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS n(tenant_id, id, seq)
), moved AS (
  DELETE FROM audit_pending p USING numbered n WHERE p.tenant_id = n.tenant_id AND p.id = n.id
  RETURNING n.seq, p.*
)
INSERT INTO audit_entries (tenant_id, seq, leaf_hash, {_BODY})
SELECT tenant_id, seq, leaf_hash, {_BODY} FROM moved ORDER BY tenant_id, seq
"""

_PUT_TREES = """
INSERT INTO audit_trees (tenant_id, size, frontier, signed_size)
SELECT t.tenant_id, t.size, t.frontier, 0
FROM unnest($1::uuid[], $2::bigint[], $3::bytea[]) AS t(tenant_id, size, frontier)
ON CONFLICT (tenant_id) DO UPDATE SET size = EXCLUDED.size, frontier = EXCLUDED.frontier
"""

_PUT_NODES = """
INSERT INTO audit_nodes (tenant_id, level, number, hash)
SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::bigint[], $4::bytea[])
"""


def origin_of(installation_id: UUID, tenant_id: UUID) -> str:
    """Return the name of a log, as its checkpoints carry it."""
    log = "global" if tenant_id == INSTALLATION else f"tenant/{format_id('tenant', tenant_id)}"
    return f"charter.{installation_id}/{log}"


@dataclass
class _Leadership:
    """What the leading process knows while it holds the lock."""

    connection: asyncpg.Connection
    installation_id: UUID
    signed_at: datetime
    kept_up_at: datetime


class Sequencer:
    """Puts pending entries in order while this process is the leader; :meth:`run` never ends by itself.

    Args:
        url: of the sequencer's own database role, leading to Postgres itself (the lock belongs to the connection).
        key: signs the checkpoints; no other process has it.
        key_path: where the key was read from; a next one that is laid beside it takes its place.
        witness: whom signed checkpoints of the installation's log are shown to.
    """

    def __init__(
        self, url: str, key: SigningKey, clock: Clock, witness: Witness | None = None, *, key_path: Path | None = None
    ) -> None:
        self._url = url
        self._key = key
        self._key_path = key_path
        self._clock = clock
        self._witness = witness
        self._lead: _Leadership | None = None
        self._standing_by: asyncpg.Connection | None = None
        self._showing: asyncio.Task[None] | None = None
        self._using = asyncio.Lock()

    async def require_own_key(self) -> None:
        """Refuse a signing key that is not the one this log was signed with before.

        Raises:
            StartRefused: says what to do.
        """
        connection = await _connect(self._url)
        try:
            await self._know_key(connection)
        finally:
            await connection.close()

    async def run(self) -> None:
        """Lead, or stand by until the leader is gone; survives a database that comes and goes."""
        while True:
            try:
                if await self.lead():
                    busy = await self.step()
                    await asyncio.sleep(0 if busy else _PAUSE_S)
                else:
                    await asyncio.sleep(_STANDBY_S)
            except Exception as error:  # noqa: BLE001 - the outermost loop
                await self.close()
                if not is_outage(error):
                    # The log must not stand still for one bad moment, and nobody may miss that it did.
                    _log.exception("the audit sequencer failed; trying again")
                await asyncio.sleep(_STANDBY_S)

    async def close(self) -> None:
        """Give up the lead."""
        if self._showing is not None:
            self._showing.cancel()
            with suppress(asyncio.CancelledError):
                await self._showing
            self._showing = None
        connection = self._lead.connection if self._lead else self._standing_by
        self._lead = self._standing_by = None
        if connection is not None:
            connection.terminate()

    async def lead(self) -> bool:
        """Become the leader unless there is one; True when this process leads."""
        if self._lead is not None:
            return True
        connection = self._standing_by = self._standing_by or await _connect(self._url)
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK):
            return False
        await self._know_key(connection)
        installation_id = await connection.fetchval("SELECT id FROM installation")
        long_ago = self._clock() - timedelta(days=1)
        self._lead, self._standing_by = _Leadership(connection, installation_id, long_ago, long_ago), None
        return True

    async def step(self) -> bool:
        """Take one batch, and do what is due; True when more is waiting. Only while this process leads."""
        lead = self._leadership()
        now = self._clock()
        async with self._using:
            async with lead.connection.transaction():
                taken = await self._take(lead.connection)
            if now - lead.signed_at >= _SIGN_EVERY:
                await self._sign(lead, now)
                await self._change_key(lead, now)
            if taken < _BATCH:
                await self._keep_up(lead, now)
        return taken == _BATCH

    async def settle(self) -> None:
        """Put everything that is pending in its place and sign it, the roots in the installation's log included."""
        lead = self._leadership()
        for _ in range(2):  # signing tenants' trees adds entries to the installation's
            while await self.step():
                pass
            async with self._using:
                await self._sign(lead, self._clock())
        while await self.step():
            pass
        async with self._using:
            await self._sign(lead, self._clock())

    def _leadership(self) -> _Leadership:
        if self._lead is None:
            raise RuntimeError("Only the leader may do this.")
        return self._lead

    async def _know_key(self, connection: asyncpg.Connection) -> None:
        known = await connection.fetchval(
            "SELECT public FROM audit_keys WHERE tenant_id = $1 ORDER BY first_used_at DESC LIMIT 1", INSTALLATION
        )
        if known is None:
            await connection.execute(
                "INSERT INTO audit_keys (tenant_id, id, public) VALUES ($1, $2, $3)",
                INSTALLATION, new_id(), self._key.public,
            )  # fmt: skip
        elif known != self._key.public and not self._finish_change(known):
            raise StartRefused(
                "The audit signing key is not the one this log was signed with: restore that file from your backup, or "
                "set CHARTER_AUDIT_KEY_FILE to where it is."
            )

    def _finish_change(self, known: bytes) -> bool:
        """Take the next key when the log changed to it already: a crash came before the file, or another leader."""
        if self._key_path is None:
            return False
        if next_key_path(self._key_path).exists():
            waiting = load_signing_key(next_key_path(self._key_path))
            if waiting.public == known:
                install_next_key(self._key_path)
        self._key = load_signing_key(self._key_path)
        return self._key.public == known

    async def _change_key(self, lead: _Leadership, now: datetime) -> None:
        """Let the key that was laid beside ours sign from here on; each log says so, and both keys sign that.

        Everything there is has just been signed by the old key. The entry that tells of the change is the first after.
        """
        if self._key_path is None or not next_key_path(self._key_path).exists():
            return
        try:
            new = load_signing_key(next_key_path(self._key_path))
        except StartRefused as error:
            _log.warning("the next audit signing key is not taken up", extra={"reason": error.detail})
            return
        connection = lead.connection
        async with connection.transaction():
            trees = await connection.fetch("SELECT tenant_id, size, frontier FROM audit_trees")
            changes = {
                row["tenant_id"]: self._key.succeed(origin_of(lead.installation_id, row["tenant_id"]), row["size"], new)
                for row in trees
            }
            await connection.executemany(
                "INSERT INTO audit_key_changes (tenant_id, size, statement, by_old, by_new) "
                "VALUES ($1, $2, $3, $4, $5)",
                [(tenant_id, it.size, it.statement, it.by_old, it.by_new) for tenant_id, it in changes.items()],
            )
            await connection.execute(
                "INSERT INTO audit_keys (tenant_id, id, public) VALUES ($1, $2, $3)", INSTALLATION, new_id(), new.public
            )
            await self._place(connection, [_change_entry(tenant_id, it, now) for tenant_id, it in changes.items()])
        install_next_key(self._key_path)
        self._key = new
        _log.warning("the audit log is signed by a new key", extra={"logs": len(changes)})

    async def _place(self, connection: asyncpg.Connection, entries: Sequence[Entry]) -> None:
        """Give entries of our own the next places at once, before all that waits."""
        await put_pending(connection, entries)
        trees = await _read_trees(connection, [each.tenant_id for each in entries])
        numbers = []
        for each in entries:
            numbers.append(trees[each.tenant_id].size)
            trees[each.tenant_id].append(each.leaf())
        await connection.execute(_MOVE, [each.tenant_id for each in entries], [each.id for each in entries], numbers)
        await _write_trees(connection, trees)

    async def _take(self, connection: asyncpg.Connection) -> int:
        """Move one batch from the outbox to the log; returns how many."""
        await _seal_unsealed(connection)
        rows = await connection.fetch(
            "SELECT tenant_id, id, leaf_hash, at FROM audit_pending ORDER BY id LIMIT $1", _BATCH
        )
        age = (self._clock() - rows[0]["at"]).total_seconds() if rows else 0.0
        metrics.audit_pending_seconds.set(max(0.0, age))
        if age > _TOO_OLD_S:
            _log.warning("audit entries have waited too long for their place", extra={"seconds": round(age, 1)})
        if not rows:
            return 0
        trees = await _read_trees(connection, list({row["tenant_id"] for row in rows}))
        numbers = []
        for row in rows:
            tree = trees[row["tenant_id"]]
            numbers.append(tree.size)
            tree.append(row["leaf_hash"])
        await connection.execute(_MOVE, [row["tenant_id"] for row in rows], [row["id"] for row in rows], numbers)
        await _write_trees(connection, trees)
        metrics.audit_entries.inc(len(rows))
        return len(rows)

    async def _sign(self, lead: _Leadership, now: datetime) -> None:
        """Sign every tree that has grown, and note the tenants' roots in the installation's log."""
        lead.signed_at = now
        connection = lead.connection
        async with connection.transaction():
            rows = await connection.fetch("SELECT tenant_id, size, frontier FROM audit_trees WHERE size <> signed_size")
            if not rows:
                return
            signed = {row["tenant_id"]: self._checkpoint(lead, row) for row in rows}
            await connection.execute(
                """INSERT INTO audit_checkpoints (tenant_id, size, root, signed_at, note)
                   SELECT tenant_id, size, root, $5, note
                   FROM unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::text[]) AS c(tenant_id, size, root, note)""",
                list(signed),
                [each.size for each in signed.values()],
                [each.root for each in signed.values()],
                [each.note for each in signed.values()],
                now,
            )
            await connection.execute(
                "UPDATE audit_trees SET signed_size = size WHERE tenant_id = ANY($1::uuid[])", list(signed)
            )
            roots = [
                _root_entry(tenant_id, each, now) for tenant_id, each in signed.items() if tenant_id != INSTALLATION
            ]
            await put_pending(connection, roots)
        if (overall := signed.get(INSTALLATION)) and self._witness:
            self._show(self._witness, lead, overall)

    def _checkpoint(self, lead: _Leadership, row: asyncpg.Record) -> Checkpoint:
        tree = _tree_of(row)
        return self._key.sign(origin_of(lead.installation_id, row["tenant_id"]), tree.size, tree.root())

    async def _keep_up(self, lead: _Leadership, now: datetime) -> None:
        """Erase what people asked to have erased; once an hour drop what is past its retention, bit by bit."""
        async with lead.connection.transaction():  # what is taken out, and the entry that tells of it
            notes = await upkeep.erase_waiting(lead.connection, now)
            if now - lead.kept_up_at >= _UPKEEP_EVERY:
                dropped = await upkeep.drop_expired(lead.connection, now)
                notes += dropped
                if not dropped:  # else at the next step again, until there is nothing left
                    lead.kept_up_at = now
            if notes:
                await put_pending(lead.connection, notes)

    def _show(self, witness: Witness, lead: _Leadership, checkpoint: Checkpoint) -> None:
        """Show a checkpoint to the witness beside the sequencing; the next one comes when this one is done."""
        if self._showing is None or self._showing.done():
            self._showing = asyncio.create_task(witness.show(lead.connection, self._using, checkpoint))


def _change_entry(tenant_id: UUID, change: KeyChange, now: datetime) -> Entry:
    after: Document = {"statement": change.statement}
    return upkeep.own_entry(tenant_id, KEY_CHANGED, "audit_log", None, now, after)


async def put_pending(connection: asyncpg.Connection, entries: Sequence[Entry]) -> None:
    """Write entries of the sequencer itself into the outbox."""
    rows = []
    for each in entries:
        personal, salts = pack(each.personal)
        rows.append((each.tenant_id, each.id, each.at, each.actor_kind, each.actor_id, each.action, each.resource_kind,
                     each.resource_id, each.before, each.after, personal, salts, each.leaf()))  # fmt: skip
    await connection.executemany(
        """INSERT INTO audit_pending (tenant_id, id, at, actor_kind, actor_id, actor_label, action, resource_kind,
             resource_id, before, after, personal, salts, leaf_hash)
           VALUES ($1, $2, $3, $4, $5, '', $6, $7, $8, $9, $10, $11, $12, $13)""",
        rows,
    )


def entry_of(row: asyncpg.Record) -> Entry:
    """Return the entry in a row of the outbox or of the log."""
    return Entry(
        id=row["id"], tenant_id=row["tenant_id"], at=row["at"], actor_kind=row["actor_kind"], actor_id=row["actor_id"],
        action=row["action"], resource_kind=row["resource_kind"], resource_id=row["resource_id"], before=row["before"],
        after=row["after"], personal=unpack(row["personal"], row["salts"]), request_id=row["request_id"],
        trace_id=row["trace_id"],
    )  # fmt: skip


async def _connect(url: str) -> asyncpg.Connection:
    connection = await asyncpg.connect(url, timeout=10, command_timeout=60)
    await connection.set_type_codec(
        "jsonb", encoder=lambda value: orjson.dumps(value).decode(), decoder=orjson.loads, schema="pg_catalog"
    )
    return connection


async def _seal_unsealed(connection: asyncpg.Connection) -> None:
    """Seal the rows that came without a hash: the runs' hot path leaves that to us."""
    rows = await connection.fetch("SELECT * FROM audit_pending WHERE leaf_hash IS NULL ORDER BY id LIMIT $1", _BATCH)
    sealed = []
    for row in rows:
        before, after, personal = seal(before=row["before"], after=row["after"], label=row["actor_label"], address=None)
        entry = replace(entry_of(row), before=before, after=after, personal=personal)
        values, salts = pack(personal)
        sealed.append((row["tenant_id"], row["id"], before, after, values, salts, entry.leaf()))
    if sealed:
        await connection.executemany(
            """UPDATE audit_pending SET before = $3, after = $4, personal = $5, salts = $6, leaf_hash = $7,
                 actor_label = '' WHERE tenant_id = $1 AND id = $2""",
            sealed,
        )


def _tree_of(row: asyncpg.Record) -> GrowingTree:
    frontier = row["frontier"]
    return GrowingTree(row["size"], (frontier[at : at + _HASH_BYTES] for at in range(0, len(frontier), _HASH_BYTES)))


async def _read_trees(connection: asyncpg.Connection, tenants: list[UUID]) -> dict[UUID, GrowingTree]:
    rows = await connection.fetch(
        "SELECT tenant_id, size, frontier FROM audit_trees WHERE tenant_id = ANY($1::uuid[])", tenants
    )
    return {tenant: GrowingTree() for tenant in tenants} | {row["tenant_id"]: _tree_of(row) for row in rows}


async def _write_trees(connection: asyncpg.Connection, trees: dict[UUID, GrowingTree]) -> None:
    await connection.execute(
        _PUT_TREES,
        list(trees),
        [tree.size for tree in trees.values()],
        [b"".join(tree.hashes) for tree in trees.values()],
    )
    nodes = [(tenant, *node) for tenant, tree in trees.items() for node in tree.completed]
    if nodes:
        await connection.execute(_PUT_NODES, *map(list, zip(*nodes, strict=True)))


def _root_entry(tenant_id: UUID, checkpoint: Checkpoint, now: datetime) -> Entry:
    origin, size, root = checkpoint.body.splitlines()
    return upkeep.own_entry(
        INSTALLATION, "tenant_log.signed", "tenant", tenant_id, now, {"origin": origin, "size": int(size), "root": root}
    )
