"""Incidents in every phase of an element's life: what is done stays done, what is resolved is tried once more."""

from __future__ import annotations

from tests.workflows.drawing import (
    boundary,
    declare,
    element,
    end,
    file,
    gateway,
    job,
    loop,
    mapping,
    process,
    refer,
    start,
    sub,
    task,
    timer,
)
from tests.workflows.world import Instance, World

LISTENERS = (
    "<zeebe:executionListeners>"
    '<zeebe:executionListener eventType="start" type="before"/><zeebe:executionListener eventType="end" type="after"/>'
    "</zeebe:executionListeners>"
)


def resolve(world: World, instance: Instance, **variables: object) -> None:
    """Set variables, then resolve the only incident."""
    ((_, incident),) = world.incidents.values()
    world.tell(instance.id, {"do": "set_variables", "variables": variables})
    world.tell(instance.id, {"do": "resolve", "key": incident.key})


def test_input_mapping():
    extensions = mapping({"n": "assert(x, x > 1)"})
    world = World(file(process("p", start(), job("a", extensions=extensions), flows="start>a")))
    instance = world.start(variables={"x": 1})
    assert (world.types(), [found.type for _, found in world.incidents.values()]) == ([], ["IO_MAPPING_ERROR"])
    resolve(world, instance, x=2)
    assert (world.types(), world.incidents) == (["a"], {})


def test_a_job_type_that_fails_opens_no_boundary_event_twice():
    late = boundary("late", "a", timer("PT1M"))
    world = World(file(process("p", start(), job("a", "=kind"), late, task("b"), flows="start>a; late>b")))
    instance = world.start(variables={"kind": 1})
    resolve(world, instance, kind="work")
    assert (world.types(), len(world.timers)) == (["work"], 1)
    assert instance.happened("activated", "a") == ["a"]
    world.do("work")
    assert (instance.ended, world.timers) == ("completed", {})


def test_a_timer_that_fails_does_not_run_the_start_listeners_again():
    late = boundary("late", "a", timer("=when"))
    world = World(file(process("p", start(), job("a", extensions=LISTENERS), late, task("b"), flows="start>a; late>b")))
    instance = world.start(variables={"when": "soon"})
    world.do("before")
    resolve(world, instance, when="PT1M")
    assert (world.types(), len(world.timers)) == (["a"], 1)


def test_an_output_element_that_fails_does_not_run_the_end_listeners_again():
    inside = loop("items", output="all", output_element="assert(y, y > 1)")
    world = World(file(process("p", start(), job("a", inside=inside, extensions=LISTENERS), flows="start>a")))
    instance = world.start(variables={"items": [1], "y": 1})
    for type_ in ("before", "a", "after"):
        world.do(type_)
    assert world.types() == []
    resolve(world, instance, y=5)
    assert (instance.ended, instance.variables["all"]) == ("completed", [5])


def test_a_completion_condition_that_fails_counts_the_completed_once():
    inside = loop("items", completion="assert(y, y > 1) > 1 and numberOfCompletedInstances = 2")
    world = World(file(process("p", start(), job("a", inside=inside), flows="start>a")))
    instance = world.start(variables={"items": [1, 2, 3], "y": 1})
    world.do("a")
    assert len(world.incidents) == 1
    resolve(world, instance, y=2)
    assert (instance.ended, world.types()) == (None, ["a", "a"])
    world.do("a")
    assert (instance.ended, world.jobs, world.incidents) == ("completed", {}, {})


def test_several_instances_whose_completion_condition_fails_have_an_incident_each():
    inside = loop("items", completion="assert(y, y > 1) > 5")
    world = World(file(process("p", start(), job("a", inside=inside), flows="start>a")))
    instance = world.start(variables={"items": [1, 2], "y": 1})
    world.do("a")
    world.do("a")
    assert len(world.incidents) == 2
    world.tell(instance.id, {"do": "set_variables", "variables": {"y": 2}})
    for _, incident in list(world.incidents.values()):
        world.tell(instance.id, {"do": "resolve", "key": incident.key})
    assert (instance.ended, world.incidents) == ("completed", {})


def test_an_error_nobody_catches_offers_the_job_again_when_resolved():
    world = World(file(process("p", start(), job("a"), end(), flows="start>a>end")))
    instance = world.start()
    world.throw("a", "boom")
    resolve(world, instance)
    assert (world.types(), world.incidents) == (["a"], {})
    world.do("a")
    assert instance.ended == "completed"


def test_two_paths_that_end_at_once_complete_a_sub_process_whose_mapping_fails_once():
    inner = sub("s", start("s1"), gateway("parallel", "f"), task("x"), task("y"), flows="s1>f>x; f>y",
                extensions=mapping(outputs={"o": "assert(n, n > 1)"}))  # fmt: skip
    world = World(file(process("p", start(), inner, end(), flows="start>s>end")))
    instance = world.start(variables={"n": 1})
    assert len(world.incidents) == 1
    resolve(world, instance, n=2)
    assert (instance.ended, instance.variables["o"], world.incidents) == ("completed", 2, {})


def test_two_paths_that_end_at_once_run_the_end_listeners_once():
    inner = sub("s", start("s1"), gateway("parallel", "f"), task("x"), task("y"), flows="s1>f>x; f>y",
                extensions=LISTENERS)  # fmt: skip
    world = World(file(process("p", start(), inner, end(), flows="start>s>end")))
    instance = world.start()
    world.do("before")
    assert world.types() == ["after"]
    world.do("after")
    assert (instance.ended, world.jobs) == ("completed", {})


def test_nothing_begins_in_a_sub_process_that_is_completing():
    alarm = sub("e", start("es", refer("signal", "fire"), isInterrupting="false"), job("help"), flows="es>help",
                triggeredByEvent="true")  # fmt: skip
    inner = sub("s", start("s1"), alarm, flows="", extensions=mapping(outputs={"o": "assert(n, n > 1)"}))
    world = World(file(declare("signal", "fire"), process("p", start(), inner, end(), flows="start>s>end")))
    instance = world.start(variables={"n": 1})
    world.signal("fire")
    assert world.types() == []
    resolve(world, instance, n=2)
    assert (instance.ended, world.waits) == ("completed", {})


def test_a_task_listener_whose_type_fails_is_an_incident():
    extensions = (
        '<zeebe:userTask/><zeebe:taskListeners><zeebe:taskListener eventType="completing" type="=kind"/>'
        "</zeebe:taskListeners>"
    )
    world = World(
        file(process("p", start(), element("userTask", "u", extensions=extensions), end(), flows="start>u>end"))
    )
    instance = world.start(variables={"kind": 1})
    ((_, found),) = world.tasks.values()
    world.tell(instance.id, {"do": "task", "key": found.key, "task": found.id, "event": "completing", "values": {}})
    resolve(world, instance, kind="check")
    world.do("check")
    assert instance.ended == "completed"
