"""What is taken out of the log: personal values, old bodies; and what a hold keeps. Proofs hold all the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from charter.audit import upkeep
from charter.audit.repository import Filters
from charter.audit.verifier import BundleVerifier
from charter.compliance.schemas import ExportFormat
from charter.compliance.service import export
from charter.core.ids import format_id, new_id


async def bundle_of(caller, size=None) -> str:
    answer = await caller.client.get("/v1/audit/export")
    assert answer.status == 200
    return answer.body.decode()


def verdict_on(bundle: str):
    return BundleVerifier().verify(bundle.splitlines(keepends=True))


async def test_erased_values_are_gone_and_proofs_hold(owner, sequencer, record):
    person = new_id()
    await record(
        owner.tenant_id, "member.added", resource_id=person, after={"email": "anna@example.org", "role": "caller"}
    )
    await record(owner.tenant_id, after={"email": "bert@example.org", "note": "kept"}, principal=owner.principal)
    await record(owner.tenant_id, after={"to": {"email": "Anna@Example.org"}})
    await sequencer.settle()
    before = verdict_on(await bundle_of(owner))
    body = {"user_id": format_id("user", person), "email": "anna@example.org", "reason": "GDPR art. 17"}
    asked = await owner.client.post("/v1/audit/erasures", body)
    assert asked.status == 202
    assert asked.json()["done_at"] is None
    await sequencer.settle()
    (done,) = (await owner.client.get("/v1/audit/erasures")).json()["items"]
    assert (done["values_erased"], done["done_at"] is not None) == (2, True)
    await sequencer.settle()
    bundle = await bundle_of(owner)
    assert "anna" not in bundle.casefold()
    assert "bert@example.org" in bundle
    after = verdict_on(bundle)
    assert after.good, after.findings
    assert (before.erased, after.erased) == (0, 2)
    assert after.size > before.size
    found = (await owner.client.get("/v1/audit/entries?action=member.added")).json()["items"][0]
    assert found["after"] == {"email": "[erased]", "role": "caller"}
    assert found["erased"] == ["/after/email"]
    assert (await owner.client.get("/v1/audit/entries?text=anna")).json()["items"] == []
    told = (await owner.client.get("/v1/audit/entries?action=audit_log.personal_data_erased")).json()["items"][0]
    assert told["after"]["values"] == 2


async def test_a_hold_set_after_the_wish_stops_the_erasure(owner, sequencer, record):
    await record(owner.tenant_id, after={"email": "carl@example.org"})
    await owner.client.post("/v1/audit/erasures", {"email": "carl@example.org", "reason": "wish"})
    held = {"retention_months": None, "legal_hold": True, "hold_reason": "case 9"}
    assert (await owner.client.put("/v1/audit/settings", held)).status == 200
    await sequencer.settle()
    assert (await owner.client.get("/v1/audit/erasures")).json()["items"][0]["done_at"] is None
    await owner.client.put("/v1/audit/settings", {"retention_months": None, "legal_hold": False})
    await sequencer.settle()
    assert (await owner.client.get("/v1/audit/erasures")).json()["items"][0]["values_erased"] == 1


@pytest.mark.parametrize("held", [False, True])
async def test_old_bodies_are_dropped_by_month_unless_held(owner, sequencer, record, superuser, held):
    for number in range(4):
        await record(owner.tenant_id, after={"number": number})
    await sequencer.settle()
    settings = {"retention_months": 2, "legal_hold": held, "hold_reason": "case 1" if held else None}
    assert (await owner.client.put("/v1/audit/settings", settings)).status == 200
    await sequencer.settle()
    lead = sequencer._leadership()
    later = datetime.now(UTC) + timedelta(days=100)
    notes = [note for note in await upkeep.drop_expired(lead.connection, later) if note.tenant_id == owner.tenant_id]
    assert len(notes) == (not held)
    verdict = verdict_on(await bundle_of(owner))
    assert verdict.good, verdict.findings
    assert (verdict.pruned > 0) != held
    left = (await owner.client.get("/v1/audit/entries?action=agent.")).json()["items"]
    assert len(left) == (4 if held else 0)


async def test_a_long_log_is_dropped_bit_by_bit_and_each_bit_is_told_of(owner, sequencer, record, monkeypatch):
    """No entry waits for its place while millions of old ones go."""
    monkeypatch.setattr(upkeep, "_DROPPED_AT_ONCE", 3)
    for number in range(5):
        await record(owner.tenant_id, after={"number": number})
    await owner.client.put("/v1/audit/settings", {"retention_months": 2, "legal_hold": False})
    await sequencer.settle()
    lead, later = sequencer._leadership(), datetime.now(UTC) + timedelta(days=100)
    bits = []
    while notes := await upkeep.drop_expired(lead.connection, later):
        bits += [note.after for note in notes if note.tenant_id == owner.tenant_id]
    assert [bit["entries"] for bit in bits[:-1]] == [3] * (len(bits) - 1)
    assert [bit["first"] for bit in bits[1:]] == [bit["last"] + 1 for bit in bits[:-1]]
    verdict = verdict_on(await bundle_of(owner))
    assert verdict.good, verdict.findings
    assert verdict.pruned >= sum(bit["entries"] for bit in bits) >= 6


@pytest.mark.parametrize(
    ("now", "months", "first"),
    [("2026-11-22", 1, "2026-10-01"), ("2026-01-31", 1, "2025-12-01"), ("2026-03-31", 14, "2025-01-01")],
)
def test_whole_months_are_kept(now, months, first):
    moment = datetime.fromisoformat(now + "T15:00:00+00:00")
    assert upkeep.months_before(moment, months) == datetime.fromisoformat(first + "T00:00:00+00:00")


async def test_what_was_erased_cannot_be_put_back_differently(owner, services, sequencer, record, superuser):
    await record(owner.tenant_id, after={"email": "dora@example.org"})
    await owner.client.post("/v1/audit/erasures", {"email": "dora@example.org", "reason": "wish"})
    await sequencer.settle()
    await superuser.execute(
        """UPDATE audit_entries SET personal = '{"/after/email": "other@example.org"}' WHERE tenant_id = $1
           AND personal ? '/after/email'""",
        owner.tenant_id,
    )
    size = await superuser.fetchval("SELECT max(size) FROM audit_checkpoints WHERE tenant_id = $1", owner.tenant_id)
    chunks = export.exported(services.database, owner.tenant_id, Filters(), ExportFormat.BUNDLE, size=size)
    verdict = verdict_on(b"".join([chunk async for chunk in chunks]).decode())
    assert not verdict.good
