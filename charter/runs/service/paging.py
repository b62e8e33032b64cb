"""Large results, page by page: a model is given the first one, and a tool with which it asks for the others.

The whole result stays in the journal; a guardrail has seen it whole before any page of it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pydantic import JsonValue

from charter.core.errors import FieldProblem
from charter.llm.schemas import Message, ToolSpec
from charter.tools.builtin import READ_MORE
from charter.tools.errors import ToolArgumentsInvalid

NAME: Final = READ_MORE.name
PAGE_CHARACTERS: Final = 16_000
_LARGEST_WHOLE: Final = 20_000  # a little more than a page, so that a page with its mark is never cut again
_MARK: Final = f'call {NAME} with {{"result": '

SPEC: Final = ToolSpec(READ_MORE.name, READ_MORE.description, READ_MORE.parameters)


def shown(number: int, text: str) -> str:
    """Return what a model is told of the result of step ``number``: all of it, or its first page and how to go on."""
    return text if len(text) <= _LARGEST_WHOLE else page(number, text, 1)


def page(number: int, text: str, wanted: int) -> str:
    """Return a page of a result, with a mark that says where it stands.

    Raises:
        ToolArgumentsInvalid: there is no such page.
    """
    pages = max(-(-len(text) // PAGE_CHARACTERS), 1)
    if not 1 <= wanted <= pages:
        raise _wrong("page", f"The result has {pages} pages; page {wanted} is none of them.")
    part = text[(wanted - 1) * PAGE_CHARACTERS : wanted * PAGE_CHARACTERS]
    following = "the last one" if wanted == pages else f'{_MARK}{number}, "page": {wanted + 1}}} for the next'
    return f"{part}\n[page {wanted} of {pages} of a result of {len(text)} characters: {following}]"


def offered(messages: Sequence[Message]) -> list[ToolSpec]:
    """Return the tool for further pages if a result among these messages has any."""
    cut = any(message.role == "tool" and _MARK in (message.text or "")[-300:] for message in messages)
    return [SPEC] if cut else []


def more(results: dict[int, str], arguments: JsonValue) -> str:
    """Return the page that a call asks for.

    Args:
        results: texts of the run's results so far, by their steps' numbers.

    Raises:
        ToolArgumentsInvalid: there is no such result or page.
    """
    asked = READ_MORE.require_valid(arguments)
    number, wanted = int(str(asked["result"])), int(str(asked["page"]))
    if number not in results:
        raise _wrong("result", f"There is no result {number} in this run.")
    return page(number, results[number], wanted)


def _wrong(name: str, message: str) -> ToolArgumentsInvalid:
    fields: list[FieldProblem] = [{"path": f"/{name}", "message": message}]
    return ToolArgumentsInvalid(message, fields=fields)
