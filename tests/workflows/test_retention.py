"""Ended instances go when their tenant keeps them no longer; active ones stay."""

from __future__ import annotations

from datetime import timedelta

from charter.workflows.service import retention
from tests.conftest import Caller
from tests.workflows.conftest import Deploy
from tests.workflows.drawing import end, file, job, process, start, task
from tests.workflows.test_lifecycle import begin, read


async def test_only_what_has_ended_long_ago_is_removed(services, builder: Caller, deploy: Deploy):
    await deploy(
        p=file(process("p", start(), task("t"), end(), flows="start>t>end")),
        q=file(process("q", start(), job("a"), end(), flows="start>a>end")),
    )
    ended, active = await begin(builder, "p"), await begin(builder, "q")
    async with services.database.system_session(reason="test") as db:
        assert await retention.forget_expired(db, services.clock() + timedelta(days=40)) == 0
    answer = await builder.client.patch("/v1/tenant", {"retention_days": 30})
    assert answer.status == 200, answer.json()
    async with services.database.system_session(reason="test") as db:
        assert await retention.forget_expired(db, services.clock() + timedelta(days=29)) == 0
        assert await retention.forget_expired(db, services.clock() + timedelta(days=31)) == 1
    assert (await builder.client.get(f"/v1/process-instances/{ended['id']}")).status == 404
    assert (await read(builder, active))["state"] == "active"
