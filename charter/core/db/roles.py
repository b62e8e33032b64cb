"""The database roles of an installation.

``<db>_app`` serves requests: it owns nothing, cannot bypass row security, truncate or create. ``<db>_system`` does work
across tenants (sign-in, leasing of queue items): its own row policies let it see all tenants, so that no role needs
``BYPASSRLS``, which managed databases do not hand out. ``<db>_audit`` is the audit sequencer's: it alone
writes the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg
from pydantic import SecretStr

from charter.core.crypto import MasterKey
from charter.core.errors import StartRefused
from charter.core.settings import Settings

_MAX_NAME = 63


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """Plain ``postgresql://`` URLs, by role. Those of the owner, for LISTEN and of the audit sequencer are direct.

    What these three do belongs to a connection (advisory locks, notifications): no transaction pooler may be between.
    """

    owner: str
    app: str
    system: str
    audit: str
    listen: str

    def __repr__(self) -> str:  # passwords are inside
        return "DatabaseUrls(…)"


def app_role(database: str) -> str:
    """Return the name of the application role of a database."""
    return _role(database, "app")


def system_role(database: str) -> str:
    """Return the name of the system role of a database."""
    return _role(database, "system")


def audit_role(database: str) -> str:
    """Return the name of the audit sequencer's role of a database."""
    return _role(database, "audit")


def _role(database: str, suffix: str) -> str:
    return f"{database[: _MAX_NAME - len(suffix) - 1]}_{suffix}"


def urls_for(settings: Settings, owner_url: str, master: MasterKey) -> DatabaseUrls:
    """Return the URLs; the lesser roles' passwords are derived from the key file unless given."""
    database = database_of(owner_url)
    pooled = _at(owner_url, settings.database_pooler)

    def url(given: SecretStr | None, base: str, role: str) -> str:
        return given.get_secret_value() if given else _as_role(base, role, master)

    return DatabaseUrls(
        owner=owner_url,
        app=url(settings.database_app_url, pooled, app_role(database)),
        system=url(settings.database_system_url, pooled, system_role(database)),
        audit=url(settings.database_audit_url, owner_url, audit_role(database)),
        listen=url(settings.database_system_url, owner_url, system_role(database)),
    )


def _at(url: str, address: str | None) -> str:
    """Return the URL of the same database at another address."""
    if address is None:
        return url
    parts = urlsplit(url)
    credentials, at, _ = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{credentials}{at}{address}"))


def database_of(url: str) -> str:
    """Return the database name in a URL.

    Raises:
        StartRefused: it is no ``postgresql://`` URL with a database name.
    """
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    if parts.scheme not in {"postgresql", "postgres"} or not name:
        raise StartRefused("CHARTER_DATABASE_URL is not of the form postgresql://user:password@host:port/database.")
    return name


def _as_role(url: str, role: str, master: MasterKey) -> str:
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    credentials = f"{quote(role, safe='')}:{quote(master.database_password(role), safe='')}"
    return urlunsplit(parts._replace(netloc=f"{credentials}@{host}"))


async def ensure_roles(connection: asyncpg.Connection, database: str, master: MasterKey) -> None:
    """Create the roles if missing and set their derived passwords and powers. Idempotent."""
    for role in (app_role(database), system_role(database), audit_role(database)):
        # Role names come from the database's own name and cannot be parameters: quoted by Postgres itself.
        create = await connection.fetchval(
            "SELECT format('CREATE ROLE %I', $1::text) WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", role
        )
        if create:
            await connection.execute(create)
        alter = await connection.fetchval(
            "SELECT format('ALTER ROLE %I LOGIN NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD %L', $1::text, $2::text)",
            role,
            master.database_password(role),
        )
        await connection.execute(alter)
        grant = await connection.fetchval(
            "SELECT format('GRANT CONNECT ON DATABASE %I TO %I', $1::text, $2::text)", database, role
        )
        await connection.execute(grant)
