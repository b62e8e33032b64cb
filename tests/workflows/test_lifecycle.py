"""Process instances over the API, on a real database."""

from __future__ import annotations

import asyncio
from typing import Any

from charter.api.services import AppServices
from tests.conftest import Caller
from tests.workflows.conftest import Deploy
from tests.workflows.drawing import (
    boundary,
    conditional,
    declare,
    element,
    end,
    file,
    gateway,
    job,
    loop,
    message,
    process,
    refer,
    script,
    start,
    task,
    timer,
)


async def begin(builder: Caller, process_id: str, wait: str | None = None, **variables: Any) -> dict[str, Any]:
    """Start an instance."""
    query = f"?wait={wait}" if wait else ""
    answer = await builder.client.post(f"/v1/process-instances{query}", {"process": process_id, "variables": variables})
    assert answer.status == 201, answer.json()
    started: dict[str, Any] = answer.json()
    return started


async def lease(builder: Caller, type_: str, **more: Any) -> list[dict[str, Any]]:
    """Take jobs."""
    answer = await builder.client.post("/v1/jobs/lease", {"type": type_, **more})
    assert answer.status == 200, answer.json()
    jobs: list[dict[str, Any]] = answer.json()["jobs"]
    return jobs


async def complete(builder: Caller, found: dict[str, Any], **variables: Any) -> int:
    """Complete a job; returns the status."""
    body = {"lease": found["lease"], "variables": variables}
    answer = await builder.client.post(f"/v1/jobs/{found['id']}/complete", body)
    return answer.status


async def read(builder: Caller, instance: dict[str, Any]) -> dict[str, Any]:
    """Return an instance's detail."""
    answer = await builder.client.get(f"/v1/process-instances/{instance['id']}")
    detail: dict[str, Any] = answer.json()
    return detail


async def test_a_job_is_taken_completed_and_the_result_awaited(builder: Caller, deploy: Deploy):
    await deploy(p=file(process("p", start(), job("a"), end(), flows="start>a>end")))
    waiting = asyncio.create_task(begin(builder, "p", wait="10s", x=1))
    (found,) = await lease(builder, "a", wait_s=5)
    assert (found["variables"], found["element"], found["version"]) == ({"x": 1}, "a", 1)
    assert await complete(builder, found, y=2) == 204
    started = await waiting
    assert (started["state"], started["variables"]) == ("completed", {"x": 1, "y": 2})
    history = (await builder.client.get(f"/v1/process-instances/{started['id']}/history")).json()["items"]
    assert [entry["element"] for entry in history if entry["what"] == "completed"] == ["start", "a", "end", "p"]


async def test_a_late_answer_is_refused_and_another_worker_has_the_job(builder: Caller, deploy: Deploy):
    await deploy(p=file(process("p", start(), job("a"), end(), flows="start>a>end")))
    await begin(builder, "p")
    (first,) = await lease(builder, "a", timeout_s=1)
    (second,) = await lease(builder, "a", wait_s=8)
    assert second["id"] == first["id"]
    assert second["lease"] == first["lease"] + 1
    assert second["retries"] == first["retries"] - 1
    assert await complete(builder, first) == 409
    assert await complete(builder, second) == 204
    assert await complete(builder, second) == 404


async def test_a_job_that_fails_for_good_is_an_incident_that_can_be_resolved(builder: Caller, deploy: Deploy):
    await deploy(p=file(process("p", start(), job("a"), end(), flows="start>a>end")))
    instance = await begin(builder, "p")
    (found,) = await lease(builder, "a")
    body = {"lease": found["lease"], "retries": 0, "message": "no paper"}
    assert (await builder.client.post(f"/v1/jobs/{found['id']}/fail", body)).status == 204
    assert await lease(builder, "a") == []
    (incident,) = (await builder.client.get("/v1/incidents?resolved=false")).json()["items"]
    assert (incident["type"], incident["message"]) == ("JOB_NO_RETRIES", "no paper")
    assert (await read(builder, instance))["incidents"] == 1
    answer = await builder.client.post(f"/v1/incidents/{incident['id']}/resolve", {"retries": 2})
    assert answer.status == 204, answer.json()
    (again,) = await lease(builder, "a", wait_s=2)
    assert again["retries"] == 2
    assert await complete(builder, again) == 204
    detail = await read(builder, instance)
    assert (detail["state"], detail["incidents"]) == ("completed", 0)


async def test_timers_go_off(builder: Caller, deploy: Deploy):
    await deploy(
        p=file(
            process("p", start(), job("a"), boundary("late", "a", timer("PT0.2S")), task("b"), flows="start>a; late>b")
        )
    )
    started = await begin(builder, "p", wait="5s")
    assert started["state"] == "completed"
    assert await lease(builder, "a") == []


async def test_messages_come_before_or_after_they_are_waited_for(builder: Caller, deploy: Deploy):
    catch = element("intermediateCatchEvent", "m", refer("message", "paid"))
    await deploy(p=file(message("paid", "order"), process("p", start(), catch, end(), flows="start>m>end")))

    async def publish(key: str, ttl: float = 0, **more: Any) -> dict[str, Any]:
        body = {"name": "paid", "correlation_key": key, "variables": {"by": key}, "time_to_live_s": ttl, **more}
        answer = await builder.client.post("/v1/messages", body)
        assert answer.status == 201, answer.json()
        made: dict[str, Any] = answer.json()
        return made

    waiting = await begin(builder, "p", order="1")
    assert (await publish("2"))["correlated"] == 0
    assert (await publish("1"))["correlated"] == 1
    started = await begin(builder, "p", order="3")
    assert (await publish("4", ttl=60, message_id="once"))["correlated"] == 0
    assert (await publish("4", ttl=60, message_id="once"))["duplicate"]
    buffered = await begin(builder, "p", wait="5s", order="4")
    assert (buffered["state"], buffered["variables"]["by"]) == ("completed", "4")
    assert (await read(builder, started))["state"] == "active"
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        while (await read(builder, waiting))["state"] != "completed":
            await asyncio.sleep(0.01)


async def test_a_message_starts_one_instance_for_a_key(builder: Caller, deploy: Deploy):
    await deploy(
        p=file(
            message("order"),
            process("p", start("s", refer("message", "order")), job("a"), end(), flows="s>a>end"),
        )
    )
    for _ in range(2):
        body = {"name": "order", "correlation_key": "7", "variables": {"n": 1}, "time_to_live_s": 60}
        await builder.client.post("/v1/messages", body)
    (found,) = await lease(builder, "a", wait_s=5)
    assert found["variables"] == {"n": 1}
    assert await lease(builder, "a") == []
    assert await complete(builder, found) == 204
    assert len(await lease(builder, "a", wait_s=8)) == 1


async def test_a_signal_reaches_waiting_instances_and_starts_others(builder: Caller, deploy: Deploy):
    catch = element("intermediateCatchEvent", "c", refer("signal", "dawn"))
    await deploy(
        p=file(declare("signal", "dawn"), process("p", start(), catch, end(), flows="start>c>end")),
        q=file(declare("signal", "dawn"), process("q", start("qs", refer("signal", "dawn")), job("a"), flows="qs>a")),
    )
    waiting = await begin(builder, "p")
    answer = await builder.client.post("/v1/signals", {"name": "dawn", "variables": {"light": 1}})
    assert answer.json() == {"reached": 2}
    (found,) = await lease(builder, "a", wait_s=5)
    assert found["variables"] == {"light": 1}
    assert (await read(builder, waiting))["state"] == "completed"


async def test_call_activities_go_down_and_cancelling_goes_with_them(builder: Caller, deploy: Deploy):
    called = '<zeebe:calledElement processId="q"/>'
    await deploy(
        p=file(process("p", start(), element("callActivity", "c", extensions=called), end(), flows="start>c>end")),
        q=file(process("q", start("qs"), job("a"), flows="qs>a")),
    )
    done = await begin(builder, "p")
    (found,) = await lease(builder, "a")
    assert await complete(builder, found, y=2) == 204
    detail = await read(builder, done)
    assert (detail["state"], detail["variables"]) == ("completed", {"y": 2})
    stopped = await begin(builder, "p")
    assert (await builder.client.post(f"/v1/process-instances/{stopped['id']}/cancel")).status == 204
    rows = (await builder.client.get("/v1/process-instances")).json()["items"]
    assert [row["state"] for row in rows] == ["terminated", "terminated", "completed", "completed"]
    assert await lease(builder, "a") == []


async def test_a_paused_instance_stands_still_until_it_is_resumed(builder: Caller, deploy: Deploy):
    await deploy(p=file(process("p", start(), job("a"), job("b"), end(), flows="start>a>b>end")))
    instance = await begin(builder, "p")
    (found,) = await lease(builder, "a")
    assert (await builder.client.post(f"/v1/process-instances/{instance['id']}/pause")).status == 204
    assert (await builder.client.post(f"/v1/process-instances/{instance['id']}/pause")).status == 409
    assert await complete(builder, found) == 204
    assert await lease(builder, "b") == []
    assert (await builder.client.post(f"/v1/process-instances/{instance['id']}/resume")).status == 204
    assert len(await lease(builder, "b", wait_s=2)) == 1


async def test_modification_moves_a_token_by_hand(builder: Caller, deploy: Deploy):
    await deploy(p=file(process("p", start(), job("a"), job("b"), end(), flows="start>a>b>end")))
    instance = await begin(builder, "p")
    (element_instance,) = [found for found in (await read(builder, instance))["elements"] if found["element"] == "a"]
    body = {"activate": [{"element": "b", "variables": {"q": 1}}], "terminate": [element_instance["key"]]}
    answer = await builder.client.post(f"/v1/process-instances/{instance['id']}/modify", body)
    assert answer.status == 204, answer.json()
    assert await lease(builder, "a") == []
    (found,) = await lease(builder, "b")
    assert found["variables"] == {"q": 1}
    answer = await builder.client.post(
        f"/v1/process-instances/{instance['id']}/modify", {"activate": [{"element": "nowhere"}]}
    )
    assert answer.status == 409


async def test_migration_lets_an_instance_go_on_under_a_new_version(builder: Caller, deploy: Deploy):
    await deploy(p=file(process("p", start(), job("a"), end(), flows="start>a>end")))
    instance = await begin(builder, "p")
    second = await deploy(p=file(process("p", start(), job("a2", "a"), job("b"), end(), flows="start>a2>b>end")))
    target = second["definitions"][0]["id"]
    path = f"/v1/process-instances/{instance['id']}/migrate"
    assert (await builder.client.post(path, {"definition_id": target})).status == 409
    answer = await builder.client.post(path, {"definition_id": target, "mapping": {"a": "a2"}})
    assert answer.status == 204, answer.json()
    (found,) = await lease(builder, "a")
    assert (found["element"], found["version"]) == ("a2", 2)
    assert await complete(builder, found) == 204
    assert len(await lease(builder, "b")) == 1


async def test_multi_instance_and_gateways_end_to_end(builder: Caller, deploy: Deploy):
    await deploy(
        p=file(
            process(
                "p",
                start(),
                job("a", inside=loop("items", element="item", output="results", output_element="r")),
                gateway("exclusive", "g", default="g_end"),
                script("s", "sum(results)", "total"),
                end(),
                flows="start>a>g; g>s [count(results) > 2]; g>end; s>end",
            )
        )
    )
    waiting = asyncio.create_task(begin(builder, "p", wait="10s", items=[1, 2, 3]))
    for _ in range(3):
        (found,) = await lease(builder, "a", wait_s=5, max_jobs=1)
        assert await complete(builder, found, r=found["variables"]["item"] * 10) == 204
    started = await waiting
    assert started["variables"]["results"] == [10, 20, 30]
    assert started["variables"]["total"] == 60


async def test_a_user_task_is_assigned_and_completed(builder: Caller, deploy: Deploy):
    await deploy(
        p=file(
            process(
                "p",
                start(),
                element("userTask", "u", extensions="<zeebe:userTask/>", name_="Look at it"),
                end(),
                flows="start>u>end",
            )
        )
    )
    instance = await begin(builder, "p")
    (found,) = (await builder.client.get("/v1/user-tasks?state=created")).json()["items"]
    assert (found["name"], found["assignee"]) == ("Look at it", None)
    path = f"/v1/user-tasks/{found['id']}"
    assert (await builder.client.patch(path, {"assignee": "ann"})).status == 204
    assert (await builder.client.get(path)).json()["assignee"] == "ann"
    assert (await builder.client.post(f"{path}/complete", {"variables": {"ok": True}})).status == 204
    detail = await read(builder, instance)
    assert (detail["state"], detail["variables"]) == ("completed", {"ok": True})
    assert (await builder.client.post(f"{path}/complete", {})).status == 404


async def test_history_is_streamed_to_the_end(builder: Caller, deploy: Deploy):
    await deploy(p=file(process("p", start(), task("t"), end(), flows="start>t>end")))
    instance = await begin(builder, "p")
    answer = await builder.client.get(f"/v1/process-instances/{instance['id']}/events")
    assert "event: element" in answer.body.decode()
    assert answer.body.decode().rstrip().endswith("event: end\ndata: {}")


async def test_a_loop_without_waiting_keeps_nobody_from_working_and_can_be_cancelled(builder: Caller, deploy: Deploy):
    await deploy(
        p=file(process("p", start(), script("t", "1", "x"), gateway("exclusive", "g"), flows="start>g>t>g")),
        q=file(process("q", start(), task("t"), end(), flows="start>t>end")),
    )
    endless = await begin(builder, "p")
    assert (await begin(builder, "q", wait="10s"))["state"] == "completed"
    assert (await builder.client.post(f"/v1/process-instances/{endless['id']}/cancel")).status == 204
    assert (await read(builder, endless))["state"] == "terminated"


async def test_a_message_waits_for_whoever_will_wait_for_it(builder: Caller, deploy: Deploy):
    """Workflow control-flow pattern WCP-24, persistent trigger: the store keeps it for its time to live."""
    catch = element("intermediateCatchEvent", "m", refer("message", "paid"))
    await deploy(p=file(message("paid", "order"), process("p", start(), job("a"), catch, flows="start>a>m")))
    instance = await begin(builder, "p", order="9")
    body = {"name": "paid", "correlation_key": "9", "time_to_live_s": 60}
    assert (await builder.client.post("/v1/messages", body)).json()["correlated"] == 0
    (found,) = await lease(builder, "a")
    assert await complete(builder, found) == 204
    async with asyncio.timeout(5):
        while (await read(builder, instance))["state"] != "completed":
            await asyncio.sleep(0.01)


async def test_two_signals_of_one_name_in_one_batch_both_arrive(builder: Caller, deploy: Deploy):
    """Both instances throw in the same commit; the one that waits without being interrupted hears both."""
    dawn = boundary("heard", "a", refer("signal", "dawn"), interrupting=False)
    await deploy(
        p=file(declare("signal", "dawn"), process("p", start(), job("a"), dawn, job("b"), flows="start>a; heard>b")),
        q=file(declare("signal", "dawn"), process("q", start("qs"), end("qe", refer("signal", "dawn")), flows="qs>qe")),
    )
    await begin(builder, "p")
    await asyncio.gather(*(begin(builder, "q") for _ in range(6)))
    heard = await lease(builder, "b", wait_s=5)
    while len(heard) < 6 and (more := await lease(builder, "b", wait_s=5)):
        heard += more
    assert len(heard) == 6


async def test_conditions_start_processes_where_they_hold(builder: Caller, deploy: Deploy, stranger: Caller):
    many, big = start("many", conditional("=count > 5")), start("big", conditional("=size > 100 and count > 0"))
    await deploy(
        p=file(process("p", many, big, job("a"), end(), flows="many>a>end; big>a")),
        q=file(process("q", start("other", conditional("=count = 7")), job("b"), end(), flows="other>b>end")),
    )

    async def ask(caller: Caller, **body: Any) -> list[tuple[str, str]]:
        answer = await caller.client.post("/v1/conditions", body)
        assert answer.status == 200, answer.json()
        return sorted((one["process"], one["element"]) for one in answer.json()["started"])

    assert await ask(builder, variables={"count": 1}) == []
    assert await ask(builder, variables={"count": 7, "size": 101}) == [("p", "big"), ("p", "many"), ("q", "other")]
    assert await ask(builder, variables={"count": 7}, process="q") == [("q", "other")]
    assert await ask(stranger, variables={"count": 7}) == []
    assert [found["variables"] for found in await lease(builder, "b", max_jobs=1)] == [{"count": 7, "size": 101}]
    await deploy(q=file(process("q", start("later", conditional("=count = 8")), job("b"), end(), flows="later>b>end")))
    assert await ask(builder, variables={"count": 7}, process="q") == []
    assert await ask(builder, variables={"count": 8}, process="q") == [("q", "later")]


async def test_variables_of_a_failed_job_can_meet_a_condition(builder: Caller, deploy: Deploy):
    on = boundary("on", "a", conditional("=broken"))
    await deploy(p=file(process("p", start(), job("a"), on, job("b"), end(), flows="start>a>end; on>b")))
    started = await begin(builder, "p")
    (found,) = await lease(builder, "a", wait_s=5)
    body = {"lease": found["lease"], "retries": 0, "variables": {"broken": True}}
    assert (await builder.client.post(f"/v1/jobs/{found['id']}/fail", body)).status == 204
    assert len(await lease(builder, "b", wait_s=5)) == 1
    assert (await read(builder, started))["incidents"] == 0


async def test_an_instance_is_started_once_under_one_idempotency_key(builder: Caller, deploy: Deploy):
    await deploy(p=file(process("p", start(), job("a"), end(), flows="start>a>end")))

    async def ask(key: str, **variables: Any) -> Any:
        body = {"process": "p", "variables": variables}
        return await builder.client.post("/v1/process-instances", body, headers={"Idempotency-Key": key})

    answers = await asyncio.gather(*(ask("order-1", x=1) for _ in range(8)), ask("order-2", x=1))
    assert {answer.status for answer in answers} == {201}
    ids = [answer.json()["id"] for answer in answers]
    assert len(set(ids[:8])) == 1, ids
    assert ids[8] not in ids[:8]
    assert (await ask("order-1", x=1)).json() == {"id": ids[0], "state": "active", "variables": None}
    assert len((await builder.client.get("/v1/process-instances")).json()["items"]) == 2
    other = await ask("order-1", x=2)
    assert (other.status, other.json()["code"]) == (409, "core.idempotency-key-reused")


async def test_messages_that_wait_for_their_turn_hold_none_up(builder: Caller, deploy: Deploy, services: AppServices):
    """A key has one instance at a time; its second message waits for the first's end, however many others wait."""
    begins = process("p", start(inside=refer("message", "go")), job("a"), end(), flows="start>a>end")
    await deploy(p=file(message("go"), begins))
    for number in range(60):
        body = {"name": "go", "correlation_key": f"k{number}", "time_to_live_s": 600}
        for _ in range(2):
            assert (await builder.client.post("/v1/messages", body)).status == 201
    jobs = await lease(builder, "a", max_jobs=64, wait_s=5)
    while len(jobs) < 60:
        jobs += await lease(builder, "a", max_jobs=64, wait_s=5)
    for last in jobs[-3:]:
        assert await complete(builder, last) == 204
    await services.workflows.sweeper.sweep()
    after = await lease(builder, "a", max_jobs=64, wait_s=5)
    async with asyncio.timeout(30):
        while len(after) < 3:
            after += await lease(builder, "a", max_jobs=64, wait_s=5)
    assert not {one["instance_id"] for one in jobs} & {one["instance_id"] for one in after}
