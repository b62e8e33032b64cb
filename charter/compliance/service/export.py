"""The log as a file: a bundle that verifies offline, JSON Lines, CSV, CEF."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from charter import __version__
from charter.access import service as access
from charter.audit import service as audit
from charter.audit.entry import Kept
from charter.audit.merkle import ProofBuilder
from charter.audit.repository import AuditRepository, Filters, PlacedEntry
from charter.audit.service import INSTALLATION
from charter.audit.verifier import BUNDLE_FORMAT
from charter.compliance.errors import AuditCheckpointNotFound
from charter.compliance.schemas import AuditEntryRead, ExportFormat
from charter.compliance.service.proofs import encoded, key_histories
from charter.compliance.service.search import described, read_of, require_span
from charter.core.db import Database
from charter.core.principal import Principal

COLUMNS = (
    "seq", "id", "at", "actor_kind", "actor_id", "actor", "action", "resource_kind", "resource_id", "address", "before",
    "after", "request_id", "trace_id", "leaf_hash",
)  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


async def begin_export(db: AsyncSession, principal: Principal, filters: Filters, form: ExportFormat) -> int:
    """Permit and note an export; returns up to which size the log is exported: what is signed.

    Raises:
        Forbidden: the principal lacks ``audit.export``.
        InputInvalid: the time ends before it begins.
        AuditCheckpointNotFound: nothing was signed yet.
    """
    access.require(principal, "audit.export")
    require_span(filters.since, filters.until)
    after = described(filters) | {"format": str(form)}
    await audit.record(db, principal, "audit_log.exported", "audit_log", None, after=after)
    newest = await AuditRepository(db).find_checkpoint()
    if newest is None:
        raise AuditCheckpointNotFound(
            "Nothing is signed yet: the first checkpoint comes a second after the first entry."
        )
    return newest.size


async def exported(
    database: Database, tenant_id: UUID, filters: Filters, form: ExportFormat, *, size: int
) -> AsyncIterator[bytes]:
    """Yield the export in pieces, in a transaction of its own; comes after :func:`begin_export`."""
    async with database.tenant_session(tenant_id) as db:
        match form:
            case ExportFormat.BUNDLE:
                pieces = _bundle(db, database, tenant_id, filters, size)
            case ExportFormat.JSONL:
                pieces = _json_lines(db, filters, size)
            case ExportFormat.CSV:
                pieces = _csv(db, filters, size)
            case ExportFormat.CEF:
                pieces = _cef(db, filters, size)
        async for piece in pieces:
            yield piece


async def _bundle(
    db: AsyncSession, database: Database, tenant_id: UUID, filters: Filters, size: int
) -> AsyncIterator[bytes]:
    """Yield a bundle: the header with everything that is signed, then a line for each record, then the end.

    Without filters it is the whole log; with filters each record comes with a proof of its own.
    """
    whole = filters == Filters()
    log = AuditRepository(db)
    # Before the checkpoints: whatever root the installation's log holds is then among them.
    anchor = await _anchor(database, tenant_id)
    notes = await log.all_checkpoints(size)
    own, overall = await key_histories(db, database, notes[-1].partition("\n")[0])
    header = {
        "format": BUNDLE_FORMAT,
        "origin": own.keys[-1].name,
        "complete": whole,
        "keys": [str(own.keys[-1]), str(overall.keys[-1])],
        "key_changes": [each.document() for each in (*own.changes, *overall.changes)],
        "checkpoints": notes,
        "blocks": [encoded(block) for block in await log.blocks()] if whole else [],
        "anchor": anchor if anchor and any(f"\n{anchor['size']}\n" in note for note in notes) else None,
    }
    yield orjson.dumps(header) + b"\n"
    proofs, count = ProofBuilder(log.hashes()), 0
    # What nobody signed belongs into the bundle when the sequencer never saw it: the verifier will name it.
    last = (await log.beyond() if whole else None) or size
    async for placed in log.stream(None if whole else filters, size=last):
        count += 1
        proof = None if whole else [encoded(each) for each in await proofs.inclusion(placed.seq, size)]
        yield _record_line(placed, proof)
    yield orjson.dumps({"end": True, "records": count}) + b"\n"


def _record_line(placed: PlacedEntry, proof: list[str] | None) -> bytes:
    """Return a record's line; the entry stands first and exactly as it was hashed, for the verifier."""
    rest: dict[str, Any] = {"seq": placed.seq}
    if proof is not None:
        rest["proof"] = proof
    if placed.pruned:
        return orjson.dumps(rest | {"pruned": encoded(placed.leaf)}) + b"\n"
    rest["leaf"] = encoded(placed.leaf)
    rest["personal"] = {
        path: [kept.salt, kept.value] if isinstance(kept, Kept) else kept
        for path, kept in placed.entry.personal.items()
    }
    return b'{"entry":' + placed.entry.canonical() + b"," + orjson.dumps(rest)[1:] + b"\n"


async def _anchor(database: Database, tenant_id: UUID) -> dict[str, Any] | None:
    """Return where the installation's log holds this tenant's root, with the proof; None when it does not yet."""
    async with database.tenant_session(INSTALLATION) as db:
        log = AuditRepository(db)
        checkpoint = await log.find_checkpoint()
        placed = checkpoint and await log.newest_root_entry(tenant_id, checkpoint.size)
        if not checkpoint or not placed:
            return None
        proof = await ProofBuilder(log.hashes()).inclusion(placed.seq, checkpoint.size)
    return {
        "checkpoint": checkpoint.note,
        "entry": placed.entry.canonical().decode(),
        "size": (placed.entry.after or {})["size"],
        "seq": placed.seq,
        "proof": [encoded(each) for each in proof],
    }


async def _json_lines(db: AsyncSession, filters: Filters, size: int) -> AsyncIterator[bytes]:
    async for placed in AuditRepository(db).stream(filters, size=size):
        yield read_of(placed).model_dump_json().encode() + b"\n"


async def _csv(db: AsyncSession, filters: Filters, size: int) -> AsyncIterator[bytes]:
    yield csv_line(COLUMNS)
    async for placed in AuditRepository(db).stream(filters, size=size):
        yield csv_line(cells_of(read_of(placed)))


async def _cef(db: AsyncSession, filters: Filters, size: int) -> AsyncIterator[bytes]:
    async for placed in AuditRepository(db).stream(filters, size=size):
        yield cef_line(read_of(placed))


def cells_of(entry: AuditEntryRead) -> list[str]:
    """Return an entry as cells, in the order of :data:`COLUMNS`."""
    values = (
        entry.seq, entry.model_dump(mode="json")["id"], entry.at.isoformat(), entry.actor.kind, entry.actor.id,
        entry.actor.label, entry.action, entry.resource.kind, entry.resource.id, entry.address, _json(entry.before),
        _json(entry.after), entry.request_id, entry.trace_id, entry.leaf_hash,
    )  # fmt: skip
    return ["" if value is None else str(value) for value in values]


def csv_line(cells: tuple[str, ...] | list[str]) -> bytes:
    """Return a line of CSV (RFC 4180); what a spreadsheet would take for a formula is made a text by a quote."""
    line = io.StringIO()
    csv.writer(line).writerow(f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell for cell in cells)
    return line.getvalue().encode()


def cef_line(entry: AuditEntryRead) -> bytes:
    """Return a line of ArcSight's Common Event Format, version 0."""
    severity = "6" if entry.action.endswith((".refused", ".refusals_lost")) else "3"
    head = "|".join(map(_cef_header, ("Charter", "Charter", __version__, entry.action, entry.action)))
    fields = {
        "rt": str(int(entry.at.timestamp() * 1000)),
        "externalId": str(entry.seq),
        "suser": entry.actor.label,
        "suid": entry.actor.id,
        "src": entry.address,
        "cs1Label": "resource", "cs1": f"{entry.resource.kind} {entry.resource.id or ''}".rstrip(),
        "cs2Label": "before", "cs2": _json(entry.before),
        "cs3Label": "after", "cs3": _json(entry.after),
        "cs4Label": "leafHash", "cs4": entry.leaf_hash,
        "cs5Label": "requestId", "cs5": entry.request_id,
    }  # fmt: skip
    extension = " ".join(f"{name}={_cef_value(value)}" for name, value in fields.items() if value is not None)
    return f"CEF:0|{head}|{severity}|{extension}\n".encode()


def _cef_header(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\r", " ").replace("\n", " ")


def _cef_value(text: str) -> str:
    return text.replace("\\", "\\\\").replace("=", "\\=").replace("\r", "\\r").replace("\n", "\\n")


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
