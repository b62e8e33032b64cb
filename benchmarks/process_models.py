"""The four process models that both engines run, each in its own dialect, and one that is all calculation."""

from __future__ import annotations

from itertools import pairwise

CASES = {"linear 10": 10, "fork of 10": 10, "loop of 100": 100, "multi-instance of 1,000": 1000}
"""Jobs that one instance has."""
CALCULATION = "calculation"
"""Twenty scripts and one job: the engine has much to do, Postgres little."""
JOBS = CASES | {CALCULATION: 1}

_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'targetNamespace="urn:bench"><bpmn:process id="bench" isExecutable="true">'
)
_TAIL = "</bpmn:process></bpmn:definitions>"
_LOOP = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
    '<zeebe:loopCharacteristics inputCollection="=items" inputElement="item"/>'
    "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
)
_PLAIN_LOOP = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>1000</bpmn:loopCardinality>"
    "</bpmn:multiInstanceLoopCharacteristics>"
)
_SCRIPT = (
    '<bpmn:scriptTask id="{id}"><bpmn:extensionElements><zeebe:script '
    'expression="=sum(for i in 1..200 return i * (n + 1))" resultVariable="total"/>'
    "</bpmn:extensionElements></bpmn:scriptTask>"
)


def model(case: str, *, charter: bool) -> str:
    """Return the BPMN of a case: service tasks with jobs for Charter, manual tasks for the plain engine."""
    loop = ""
    if case.startswith("multi"):
        loop = _LOOP if charter else _PLAIN_LOOP
    names = [f"t{number}" for number in range({"linear 10": 10, "fork of 10": 10}.get(case, 1))]
    tasks = "".join(_task(name, loop, charter=charter) for name in names)
    if case == CALCULATION:
        scripts = [f"s{number}" for number in range(20)]
        tasks += "".join(_SCRIPT.format(id=name) for name in scripts)
        names = [*scripts, *names]
    ends = '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    if case.startswith("fork"):
        gates = '<bpmn:parallelGateway id="fork"/><bpmn:parallelGateway id="join"/>'
        flows = [("start", "fork"), ("join", "end")]
        flows += [pair for name in names for pair in (("fork", name), (name, "join"))]
    elif case.startswith("loop"):
        gates = '<bpmn:exclusiveGateway id="more" default="more_end"/>'
        flows = [("start", "t0"), ("t0", "more"), ("more", "end")]
    else:
        gates = ""
        path = ["start", *names, "end"]
        flows = list(pairwise(path))
    drawn = "".join(f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in flows)
    if case.startswith("loop"):
        condition = "=n &lt; 100" if charter else "n &lt; 100"
        drawn += (
            '<bpmn:sequenceFlow id="more_t0" sourceRef="more" targetRef="t0"><bpmn:conditionExpression '
            f'xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression></bpmn:sequenceFlow>'
        )
    return _HEAD + ends + gates + tasks + drawn + _TAIL


def _task(name: str, loop: str, *, charter: bool) -> str:
    if not charter:
        return f'<bpmn:manualTask id="{name}">{loop}</bpmn:manualTask>'
    job = '<bpmn:extensionElements><zeebe:taskDefinition type="=worker"/></bpmn:extensionElements>'
    return f'<bpmn:serviceTask id="{name}">{job}{loop}</bpmn:serviceTask>'
