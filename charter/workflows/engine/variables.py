"""Variables: scopes, mappings and how far a value travels up. The rules are Camunda 8's."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from typing import TYPE_CHECKING, Any

from charter.workflows.engine.errors import EvaluationFailed, IncidentType, Stuck
from charter.workflows.engine.state import ROOT, ElementInstance, Variables

if TYPE_CHECKING:
    from charter.workflows.engine.turn import Turn
    from charter.workflows.model.graph import Mapping


def visible(turn: Turn, key: int) -> Variables:
    """Return what an expression at an element instance sees: its own variables before those of its scopes.

    The result is not to be changed: where only the process has variables it is the process's own dictionary.
    """
    variables, elements = turn.state.variables, turn.state.elements
    chain = []
    while key:
        local = variables.get(key)
        if local:
            chain.append(local)
        key = elements[key].scope
    if not chain:
        return {}
    if len(chain) == 1:
        return chain[0]
    merged: Variables = {}
    for local in reversed(chain):
        merged |= local
    return merged


Changes = dict[str, list[str]]
"""What happened to variables, by name: ``create``, ``update``."""


def set_local(turn: Turn, element: ElementInstance, values: MappingType[str, Any]) -> None:
    """Set variables of one scope, whatever lies above it."""
    if not values:
        return
    local = turn.state.variables.setdefault(element.key, {})
    if turn.process.has_conditions:
        turn.changed(element, _changes(local, values))
    local.update(values)
    turn.variables_changed = True
    turn.note("variables", element, dict(values))


def _changes(before: Variables, after: MappingType[str, Any]) -> Changes:
    """Return what happens to variables; to one that keeps its value, nothing does."""
    found: Changes = {}
    for name, value in after.items():
        if name not in before:
            found[name] = ["create"]
        elif type(before[name]) is not type(value) or before[name] != value:
            found[name] = ["update"]
    return found


def propagate(turn: Turn, key: int, values: MappingType[str, Any]) -> None:
    """Set each variable in the nearest scope, from ``key`` up, that has it; in the process where none has."""
    elements, variables = turn.state.elements, turn.state.variables
    by_scope: dict[int, Variables] = {}
    for name, value in values.items():
        scope = key
        while scope != ROOT and name not in variables.get(scope, ()):
            scope = elements[scope].scope
        by_scope.setdefault(scope, {})[name] = value
    for scope, found in by_scope.items():
        set_local(turn, elements[scope], found)


def evaluate(turn: Turn, text: str, context: Variables, incident: IncidentType, what: str) -> Any:
    """Return an expression's value, or the text itself if it is none.

    Raises:
        Stuck: it cannot be evaluated.
    """
    if not text.startswith("="):
        return text
    try:
        return turn.ports.evaluate(text, context, turn.now)
    except EvaluationFailed as failed:
        raise Stuck(incident, f"{what}: {failed}") from failed


def text_of(turn: Turn, text: str, key: int, what: str) -> str:
    """Return the text an expression gives; a name or type can be nothing else.

    Raises:
        Stuck: it gives no text.
    """
    value = evaluate(turn, text, visible(turn, key), IncidentType.EXTRACT_VALUE_ERROR, what)
    if not isinstance(value, str):
        raise Stuck(
            IncidentType.EXTRACT_VALUE_ERROR, f"{what}: expected a text, but the expression {text} gave {value!r}."
        )
    return value


def mapped(turn: Turn, mappings: tuple[Mapping, ...], context: Variables, into: Variables) -> Variables:
    """Return the variables that mappings make. A target ``a.b`` sets ``b`` inside the context ``a`` of ``into``.

    Each mapping sees the results of those before it.

    Raises:
        Stuck: an expression cannot be evaluated.
    """
    made: Variables = {}
    for mapping in mappings:
        seen = context | made if made else context
        value = evaluate(turn, mapping.source, seen, IncidentType.IO_MAPPING_ERROR, f"mapping to {mapping.target}")
        name, *path = mapping.target.split(".")
        if not path:
            made[name] = value
            continue
        made[name] = _placed(made.get(name, into.get(name)), path, value)
    return made


def _placed(context: Any, path: list[str], value: Any) -> Any:
    """Return a copy of a context with one value deep inside it set."""
    if not path:
        return value
    base = dict(context) if isinstance(context, dict) else {}
    base[path[0]] = _placed(base.get(path[0]), path[1:], value)
    return base
