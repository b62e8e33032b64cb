"""Checking a definition while it is typed, and before it may run."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, JsonValue, ValidationError

from charter.agents.errors import AgentDefinitionInvalid
from charter.agents.schemas import AgentDefinition, DefinitionCheck, DefinitionProblem
from charter.core.errors import FieldProblem
from charter.llm.errors import OutputSchemaInvalid
from charter.llm.structured import compile_output_schema


@dataclass(frozen=True)
class Surroundings:
    """What a definition may refer to in its tenant.

    ``agents`` maps the slug of each agent that can run to those it hands work to; ``itself`` is the slug of the agent
    being defined, when it has one.
    """

    tools: Collection[str]
    agents: Mapping[str, Collection[str]]
    models: Collection[str] | None = None
    itself: str | None = None


def check(document: dict[str, JsonValue], around: Surroundings) -> tuple[AgentDefinition | None, DefinitionCheck]:
    """Return the definition (None when its shape is wrong) and everything wrong with it, with paths and fixes."""
    try:
        definition = AgentDefinition.model_validate(document)
    except ValidationError as error:
        problems = [shape_problem(dict(item), AgentDefinition) for item in error.errors(include_url=False)]
        return None, DefinitionCheck(valid=False, problems=problems)
    problems = [*_references(definition, around), *_circles(definition, around), *_sense(definition)]
    valid = all(problem.severity != "error" for problem in problems)
    return definition, DefinitionCheck(valid=valid, problems=problems)


def require_valid(document: dict[str, JsonValue], around: Surroundings) -> AgentDefinition:
    """Return the definition.

    Raises:
        AgentDefinitionInvalid: with every error's path, message and suggestion.
    """
    definition, checked = check(document, around)
    errors = [problem for problem in checked.problems if problem.severity == "error"]
    if definition is None or errors:
        raise AgentDefinitionInvalid(
            "; ".join(f"{problem.path or 'definition'}: {problem.message}" for problem in errors[:3]),
            fields=[_field(problem) for problem in errors],
        )
    return definition


def _field(problem: DefinitionProblem) -> FieldProblem:
    field: FieldProblem = {"path": f"/definition{problem.path}", "message": problem.message}
    if problem.suggestion:
        field["suggestion"] = problem.suggestion
    return field


def shape_problem(item: dict[str, Any], model: type[BaseModel]) -> DefinitionProblem:
    """Return one of Pydantic's errors about a document of ``model``: where, what, and what was probably meant."""
    location = [str(part) for part in item["loc"]]
    message = str(item["msg"]).removeprefix("Value error, ")
    suggestion = None
    if item["type"] == "extra_forbidden":
        message = f"There is no field {location[-1]!r} here."
        known = _fields_at(model, location[:-1])
        suggestion = _nearest(location[-1], known) or "Remove it."
    elif item["type"] == "string_pattern_mismatch":
        blank = item["ctx"]["pattern"] == r"\S"
        message = "There is nothing but white space." if blank else message
        suggestion = "Say what it is to do." if blank else "Use lower-case letters, digits and hyphens."
    return DefinitionProblem(
        path="".join("/" + part.replace("~", "~0").replace("/", "~1") for part in location),
        message=message[:1].upper() + message[1:],
        suggestion=suggestion,
        severity="error",
    )


def _fields_at(model: type[BaseModel], location: list[str]) -> list[str]:
    """Return the names of the fields of the nested model at a location."""
    for part in location:
        field = model.model_fields.get(part)
        annotation = field.annotation if field else None
        inner = getattr(annotation, "__args__", (annotation,))[0]
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            model = inner
    return list(model.model_fields)


def _nearest(word: str, known: Collection[str]) -> str | None:
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"Did you mean {close[0]!r}?" if close else None


def _references(definition: AgentDefinition, around: Surroundings) -> list[DefinitionProblem]:
    found = []
    for index, grant in enumerate(definition.tools):
        if grant.name not in around.tools:
            suggestion = _nearest(grant.name, around.tools) or f"There are: {', '.join(sorted(around.tools))}."
            message = f"There is no tool {grant.name!r} in this installation."
            found.append(_error(f"/tools/{index}/name", message, suggestion))
        elif any(grant.name == earlier.name for earlier in definition.tools[:index]):
            found.append(_error(f"/tools/{index}/name", f"The tool {grant.name!r} is granted twice.", "Remove one."))
    for index, slug in enumerate(definition.hand_offs):
        if slug not in around.agents:
            message = f"There is no agent {slug!r} to hand work to."
            found.append(_error(f"/hand_offs/{index}", message, _nearest(slug, around.agents) or "Create it first."))
        elif slug in definition.hand_offs[:index]:
            found.append(_error(f"/hand_offs/{index}", f"The agent {slug!r} is listed twice.", "Remove one."))
    if around.models is not None and "/" not in definition.model and definition.model not in around.models:
        message = f"There is no model route {definition.model!r}."
        suggestion = _nearest(definition.model, around.models) or "Use default, or provider/model."
        found.append(_error("/model", message, suggestion))
    return found


def _circles(definition: AgentDefinition, around: Surroundings) -> list[DefinitionProblem]:
    """Warn of work that can come back: a run ends such a circle only at its depth limit, after paying for it."""
    found = []
    for index, slug in enumerate(definition.hand_offs):
        if around.itself is not None and (way := _way(slug, around.itself, around.agents)):
            message = f"Work can go round in a circle: {' → '.join([around.itself, *way])}."
            suggestion = "Take one of these hand-offs away, unless the instructions say when to stop."
            found.append(_warning(f"/hand_offs/{index}", message, suggestion))
    return found


def _way(start: str, goal: str, agents: Mapping[str, Collection[str]]) -> list[str] | None:
    """Return the shortest way from one agent to another along hand-offs, both included."""
    ways, seen = [[start]], {start}
    for way in ways:  # grows while it is walked: breadth first
        if way[-1] == goal:
            return way
        for slug in agents.get(way[-1], ()):
            if slug not in seen:
                seen.add(slug)
                ways.append([*way, slug])
    return None


def _sense(definition: AgentDefinition) -> list[DefinitionProblem]:
    found = []
    if definition.output_schema is not None:
        try:
            compile_output_schema(definition.output_schema)
        except OutputSchemaInvalid as error:
            found.append(_error("/output_schema", error.detail, "Check it against JSON Schema draft 2020-12."))
    wanted = definition.parameters.max_tokens
    if wanted is not None and wanted > definition.limits.tokens:
        message = f"One answer may have {wanted} tokens, but a whole run only {definition.limits.tokens}."
        found.append(_warning("/parameters/max_tokens", message, "Lower it, or raise limits.tokens."))
    if (definition.tools or definition.hand_offs) and definition.limits.tool_calls == 0:
        message = "The agent has tools but may call none: limits.tool_calls is 0."
        found.append(_warning("/limits/tool_calls", message, "Raise it, or remove the tools."))
    if (definition.tools or definition.hand_offs) and definition.limits.model_calls == 1:
        message = "After a tool call the model must be called again, but limits.model_calls is 1."
        found.append(_warning("/limits/model_calls", message, "Raise it to 2 or more."))
    return found


def _error(path: str, message: str, suggestion: str | None) -> DefinitionProblem:
    return DefinitionProblem(path=path, message=message, suggestion=suggestion, severity="error")


def _warning(path: str, message: str, suggestion: str | None) -> DefinitionProblem:
    return DefinitionProblem(path=path, message=message, suggestion=suggestion, severity="warning")
