"""A diagram for a model that has none, drawn by a library in a process of its own: bounded in time and memory."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

from charter.core.xml import XmlElement, XmlRefused, read_xml, write_xml
from charter.workflows.model.names import BPMN
from charter.workflows.model.reading import LIMITS

MOST_ELEMENTS = 3_000
TIMEOUT_S = 20
_MEMORY_BYTES = 2 * 1024**3
_CHILD = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY_BYTES}, {_MEMORY_BYTES}))
resource.setrlimit(resource.RLIMIT_CPU, ({TIMEOUT_S}, {TIMEOUT_S}))
from bpmn_io import layout_process
sys.stdout.buffer.write(layout_process(sys.stdin.buffer.read().decode()).encode())
"""


class LayoutRefused(Exception):
    """The file cannot be laid out; the message says why and what to do."""


def lay_out(data: bytes, *, timeout_s: float = TIMEOUT_S) -> bytes:
    """Return a BPMN file with a diagram of its processes, as UTF-8; a diagram it had is replaced.

    Raises:
        LayoutRefused: it is no BPMN file, too large, or the layout fails or takes too long.
    """
    try:
        root = read_xml(data, LIMITS)
    except XmlRefused as refused:
        raise LayoutRefused(f"Line {refused.line}: {refused.message}") from refused
    if (root.space, root.name) != (BPMN, "definitions"):
        raise LayoutRefused("This is no BPMN 2.0 file: its outermost element is not bpmn:definitions.")
    before = _elements(root)
    if before.total() > MOST_ELEMENTS:
        message = f"The file has {before.total():,} BPMN elements; at most {MOST_ELEMENTS:,} are laid out. Split it."
        raise LayoutRefused(message)
    _say_flows_at_both_ends(root)
    command = [sys.executable, "-c", _CHILD]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and text; the file comes by its input
            command, input=write_xml(root), capture_output=True, timeout=timeout_s, check=True
        )
        made = read_xml(done.stdout, LIMITS)
    except subprocess.TimeoutExpired as error:
        message = f"Laying the file out took more than {timeout_s:g} seconds. Split it, or draw it in a modeller."
        raise LayoutRefused(message) from error
    except (subprocess.CalledProcessError, XmlRefused) as error:
        message = "The file cannot be laid out. Check it with `charter workflow lint`, or draw it in a modeller."
        raise LayoutRefused(message) from error
    if _elements(made) != before:
        raise LayoutRefused("Laying the file out would lose elements of it. Draw it in a modeller.")
    return done.stdout


def _say_flows_at_both_ends(root: XmlElement) -> None:
    """Add the ``incoming`` and ``outgoing`` that BPMN leaves out where it likes; the library draws no flow without."""
    elements = {
        found.attributes["id"]: found for found in root.walk() if found.space == BPMN and "id" in found.attributes
    }
    for flow in [found for found in root.walk() if (found.space, found.name) == (BPMN, "sequenceFlow")]:
        for end, name in (("targetRef", "incoming"), ("sourceRef", "outgoing")):
            node = elements.get(flow.attributes.get(end, ""))
            identifier = flow.attributes.get("id", "")
            if node is None or any(said.content() == identifier for said in node.all(name, BPMN)):
                continue
            prefix = flow.tag.removesuffix("sequenceFlow")
            said = XmlElement(prefix + name, BPMN, name, {}, node.line, node.scope, text=identifier, parent=node)
            before = {"documentation", "extensionElements", "incoming", name}
            place = sum(1 for child in node.children if child.space == BPMN and child.name in before)
            node.children.insert(place, said)


def _elements(root: XmlElement) -> Counter[tuple[str, str]]:
    """Return the elements that have a meaning, by name and id; flows' ends are said twice in BPMN."""
    return Counter(
        (element.name, element.attributes.get("id", ""))
        for element in root.walk()
        if element.space == BPMN and element.name not in {"incoming", "outgoing"}
    )
