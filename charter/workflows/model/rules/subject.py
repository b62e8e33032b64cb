"""What a rule looks at: one process, with the XML it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from charter.core.xml import XmlElement
from charter.workflows.model import extensions
from charter.workflows.model.findings import Finding, Findings
from charter.workflows.model.graph import Flow, Kind, Node, Process
from charter.workflows.model.names import BPMN, ZEEBE
from charter.workflows.model.rulebook import RULES

_LONGEST = 1_000  # of a message: names and ids in it are as long as the file likes


@dataclass(frozen=True, slots=True)
class Subject:
    """A process under the rules' eyes, and where they put down what they find.

    Attributes:
        elements: the file's BPMN elements by id.
    """

    process: Process
    elements: dict[str, XmlElement]
    findings: Findings

    @property
    def nodes(self) -> Iterator[Node]:
        """Yield the flow nodes; the process itself is none."""
        return (node for node in self.process.nodes.values() if node.kind is not Kind.PROCESS)

    def report(self, rule: str, at: Node | Flow, message: str, fix: str) -> None:
        """Note a finding with the rule's severity."""
        self.findings.append(Finding(rule, RULES[rule][0], at.id, at.line, message[:_LONGEST], fix))

    def outgoing(self, node: Node) -> list[Flow]:
        """Return a node's outgoing flows in the file's order."""
        return [self.process.flows[flow] for flow in node.outgoing]

    def incoming(self, node: Node) -> list[Flow]:
        """Return a node's incoming flows in the file's order."""
        return [self.process.flows[flow] for flow in node.incoming]

    def children(self, scope: Node) -> list[Node]:
        """Return the nodes directly in a scope."""
        return [self.process.nodes[child] for child in scope.children]

    def definition(self, node: Node, name: str) -> XmlElement | None:
        """Return an event definition of a node as written."""
        element = self.elements.get(node.id)
        return element.first(name, BPMN) if element is not None else None

    def extension(self, node: Node, name: str, space: str = ZEEBE) -> XmlElement | None:
        """Return an extension element of a node as written."""
        element = self.elements.get(node.id)
        return extensions.child(element, name, space) if element is not None else None
