"""The workflow control-flow patterns that BPMN can express, a model each.

The numbers are those of van der Aalst, ter Hofstede, Russell and others (WCP-1 … WCP-43). Which are missing, and why,
says docs/explanation/workflow-engine.md.
"""

from __future__ import annotations

from tests.workflows.drawing import (
    TERMINATE,
    boundary,
    declare,
    element,
    end,
    event_sub,
    file,
    gateway,
    job,
    loop,
    message,
    process,
    refer,
    start,
    sub,
    task,
    timer,
)
from tests.workflows.world import Instance, World


def begin(*parts: str, flows: str, declared: tuple[str, ...] = (), **variables: object) -> tuple[World, Instance]:
    """Start a process of these parts and a start event ``start``."""
    world = World(file(*declared, process("p", start(), *parts, flows=flows)))
    return world, world.start(variables=variables)


# -- basic control flow -----------------------------------------------------------------------------------------------


def test_sequence():
    """WCP-1: one after the other."""
    world, instance = begin(job("a"), job("b"), flows="start>a>b")
    world.do("a")
    assert world.types() == ["b"]
    world.do("b")
    assert instance.ended == "completed"


def test_parallel_split_and_synchronization():
    """WCP-2 and WCP-3: both at once, then on together."""
    world, _ = begin(gateway("parallel", "f"), job("a"), job("b"), gateway("parallel", "j"), job("c"),
                     flows="start>f>a>j>c; f>b>j")  # fmt: skip
    assert world.types() == ["a", "b"]
    world.do("b")
    world.do("a")
    assert world.types() == ["c"]


def test_exclusive_choice_and_simple_merge():
    """WCP-4 and WCP-5: one of two, then on without waiting for the other."""
    world, instance = begin(gateway("exclusive", "x", default="x_b"), job("a"), job("b"), gateway("exclusive", "m"),
                            job("c"), flows="start>x; x>a [n > 1]; x>b; a>m>c; b>m", n=2)  # fmt: skip
    world.do("a")
    assert (world.types(), "b" in instance.completed) == (["c"], False)


# -- advanced branching -----------------------------------------------------------------------------------------------


def test_multi_choice_and_structured_synchronizing_merge():
    """WCP-6 and WCP-7: any of three, then on when those that were chosen are done."""
    world, _ = begin(gateway("inclusive", "f", default="f_c"), job("a"), job("b"), job("c"), gateway("inclusive", "j"),
                     job("d"), flows="start>f; f>a [x]; f>b [y]; f>c; a>j>d; b>j; c>j", x=True, y=True)  # fmt: skip
    world.do("a")
    assert world.types() == ["b"]
    world.do("b")
    assert world.types() == ["d"]


def test_multi_merge():
    """WCP-8: what follows an implicit merge runs once for each path."""
    world, instance = begin(gateway("parallel", "f"), job("a"), job("b"), job("c"), flows="start>f>a>c; f>b>c")
    world.do("a")
    world.do("b")
    assert world.types() == ["c", "c"]
    world.do("c")
    world.do("c")
    assert instance.ended == "completed"


def test_structured_discriminator():
    """WCP-9 as a multi-instance's twin: the first of three goes on, the rest is worth nothing any more (WCP-29)."""
    world, instance = begin(sub("s", start("s1"), gateway("parallel", "f"), job("a"), job("b"), job("c"),
                                end("first", TERMINATE), flows="s1>f>a>first; f>b>first; f>c>first"),
                            job("d"), flows="start>s>d")  # fmt: skip
    world.do("b")
    assert (world.types(), sorted(instance.happened("terminated"))) == (["d"], ["a", "c"])


def test_partial_join_of_instances():
    """WCP-34 and WCP-35: on when two of three are done; the third is cancelled."""
    inside = loop("items", completion="numberOfCompletedInstances >= 2")
    world, _ = begin(job("a", inside=inside), job("b"), flows="start>a>b", items=[1, 2, 3])
    world.do("a")
    assert world.types() == ["a", "a"]
    world.do("a")
    assert world.types() == ["b"]


def test_local_synchronizing_merge_without_a_structured_split():
    """WCP-37: the merge waits for exactly those paths that can still come, wherever they split."""
    world, _ = begin(gateway("parallel", "f"), job("a"), gateway("exclusive", "x", default="x_out"), job("b"),
                     end("out"), gateway("inclusive", "j"), job("c"),
                     flows="start>f>a>j>c; f>b>x; x>j [go]; x>out", go=False)  # fmt: skip
    world.do("a")
    assert world.types() == ["b"]
    world.do("b")
    assert world.types() == ["c"]


def test_thread_split_and_merge():
    """WCP-41 and WCP-42: as many paths as an activity has outgoing flows, gathered by a join."""
    world, _ = begin(job("a"), job("b"), job("c"), gateway("parallel", "j"), job("d"), flows="start>a>b>j>d; a>c>j")
    world.do("a")
    assert world.types() == ["b", "c"]
    world.do("b")
    world.do("c")
    assert world.types() == ["d"]


# -- multiple instances -----------------------------------------------------------------------------------------------


def test_multiple_instances_without_synchronization():
    """WCP-12: a loop starts as many as it likes and waits for none."""
    world, instance = begin(gateway("exclusive", "m"), job("more"), gateway("parallel", "f"), job("a"),
                            gateway("exclusive", "x", default="x_out"), end("out"),
                            flows="start>m>more>f>a; f>x; x>m [again]; x>out")  # fmt: skip
    world.do("more", {"again": True})
    world.do("more", {"again": False})
    assert (world.types(), instance.ended) == (["a", "a"], None)


def test_multiple_instances_with_knowledge_at_design_time():
    """WCP-13: three, as the model says."""
    world, _ = begin(job("a", inside=loop("[1, 2, 3]")), job("b"), flows="start>a>b")
    for left in (3, 2, 1):
        assert world.types() == ["a"] * left
        world.do("a")
    assert world.types() == ["b"]


def test_multiple_instances_with_knowledge_at_run_time():
    """WCP-14: as many as the collection has, known when the activity begins."""
    world, _ = begin(job("n"), job("a", inside=loop("items")), job("b"), flows="start>n>a>b")
    world.do("n", {"items": [1, 2]})
    assert world.types() == ["a", "a"]


# -- state-based ------------------------------------------------------------------------------------------------------


def test_deferred_choice():
    """WCP-16: the surroundings choose, by what happens first."""
    catches = [element("intermediateCatchEvent", f"on_{name}", refer("message", name)) for name in ("yes", "no")]
    world, _ = begin(gateway("eventBased", "g"), *catches, job("a"), job("b"), flows="start>g>on_yes>a; g>on_no>b",
                     declared=(message("yes", "k"), message("no", "k")), k="1")  # fmt: skip
    world.publish("no", "1")
    assert (world.types(), world.waits) == (["b"], {})


def test_interleaved_routing():
    """WCP-40 (and WCP-17 as far as an order can be drawn): all once, no two at a time, in the order of a list."""
    inside = loop("order", sequential=True, element="what")
    world, _ = begin(job("a", "=what", inside=inside), job("b"), flows="start>a>b", order=["y", "x"])
    assert world.types() == ["y"]
    world.do("y")
    assert world.types() == ["x"]
    world.do("x")
    assert world.types() == ["b"]


def test_milestone():
    """WCP-18: possible only until a moment: the event sub-process goes with its scope."""
    stage = sub("s", start("s1"), job("a"), event_sub("e", start("es", refer("message", "ask"), isInterrupting="false"),
                job("b"), flows="es>b"), flows="s1>a")  # fmt: skip
    world, _ = begin(stage, job("c"), flows="start>s>c", declared=(message("ask", "k"),), k="1")
    assert world.publish("ask", "1") == 1
    world.do("b")
    world.do("a")
    assert (world.types(), world.publish("ask", "1")) == (["c"], 0)


# -- cancellation and force completion --------------------------------------------------------------------------------


def test_cancel_activity():
    """WCP-19: one activity is withdrawn, the rest goes on."""
    world, _ = begin(gateway("parallel", "f"), job("a"), boundary("late", "a", timer("PT1M")), task("x"), job("b"),
                     flows="start>f>a; f>b; late>x")  # fmt: skip
    world.pass_time(minutes=2)
    assert world.types() == ["b"]


def test_cancel_case():
    """WCP-20: everything is withdrawn."""
    world, instance = begin(gateway("parallel", "f"), job("a"), job("b"), flows="start>f>a; f>b")
    world.tell(instance.id, {"do": "cancel"})
    assert (instance.ended, world.jobs) == ("terminated", {})


def test_cancel_region():
    """WCP-25: what lies in a sub-process is withdrawn together."""
    region = sub("s", start("s1"), gateway("parallel", "f"), job("a"), job("b"), flows="s1>f>a; f>b")
    world, _ = begin(region, boundary("on_stop", "s", refer("signal", "stop")), job("c"), flows="start>s; on_stop>c",
                     declared=(declare("signal", "stop"),))  # fmt: skip
    world.signal("stop")
    assert world.types() == ["c"]


def test_cancel_and_complete_multiple_instance_activity():
    """WCP-26: all instances are withdrawn; WCP-27: what is done counts, the rest is dropped."""
    world, _ = begin(job("a", inside=loop("items")), boundary("on_stop", "a", refer("signal", "stop")), job("b"),
                     flows="start>a; on_stop>b", declared=(declare("signal", "stop"),), items=[1, 2])  # fmt: skip
    world.signal("stop")
    assert world.types() == ["b"]
    inside = loop("items", output="all", output_element="r", completion="enough = true")
    world, instance = begin(job("a", inside=inside), flows="start>a", items=[1, 2], enough=False)
    world.do("a", {"r": 7, "enough": True})
    assert (instance.ended, instance.variables["all"]) == ("completed", [7, None])


# -- iteration --------------------------------------------------------------------------------------------------------


def test_arbitrary_cycles():
    """WCP-10: a cycle with two ways in and two ways out."""
    world, instance = begin(gateway("exclusive", "in", default="in_m1"), gateway("exclusive", "m1"), job("a"),
                            gateway("exclusive", "x1", default="x1_m2"), gateway("exclusive", "m2"), job("b"),
                            gateway("exclusive", "x2", default="x2_m1"), end("e1"), end("e2"),
                            flows="start>in; in>m1; in>m2 [far]; m1>a>x1; x1>m2; x1>e1 [done]; "
                                  "m2>b>x2; x2>m1; x2>e2 [done]", far=True, done=False)  # fmt: skip
    for type_ in ("b", "a", "b"):
        world.do(type_)
    world.do("a", {"done": True})
    assert (instance.ended, "e1" in instance.completed) == ("completed", True)


def test_structured_loop():
    """WCP-21: again while a condition holds, tested after each round."""
    world, instance = begin(gateway("exclusive", "m"), job("a"), gateway("exclusive", "x", default="x_end"), end(),
                            flows="start>m>a>x; x>m [again]; x>end")  # fmt: skip
    for again in (True, True, False):
        world.do("a", {"again": again})
    assert (instance.ended, instance.completed.count("a")) == ("completed", 3)


def test_recursion():
    """WCP-22: a process that calls itself, less deep each time."""
    called = '<zeebe:calledElement processId="p" propagateAllChildVariables="true"/>'
    world, instance = begin(gateway("exclusive", "x", default="x_end"), job("a"),
                            element("callActivity", "c", extensions=called), end(),
                            flows="start>x; x>a>c>end [n > 0]; x>end".replace("x>a>c>end [n > 0]",
                                  "x>a [n > 0]; a>c>end"), n=2)  # fmt: skip
    world.do("a", {"n": 1})
    world.do("a", {"n": 0})
    assert {found.ended for found in world.instances.values()} == {"completed"}
    assert (len(world.instances), instance.variables["n"]) == (3, 0)


# -- termination ------------------------------------------------------------------------------------------------------


def test_implicit_termination():
    """WCP-11: over when nothing is left to do."""
    world, instance = begin(gateway("parallel", "f"), job("a"), job("b"), flows="start>f>a; f>b")
    world.do("a")
    assert instance.ended is None
    world.do("b")
    assert instance.ended == "completed"


def test_explicit_termination():
    """WCP-43: over when the terminate end event is reached, whatever is left."""
    world, instance = begin(gateway("parallel", "f"), job("a"), job("b"), end("t", TERMINATE), flows="start>f>a>t; f>b")
    world.do("a")
    assert (instance.ended, world.jobs) == ("completed", {})


# -- triggers ---------------------------------------------------------------------------------------------------------


def test_transient_trigger():
    """WCP-23: a signal is lost on whoever does not wait yet."""
    world, instance = begin(job("a"), element("intermediateCatchEvent", "c", refer("signal", "dawn")),
                            flows="start>a>c", declared=(declare("signal", "dawn"),))  # fmt: skip
    world.signal("dawn")
    world.do("a")
    assert instance.ended is None
    world.signal("dawn")
    assert instance.ended == "completed"


def test_a_signal_thrown_before_it_is_waited_for_is_lost_on_its_own_instance():
    """WCP-23, within one turn."""
    _, instance = begin(element("intermediateThrowEvent", "t", refer("signal", "dawn")),
                        element("intermediateCatchEvent", "c", refer("signal", "dawn")), flows="start>t>c",
                        declared=(declare("signal", "dawn"),))  # fmt: skip
    assert instance.ended is None
