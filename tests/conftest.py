"""Shared fixtures: a real Postgres of our own, the real migrations, the application role, two tenants."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from fastapi import FastAPI

from charter.api.app import create_app
from charter.api.services import AppServices, background, running_services
from charter.audit.sequencer import Sequencer
from charter.audit.signing import create_signing_key, load_signing_key
from charter.core.collector import spare_the_service
from charter.core.crypto import create_key_file, load_key_file
from charter.core.db import Database, migrate, urls_for
from charter.core.postgres import EmbeddedPostgres
from charter.core.principal import Principal
from charter.core.settings import Settings
from charter.identity import api_keys
from charter.identity.models import ApiKey
from charter.identity.service import setup
from charter.tenants import service as tenants
from tests.asgi_client import Client

_names = itertools.count(1)
_addresses = itertools.count(2)


def pytest_collection_finish() -> None:
    """Collect garbage as a process does that has started: what was imported stays, and is not walked through again."""
    spare_the_service()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The owner's URL of a Postgres that this test session made; nothing else is ever tested on.

    Nobody needs its files after a power cut, so it does not wait for the disk. What is committed survives a killed
    process all the same, and tests of that start servers of their own.
    """
    server = EmbeddedPostgres(tmp_path_factory.mktemp("postgres"), options={"fsync": "off"})
    url = server.start()
    yield url
    server.stop()


@pytest.fixture(scope="session")
async def settings(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an installation on an empty, migrated database of its own."""
    data_dir = tmp_path_factory.mktemp("data")
    data_dir.chmod(0o700)
    create_key_file(data_dir / "charter.key")
    url = await fresh_database(postgres)
    await migrate.upgrade(url, load_key_file(data_dir / "charter.key"))
    return Settings(
        data_dir=data_dir,
        database_url=url,
        demo_model="off",
        allow_private_hosts=["127.0.0.0/8"],
        database_pool_size=8,
        lease_s=2.0,
        log_level="warning",
    )


async def fresh_database(owner_url: str) -> str:
    """Create an empty database on the test server and return its URL."""
    name = f"test_{next(_names)}"
    connection = await asyncpg.connect(owner_url)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return f"{owner_url.rsplit('/', 1)[0]}/{name}"


@pytest.fixture(scope="session")
async def services(settings: Settings) -> AsyncIterator[AppServices]:
    """The services of one API process."""
    async with running_services(settings, takes_queue_items=True) as running:
        async with running.database.system_session(reason="prepare the set-up") as db:
            await setup.prepare(db, settings.data_dir)
        async with background(running):
            yield running


@pytest.fixture(scope="session")
def app(services: AppServices) -> FastAPI:
    return create_app(services)


@pytest.fixture(scope="session")
def database(services: AppServices) -> Database:
    return services.database


@pytest.fixture(scope="session")
async def sequencer(services: AppServices, settings: Settings) -> AsyncIterator[Sequencer]:
    """The leader of the test database, driven by hand."""
    create_signing_key(settings.audit_key_path)
    assert settings.database_url is not None
    urls = urls_for(settings, settings.database_url.get_secret_value(), services.master)
    leader = Sequencer(urls.audit, load_signing_key(settings.audit_key_path), services.clock)
    assert await leader.lead()
    yield leader
    await leader.close()


@dataclass(frozen=True)
class Caller:
    """A principal with its API key and a client that sends it."""

    principal: Principal
    key: str
    client: Client

    @property
    def tenant_id(self) -> UUID:
        return self.principal.tenant_id


MakeTenant = Callable[[], Awaitable[UUID]]
MakeCaller = Callable[..., Awaitable[Caller]]


@pytest.fixture(scope="session")
def make_tenant(services: AppServices) -> MakeTenant:
    async def make() -> UUID:
        async with services.database.system_session(reason="test tenant") as db:
            return await tenants.create(db, f"Tenant {next(_names)}")

    return make


@pytest.fixture(scope="session")
def make_caller(services: AppServices, app: FastAPI, make_tenant: MakeTenant) -> MakeCaller:
    """Make an API key with a role, in a tenant of its own unless one is given."""

    async def make(role: str = "owner", tenant_id: UUID | None = None) -> Caller:
        tenant_id = tenant_id or await make_tenant()
        parts, text = api_keys.generate("test")
        async with services.database.tenant_session(tenant_id) as db:
            db.add(
                ApiKey(
                    public_id=parts.public_id,
                    name=f"{role} key",
                    role=role,
                    secret_hash=services.authenticator.key_hash(parts.secret),
                )
            )
        principal = await services.authenticator.authenticate(bearer=text, session_token=None)
        return Caller(principal, text, Client(app, headers={"authorization": f"Bearer {text}"}))

    return make


@pytest.fixture
async def owner(make_caller: MakeCaller) -> Caller:
    """An owner of a tenant of their own."""
    return await make_caller("owner")


@pytest.fixture
async def stranger(make_caller: MakeCaller) -> Caller:
    """An owner of another tenant."""
    return await make_caller("owner")


@pytest.fixture
def anonymous(app: FastAPI) -> Client:
    return Client(app)


@pytest.fixture(autouse=True)
def _address_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits count by address: what one test tries is nothing to the next one."""
    number = next(_addresses)
    monkeypatch.setattr(Client, "address", f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")


@pytest.fixture(scope="session")
def data_dir(settings: Settings) -> Path:
    return settings.data_dir
