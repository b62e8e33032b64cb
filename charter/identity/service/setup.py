"""The first run: a one-time token from the host makes the first owner and the first tenant."""

from __future__ import annotations

import hmac
import os
import secrets
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access.service import roles
from charter.audit import service as audit
from charter.identity import passwords
from charter.identity.errors import SetUpAlready, SetupTokenWrong
from charter.identity.models import Member, User
from charter.tenants import service as tenants

TOKEN_FILE = "setup-token"  # noqa: S105 - the name of a file, not a token


async def required(db: AsyncSession) -> bool:
    """True until the first owner was made. System session."""
    return not await db.scalar(text("SELECT EXISTS (SELECT FROM installation WHERE set_up_at IS NOT NULL)"))


async def prepare(db: AsyncSession, data_dir: Path) -> None:
    """At start: write the one-time token where only the host can read it, until it was used. System session."""
    if not await required(db):
        (data_dir / TOKEN_FILE).unlink(missing_ok=True)
        return
    try:
        descriptor = os.open(data_dir / TOKEN_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(24))


async def set_up(
    db: AsyncSession, data_dir: Path, *, token: str, email: str, password: str, tenant_name: str, now: datetime
) -> UUID:
    """Make the first tenant and its owner; returns the owner's user id. System session.

    Raises:
        SetUpAlready: it was done before.
        SetupTokenWrong: not the token on the host.
        PasswordTooWeak: says what is missing.
    """
    # Two set-ups at once: the second waits on this row and then finds it done.
    done = await db.scalar(text("SELECT set_up_at FROM installation FOR UPDATE"))
    if done is not None:
        raise SetUpAlready("Charter has an owner already; sign in instead.")
    try:
        expected = (data_dir / TOKEN_FILE).read_text().strip()
    except OSError:
        expected = ""
    if not expected or not hmac.compare_digest(expected.encode(), token.strip().encode()):
        raise SetupTokenWrong(
            "The setup token does not match; it is printed by `charter up` and is in the data directory on the host.",
            fields=[{"path": "/token", "message": "This is not the setup token of this installation."}],
        )
    passwords.require_strong(password, email=email)
    user = User(email=email, password_hash=await passwords.hash_password(password))
    db.add(user)
    await db.flush()
    tenant_id = await tenants.create(db, tenant_name)
    db.add(Member(tenant_id=tenant_id, user_id=user.id, email=email, role="owner"))
    await db.flush()
    await roles.make_platform_operator(db, user.id)
    await db.execute(text("UPDATE installation SET set_up_at = :now"), {"now": now})
    after = {"email": email, "tenant": tenant_name}
    await audit.record(db, None, "installation.set_up", "user", user.id, after=dict(after), tenant_id=tenant_id)
    return user.id


def remove_token(data_dir: Path) -> None:
    """Remove the token's file once the set-up is committed."""
    (data_dir / TOKEN_FILE).unlink(missing_ok=True)
