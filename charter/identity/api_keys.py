"""The form of API keys: ``chk_live_<id>_<secret><checksum>``.

The id (8 characters) finds the row, the secret (256 bits) proves it, the checksum lets scanners and the command line
tell a mistyped key from a wrong one without asking.
"""

from __future__ import annotations

import hmac
import re
import secrets
import zlib
from dataclasses import dataclass

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SECRET_LENGTH = 43  # 62^43 > 2^256
_CHECKSUM_LENGTH = 6
PATTERN = re.compile(r"chk_(live|test|scim)_([0-9A-Za-z]{8})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})")


@dataclass(frozen=True, slots=True)
class KeyParts:
    """A key taken apart; ``secret`` never leaves the process that received it."""

    public_id: str
    secret: str

    def __repr__(self) -> str:
        return f"KeyParts({self.public_id}, …)"


def generate(environment: str = "live") -> tuple[KeyParts, str]:
    """Return a new key's parts and its full text, which is shown once."""
    public_id = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    secret = "".join(secrets.choice(_ALPHABET) for _ in range(_SECRET_LENGTH))
    head = f"chk_{environment}_{public_id}_{secret}"
    return KeyParts(public_id, secret), head + _checksum(head)


def parse(text: str) -> KeyParts | None:
    """Return the parts of a well-formed key, or None."""
    match = PATTERN.fullmatch(text)
    if match is None or _checksum(text[:-_CHECKSUM_LENGTH]) != match[4]:
        return None
    return KeyParts(match[2], match[3])


def equal(given: bytes, expected: bytes) -> bool:
    """Compare two hashes in a time that says nothing about them."""
    return hmac.compare_digest(given, expected)


def _checksum(text: str) -> str:
    number, digits = zlib.crc32(text.encode()), []
    for _ in range(_CHECKSUM_LENGTH):
        number, digit = divmod(number, 62)
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))
