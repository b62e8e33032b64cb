"""The audit log's figures: recording beside a change, sequencing, proofs, search, export and verification.

On an embedded Postgres of its own, with fsync on as in operation.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import uvloop
from sqlalchemy import text

from benchmarks.report import Target
from charter.audit import service as audit
from charter.audit.merkle import ProofBuilder
from charter.audit.outbox import prepare
from charter.audit.repository import AuditRepository, Filters
from charter.audit.sequencer import Sequencer
from charter.audit.signing import create_signing_key, load_signing_key
from charter.audit.verifier import verify_bundle, verify_inclusion
from charter.compliance.schemas import ExportFormat
from charter.compliance.service import export
from charter.compliance.service.search import search_entries
from charter.core.clock import utc_now
from charter.core.crypto import create_key_file, load_key_file
from charter.core.db import Database, migrate, urls_for
from charter.core.ids import new_id
from charter.core.postgres import EmbeddedPostgres
from charter.core.principal import Principal, PrincipalKind
from charter.core.settings import Settings
from charter.tenants import service as tenants

_ROWS_AT_ONCE = 5_000
_COPY = (
    "tenant_id", "id", "at", "actor_kind", "actor_id", "actor_label", "action", "resource_kind", "resource_id",
    "before", "after", "personal", "salts", "request_id", "trace_id", "leaf_hash",
)  # fmt: skip


@dataclass
class AuditBench:
    """An installation without API, and a tenant with a log of ``entries`` entries."""

    database: Database
    sequencer: Sequencer
    owner: Any
    tenant_id: UUID
    entries: int
    folder: Path

    @property
    def person(self) -> Principal:
        """Who does everything."""
        return Principal(self.tenant_id, PrincipalKind.USER, self.tenant_id, "anna@example.org", frozenset(), 1)

    async def run(self) -> dict[str, float]:
        """Measure everything; returns the figures by name."""
        figures = await self.append()
        figures |= await self.sequence()
        figures |= await self.size()
        figures |= await self.proofs()
        figures |= await self.search()
        figures |= await self.verify()
        return figures

    async def append(self, rounds: int = 400) -> dict[str, float]:
        """Compare a small transaction with and without an entry, in turns."""
        bare, recorded, sealing = [], [], []
        for _ in range(rounds):
            for times, with_entry in ((bare, False), (recorded, True)):
                began = time.perf_counter()
                async with self.database.tenant_session(self.tenant_id) as db:
                    await db.execute(text("UPDATE tenants SET name = name"))
                    inside = time.perf_counter()
                    if with_entry:
                        await audit.record(
                            db, self.person, "agent.renamed", "agent", new_id(), after={"name": "Helpdesk"}
                        )
                        sealing.append(time.perf_counter() - inside)
                times.append(time.perf_counter() - began)
        return {
            "append_p50_ms": 1000 * statistics.median(sealing),
            "append_p99_ms": 1000 * sorted(sealing)[int(len(sealing) * 0.99)],
            "transaction_p50_ms": 1000 * statistics.median(bare),
            "transaction_with_entry_p50_ms": 1000 * statistics.median(recorded),
        }

    async def sequence(self) -> dict[str, float]:
        """Fill the outbox and put everything in its place."""
        await self.sequencer.settle()
        spent, cpu = 0.0, 0.0
        for start in range(0, self.entries, 50_000):
            for first in range(start, min(start + 50_000, self.entries), _ROWS_AT_ONCE):
                count = min(_ROWS_AT_ONCE, self.entries - first)
                await self._fill(first, count)
            began, cpu_began = time.perf_counter(), time.process_time()
            await self.sequencer.settle()
            spent += time.perf_counter() - began
            cpu += time.process_time() - cpu_began
            _say(f"sequenced {min(start + 50_000, self.entries)} of {self.entries}")
        await self.owner.execute("ANALYZE audit_entries")
        return {"sequenced_per_s": self.entries / spent, "sequencer_cpu_us": 1e6 * cpu / self.entries}

    async def _fill(self, first: int, count: int) -> None:
        with audit.called_from("192.0.2.17"):
            rows = [
                prepare(
                    self.tenant_id, self.person, f"agent.action{number % 20}", "agent", new_id(), before=None,
                    after={"name": f"agent {number}", "role": "builder"}, at=utc_now(),
                )
                for number in range(first, first + count)
            ]  # fmt: skip
        await self.owner.copy_records_to_table(
            "audit_pending", records=[tuple(row[name] for name in _COPY) for row in rows], columns=_COPY
        )

    async def size(self) -> dict[str, float]:
        """Count the bytes on disk for each entry."""
        count = await self.owner.fetchval("SELECT count(*) FROM audit_entries")
        heap = await self.owner.fetchval(
            """SELECT pg_relation_size('audit_entries') + pg_relation_size('pk_audit_entries')
                 + pg_total_relation_size('audit_nodes')"""
        )
        whole = await self.owner.fetchval("SELECT pg_total_relation_size('audit_entries')")
        return {"bytes_per_entry": heap / count, "bytes_with_search_indexes": whole / count}

    async def proofs(self) -> dict[str, float]:
        """Prove and check entries all over the log, each with a builder that has read nothing."""
        making, checking = [], []
        async with self.database.tenant_session(self.tenant_id) as db:
            log = AuditRepository(db)
            newest = await log.find_checkpoint()
            assert newest is not None
            for index in range(0, newest.size, max(1, newest.size // 200)):
                leaf = (await log.hashes()(0, index, 1))[0]
                began = time.perf_counter()
                proof = await ProofBuilder(log.hashes()).inclusion(index, newest.size)
                made = time.perf_counter()
                assert verify_inclusion(leaf, index, newest.size, proof, newest.root)
                making.append(made - began)
                checking.append(time.perf_counter() - made)
        return {"proof_p50_ms": 1000 * statistics.median(making), "proof_check_us": 1e6 * statistics.median(checking)}

    async def search(self) -> dict[str, float]:
        """Search by each filter; the slowest counts."""
        now = utc_now()
        wishes = {
            "newest": Filters(),
            "action": Filters(action="agent.action7"),
            "prefix": Filters(action="agent."),
            "nothing": Filters(action="nothing.happened"),
            "actor": Filters(actor_id=new_id()),
            "word": Filters(words=f"agent {self.entries // 2}"),
            "rare word": Filters(words="zebra"),
            "common word": Filters(words="builder"),
            "hour": Filters(since=now - timedelta(hours=1), until=now - timedelta(minutes=59)),
            "word of an action": Filters(action="agent.action3", words="builder"),
        }
        slowest = 0.0
        for name, filters in wishes.items():
            spent = await _timed(lambda filters=filters: self._search(filters))
            _say(f"search by {name}: {1000 * spent:.1f} ms")
            slowest = max(slowest, spent)
        return {"slowest_search_s": slowest}

    async def _search(self, filters: Filters) -> None:
        auditor = replace(self.person, permissions=frozenset({"audit.read"}))
        async with self.database.tenant_session(self.tenant_id) as db:
            await search_entries(db, self.database, auditor, filters, before_seq=None, limit=50)

    async def verify(self) -> dict[str, float]:
        """Export the whole log as a bundle and verify it."""
        async with self.database.tenant_session(self.tenant_id) as db:
            newest = await AuditRepository(db).find_checkpoint()
        assert newest is not None
        path = self.folder / "bundle.jsonl"
        began = time.perf_counter()
        with path.open("wb") as file:
            chunks = export.exported(self.database, self.tenant_id, Filters(), ExportFormat.BUNDLE, size=newest.size)
            async for chunk in chunks:
                file.write(chunk)
        exported = time.perf_counter()
        verdict = verify_bundle(path)
        spent = time.perf_counter() - exported
        assert verdict.good, verdict.findings
        scale = 1_000_000 / verdict.entries
        return {"export_s_per_million": (exported - began) * scale, "verify_s_per_million": spent * scale}


async def _timed(work: Callable[[], Awaitable[None]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


async def measure(folder: Path, *, quick: bool) -> dict[str, float]:
    """Measure on a Postgres that is made for it, and stopped at the end."""
    data_dir = folder / "data"
    postgres = EmbeddedPostgres(data_dir)
    url = postgres.start()
    try:
        create_key_file(data_dir / "charter.key")
        create_signing_key(data_dir / "audit.key")
        master = load_key_file(data_dir / "charter.key")
        await migrate.upgrade(url, master)
        return await _measure(folder, url, Settings(data_dir=data_dir), master, quick=quick)
    finally:
        postgres.stop()


async def _measure(folder: Path, url: str, settings: Settings, master: Any, *, quick: bool) -> dict[str, float]:
    import asyncpg  # noqa: PLC0415 - beside the lazily started Postgres

    urls = urls_for(settings, url, master)
    database = Database(urls)
    await database.open()
    owner = await asyncpg.connect(url)
    await owner.set_type_codec(
        "jsonb", encoder=lambda value: b"\x01" + orjson.dumps(value), decoder=lambda value: orjson.loads(value[1:]),
        schema="pg_catalog", format="binary",
    )  # fmt: skip # COPY takes nothing but the binary form
    sequencer = Sequencer(urls.audit, load_signing_key(settings.audit_key_path), utc_now)
    try:
        assert await sequencer.lead()
        async with database.system_session(reason="benchmark") as db:
            tenant_id = await tenants.create(db, "Measured")
        bench = AuditBench(database, sequencer, owner, tenant_id, 200_000 if quick else 1_000_000, folder)
        return await bench.run()
    finally:
        await sequencer.close()
        await owner.close()
        await database.close()


def targets(figures: dict[str, float]) -> list[Target]:
    """Return what was asked of each figure beside what was found."""
    wanted = [
        ("recording, p50", "ms", 0.3, "append_p50_ms", False),
        ("recording, p99", "ms", 1.0, "append_p99_ms", False),
        ("sequencer", "/s", 5_000, "sequenced_per_s", True),
        ("entry with key and tree", "B", 450, "bytes_per_entry", False),
        ("inclusion proof, p50", "ms", 5, "proof_p50_ms", False),
        ("checking a proof", "us", 50, "proof_check_us", False),
        ("slowest search", "s", 1, "slowest_search_s", False),
        ("verifying a million", "s", 10, "verify_s_per_million", False),
    ]
    return [Target(name, unit, asked, None, round(figures[key], 3), more) for name, unit, asked, key, more in wanted]


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def run(folder: Path, *, quick: bool) -> dict[str, float]:
    """Measure, on the loop that the programs run on; returns the figures."""
    return uvloop.run(measure(folder, quick=quick))
