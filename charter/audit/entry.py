"""An audit entry and the exact bytes that are hashed for it.

The bytes are canonical JSON (RFC 8785). Personal values are not in them: a salted commitment stands in their place, and
value and salt are kept beside the entry. Erasing those two leaves every hash and proof as it was.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import rfc8785
from pydantic import JsonValue

from charter.audit.verifier import commitment, leaf_hash

PERSONAL_FIELDS = frozenset(
    {
        "email",
        "address",
        "user_agent",
        "ip",
        "phone",
        "display_name",
        "full_name",
        "given_name",
        "family_name",
        "username",
    }
)
"""Names of fields in ``before`` and ``after`` whose texts are personal, at any depth."""

LABEL, ADDRESS = "/actor/label", "/address"

_SALT_BYTES = 16
_LARGEST_INTEGER = 2**53 - 1  # of JSON numbers that every reader agrees on (RFC 8785 §3.2.2.3)

Document = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Kept:
    """A personal value with the salt of its commitment."""

    salt: str
    value: str


Personal = Mapping[str, Kept | str]
"""Path (JSON Pointer into the entry) to the kept value, or to the bare commitment once it was erased."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One immutable fact, its personal values kept apart. Build it with :func:`seal`, or from storage."""

    id: UUID
    tenant_id: UUID
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    action: str
    resource_kind: str
    resource_id: UUID | None
    before: Document | None
    after: Document | None
    personal: Personal
    request_id: str | None
    trace_id: str | None

    def document(self) -> dict[str, Any]:
        """Return what is hashed, as a document: commitments in the places of personal values."""
        document: dict[str, Any] = {
            "v": 1,
            "id": str(self.id),
            "tenant": str(self.tenant_id),
            "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "actor": {"kind": self.actor_kind, "id": _text(self.actor_id), "label": None},
            "address": None,
            "action": self.action,
            "resource": {"kind": self.resource_kind, "id": _text(self.resource_id)},
            "before": _copy(self.before),
            "after": _copy(self.after),
            "request_id": self.request_id,
            "trace_id": self.trace_id,
        }
        for path, kept in self.personal.items():
            mark = kept if isinstance(kept, str) else commitment(kept.salt, path, kept.value)
            _put(document, path, mark)
        return document

    def canonical(self) -> bytes:
        """Return the bytes that are hashed."""
        document = self.document()
        if _is_plain(self.before) and _is_plain(self.after):
            return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
        return rfc8785.dumps(document)

    def leaf(self) -> bytes:
        """Return the hash that goes into the tree."""
        return leaf_hash(self.canonical())

    def value(self, path: str) -> str | None:
        """Return the personal value at a path; None when there is none (any more)."""
        kept = self.personal.get(path)
        return kept.value if isinstance(kept, Kept) else None

    def shown(self, side: Document | None, name: str) -> Document | None:
        """Return ``before`` or ``after`` with the personal values that are still kept in their places."""
        document: dict[str, Any] = {name: _copy(side)}
        for path, kept in self.personal.items():
            if path.startswith(f"/{name}/"):
                _put(document, path, kept.value if isinstance(kept, Kept) else "[erased]")
        shown: Document | None = document[name]
        return shown


def seal(
    *,
    before: Document | None,
    after: Document | None,
    label: str,
    address: str | None,
    personal_fields: Collection[str] = (),
) -> tuple[Document | None, Document | None, dict[str, Kept | str]]:
    """Take the personal values out of an entry's parts; returns ``before``, ``after`` and the values with salts."""
    taken: dict[str, Kept | str] = {}
    for path, value in ((LABEL, label), (ADDRESS, address or "")):
        if value:
            taken[path] = _kept(value)
    names = PERSONAL_FIELDS.union(personal_fields) if personal_fields else PERSONAL_FIELDS
    sides = {"before": before, "after": after}
    sealed: dict[str, Any] = {
        name: None if side is None else _without_personal(side, f"/{name}", names, taken)
        for name, side in sides.items()
    }
    return sealed["before"], sealed["after"], taken


def pack(personal: Personal) -> tuple[Document | None, bytes | None]:
    """Return personal values as they are stored: a document of values, and their salts in the order of the paths."""
    if not personal:
        return None, None
    values: Document = {}
    salts = []
    for path, kept in sorted(personal.items()):
        values[path] = kept.value if isinstance(kept, Kept) else {"erased": kept}
        salts.append(_salt_bytes(kept.salt) if isinstance(kept, Kept) else bytes(_SALT_BYTES))
    return values, b"".join(salts)


def unpack(values: Document | None, salts: bytes | None) -> dict[str, Kept | str]:
    """Return what :func:`pack` stored."""
    personal: dict[str, Kept | str] = {}
    for number, (path, value) in enumerate(sorted((values or {}).items())):
        if isinstance(value, dict):
            personal[path] = str(value.get("erased"))
        else:
            salt = (salts or b"")[number * _SALT_BYTES : (number + 1) * _SALT_BYTES]
            personal[path] = Kept(_salt_text(salt), str(value))
    return personal


def erased(personal: Personal, paths: Collection[str]) -> dict[str, Kept | str]:
    """Return personal values with those at some paths reduced to their commitments."""
    return {
        path: commitment(kept.salt, path, kept.value) if isinstance(kept, Kept) and path in paths else kept
        for path, kept in personal.items()
    }


def _kept(value: str) -> Kept:
    return Kept(_salt_text(secrets.token_bytes(_SALT_BYTES)), value)


def _salt_text(salt: bytes) -> str:
    return base64.urlsafe_b64encode(salt).decode().rstrip("=")


def _salt_bytes(salt: str) -> bytes:
    return base64.urlsafe_b64decode(salt + "==")


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _without_personal(value: JsonValue, path: str, names: Collection[str], taken: dict[str, Kept | str]) -> JsonValue:
    """Copy a value: personal texts are taken out, numbers that readers would disagree on become texts."""
    match value:
        case dict():
            copied: dict[str, JsonValue] = {}
            for name, item in value.items():
                below = f"{path}/{name.replace('~', '~0').replace('/', '~1')}"
                if name in names and isinstance(item, str) and item:
                    taken[below] = _kept(item)
                    copied[name] = None
                else:
                    copied[name] = _without_personal(item, below, names, taken)
            return copied
        case list():
            return [_without_personal(item, f"{path}/{index}", names, taken) for index, item in enumerate(value)]
        case bool() | None | str():
            return value
        case int():
            return value if abs(value) <= _LARGEST_INTEGER else str(value)
        case float():
            # A whole number may come back from the database as an integer; canonical JSON writes both alike.
            return value if abs(value) <= _LARGEST_INTEGER else repr(value)


def _is_plain(value: JsonValue) -> bool:
    """True when sorted JSON is canonical already: no fractions, whose form RFC 8785 rules, and keys that sort alike."""
    if isinstance(value, dict):
        return all(name.isascii() and _is_plain(item) for name, item in value.items())
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return not isinstance(value, float)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copy(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_copy(item) for item in value]
    return value


def _put(document: Any, path: str, value: str) -> None:
    """Set what is at a JSON Pointer (RFC 6901); its parents exist."""
    *parents, last = (part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:])
    for part in parents:
        document = document[int(part)] if isinstance(document, list) else document[part]
    document[int(last) if isinstance(document, list) else last] = value
