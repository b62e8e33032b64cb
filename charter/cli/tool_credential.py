"""``charter tool credential``: headers with secrets that are added to requests of tools where no code sees them."""

from __future__ import annotations

import sys
from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option


@click.group()
def credential() -> None:
    """Keep credentials for requests of tools. Their values are never shown again."""


@credential.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List credentials, newest first."""
    items = list(http.client().pages("/v1/tool-credentials"))
    columns = ["id", "name", "host", "header", "last4", "updated_at"]
    output.show(
        {"items": items}, as_json, lambda it: output.table(it["items"], columns) if it["items"] else "There is none."
    )


@credential.command()
@click.argument("name")
@click.option("--host", required=True, help="The only host it is sent to: host for https, or host:port.")
@click.option("--header", default="Authorization", show_default=True)
@click.option("--over-http", is_flag=True, help="Also send it without TLS: for hosts inside.")
@json_option
def create(name: str, host: str, header: str, over_http: bool, as_json: bool) -> None:
    """Keep a credential. Its value, such as "Bearer …", is read from standard input."""
    body: dict[str, Any] = {"name": name, "host": host, "header": header, "over_http": over_http, "value": _value()}
    made = http.client().request("POST", "/v1/tool-credentials", body)
    output.show(made, as_json, lambda it: f"{it['name']} is kept for {it['host']}: {it['id']}")


@credential.command()
@click.argument("credential_id", metavar="ID")
@json_option
def change(credential_id: str, as_json: bool) -> None:
    """Give a credential another value, read from standard input."""
    path = f"/v1/tool-credentials/{http.segment(credential_id)}/value"
    done = http.client().request("PUT", path, {"value": _value()})
    output.show(done, as_json, lambda it: f"{it['name']} has another value")


@credential.command()
@click.argument("credential_id", metavar="ID")
@json_option
def delete(credential_id: str, as_json: bool) -> None:
    """Forget a credential; tools that name it are refused until there is one of its name again."""
    http.client().request("DELETE", f"/v1/tool-credentials/{http.segment(credential_id)}")
    output.show({"id": credential_id}, as_json, lambda it: f"{it['id']} is forgotten")


def _value() -> str:
    return sys.stdin.read().strip()
