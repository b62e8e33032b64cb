"""Files made to hurt: always findings with rule and line, in bounded time, and nothing is deployed."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from charter.workflows.service.deploying import NewFile, read_files
from tests.conftest import Caller
from tests.workflows.drawing import element, end, file, gateway, job, mapping, process, start, task, timer

LONGEST_S = 20.0
LAUGHS = (
    b'<!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(12))
    + b"]><l>&m;</l>"
)


def chain(count: int) -> bytes:
    names = [f"t{number}" for number in range(count)]
    return file(process("p", start(), *map(task, names), end(), flows=">".join(["start", *names, "end"])))


def nest(count: int) -> bytes:
    return file("".join(f'<bpmn:subProcess id="s{n}">' for n in range(count)) + "</bpmn:subProcess>" * count)


def ring(count: int) -> bytes:
    names = [f"t{number}" for number in range(count)]
    flows = ">".join(["start", *names, "t0"])
    return file(process("p", start(), *map(task, names), flows=flows))


def joins(count: int) -> bytes:
    """Draw gateways that all lead to each other."""
    names = [f"g{number}" for number in range(count)]
    flows = "; ".join(f"{one}>{other}" for one in names for other in names if one != other)
    gates = [gateway("parallel", name) for name in names]
    return file(process("p", start(), *gates, flows=f"start>g0; {flows}"))


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "xml.malformed"),
    "zeros": (lambda: bytes(1000), "xml.malformed"),
    "half an element": (lambda: chain(3)[:-40], "xml.malformed"),
    "billion laughs": (lambda: LAUGHS, "xml.doctype"),
    "an external entity": (
        lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "xml.doctype",
    ),
    "an external parameter entity": (
        lambda: b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]><a/>',
        "xml.doctype",
    ),
    "50 MB": (lambda: b"<a>" + b" " * 50_000_000 + b"</a>", "xml.size"),
    "10,000 deep": (lambda: nest(10_000), "xml.depth"),
    "100,000 elements": (
        lambda: b"<a>" + b"<b/>" * 100_000 + b"</a>",
        "xml.elements",
    ),
    "10,000 attributes": (
        lambda: b"<a " + b" ".join(b'a%d="1"' % n for n in range(10_000)) + b"/>",
        "xml.attributes",
    ),
    "one attribute of 3 MB": (lambda: file(process("p", start("x" * 3_000_000))), "path.unreachable"),
    "an expression of 1 MB": (
        lambda: file(process("p", start(), job("a", extensions=mapping({"x": "1+" * 500_000})), flows="start>a")),
        "feel.invalid",
    ),
    "an expression of 10,000 brackets": (
        lambda: file(
            process(
                "p", start(), job("a", extensions=mapping({"x": "(" * 10_000 + "1" + ")" * 10_000})), flows="start>a"
            )
        ),
        "feel.invalid",
    ),
    "a timer of digits": (
        lambda: file(
            process("p", start(), element("intermediateCatchEvent", "a", timer(f"P{'9' * 9}D")), flows="start>a")
        ),
        "timer.invalid",
    ),
    "a cycle of digits": (
        lambda: file(process("p", start("start", timer(f"R{'9' * 5000}/PT1S", "Cycle")))),
        "timer.invalid",
    ),
    "retries of digits": (
        lambda: file(
            process("p", start(), element("serviceTask", "a", "", f'<charter:agent ref="x" version="{"9" * 9000}"/>'))
        ),
        "agent.version",
    ),
    "a ring of 8,000 tasks": (lambda: ring(8_000), "flow.endless-loop"),
    "120 gateways that all lead to each other": (lambda: joins(120), "gateway.pointless"),
    "ids of other kinds": (
        lambda: file('<bpmn:message id="m"/>', process("m", start("m"), '<bpmn:task id="m"/>', flows="m>m")),
        "bpmn.duplicate-id",
    ),
    "a flow without ids": (lambda: file(process("p", start(), "<bpmn:sequenceFlow/>")), "bpmn.missing-id"),
    "a boundary event on itself": (
        lambda: file(process("p", start(), element("boundaryEvent", "b", timer("PT1S"), attachedToRef="b"))),
        "boundary.attached",
    ),
    "a reference to another kind": (
        lambda: file(
            '<bpmn:signal id="s" name="s"/>',
            process(
                "p",
                start(),
                element("intermediateCatchEvent", "a", '<bpmn:messageEventDefinition messageRef="s"/>'),
                flows="start>a",
            ),
        ),
        "message.unknown",
    ),
    "a process that is its own element": (
        lambda: file('<bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="p"/></bpmn:process>'),
        "bpmn.duplicate-id",
    ),
}
REFUSED_AT_THE_DOOR = {"50 MB"}
ONLY_LOOKS_WRONG = {"one attribute of 3 MB", "120 gateways that all lead to each other"}


@pytest.mark.parametrize("name", sorted(set(FILES) - ONLY_LOOKS_WRONG))
def test_a_hostile_file_gets_findings_with_a_line_in_bounded_time(name: str):
    make, rule = FILES[name]
    data = make()
    began = time.monotonic()
    findings = read_files([NewFile("p.bpmn", data)]).findings["p.bpmn"]
    assert time.monotonic() - began < LONGEST_S
    found = [finding for finding in findings if finding.rule == rule]
    assert found, [finding.rule for finding in findings][:10]
    assert all(finding.line > 0 or rule == "xml.size" for finding in found)
    assert all(len(finding.message) < 2_000 for finding in findings)


@pytest.mark.parametrize("name", sorted(ONLY_LOOKS_WRONG))
def test_a_large_but_lawful_file_is_read_in_bounded_time(name: str):
    began = time.monotonic()
    read_files([NewFile("p.bpmn", FILES[name][0]())])
    assert time.monotonic() - began < LONGEST_S


@pytest.mark.parametrize(
    "name", ["billion laughs", "10,000 deep", "a ring of 8,000 tasks", "10,000 attributes", "50 MB"]
)
async def test_nothing_of_a_hostile_file_is_deployed(owner: Caller, name: str):
    make, rule = FILES[name]
    body = {"files": [{"name": "p.bpmn", "content": make().decode()}]}
    answer = await owner.client.post("/v1/workflow-deployments", body)
    if name in REFUSED_AT_THE_DOOR:
        assert answer.status in {413, 422}
    else:
        assert answer.status == 422
        assert rule in {finding["rule"] for finding in answer.json()["findings"]}
    assert (await owner.client.get("/v1/workflow-definitions")).json()["items"] == []
