"""Credentials of tools: sealed, never shown again, added to requests where the code cannot see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.crypto import Vault
from charter.core.principal import Principal
from charter.tools.errors import ToolCredentialMissing, ToolCredentialNameTaken, ToolCredentialNotFound
from charter.tools.models import ToolCredential
from charter.tools.python.egress import HostCredential
from charter.tools.repository import ToolRepository
from charter.tools.schemas import ToolCredentialChange, ToolCredentialInput, ToolCredentialRead

_TABLE, _FIELD = "tool_credentials", "sealed_value"


async def create_credential(
    db: AsyncSession, principal: Principal, vault: Vault, wanted: ToolCredentialInput, *, now: datetime
) -> ToolCredentialRead:
    """Keep a credential.

    Raises:
        Forbidden: the principal lacks ``tools.manage``.
        ToolCredentialNameTaken: there is one of this name.
    """
    access.require(principal, "tools.manage")
    credential = ToolCredential(
        name=wanted.name,
        host=wanted.host,
        header=wanted.header,
        over_http=wanted.over_http,
        created_at=now,
        updated_at=now,
    )
    try:
        async with db.begin_nested():
            db.add(credential)
            await db.flush()
    except IntegrityError as error:
        message = f"There is a credential {wanted.name!r}: change it, or choose another name."
        raise ToolCredentialNameTaken(message, fields=[{"path": "/name", "message": message}]) from error
    await _seal(db, vault, credential, wanted.value.get_secret_value())
    after: dict[str, JsonValue] = {"name": wanted.name, "host": wanted.host, "header": wanted.header}
    await audit.record(db, principal, "tool_credential.created", "tool_credential", credential.id, after=after)
    return ToolCredentialRead.model_validate(credential)


async def change_credential(
    db: AsyncSession,
    principal: Principal,
    vault: Vault,
    credential_id: UUID,
    change: ToolCredentialChange,
    *,
    now: datetime,
) -> ToolCredentialRead:
    """Give a credential another value. Its host stays: another host is another credential, so that none leaks there."""
    access.require(principal, "tools.manage")
    credential = await _find(db, credential_id, lock=True)
    credential.updated_at = now
    await _seal(db, vault, credential, change.value.get_secret_value())
    await audit.record(db, principal, "tool_credential.changed", "tool_credential", credential.id)
    return ToolCredentialRead.model_validate(credential)


async def list_credentials(
    db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int
) -> list[ToolCredentialRead]:
    """Return credentials without their values, newest first."""
    access.require(principal, "tools.read")
    rows = await ToolRepository(db).credential_page(after=after, limit=limit)
    return [ToolCredentialRead.model_validate(row) for row in rows]


async def delete_credential(db: AsyncSession, principal: Principal, credential_id: UUID) -> None:
    """Forget a credential; tools that name it are refused until there is one of its name again."""
    access.require(principal, "tools.manage")
    credential = await _find(db, credential_id, lock=True)
    await db.delete(credential)
    await db.flush()
    before: dict[str, JsonValue] = {"name": credential.name, "host": credential.host}
    await audit.record(db, principal, "tool_credential.deleted", "tool_credential", credential.id, before=before)


async def open_credentials(db: AsyncSession, vault: Vault, names: Collection[str]) -> list[HostCredential]:
    """Return the opened credentials of these names, for one call.

    Raises:
        ToolCredentialMissing: one is not there, or its value is to be entered again.
    """
    rows = {row.name: row for row in await ToolRepository(db).credentials_named(names)}
    opened = []
    for name in names:
        row = rows.get(name)
        if row is None or row.sealed_value is None:
            raise ToolCredentialMissing(
                f"The credential {name!r} is not there: make it with POST /v1/tool-credentials."
            )
        value = await vault.open(db, _TABLE, row.id, _FIELD, row.sealed_value)
        opened.append(HostCredential(row.name, row.host, row.header, value, row.over_http))
    return opened


async def credentials_there(db: AsyncSession, names: Collection[str]) -> set[str]:
    """Return which of these credentials can be used."""
    rows = await ToolRepository(db).credentials_named(names)
    return {row.name for row in rows if row.sealed_value is not None}


async def _seal(db: AsyncSession, vault: Vault, credential: ToolCredential, value: str) -> None:
    credential.sealed_value = await vault.seal(db, _TABLE, credential.id, _FIELD, value)
    credential.last4 = value[-4:] if len(value) >= 12 else None
    await db.flush()
    await db.refresh(credential)


async def _find(db: AsyncSession, credential_id: UUID, *, lock: bool = False) -> ToolCredential:
    credential = await ToolRepository(db).find_credential(credential_id, lock=lock)
    if credential is None:
        raise ToolCredentialNotFound("No such credential in this tenant; list them with GET /v1/tool-credentials.")
    return credential
