"""Idempotency-Key on POST (draft-ietf-httpapi-idempotency-key-header): the same request twice has one effect.

The key is claimed and the answer stored in the request's own transaction: an answer is remembered exactly when its
effect is. A second request with the key waits for the first one's commit, then gets its answer.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from charter.core.errors import CharterError, InputInvalid
from charter.core.idempotency import IdempotencyRecord
from charter.core.ids import new_id
from charter.core.principal import Principal

HEADER = "idempotency-key"
_MAXIMUM = 200


class IdempotencyKeyReused(CharterError):
    """A key was used before for a request with other content."""

    status, code, title = 409, "core.idempotency-key-reused", "Idempotency key was used for another request"


class Replay(Exception):
    """The request was answered before; carries that answer."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


def key_of(request: Request) -> str | None:
    """Return the request's key.

    Raises:
        InputInvalid: it is empty, too long or not printable.
    """
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return None
    if not 0 < len(key) <= _MAXIMUM or not key.isprintable():
        message = f"An Idempotency-Key has 1 to {_MAXIMUM} printable characters."
        raise InputInvalid(message, fields=[{"path": f"header.{HEADER}", "message": message}])
    return key


async def fingerprint_of(request: Request) -> bytes:
    """Return what makes two requests the same: method, path, query and body."""
    head = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return hashlib.sha256(head + await request.body()).digest()


def reused(key: str) -> IdempotencyKeyReused:
    """Return the refusal of a key that was used for other content."""
    return IdempotencyKeyReused(f"The key {key!r} was used for a request with other content; use a new key.")


async def key_and_fingerprint(request: Request) -> tuple[str, bytes] | None:
    """Return the request's key and what makes it the same request again; None without a key.

    Raises:
        InputInvalid: it is empty, too long or not printable.
    """
    key = key_of(request)
    return None if key is None else (key, await fingerprint_of(request))


async def made_by(db: AsyncSession, principal: Principal, key: str, fingerprint: bytes) -> UUID | None:
    """Return what the request with this key has made; None if there was none.

    Raises:
        IdempotencyKeyReused: the key was used for other content.
    """
    query = select(IdempotencyRecord).where(
        IdempotencyRecord.principal_id == principal.id, IdempotencyRecord.key == key
    )
    record = (await db.scalars(query)).one_or_none()
    if record is None:
        return None
    if record.fingerprint != fingerprint or record.resource_id is None:
        raise reused(key)
    return record.resource_id


async def claim(request: Request, db: AsyncSession, principal: Principal) -> None:
    """Claim the request's key, if it has one, in its transaction.

    Raises:
        Replay: it was answered before.
        IdempotencyKeyReused: the key was used for other content.
    """
    claimed_with = await key_and_fingerprint(request)
    if claimed_with is None:
        return
    key, fingerprint = claimed_with
    record_id = new_id()
    claimed = await db.scalar(
        insert(IdempotencyRecord)
        .values(id=record_id, principal_id=principal.id, key=key, fingerprint=fingerprint)
        .on_conflict_do_nothing()
        .returning(IdempotencyRecord.id)
    )
    if claimed is not None:
        request.state.idempotency_record = record_id
        return
    query = select(IdempotencyRecord).where(
        IdempotencyRecord.principal_id == principal.id, IdempotencyRecord.key == key
    )
    earlier = (await db.scalars(query)).one()
    if earlier.fingerprint != fingerprint or earlier.status is None:
        raise reused(key)
    if earlier.body is None:
        raise IdempotencyKeyReused(
            f"The request with the key {key!r} was done; its answer held a secret that is shown once and not kept. "
            "Look at what it made, and use a new key for a new request."
        )
    headers = {"idempotency-replayed": "true"}
    raise Replay(Response(earlier.body, earlier.status, headers=headers, media_type=earlier.media_type))


def keep_secret(request: Request) -> None:
    """Say that the answer holds a secret: it is remembered that the request was done, but not with what answer."""
    request.state.answer_is_secret = True


async def store(request: Request, response: Response) -> None:
    """Remember the answer under the claimed key, in the same transaction as its effect."""
    record_id = getattr(request.state, "idempotency_record", None)
    if record_id is None:
        return
    db: AsyncSession = request.state.db
    body = None if getattr(request.state, "answer_is_secret", False) else bytes(response.body)
    await db.execute(
        update(IdempotencyRecord)
        .where(IdempotencyRecord.id == record_id)
        .values(status=response.status_code, media_type=response.media_type, body=body)
    )
