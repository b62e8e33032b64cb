"""``charter openapi``: tools from OpenAPI documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import orjson

from charter.cli import http, output
from charter.cli.output import json_option

_PATH = "/v1/openapi-tools"


@click.group()
def openapi() -> None:
    """Make tools of OpenAPI documents. DOCUMENT is a file, or an address that the server fetches."""


@openapi.command()
@click.argument("name")
@click.argument("document")
@json_option
def preview(name: str, document: str, as_json: bool) -> None:
    """Show the operations of DOCUMENT, and how they differ from the tools made of it as NAME before."""
    found = http.client().request("POST", f"{_PATH}/preview", {"name": name} | _source(document))
    output.show(found, as_json, _previewed)


def _previewed(found: Any) -> str:
    rows = [{**it, "note": it["why"] or ", ".join(it["changed"])} for it in found["operations"]]
    lines = [f"{found['title']} {found['version']} at {found['server_url'] or 'an address that it does not say'}"]
    lines.append(output.table(rows, ["id", "tool", "method", "path", "difference", "note"]))
    lines += [f"security scheme {name}: {said}" for name, said in found["security_schemes"].items()]
    return "\n".join(lines)


@openapi.command("import")
@click.argument("name")
@click.argument("document")
@click.argument("operations", nargs=-1, required=True, metavar="OPERATION...")
@click.option("--server-url", help="Where the API is, when it is not where the document says.")
@click.option("--credential", "credentials", multiple=True, metavar="SCHEME=NAME", help="Tool credential of a scheme.")
@json_option
def import_tools(
    name: str,
    document: str,
    operations: tuple[str, ...],
    server_url: str | None,
    credentials: tuple[str, ...],
    as_json: bool,
) -> None:
    """Make tools of OPERATIONs of DOCUMENT, or new versions of those made as NAME before."""
    body: dict[str, Any] = {"name": name, "operations": list(operations)} | _source(document)
    if server_url:
        body["server_url"] = server_url
    body["credentials"] = dict(pair.partition("=")[::2] for pair in credentials)
    done = http.client().request("POST", f"{_PATH}/import", body)
    output.show(done, as_json, _imported)


def _imported(done: Any) -> str:
    lines = [f"{what}: {', '.join(names)}" for what, names in done.items() if names]
    return "\n".join(lines) or "Nothing changed."


@openapi.command("try")
@click.argument("tool")
@click.option("--input", "given", default="{}", help="Arguments as JSON.")
@json_option
def try_tool(tool: str, given: str, as_json: bool) -> None:
    """Call TOOL once, for real."""
    try:
        arguments = orjson.loads(given)
    except orjson.JSONDecodeError as error:
        raise click.BadParameter(f"it is not JSON: {error}", param_hint="--input") from error
    made = http.client().request("POST", f"{_PATH}/try", {"tool": tool, "arguments": arguments})
    output.show(made, as_json, lambda it: orjson.dumps(it["result"], option=orjson.OPT_INDENT_2).decode())


def _source(document: str) -> dict[str, str]:
    if document.startswith(("http://", "https://")):
        return {"url": document}
    try:
        return {"document": Path(document).read_text()}
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{document} cannot be read: {error}", param_hint="DOCUMENT") from error
