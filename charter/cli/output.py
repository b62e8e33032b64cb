"""What commands print: text for people (coloured only on a terminal), one JSON document for programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from charter.core.errors import CharterError

if TYPE_CHECKING:  # importing Pydantic costs more than most commands take
    from pydantic import JsonValue

_Function = TypeVar("_Function", bound=Callable[..., Any])

json_option: Callable[[_Function], _Function] = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document instead of text."
)


def styled(text: str, **style: Any) -> str:
    """Return ``text`` with colours when standard output is a terminal and ``NO_COLOR`` is not set."""
    return click.style(text, **style) if sys.stdout.isatty() and not os.environ.get("NO_COLOR") else text


def print_json(document: Any) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=False, default=str))


def print_line(document: Any) -> None:
    """Print one JSON document on one line, at once: the next one comes later."""
    click.echo(json.dumps(document, ensure_ascii=False, default=str))


def show(document: JsonValue, as_json: bool, render: Callable[[Any], str]) -> None:
    """Print ``document`` as JSON, or the text that ``render`` makes of it."""
    if as_json:
        print_json(document)
    else:
        click.echo(render(document))


def table(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> str:
    """Return an aligned table with a heading, the columns in the given order."""
    cells = [[_cell(row.get(column)) for column in columns] for row in rows]
    headings = [column.replace("_", " ").upper() for column in columns]
    widths = [max(len(line[index]) for line in [headings, *cells]) for index in range(len(columns))]

    def line(values: Iterable[str]) -> str:
        return "  ".join(value.ljust(width) for value, width in zip(values, widths, strict=True)).rstrip()

    return "\n".join([styled(line(headings), bold=True), *map(line, cells)])


def _cell(value: object) -> str:
    return "-" if value is None else str(value).replace("\n", " ")


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant."""
    import difflib  # noqa: PLC0415 - only when something was misspelt

    return next(iter(difflib.get_close_matches(word, list(known), n=1)), None)


def refuse(refusal: CharterError, *, as_json: bool) -> None:
    """Print a refusal: the problem document on standard output for programs, readable lines on standard error else."""
    if as_json:
        print_json({"error": refusal.problem()})
        return
    _complain(refusal.detail)
    for field in refusal.fields:
        suggestion = field.get("suggestion")
        click.echo(f"  {field['path']}: {field['message']}{f' {suggestion}' if suggestion else ''}", err=True)
    if request_id := refusal.members.get("request_id"):
        click.echo(f"  request {request_id}", err=True)


def misused(error: click.UsageError, *, as_json: bool) -> None:
    """Print what is wrong with the command's arguments."""
    if as_json:
        problem = {"code": "cli.usage", "title": "Wrong usage", "detail": error.format_message()}
        print_json({"error": problem})
        return
    _complain(error.format_message())
    if error.ctx is not None:
        click.echo(f"  {error.ctx.get_usage()}", err=True)


def _complain(text: str) -> None:
    on_terminal = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    click.echo(f"{click.style('charter:', fg='red', bold=True) if on_terminal else 'charter:'} {text}", err=True)
