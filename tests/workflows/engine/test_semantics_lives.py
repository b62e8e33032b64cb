"""Cancelling, modifying and rejecting: nothing is left behind, and what does not fit changes nothing."""

from __future__ import annotations

import json

import pytest

from charter.workflows.engine import turn
from charter.workflows.engine.commands import apply
from charter.workflows.engine.errors import CommandRejected
from charter.workflows.engine.migration import migrate
from charter.workflows.engine.state import InstanceState
from tests.workflows.drawing import (
    COMPENSATE,
    boundary,
    declare,
    element,
    end,
    event_sub,
    file,
    gateway,
    job,
    loop,
    mapping,
    process,
    refer,
    script,
    start,
    sub,
    task,
    timer,
    undo_by,
)
from tests.workflows.world import Instance, World

CALL = '<zeebe:calledElement processId="{}" propagateAllChildVariables="true"/>'


def call(name: str, process_id: str) -> str:
    return element("callActivity", name, extensions=CALL.format(process_id))


def states(world: World) -> list[str | None]:
    return [found.ended for found in world.instances.values()]


def test_an_instance_that_loops_without_end_can_be_cancelled(monkeypatch):
    monkeypatch.setattr(turn, "STEPS_PER_TURN", 7)
    model = file(process("p", start(), task("a"), gateway("parallel", "f"), gateway("exclusive", "m"), job("b"),
                         flows="start>m>a>f>m; f>b"))  # fmt: skip
    world = World(model)
    for steps in range(7, 14):
        monkeypatch.setattr(turn, "STEPS_PER_TURN", steps)
        state = InstanceState()
        outcome = apply(world.processes["p"], state, {"do": "start", "variables": {}}, world.ports, world.now)
        assert outcome.unfinished
        monkeypatch.setattr(turn, "STEPS_PER_TURN", 1000)
        apply(world.processes["p"], state, {"do": "cancel"}, world.ports, world.now)
        assert (state.ended, state.todo) == (True, [])


def test_a_rejected_command_changes_nothing():
    tools = element("adHocSubProcess", "h", job("a"), '<zeebe:taskDefinition type="agent"/>')
    world = World(file(process("p", start(), tools, end(), flows="start>h>end")))
    state = world.start().state
    before = json.dumps([state.tokens_json(), state.variables_json()])
    (_, found) = world.job_of("agent")
    unknown = {"activateElements": [{"elementId": "a"}, {"elementId": "nothing"}]}
    for command in (
        {"do": "complete_job", "key": found.key, "job": found.id, "result": unknown},
        {"do": "modify", "activate": [{"node": "end"}, {"node": "nothing"}]},
        {"do": "modify", "activate": [{"node": "a"}], "terminate": [99]},
        {"do": "resolve", "key": found.key},
        {"do": "fire", "key": found.key, "wait": "none"},
    ):
        with pytest.raises(CommandRejected):
            apply(world.processes["p"], state, command, world.ports, world.now)
        assert json.dumps([state.tokens_json(), state.variables_json()]) == before


def test_a_sub_process_whose_last_element_is_terminated_by_hand_is_terminated_too():
    model = file(process("p", start(), sub("s", start("s1"), job("a"), flows="s1>a"), job("b"), job("c"),
                         gateway("parallel", "f"), flows="start>f>s>b; f>c"))  # fmt: skip
    world = World(model)
    instance = world.start()
    world.tell(instance.id, {"do": "modify", "terminate": [world.job_of("a")[1].key]})
    assert (world.types(), instance.happened("terminated")) == (["c"], ["a", "s"])
    world.tell(instance.id, {"do": "modify", "terminate": [world.job_of("c")[1].key]})
    assert instance.ended == "terminated"


def test_an_escalation_climbs_through_two_calls():
    model = file(
        declare("escalation", "late"),
        process("p", start(), call("c", "q"), boundary("heard", "c", refer("escalation", "late"), interrupting=False),
                job("help"), flows="start>c; heard>help"),
        process("q", start("qs"), call("d", "r"), flows="qs>d"),
        process("r", start("rs"), end("re", refer("escalation", "late")), flows="rs>re"),
    )  # fmt: skip
    world = World(model)
    world.start("p")
    assert world.types() == ["help"]


def test_an_error_from_below_that_nobody_catches_any_more_is_an_incident_of_the_call():
    """The event sub-process that would have caught it has been used up: its scope is interrupted."""
    boom = event_sub("e", start("es", refer("error", "boom")), call("again", "q"), flows="es>again")
    model = file(
        declare("error", "boom"),
        process("p", start(), call("c", "q"), boom, flows="start>c"),
        process("q", start("qs"), job("a"), flows="qs>a"),
    )
    world = World(model)
    instance = world.start("p")
    world.throw("a", "boom")
    world.throw("a", "boom")
    ((_, incident),) = world.incidents.values()
    assert incident.type == "UNHANDLED_ERROR_EVENT"
    world.tell(instance.id, {"do": "cancel"})
    assert set(states(world)) == {"terminated"}
    assert not world.incidents


def test_an_output_mapping_of_a_repeated_activity_can_fill_its_output_element():
    inside = loop("items", element="item", output="all", output_element="r")
    extensions = mapping(outputs={"r": "got * 2"})
    world = World(file(process("p", start(), job("a", inside=inside, extensions=extensions), flows="start>a")))
    instance = world.start(variables={"items": [1, 2]})
    world.do("a", {"got": 1})
    world.do("a", {"got": 2})
    assert instance.variables == {"items": [1, 2], "all": [2, 4]}


def test_a_completion_condition_sees_what_its_instance_produced():
    inside = loop("items", sequential=True, output="all", output_element="ok", completion="ok = true")
    world = World(file(process("p", start(), job("a", inside=inside), flows="start>a")))
    instance = world.start(variables={"items": [1, 2, 3]})
    world.do("a", {"ok": False})
    world.do("a", {"ok": True})
    assert (instance.ended, instance.variables["all"]) == ("completed", [False, True, None])


def test_turns_that_are_cut_anywhere_lead_to_the_same_end(monkeypatch):
    model = file(process("p", start(), script("one", "1", "x"), gateway("parallel", "f"), task("a"), task("b"),
                         gateway("parallel", "j"), end(), flows="start>one>f>a>j>end; f>b>j"))  # fmt: skip
    for steps in range(1, 12):
        monkeypatch.setattr(turn, "STEPS_PER_TURN", steps)
        world = World(model)
        instance = world.start()
        assert (instance.ended, instance.completed.count("end")) == ("completed", 1)


def _migrate(world: World, instance: Instance, **mapping: str) -> None:
    """Let an instance go on under the process ``q``."""
    outcome = migrate(instance.process, world.processes["q"], instance.state, mapping, world.ports, world.now)
    instance.process = world.processes["q"]
    for effect in outcome.effects:
        world._do(instance, effect)


def test_migration_opens_no_boundary_event_that_has_happened_already():
    def model(name: str, *more: str, flows: str = "") -> str:
        late = boundary("late", "a", timer("PT1M"), interrupting=False)
        return process(name, start(), job("a"), late, task("b"), *more, flows="start>a; late>b" + flows)

    two = boundary("later", "a", timer("PT9M"), interrupting=False)
    world = World(file(model("p")), file(model("q", two, task("c"), flows="; later>c")))
    instance = world.start("p")
    world.pass_time(minutes=2)
    _migrate(world, instance)
    assert [found.node for _, found in world.timers.values()] == ["later"]
    world.pass_time(minutes=10)
    world.do("a")
    assert (instance.completed.count("b"), instance.completed.count("c")) == (1, 1)


def test_what_can_be_undone_is_undone_under_a_new_version():
    def model(name: str, suffix: str) -> str:
        names = [f"{part}{suffix}" for part in ("a", "on", "undo", "wait")]
        a, on, undo, wait = names
        back = element("intermediateThrowEvent", "back", COMPENSATE)
        parts = [job(a), boundary(on, a, COMPENSATE), job(undo, isForCompensation="true"), undo_by(on, undo)]
        return process(name, start(), *parts, job(wait), back, end(), flows=f"start>{a}>{wait}>back>end")

    world = World(file(model("p", "")), file(model("q", "2")))
    instance = world.start("p")
    world.do("a")
    _migrate(world, instance, a="a2", wait="wait2")
    world.do("wait")
    assert world.types() == ["undo2"]
