"""Semantics: what listeners hear, what they may change, and where their variables go."""

from __future__ import annotations

from typing import Any

import pytest

from charter.workflows.engine.errors import CommandRejected
from tests.workflows.drawing import TERMINATE, boundary, element, end, file, gateway, job, process, start, sub, timer
from tests.workflows.world import World


def listening(*listeners: tuple[str, str], kind: str = "execution") -> str:
    """Return listeners (event, job type)."""
    made = "".join(f'<zeebe:{kind}Listener eventType="{event}" type="{type_}"/>' for event, type_ in listeners)
    return f"<zeebe:{kind}Listeners>{made}</zeebe:{kind}Listeners>"


def person(*listeners: tuple[str, str], more: str = "") -> str:
    """Return a task for a person with task listeners."""
    return element("userTask", "u", extensions="<zeebe:userTask/>" + listening(*listeners, kind="task") + more)


def people(*listeners: tuple[str, str], more: str = "", **drawn: str) -> World:
    """Return a world with such a task in it."""
    parts = drawn.get("parts", "")
    flows = "start>u>end" + (f"; {drawn['flows']}" if "flows" in drawn else "")
    return World(file(process("p", start(), person(*listeners, more=more), end(), parts, flows=flows)))


def ask(world: World, event: str, **values: Any) -> None:
    """Change the only task."""
    ((instance_id, found),) = world.tasks.values()
    world.tell(instance_id, {"do": "task", "key": found.key, "task": found.id, "event": event, "values": values})


def task(world: World) -> dict[str, Any]:
    """Return the only task's state and facts."""
    ((_, found),) = world.tasks.values()
    return {"state": found.state, **found.facts}


def test_variables_of_a_start_listener_are_the_elements_own_and_of_an_end_listener_those_of_the_scope_around():
    inside = job("a", extensions=listening(("start", "before"), ("end", "after")))
    world = World(file(process("p", start(), sub("s", start("s1"), inside, end("s2"), flows="s1>a>s2"), end(),
                               flows="start>s>end")))  # fmt: skip
    instance = world.start(variables={"x": 0})
    world.do("before", {"x": 1, "own": 1})
    world.do("a", {"x": 2})
    assert instance.variables == {"x": 0}
    world.do("after", {"x": 3, "left": 4})
    assert (instance.ended, instance.variables) == ("completed", {"x": 0})

    world = World(file(process("p", start(), job("a", extensions=listening(("end", "after"))), end(),
                               flows="start>a>end")))  # fmt: skip
    instance = world.start(variables={"x": 0})
    world.do("a")
    world.do("after", {"x": 3})
    assert instance.variables == {"x": 3}


def test_a_listener_has_its_elements_headers_and_its_own_come_first():
    headers = (
        '<zeebe:taskHeaders><zeebe:header key="a" value="1"/><zeebe:header key="b" value="1"/></zeebe:taskHeaders>'
    )
    own = (
        '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="l"><zeebe:taskHeaders>'
        '<zeebe:header key="b" value="2"/></zeebe:taskHeaders></zeebe:executionListener></zeebe:executionListeners>'
    )
    world = World(file(process("p", start(), job("x", extensions=headers + own), end(), flows="start>x>end")))
    world.start()
    assert world.job_of("l")[1].headers == {"a": "1", "b": "2"}
    world.do("l")
    assert world.job_of("x")[1].headers == {"a": "1", "b": "1"}


def test_a_listener_cannot_throw_an_error():
    world = World(file(process("p", start(), job("a", extensions=listening(("start", "l"))), end(),
                               flows="start>a>end")))  # fmt: skip
    world.start()
    with pytest.raises(CommandRejected):
        world.throw("l", "oops")
    world.do("l")
    assert world.types() == ["a"]


def test_a_task_listener_sees_and_corrects_the_task_and_the_next_one_sees_it():
    world = people(("assigning", "first"), ("assigning", "second"))
    world.start()
    ask(world, "assigning", assignee="ann")
    told = world.job_of("first")[1].headers
    assert told["io.camunda.zeebe:assignee"] == "ann"
    assert told["io.camunda.zeebe:changedAttributes"] == '["assignee"]'
    assert (told["io.camunda.zeebe:action"], told["io.camunda.zeebe:userTaskKey"]) == ("assign", task(world)["id"])
    world.do("first", result={"corrections": {"assignee": "bob", "priority": 80}})
    told = world.job_of("second")[1].headers
    assert (told["io.camunda.zeebe:assignee"], told["io.camunda.zeebe:priority"]) == ("bob", "80")
    assert told["io.camunda.zeebe:changedAttributes"] == '["assignee", "priority"]'
    assert task(world)["assignee"] is None
    world.do("second")
    assert (task(world)["assignee"], task(world)["priority"]) == ("bob", 80)


@pytest.mark.parametrize("event", ["assigning", "updating", "completing"])
def test_a_denied_change_leaves_the_task_as_it_was(event):
    world = people((event, "first"), (event, "second"))
    instance = world.start()
    before = task(world)
    ask(world, event, assignee="ann", variables={"x": 1})
    world.do("first", result={"corrections": {"priority": 80}})
    world.do("second", result={"denied": True, "deniedReason": "no"})
    assert task(world) == before
    assert (instance.ended, world.types()) == (None, [])
    ask(world, event, assignee="bob")
    assert world.types() == ["first"]


@pytest.mark.parametrize("event", ["creating", "canceling"])
def test_what_cannot_be_denied_is_refused(event):
    world = people((event, "l"))
    instance = world.start()
    if event == "canceling":
        world.tell(instance.id, {"do": "cancel"})
    with pytest.raises(CommandRejected):
        world.do("l", result={"denied": True})
    world.do("l")
    assert instance.ended == (None if event == "creating" else "terminated")


def test_listeners_hear_of_a_tasks_end_before_it_is_taken_away():
    world = people(("canceling", "first"), ("canceling", "second"))
    instance = world.start()
    world.tell(instance.id, {"do": "cancel"})
    assert (instance.ended, world.types(), task(world)["state"]) == (None, ["first"], "created")
    with pytest.raises(CommandRejected):
        ask(world, "completing")
    world.do("first")
    world.do("second")
    assert (instance.ended, task(world)["state"]) == ("terminated", "cancelled")


def test_cancelling_again_waits_for_no_listener():
    world = people(("canceling", "l"))
    instance = world.start()
    world.tell(instance.id, {"do": "cancel"})
    world.tell(instance.id, {"do": "cancel"})
    assert (instance.ended, world.jobs, task(world)["state"]) == ("terminated", {}, "cancelled")


def test_an_event_that_interrupts_a_task_goes_on_when_the_listeners_have_heard():
    late = boundary("late", "u", timer("PT1H"))
    world = people(("canceling", "l"), parts=late + job("after"), flows="late>after")
    instance = world.start()
    world.pass_time(hours=1)
    assert (world.types(), world.timers) == (["l"], {})
    world.do("l")
    world.do("after")
    assert instance.ended == "completed"


def test_a_scope_that_is_ended_waits_for_the_listeners_inside():
    inside = [start("s1"), gateway("parallel", "f"), person(("canceling", "l")), job("a"), end("s2", TERMINATE)]
    model = process("p", start(), sub("s", *inside, flows="s1>f>u; f>a>s2"), job("b"), end(), flows="start>s>b>end")
    world = World(file(model))
    instance = world.start()
    world.do("a")
    assert world.types() == ["l"]
    world.do("l")
    world.do("b")
    assert instance.ended == "completed"
