"""Reads XML from strangers: no DTD, no entities, no way outside, bounded in size and depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from charter.dmn.errors import DmnUnreadable, Finding, Severity

MAX_BYTES = 10_000_000
MAX_DEPTH = 100
MAX_ELEMENTS = 200_000


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


class _Builder:
    """Collects elements as the parser meets them."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._count = 0
        self.root: Element | None = None

    def refuse(self, message: str, fix: str) -> DmnUnreadable:
        return unreadable(self._parser.CurrentLineNumber, message, fix)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise self.refuse(f"The file has more than {MAX_ELEMENTS:,} elements.", "Split the model.")
        if len(self._open) >= MAX_DEPTH:
            raise self.refuse(f"Elements are nested deeper than {MAX_DEPTH} levels.", "Flatten the model.")
        namespace, _, name = tag.rpartition(" ")
        plain = {key: value for key, value in attributes.items() if " " not in key}
        element = Element(namespace, name, plain, self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])

    def end(self, _tag: str) -> None:
        self._open.pop().text = "".join(self._texts.pop())

    def characters(self, text: str) -> None:
        self._texts[-1].append(text)

    def doctype(self, *_declaration: object) -> None:
        raise self.refuse("The file has a document type declaration.", "Remove <!DOCTYPE …>: entities are not read.")


def unreadable(line: int, message: str, fix: str) -> DmnUnreadable:
    """Return the error for a file that cannot be read."""
    return DmnUnreadable(Finding("dmn.unreadable", Severity.ERROR, "", line, message, fix))


def read_xml(data: bytes) -> Element:
    """Return the root element of a document.

    Raises:
        DmnUnreadable: it is too large or deep, not well-formed, or wants a DTD.
    """
    if len(data) > MAX_BYTES:
        raise unreadable(0, f"The file is larger than {MAX_BYTES:,} bytes.", "Split the model.")
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    builder = _Builder(parser)
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = builder.doctype
    parser.EntityDeclHandler = builder.doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        message = expat.errors.messages.get(error.code) and str(error).partition(":")[0]
        raise unreadable(error.lineno, f"The file is not well-formed XML: {message}.", "Mend it there.") from None
    except (LookupError, ValueError) as error:
        raise unreadable(1, f"The file's encoding can't be read: {error}.", "Save it as UTF-8.") from None
    if builder.root is None:
        raise unreadable(1, "The file is empty.", "Send a DMN model.")
    return builder.root
