"""Semantics: where variables live, and how mappings and results move them."""

from __future__ import annotations

from typing import Any

from tests.workflows.drawing import (
    boundary,
    declare,
    element,
    end,
    event_sub,
    file,
    job,
    loop,
    mapping,
    message,
    process,
    refer,
    start,
    sub,
    task,
)
from tests.workflows.world import World


def run(*parts: str, flows: str, results: list[tuple[str, dict[str, Any]]], **variables: Any) -> dict[str, Any]:
    """Run a process to its end, doing jobs with their results; returns its variables."""
    world = World(file(process("p", start(), *parts, end(), flows=flows)))
    instance = world.start(variables=variables)
    for type_, values in results:
        world.do(type_, values)
    assert instance.ended == "completed"
    return instance.variables


def test_a_path_in_an_input_target_makes_a_context_of_its_own():
    """The variable of that name further out is neither read nor changed."""
    maps = mapping({"a.b": "x", "a.c.d": "x + 1"}, {"seen": "a"})
    left = run(job("t", extensions=maps), flows="start>t>end", results=[("t", {})], x=1, a={"z": 9})
    assert left == {"x": 1, "a": {"z": 9}, "seen": {"b": 1, "c": {"d": 2}}}


def test_a_path_in_an_output_target_is_merged_into_what_is_there():
    maps = mapping(None, {"a.b": "r", "a.c.d": "r + 1", "n.m": "r"})
    results = [("t", {"r": 1})]
    left = run(job("t", extensions=maps), flows="start>t>end", results=results, a={"z": 9, "c": {"y": 8}}, n=7)
    assert left == {"a": {"z": 9, "b": 1, "c": {"y": 8, "d": 2}}, "n": {"m": 1}}


def test_mappings_are_done_in_their_order_and_later_ones_see_earlier_ones():
    maps = mapping({"a": "x + 1", "b": "a + 1"}, {"c": "b + 1", "d": "c + 1"})
    left = run(job("t", extensions=maps), flows="start>t>end", results=[("t", {})], x=1)
    assert left == {"x": 1, "c": 4, "d": 5}


def test_a_result_stays_inside_when_outputs_are_mapped_and_goes_up_when_not():
    mapped_ = job("t", extensions=mapping(None, {"y": "r"}))
    assert run(mapped_, flows="start>t>end", results=[("t", {"r": 1, "x": 5})], x=0) == {"x": 0, "y": 1}
    assert run(job("t"), flows="start>t>end", results=[("t", {"r": 1, "x": 5})], x=0) == {"x": 5, "r": 1}


def test_a_result_goes_to_the_nearest_scope_that_has_the_variable():
    inside = sub(
        "s", start("s1"), job("t"), end("s2"), flows="s1>t>s2", extensions=mapping({"mine": "1"}, {"kept": "mine"})
    )
    left = run(inside, flows="start>s>end", results=[("t", {"mine": 2, "other": 3})])
    assert left == {"kept": 2, "other": 3}
    inside = sub("s", start("s1"), job("t"), end("s2"), flows="s1>t>s2", extensions=mapping({"mine": "1"}))
    assert run(inside, flows="start>s>end", results=[("t", {"mine": 2, "other": 3})]) == {"other": 3}


def test_an_iteration_sees_its_own_element_and_counter_and_they_end_with_it():
    repeated = job(
        "t", inside=loop("items", element="item", output="got", output_element="item * loopCounter + extra"),
        extensions=mapping({"extra": "loopCounter"}),
    )  # fmt: skip
    left = run(repeated, flows="start>t>end", results=[("t", {})] * 3, items=[5, 6, 7])
    assert left == {"items": [5, 6, 7], "got": [6, 14, 24]}


def test_variables_of_a_message_are_mapped_by_the_event_that_caught_it():
    catch = boundary("b", "t", refer("message", "m"), extensions=mapping(None, {"got": "x"}))
    model = process("p", start(), job("t"), catch, task("after"), end(), flows="start>t>end; b>after")
    world = World(file(message("m", "key"), model))
    instance = world.start(variables={"key": "k"})
    world.publish("m", "k", {"x": 1, "y": 2})
    assert (instance.ended, instance.variables) == ("completed", {"key": "k", "got": 1})


def test_variables_of_an_error_reach_the_event_that_catches_it():
    catch = boundary("b", "t", refer("error", "e"))
    model = process("p", start(), job("t"), catch, task("after"), end(), flows="start>t>end; b>after")
    world = World(file(declare("error", "e"), model))
    instance = world.start()
    world.throw("t", "e", {"why": "no"})
    assert (instance.ended, instance.variables) == ("completed", {"why": "no"})


def test_what_an_event_sub_process_brings_is_its_own_unless_it_maps_it_out():
    inside = event_sub("h", start("hs", refer("message", "m"), isInterrupting="false"), job("t"), end("he"),
                       flows="hs>t>he")  # fmt: skip
    world = World(file(message("m", '"k"'), process("p", start(), job("a"), end(), inside, flows="start>a>end")))
    instance = world.start(variables={"x": 0})
    world.publish("m", "k", {"x": 1})
    (_, found) = world.job_of("t")
    assert found
    world.do("t", {"x": 2})
    world.do("a")
    assert instance.ended == "completed"


def test_a_call_passes_all_or_only_what_is_mapped():
    def called(extensions: str) -> World:
        call = element("callActivity", "c", extensions=extensions)
        caller = process("p", start(), call, end(), flows="start>c>end")
        return World(file(caller, process("q", start("s"), job("t"), end("e"), flows="s>t>e")))

    world = called('<zeebe:calledElement processId="q"/>' + mapping({"y": "x + 1"}))
    instance = world.start("p", {"x": 1})
    child = next(found for found in world.instances.values() if found.process.id == "q")
    assert child.state.variables[1] == {"x": 1, "y": 2}
    world.do("t", {"z": 3})
    assert instance.variables == {"x": 1, "z": 3}

    only = '<zeebe:calledElement processId="q" propagateAllParentVariables="false" propagateAllChildVariables="false"/>'
    world = called(only + mapping({"y": "x + 1"}, {"got": "z"}))
    instance = world.start("p", {"x": 1})
    child = next(found for found in world.instances.values() if found.process.id == "q")
    assert child.state.variables[1] == {"y": 2}
    world.do("t", {"z": 3, "other": 4})
    assert instance.variables == {"x": 1, "got": 3}


def test_an_ad_hoc_sub_process_that_keeps_what_remains_waits_for_it():
    model = element("adHocSubProcess", "h", job("a") + job("b")
                    + '<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">=done</bpmn:completionCondition>',
                    '<zeebe:adHoc activeElementsCollection="=[&quot;a&quot;,&quot;b&quot;]"/>',
                    cancelRemainingInstances="false")  # fmt: skip
    world = World(file(process("p", start(), model, end(), flows="start>h>end")))
    instance = world.start(variables={"done": False})
    world.do("a", {"done": True})
    assert (instance.ended, world.types()) == (None, ["b"])
    world.do("b")
    assert instance.ended == "completed"
