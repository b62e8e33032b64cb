"""The key-encryption key of an installation and the keys derived from it.

The key file is the root of every secret: without it sealed credentials cannot be opened. Back it up apart from the
database, since whoever holds both can read them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from charter.core.errors import StartRefused

_KEY_BYTES = 32


class MasterKey:
    """The 256-bit key-encryption key; it never leaves the process and has no readable representation."""

    def __init__(self, key: bytes) -> None:
        if len(key) != _KEY_BYTES:
            raise StartRefused(f"The key has {len(key)} bytes, expected {_KEY_BYTES}.")
        self._key = key
        self._derived: dict[str, bytes] = {}

    def derive(self, purpose: str) -> bytes:
        """Return a 256-bit key for one purpose (HKDF-SHA256, RFC 5869); equal purposes give equal keys."""
        if purpose not in self._derived:
            hkdf = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=b"charter", info=purpose.encode())
            self._derived[purpose] = hkdf.derive(self._key)
        return self._derived[purpose]

    def keyed_hash(self, purpose: str, value: str) -> bytes:
        """Return the HMAC-SHA256 of a secret that is only ever looked up by value, never shown again."""
        return hmac.digest(self.derive(f"hash:{purpose}"), value.encode(), hashlib.sha256)

    def database_password(self, role: str) -> str:
        """Return the password of a database role that Charter made itself."""
        return base64.urlsafe_b64encode(self.derive(f"database-role:{role}")).decode().rstrip("=")

    def __repr__(self) -> str:
        return "MasterKey(…)"


def create_key_file(path: Path) -> None:
    """Write a new random key with mode 0600; an existing file is left alone."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())


def load_key_file(path: Path) -> MasterKey:
    """Read the key file.

    Raises:
        StartRefused: it is missing, readable by others or not a key; one line with the fix.
    """
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            raise StartRefused(f"The key file {path} can be read by others (mode {mode:04o}); run: chmod 600 {path}")
        key = base64.b64decode(path.read_text().strip(), validate=True)
    except FileNotFoundError:
        raise StartRefused(
            f"The key file {path} is missing; restore it from your backup, or set CHARTER_KEY_FILE to where it is."
        ) from None
    except PermissionError:
        raise StartRefused(f"The key file {path} cannot be read by this user; check its owner and mode.") from None
    except (binascii.Error, ValueError) as error:
        raise StartRefused(f"The key file {path} holds no base64 key: restore it from your backup.") from error
    return MasterKey(key)
