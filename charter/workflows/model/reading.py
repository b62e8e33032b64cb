"""BPMN 2.0 XML to typed graph, with a finding for everything that cannot be read as a process Charter executes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from charter.core.xml import XmlElement, XmlLimits, XmlRefused, read_xml
from charter.workflows.model import extensions
from charter.workflows.model.events import EventReader
from charter.workflows.model.findings import Findings
from charter.workflows.model.graph import Flow, Kind, Loop, Node, Process
from charter.workflows.model.names import BPMN, ZEEBE

LIMITS = XmlLimits(size_bytes=4 * 1024 * 1024, depth=100, elements=60_000)

_KINDS = {kind.value: kind for kind in Kind if kind not in {Kind.PROCESS, Kind.EVENT_SUB_PROCESS}}
_REFUSED = {
    "transaction": "transactions",
    "complexGateway": "complex gateways",
    "callChoreography": "choreographies",
    "subChoreography": "choreographies",
    "choreographyTask": "choreographies",
    "implicitThrowEvent": "implicit throw events",
}
_WITHOUT_EFFECT = frozenset(
    {
        "association",
        "auditing",
        "category",
        "categoryValueRef",
        "correlationSubscription",
        "dataInputAssociation",
        "dataObject",
        "dataObjectReference",
        "dataOutputAssociation",
        "dataStoreReference",
        "documentation",
        "extensionElements",
        "group",
        "humanPerformer",
        "incoming",
        "ioBinding",
        "ioSpecification",
        "laneSet",
        "monitoring",
        "multiInstanceLoopCharacteristics",
        "outgoing",
        "performer",
        "potentialOwner",
        "property",
        "rendering",
        "resourceRole",
        "standardLoopCharacteristics",
        "textAnnotation",
        "completionCondition",
        "conditionExpression",
        "script",
        "supportedInterfaceRef",
        "artifact",
        "dataInput",
        "dataOutput",
        "inputSet",
        "outputSet",
        "rule",
    }
)


@dataclass
class Model:
    """What a BPMN file holds.

    Attributes:
        root: the XML as read; exporting writes it again.
        processes: the executable ones.
        findings: what is wrong with it, from reading alone.
    """

    root: XmlElement | None
    processes: list[Process] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)


def read_model(data: bytes) -> Model:
    """Return the model of a BPMN file; what cannot be read becomes findings, never an exception."""
    findings = Findings()
    try:
        root = read_xml(data, LIMITS)
    except XmlRefused as refused:
        findings.error(refused.rule, "", refused.line, refused.message, "Export the file again as BPMN 2.0 XML.")
        return Model(None, findings=findings)
    if (root.space, root.name) != (BPMN, "definitions"):
        findings.error(
            "bpmn.definitions",
            "",
            root.line,
            f'The outermost element is "{root.name}" of namespace "{root.space}".',
            "Deploy BPMN 2.0 XML: its outermost element is bpmn:definitions.",
        )
        return Model(root, findings=findings)
    return _Reader(root, findings).read()


class _Reader:
    def __init__(self, root: XmlElement, findings: Findings) -> None:
        self.root, self.findings = root, findings
        self.events = EventReader(root, findings)

    def read(self) -> Model:
        self._refuse_bad_ids()
        processes = [self._process(element) for element in self.root.all("process", BPMN)]
        executable = [process for process in processes if process.executable]
        if not executable:
            self.findings.error(
                "bpmn.no-executable-process",
                "",
                self.root.line,
                "There is no executable process in the file.",
                'Set isExecutable="true" on the process that is to run.',
            )
        return Model(self.root, executable, self.findings)

    def _refuse_bad_ids(self) -> None:
        found = Counter[str]()
        for element in self.root.walk():
            identifier = element.attributes.get("id")
            if element.space != BPMN or identifier is None:
                continue
            found[identifier] += 1
            if found[identifier] == 2:
                self.findings.error(
                    "bpmn.duplicate-id",
                    identifier,
                    element.line,
                    f'The id "{identifier}" is used more than once.',
                    "Give each element an id of its own.",
                )

    def _process(self, element: XmlElement) -> Process:
        identifier = element.attributes.get("id", "")
        executable = element.attributes.get("isExecutable", "false") in {"true", "1"}
        if executable and not identifier:
            self._missing_id(element)
        process = Process(
            identifier,
            element.attributes.get("name"),
            extensions.version_tag(element),
            {},
            {},
            executable=executable,
            line=element.line,
        )
        root = Node(identifier, Kind.PROCESS, "", element.attributes.get("name"), element.line)
        root.listeners = extensions.execution_listeners(element)
        process.nodes[identifier] = root
        if executable:
            self._scope(process, element, identifier)
            self._connect(process)
            self._compensations(process, element)
            process.index()
        return process

    def _scope(self, process: Process, element: XmlElement, scope: str) -> None:
        """Read the nodes and flows of a scope and of those inside it; depth is bound by the XML's."""
        for child in element.children:
            if child.space != BPMN:
                continue
            if child.name == "sequenceFlow":
                self._flow(process, child)
            elif child.name in _KINDS:
                self._node(process, child, scope)
            elif child.name in _REFUSED:
                self.findings.error(
                    "element.not-executed",
                    child.attributes.get("id", ""),
                    child.line,
                    f"{_REFUSED[child.name].capitalize()} are not executed.",
                    "Model it with elements of docs/reference/bpmn.md.",
                )
            elif child.name not in _WITHOUT_EFFECT:
                self.findings.error(
                    "element.unknown",
                    child.attributes.get("id", ""),
                    child.line,
                    f'"{child.name}" is no element of BPMN 2.0 that can stand here.',
                    "Remove it, or put it into extensionElements.",
                )

    def _missing_id(self, element: XmlElement) -> None:
        self.findings.error(
            "bpmn.missing-id", "", element.line, f"This {element.name} has no id.", "Give it an id; names are no ids."
        )

    def _flow(self, process: Process, element: XmlElement) -> None:
        attributes = element.attributes
        identifier = attributes.get("id")
        if not identifier:
            self._missing_id(element)
            return
        condition = element.first("conditionExpression", BPMN)
        process.flows[identifier] = Flow(
            identifier,
            attributes.get("sourceRef", ""),
            attributes.get("targetRef", ""),
            condition.content() if condition is not None else None,
            attributes.get("name"),
            element.line,
        )

    def _node(self, process: Process, element: XmlElement, scope: str) -> None:
        identifier = element.attributes.get("id")
        if not identifier:
            self._missing_id(element)
            return
        kind: Kind = _KINDS[element.name]
        if kind is Kind.SUB_PROCESS and element.attributes.get("triggeredByEvent", "false") in {"true", "1"}:
            kind = Kind.EVENT_SUB_PROCESS
        node = Node(identifier, kind, scope, element.attributes.get("name"), element.line)
        documentation = element.first("documentation", BPMN)
        node.documentation = documentation.content() if documentation is not None else None
        node.default_flow = element.attributes.get("default")
        node.for_compensation = element.attributes.get("isForCompensation", "false") in {"true", "1"}
        self.events.read(node, element)
        extensions.read(node, element, self.findings)
        node.loop = self._loop(element, node)
        process.nodes[identifier] = node
        if kind in {Kind.SUB_PROCESS, Kind.EVENT_SUB_PROCESS, Kind.AD_HOC_SUB_PROCESS}:
            self._scope(process, element, identifier)

    def _loop(self, element: XmlElement, node: Node) -> Loop | None:
        if element.first("standardLoopCharacteristics", BPMN) is not None:
            self.findings.error(
                "loop.standard",
                node.id,
                node.line,
                "The standard loop marker is not executed.",
                "Model the loop with gateways, or use multi-instance with a collection.",
            )
        declared = element.first("multiInstanceLoopCharacteristics", BPMN)
        if declared is None:
            return None
        found = extensions.child(declared, "loopCharacteristics", ZEEBE)
        completion = declared.first("completionCondition", BPMN)
        if found is None or not found.attributes.get("inputCollection"):
            self.findings.error(
                "loop.collection-missing",
                node.id,
                declared.line,
                "Multi-instance has no input collection.",
                "Give zeebe:loopCharacteristics an inputCollection, for example =items.",
            )
            return None
        attributes = found.attributes
        return Loop(
            declared.attributes.get("isSequential", "false") in {"true", "1"},
            attributes["inputCollection"],
            attributes.get("inputElement") or None,
            attributes.get("outputCollection") or None,
            attributes.get("outputElement") or None,
            completion.content() if completion is not None and completion.content() else None,
        )

    def _connect(self, process: Process) -> None:
        """Hang the flows on their nodes; a flow that leads nowhere is a finding."""
        for flow in list(process.flows.values()):
            ends = [process.nodes.get(flow.source), process.nodes.get(flow.target)]
            for end, name in zip(ends, ("sourceRef", "targetRef"), strict=True):
                if end is None or end.kind is Kind.PROCESS:
                    self.findings.error(
                        "flow.dangling",
                        flow.id,
                        flow.line,
                        f"The flow's {name} names no element of this process.",
                        "Connect both ends of the flow, or remove it.",
                    )
            source, target = ends
            if source is None or target is None:
                del process.flows[flow.id]
                continue
            if source.scope != target.scope:
                self.findings.error(
                    "flow.crosses-scope",
                    flow.id,
                    flow.line,
                    "The flow leads across the border of a sub-process.",
                    "Connect elements of one sub-process only; use events to leave it.",
                )
            source.outgoing.append(flow.id)
            target.incoming.append(flow.id)

    def _compensations(self, process: Process, element: XmlElement) -> None:
        for found in element.walk():
            if (found.space, found.name) != (BPMN, "association"):
                continue
            source, target = found.attributes.get("sourceRef", ""), found.attributes.get("targetRef", "")
            boundary = process.nodes.get(source)
            if boundary is not None and boundary.kind is Kind.BOUNDARY_EVENT and target in process.nodes:
                process.handlers[source] = target
