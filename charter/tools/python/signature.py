"""The JSON schemas of a Python tool, from its signature and docstring."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pydantic import JsonValue

Complain = Callable[[str, ast.AST, str, str], None]
"""(rule, where, message, fix): called for each thing wrong."""

Schema = dict[str, JsonValue]

_PLAIN: dict[str, Schema] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "None": {"type": "null"},
    "dict": {"type": "object"},
    "list": {"type": "array"},
    "Any": {},
    "object": {},
}
_ARGUMENTS = re.compile(r"^\s*(?:Args|Arguments|Parameters):\s*$")
_SECTION = re.compile(r"^\s*[A-Z][A-Za-z ]+:\s*$")
_ENTRY = re.compile(r"^(\s+)\**(\w+)(?:\s*\([^)]*\))?:\s*(.*)$")
_DEPTH = 20


@dataclass(frozen=True)
class Signature:
    """What a tool takes and gives, and what it says of itself."""

    description: str
    parameters: Schema
    output: Schema | None


@dataclass
class SignatureReader:
    """Reads signatures of one module.

    Attributes:
        classes: the module's top-level classes, which annotations may name: data classes, typed dictionaries, enums.
    """

    classes: dict[str, ast.ClassDef]
    complain: Complain
    _open: list[str] = field(default_factory=list)

    def read(self, function: ast.FunctionDef | ast.AsyncFunctionDef, *, method: bool, text: str | None) -> Signature:
        """Return the signature of a function (of a class when ``method``); ``text`` is its docstring."""
        summary, described = docstring(text or "")
        if not summary:
            fix = 'Begin the function with """What it does.""": the model decides by this text when to call it.'
            self.complain("python.docstring", function, f"{function.name} has no docstring.", fix)
        given = function.args
        for extra in (given.vararg, given.kwarg):
            if extra is not None:
                message = f"{extra.arg}: a tool takes named arguments only, so that they have a schema."
                self.complain("python.signature", extra, message, "Name each argument.")
        named = [*given.posonlyargs, *given.args]
        defaults: list[ast.expr | None] = [None] * (len(named) - len(given.defaults)) + list(given.defaults)
        pairs = list(zip(named, defaults, strict=True))[1 if method else 0 :]
        pairs += list(zip(given.kwonlyargs, given.kw_defaults, strict=True))
        for only in given.posonlyargs[1 if method else 0 :]:
            message = f"{only.arg}: arguments are given by name; this one cannot be."
            self.complain("python.signature", only, message, "Remove the / from the signature.")
        properties: dict[str, JsonValue] = {}
        required: list[JsonValue] = []
        for argument, default in pairs:
            properties[argument.arg] = self._argument(argument, default, described.get(argument.arg))
            if default is None:
                required.append(argument.arg)
        schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if required:
            schema["required"] = required
        output = self.schema(function.returns) if function.returns is not None else None
        return Signature(summary, schema, output or None)

    def _argument(self, argument: ast.arg, default: ast.expr | None, description: str | None) -> Schema:
        if argument.annotation is None:
            fix = f"Write {argument.arg}: str, or whatever it is."
            self.complain("python.types", argument, f"{argument.arg} has no type.", fix)
            schema: Schema = {}
        else:
            schema = self.schema(argument.annotation)
        if description and "description" not in schema:
            schema = schema | {"description": description}
        if default is None:
            return schema
        try:
            value = _literal(default)
        except ValueError:
            message = f"The default of {argument.arg} is not a plain value."
            self.complain("python.signature", default, message, "Use a number, text, list or None.")
            return schema
        return schema if value is None else schema | {"default": value}

    def schema(self, annotation: ast.expr) -> Schema:
        """Return the JSON Schema of an annotation; complains of what has none."""
        match annotation:
            case ast.Constant(value=str() as quoted):
                return self._quoted(annotation, quoted)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return _either([self.schema(left), self.schema(right)])
            case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name), slice=inner):
                items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
                found = self._collection(name, items) or self._choice(name, items)
                return self._unknown(annotation) if found is None else found
            case ast.Constant(value=None):
                return {"type": "null"}
        return self._named(annotation, _last_name(annotation))

    def _quoted(self, annotation: ast.expr, text: str) -> Schema:
        try:
            inner = ast.parse(text, mode="eval").body
        except SyntaxError:
            return self._unknown(annotation)
        for node in ast.walk(inner):
            ast.copy_location(node, annotation)
        return self.schema(inner)

    def _named(self, annotation: ast.expr, name: str) -> Schema:
        if name in _PLAIN:
            return dict(_PLAIN[name])
        if name in self.classes:
            return self._class(annotation, self.classes[name])
        return self._unknown(annotation)

    def _collection(self, name: str, inner: list[ast.expr]) -> Schema | None:
        match name, inner:
            case "list" | "List" | "Sequence" | "Iterable", [item]:
                return {"type": "array", "items": self.schema(item)}
            case "set" | "frozenset", [item]:
                return {"type": "array", "items": self.schema(item), "uniqueItems": True}
            case "dict" | "Dict" | "Mapping", [ast.Name(id="str"), value]:
                return {"type": "object", "additionalProperties": self.schema(value)}
            case "tuple" | "Tuple", [item, ast.Constant() as rest] if rest.value is ...:
                return {"type": "array", "items": self.schema(item)}
            case "tuple" | "Tuple", items:
                each: list[JsonValue] = [self.schema(item) for item in items]
                return {"type": "array", "prefixItems": each, "items": False, "minItems": len(each)}
        return None

    def _choice(self, name: str, inner: list[ast.expr]) -> Schema | None:
        match name, inner:
            case "Optional", [item]:
                return _either([self.schema(item), {"type": "null"}])
            case "Union", items:
                return _either([self.schema(item) for item in items])
            case "Literal", items:
                return _enumerated(items)
            case "Annotated", [item, *notes]:
                texts = [note.value for note in notes if isinstance(note, ast.Constant) and isinstance(note.value, str)]
                return self.schema(item) | ({"description": texts[0]} if texts else {})
        return None

    def _class(self, annotation: ast.expr, class_: ast.ClassDef) -> Schema:
        if class_.name in self._open or len(self._open) > _DEPTH:
            message = f"{class_.name} contains itself; a schema cannot say that here."
            self.complain("python.types", annotation, message, "Use dict for the inner one.")
            return {"type": "object"}
        self._open.append(class_.name)
        try:
            bases = {_last_name(base) for base in class_.bases}
            if bases & {"Enum", "StrEnum", "IntEnum"}:
                values = [node.value for node in class_.body if isinstance(node, ast.Assign)]
                return _enumerated(values) or self._unknown(annotation)
            return self._fields(annotation, class_, "TypedDict" in bases)
        finally:
            self._open.pop()

    def _fields(self, annotation: ast.expr, class_: ast.ClassDef, typed_dict: bool) -> Schema:
        decorators = {_last_name(one.func if isinstance(one, ast.Call) else one) for one in class_.decorator_list}
        if not typed_dict and "dataclass" not in decorators:
            message = f"{class_.name} is neither a data class, a TypedDict nor an Enum."
            self.complain("python.types", annotation, message, "Put @dataclass before it.")
            return {"type": "object"}
        properties: dict[str, JsonValue] = {}
        required: list[JsonValue] = []
        for node in class_.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                properties[node.target.id] = self.schema(node.annotation)
                if node.value is None:
                    required.append(node.target.id)
        schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        return schema | ({"required": required} if required else {})

    def _unknown(self, annotation: ast.expr) -> Schema:
        message = f"{ast.unparse(annotation)[:80]} has no JSON Schema."
        fix = "Use str, int, float, bool, list[...], dict[str, ...], Literal[...], X | None, a data class or an Enum."
        self.complain("python.types", annotation, message, fix)
        return {}


def _literal(node: ast.expr) -> JsonValue:
    """Return the plain value that is written there.

    Raises:
        ValueError: it is none, or one that JSON does not have.
    """
    try:
        value = ast.literal_eval(node)
    except (TypeError, SyntaxError, MemoryError, RecursionError) as error:
        raise ValueError("not a plain value") from error
    return _as_json(value)


def _as_json(value: object) -> JsonValue:
    match value:
        case None | bool() | str():
            return value
        case int() if -(2**63) <= value < 2**63:
            return value
        case float() if math.isfinite(value):
            return value
        case list() | tuple():
            return [_as_json(item) for item in value]
        case dict() if all(isinstance(key, str) for key in value):
            return {str(key): _as_json(item) for key, item in value.items()}
    raise ValueError("not a plain value")


def _enumerated(values: list[ast.expr]) -> Schema | None:
    try:
        return {"enum": [_literal(value) for value in values]}
    except ValueError:
        return None


def _either(schemas: list[Schema]) -> Schema:
    flat: list[JsonValue] = []
    for schema in schemas:
        inner = schema.get("anyOf")
        flat += inner if isinstance(inner, list) and len(schema) == 1 else [schema]
    return {} if {} in flat else {"anyOf": flat}


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def docstring(text: str) -> tuple[str, dict[str, str]]:
    """Return a docstring's text before its sections, and what its section ``Args:`` says of each argument."""
    summary: list[str] = []
    described: dict[str, str] = {}
    section, current, indent = "", "", 0
    for line in text.expandtabs().splitlines():
        if _ARGUMENTS.match(line):
            section = "args"
        elif _SECTION.match(line) and (section or line.strip() in {"Returns:", "Raises:", "Examples:", "Example:"}):
            section = "other"
        elif section == "":
            summary.append(line.strip())
        elif section == "args" and line.strip():
            entry = _ENTRY.match(line)
            if entry and (not current or len(entry[1]) <= indent):
                current, indent = entry[2], len(entry[1])
                described[current] = entry[3].strip()
            elif current:
                described[current] = f"{described[current]} {line.strip()}".strip()
    return "\n".join(summary).strip(), described
