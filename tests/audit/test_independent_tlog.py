"""The log against code that nobody here wrote: Go's own verification of transparency logs (golang.org/x/mod/sumdb).

RFC 9162 §2.1.3 and §2.1.4 (proofs), C2SP signed-note and tlog-checkpoint. Needs Go, and its module once.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from pathlib import Path

import pytest

from charter.audit.repository import Filters
from tests.audit.test_key_change import bundle, rotate, rotating

__all__ = ["rotating"]

pytestmark = pytest.mark.slow
SOURCE = Path(__file__).parent / "tlogcheck"
_BUILD_LIMIT_S = 240


async def _run(*command: str, cwd: Path | None = None) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *command, cwd=cwd, env=os.environ | {"GOFLAGS": "-mod=readonly -buildvcs=false", "CGO_ENABLED": "0"},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        async with asyncio.timeout(_BUILD_LIMIT_S):
            output, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return 1, "it took too long"
    return process.returncode or 0, output.decode()


@pytest.fixture(scope="session")
async def tlogcheck(tmp_path_factory) -> str:
    """The compiled checker; skipped, and said, where Go or its module cannot be had."""
    if shutil.which("go") is None:
        pytest.skip("THE INDEPENDENT CHECK OF THE AUDIT LOG DID NOT RUN: there is no Go here")
    program = str(tmp_path_factory.mktemp("tlogcheck") / "tlogcheck")
    code, said = await _run("go", "build", "-o", program, ".", cwd=SOURCE)
    if code and any(sign in said for sign in ("dial tcp", "proxyconnect", "no such host", "took too long")):
        pytest.skip(f"THE INDEPENDENT CHECK OF THE AUDIT LOG DID NOT RUN: {said[-200:]}")
    assert code == 0, said
    return program


@pytest.fixture
async def log(rotating, services, record, make_tenant, make_caller, superuser, tmp_path):
    """A log with changes of its key: its bundle, a part of it, and consistency proofs of the API, as files."""
    tenant_id = await make_tenant()
    reader = await make_caller("owner", tenant_id)
    for round_ in range(2):
        for number in range(150):
            await record(tenant_id, after={"number": number, "email": f"{round_}@example.org", "half": 0.5})
            if number % 37 == 0:
                await rotating.settle()
        await rotate(rotating)
    await record(tenant_id)
    await rotating.settle()
    rows = await superuser.fetch("SELECT size FROM audit_checkpoints WHERE tenant_id = $1 ORDER BY size", tenant_id)
    sizes = [row["size"] for row in rows]
    proofs = []
    for first in sizes:
        query = f"/v1/audit/consistency?first={first}&second={sizes[-1]}"
        proofs.append((await reader.client.get(query)).json())
    paths = [tmp_path / name for name in ("whole.jsonl", "part.jsonl", "consistency.json")]
    paths[0].write_text("".join(await bundle(services, tenant_id, sizes[-1])))
    paths[1].write_text("".join(await bundle(services, tenant_id, sizes[-1], Filters(action="agent."))))
    paths[2].write_text(json.dumps(proofs))
    return paths


async def test_records_proofs_and_signatures_hold_for_another_implementation(tlogcheck, log):
    whole, part, proofs = map(str, log)
    for path in (whole, part):
        code, said = await _run(tlogcheck, path, proofs)
        assert (code, said[:5], "anchored true" in said) == (0, "good:", True), said
        assert " 0 consistency proofs" not in said


def _record(lines: list[str]) -> None:
    lines[9] = lines[9].replace("agent.created", "agent.deleted", 1)


def _signature(lines: list[str]) -> None:
    header = json.loads(lines[0])
    header["checkpoints"][3] = (
        header["checkpoints"][2].split("\n\n")[0] + "\n\n" + header["checkpoints"][3].split("\n\n")[1]
    )
    lines[0] = json.dumps(header) + "\n"


def _key(lines: list[str]) -> None:
    header = json.loads(lines[0])
    header["key_changes"] = []
    lines[0] = json.dumps(header) + "\n"


@pytest.mark.parametrize("change", [_record, _signature, _key])
async def test_the_other_implementation_finds_what_was_changed(tlogcheck, log, change):
    """So that the check above is one."""
    for path in log[:2]:
        lines = path.read_text().splitlines(keepends=True)
        change(lines)
        path.write_text("".join(lines))
        code, said = await _run(tlogcheck, str(path))
        assert (code, said[:4]) == (1, "BAD:"), said


async def test_a_wrong_consistency_proof_is_found(tlogcheck, log):
    proofs = json.loads(log[2].read_text())
    proofs[1]["proof"][0] = proofs[2]["proof"][-1]
    log[2].write_text(json.dumps(proofs))
    code, said = await _run(tlogcheck, str(log[0]), str(log[2]))
    assert (code, said[:4]) == (1, "BAD:"), said
