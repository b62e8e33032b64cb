"""charter workflow, through a real socket."""

from __future__ import annotations

from pathlib import Path

from tests.workflows.drawing import element, end, file, gateway, job, process, start, task


async def test_a_process_is_linted_deployed_started_shown_and_cancelled(make_caller, charter, tmp_path: Path):
    caller = await make_caller("owner")
    good, bad = tmp_path / "order.bpmn", tmp_path / "bad.bpmn"
    person = element("userTask", "u", extensions="<zeebe:userTask/>")
    good.write_bytes(file(process("order", start(), job("a"), person, end(), flows="start>a>u>end")))
    bad.write_bytes(file(process("bad", start(), job("a"), flows="start>a; a>nowhere")))
    linted = await charter(None, "workflow", "lint", str(bad), "--json")
    assert (linted.code, linted.document["deployable"]) == (1, False), linted
    assert linted.document["findings"][0]["rule"] == "flow.dangling"
    assert (await charter(None, "workflow", "lint", str(good))).code == 0
    refused = await charter(caller, "workflow", "deploy", str(good), str(bad))
    assert (refused.code, "flow" in refused.err) == (1, True), refused
    deployed = await charter(caller, "workflow", "deploy", str(good), "--json")
    assert deployed.document["definitions"][0]["version"] == 1, deployed
    assert "order" in (await charter(caller, "workflow", "list")).out
    started = await charter(caller, "workflow", "start", "order", "--variables", '{"x": 1}', "--json")
    instance = started.document["id"]
    shown = await charter(caller, "workflow", "show", instance, "--history")
    assert '"x": 1' in shown.out, shown
    assert "activated" in shown.out
    assert "ready" in (await charter(caller, "workflow", "jobs", "--type", "a")).out
    assert "paused" in (await charter(caller, "workflow", "pause", instance)).out
    assert "going on" in (await charter(caller, "workflow", "resume", instance)).out
    assert "cancelled" in (await charter(caller, "workflow", "cancel", instance)).out
    listed = await charter(caller, "workflow", "instances", "--state", "terminated", "--json")
    assert [it["id"] for it in listed.document["items"]] == [instance]
    assert (await charter(caller, "workflow", "start", "order", "--variables", "nonsense")).code == 2
    assert (await charter(caller, "workflow", "start", "nothing")).code == 1


async def test_incidents_are_listed_and_resolved_and_tasks_completed(make_caller, charter, tmp_path: Path):
    caller = await make_caller("owner")
    person = element("userTask", "u", extensions="<zeebe:userTask/>")
    path = tmp_path / "p.bpmn"
    path.write_bytes(
        file(process("p", start(), gateway("exclusive", "g"), task("t"), person, flows="start>g; g>t [ok = true]; t>u"))
    )
    await charter(caller, "workflow", "deploy", str(path))
    await charter(caller, "workflow", "start", "p", "--variables", '{"ok": false}')
    (incident,) = (await charter(caller, "workflow", "incidents", "--json")).document["items"]
    assert incident["type"] == "CONDITION_ERROR"
    body = {"variables": {"ok": True}}
    await caller.client.put(f"/v1/process-instances/{incident['instance_id']}/variables", body)
    assert (await charter(caller, "workflow", "incidents", incident["id"], "--resolve")).code == 0
    (found,) = (await charter(caller, "workflow", "tasks", "--json")).document["items"]
    assert "completed" in (await charter(caller, "workflow", "tasks", "--complete", found["id"])).out
    assert "0 instances" in (await charter(caller, "workflow", "message", "nobody", "--key", "1")).out


async def test_a_model_is_marked_and_laid_out_without_a_server(charter, tmp_path: Path):
    model, drawn = tmp_path / "order.bpmn", tmp_path / "drawn.bpmn"
    model.write_bytes(file(process("order", start(), element("serviceTask", "a"), end(), flows="start>a>end")))
    assert (await charter(None, "workflow", "lint", str(model))).code == 1
    assert (await charter(None, "workflow", "mark", str(model), "a", "agent", "--set", "ref=triage")).code == 0
    assert (await charter(None, "workflow", "lint", str(model))).code == 0
    assert (await charter(None, "workflow", "layout", str(model), "--output", str(drawn))).code == 0
    assert "BPMNShape" in drawn.read_text()
    assert (await charter(None, "workflow", "mark", str(model), "a", "agent", "--remove")).code == 0
    assert b"charter:agent" not in model.read_bytes()
    assert (await charter(None, "workflow", "mark", str(model), "nobody", "agent")).code == 1
    model.write_text("<a/>")
    assert (await charter(None, "workflow", "layout", str(model))).code == 1
