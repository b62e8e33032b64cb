"""The key that signs the audit log, in a file of its own that only the sequencer's process reads."""

from __future__ import annotations

import base64
import binascii
import os
import stat
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from charter.audit.verifier import ED25519, Checkpoint, KeyChange, VerifierKey
from charter.core.errors import StartRefused


class SigningKey:
    """An Ed25519 private key without readable representation."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self._private.public_key().public_bytes_raw()

    def sign(self, origin: str, size: int, root: bytes) -> Checkpoint:
        """Return a checkpoint signed under the log's own name (C2SP tlog-checkpoint)."""
        bare = Checkpoint(origin, size, root)
        key = VerifierKey(origin, ED25519, self.public)
        return Checkpoint(origin, size, root, ((origin, key.id + self._private.sign(bare.body.encode())),))

    def succeed(self, origin: str, size: int, new: SigningKey) -> KeyChange:
        """Return the statement, signed by both, that ``new`` signs a log once it has more entries than ``size``."""
        bare = KeyChange(VerifierKey(origin, ED25519, self.public), VerifierKey(origin, ED25519, new.public), size)
        message = bare.statement.encode()
        return replace(bare, by_old=self._private.sign(message), by_new=new._private.sign(message))

    def __repr__(self) -> str:
        return "SigningKey(…)"


def next_key_path(path: Path) -> Path:
    """Return where the key lies that is to take the place of the one at ``path``; the sequencer looks there."""
    return path.with_name(f"{path.name}.next")


def install_next_key(path: Path) -> None:
    """Let the next key take its place; the one before is gone from then on."""
    next_key_path(path).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def create_signing_key(path: Path) -> None:
    """Write a new key with mode 0600; an existing file is left alone."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())


def load_signing_key(path: Path) -> SigningKey:
    """Read the key file.

    Raises:
        StartRefused: it is missing, readable by others or no key; one line with the fix.
    """
    try:
        if (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077:
            raise StartRefused(
                f"The audit signing key {path} can be read by others (mode {mode:04o}); run: chmod 600 {path}"
            )
        seed = base64.b64decode(path.read_text().strip(), validate=True)
        return SigningKey(Ed25519PrivateKey.from_private_bytes(seed))
    except FileNotFoundError:
        raise StartRefused(
            f"The audit signing key {path} is missing; restore it from your backup, or set CHARTER_AUDIT_KEY_FILE."
        ) from None
    except PermissionError:
        raise StartRefused(
            f"The audit signing key {path} cannot be read by this user; check its owner and mode."
        ) from None
    except (binascii.Error, ValueError) as error:
        raise StartRefused(f"The audit signing key {path} holds no base64 key: restore it from your backup.") from error
