"""Password hashing: Argon2id with the OWASP minimum, off the event loop, at most two at once."""

from __future__ import annotations

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from charter.identity.errors import PasswordTooWeak

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_SLOTS = asyncio.Semaphore(2)  # a flood of sign-ins must not take all cores and memory
_MINIMUM = 12
_MAXIMUM = 256
_DUMMY = _HASHER.hash("an account that does not exist costs the same time")


def require_strong(password: str, *, email: str) -> None:
    """Refuse a password that is guessed first (NIST SP 800-63B: length and obviousness, no composition rules).

    Raises:
        PasswordTooWeak: says what is missing.
    """
    reason = None
    if len(password) < _MINIMUM:
        reason = f"It has {len(password)} characters; use at least {_MINIMUM}, a few words for example."
    elif len(password) > _MAXIMUM:
        reason = f"It has more than {_MAXIMUM} characters."
    elif len(set(password)) < 5:
        reason = "It repeats the same few characters."
    elif password.lower() in {email.lower(), email.lower().partition("@")[0]}:
        reason = "It is the email address."
    if reason:
        raise PasswordTooWeak(reason, fields=[{"path": "/password", "message": reason}])


async def hash_password(password: str) -> str:
    """Return the Argon2id hash in PHC string format."""
    async with _SLOTS:
        return await asyncio.to_thread(_HASHER.hash, password)


async def verify_password(stored: str | None, password: str) -> bool:
    """True when the password is the stored one; an unknown account (None) takes the same time."""

    def check() -> bool:
        try:
            _HASHER.verify(stored or _DUMMY, password)
        except (Argon2Error, InvalidHashError):
            return False
        return stored is not None

    async with _SLOTS:
        return await asyncio.to_thread(check)
