"""Reference servers from npm on standard input and output, in the sandbox, through the API and in the client."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from charter.core.errors import CharterError, StartRefused
from charter.core.guarded_client import AddressRules, GuardedClient
from charter.core.ids import new_id
from charter.mcp.client import McpClient
from charter.mcp.errors import (
    McpAnswerTooLarge,
    McpCommandNotAllowed,
    McpConnectionLost,
    McpError,
    McpProgramsBusy,
    McpServerUnreachable,
)
from charter.mcp.pool import McpPool, Target
from charter.mcp.programs import McpCommand, McpPrograms
from charter.sandbox.sandbox import Sandbox
from tests.conftest import Caller
from tests.mcp.interop.programs import HERE, node, package
from tests.mcp.test_endpoints import SERVERS, approve, connect
from tests.mcp.test_in_runs import call

_TENANT = new_id()
_SCRIPT = """
const lines = require('readline').createInterface({input: process.stdin});
const tried = (act) => { try { return String(act()); } catch (error) { return error.code || 'refused'; } };
const say = (id, result) => console.log(JSON.stringify({jsonrpc: '2.0', id, result}));
lines.on('line', (line) => {
  const {id, method, params} = JSON.parse(line);
  if (method === 'initialize')
    say(id, {protocolVersion: params.protocolVersion, capabilities: {tools: {}}, serverInfo: {name: 'probe'}});
  else if (method !== 'tools/call') return id && console.log(JSON.stringify(
    {jsonrpc: '2.0', id, error: {code: -32601, message: 'no'}}));
  else if (params.name === 'flood') console.log('x'.repeat(9 << 20));
  else if (params.name === 'leave') process.exit(3);
  else if (params.name === 'hold') console.error('holding');
  else if (params.name === 'eat') { const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1)); }
  else say(id, {content: [], structuredContent: {
    environment: Object.keys(process.env).sort(),
    user: process.getuid(),
    passwd: tried(() => require('fs').readFileSync('/etc/passwd')),
    proc: tried(() => require('fs').readdirSync('/proc')),
    outside: tried(() => require('fs').writeFileSync(__filename, '')),
    child: tried(() => require('child_process').execFileSync('/bin/true')),
  }});
});
"""


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(waiting=0)
    yield sandbox
    await sandbox.aclose()


PACKAGES = (HERE / "node_modules").resolve()  # it may be a link to what is shared


def command(script: str, *arguments: str, folders: tuple[Path, ...] = (PACKAGES,), **more: object) -> McpCommand:
    return McpCommand(command=[node(), str(Path(script).resolve()), *arguments], folders=list(folders), **more)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the sandbox's user can read, as it cannot those that pytest makes."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def probe(folder) -> McpCommand:
    script = folder / "probe.cjs"
    script.write_text(_SCRIPT)
    return command(str(script), folders=(folder,), memory_mb=700)


def target(name: str = "probe", tenant_id: object = _TENANT) -> Target:
    return Target(tenant_id, new_id(), name, f"stdio:{name}", "stdio")


@pytest.fixture
async def http() -> AsyncIterator[GuardedClient]:
    async with GuardedClient(AddressRules([])) as client:
        yield client


@pytest.fixture
async def pool(sandbox, probe, http) -> AsyncIterator[McpPool]:
    pool = McpPool(http, McpPrograms({"probe": probe}, sandbox, at_once=4))
    yield pool
    await pool.aclose()


async def test_a_program_sees_nothing_of_the_machine(pool):
    def look(client: McpClient) -> object:
        return client.call_tool("look", {})

    seen = (await pool.use(target(), look)).structured_content
    assert set(seen.pop("environment")) <= {"HOME", "PATH", "PWD"}
    assert seen == {
        "user": 65534, "passwd": "ENOENT", "proc": "ENOENT", "outside": "EROFS", "child": "EPERM",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tool", "failure"), [("flood", McpAnswerTooLarge), ("leave", McpConnectionLost), ("eat", McpConnectionLost)]
)
async def test_a_program_that_misbehaves_is_ended_and_begun_anew(pool, tool, failure):
    there = target()
    with pytest.raises(failure):
        await pool.use(there, lambda client: client.call_tool(tool, {}, timeout_s=60))
    if failure is McpAnswerTooLarge:
        await pool.drop(there.tenant_id, there.server_id)
    assert (await pool.use(there, lambda client: client.call_tool("look", {}))).structured_content["user"] == 65534


async def test_who_has_its_half_of_the_programs_loses_one_that_rests(pool):
    async def work(client: McpClient) -> None:
        busy.append(client)
        if len(busy) == 2:
            both.set()
        await done.wait()

    busy: list[McpClient] = []
    both, done = asyncio.Event(), asyncio.Event()
    await pool.use(target(), lambda client: client.call_tool("look", {}))
    working = [asyncio.create_task(pool.use(target(), work)) for _ in range(2)]  # the first of all rests, and goes
    async with asyncio.timeout(30):
        await both.wait()
    assert pool.open_sessions == 2
    with pytest.raises(McpProgramsBusy, match="at work"):
        await pool._guarded(target(), work)
    assert pool.open_sessions == 2
    other = await pool.use(target(tenant_id=new_id()), lambda client: client.call_tool("look", {}))
    assert other.structured_content["user"] == 65534
    done.set()
    await asyncio.gather(*working)


async def test_only_what_the_operator_named_for_this_tenant(sandbox, probe):
    programs = McpPrograms({"probe": probe.model_copy(update={"tenants": ["tenant_other"]})}, sandbox)
    for url in ("stdio:probe", "stdio:/bin/sh", "stdio:"):
        with pytest.raises(McpCommandNotAllowed, match="it has: none"):
            await programs.open(url, _TENANT, lambda _: None)
    with pytest.raises(McpServerUnreachable, match="sandbox, which is off"):
        await McpPrograms({"probe": probe}, None).open("stdio:probe", _TENANT, lambda _: None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[a]\ncommand = ['node']", "full path"),
        ("[a]\ncommand = ['/bin/true']\nfolders = ['/']", "is not shown"),
        ("[a]\ncommand = ['/bin/true']\nfolders = ['/etc/ssl']", "is not shown"),
        ("[a]\ncommand = ['/bin/true']\nfolders = ['DATA']", "own data"),
        ("[a]\ncommand = ['/bin/true']\nfolders = ['/nowhere']", "there is no"),
        ("[a]\ncommand = ['/bin/true']\nenvironment = {LD_PRELOAD = 'x'}", "what is loaded"),
        ("[a]\ncommand = ['/bin/true']\nshell = true", "shell"),
        ("['A b']\ncommand = ['/bin/true']", "names are"),
        ("[a", "cannot be read"),
    ],
)
def test_a_list_that_is_not_safe_is_refused_at_the_start(settings, tmp_path, text, why):
    file = tmp_path / "commands.toml"
    file.write_text(text.replace("DATA", str(settings.data_dir)))
    with pytest.raises(StartRefused, match=why):
        McpPrograms.of(settings.model_copy(update={"mcp_commands_file": file}), None)


@pytest.fixture
def commands(services, monkeypatch, folder) -> Path:
    """Let the tenants of the tests use the reference servers."""
    (folder / "note.txt").write_text("water the plants")
    kept = {"MEMORY_FILE_PATH": "/tmp/memory.jsonl"}  # noqa: S108 - in its own memory
    files = package("server-filesystem", "dist/index.js")
    there = {
        "filesystem": command(files, str(folder), folders=(PACKAGES, folder)),
        "memory": command(package("server-memory", "dist/index.js"), environment=kept),
        "everything": command(package("server-everything", "dist/index.js"), "stdio"),
    }
    monkeypatch.setattr(services.mcp.programs, "_commands", there)
    return folder


async def test_server_filesystem(owner: Caller, commands: Path, services) -> None:
    made = await connect(owner, "stdio:filesystem", "files")
    assert (made["transport"], made["state"], made["facts"]["revision"]) == ("stdio", "ready", "2025-11-25")
    done = await approve(owner, "files", accept_flagged=True)
    assert "files__read_text_file" in done["approved"]
    note = {"path": str(commands / "note.txt")}
    assert "water the plants" in str(await call(services, owner, "files__read_text_file", note))
    with pytest.raises(CharterError):  # words about paths may look like instructions to the guardrails
        await call(services, owner, "files__read_text_file", {"path": "/etc/passwd"})
    with pytest.raises(CharterError):
        await call(services, owner, "files__write_file", note | {"content": "eat them"})
    assert (commands / "note.txt").read_text() == "water the plants"
    assert (await owner.client.delete(f"{SERVERS}/files")).status == 204


async def test_server_memory_and_everything(owner: Caller, stranger: Caller, commands: Path, services) -> None:
    for name in ("memory", "everything"):
        await connect(owner, f"stdio:{name}", name)
        await approve(owner, name, accept_flagged=True)
    entity = {"name": "Ada", "entityType": "person", "observations": ["likes engines"]}
    await call(services, owner, "memory__create_entities", {"entities": [entity]})
    assert "Ada" in str(await call(services, owner, "memory__search_nodes", {"query": "engines"}))
    assert await call(services, owner, "everything__echo", {"message": "hi"}) == "Echo: hi"
    # Another tenant's memory is another program's.
    await connect(stranger, "stdio:memory", "memory")
    await approve(stranger, "memory", accept_flagged=True)
    assert "Ada" not in str(await call(services, stranger, "memory__search_nodes", {"query": "engines"}))
    for caller, name in ((owner, "memory"), (owner, "everything"), (stranger, "memory")):
        assert (await caller.client.delete(f"{SERVERS}/{name}")).status == 204


async def test_what_is_refused(owner: Caller, commands: Path) -> None:
    answer = await owner.client.post(SERVERS, {"name": "shell", "url": "stdio:sh"})
    assert (answer.status, answer.json()["type"]) == (409, "/problems/mcp.command-not-allowed")
    assert "everything, filesystem, memory" in answer.json()["detail"]
    for url in ("stdio:/bin/sh", "stdio:sh -c id", "stdio:"):
        assert (await owner.client.post(SERVERS, {"name": "shell", "url": url})).status == 422
    keyed = {"name": "shell", "url": "stdio:memory", "auth": "api_key", "api_key": "k" * 20}
    answer = await owner.client.post(SERVERS, keyed)
    assert (answer.status, answer.json()["errors"][0]["path"]) == (422, "/auth")


def test_busy_is_no_outage_of_the_server():
    assert issubclass(McpProgramsBusy, McpError)
    assert not McpProgramsBusy.is_outage
