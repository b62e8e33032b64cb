"""The elements of a DMN file, as its reader likes to ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from charter.core import xml
from charter.core.findings import Finding, Severity
from charter.dmn.errors import DmnUnreadable

_LIMITS = xml.XmlLimits(size_bytes=10_000_000, depth=100, elements=200_000, attributes=1_000)


@dataclass(slots=True)
class Element:
    """One element.

    Attributes:
        attributes: those without a namespace.
        text: the characters directly in it, joined.
        line: where it begins, from 1.
    """

    namespace: str
    name: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, name: str) -> Iterator[Element]:
        """Yield the children of a name, in this element's namespace."""
        return (child for child in self.children if child.name == name and child.namespace == self.namespace)

    def first(self, *names: str) -> Element | None:
        """Return the first child of one of the names, in this element's namespace."""
        for child in self.children:
            if child.name in names and child.namespace == self.namespace:
                return child
        return None

    def text_of(self, name: str) -> str:
        """Return the text of the first child of a name, without space around it."""
        child = self.first(name)
        return child.text.strip() if child else ""

    def get(self, attribute: str, default: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(attribute, default)


def unreadable(line: int, message: str, fix: str) -> DmnUnreadable:
    """Return the error for a file that cannot be read."""
    return DmnUnreadable(Finding("dmn.unreadable", Severity.ERROR, "", line, message, fix))


def read_xml(data: bytes) -> Element:
    """Return the root element of a document.

    Raises:
        DmnUnreadable: it is too large or deep, not well-formed, or wants a DTD.
    """
    try:
        return _element(xml.read_xml(data, _LIMITS))
    except xml.XmlRefused as refused:
        raise unreadable(refused.line, refused.message, "Mend it there, or export the model again.") from refused


def _element(found: xml.XmlElement) -> Element:
    plain = {name: value for name, value in found.attributes.items() if ":" not in name and name != "xmlns"}
    children = [_element(child) for child in found.children]
    text = found.text + "".join(child.tail for child in found.children)
    return Element(found.space, found.name, plain, found.line, children, text)
