"""Checkpoints and proofs."""

from __future__ import annotations

import base64
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit.merkle import ProofBuilder
from charter.audit.repository import AuditRepository, SignedCheckpoint
from charter.audit.service import INSTALLATION
from charter.audit.verifier import ED25519, KeyHistory, VerifierKey
from charter.compliance.errors import AuditCheckpointNotFound, AuditEntryNotSigned
from charter.compliance.schemas import (
    AuditCheckpointRead,
    AuditKeyChangeRead,
    AuditKeysRead,
    ConsistencyProofRead,
    InclusionProofRead,
)
from charter.compliance.service.search import found
from charter.core.db import Database
from charter.core.errors import InputInvalid
from charter.core.principal import Principal


async def get_checkpoint(db: AsyncSession, principal: Principal, size: int | None = None) -> AuditCheckpointRead:
    """Return the checkpoint of a size, or the newest.

    Raises:
        AuditCheckpointNotFound: nothing was signed at this size (or at all yet).
    """
    access.require(principal, "audit.read")
    return checkpoint_read(await _checkpoint(db, size))


async def list_checkpoints(
    db: AsyncSession, principal: Principal, *, after_size: int | None, limit: int
) -> list[AuditCheckpointRead]:
    """Return checkpoints, largest first."""
    access.require(principal, "audit.read")
    rows = await AuditRepository(db).checkpoints(after_size=after_size, limit=limit)
    return [checkpoint_read(row) for row in rows]


async def prove_inclusion(
    db: AsyncSession, principal: Principal, entry_id: UUID, size: int | None = None
) -> InclusionProofRead:
    """Return the proof that an entry is in the tree of a checkpoint, by default the newest.

    Raises:
        AuditEntryNotFound: no such entry in this tenant.
        AuditCheckpointNotFound: nothing was signed at this size.
        AuditEntryNotSigned: the checkpoint is older than the entry.
    """
    access.require(principal, "audit.read")
    placed = found(await AuditRepository(db).find(entry_id))
    checkpoint = await _checkpoint(db, size)
    if placed.seq >= checkpoint.size:
        raise AuditEntryNotSigned(
            f"The checkpoint of size {checkpoint.size} does not cover entry {placed.seq}; take a newer one."
        )
    proof = await ProofBuilder(AuditRepository(db).hashes()).inclusion(placed.seq, checkpoint.size)
    return InclusionProofRead(
        entry=placed.entry.canonical().decode(),
        seq=placed.seq,
        leaf_hash=encoded(placed.leaf),
        proof=[encoded(each) for each in proof],
        checkpoint=checkpoint_read(checkpoint),
    )


async def prove_consistency(
    db: AsyncSession, principal: Principal, first: int, second: int | None
) -> ConsistencyProofRead:
    """Return the proof that the tree of ``first`` entries is the beginning of that of ``second``.

    Raises:
        InputInvalid: the sizes are in the wrong order, or larger than what is signed.
    """
    access.require(principal, "audit.read")
    newest = (await _checkpoint(db, None)).size
    second = newest if second is None else second
    for name, size, limit in (("second", second, newest), ("first", first, second)):
        if size > limit:
            message = f"This may be {limit} at most."
            raise InputInvalid(message, fields=[{"path": f"query.{name}", "message": message}])
    proof = await ProofBuilder(AuditRepository(db).hashes()).consistency(first, second)
    return ConsistencyProofRead(first=first, second=second, proof=[encoded(each) for each in proof])


async def get_keys(db: AsyncSession, database: Database, principal: Principal) -> AuditKeysRead:
    """Return the keys that verify this tenant's checkpoints and the installation's.

    Raises:
        AuditCheckpointNotFound: nothing was signed yet.
    """
    access.require(principal, "audit.read")
    origin = (await _checkpoint(db, None)).origin
    own, overall = await key_histories(db, database, origin)
    changes = [AuditKeyChangeRead(**each.document(), size=each.size) for each in (*own.changes, *overall.changes)]
    return AuditKeysRead(log=str(own.keys[-1]), installation=str(overall.keys[-1]), changes=changes)


async def key_histories(db: AsyncSession, database: Database, origin: str) -> tuple[KeyHistory, KeyHistory]:
    """Return the keys of a log and of the installation's log: the same keys, under two names."""
    changes = await AuditRepository(db).key_changes()
    async with database.tenant_session(INSTALLATION) as installation:
        public = (await AuditRepository(installation).keys())[0]
        overall_changes = await AuditRepository(installation).key_changes()
    overall = f"{origin.partition('/')[0]}/global"
    return (
        KeyHistory(VerifierKey(origin, ED25519, public), changes),
        KeyHistory(VerifierKey(overall, ED25519, public), overall_changes),
    )


async def _checkpoint(db: AsyncSession, size: int | None) -> SignedCheckpoint:
    checkpoint = await AuditRepository(db).find_checkpoint(size)
    if checkpoint is None:
        raise AuditCheckpointNotFound(
            "No such checkpoint; GET /v1/audit/checkpoints lists them. The first comes a second after the first entry."
        )
    return checkpoint


def checkpoint_read(checkpoint: SignedCheckpoint) -> AuditCheckpointRead:
    """Return a checkpoint as people and programs outside see it."""
    return AuditCheckpointRead(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=encoded(checkpoint.root),
        signed_at=checkpoint.signed_at,
        note=checkpoint.note,
    )


def encoded(data: bytes) -> str:
    """Return bytes in base64."""
    return base64.b64encode(data).decode()
