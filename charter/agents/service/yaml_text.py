"""YAML as Charter reads and writes it: the JSON part of YAML 1.2, nothing that runs or explodes.

Reading goes over the parser's events, so that there is no recursion and nothing is made of a tag: YAML 1.2 core schema
(``no`` is a text), aliases counted at their full size, every key once, and each value's line known.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from pydantic import JsonValue

from charter.agents.errors import AgentFileInvalid

MAX_BYTES = 1_000_000
MAX_VALUES = 50_000
MAX_DEPTH = 64
_STRING_TAG = "tag:yaml.org,2002:str"
_INTEGER = re.compile(r"[-+]?[0-9]+")
_RADIX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_JSON = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: dict[str, JsonValue] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


@dataclass
class Document:
    """One document of a file; ``lines`` maps JSON Pointers to line numbers (from 1)."""

    value: JsonValue
    line: int
    lines: dict[str, int]

    def line_of(self, path: str) -> int:
        """Return the line of the value at a JSON Pointer, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path.rpartition("/")[0]
        return self.lines.get(path, self.line)


def refuse(line: int, message: str, *, path: str = "", suggestion: str | None = None) -> AgentFileInvalid:
    """Return the refusal of a file for one thing wrong in one line."""
    entry = {"path": path, "message": f"Line {line}: {message}"}
    if suggestion:
        entry["suggestion"] = suggestion
    return AgentFileInvalid(entry["message"], fields=[entry], lines=[line])  # type: ignore[list-item] # has its keys


def read_documents(raw: bytes) -> list[Document]:
    """Return the documents of a YAML (or JSON) text; empty ones are left out.

    Raises:
        AgentFileInvalid: names the line, and what to do.
    """
    if len(raw) > MAX_BYTES:
        raise refuse(1, f"The file has {len(raw)} bytes; {MAX_BYTES} at most. Split it.")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refuse(line, "This is not UTF-8 text.", suggestion="Save the file as UTF-8.") from error
    try:
        return [document for document in _Reader().read(text) if document.value is not None]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        words = " ".join(filter(None, (error.context, error.problem))) or "not readable"
        raise refuse(mark.line + 1 if mark else 1, f"This is not YAML: {words}.") from error
    except yaml.YAMLError as error:
        position = getattr(error, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else 1
        raise refuse(line, f"This is not YAML: {getattr(error, 'reason', None) or error}.") from error


@dataclass
class _Open:
    """A collection whose end has not come yet."""

    value: list[JsonValue] | dict[str, JsonValue]
    path: str
    anchor: str | None
    size_before: int
    key: str | None = None
    index: int = 0


@dataclass
class _Reader:
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[JsonValue, int]] = field(default_factory=dict)
    size: int = 0
    document: Document | None = None

    def read(self, text: str) -> Iterator[Document]:
        events: Iterator[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)
        for event in events:
            line = event.start_mark.line + 1
            match event:
                case yaml.DocumentStartEvent():
                    self.document, self.anchors = Document(None, line, {}), {}
                case yaml.DocumentEndEvent() if self.document is not None:
                    yield self.document
                case yaml.AliasEvent():
                    self._alias(str(event.anchor), line)
                case yaml.ScalarEvent():
                    self._scalar(event, line)
                case yaml.CollectionStartEvent():
                    self._open(event, line)
                case yaml.CollectionEndEvent():
                    done = self.stack.pop()
                    if done.anchor is not None:
                        self.anchors[done.anchor] = (done.value, self.size - done.size_before)
                case _:
                    pass

    def _open(self, event: Any, line: int) -> None:
        if event.tag not in {None, "!"}:
            raise refuse(line, f"The tag {event.tag} is not read here.", suggestion="Remove it.")
        if len(self.stack) >= MAX_DEPTH:
            raise refuse(line, f"This is nested more than {MAX_DEPTH} deep.")
        before = self.size
        value: dict[str, JsonValue] | list[JsonValue] = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._place(value, line, 1)
        self.stack.append(_Open(value, path, event.anchor, before))

    def _alias(self, name: str, line: int) -> None:
        if name not in self.anchors:
            raise refuse(line, f"*{name} stands for nothing before it in this document, or for what it is part of.")
        value, size = self.anchors[name]
        self._place(value, line, size)

    def _scalar(self, event: Any, line: int) -> None:
        value = event.value if event.tag in {_STRING_TAG, "!"} or not event.implicit[0] else _plain(event.value, line)
        if event.tag not in {None, "!", _STRING_TAG}:
            raise refuse(line, f"The tag {event.tag} is not read here.", suggestion="Remove it.")
        if isinstance(value, str) and ("\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value)):
            raise refuse(line, "Texts may not hold NUL characters or half surrogates.")
        self._place(value, line, 1)
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, 1)

    def _place(self, value: JsonValue, line: int, size: int) -> str:
        """Put a value where it belongs (or take it as the next key); returns its JSON Pointer."""
        self.size += size
        if self.size > MAX_VALUES:
            raise refuse(line, f"The file has more than {MAX_VALUES} values, aliases counted at their full size.")
        if not self.stack:
            assert self.document is not None  # noqa: S101 - the parser opens a document before its first value
            self.document.value = value
            self.document.lines[""] = line
            return ""
        around = self.stack[-1]
        if isinstance(around.value, list):
            path = f"{around.path}/{len(around.value)}"
            around.value.append(value)
        elif around.key is None:
            self._key(around, value, line)
            return around.path
        else:
            path = f"{around.path}/{around.key.replace('~', '~0').replace('/', '~1')}"
            around.value[around.key] = value
            around.key = None
        if self.document is not None:
            self.document.lines.setdefault(path, line)
        return path

    def _key(self, around: _Open, key: JsonValue, line: int) -> None:
        if not isinstance(key, str):
            shown = "A collection" if isinstance(key, list | dict) else f"The key {key!r}"
            raise refuse(line, f"{shown} is no text.", path=around.path, suggestion="Put the key in quotes.")
        if key in around.value:
            raise refuse(
                line, f"The key {key!r} stands here twice.", path=around.path, suggestion="Remove one of them."
            )
        around.key = key
        if self.document is not None:
            # A wrong key is reported at its own line, even when its value begins on the next one.
            self.document.lines[f"{around.path}/{key.replace('~', '~0').replace('/', '~1')}"] = line


def _plain(text: str, line: int) -> JsonValue:
    """Return what an unquoted scalar means (YAML 1.2.2 §10.3.2)."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return _bounded(text, 10, line)
    if _RADIX.fullmatch(text):
        return _bounded(text[2:], 8 if text[1] == "o" else 16, line)
    if _FLOAT.fullmatch(text):
        number = float(text)
        if math.isinf(number):
            raise refuse(line, "This number is too large.")
        return number
    if _NOT_JSON.fullmatch(text):
        raise refuse(line, f"{text} is no number that JSON has.", suggestion="Put it in quotes if it is a text.")
    return text


def _bounded(digits: str, base: int, line: int) -> JsonValue:
    # As in JSON bodies: beyond 64 bits a whole number is a float.
    if len(digits) > 400:
        raise refuse(line, "This number is too large.")
    number = int(digits, base)
    return number if -(2**63) <= number < 2**64 else float(number)


class _Dumper(yaml.CSafeDumper):
    """Writes what YAML 1.1 and 1.2 readers alike read back as it was."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the signature is the library's
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    """Texts of several lines as blocks, those that some reader takes for a number in quotes, the rest plain."""
    style = None
    if "\n" in text:
        printable = all(line == line.rstrip() for line in text.split("\n")) and not text[:1].isspace()
        style = "|" if printable else '"'
    elif any(test(text) for test in _LOOKS_LIKE_MORE):
        style = '"'
    return dumper.represent_scalar(_STRING_TAG, text, style=style)


_LOOKS_LIKE_MORE: tuple[Callable[[str], object], ...] = (
    _WORDS.__contains__, _INTEGER.fullmatch, _RADIX.fullmatch, _FLOAT.fullmatch, _NOT_JSON.fullmatch,
)  # fmt: skip
_Dumper.add_representer(str, _text)


def write_document(value: JsonValue) -> str:
    """Return a value as YAML, its keys in the given order."""
    written: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return written
