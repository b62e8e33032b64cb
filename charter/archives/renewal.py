"""New ids for everything in an archive, the same new one wherever the old one stood."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import orjson
from typeid.codecs import base32

_TYPE_ID = r"\b[a-z]{2,20}_[0-7][0-9a-hjkmnp-tv-z]{25}\b"
_PLAIN = r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
_IDS = re.compile(f"{_TYPE_ID}|{_PLAIN}")

_RENEWED_BITS = 62
_RENEWED = (1 << _RENEWED_BITS) - 1


class Renewal:
    """Maps old ids to new ones without keeping a table: by a secret of one import.

    The time inside a UUIDv7 stays, so that what was made first still comes first in every list; its random end is new.

    Args:
        known: the ids of the archive's own rows: only these are replaced inside JSON documents.
        given: ids whose new one is decided elsewhere: the tenant's, and those of accounts that exist already.
    """

    def __init__(self, known: Collection[bytes], given: Mapping[UUID, UUID]) -> None:
        self._known = known
        self._given = given
        self._secret = secrets.token_bytes(32)

    def of(self, old: UUID) -> UUID:
        """Return the new id."""
        if (given := self._given.get(old)) is not None:
            return given
        if old.int == 0:
            return old
        digest = hmac.digest(self._secret, old.bytes, hashlib.sha256)
        return UUID(int=(old.int & ~_RENEWED) | (int.from_bytes(digest[:8]) & _RENEWED))

    def in_document(self, document: Any) -> Any:
        """Return a JSON document in which the archive's own ids, plain and as TypeIDs, are the new ones."""
        text = orjson.dumps(document).decode()
        renewed = _IDS.sub(self._replaced, text)
        return document if renewed == text else orjson.loads(renewed)

    def _replaced(self, match: re.Match[str]) -> str:
        text = match[0]
        prefix, underscore, suffix = text.partition("_")
        old = UUID(bytes=bytes(base32.decode(suffix))) if underscore else UUID(text)
        if old.bytes not in self._known and old not in self._given:
            return text
        new = self.of(old)
        return f"{prefix}_{base32.encode(new.bytes)}" if underscore else str(new)
