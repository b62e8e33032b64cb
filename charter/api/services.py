"""What one process holds: built once, handed to endpoints and handlers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import charter.tables  # noqa: F401 - registers every room's tables, so that any query finds its neighbours
from charter.core.clock import Clock, utc_now
from charter.core.crypto import MasterKey, Vault, load_key_file
from charter.core.db import Database, Listener, app_role, urls_for
from charter.core.db.catalogue import require_sound
from charter.core.db.roles import database_of
from charter.core.postgres import read_dsn
from charter.core.settings import Settings
from charter.identity.service.authentication import Authenticator
from charter.identity.service.limiter import AttemptLimiter
from charter.llm.parts import ModelParts


@dataclass
class AppServices:
    """The process's settings, connections and collaborators."""

    settings: Settings
    master: MasterKey
    database: Database
    vault: Vault
    listener: Listener
    authenticator: Authenticator
    limiter: AttemptLimiter
    models: ModelParts
    clock: Clock = utc_now
    stopping: asyncio.Event = field(default_factory=asyncio.Event)


def owner_url(settings: Settings) -> str:
    """Return the database owner's URL: the setting, or the embedded server's.

    Raises:
        StartRefused: the embedded server is not running.
    """
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    return read_dsn(settings.data_dir)


@asynccontextmanager
async def running_services(settings: Settings) -> AsyncIterator[AppServices]:
    """Open a process's services and close them at the end.

    Raises:
        StartRefused: the key file, the database or its isolation is not as it must be.
    """
    master = load_key_file(settings.key_path)
    url = owner_url(settings)
    urls = urls_for(settings, url, master)
    database = Database(
        urls, pool_size=settings.database_pool_size, transaction_pooler=settings.database_transaction_pooler
    )
    await database.open()
    try:
        connection = await database.listen_connection()
        try:
            await require_sound(connection, app_role(database_of(url)))
        finally:
            await connection.close()
        vault = Vault(master)
        models = ModelParts.of(settings, master, vault)
        try:
            yield AppServices(
                settings=settings,
                master=master,
                database=database,
                vault=vault,
                listener=Listener(database),
                authenticator=Authenticator(database, master, utc_now),
                limiter=AttemptLimiter(burst=10, interval_s=6.0),
                models=models,
            )
        finally:
            await models.aclose()
    finally:
        await database.close()
