"""Conditional events: when their conditions are looked at, and what comes of it (as Camunda 8.9 documents it)."""

from __future__ import annotations

import pytest

from tests.workflows.drawing import (
    boundary,
    conditional,
    element,
    end,
    event_sub,
    file,
    gateway,
    job,
    loop,
    mapping,
    process,
    start,
    sub,
    task,
    timer,
)
from tests.workflows.world import Instance, World


def guarded(text: str, events: str = "", *, interrupting: bool = True, more: str = "") -> World:
    """Return a world with a job ``a`` and a condition at its boundary that leads to a job ``b``."""
    on = boundary("on", "a", conditional(f"={text}", events), interrupting=interrupting)
    flows = "start>a>end; on>b"
    return World(file(process("p", start(), job("a", extensions=more), on, job("b"), end(), flows=flows)))


def put(world: World, instance: Instance, key: int = 1, *, local: bool = False, **variables: object) -> None:
    """Set variables of an instance."""
    world.tell(instance.id, {"do": "set_variables", "variables": variables, "key": key, "local": local})


def key_of(instance: Instance, node: str) -> int:
    """Return the key of the only active element instance of a node."""
    (key,) = (key for key, found in instance.state.elements.items() if found.node == node)
    return key


def test_a_condition_that_holds_already_ends_the_activity_at_once():
    world = guarded("x > 10")
    instance = world.start(variables={"x": 11})
    assert world.types() == ["b"]
    assert instance.happened("terminated") == ["a"]


def test_a_condition_is_looked_at_when_a_variable_changes_that_it_reads():
    world = guarded("x > 10")
    instance = world.start(variables={"x": 1})
    put(world, instance, y=99)
    put(world, instance, x=10)
    assert world.types() == ["a"]
    put(world, instance, x=11)
    assert world.types() == ["b"]


def test_what_an_input_mapping_sets_counts_and_what_comes_with_the_completion_does_not():
    world = guarded("x > 10", more=mapping({"x": "11"}))
    world.start()
    assert world.types() == ["b"]
    world = guarded("x > 10")
    instance = world.start()
    world.do("a", {"x": 11})
    assert (instance.ended, instance.completed.count("b")) == ("completed", 0)


def test_one_that_does_not_interrupt_happens_each_time_but_once_for_one_update():
    world = guarded("x > 10 or y > 5", interrupting=False)
    instance = world.start(variables={"x": 1})
    put(world, instance, x=11, y=6)
    assert world.types() == ["a", "b"]
    put(world, instance, x=12)
    assert world.types() == ["a", "b", "b"]
    put(world, instance, x=12)  # which is no change
    put(world, instance, z=1)
    assert world.types() == ["a", "b", "b"]


@pytest.mark.parametrize(
    ("events", "heard"), [("create", [1]), ("update", [2]), ("create, update", [1, 2]), ("", [1, 2])]
)
def test_a_filter_says_which_changes_count(events: str, heard: list[int]):
    world = guarded("x > 10", events, interrupting=False)
    instance = world.start()
    seen = []
    for turn, value in ((1, 11), (2, 12)):
        before = len(world.jobs)
        put(world, instance, x=value)
        if len(world.jobs) > before:
            seen.append(turn)
    assert seen == heard


def test_the_outermost_comes_first_and_nothing_happens_inside_of_what_it_ends():
    inner = job("a") + boundary("in", "a", conditional("=x"), interrupting=False) + job("b")
    scope = sub("s", start("s1"), inner, end("s2"), flows="s1>a>s2; in>b")
    on = boundary("out", "s", conditional("=x"))
    world = World(file(process("p", start(), scope, on, job("c"), end(), flows="start>s>end; out>c")))
    instance = world.start()
    put(world, instance, x=True)
    assert world.types() == ["c"]
    assert "in" not in instance.completed


def test_a_variable_of_one_branch_is_not_seen_in_another():
    branches = []
    for name in ("a", "b"):
        on = boundary(f"on_{name}", f"job_{name}", conditional("=x"))
        inside = (start(f"s_{name}"), job(f"job_{name}"), on, end(f"e_{name}"), end(f"f_{name}"))
        branches.append(sub(name, *inside, flows=f"s_{name}>job_{name}>e_{name}; on_{name}>f_{name}"))
    model = process("p", start(), gateway("parallel", "g"), *branches, end(), flows="start>g>a>end; g>b>end")
    world = World(file(model))
    instance = world.start()
    put(world, instance, key_of(instance, "a"), local=True, x=True)
    assert world.types() == ["job_b"]


def test_a_catch_event_waits_until_the_condition_holds():
    wait = element("intermediateCatchEvent", "wait", conditional("=ready = true"))
    model = file(
        process("p", start(), gateway("parallel", "g"), wait, job("a"), end(), flows="start>g>wait>end; g>a>end")
    )
    world = World(model)
    instance = world.start()
    assert "wait" not in instance.completed
    world.do("a", {"ready": True})
    assert (instance.ended, instance.completed.count("wait")) == ("completed", 1)
    assert World(model).start(variables={"ready": True}).completed.count("wait") == 1


def test_a_condition_can_win_the_race_after_an_event_based_gateway():
    wait = element("intermediateCatchEvent", "wait", conditional("=ready"))
    late = element("intermediateCatchEvent", "late", timer("PT1H"))
    parts = (start(), gateway("eventBased", "g"), wait, late, task("t"), end())
    world = World(file(process("p", *parts, flows="start>g>wait>t>end; g>late>t")))
    instance = world.start()
    put(world, instance, ready=True)
    assert (instance.ended, world.timers) == ("completed", {})
    assert "late" not in instance.completed


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_event_sub_process_begins_when_its_condition_holds(interrupting: bool):
    begin = start("s1", conditional("=order.cancelled"), isInterrupting="true" if interrupting else "false")
    alarm = event_sub("alarm", begin, job("b"), end("s2"), flows="s1>b>s2")
    world = World(file(process("p", start(), job("a"), alarm, end(), flows="start>a>end")))
    instance = world.start(variables={"order": {"cancelled": False}})
    assert world.types() == ["a"]
    put(world, instance, order={"cancelled": True})
    assert world.types() == (["b"] if interrupting else ["a", "b"])
    while world.jobs:
        world.do(world.types()[0])
    assert instance.ended == "completed"


def test_a_condition_around_a_loop_ends_all_of_it():
    on = boundary("on", "a", conditional("=found"))
    many = job("a", inside=loop("items"))
    world = World(file(process("p", start(), many, on, job("b"), end(), flows="start>a>end; on>b")))
    world.start(variables={"items": [1, 2, 3]})
    world.do("a", {"found": True})
    assert world.types() == ["b"]


def test_a_condition_that_cannot_be_evaluated_does_not_hold():
    world = guarded('assert(x, x > 10, "no")')
    instance = world.start(variables={"x": 1})
    assert (world.types(), world.incidents) == (["a"], {})
    put(world, instance, x="eleven")
    assert (world.types(), world.incidents) == (["a"], {})
    put(world, instance, x=11)
    assert world.types() == ["a"]  # 11 is no truth value


def test_a_process_can_begin_where_a_condition_leads():
    first, second = start("low", conditional("=amount > 1")), start("high", conditional("=amount > 100"))
    model = file(process("p", first, second, job("a"), end(), flows="low>a>end; high>a"))
    world = World(model)
    instance = world.start(begin=[["high", {"amount": 200}]])
    assert (world.types(), instance.variables) == (["a"], {"amount": 200})
