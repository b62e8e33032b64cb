"""``charter apply`` and ``charter diff``: agents as files."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from charter.cli import http, output
from charter.cli.agent import change_lines
from charter.cli.http import ServerRefusal
from charter.cli.output import json_option

_NUMBERED = re.compile(r"Line (\d+): ")

files_option = click.option(
    "-f",
    "--file",
    "files",
    multiple=True,
    required=True,
    metavar="FILE|DIR",
    help="YAML file, directory of .yaml and .yml files, or - for standard input. Repeatable.",
)


@dataclass(frozen=True)
class _Source:
    """A file and where it begins in what is sent."""

    name: str
    text: str
    first_line: int


@click.command()
@files_option
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@json_option
def apply(files: Sequence[str], dry_run: bool, as_json: bool) -> None:
    """Make agents as files say: all of them, or none.

    An agent is known by its slug. A changed definition becomes a new version and is published at once. Applying the
    same files again changes nothing, and agents that are in no file stay as they are.
    """
    _apply(files, dry_run=dry_run, as_json=as_json)


@click.command()
@files_option
@json_option
def diff(files: Sequence[str], as_json: bool) -> None:
    """Say what charter apply would change, without changing it."""
    _apply(files, dry_run=True, as_json=as_json)


def _apply(files: Sequence[str], *, dry_run: bool, as_json: bool) -> None:
    sources = _sources(files)
    # One request, so that it is all or nothing.
    text = "".join(_separator(source) + source.text for source in sources)
    query = {"dry_run": "true"} if dry_run else {}
    try:
        result = http.client().request("POST", "/v1/agents/apply", text, query=query, content_type="application/yaml")
    except ServerRefusal as refusal:
        raise ServerRefusal(_located(refusal.document, sources), refusal.http_status) from None
    output.show(result, as_json, _render)


def _sources(files: Sequence[str]) -> list[_Source]:
    sources: list[_Source] = []
    line = 2  # after the first separator
    for name in _names(files):
        try:
            text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise click.ClickException(f"{name} is not UTF-8 text.") from None
        except OSError as error:
            raise click.ClickException(f"{name} cannot be read: {error.strerror or error}.") from None
        if not text.strip():
            continue
        text = text if text.endswith("\n") else f"{text}\n"
        sources.append(_Source("standard input" if name == "-" else name, text, line))
        line += text.count("\n") + 1
    return sources


def _separator(source: _Source) -> str:
    """Return the line that begins a file's documents; before %YAML there must be an end, not a beginning."""
    first = next((line for line in source.text.splitlines() if line.strip() and not line.startswith("#")), "")
    return "...\n" if first.startswith("%") else "---\n"


def _names(files: Sequence[str]) -> list[str]:
    names: list[str] = []
    for name in files:
        path = Path(name)
        if name != "-" and path.is_dir():
            found = sorted(str(each) for each in path.rglob("*") if each.suffix in {".yaml", ".yml"} and each.is_file())
            if not found:
                raise click.UsageError(f"There are no .yaml files in {name}.")
            names += found
        elif name == "-" or path.exists():
            names.append(name)
        else:
            raise click.UsageError(f"There is no file {name}.")
    return names


def _located(document: dict[str, Any], sources: Sequence[_Source]) -> dict[str, Any]:
    """Return a problem whose line numbers are those of the files."""

    def place(found: re.Match[str]) -> str:
        line = int(found[1])
        source = next((each for each in reversed(sources) if each.first_line <= line), None)
        return f"{source.name}:{line - source.first_line + 1}: " if source else found[0]

    located = {**document, "detail": _NUMBERED.sub(place, str(document.get("detail", "")))}
    if isinstance(document.get("errors"), list):
        located["errors"] = [
            {**field, "message": _NUMBERED.sub(place, str(field.get("message", "")))} for field in document["errors"]
        ]
    return located


def _render(result: Any) -> str:
    would = "would be " if result["dry_run"] else ""
    lines = []
    for item in result["items"]:
        match item["action"]:
            case "unchanged":
                lines.append(output.styled(f"unchanged {item['slug']}", dim=True))
            case action:
                lines.append(output.styled(f"{would}{action} {item['slug']}{_versions(item)}", bold=True))
        if item["renamed_from"]:
            lines.append(f"  ~ Name changed from {item['renamed_from']}.")
        if item["action"] == "updated":
            lines += change_lines(item["diff"]["changes"])
        for warning in item["warnings"]:
            lines.append(output.styled(f"  ! {warning['message']} {warning['suggestion'] or ''}".rstrip(), fg="yellow"))
    return "\n".join(lines)


def _versions(item: Any) -> str:
    diff_ = item["diff"]
    if diff_["from_version"] is None or diff_["to_version"] in {None, diff_["from_version"]}:
        return ""
    return f" (version {diff_['from_version']} → {diff_['to_version']})"
