"""Changing Charter's marks in a BPMN file and writing it again; everything else stays as it was.

Other namespaces, extension elements, the diagram and the order of elements are kept. Comments, processing instructions
and the original encoding are not: the file is written as UTF-8.
"""

from __future__ import annotations

from collections.abc import Mapping

from charter.core.xml import XmlElement, write_xml
from charter.workflows.model.names import BPMN, CHARTER

MARKS = frozenset({"agent", "decision"})
"""The extension elements of Charter: who does a task, who decides at a gateway."""


class ElementUnknown(Exception):
    """No element of the file has the id."""


def marked(root: XmlElement, element_id: str, mark: str, attributes: Mapping[str, str] | None) -> bytes:
    """Return the file with one mark of an element set, or removed.

    Args:
        root: the file as read; it is changed in place.
        mark: ``agent`` or ``decision``.
        attributes: of the mark (docs/reference/bpmn.md); None removes it.

    Raises:
        ElementUnknown: there is no such element.
    """
    element = next((found for found in root.walk() if _is(found, element_id)), None)
    if element is None or mark not in MARKS:
        raise ElementUnknown(f'No BPMN element has the id "{element_id}".')
    extensions = element.first("extensionElements", BPMN)
    if extensions is not None:
        for old in list(extensions.all(mark, CHARTER)):
            extensions.children.remove(old)
    if attributes is not None:
        extensions = extensions or _add_extensions(element)
        _add(extensions, mark, attributes)
    elif extensions is not None and not extensions.children:
        element.children.remove(extensions)
    return write_xml(root)


def _is(element: XmlElement, element_id: str) -> bool:
    return element.space == BPMN and element.attributes.get("id") == element_id


def _add_extensions(element: XmlElement) -> XmlElement:
    """Add the place for extension elements: after the documentation, before everything else."""
    prefix, _, _ = element.tag.rpartition(":")
    tag = f"{prefix}:extensionElements" if prefix else "extensionElements"
    made = XmlElement(tag, BPMN, "extensionElements", {}, element.line, element.scope, parent=element)
    place = sum(1 for child in element.children if (child.space, child.name) == (BPMN, "documentation"))
    element.children.insert(place, made)
    return made


def _add(extensions: XmlElement, mark: str, attributes: Mapping[str, str]) -> None:
    prefix = next((name for name, space in extensions.scope.items() if space == CHARTER and name), None)
    declared = {} if prefix else {"xmlns:charter": CHARTER}
    scope = extensions.scope if prefix else extensions.scope | {"charter": CHARTER}
    tag = f"{prefix or 'charter'}:{mark}"
    made = XmlElement(tag, CHARTER, mark, {**declared, **attributes}, extensions.line, scope, parent=extensions)
    extensions.children.append(made)
