"""Checkpoints shown outside: a folder that only grows, and a C2SP witness that cosigns."""

from __future__ import annotations

import asyncio
import base64

import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from charter.audit.models import INSTALLATION
from charter.audit.verifier import (
    COSIGNATURE,
    BundleVerifier,
    Checkpoint,
    VerifierKey,
    read_checkpoints,
    verify_consistency,
)
from charter.audit.witness import Witness
from charter.core.errors import StartRefused
from charter.core.guarded_client import AddressRules, GuardedClient


class FakeWitness:
    """C2SP tlog-witness: cosigns a checkpoint when its log only grew since the last one."""

    name = "witness.example/w1"

    def __init__(self) -> None:
        self._private = Ed25519PrivateKey.generate()
        self.key = VerifierKey(self.name, COSIGNATURE, self._private.public_key().public_bytes_raw())
        self.seen = Checkpoint("", 0, b"")
        self.forge = False

    async def add_checkpoint(self, request: web.Request) -> web.Response:
        head, _, note = (await request.text()).partition("\n\n")
        old, *proof = head.splitlines()
        checkpoint = Checkpoint.parse(note)
        if int(old.removeprefix("old ")) != self.seen.size:
            return web.Response(status=409, text=f"{self.seen.size}\n", content_type="text/x.tlog.size")
        path = [base64.b64decode(line) for line in proof]
        if self.seen.size and not verify_consistency(
            self.seen.size, checkpoint.size, path, self.seen.root, checkpoint.root
        ):
            return web.Response(status=422)
        self.seen = checkpoint
        body = "other\n" if self.forge else checkpoint.body
        signed = self._private.sign(f"cosignature/v1\ntime 1700000000\n{body}".encode())
        line = base64.b64encode(self.key.id + (1_700_000_000).to_bytes(8, "big") + signed).decode()
        return web.Response(text=f"\u2014 {self.name} {line}\n")


@pytest.fixture
async def fake():
    witness, app = FakeWitness(), web.Application()
    app.router.add_post("/add-checkpoint", witness.add_checkpoint)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    yield witness, f"http://127.0.0.1:{port}"
    await runner.cleanup()


@pytest.fixture
async def http():
    async with GuardedClient(AddressRules(["127.0.0.0/8"])) as client:
        yield client


async def newest(connection) -> Checkpoint:
    query = "SELECT note FROM audit_checkpoints WHERE tenant_id = $1 ORDER BY size DESC LIMIT 1"
    return Checkpoint.parse(await connection.fetchval(query, INSTALLATION))


async def test_a_witness_cosigns_and_the_bundle_shows_it(owner, record, sequencer, fake, http, tmp_path, caplog):
    witness, url = fake
    shown = Witness(http, folder=tmp_path, url=url, key=witness.key)
    connection, using = sequencer._leadership().connection, asyncio.Lock()
    for _ in range(2):
        await record(owner.tenant_id)
        await sequencer.settle()
        await shown.show(connection, using, await newest(connection))
        assert (await newest(connection)).signed_by(witness.key)
    assert caplog.text == ""
    kept = list(read_checkpoints(tmp_path))
    assert [each.size for each in kept] == sorted({each.size for each in kept})
    assert len(kept) == 2
    bundle = (await owner.client.get("/v1/audit/export")).body.decode().splitlines(keepends=True)
    verdict = BundleVerifier(witnesses=[witness.key]).verify(bundle)
    assert (verdict.good, verdict.witnessed) == (True, True), verdict.findings
    other = BundleVerifier(witnesses=[FakeWitness().key]).verify(bundle)
    assert (other.good, other.witnessed) == (False, False)


async def test_a_witness_that_saw_more_is_caught_up_with(owner, record, sequencer, fake, http):
    """A new process does not know what the witness saw last: the first answer tells."""
    witness, url = fake
    connection, using = sequencer._leadership().connection, asyncio.Lock()
    for _ in range(2):
        await record(owner.tenant_id)
        await sequencer.settle()
        await Witness(http, url=url, key=witness.key).show(connection, using, await newest(connection))
    assert witness.seen.size == (await newest(connection)).size


async def test_what_a_witness_answers_wrongly_is_thrown_away(owner, record, sequencer, fake, http, caplog):
    witness, url = fake
    witness.forge = True
    connection, using = sequencer._leadership().connection, asyncio.Lock()
    await record(owner.tenant_id)
    await sequencer.settle()
    await Witness(http, url=url, key=witness.key).show(connection, using, await newest(connection))
    assert "not its own" in caplog.records[-1].reason
    assert len((await newest(connection)).signatures) == 1
    await Witness(http, url="http://127.0.0.1:9", key=witness.key).show(connection, using, await newest(connection))
    assert caplog.text.count("could not be shown") == 2


def test_settings_of_a_witness_are_checked(settings, http):
    assert Witness.of(settings, http) is None
    with pytest.raises(StartRefused, match="CHARTER_AUDIT_WITNESS_KEY"):
        Witness.of(settings.model_copy(update={"audit_witness_url": "http://w"}), http)
    with pytest.raises(StartRefused, match="CHARTER_AUDIT_WITNESS_KEY is not"):
        Witness.of(settings.model_copy(update={"audit_witness_url": "http://w", "audit_witness_key": "x"}), http)
