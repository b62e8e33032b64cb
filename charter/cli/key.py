"""``charter key``: API keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option

_ROLES = ("owner", "admin", "builder", "operator", "auditor", "caller")


@click.group()
def key() -> None:
    """Make, list and revoke API keys."""


@key.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List API keys, newest first. Their secrets are not stored anywhere."""
    items = list(http.client().pages("/v1/api-keys"))
    columns = ["id", "name", "role", "scope", "prefix", "created_at", "expires_at", "revoked_at"]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))


@key.command()
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), help="What the key may do. Default: caller, or what --scope needs.")
@click.option("--scope", multiple=True, metavar="PERMISSION", help="Limit the key to this; repeat for several.")
@click.option("--days", type=click.IntRange(1, 36500), help="Days until the key expires. Default: never.")
@json_option
def create(name: str, role: str | None, scope: tuple[str, ...], days: int | None, as_json: bool) -> None:
    """Make an API key called NAME and print it, this once."""
    expires = (datetime.now(UTC) + timedelta(days=days)).isoformat() if days else None
    body = {"name": name, "role": role, "scope": list(scope) or None, "expires_at": expires}
    made = http.client().request("POST", "/v1/api-keys", body)
    if not as_json:
        click.echo(f"{made['id']} ({made['role']}); the key is shown this once:", err=True)
    output.show(made, as_json, lambda it: str(it["key"]))


@key.command()
@click.argument("key_id", metavar="ID")
@json_option
def revoke(key_id: str, as_json: bool) -> None:
    """End the API key ID, effective on the next request everywhere."""
    ended: Any = http.client().request("DELETE", f"/v1/api-keys/{http.segment(key_id)}")
    output.show(ended, as_json, lambda it: f"{it['name']} ({it['prefix']}…) is revoked.")


@key.command()
@click.argument("key_id", metavar="ID")
@click.option("--overlap", type=click.IntRange(0, 720), default=0, help="Hours that the old key works on.")
@json_option
def rotate(key_id: str, overlap: int, as_json: bool) -> None:
    """Replace the API key ID by a new one of the same name and role; the old one ends now, or after the overlap."""
    made = http.client().request("POST", f"/v1/api-keys/{http.segment(key_id)}/rotate", {"overlap_hours": overlap})
    if not as_json:
        click.echo(f"{made['id']} ({made['role']}); the key is shown this once:", err=True)
    output.show(made, as_json, lambda it: str(it["key"]))
