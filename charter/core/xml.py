"""XML from outside, read without trust: no DTD, no entities, no external references; limits on size, depth and width.

The tree keeps prefixes, namespace declarations, comments' absence aside everything that has a meaning, and the line of
each element, so that what was read can be written again and a finding can say where.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_NATIVE = frozenset({"utf-8", "utf-16", "utf-16-le", "utf-16-be", "iso8859-1", "ascii"})
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_XML = "http://www.w3.org/XML/1998/namespace"


class XmlRefused(Exception):
    """The text is no XML, or XML that Charter does not read.

    Attributes:
        rule: a stable name of what is wrong, for example ``xml.doctype``.
        line: where, counted from 1; 0 for the whole text.
    """

    def __init__(self, rule: str, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.rule, self.message, self.line = rule, message, line


@dataclass(frozen=True, slots=True)
class XmlLimits:
    """What is still read."""

    size_bytes: int = 4 * 1024 * 1024
    depth: int = 200
    elements: int = 100_000
    attributes: int = 200


@dataclass(slots=True, eq=False)
class XmlElement:
    """One element.

    Attributes:
        tag: the name as written, with its prefix.
        space: the namespace it stands in, "" for none.
        name: the name without prefix.
        attributes: as written, namespace declarations included.
        text: the text before the first child; ``tail`` the text after this element.
    """

    tag: str
    space: str
    name: str
    attributes: dict[str, str]
    line: int
    scope: dict[str, str]
    text: str = ""
    tail: str = ""
    children: list[XmlElement] = field(default_factory=list)
    parent: XmlElement | None = None

    def get(self, name: str, space: str = "") -> str | None:
        """Return an attribute: a plain one, or one of a namespace."""
        if not space:
            return self.attributes.get(name)
        for tag, value in self.attributes.items():
            prefix, _, local = tag.partition(":")
            if local == name and self.scope.get(prefix) == space:
                return value
        return None

    def first(self, name: str, space: str) -> XmlElement | None:
        """Return the first child of a name and namespace."""
        return next(self.all(name, space), None)

    def all(self, name: str, space: str) -> Iterator[XmlElement]:
        """Yield the children of a name and namespace."""
        return (child for child in self.children if child.name == name and child.space == space)

    def walk(self) -> Iterator[XmlElement]:
        """Yield this element and all below it in document order; depth costs no stack."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))

    def content(self) -> str:
        """Return the element's own text without surrounding space."""
        return self.text.strip()

    def resolve(self, qname: str) -> tuple[str, str]:
        """Return namespace and local name of a QName in content or an attribute."""
        prefix, _, local = qname.rpartition(":")
        return self.scope.get(prefix, ""), local


class _Builder:
    def __init__(self, parser: expat.XMLParserType, limits: XmlLimits) -> None:
        self.parser, self.limits = parser, limits
        self.root: XmlElement | None = None
        self.open: list[XmlElement] = []
        self.count = 0
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.doctype
        parser.ExternalEntityRefHandler = self.doctype
        parser.buffer_text = True
        parser.ordered_attributes = True

    def refuse(self, rule: str, message: str) -> NoReturn:
        raise XmlRefused(rule, message, self.parser.CurrentLineNumber)

    def doctype(self, *_: object) -> int:
        self.refuse("xml.doctype", "A document type or an entity is declared. Remove it: Charter reads none.")

    def start(self, tag: str, flat: list[str]) -> None:
        attributes = dict(zip(flat[::2], flat[1::2], strict=True))
        self.count += 1
        if len(self.open) >= self.limits.depth:
            self.refuse("xml.depth", f"Elements lie more than {self.limits.depth} deep.")
        if self.count > self.limits.elements:
            self.refuse("xml.elements", f"There are more than {self.limits.elements:,} elements.")
        if len(attributes) > self.limits.attributes:
            self.refuse("xml.attributes", f"An element has more than {self.limits.attributes} attributes.")
        scope = self.open[-1].scope if self.open else {"xml": _XML}
        if any(name == "xmlns" or name.startswith("xmlns:") for name in attributes):
            declared = {
                name[6:]: value for name, value in attributes.items() if name == "xmlns" or name.startswith("xmlns:")
            }
            scope = scope | declared
        prefix, _, local = tag.rpartition(":")
        if prefix and prefix not in scope:
            self.refuse("xml.prefix", f'The prefix "{prefix}" has no namespace.')
        element = XmlElement(tag, scope.get(prefix, ""), local, attributes, self.parser.CurrentLineNumber, scope)
        if self.open:
            element.parent = self.open[-1]
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _tag: str) -> None:
        self.open.pop()

    def text(self, text: str) -> None:
        current = self.open[-1]
        if current.children:
            current.children[-1].tail += text
        else:
            current.text += text


def read_xml(data: bytes, limits: XmlLimits | None = None) -> XmlElement:
    """Return the root of an XML document in any encoding Python knows.

    Raises:
        XmlRefused: it is not well-formed, or has a document type, entities or more of something than is read.
    """
    limits = limits or XmlLimits()
    if len(data) > limits.size_bytes:
        raise XmlRefused(
            "xml.size", f"The file has {len(data):,} bytes; at most {limits.size_bytes:,} are read. Split it."
        )
    data, encoding = _native(data)
    parser = expat.ParserCreate(encoding)
    builder = _Builder(parser, limits)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise XmlRefused("xml.malformed", f"This is not XML: {expat.ErrorString(error.code)}.", error.lineno) from error
    if builder.root is None:  # pragma: no cover - expat refuses a document without an element
        raise XmlRefused("xml.malformed", "There is no element.")
    return builder.root


def _native(data: bytes) -> tuple[bytes, str | None]:
    """Return the text in an encoding the parser reads, and its name where the declaration is not to be believed."""
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    if encoding is None:
        declared = _DECLARED.match(data[:200])
        if declared is None:
            return data, None
        encoding = declared[1].decode()
        try:
            if codecs.lookup(encoding).name in _NATIVE:
                return data, None
        except LookupError as error:
            raise XmlRefused(
                "xml.encoding", f'The encoding "{encoding}" is not known. Save the file as UTF-8.', 1
            ) from error
    try:
        return data.decode(encoding).encode(), "utf-8"
    except (UnicodeError, ValueError, TypeError, LookupError) as error:
        raise XmlRefused(
            "xml.encoding", f"The text is not in the encoding it declares, {encoding}. Save the file as UTF-8.", 1
        ) from error


def write_xml(root: XmlElement) -> bytes:
    """Return the tree as UTF-8 with a declaration; reading it again gives an equal tree."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    waiting: list[XmlElement | str] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        attributes = "".join(f" {name}={_quoted(value)}" for name, value in item.attributes.items())
        if not item.children and not item.text:
            parts.append(f"<{item.tag}{attributes}/>{escape(item.tail)}")
            continue
        parts.append(f"<{item.tag}{attributes}>{escape(item.text)}")
        waiting.append(f"</{item.tag}>{escape(item.tail)}")
        waiting.extend(reversed(item.children))
    return "".join(parts).encode()


def _quoted(value: str) -> str:
    return quoteattr(value, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
