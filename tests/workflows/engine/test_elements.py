"""Each element of BPMN that Charter executes, alone."""

from __future__ import annotations

from tests.workflows.drawing import (
    COMPENSATE,
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
    mapping,
    message,
    process,
    refer,
    script,
    start,
    sub,
    task,
    timer,
    undo_by,
)
from tests.workflows.world import World


def test_tasks_in_a_row_complete_in_order():
    world = World(file(process("p", start(), job("a"), task("t"), job("b"), end(), flows="start>a>t>b>end")))
    instance = world.start(variables={"x": 1})
    world.do("a", {"y": 2})
    assert world.types() == ["b"]
    world.do("b")
    assert instance.ended == "completed"
    assert instance.completed == ["start", "a", "t", "b", "end", "p"]
    assert instance.variables == {"x": 1, "y": 2}
    assert not world.jobs


def test_exclusive_gateway_takes_the_first_condition_that_holds_and_else_the_default():
    model = file(
        process(
            "p",
            start(),
            gateway("exclusive", "g", default="g_c"),
            task("a"),
            task("b"),
            task("c"),
            flows="start>g; g>a [x > 10]; g>b [x > 5]; g>c",
        )
    )
    taken = {}
    for x in (20, 7, 1):
        world = World(model)
        taken[x] = world.start(variables={"x": x}).completed[2]
    assert taken == {20: "a", 7: "b", 1: "c"}


def test_no_condition_holds_is_an_incident_that_can_be_resolved():
    world = World(file(process("p", start(), gateway("exclusive", "g"), task("a"), flows="start>g; g>a [x > 10]")))
    instance = world.start(variables={"x": 1})
    ((_, incident),) = world.incidents.values()
    assert (incident.type, incident.node) == ("CONDITION_ERROR", "g")
    world.tell(instance.id, {"do": "set_variables", "variables": {"x": 11}})
    world.tell(instance.id, {"do": "resolve", "key": incident.key})
    assert instance.ended == "completed"
    assert not world.incidents


def test_parallel_gateways_split_and_join():
    world = World(
        file(
            process(
                "p",
                start(),
                gateway("parallel", "f"),
                job("a"),
                job("b"),
                gateway("parallel", "j"),
                job("c"),
                flows="start>f>a>j>c; f>b>j",
            )
        )
    )
    instance = world.start()
    assert sorted(world.types()) == ["a", "b"]
    world.do("b")
    assert world.types() == ["a"]
    world.do("a")
    assert world.types() == ["c"]
    world.do("c")
    assert instance.ended == "completed"


def test_inclusive_join_waits_for_exactly_the_tokens_that_can_come():
    model = file(
        process(
            "p",
            start(),
            gateway("inclusive", "f", default="f_c"),
            job("a"),
            job("b"),
            job("c"),
            gateway("inclusive", "j"),
            job("after"),
            flows="start>f; f>a [x]; f>b [y]; f>c; a>j>after; b>j; c>j",
        )
    )
    world = World(model)
    world.start(variables={"x": True, "y": True})
    assert sorted(world.types()) == ["a", "b"]
    world.do("a")
    assert world.types() == ["b"]
    world.do("b")
    assert world.types() == ["after"]
    world = World(model)
    world.start(variables={"x": False, "y": False})
    world.do("c")
    assert world.types() == ["after"]


def test_event_based_gateway_goes_where_the_first_event_leads():
    model = file(
        message("paid", "order"),
        process(
            "p",
            start(),
            gateway("eventBased", "g"),
            element("intermediateCatchEvent", "m", refer("message", "paid")),
            element("intermediateCatchEvent", "t", timer("PT1H")),
            task("a"),
            task("b"),
            flows="start>g; g>m>a; g>t>b",
        ),
    )
    world = World(model)
    instance = world.start(variables={"order": "4711"})
    assert world.publish("paid", "4712") == 0
    assert world.publish("paid", "4711", {"amount": 3}) == 1
    assert (instance.ended, instance.variables["amount"]) == ("completed", 3)
    assert "a" in instance.completed
    assert not world.timers
    world = World(model)
    instance = world.start(variables={"order": "4711"})
    world.pass_time(minutes=61)
    assert "b" in instance.completed
    assert not world.waits


def test_timer_boundary_interrupts_or_not():
    for interrupting in (True, False):
        world = World(
            file(
                process(
                    "p",
                    start(),
                    job("a"),
                    boundary("late", "a", timer("PT5M"), interrupting=interrupting),
                    job("remind"),
                    end(),
                    flows="start>a>end; late>remind",
                )
            )
        )
        instance = world.start()
        world.pass_time(minutes=6)
        assert world.types() == (["remind"] if interrupting else ["a", "remind"])
        world.do("remind")
        if not interrupting:
            assert instance.ended is None
            world.do("a")
        assert instance.ended == "completed"


def test_a_cycle_fires_as_often_as_it_says():
    world = World(
        file(
            process(
                "p",
                start(),
                job("a"),
                boundary("tick", "a", timer("R3/PT1M", "Cycle"), interrupting=False),
                task("ticked"),
                flows="start>a; tick>ticked",
            )
        )
    )
    instance = world.start()
    world.pass_time(minutes=10)
    assert instance.completed.count("ticked") == 3
    world.do("a")
    assert instance.ended == "completed"


def test_error_goes_to_the_nearest_event_with_its_code():
    model = file(
        declare("error", "boom"),
        declare("error", "other"),
        process(
            "p",
            start(),
            sub(
                "s",
                start("s1"),
                job("a"),
                boundary("only_other", "a", refer("error", "other")),
                task("x"),
                flows="s1>a; only_other>x",
            ),
            boundary("caught", "s", refer("error", "boom")),
            job("repair"),
            flows="start>s; caught>repair",
        ),
    )
    world = World(model)
    instance = world.start()
    world.throw("a", "boom", {"why": "wet"})
    assert world.types() == ["repair"]
    assert instance.variables == {"why": "wet"}
    assert instance.happened("terminated") == ["a", "s"]


def test_an_error_that_nobody_catches_is_an_incident():
    world = World(file(process("p", start(), job("a"), flows="start>a")))
    world.start()
    world.throw("a", "boom")
    ((_, incident),) = world.incidents.values()
    assert incident.type == "UNHANDLED_ERROR_EVENT"


def test_escalation_lets_the_sub_process_go_on_when_it_does_not_interrupt():
    model = file(
        declare("escalation", "late"),
        process(
            "p",
            start(),
            sub(
                "s",
                start("s1"),
                element("intermediateThrowEvent", "cry", refer("escalation", "late")),
                job("a"),
                flows="s1>cry>a",
            ),
            boundary("heard", "s", refer("escalation", "late"), interrupting=False),
            job("help"),
            flows="start>s; heard>help",
        ),
    )
    world = World(model)
    world.start()
    assert sorted(world.types()) == ["a", "help"]


def test_an_event_sub_process_that_interrupted_passes_its_escalation_on():
    cry = refer("escalation", "late")
    model = file(
        declare("escalation", "late"),
        process(
            "p",
            start(),
            sub(
                "s",
                start("s1"),
                element("intermediateThrowEvent", "first", cry),
                event_sub("e", start("e1", cry), element("intermediateThrowEvent", "again", cry), flows="e1>again"),
                flows="s1>first",
            ),
            boundary("heard", "s", cry),
            job("help"),
            flows="start>s; heard>help",
        ),
    )
    world = World(model)
    world.start()
    assert world.types() == ["help"]


def test_event_sub_process_interrupts_its_scope():
    model = file(
        message("stop", "id"),
        process(
            "p",
            start(),
            job("a"),
            event_sub(
                "e",
                element("startEvent", "es", refer("message", "stop"), isInterrupting="true"),
                job("clean"),
                flows="es>clean",
            ),
            flows="start>a",
        ),
    )
    world = World(model)
    instance = world.start(variables={"id": "7"})
    world.publish("stop", "7", {"because": "rain"})
    assert world.types() == ["clean"]
    world.do("clean")
    assert instance.ended == "completed"
    assert "because" not in instance.variables


def test_event_sub_process_beside_its_scope_may_run_several_times():
    model = file(
        message("ask", "id"),
        process(
            "p",
            start(),
            job("a"),
            event_sub(
                "e",
                element("startEvent", "es", refer("message", "ask"), isInterrupting="false"),
                job("answer"),
                flows="es>answer",
            ),
            flows="start>a",
        ),
    )
    world = World(model)
    instance = world.start(variables={"id": "7"})
    world.publish("ask", "7")
    world.publish("ask", "7")
    assert world.types() == ["a", "answer", "answer"]
    for type_ in ("a", "answer", "answer"):
        world.do(type_)
    assert instance.ended == "completed"


def test_signal_reaches_all_that_wait():
    model = file(
        declare("signal", "dawn"),
        process(
            "p",
            start(),
            element("intermediateCatchEvent", "c", refer("signal", "dawn")),
            task("a"),
            flows="start>c>a",
        ),
        process("q", start("qs"), end("qe", refer("signal", "dawn")), flows="qs>qe"),
    )
    world = World(model)
    waiting = [world.start("p"), world.start("p")]
    world.start("q")
    assert [instance.ended for instance in waiting] == ["completed", "completed"]


def test_terminate_ends_everything_in_its_scope():
    world = World(
        file(
            process(
                "p",
                start(),
                gateway("parallel", "f"),
                job("a"),
                job("b"),
                end("t", TERMINATE),
                flows="start>f>a; f>b>t",
            )
        )
    )
    instance = world.start()
    world.do("b")
    assert (instance.ended, world.types()) == ("completed", [])
    assert instance.happened("terminated") == ["a"]


def test_links_jump():
    link = '<bpmn:linkEventDefinition name="L"/>'
    world = World(
        file(
            process(
                "p",
                start(),
                element("intermediateThrowEvent", "out", link),
                element("intermediateCatchEvent", "in", link),
                task("a"),
                flows="start>out; in>a",
            )
        )
    )
    assert world.start().completed == ["start", "out", "in", "a", "p"]


def test_compensation_undoes_in_reverse_order_and_only_what_completed():
    model = file(
        process(
            "p",
            start(),
            *(
                part
                for name in "abc"
                for part in (
                    job(name),
                    boundary(f"c{name}", name, COMPENSATE),
                    job(f"undo_{name}", isForCompensation="true"),
                    undo_by(f"c{name}", f"undo_{name}"),
                )
            ),
            element("intermediateThrowEvent", "back", COMPENSATE),
            end(),
            flows="start>a>b>back>c>end",
        )
    )
    world = World(model)
    instance = world.start()
    world.do("a")
    world.do("b")
    assert world.types() == ["undo_b", "undo_a"]
    world.do("undo_b")
    assert "c" not in world.types()
    world.do("undo_a")
    assert world.types() == ["c"]
    world.do("c")
    assert instance.ended == "completed"


def test_parallel_multi_instance_collects_its_outputs_in_order():
    model = file(
        process(
            "p",
            start(),
            job("a", inside=loop("items", element="item", output="results", output_element="r")),
            end(),
            flows="start>a>end",
        )
    )
    world = World(model)
    instance = world.start(variables={"items": [10, 20, 30]})
    assert world.types() == ["a"] * 3
    for _, found in reversed(list(world.jobs.values())):
        instance_id = instance.id
        local = instance.state.variables[found.key]
        world.tell(
            instance_id,
            {"do": "complete_job", "key": found.key, "job": found.id, "variables": {"r": local["item"] * 2}},
        )
    assert instance.ended == "completed"
    assert instance.variables["results"] == [20, 40, 60]
    assert "r" not in instance.variables


def test_sequential_multi_instance_stops_at_its_completion_condition():
    model = file(
        process(
            "p",
            start(),
            job(
                "a", inside=loop("items", sequential=True, completion="numberOfCompletedInstances >= 2", element="item")
            ),
            end(),
            flows="start>a>end",
        )
    )
    world = World(model)
    instance = world.start(variables={"items": [1, 2, 3]})
    assert world.types() == ["a"]
    world.do("a")
    world.do("a")
    assert (instance.ended, world.types()) == ("completed", [])


def test_an_empty_collection_completes_at_once():
    world = World(file(process("p", start(), job("a", inside=loop("items")), end(), flows="start>a>end")))
    assert world.start(variables={"items": []}).ended == "completed"


def test_boundary_event_of_a_multi_instance_ends_all_of_it():
    model = file(
        process(
            "p",
            start(),
            job("a", inside=loop("items")),
            boundary("late", "a", timer("PT1M")),
            task("b"),
            flows="start>a; late>b",
        )
    )
    world = World(model)
    instance = world.start(variables={"items": [1, 2]})
    assert len(world.timers) == 1
    world.pass_time(minutes=2)
    assert (instance.ended, world.types()) == ("completed", [])
    assert "b" in instance.completed


def test_call_activity_runs_another_process_and_brings_its_variables_back():
    called = '<zeebe:calledElement processId="q" propagateAllChildVariables="true"/>'
    model = file(
        process("p", start(), element("callActivity", "c", extensions=called), end(), flows="start>c>end"),
        process("q", start("qs"), job("a"), flows="qs>a"),
    )
    world = World(model)
    instance = world.start("p", {"x": 1})
    world.do("a", {"y": 2})
    assert (instance.ended, instance.variables) == ("completed", {"x": 1, "y": 2})


def test_cancelling_a_caller_cancels_the_called():
    called = '<zeebe:calledElement processId="q"/>'
    model = file(
        process("p", start(), element("callActivity", "c", extensions=called), flows="start>c"),
        process("q", start("qs"), job("a"), flows="qs>a"),
    )
    world = World(model)
    instance = world.start("p")
    world.tell(instance.id, {"do": "cancel"})
    assert {found.ended for found in world.instances.values()} == {"terminated"}
    assert not world.jobs


def test_an_error_leaves_the_called_process_for_its_caller():
    called = '<zeebe:calledElement processId="q"/>'
    model = file(
        declare("error", "boom"),
        process(
            "p",
            start(),
            element("callActivity", "c", extensions=called),
            boundary("caught", "c", refer("error", "boom")),
            task("repair"),
            flows="start>c; caught>repair",
        ),
        process("q", start("qs"), job("a"), flows="qs>a"),
    )
    world = World(model)
    instance = world.start("p")
    world.throw("a", "boom")
    assert instance.ended == "completed"
    assert "repair" in instance.completed
    assert all(found.ended for found in world.instances.values())


def test_mappings_make_and_keep_variables_local():
    model = file(
        process(
            "p",
            start(),
            job("a", extensions=mapping({"in": "x + 1"}, {"out": "r * 2"})),
            end(),
            flows="start>a>end",
        )
    )
    world = World(model)
    instance = world.start(variables={"x": 1})
    (_, found) = world.job_of("a")
    assert instance.state.variables[found.key] == {"in": 2}
    world.do("a", {"r": 21})
    assert instance.variables == {"x": 1, "out": 42}


def test_scripts_loop_without_waiting_and_leave_constant_state():
    model = file(
        process(
            "p",
            start(),
            script("inc", "n + 1", "n"),
            gateway("exclusive", "g", default="g_end"),
            end(),
            flows="start>inc>g; g>inc [n < 4000]; g>end",
        )
    )
    world = World(model)
    instance = world.start(variables={"n": 0})
    assert instance.ended == "completed"
    assert instance.variables == {"n": 4000}


def test_ad_hoc_sub_process_activates_what_its_collection_names():
    model = file(
        process(
            "p",
            start(),
            element(
                "adHocSubProcess",
                "h",
                job("a") + job("b") + job("c"),
                '<zeebe:adHoc activeElementsCollection="=wanted"/>',
            ),
            end(),
            flows="start>h>end",
        )
    )
    world = World(model)
    instance = world.start(variables={"wanted": ["a", "c"]})
    assert world.types() == ["a", "c"]
    world.do("a")
    world.do("c")
    assert instance.ended == "completed"


def test_ad_hoc_sub_process_driven_by_a_worker():
    model = file(
        process(
            "p",
            start(),
            element("adHocSubProcess", "h", job("a") + job("b"), '<zeebe:taskDefinition type="agent"/>'),
            end(),
            flows="start>h>end",
        )
    )
    world = World(model)
    instance = world.start()
    world.do("agent", result={"activateElements": [{"elementId": "a", "variables": {"q": 1}}]})
    assert world.types() == ["a"]
    world.do("a")
    assert world.types() == ["agent"]
    world.do("agent", result={"isCompletionConditionFulfilled": True})
    assert instance.ended == "completed"


def test_user_task_with_assignment_and_completion():
    model = file(
        process(
            "p",
            start(),
            element(
                "userTask",
                "u",
                extensions='<zeebe:userTask/><zeebe:assignmentDefinition assignee="=boss" candidateGroups="a, b"/>',
            ),
            end(),
            flows="start>u>end",
        )
    )
    world = World(model)
    instance = world.start(variables={"boss": "ann"})
    ((_, found),) = world.tasks.values()
    assert (found.facts["assignee"], found.facts["candidate_groups"]) == ("ann", ["a", "b"])
    done = {"event": "completing", "values": {"variables": {"ok": True}}}
    world.tell(instance.id, {"do": "task", "key": found.key, "task": found.id, **done})
    assert (instance.ended, instance.variables["ok"]) == ("completed", True)


def test_execution_listeners_run_before_and_after():
    written = (
        "<zeebe:executionListeners>"
        '<zeebe:executionListener eventType="start" type="l1"/><zeebe:executionListener eventType="end" type="l2"/>'
        "</zeebe:executionListeners>"
    )
    world = World(file(process("p", start(), job("a", extensions=written), end(), flows="start>a>end")))
    instance = world.start()
    for type_ in ("l1", "a", "l2"):
        assert world.types() == [type_]
        world.do(type_)
    assert instance.ended == "completed"
