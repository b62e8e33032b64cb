"""Old checkpoints are thinned, and whatever was kept outside can still be held against the log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from charter.audit.repository import Filters
from charter.audit.thinning import thin_checkpoints
from charter.audit.verifier import BundleVerifier, Checkpoint
from charter.compliance.schemas import ExportFormat
from charter.compliance.service import export

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
_SIZES = "SELECT size FROM audit_checkpoints WHERE tenant_id = $1 ORDER BY size"


async def test_all_of_a_week_one_an_hour_for_a_year_then_one_a_day(services, sequencer, record, make_tenant, superuser):
    tenant_id = await make_tenant()
    for _ in range(14):
        await record(tenant_id)
        await sequencer.settle()
    sizes = [row["size"] for row in await superuser.fetch(_SIZES, tenant_id)]
    notes = await superuser.fetch("SELECT note FROM audit_checkpoints WHERE tenant_id = $1 ORDER BY size", tenant_id)
    kept_outside = [Checkpoint.parse(row["note"]) for row in notes]
    assert len(sizes) == 14
    ages = [
        timedelta(days=800, hours=3), timedelta(days=800, hours=2), timedelta(days=800), timedelta(days=700),  # days
        timedelta(days=300, minutes=50), timedelta(days=300, minutes=40), timedelta(days=300, minutes=30),
        timedelta(days=299, minutes=59), timedelta(days=299, minutes=30), timedelta(days=299, minutes=20),  # hours
        timedelta(days=6, seconds=3), timedelta(days=6, seconds=2), timedelta(days=6, seconds=1), timedelta(days=6),
    ]  # fmt: skip
    for size, age in zip(sizes, ages, strict=True):
        await superuser.execute(
            "UPDATE audit_checkpoints SET signed_at = $3 WHERE tenant_id = $1 AND size = $2",
            tenant_id, size, NOW - age,
        )  # fmt: skip
    statement = "INSERT INTO audit_key_changes (tenant_id, size, statement, by_old, by_new) VALUES ($1, $2, '', '', '')"
    await superuser.execute(statement, tenant_id, sizes[1])
    async with services.database.system_session(reason="test") as db:
        assert await thin_checkpoints(db, NOW) >= 5
        assert await thin_checkpoints(db, NOW) == 0
    left = [row["size"] for row in await superuser.fetch(_SIZES, tenant_id)]
    assert left == [sizes[at] for at in (1, 2, 3, 6, 9, 10, 11, 12, 13)]
    await superuser.execute("DELETE FROM audit_key_changes WHERE tenant_id = $1", tenant_id)
    chunks = export.exported(services.database, tenant_id, Filters(), ExportFormat.BUNDLE, size=sizes[-1])
    lines = b"".join([chunk async for chunk in chunks]).decode().splitlines(keepends=True)
    verdict = BundleVerifier(previous=kept_outside).verify(lines)
    assert verdict.good, verdict.findings


async def test_the_newest_of_a_quiet_log_stays(services, sequencer, record, make_tenant, superuser):
    tenant_id = await make_tenant()
    await record(tenant_id)
    await sequencer.settle()
    long_ago = NOW - timedelta(days=1_000)
    await superuser.execute("UPDATE audit_checkpoints SET signed_at = $2 WHERE tenant_id = $1", tenant_id, long_ago)
    async with services.database.system_session(reason="test") as db:
        await thin_checkpoints(db, NOW)
    assert len(await superuser.fetch(_SIZES, tenant_id)) == 1
