"""Agent templates: definitions as data, with parameters that have a schema."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NoReturn

import jsonschema_rs
import yaml
from pydantic import JsonValue

from charter.agents.errors import AgentDefinitionInvalid, AgentTemplateNotFound
from charter.agents.schemas import DefinitionProblem, TemplateRead

_PLACEHOLDER = re.compile(r"\$\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class AgentTemplate:
    """A starting point: its parameters all have defaults, so that it works with nothing filled in."""

    slug: str
    version: int
    name: str
    description: str
    parameters: dict[str, JsonValue]
    suggested_inputs: list[str]
    definition: dict[str, JsonValue]

    def read(self) -> TemplateRead:
        """Return what the outside sees."""
        return TemplateRead(
            slug=self.slug,
            version=self.version,
            name=self.name,
            description=self.description,
            parameters=self.parameters,
            suggested_inputs=self.suggested_inputs,
        )

    def problems_of(self, parameters: dict[str, JsonValue]) -> list[DefinitionProblem]:
        """Return what is wrong with parameters; empty is good."""
        validator = jsonschema_rs.validator_for(
            self.parameters, retriever=_refuse, pattern_options=jsonschema_rs.RegexOptions()
        )
        return [
            DefinitionProblem(
                path="".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in error.instance_path),
                message=error.message,
                suggestion=None,
                severity="error",
            )
            for error in validator.iter_errors(parameters)
        ]

    def fill(self, parameters: dict[str, JsonValue]) -> dict[str, JsonValue]:
        """Return the definition with the parameters in their places, defaults where none is given.

        A text that is one placeholder takes the parameter as it is; inside a longer text it is written out. A
        parameter's own text is never searched for placeholders.

        Raises:
            AgentDefinitionInvalid: the parameters break their schema; the fields say where.
        """
        if found := self.problems_of(parameters):
            raise AgentDefinitionInvalid(
                "; ".join(f"{problem.path or 'parameters'}: {problem.message}" for problem in found[:3]),
                fields=[{"path": f"/parameters{problem.path}", "message": problem.message} for problem in found],
            )
        filled = _fill(self.definition, self._defaults() | parameters)
        return filled if isinstance(filled, dict) else {}

    def _defaults(self) -> dict[str, JsonValue]:
        properties: Any = self.parameters["properties"]
        return {name: schema["default"] for name, schema in properties.items()}


def _fill(value: JsonValue, parameters: dict[str, JsonValue]) -> JsonValue:
    match value:
        case str():
            if whole := _PLACEHOLDER.fullmatch(value):
                return parameters[whole[1]]
            return _PLACEHOLDER.sub(lambda match: _written(parameters[match[1]]), value)
        case list():
            return [_fill(item, parameters) for item in value]
        case dict():
            return {name: _fill(item, parameters) for name, item in value.items()}
        case _:
            return value


def _refuse(uri: str) -> NoReturn:
    raise ValueError(f"references to other documents are not followed: {uri}")


def _written(value: JsonValue) -> str:
    if isinstance(value, list):
        return ", ".join(_written(item) for item in value)
    return str(value)


@cache
def all_templates() -> dict[str, AgentTemplate]:
    """Return the templates that Charter brings along, by slug."""
    folder = resources.files("charter.agents") / "templates"
    loaded = [yaml.safe_load(file.read_text()) for file in folder.iterdir() if file.name.endswith(".yaml")]
    templates = [AgentTemplate(**document) for document in loaded]
    return {template.slug: template for template in sorted(templates, key=lambda template: template.slug)}


def get_template(slug: str) -> AgentTemplate:
    """Return a template.

    Raises:
        AgentTemplateNotFound: names those that exist.
    """
    try:
        return all_templates()[slug]
    except KeyError:
        names = ", ".join(all_templates())
        raise AgentTemplateNotFound(f"There is no template {slug!r}; there are: {names}.") from None
