"""Reads OpenAPI 3.0 and 3.1 documents into operations, each with one JSON Schema of its arguments.

Nothing is fetched: a document that refers to others is refused where it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson
import yaml

from charter.openapi.errors import OpenApiInvalid

MAXIMUM_BYTES = 4_000_000
_MAXIMUM_PARTS = 400_000
_MAXIMUM_OPERATIONS = 1_000
_METHODS = ("get", "put", "post", "delete", "patch", "head")
_COMPONENT = "#/components/schemas/"
# Headers that are not an argument's business (RFC 9110, OpenAPI 3.1 §4.8.12.1).
_NOT_PARAMETERS = frozenset(
    {"accept", "content-type", "authorization", "host", "cookie", "content-length", "connection"}
)
_BODIES = ("application/json", "application/x-www-form-urlencoded")

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Argument:
    """Where an argument of the tool goes in the request."""

    name: str
    place: str
    sent_as: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as a tool.

    Attributes:
        id: ``operationId``, or method and path where there is none.
        body_type: media type of the body, None without one.
        security: names of security schemes that it asks for.
        unusable: why no tool can be made of it.
    """

    id: str
    method: str
    path: str
    title: str
    description: str
    parameters: Object
    arguments: tuple[Argument, ...] = ()
    body_type: str | None = None
    security: tuple[str, ...] = ()
    unusable: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What of a document matters."""

    title: str
    version: str
    server_url: str | None
    operations: tuple[Operation, ...]
    schemes: dict[str, str] = field(default_factory=dict)


def read(raw: bytes, base_url: str | None = None) -> Document:
    """Return a document's operations.

    Args:
        base_url: where it was fetched from; relative addresses of servers are below it.

    Raises:
        OpenApiInvalid: it is no OpenAPI 3 document.
    """
    document = _parsed(raw)
    version = str(document.get("openapi", ""))
    if not re.fullmatch(r"3\.[01](\.\d+)?.*", version):
        said = version or str(document.get("swagger", "none"))
        raise OpenApiInvalid(f"This is no OpenAPI 3.0 or 3.1 document (its version is {said[:20]}). Convert it first.")
    components = _object(document.get("components"))
    reader = _Reader(components, old=version.startswith("3.0"))
    info = _object(document.get("info"))
    operations = list(reader.operations(_object(document.get("paths")), document.get("security")))
    if not operations:
        raise OpenApiInvalid("The document has no operations: there is nothing to make tools of.")
    return Document(
        title=str(info.get("title", ""))[:200],
        version=str(info.get("version", ""))[:100],
        server_url=_server(document, base_url),
        operations=tuple(operations[:_MAXIMUM_OPERATIONS]),
        schemes={
            str(name): _scheme(_object(scheme)) for name, scheme in _object(components.get("securitySchemes")).items()
        },
    )


class _Reader:
    def __init__(self, components: Object, *, old: bool) -> None:
        self._components = components
        self._old = old

    def operations(self, paths: Object, everywhere: object) -> Iterator[Operation]:
        ids: set[str] = set()
        for path, part in paths.items():
            item = self._resolved(_object(part))
            for method in _METHODS:
                if not isinstance(item.get(method), dict):
                    continue
                operation = self._operation(str(path), method, item, everywhere)
                if operation.id not in ids:
                    ids.add(operation.id)
                    yield operation

    def _operation(self, path: str, method: str, item: Object, everywhere: object) -> Operation:
        said = item[method]
        id_ = str(said.get("operationId") or f"{method}{re.sub(r'[^A-Za-z0-9]+', '_', path)}")[:200]
        title = str(said.get("summary") or id_)[:100]
        description = "\n\n".join(str(said[name]) for name in ("summary", "description") if said.get(name))[:8_000]
        try:
            schema, arguments, body_type = self._input(
                [*_list(item.get("parameters")), *_list(said.get("parameters"))], said
            )
        except _Unusable as reason:
            return Operation(id_, method.upper(), path, title, description, {}, unusable=str(reason))
        wanted = said.get("security", everywhere)
        # Alternatives: the first is taken; all schemes of one alternative are needed together.
        security = tuple(map(str, _object(_list(wanted)[0]))) if _list(wanted) else ()
        return Operation(id_, method.upper(), path, title, description or title, schema, arguments, body_type, security)

    def _input(self, parameters: list[Any], said: Object) -> tuple[Object, tuple[Argument, ...], str | None]:
        properties: Object = {}
        required: list[str] = []
        arguments: dict[str, Argument] = {}
        seen: dict[tuple[str, str], Object] = {}
        for parameter in map(self._resolved, map(_object, parameters)):
            seen[str(parameter.get("in")), str(parameter.get("name"))] = parameter  # an operation's own one counts
        for (place, sent_as), parameter in seen.items():
            if place == "cookie" or (place == "header" and sent_as.lower() in _NOT_PARAMETERS):
                if parameter.get("required") and place == "cookie":
                    raise _Unusable(f"It needs the cookie {sent_as}.")
                continue
            name = sent_as if sent_as not in arguments and sent_as != "body" else f"{place}_{sent_as}"
            schema = self._parameter_schema(parameter, sent_as)
            if text := str(parameter.get("description", ""))[:2_000]:
                schema = {"description": text, **schema}
            properties[name] = schema
            arguments[name] = Argument(name, place, sent_as)
            if parameter.get("required") or place == "path":
                required.append(name)
        body_type = self._body(said, properties, required)
        schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if required:
            schema["required"] = required
        return self._with_definitions(schema), tuple(arguments.values()), body_type

    def _parameter_schema(self, parameter: Object, name: str) -> Object:
        if "schema" in parameter:
            return _object(self._schema(parameter["schema"]))
        content = _object(parameter.get("content"))
        if content:
            raise _Unusable(f"The parameter {name} is written as {next(iter(content))}, which is not supported.")
        return {}

    def _body(self, said: Object, properties: Object, required: list[str]) -> str | None:
        if "requestBody" not in said:
            return None
        body = self._resolved(_object(said["requestBody"]))
        content = _object(body.get("content"))
        for kind in _BODIES:
            media = next((part for name, part in content.items() if str(name).partition(";")[0].strip() == kind), None)
            if media is not None:
                properties["body"] = self._schema(_object(media).get("schema", {}))
                if body.get("required"):
                    required.append("body")
                return kind
        if body.get("required"):
            raise _Unusable(
                f"Its body can only be {', '.join(map(str, content)) or 'nothing'}; JSON or a form is needed."
            )
        return None

    def _resolved(self, part: Object, depth: int = 0) -> Object:
        """Return what a reference to a component stands for."""
        reference = part.get("$ref")
        if reference is None:
            return part
        steps = str(reference).split("/")
        if not str(reference).startswith("#/components/") or len(steps) != 4 or depth > 20:
            raise OpenApiInvalid(f"The reference {str(reference)[:200]!r} leads out of the document's components.")
        target = _object(self._components.get(steps[2])).get(_unescaped(steps[3]))
        if not isinstance(target, dict):
            raise OpenApiInvalid(f"The reference {str(reference)[:200]!r} leads to nothing.")
        return self._resolved(target, depth + 1)

    def _schema(self, value: Any) -> Any:
        """Return a schema as JSON Schema 2020-12: references to components become local, old forms new."""
        if isinstance(value, list):
            return [self._schema(item) for item in value]
        if not isinstance(value, dict):
            return value
        made = {name: self._schema(item) for name, item in value.items() if name not in _LEFT_OUT}
        reference = made.get("$ref")
        if isinstance(reference, str):
            if not reference.startswith(_COMPONENT):
                raise _Unusable(f"Its schema refers to {reference[:200]!r}, outside of the document's schemas.")
            made["$ref"] = "#/$defs/" + reference.removeprefix(_COMPONENT)
        return _renewed(made) if self._old else made

    def _with_definitions(self, schema: Object) -> Object:
        """Return a schema together with every component that it reaches."""
        definitions: Object = {}
        waiting = list(_references(schema))
        while waiting:
            name = waiting.pop()
            if name in definitions:
                continue
            part = _object(self._components.get("schemas")).get(_unescaped(name))
            if part is None:
                raise _Unusable(f"Its schema refers to {name!r}, which is not there.")
            definitions[name] = self._schema(part)
            waiting += _references(definitions[name])
        return (
            schema | {"$defs": {_unescaped(name): part for name, part in definitions.items()}}
            if definitions
            else schema
        )


class _Unusable(Exception):
    pass


_LEFT_OUT = frozenset({"example", "examples", "xml", "externalDocs", "discriminator"})


def _renewed(schema: Object) -> Object:
    """Return a schema of OpenAPI 3.0 in today's words: ``nullable``, and exclusive limits that are numbers."""
    if schema.pop("nullable", False) is True and "type" in schema:
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema and None not in schema["enum"]:
            schema["enum"] = [*schema["enum"], None]
    for name, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(schema.get(name), bool) and schema.pop(name) and limit in schema:
            schema[name] = schema.pop(limit)
    return schema


def _references(value: Any) -> Iterator[str]:
    match value:
        case dict():
            reference = value.get("$ref")
            if isinstance(reference, str) and reference.startswith("#/$defs/"):
                yield reference.removeprefix("#/$defs/")
            for item in value.values():
                yield from _references(item)
        case list():
            for item in value:
                yield from _references(item)
        case _:
            return


def _parsed(raw: bytes) -> Object:
    if len(raw) > MAXIMUM_BYTES:
        raise OpenApiInvalid(f"The document is larger than {MAXIMUM_BYTES} bytes.")
    try:
        document = orjson.loads(raw)
    except orjson.JSONDecodeError:
        try:
            document = yaml.safe_load(raw)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise OpenApiInvalid(f"The document is neither JSON nor YAML: {str(error)[:200]}") from error
    if not isinstance(document, dict):
        raise OpenApiInvalid("The document is no object.")
    _require_finite(document)
    try:
        # YAML has keys and values that JSON does not.
        plain = orjson.loads(orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS))
    except (orjson.JSONEncodeError, orjson.JSONDecodeError) as error:
        raise OpenApiInvalid(f"The document holds what JSON cannot: {error}") from error
    return _object(plain)


def _require_finite(document: Object) -> None:
    """Refuse a document that YAML's aliases make endless, or far larger than it is written."""
    waiting: list[tuple[Any, int]] = [(document, 0)]
    parts = 0
    while waiting:
        value, depth = waiting.pop()
        parts += 1
        if parts > _MAXIMUM_PARTS or depth > 100:
            raise OpenApiInvalid("The document is too large or too deeply nested once its aliases are followed.")
        if isinstance(value, dict):
            waiting += [(item, depth + 1) for item in value.values()]
        elif isinstance(value, list):
            waiting += [(item, depth + 1) for item in value]


def _server(document: Object, base_url: str | None) -> str | None:
    servers = _list(document.get("servers"))
    server = _object(servers[0]) if servers else {}
    text = str(server.get("url", "/"))
    for name, variable in _object(server.get("variables")).items():
        text = text.replace("{" + str(name) + "}", str(_object(variable).get("default", "")))
    address = urljoin(base_url, text) if base_url else text
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address.rstrip("/") if parts.scheme in {"http", "https"} and parts.hostname else None


def _scheme(scheme: Object) -> str:
    """Return a security scheme in words, for whoever chooses a credential."""
    match scheme.get("type"):
        case "apiKey":
            return f"an API key in the {scheme.get('in', 'header')} {scheme.get('name', '')}".strip()
        case "http":
            return f"HTTP {scheme.get('scheme', 'authentication')}"
        case other:
            return str(other or "unknown")[:40]


def _unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def _object(value: object) -> Object:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
