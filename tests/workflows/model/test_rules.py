"""Every rule of the lint, each on a model that breaks it; and models that break none."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from charter.workflows.model.findings import Finding, Severity
from charter.workflows.model.linting import lint
from charter.workflows.model.reading import read_model
from charter.workflows.model.rulebook import RULES
from charter.workflows.service.deploying import NewFile, read_files
from tests.workflows.drawing import (
    COMPENSATE,
    TERMINATE,
    boundary,
    conditional,
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

LINK = '<bpmn:linkEventDefinition name="L"/>'
ERROR_END = end("end", refer("error", "boom"))
WHOLE = "start>a>end"
DECISION = '<charter:decision agent="triage" threshold="0.7"/>'


def catch(name: str, inside: str) -> str:
    return element("intermediateCatchEvent", name, inside)


def throw(name: str, inside: str = "", extensions: str = "") -> str:
    return element("intermediateThrowEvent", name, inside, extensions)


def one(*parts: str, before: tuple[str, ...] = (), flows: str = "", extensions: str = "") -> bytes:
    """Return a file with one process: a start, an end and the parts."""
    return file(*before, process("p", start(), *parts, end(), flows=flows, extensions=extensions))


def listeners(*pairs: tuple[str, str], kind: str = "execution") -> str:
    made = "".join(f'<zeebe:{kind}Listener eventType="{event}" type="{type_}"/>' for event, type_ in pairs)
    return f"<zeebe:{kind}Listeners>{made}</zeebe:{kind}Listeners>"


def headers(*keys: str) -> str:
    made = "".join(f'<zeebe:header key="{key}" value="1"/>' for key in keys)
    return f"<zeebe:taskHeaders>{made}</zeebe:taskHeaders>"


def user(extensions: str) -> str:
    return element("userTask", "a", extensions=extensions)


def decided(flows: str, extensions: str = DECISION, kind: str = "exclusiveGateway", **attributes: str) -> bytes:
    return one(element(kind, "g", "", extensions, **attributes), job("a"), job("b"), flows=f"start>g; {flows}; a>end")


UNDO = (job("a"), boundary("c", "a", COMPENSATE), job("undo", isForCompensation="true"))

BROKEN: list[tuple[str, bytes]] = [
    # the file
    ("xml.size", b" " * (4 * 1024 * 1024 + 1)),
    ("xml.malformed", b"<a><b></a>"),
    ("xml.encoding", b'<?xml version="1.0" encoding="klingon"?><a/>'),
    ("xml.doctype", b'<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>'),
    ("xml.depth", b"<a>" * 101),
    ("xml.elements", b"<a>" + b"<b/>" * 60_000 + b"</a>"),
    ("xml.attributes", ("<a " + " ".join(f'x{n}="1"' for n in range(201)) + "/>").encode()),
    ("xml.prefix", b"<x:a/>"),
    ("bpmn.definitions", b"<a/>"),
    ("bpmn.no-executable-process", file('<bpmn:process id="p"/>')),
    ("bpmn.duplicate-id", one(job("a"), job("a"), flows=WHOLE)),
    ("bpmn.missing-id", one("<bpmn:task/>", job("a"), flows=WHOLE)),
    ("element.unknown", one("<bpmn:nonsense/>")),
    ("element.not-executed", one(element("complexGateway", "a"))),
    ("element.not-executed", one(element("transaction", "a"))),
    # flows
    ("flow.dangling", one(job("a"), flows="start>a>nowhere")),
    ("flow.crosses-scope", one(sub("s", start("x"), job("a"), flows="x>a"), flows="start>s; s>a")),
    ("flow.into-start", one(job("a"), flows="start>a>start")),
    ("flow.into-start", one(job("a"), boundary("b", "a", timer("PT1S")), flows="start>a>b")),
    ("flow.into-start", one(event_sub("e", start("x", timer("PT1S"))), flows="start>e")),
    ("flow.out-of-end", one(job("a"), flows="start>end>a")),
    ("flow.out-of-end", one(event_sub("e", start("x", timer("PT1S"))), flows="e>end")),
    ("flow.condition-missing", one(gateway("exclusive", "g"), job("a"), flows="start>g; g>a; g>end [true]")),
    ("flow.condition-not-allowed", one(job("a"), flows="start>a; a>end [true]")),
    ("flow.default-unknown", one(gateway("exclusive", "g", default="x"), flows="start>g>end")),
    (
        "flow.default-condition",
        one(gateway("inclusive", "g", default="g_end"), job("a"), flows="start>g; g>a [x]; g>end [y]"),
    ),
    ("flow.endless-loop", one(task("a"), gateway("exclusive", "g"), flows="start>a>g; g>a [x]; g>end [y]")),
    (
        "flow.endless-loop",
        one(sub("s", start("x"), task("t"), end("y"), flows="x>t>y"), gateway("exclusive", "g"), flows="start>s>g>s"),
    ),
    # scopes
    ("start.missing", file(process("p", job("a"), end(), flows="a>end"))),
    ("start.several-none", one(start("again"), flows="start>end; again>end")),
    ("start.sub-process", one(sub("s", job("a")), flows="start>s>end")),
    ("start.sub-process", one(sub("s", start("x", timer("PT1S"))), flows="start>s>end")),
    ("start.event-sub-process", one(event_sub("e", job("x")), flows="start>end")),
    (
        "start.repeated",
        file(
            message("m"),
            process("p", start("a", refer("message", "m")), start("b", refer("message", "m")), end(), flows="a>end"),
        ),
    ),
    (
        "start.repeated",
        one(
            gateway("eventBased", "g"),
            catch("a", refer("signal", "s")),
            catch("b", refer("signal", "s")),
            before=(declare("signal", "s"),),
            flows="start>g; g>a>end; g>b>end",
        ),
    ),
    ("ad-hoc.empty", one(element("adHocSubProcess", "h"), flows="start>h>end")),
    ("ad-hoc.start-or-end", one(element("adHocSubProcess", "h", start("x") + job("a")), flows="start>h>end")),
    (
        "ad-hoc.interrupting",
        one(
            element("adHocSubProcess", "h", job("a") + event_sub("e", start("x", timer("PT1S")))),
            flows="start>h>end",
        ),
    ),
    (
        "ad-hoc.output",
        one(element("adHocSubProcess", "h", job("a"), '<zeebe:adHoc outputCollection="x"/>'), flows="start>h>end"),
    ),
    # gateways
    (
        "gateway.event-based-targets",
        one(gateway("eventBased", "g"), job("a"), catch("b", timer("PT1S")), flows="start>g>a>end; g>b>end"),
    ),
    ("gateway.event-based-alone", one(gateway("eventBased", "g"), catch("b", timer("PT1S")), flows="start>g>b>end")),
    (
        "gateway.event-based-shared",
        one(
            gateway("parallel", "f"),
            gateway("eventBased", "g"),
            catch("b", timer("PT1S")),
            catch("c", timer("PT2S")),
            flows="start>f>g>b>end; g>c>end; f>b",
        ),
    ),
    ("decision.invalid", decided('g>a "x"; g>b "y" [y]', '<charter:decision threshold="2"/>', default="g_a")),
    ("decision.position", one(element("serviceTask", "a", "", DECISION), flows=WHOLE)),
    ("decision.position", one(element("exclusiveGateway", "g", "", DECISION), flows="start>g>end")),
    ("decision.label-missing", decided('g>a; g>b "y" [y]', default="g_a")),
    ("decision.label-repeated", decided('g>a "y"; g>b "y" [y]', default="g_a")),
    ("decision.default-missing", decided('g>a "x" [x]; g>b "y" [y]')),
    ("gateway.default-missing", decided('g>a "x" [x]; g>b "y" [y]', "")),
    ("gateway.pointless", one(gateway("parallel", "g"), flows="start>g>end")),
    # events
    (
        "event.several-definitions",
        one(catch("a", timer("PT1S") + refer("signal", "s")), before=(declare("signal", "s"),), flows=WHOLE),
    ),
    ("event.position", one(throw("a", timer("PT1S")), flows=WHOLE)),
    ("event.position", one(catch("a", ""), flows=WHOLE)),
    ("event.position", one(throw("a", TERMINATE), flows=WHOLE)),
    ("event.position", one(event_sub("e", start("x")), flows="start>end")),
    ("event.position", one(start("x", refer("error", "boom")), before=(declare("error", "boom"),), flows="start>end")),
    ("event.position", one(throw("a", refer("error", "boom")), before=(declare("error", "boom"),), flows=WHOLE)),
    ("condition.missing", one(catch("a", "<bpmn:conditionalEventDefinition/>"), flows=WHOLE)),
    ("condition.missing", one(catch("a", conditional("")), flows=WHOLE)),
    ("feel.expected", one(catch("a", conditional("x")), flows=WHOLE)),
    ("feel.invalid", one(catch("a", conditional("=x +")), flows=WHOLE)),
    ("condition.events-unknown", one(catch("a", conditional("=x", "create, delete")), flows=WHOLE)),
    ("event.position", one(throw("a", conditional("=x")), flows=WHOLE)),
    (
        "start.repeated",
        one(start("b", conditional("=x")), start("c", conditional("=x")), job("a"), flows="start>a>end; b>a; c>a"),
    ),
    ("event.not-executed", one(end("a", "<bpmn:cancelEventDefinition/>"), flows="start>a")),
    (
        "event.interrupting",
        one(
            job("a"),
            boundary("b", "a", refer("error", "boom"), interrupting=False),
            before=(declare("error", "boom"),),
            flows=f"{WHOLE}; b>end",
        ),
    ),
    ("boundary.attached", one(job("a"), boundary("b", "end", timer("PT1S")), flows=WHOLE)),
    (
        "escalation.endless",
        one(
            event_sub(
                "again",
                start("e1", refer("escalation", "late"), isInterrupting="false"),
                sub("s", start("s1"), throw("cry", refer("escalation", "late")), flows="s1>cry"),
                flows="e1>s",
            ),
            before=(declare("escalation", "late"),),
            flows="start>end",
        ),
    ),
    (
        "boundary.escalation",
        one(
            job("a"),
            boundary("b", "a", refer("escalation", "e")),
            before=(declare("escalation", "e"),),
            flows=f"{WHOLE}; b>end",
        ),
    ),
    (
        "boundary.repeated",
        one(
            job("a"),
            boundary("b", "a", "<bpmn:errorEventDefinition/>"),
            boundary("c", "a", "<bpmn:errorEventDefinition/>"),
            flows=f"{WHOLE}; b>end; c>end",
        ),
    ),
    ("timer.missing", one(catch("a", "<bpmn:timerEventDefinition/>"), flows=WHOLE)),
    ("timer.form", one(catch("a", timer("R/PT1S", "Cycle")), flows=WHOLE)),
    ("timer.form", file(process("p", start("start", timer("PT1S")), end(), flows="start>end"))),
    ("timer.invalid", one(catch("a", timer("soon")), flows=WHOLE)),
    ("timer.invalid", one(catch("a", timer("2026-02-30T00:00:00Z", "Date")), flows=WHOLE)),
    ("timer.invalid", file(process("p", start("start", timer("61 * * * *", "Cycle")), end(), flows="start>end"))),
    ("message.missing", one(catch("a", "<bpmn:messageEventDefinition/>"), flows=WHOLE)),
    ("message.missing", one(element("receiveTask", "a"), flows=WHOLE)),
    ("message.unknown", one(catch("a", refer("message", "m")), flows=WHOLE)),
    ("message.key-missing", one(catch("a", refer("message", "m")), before=(message("m"),), flows=WHOLE)),
    ("signal.missing", one(throw("a", "<bpmn:signalEventDefinition/>"), flows=WHOLE)),
    ("signal.unknown", one(throw("a", refer("signal", "s")), flows=WHOLE)),
    ("error.missing", one(end("a", "<bpmn:errorEventDefinition/>"), flows="start>a")),
    ("error.unknown", one(end("a", refer("error", "e")), flows="start>a")),
    (
        "error.code-expression",
        one(
            job("a"),
            boundary("b", "a", refer("error", "e")),
            before=('<bpmn:error id="e" errorCode="=x"/>',),
            flows=f"{WHOLE}; b>end",
        ),
    ),
    ("escalation.missing", one(throw("a", "<bpmn:escalationEventDefinition/>"), flows=WHOLE)),
    ("escalation.unknown", one(throw("a", refer("escalation", "e")), flows=WHOLE)),
    ("link.name-missing", one(throw("a", "<bpmn:linkEventDefinition/>"), flows="start>a")),
    ("link.repeated", one(throw("a", LINK), catch("b", LINK), catch("c", LINK), flows="start>a; b>end; c>end")),
    ("link.target-missing", one(throw("a", LINK), flows="start>a")),
    ("link.flows", one(throw("a", LINK), catch("b", LINK), flows="start>a>end; b>end")),
    ("compensation.handler", one(job("a"), boundary("b", "a", COMPENSATE), flows=WHOLE)),
    ("compensation.handler-flows", one(*UNDO, undo_by("c", "undo"), flows=f"{WHOLE}; undo>end")),
    ("compensation.flows", one(*UNDO, undo_by("c", "undo"), flows=f"{WHOLE}; c>end")),
    (
        "compensation.activity",
        one(job("a"), throw("b", '<bpmn:compensateEventDefinition activityRef="a"/>'), flows="start>a>b>end"),
    ),
    (
        "compensation.waits",
        one(throw("a", '<bpmn:compensateEventDefinition waitForCompletion="false"/>'), flows=WHOLE),
    ),
    # tasks
    ("task.definition-missing", one(element("serviceTask", "a"), flows=WHOLE)),
    ("task.definition-missing", one(element("sendTask", "a"), flows=WHOLE)),
    ("task.definition-missing", one(job("a").replace('type="a"', 'type=""'), flows=WHOLE)),
    (
        "task.definition-missing",
        one(throw("a", refer("message", "m")), before=(message("m"),), flows=WHOLE),
    ),
    ("task.definition-not-allowed", one(element("task", "a", "", '<zeebe:taskDefinition type="x"/>'), flows=WHOLE)),
    ("task.definition-not-allowed", one(element("task", "a", "", '<zeebe:script expression="=1"/>'), flows=WHOLE)),
    ("task.implementation", one(element("scriptTask", "a"), flows=WHOLE)),
    ("task.implementation", one(element("businessRuleTask", "a"), flows=WHOLE)),
    (
        "task.retries",
        one(element("serviceTask", "a", "", '<zeebe:taskDefinition type="x" retries="many"/>'), flows=WHOLE),
    ),
    ("task.header-repeated", one(job("a", extensions=headers("k", "k")), flows=WHOLE)),
    ("script.incomplete", one(script("a", "1", ""), flows=WHOLE)),
    (
        "called-decision.incomplete",
        one(element("businessRuleTask", "a", "", '<zeebe:calledDecision decisionId="d"/>'), flows=WHOLE),
    ),
    ("called-element.missing", one(element("callActivity", "a"), flows=WHOLE)),
    ("version-tag.missing", one(extensions='<zeebe:versionTag value=""/>', flows="start>end")),
    (
        "version-tag.missing",
        one(
            element("callActivity", "a", "", '<zeebe:calledElement processId="q" bindingType="versionTag"/>'),
            flows=WHOLE,
        ),
    ),
    (
        "binding.unknown",
        one(element("callActivity", "a", "", '<zeebe:calledElement processId="q" bindingType="oldest"/>'), flows=WHOLE),
    ),
    ("form.incomplete", one(user("<zeebe:formDefinition/>"), flows=WHOLE)),
    ("user-task.priority", one(user('<zeebe:priorityDefinition priority="101"/>'), flows=WHOLE)),
    ("user-task.schedule", one(user('<zeebe:taskSchedule dueDate="tomorrow"/>'), flows=WHOLE)),
    ("listener.type-missing", one(job("a", extensions=listeners(("start", ""))), flows=WHOLE)),
    ("listener.event-unknown", one(job("a", extensions=listeners(("later", "x"))), flows=WHOLE)),
    ("listener.repeated", one(job("a", extensions=listeners(("end", "x"), ("end", "x"))), flows=WHOLE)),
    ("listener.position", one(job("a", extensions=listeners(("creating", "x"), kind="task")), flows=WHOLE)),
    ("agent.reference-missing", one(element("serviceTask", "a", "", "<charter:agent/>"), flows=WHOLE)),
    ("agent.version", one(element("serviceTask", "a", "", '<charter:agent ref="x" version="new"/>'), flows=WHOLE)),
    ("agent.position", one(user('<charter:agent ref="x"/>'), flows=WHOLE)),
    ("agent.conflict", one(job("a", extensions='<charter:agent ref="x"/>'), flows=WHOLE)),
    ("loop.standard", one(job("a", inside="<bpmn:standardLoopCharacteristics/>"), flows=WHOLE)),
    ("loop.collection-missing", one(job("a", inside="<bpmn:multiInstanceLoopCharacteristics/>"), flows=WHOLE)),
    ("loop.output", one(job("a", inside=loop("items", output="results")), flows=WHOLE)),
    # expressions
    ("feel.invalid", one(job("a", extensions=mapping({"x": "1 +"})), flows=WHOLE)),
    ("feel.invalid", one(gateway("exclusive", "g"), flows="start>g; g>end [if x]")),
    ("feel.invalid", one(catch("a", timer("=duration(")), flows=WHOLE)),
    ("feel.invalid", one(user('<zeebe:assignmentDefinition assignee="=1 +"/>'), flows=WHOLE)),
    ("feel.expected", one(job("a", inside=loop("items").replace('"=items"', '"items"')), flows=WHOLE)),
    ("mapping.incomplete", one(job("a", extensions=mapping({"": "1"})), flows=WHOLE)),
    ("variable.name", one(job("a", extensions=mapping({"a-b": "1"})), flows=WHOLE)),
    ("variable.name", one(script("a", "1", "1x"), flows=WHOLE)),
    # looks
    ("secret.not-resolved", one(job("a", extensions=mapping({"x": "{{secrets.KEY}}"})), flows=WHOLE)),
    ("path.unreachable", one(job("a"), flows="start>end")),
    (
        "path.deadlock",
        one(
            gateway("exclusive", "g", default="g_b"),
            job("a"),
            job("b"),
            gateway("parallel", "j"),
            flows="start>g; g>a [x]; g>b; a>j>end; b>j",
        ),
    ),
    ("path.deadlock", one(job("a"), job("b"), gateway("parallel", "j"), flows="start>a>j>end; b>j")),
]
ABOUT_THE_SURROUNDINGS = {
    "process.missing",
    "decision.missing",
    "form.missing",
    "agent.missing",
    "model.missing",
    "model.unavailable",
    "tool.missing",
    "credential.missing",
    "process.circular",
    "agent.circular",
}
ABOUT_FILES = {"file.kind", "file.repeated", "file.key-repeated", "form.malformed", "form.id"}


def found_in(data: bytes) -> list[Finding]:
    return lint(read_model(data))


@pytest.mark.parametrize(("rule", "data"), BROKEN, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(BROKEN)])
def test_a_model_that_breaks_a_rule_is_told_so_with_place_reason_and_remedy(rule: str, data: bytes):
    found = [finding for finding in found_in(data) if finding.rule == rule]
    assert found, [finding.rule for finding in found_in(data)]
    for finding in found:
        assert finding.severity is RULES[rule][0]
        assert finding.message.endswith(".") or rule == "feel.invalid"
        assert finding.fix.endswith((".", "/>."))
        assert rule == "xml.size" or finding.line > 0
        assert finding.element or rule.startswith(("xml.", "bpmn.", "element."))


def test_every_rule_is_broken_by_some_model_here():
    assert {rule for rule, _ in BROKEN} == set(RULES) - ABOUT_THE_SURROUNDINGS - ABOUT_FILES


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        ("file.kind", [NewFile("a.txt", b"")]),
        ("file.repeated", [NewFile("a.bpmn", one(flows="start>end"))] * 2),
        ("file.key-repeated", [NewFile(name, one(flows="start>end")) for name in ("a.bpmn", "b.bpmn")]),
        ("form.malformed", [NewFile("a.form", b"{")]),
        ("form.id", [NewFile("a.form", b"{}")]),
    ],
)
def test_files_that_do_not_go_together_are_told(rule: str, files: list[NewFile]):
    findings = [finding for found in read_files(files).findings.values() for finding in found]
    assert [finding.rule for finding in findings] == [rule]
    assert rule in RULES


SOUND = {
    "everything": file(
        message("paid", "order"),
        message("begin"),
        declare("signal", "dawn"),
        declare("error", "boom"),
        declare("escalation", "late"),
        process(
            "p",
            start("s0", refer("message", "begin")),
            start("s1", timer("0 9 * * MON-FRI", "Cycle")),
            start("s2", refer("signal", "dawn")),
            gateway("exclusive", "merge"),
            sub("s", start("x"), job("work"), ERROR_END.replace('"end"', '"failed"'), flows="x>work>failed"),
            boundary("caught", "s", refer("error", "boom")),
            boundary("tick", "s", timer("R/PT1H", "Cycle"), interrupting=False),
            boundary("cry", "s", refer("escalation", "late"), interrupting=False),
            *UNDO,
            undo_by("c", "undo"),
            throw("back", '<bpmn:compensateEventDefinition activityRef="a"/>'),
            gateway("eventBased", "race"),
            catch("m", refer("message", "paid")),
            catch("t", timer('=duration("PT1H")')),
            event_sub("e", start("es", refer("message", "paid"), isInterrupting="false"), job("note"), flows="es>note"),
            element("receiveTask", "wait", messageRef="paid"),
            throw("out", LINK),
            catch("in", LINK),
            element("manualTask", "by_hand"),
            user('<zeebe:formDefinition formId="f"/><zeebe:taskSchedule dueDate="2026-12-01T09:00:00Z"/>').replace(
                '"a"', '"person"'
            ),
            element("endEvent", "told", refer("message", "paid"), '<zeebe:taskDefinition type="tell"/>'),
            end("stop", TERMINATE),
            flows="s0>merge; s1>merge; s2>merge; merge>s>a>back>race; race>m>wait>out; race>t>by_hand>person>told; "
            "in>told; caught>stop; tick>stop; cry>stop",
        ),
    ),
    "an event sub-process passes its escalation on": one(
        sub(
            "s",
            start("s1"),
            throw("first", refer("escalation", "late")),
            event_sub(
                "e",
                start("e1", refer("escalation", "late")),
                throw("cry", refer("escalation", "late")),
                throw("other", refer("escalation", "later")),
                flows="e1>cry>other",
            ),
            flows="s1>first",
        ),
        boundary("heard", "s", refer("escalation", "late")),
        before=(declare("escalation", "late"), declare("escalation", "later")),
        flows="start>s>end; heard>end",
    ),
    "an inclusive join": one(
        gateway("inclusive", "f", default="f_b"),
        job("a"),
        job("b"),
        gateway("inclusive", "j"),
        flows="start>f; f>a [x]; f>b; a>j>end; b>j",
    ),
    "an agent decides": decided('g>a "x"; g>b "y"', default="g_a"),
    "a loop that works": one(job("a"), gateway("exclusive", "g", default="g_end"), flows="start>a>g; g>a [x]; g>end"),
    "a call of itself is for the deployment to refuse": one(
        element("callActivity", "a", "", '<zeebe:calledElement processId="q"/>'),
        gateway("exclusive", "g", default="g_end"),
        flows="start>a>g; g>a [x]; g>end",
    ),
    "another process is not executed": file(
        process("p", start(), end(), flows="start>end"),
        '<bpmn:process id="q" isExecutable="false"><bpmn:task id="t"/><bpmn:complexGateway id="g"/></bpmn:process>',
    ),
    "texts that are no expressions": one(
        job("a", extensions=mapping({"a.b": "1"}).replace('"=1"', quoteattr("hello = 1"))), flows=WHOLE
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_model_has_no_findings(name: str):
    assert found_in(SOUND[name]) == []


def test_findings_come_in_the_files_order_with_the_line_of_the_element():
    data = one(job("a", extensions=mapping({"x": "1 +"})), job("b"), element("serviceTask", "c"), flows="start>a>end")
    lines = [(finding.rule, finding.line) for finding in found_in(data)]
    assert lines == sorted(lines, key=lambda entry: entry[1])
    text = data.decode().splitlines()
    for finding in found_in(data):
        assert f'id="{finding.element}"' in text[finding.line - 1]


def test_warnings_alone_do_not_keep_a_model_from_being_deployed():
    assert {finding.severity for finding in found_in(one(job("a"), flows="start>end"))} == {Severity.WARNING}


def test_the_reference_lists_every_rule_as_it_is():
    text = (Path(__file__).parents[3] / "docs" / "reference" / "bpmn.md").read_text()
    rows = [line for line in text.split("## Rules")[1].splitlines() if line.startswith("| `")]
    assert rows == [f"| `{rule}` | {severity.value} | {subject} |" for rule, (severity, subject) in RULES.items()]
