"""Checks an answer against its output schema, and asks the model to repair it. Pure functions for the run loop.

contract = compile_output_schema(schema)
outcome = contract.check(response.text)
if isinstance(outcome, OutputProblem): messages += outcome.repair(response.text)   # and call the model again
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn

import jsonschema_rs
import orjson
from pydantic import JsonValue

from charter.core.errors import FieldProblem
from charter.llm.adapters.wire import excerpt
from charter.llm.errors import OutputInvalid, OutputSchemaInvalid
from charter.llm.schemas import Message

_FENCE = re.compile(r"^\s*```[a-zA-Z]*\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)
_MAX_PROBLEMS = 10
_MAX_SCHEMA_BYTES = 256 << 10


@dataclass(frozen=True, slots=True)
class StructuredOutput:
    """The value in an answer that follows its schema."""

    value: JsonValue


@dataclass(frozen=True, slots=True)
class OutputProblem:
    """Why an answer does not follow its schema: at most ten problems, with JSON Pointers."""

    problems: tuple[FieldProblem, ...]

    def repair(self, answer: str) -> list[Message]:
        """Return the messages that show the model its answer and what is wrong with it."""
        listed = "\n".join(
            f"- {problem['path'] or 'the whole answer'}: {problem['message']}" for problem in self.problems
        )
        return [
            Message("assistant", answer),
            Message(
                "user",
                "That answer does not follow the JSON schema:\n"
                f"{listed}\n"
                "Answer again with the corrected JSON value and nothing else.",
            ),
        ]

    def error(self, rounds: int) -> OutputInvalid:
        """Return the typed failure for a run that gives up after ``rounds`` of repair."""
        tried = f" {rounds} attempts to repair it did not help." if rounds else ""
        return OutputInvalid(
            f"The model's answer does not follow the output schema.{tried} Use a model that supports JSON schemas, "
            "or a simpler schema.",
            fields=list(self.problems),
        )


class OutputContract:
    """A compiled output schema. Make it with :func:`compile_output_schema`."""

    def __init__(self, validator: Any) -> None:
        self._validator = validator

    def check(self, text: str) -> StructuredOutput | OutputProblem:
        """Return the value in ``text``, or what is wrong with it.

        A code fence around the JSON, or words before and after it, are forgiven.
        """
        try:
            value = _read(text)
        except ValueError as error:
            return OutputProblem((FieldProblem(path="", message=f"is not JSON ({error})"),))
        problems: list[FieldProblem] = []
        for found in self._validator.iter_errors(value):
            path = "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in found.instance_path)
            problems.append(FieldProblem(path=path, message=excerpt(found.message, 300)))
            if len(problems) >= _MAX_PROBLEMS:
                break
        return OutputProblem(tuple(problems)) if problems else StructuredOutput(value)


def compile_output_schema(schema: dict[str, Any]) -> OutputContract:
    """Return the compiled schema; compiling the same one again is cheap.

    References to other documents are refused: a schema comes from a tenant, and fetching would be a way inside.
    Patterns run on a linear-time engine.

    Raises:
        OutputSchemaInvalid: it is no valid JSON schema.
    """
    try:
        canonical = orjson.dumps(schema, option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        raise OutputSchemaInvalid(f"The output schema is not JSON: {error}") from error
    if len(canonical) > _MAX_SCHEMA_BYTES:
        raise OutputSchemaInvalid(f"The output schema is larger than {_MAX_SCHEMA_BYTES} bytes.")
    return _compile(canonical)


@lru_cache(maxsize=256)
def _compile(canonical: bytes) -> OutputContract:
    try:
        validator = jsonschema_rs.validator_for(
            orjson.loads(canonical), retriever=_refuse, pattern_options=jsonschema_rs.RegexOptions()
        )
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        raise OutputSchemaInvalid(f"The output schema is not valid: {excerpt(str(error), 300)}") from error
    return OutputContract(validator)


def _refuse(uri: str) -> NoReturn:
    raise ValueError(f"references to other documents are not followed: {uri}")


def _read(text: str) -> JsonValue:
    candidates = [text]
    if fenced := _FENCE.match(text):
        candidates.append(fenced.group(1))
    opens = [position for position in (text.find("{"), text.find("[")) if position >= 0]
    closes = max(text.rfind("}"), text.rfind("]"))
    if opens and closes > min(opens):
        candidates.append(text[min(opens) : closes + 1])
    first: ValueError | None = None
    for candidate in candidates:
        try:
            value: JsonValue = orjson.loads(candidate)
        except ValueError as error:
            first = first or error
        else:
            return value
    raise first or ValueError("empty")
