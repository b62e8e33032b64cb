"""Short ways to write BPMN models for tests."""

from __future__ import annotations

import itertools
from xml.sax.saxutils import escape, quoteattr

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:charter="https://charter.dev/schema/bpmn/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="urn:test">\n'
)


def file(*parts: str) -> bytes:
    """Return a BPMN file."""
    return (_HEAD + "\n".join(parts) + "\n</bpmn:definitions>").encode()


def process(name: str, *parts: str, flows: str = "", extensions: str = "") -> str:
    """Return an executable process; ``flows`` as of :func:`flows`."""
    inside = "\n".join(parts) + draw(flows)
    return f'<bpmn:process id="{name}" isExecutable="true">{extended(extensions)}{inside}</bpmn:process>'


def extended(inside: str) -> str:
    """Return extension elements, if there are any."""
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>" if inside else ""


def draw(text: str) -> str:
    """Return sequence flows: ``a>b>c; b>d [x > 1]; b>e "label" [=y]``, ids are ``a_b``."""
    made = []
    for path in filter(None, (part.strip() for part in text.split(";"))):
        line, _, condition = path.partition("[")
        line, _, label = line.partition('"')
        nodes = [node.strip() for node in line.split(">")]
        for source, target in itertools.pairwise(nodes):
            inside = ""
            if condition:
                text_ = "=" + condition.strip().removesuffix("]").strip().removeprefix("=")
                inside = (
                    '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">'
                    f"{escape(text_)}</bpmn:conditionExpression>"
                )
            name = f" name={quoteattr(label.strip().removesuffix(chr(34)))}" if label else ""
            made.append(
                f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"{name}>'
                f"{inside}</bpmn:sequenceFlow>"
            )
    return "".join(made)


def element(kind: str, name: str, inside: str = "", extensions: str = "", **attributes: str) -> str:
    """Return any element; an attribute's trailing underscore is dropped."""
    written = "".join(f" {key.rstrip('_')}={quoteattr(value)}" for key, value in attributes.items())
    return f'<bpmn:{kind} id="{name}"{written}>{extended(extensions)}{inside}</bpmn:{kind}>'


def start(name: str = "start", inside: str = "", **attributes: str) -> str:
    """Return a start event."""
    return element("startEvent", name, inside, **attributes)


def end(name: str = "end", inside: str = "", **attributes: str) -> str:
    """Return an end event."""
    return element("endEvent", name, inside, **attributes)


def job(name: str, type_: str | None = None, *, inside: str = "", extensions: str = "", **attributes: str) -> str:
    """Return a service task whose job's type is its id, or ``type_``."""
    definition = f"<zeebe:taskDefinition type={quoteattr(type_ or name)}/>"
    return element("serviceTask", name, inside, definition + extensions, **attributes)


def task(name: str, inside: str = "", **attributes: str) -> str:
    """Return a task without behaviour."""
    return element("task", name, inside, **attributes)


def script(name: str, expression: str, result: str, **attributes: str) -> str:
    """Return a FEEL script task."""
    written = f"<zeebe:script expression={quoteattr('=' + expression)} resultVariable={quoteattr(result)}/>"
    return element("scriptTask", name, extensions=written, **attributes)


def gateway(kind: str, name: str, **attributes: str) -> str:
    """Return a gateway of kind exclusive, parallel, inclusive or eventBased."""
    return element(f"{kind}Gateway", name, **attributes)


def sub(name: str, *parts: str, flows: str = "", extensions: str = "", **attributes: str) -> str:
    """Return a sub-process."""
    return element("subProcess", name, "".join(parts) + draw(flows), extensions, **attributes)


def event_sub(name: str, *parts: str, flows: str = "") -> str:
    """Return an event sub-process."""
    return sub(name, *parts, flows=flows, triggeredByEvent="true")


def boundary(name: str, host: str, inside: str, *, interrupting: bool = True, extensions: str = "") -> str:
    """Return a boundary event."""
    return element(
        "boundaryEvent",
        name,
        inside,
        extensions,
        attachedToRef=host,
        cancelActivity="true" if interrupting else "false",
    )


def mapping(inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    """Return input and output mappings, target to expression (without ``=``)."""
    made = [
        f"<zeebe:{kind} source={quoteattr('=' + source)} target={quoteattr(target)}/>"
        for kind, found in (("input", inputs), ("output", outputs))
        for target, source in (found or {}).items()
    ]
    return f"<zeebe:ioMapping>{''.join(made)}</zeebe:ioMapping>"


def loop(collection: str, *, sequential: bool = False, completion: str = "", **attributes: str) -> str:
    """Return multi-instance characteristics; attributes as of zeebe:loopCharacteristics, expressions without ``=``."""
    names = {"element": "inputElement", "output": "outputCollection", "output_element": "outputElement"}
    written = "".join(
        f" {names[key]}={quoteattr(('=' if key == 'output_element' else '') + value)}"
        for key, value in attributes.items()
    )
    found = f"<zeebe:loopCharacteristics inputCollection={quoteattr('=' + collection)}{written}/>"
    done = f"<bpmn:completionCondition>{escape('=' + completion)}</bpmn:completionCondition>" if completion else ""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{"true" if sequential else "false"}">'
        f"{extended(found)}"
        f"{done}</bpmn:multiInstanceLoopCharacteristics>"
    )


def timer(text: str, form: str = "Duration") -> str:
    """Return a timer event definition."""
    return (
        f'<bpmn:timerEventDefinition><bpmn:time{form} xsi:type="bpmn:tFormalExpression">{escape(text)}'
        f"</bpmn:time{form}></bpmn:timerEventDefinition>"
    )


def conditional(text: str, events: str = "") -> str:
    """Return a conditional event definition; ``text`` with its ``=``, ``events`` are the changes that count."""
    only = extended(f"<zeebe:conditionalFilter variableEvents={quoteattr(events)}/>" if events else "")
    condition = f'<bpmn:condition xsi:type="bpmn:tFormalExpression">{escape(text)}</bpmn:condition>'
    return f"<bpmn:conditionalEventDefinition>{condition}{only}</bpmn:conditionalEventDefinition>"


def refer(kind: str, name: str) -> str:
    """Return an event definition that names a message, signal, error or escalation (its id is its name)."""
    return f'<bpmn:{kind}EventDefinition {kind}Ref="{name}"/>'


def message(name: str, key: str = "") -> str:
    """Declare a message; ``key`` without ``=``."""
    written = extended(f"<zeebe:subscription correlationKey={quoteattr('=' + key)}/>") if key else ""
    return f'<bpmn:message id="{name}" name="{name}">{written}</bpmn:message>'


def declare(kind: str, name: str) -> str:
    """Declare a signal (by name), an error or an escalation (by code)."""
    attribute = {"signal": "name", "error": "errorCode", "escalation": "escalationCode"}[kind]
    return f'<bpmn:{kind} id="{name}" {attribute}="{name}"/>'


TERMINATE = "<bpmn:terminateEventDefinition/>"
COMPENSATE = "<bpmn:compensateEventDefinition/>"


def undo_by(boundary_event: str, handler: str) -> str:
    """Return the association from a compensation boundary event to its handler."""
    return f'<bpmn:association id="{boundary_event}_to_{handler}" sourceRef="{boundary_event}" targetRef="{handler}"/>'
