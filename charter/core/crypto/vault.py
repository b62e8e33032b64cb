"""Envelope encryption of secrets at rest.

Each tenant has data keys, wrapped by the key-encryption key; each secret is sealed with AES-256-GCM (NIST SP 800-38D)
under its tenant's newest data key. The associated data names table, tenant, row, field and key version, so a
ciphertext copied to another place does not open.
"""

from __future__ import annotations

import os
import struct
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.crypto.keys import MasterKey
from charter.core.errors import CharterError

_FORMAT = 1
_HEADER = struct.Struct(">BI")  # format, data key version
_NONCE_BYTES = 12


class SecretUnreadable(CharterError):
    """A stored secret does not open: another key file, a changed row, or damage."""

    status, code, title = 500, "core.secret-unreadable", "A stored secret cannot be opened"


class Vault:
    """Seals and opens secrets of the transaction's tenant. Unwrapped data keys stay in this process's memory."""

    def __init__(self, master: MasterKey) -> None:
        self._wrapping = AESGCM(master.derive("data-key-wrapping"))
        # By wrapped form, not by version: a key made in a transaction that rolled back is never met again.
        self._unwrapped: dict[bytes, AESGCM] = {}

    async def seal(self, db: AsyncSession, table: str, row_id: UUID, field: str, secret: str) -> bytes:
        """Return the sealed form of ``secret`` for one field of one row of the transaction's tenant."""
        tenant_id = await _tenant_of(db)
        version, key = await self._newest_key(db, tenant_id)
        nonce = os.urandom(_NONCE_BYTES)
        sealed = key.encrypt(nonce, secret.encode(), _associated(table, tenant_id, row_id, field, version))
        return _HEADER.pack(_FORMAT, version) + nonce + sealed

    async def open(self, db: AsyncSession, table: str, row_id: UUID, field: str, blob: bytes) -> str:
        """Return the secret sealed for exactly this place.

        Raises:
            SecretUnreadable: the blob was not sealed for this place with this installation's keys.
        """
        tenant_id = await _tenant_of(db)
        try:
            form, version = _HEADER.unpack_from(blob)
            if form != _FORMAT:
                raise SecretUnreadable(f"The secret {table}.{field} has the unknown format {form}.")
            key = await self._key(db, tenant_id, version)
            body = blob[_HEADER.size :]
            associated = _associated(table, tenant_id, row_id, field, version)
            return key.decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], associated).decode()
        except (InvalidTag, struct.error, ValueError) as error:
            raise SecretUnreadable(
                f"The secret {table}.{field} does not open with this installation's key file; enter it again."
            ) from error

    async def _newest_key(self, db: AsyncSession, tenant_id: UUID) -> tuple[int, AESGCM]:
        version = await db.scalar(text("SELECT max(version) FROM tenant_data_keys"))
        if version is None:
            version = 1
            await self._create_key(db, tenant_id, version)
        return version, await self._key(db, tenant_id, version)

    async def _create_key(self, db: AsyncSession, tenant_id: UUID, version: int) -> None:
        nonce, key = os.urandom(_NONCE_BYTES), AESGCM.generate_key(bit_length=256)
        wrapped = nonce + self._wrapping.encrypt(nonce, key, _wrapping_context(tenant_id, version))
        # Two first secrets at once: the second waits here and then reads the key of the first.
        await db.execute(
            text("INSERT INTO tenant_data_keys (version, wrapped) VALUES (:version, :wrapped) ON CONFLICT DO NOTHING"),
            {"version": version, "wrapped": wrapped},
        )

    async def _key(self, db: AsyncSession, tenant_id: UUID, version: int) -> AESGCM:
        wrapped: bytes | None = await db.scalar(
            text("SELECT wrapped FROM tenant_data_keys WHERE version = :version"), {"version": version}
        )
        if wrapped is None:
            raise SecretUnreadable(f"Data key {version} of this tenant is missing; restore the database backup.")
        if wrapped not in self._unwrapped:
            context = _wrapping_context(tenant_id, version)
            key = AESGCM(self._wrapping.decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], context))
            self._unwrapped[wrapped] = key
        return self._unwrapped[wrapped]


def _associated(table: str, tenant_id: UUID, row_id: UUID, field: str, version: int) -> bytes:
    return f"{table}|{tenant_id}|{row_id}|{field}|{version}".encode()


def _wrapping_context(tenant_id: UUID, version: int) -> bytes:
    return f"tenant_data_keys|{tenant_id}|{version}".encode()


async def _tenant_of(db: AsyncSession) -> UUID:
    tenant = await db.scalar(text("SELECT nullif(current_setting('charter.tenant_id', true), '')"))
    if tenant is None:
        raise SecretUnreadable("Secrets are opened inside a tenant's transaction only.")
    return UUID(tenant)
