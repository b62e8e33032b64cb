"""A real Keycloak 26 on loopback: downloaded once, started from its server distribution, steered by its admin API."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import tarfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.identity.sign_on import ldap_server
from tests.identity.sign_on.ldap_server import DOWNLOAD_LIMIT_S, MAVEN_PLUGIN, java_home

VERSION = "26.4.7"
REALM_FILE = Path(__file__).parents[3] / "deploy" / "keycloak" / "charter-realm.json"
_PASSWORD = "only-for-tests"


class KeycloakUnavailable(Exception):
    """Keycloak cannot be had here; the text says why."""


def distribution() -> Path:
    """Return the unpacked server distribution, downloading it the first time.

    Raises:
        KeycloakUnavailable: no Maven, no Java 21 or later, or the download failed or took too long.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "charter-tests"
    home = cache / f"keycloak-{VERSION}"
    if home.is_dir():
        return home
    if (maven := shutil.which("mvn")) is None:
        raise KeycloakUnavailable("Maven (mvn) is not installed")
    cache.mkdir(parents=True, exist_ok=True)
    artifact = f"-Dartifact=org.keycloak:keycloak-quarkus-dist:{VERSION}:tar.gz"
    command = [maven, "-q", "-B", MAVEN_PLUGIN, artifact, f"-DoutputDirectory={cache}"]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=DOWNLOAD_LIMIT_S, cwd=cache)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise KeycloakUnavailable(f"its download failed or took more than {DOWNLOAD_LIMIT_S} s") from error
    draft = cache / f".unpacking-{os.getpid()}"
    archive = cache / f"keycloak-quarkus-dist-{VERSION}.tar.gz"
    with tarfile.open(archive) as packed:
        packed.extractall(draft, filter="data")
    (draft / f"keycloak-{VERSION}").rename(home)
    draft.rmdir()
    archive.unlink()
    return home


@dataclass
class Keycloak:
    """A running server and its admin API."""

    url: str
    http: aiohttp.ClientSession

    def issuer(self, realm: str = "charter") -> str:
        return f"{self.url}/realms/{realm}"

    async def admin(self, method: str, path: str, body: Any = None, *, good: tuple[int, ...] = (200, 201, 204)) -> Any:
        form = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": _PASSWORD}
        async with self.http.post(f"{self.issuer('master')}/protocol/openid-connect/token", data=form) as answer:
            token = (await answer.json())["access_token"]
        headers = {"authorization": f"Bearer {token}"}
        async with self.http.request(method, f"{self.url}/admin/realms{path}", json=body, headers=headers) as answer:
            text = await answer.text()
            assert answer.status in good, (method, path, answer.status, text)
            return json.loads(text) if text else answer.headers.get("Location", "").rpartition("/")[2]

    async def client(self, client_id: str, realm: str = "charter") -> dict[str, Any]:
        found: dict[str, Any] = (await self.admin("GET", f"/{realm}/clients?clientId={client_id}"))[0]
        return found

    async def secret(self, client_id: str) -> str:
        client = await self.client(client_id)
        made = await self.admin("POST", f"/charter/clients/{client['id']}/client-secret")
        return str(made["value"])

    async def make_user(self, name: str, *, realm: str = "charter", groups: list[str] | None = None) -> str:
        user = {
            "username": name, "enabled": True, "email": f"{name}@example.org", "emailVerified": True,
            "firstName": name, "lastName": "Test", "groups": groups or [],
            "credentials": [{"type": "password", "value": _PASSWORD, "temporary": False}],
        }  # fmt: skip
        return str(await self.admin("POST", f"/{realm}/users", user))

    async def set_role(self, user_id: str, role: str, *, held: bool) -> None:
        representation = await self.admin("GET", f"/charter/roles/{role}")
        path = f"/charter/users/{user_id}/role-mappings/realm"
        await self.admin("POST" if held else "DELETE", path, [representation])

    async def make_organization(self, alias: str, members: list[str]) -> str:
        body = {"name": alias, "alias": alias, "enabled": True, "domains": [{"name": f"{alias}.example"}]}
        organization = await self.admin("POST", "/charter/organizations", body)
        for user_id in members:
            await self.admin("POST", f"/charter/organizations/{organization}/members", user_id)
        return str(organization)

    async def federate_ldap(self, url: str) -> None:
        """Let people and groups of an LDAP directory be the realm's, read where they are."""
        realm = await self.admin("GET", "/charter")
        people = {
            "enabled": "true", "vendor": "other", "connectionUrl": url, "authType": "simple",
            "bindDn": ldap_server.ADMIN, "bindCredential": ldap_server.ADMIN_PASSWORD,
            "usersDn": ldap_server.PEOPLE, "searchScope": "1",
            "usernameLDAPAttribute": "uid", "rdnLDAPAttribute": "uid", "uuidLDAPAttribute": "entryUUID",
            "userObjectClasses": "inetOrgPerson", "editMode": "READ_ONLY", "importEnabled": "true",
            "trustEmail": "true", "pagination": "false", "cachePolicy": "NO_CACHE",
        }  # fmt: skip
        federation = await self._component("ldap", "org.keycloak.storage.UserStorageProvider", realm["id"], people)
        groups = {
            "groups.dn": ldap_server.GROUPS, "group.name.ldap.attribute": "cn", "group.object.classes": "groupOfNames",
            "membership.ldap.attribute": "member", "membership.attribute.type": "DN", "mode": "READ_ONLY",
            "membership.user.ldap.attribute": "uid", "preserve.group.inheritance": "false", "groups.path": "/",
            "user.roles.retrieve.strategy": "LOAD_GROUPS_BY_MEMBER_ATTRIBUTE",
        }  # fmt: skip
        mapper = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper"
        await self._component("group-ldap-mapper", mapper, federation, groups)

    async def _component(self, provider: str, kind: str, parent: str, config: dict[str, str]) -> str:
        body = {
            "name": provider, "providerId": provider, "providerType": kind, "parentId": parent,
            "config": {name: [value] for name, value in config.items()},
        }  # fmt: skip
        return str(await self.admin("POST", "/charter/components", body))

    async def bearer(self, client_id: str, secret: str) -> str:
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
        async with self.http.post(f"{self.issuer()}/protocol/openid-connect/token", data=form) as answer:
            document = await answer.json()
            assert answer.status == 200, document
            return str(document["access_token"])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def running_keycloak(folder: Path, realm: dict[str, Any]) -> AsyncIterator[Keycloak]:
    """Start Keycloak with a realm and end it."""
    source = distribution()
    home = folder / "keycloak"
    home.mkdir()
    for part in ("bin", "lib", "conf", "providers", "themes", "version.txt"):
        if (source / part).exists():  # lib is written to when the server is optimised for its options
            shutil.copytree(source / part, home / part) if (source / part).is_dir() else shutil.copy(
                source / part, home
            )
    imported = home / "data" / "import"
    imported.mkdir(parents=True)
    (imported / "charter-realm.json").write_text(json.dumps(realm))
    port, management = _free_port(), _free_port()
    environment = {
        "JAVA_HOME": java_home(),
        "PATH": os.environ["PATH"],
        "KC_BOOTSTRAP_ADMIN_USERNAME": "admin",
        "KC_BOOTSTRAP_ADMIN_PASSWORD": _PASSWORD,
        "JAVA_OPTS_KC_HEAP": "-Xms64m -Xmx768m",
    }
    command = [
        str(home / "bin" / "kc.sh"), "start-dev", "--http-host=127.0.0.1", f"--http-port={port}",
        f"--http-management-port={management}", "--db=dev-mem", "--import-realm", "--features=organization",
    ]  # fmt: skip
    log = (folder / "keycloak.log").open("wb")
    process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=log, stderr=log)
    try:
        async with aiohttp.ClientSession() as http:
            keycloak = Keycloak(f"http://127.0.0.1:{port}", http)
            await _until_ready(keycloak, process, folder / "keycloak.log")
            yield keycloak
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), 60)
        log.close()


async def _until_ready(keycloak: Keycloak, process: asyncio.subprocess.Process, log: Path) -> None:
    async with asyncio.timeout(240):
        while True:
            assert process.returncode is None, f"Keycloak ended; see {log}"
            try:
                async with keycloak.http.get(f"{keycloak.issuer()}/.well-known/openid-configuration") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.3)
