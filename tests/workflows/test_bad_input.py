"""What runs away, is too large or calls itself: stopped with a reason, and nobody else is disturbed."""

from __future__ import annotations

from datetime import timedelta

from charter.api.app import create_app
from charter.api.services import running_services
from charter.workflows.engine.behaviours.scopes import MAX_CALL_DEPTH
from charter.workflows.service.instances import MAX_VARIABLES_BYTES
from tests.asgi_client import Client
from tests.conftest import Caller
from tests.workflows.conftest import Deploy
from tests.workflows.drawing import boundary, element, end, file, job, process, script, start, task, timer
from tests.workflows.test_lifecycle import begin, read


async def test_an_expression_that_runs_away_becomes_an_incident(builder: Caller, deploy: Deploy):
    endless = script("s", "count(for i in 1..100000000 return i)", "n")
    await deploy(p=file(process("p", start(), endless, end(), flows="start>s>end")))
    instance = await begin(builder, "p")
    (incident,) = (await builder.client.get("/v1/incidents")).json()["items"]
    assert incident["type"] == "EXTRACT_VALUE_ERROR"
    assert (await read(builder, instance))["state"] == "active"


async def test_variables_that_are_too_large_are_refused_with_the_limit(builder: Caller, deploy: Deploy):
    await deploy(p=file(process("p", start(), job("a"), end(), flows="start>a>end")))
    body = {"process": "p", "variables": {"x": ["y" * 900] * (MAX_VARIABLES_BYTES // 900 + 1)}}
    answer = await builder.client.post("/v1/process-instances", body)
    assert answer.status == 413
    assert (await builder.client.get("/v1/process-instances")).json()["items"] == []


async def test_a_process_that_calls_itself_stops_at_the_depth_limit(builder: Caller, deploy: Deploy):
    called = '<zeebe:calledElement processId="=next"/>'
    await deploy(
        p=file(process("p", start(), element("callActivity", "c", extensions=called), end(), flows="start>c>end"))
    )
    await begin(builder, "p", next="p")
    (incident,) = (await builder.client.get("/v1/incidents")).json()["items"]
    assert incident["type"] == "CALLED_ELEMENT_ERROR"
    rows = (await builder.client.get("/v1/process-instances?limit=200")).json()["items"]
    assert len(rows) == MAX_CALL_DEPTH + 1


async def test_wrong_inputs_name_their_field(builder: Caller, deploy: Deploy):
    await deploy(p=file(process("p", start(), job("a"), end(), flows="start>a>end")))
    for path, body, field in (
        ("/v1/process-instances?wait=soon", {"process": "p"}, "query.wait"),
        ("/v1/process-instances?wait=99s", {"process": "p"}, "query.wait"),
        ("/v1/process-instances", {"process": "p", "tenant_id": "x"}, "/tenant_id"),
        ("/v1/jobs/lease", {"type": "a", "max_jobs": 0}, "/max_jobs"),
        ("/v1/messages", {"name": ""}, "/name"),
        ("/v1/process-instances/cancel", {}, "/process"),
    ):
        answer = await builder.client.post(path, body)
        assert answer.status == 422, (path, answer.json())
        assert field in [each["path"] for each in answer.json()["errors"]]
    assert (await builder.client.post("/v1/process-instances", {"process": "nothing"})).status == 404


async def test_a_message_that_nobody_waits_for_expires_and_says_so(builder: Caller):
    await builder.client.post("/v1/messages", {"name": "lost", "correlation_key": "1", "time_to_live_s": 0.1})
    kept = await builder.client.post("/v1/messages", {"name": "kept", "correlation_key": "1", "time_to_live_s": 60})
    assert kept.json()["correlated"] == 0
    for _ in range(400):
        states = {one["name"]: one["state"] for one in (await builder.client.get("/v1/messages")).json()["items"]}
        if states["lost"] == "expired":
            break
    assert states == {"lost": "expired", "kept": "buffered"}


async def test_the_clock_moves_only_where_the_operator_allows_it(app, settings, builder: Caller, deploy: Deploy, owner):
    late = boundary("late", "a", timer("PT1H"))
    await deploy(p=file(process("p", start(), job("a"), late, task("t"), flows="start>a; late>t")))
    instance = await begin(builder, "p")
    assert (await builder.client.post("/v1/test-clock", {"advance": "PT1H"})).status == 404
    async with running_services(settings.model_copy(update={"test_clock": True}), takes_queue_items=False) as moved:
        testing = create_app(moved)
        client = Client(testing, {"authorization": f"Bearer {builder.key}"})
        assert (await client.post("/v1/test-clock", {"advance": "PT1H"})).status == 403
        before = moved.workflows.clock()
        async with moved.database.system_session(reason="test") as db:
            operator = builder.principal
            object.__setattr__(operator, "permissions", operator.permissions | {"installation.write"})
            await moved.workflows.clock.move(db, operator, advance="PT61M", pin=None, reset=False)
        assert moved.workflows.clock() - before >= timedelta(minutes=61)
        await moved.workflows.sweeper.sweep()
        assert (await read(builder, instance))["state"] == "completed"
        async with moved.database.system_session(reason="test") as db:
            await moved.workflows.clock.move(db, operator, advance=None, pin=None, reset=True)
