"""Secrets at rest open only where they were sealed."""

from __future__ import annotations

import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from charter.core.crypto import MasterKey, Vault, create_key_file, load_key_file
from charter.core.crypto.vault import SecretUnreadable
from charter.core.errors import StartRefused
from charter.core.ids import new_id


@pytest.fixture(scope="module")
async def tenant_id(make_tenant):
    return await make_tenant()


@settings(max_examples=50, deadline=None)
@given(secret=st.text(min_size=0, max_size=200).filter(lambda t: "\x00" not in t and t.isprintable()))
async def test_a_sealed_secret_opens_again(database, services, tenant_id, secret):
    row = new_id()
    async with database.tenant_session(tenant_id) as db:
        blob = await services.vault.seal(db, "things", row, "key", secret)
        assert await Vault(services.master).open(db, "things", row, "key", blob) == secret
        assert not secret or len(secret) < 4 or secret.encode() not in blob


async def test_it_opens_nowhere_else(database, services, tenant_id, make_tenant):
    row, other_tenant = new_id(), await make_tenant()
    async with database.tenant_session(tenant_id) as db:
        blob = await services.vault.seal(db, "things", row, "key", "secret")
        for table, row_id, field in (("others", row, "key"), ("things", new_id(), "key"), ("things", row, "other")):
            with pytest.raises(SecretUnreadable):
                await services.vault.open(db, table, row_id, field, blob)
        for damaged in (blob[:-1], blob[:-1] + bytes([blob[-1] ^ 1]), b"", b"\x02" + blob[1:]):
            with pytest.raises(SecretUnreadable):
                await services.vault.open(db, "things", row, "key", damaged)
        with pytest.raises(SecretUnreadable):
            await Vault(MasterKey(bytes(32))).open(db, "things", row, "key", blob)
    async with database.tenant_session(other_tenant) as db:
        with pytest.raises(SecretUnreadable):
            await services.vault.open(db, "things", row, "key", blob)


async def test_a_data_key_of_a_transaction_that_rolled_back_is_not_remembered(database, services, make_tenant):
    tenant_id, row = await make_tenant(), new_id()
    with pytest.raises(ZeroDivisionError):
        async with database.tenant_session(tenant_id) as db:
            await services.vault.seal(db, "things", row, "key", "first")
            raise ZeroDivisionError
    async with database.tenant_session(tenant_id) as db:
        blob = await services.vault.seal(db, "things", row, "key", "second")
        assert await db.scalar(text("SELECT count(*) FROM tenant_data_keys")) == 1
    async with database.tenant_session(tenant_id) as db:
        assert await Vault(services.master).open(db, "things", row, "key", blob) == "second"


def test_the_key_file_is_made_once_and_guarded(tmp_path):
    path = tmp_path / "charter.key"
    with pytest.raises(StartRefused, match="missing"):
        load_key_file(path)
    create_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_text()
    create_key_file(path)
    assert path.read_text() == before
    assert repr(load_key_file(path)) == "MasterKey(…)"
    path.chmod(0o640)
    with pytest.raises(StartRefused, match="chmod 600"):
        load_key_file(path)
    path.chmod(0o600)
    path.write_text("not a key")
    with pytest.raises(StartRefused, match="holds no base64 key"):
        load_key_file(path)
