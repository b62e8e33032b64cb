"""A new signing key: signed in by the old one, told in every log, and nobody else can bring one in."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from charter.audit import verifier
from charter.audit.repository import Filters
from charter.audit.sequencer import Sequencer
from charter.audit.signing import create_signing_key, load_signing_key, next_key_path
from charter.audit.verifier import ED25519, BundleVerifier, KeyChange, Malformed, VerifierKey
from charter.compliance.schemas import ExportFormat
from charter.compliance.service import export
from charter.core.db import urls_for
from tests.cli.commands.conftest import charter, server

__all__ = ["charter", "server"]


@pytest.fixture
def rotating(sequencer, settings, monkeypatch):
    """The leader, with the file its key is from."""
    monkeypatch.setattr(sequencer, "_key_path", settings.audit_key_path)
    return sequencer


async def rotate(sequencer) -> bytes:
    """Lay a new key beside the old one and let the leader take it up; returns the old public key."""
    old = sequencer._key.public
    create_signing_key(next_key_path(sequencer._key_path))
    await sequencer.settle()
    sequencer._lead.signed_at = sequencer._lead.signed_at.replace(year=2020)
    await sequencer.step()
    await sequencer.settle()
    assert sequencer._key.public != old
    assert load_signing_key(sequencer._key_path).public == sequencer._key.public
    assert not next_key_path(sequencer._key_path).exists()
    return old


async def bundle(services, tenant_id, size: int, filters=Filters()) -> list[str]:  # noqa: B008 - frozen
    chunks = export.exported(services.database, tenant_id, filters, ExportFormat.BUNDLE, size=size)
    return b"".join([chunk async for chunk in chunks]).decode().splitlines(keepends=True)


@pytest.fixture
async def rotated(rotating, services, record, make_tenant, superuser):
    """(tenant, lines of its bundle, its first key, its newest key, checkpoints): signed by three keys in turn."""
    tenant_id = await make_tenant()
    first = None
    for _ in range(2):
        await record(tenant_id, after={"email": "a@example.org"})
        old = await rotate(rotating)
        first = first or old
    await record(tenant_id)
    await rotating.settle()
    notes = [
        row["note"]
        for row in await superuser.fetch(
            "SELECT note FROM audit_checkpoints WHERE tenant_id = $1 ORDER BY size", tenant_id
        )
    ]
    checkpoints = [verifier.Checkpoint.parse(note) for note in notes]
    origin = checkpoints[-1].origin
    lines = await bundle(services, tenant_id, checkpoints[-1].size)
    keys = [VerifierKey(origin, ED25519, public) for public in (first, rotating._key.public)]
    return tenant_id, lines, *keys, checkpoints


async def test_checkpoints_hold_under_the_key_of_their_size_whichever_key_is_trusted(rotated):
    _, lines, first, newest, checkpoints = rotated
    assert checkpoints[0].signed_by(first)
    assert checkpoints[-1].signed_by(newest)
    assert not checkpoints[-1].signed_by(first)
    middle = VerifierKey.parse(json.loads(lines[0])["key_changes"][0]["statement"].split("\n")[3])
    for trusted in ([], [first], [middle], [newest]):
        verdict = BundleVerifier(keys=trusted, previous=checkpoints).verify(lines)
        assert verdict.good, verdict.findings
    stranger = VerifierKey(first.name, ED25519, bytes(32))
    verdict = BundleVerifier(keys=[stranger]).verify(lines)
    assert "is not the trusted one" in verdict.findings[0].what


async def test_a_part_of_the_log_and_the_single_file_follow_the_change(rotated, services, tmp_path):
    tenant_id, lines, first, _, checkpoints = rotated
    part = await bundle(services, tenant_id, checkpoints[-1].size, Filters(action="agent.created"))
    assert BundleVerifier(keys=[first]).verify(part).good
    path = tmp_path / "bundle.jsonl"
    path.write_text("".join(lines))
    command = [sys.executable, "-I", str(Path(verifier.__file__)), str(path), "--key", str(first)]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[1][:4]) == (0, "good"), done


def changed(lines: list[str], forge) -> list[str]:
    header = json.loads(lines[0])
    forge(header)
    return [json.dumps(header) + "\n", *lines[1:]]


def own(header) -> dict:
    """Return the first change of the log itself."""
    return next(it for it in header["key_changes"] if header["origin"] in it["statement"])


def sign_alone(header):
    """A key of the forger's, who has not the old one, signs the change for both."""
    thief = verifier_key(header["origin"])
    change = KeyChange.parse(own(header)["statement"], b"", b"")
    forged = thief.succeed(header["origin"], change.size, thief)
    made = KeyChange(change.old, forged.new, change.size, forged.by_old, forged.by_new)
    header["key_changes"] = [made.document()]
    header["keys"][0] = str(forged.new)


def verifier_key(_origin):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    from charter.audit.signing import SigningKey  # noqa: PLC0415

    return SigningKey(Ed25519PrivateKey.generate())


def move(header):
    it = own(header)
    change = KeyChange.parse(it["statement"], b"", b"")
    it["statement"] = replace(change, size=change.size + 1).statement


def drop(header):
    header["key_changes"] = [it for it in header["key_changes"] if it != own(header)]


def drop_all(header):
    header["key_changes"] = []


def swap_signatures(header):
    it = own(header)
    it["by_old"], it["by_new"] = it["by_new"], it["by_old"]


@pytest.mark.parametrize("forge", [sign_alone, move, drop, drop_all, swap_signatures])
async def test_a_forged_change_is_found(rotated, forge):
    _, lines, first, _, _ = rotated
    for trusted in ([first], []):
        verdict = BundleVerifier(keys=trusted).verify(changed(lines, forge))
        assert not verdict.good, forge


async def test_a_change_that_the_log_does_not_tell_of_is_found(rotated):
    """Both keys may have signed it: without its entry in the tree it is none."""
    _, lines, first, _, _ = rotated
    change = KeyChange.parse(own(json.loads(lines[0]))["statement"], b"", b"")
    checking = BundleVerifier(keys=[first])
    checking._look_for_change = lambda seq, text: None
    verdict = checking.verify(lines)
    assert verdict.first_bad.first == change.size
    assert "does not tell of the change" in verdict.first_bad.what
    assert BundleVerifier(keys=[first]).verify(lines).good


async def test_a_crash_between_database_and_file_is_made_good(rotating, services, settings, record, make_tenant):
    await record(await make_tenant())
    old_file = rotating._key_path.read_bytes()
    await rotate(rotating)
    new_file = rotating._key_path.read_bytes()
    rotating._key_path.write_bytes(old_file)
    following = next_key_path(rotating._key_path)
    following.write_bytes(new_file)
    following.chmod(0o600)
    urls = urls_for(settings, settings.database_url.get_secret_value(), services.master)
    path = rotating._key_path
    starting = Sequencer(urls.audit, load_signing_key(path), services.clock, key_path=path)
    await starting.require_own_key()
    assert (starting._key.public, path.read_bytes(), following.exists()) == (rotating._key.public, new_file, False)


async def test_a_garbled_next_key_stops_nothing(rotating, record, make_tenant):
    following = next_key_path(rotating._key_path)
    following.touch(mode=0o600)
    before = rotating._key.public
    await record(await make_tenant())
    rotating._lead.signed_at = rotating._lead.signed_at.replace(year=2020)
    await rotating.step()
    following.unlink()
    assert rotating._key.public == before


@pytest.mark.parametrize("statement", ["", "charter-audit-key-change/2\n1\na\nb\n", "x\ny\nz\nw\n"])
def test_another_statement_is_no_change(statement):
    with pytest.raises((Malformed, ValueError)):
        KeyChange.parse(statement, b"", b"")


async def test_the_keys_and_their_changes_are_read_over_the_api(rotated, make_caller):
    tenant_id, _, _, newest, _ = rotated
    keys = (await (await make_caller("owner", tenant_id)).client.get("/v1/audit/keys")).json()
    assert keys["log"] == str(newest)
    mine = [it for it in keys["changes"] if newest.name in it["statement"]]
    assert len(mine) == 2
    assert all(set(it) == {"size", "statement", "by_old", "by_new"} for it in keys["changes"])


async def test_the_command_makes_a_key_and_says_when_nobody_takes_it_up(settings, charter, tmp_path):
    folder = tmp_path / "host"
    folder.mkdir(mode=0o700)
    create_signing_key(folder / "audit.key")
    done = await charter(None, "audit", "rotate-key", "--data-dir", str(folder), "--wait", "0", "--json")
    assert (done.code, done.document["in_force"]) == (1, False), done
    assert load_signing_key(folder / "audit.key.next").public.hex() == done.document["new"]


async def test_processes_side_by_side_say_the_same(rotated, tmp_path, monkeypatch):
    """The stretches of a large bundle are looked at by processes of their own."""
    _, lines, first, _, checkpoints = rotated
    monkeypatch.setattr(verifier, "_STRETCH_BYTES", 700)
    path = tmp_path / "bundle.jsonl"
    for edit in (False, True):
        if edit:
            at = next(number for number, line in enumerate(lines) if "agent.created" in line)
            lines[at] = lines[at].replace("agent.created", "agent.deleted", 1)
        path.write_text("".join(lines))
        checking = BundleVerifier(keys=[first], previous=checkpoints)
        together = await asyncio.to_thread(checking.verify_file, path, processes=2)
        alone = BundleVerifier(keys=[first], previous=checkpoints).verify(lines)
        assert (together.document(), together.good) == (alone.document(), not edit)


_look_for_real = verifier._look


def _lost(task):
    """Be killed, as by a machine that has no memory left, in any process but the verifier's own."""
    if multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return _look_for_real(task)


async def test_a_process_that_is_lost_takes_nothing_along(rotated, tmp_path, monkeypatch):
    _, lines, first, _, checkpoints = rotated
    monkeypatch.setattr(verifier, "_STRETCH_BYTES", 700)
    monkeypatch.setattr(verifier, "_look", _lost)
    path = tmp_path / "bundle.jsonl"
    path.write_text("".join(lines))
    async with asyncio.timeout(60):
        checking = BundleVerifier(keys=[first], previous=checkpoints)
        verdict = await asyncio.to_thread(checking.verify_file, path, processes=2)
    assert verdict.good, verdict.document()
