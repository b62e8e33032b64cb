"""``charter service-account``: principals that are no people, and their keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option

_PATH = "/v1/service-accounts"


@click.group("service-account")
def service_account() -> None:
    """Make service accounts, stop them, and give them keys."""


@service_account.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List service accounts in the order they were made."""
    items = list(http.client().pages(_PATH))
    columns = ["id", "name", "roles", "enabled", "created_at"]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))


@service_account.command()
@click.argument("name")
@click.option("--role", "roles", multiple=True, metavar="NAME", help="What it may do; repeat for several.")
@click.option("--description", default="", help="What it is for.")
@json_option
def create(name: str, roles: tuple[str, ...], description: str, as_json: bool) -> None:
    """Make the service account NAME."""
    made = http.client().request("POST", _PATH, {"name": name, "description": description, "roles": list(roles)})
    output.show(made, as_json, _told)


@service_account.command()
@click.argument("account_id", metavar="ID")
@json_option
def disable(account_id: str, as_json: bool) -> None:
    """Stop all keys of the service account ID, effective on their next request."""
    output.show(http.client().request("POST", f"{_path(account_id)}/disable"), as_json, _told)


@service_account.command()
@click.argument("account_id", metavar="ID")
@json_option
def enable(account_id: str, as_json: bool) -> None:
    """Let the keys of the service account ID work again."""
    output.show(http.client().request("POST", f"{_path(account_id)}/enable"), as_json, _told)


@service_account.command()
@click.argument("account_id", metavar="ID")
@json_option
def delete(account_id: str, as_json: bool) -> None:
    """Delete the service account ID with its keys, roles and rules."""
    http.client().request("DELETE", _path(account_id))
    output.show({"deleted": account_id}, as_json, lambda it: f"{it['deleted']} is deleted.")


@service_account.group()
def key() -> None:
    """Make, list, rotate and revoke the keys of a service account."""


@key.command("list")
@click.argument("account_id", metavar="ID")
@json_option
def list_keys(account_id: str, as_json: bool) -> None:
    """List the keys of the service account ID, newest first."""
    items = list(http.client().pages(f"{_path(account_id)}/keys"))
    columns = ["id", "name", "scope", "prefix", "expires_at", "revoked_at", "last_used_at"]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))


@key.command("create")
@click.argument("account_id", metavar="ID")
@click.argument("name")
@click.option("--scope", multiple=True, metavar="PERMISSION", help="Limit the key to this; repeat for several.")
@click.option("--days", type=click.IntRange(1, 36500), help="Days until the key expires. Default: never.")
@json_option
def create_key(account_id: str, name: str, scope: tuple[str, ...], days: int | None, as_json: bool) -> None:
    """Make a key called NAME of the service account ID and print it, this once."""
    expires = (datetime.now(UTC) + timedelta(days=days)).isoformat() if days else None
    body = {"name": name, "scope": list(scope) or None, "expires_at": expires}
    _show_key(http.client().request("POST", f"{_path(account_id)}/keys", body), as_json)


@key.command("rotate")
@click.argument("account_id", metavar="ID")
@click.argument("key_id", metavar="KEY")
@click.option("--overlap", type=click.IntRange(0, 720), default=0, help="Hours that the old key works on.")
@json_option
def rotate_key(account_id: str, key_id: str, overlap: int, as_json: bool) -> None:
    """Replace the KEY of the service account ID by a new one; the old one ends now, or after the overlap."""
    path = f"{_path(account_id)}/keys/{http.segment(key_id)}/rotate"
    _show_key(http.client().request("POST", path, {"overlap_hours": overlap}), as_json)


@key.command("revoke")
@click.argument("account_id", metavar="ID")
@click.argument("key_id", metavar="KEY")
@json_option
def revoke_key(account_id: str, key_id: str, as_json: bool) -> None:
    """End the KEY of the service account ID, effective on the next request everywhere."""
    ended = http.client().request("DELETE", f"{_path(account_id)}/keys/{http.segment(key_id)}")
    output.show(ended, as_json, lambda it: f"{it['name']} ({it['prefix']}…) is revoked.")


def _path(account_id: str) -> str:
    return f"{_PATH}/{http.segment(account_id)}"


def _told(account: Any) -> str:
    state = "enabled" if account["enabled"] else "disabled"
    return f"{account['id']}: {account['name']} ({', '.join(account['roles']) or 'no role'}) is {state}."


def _show_key(made: Any, as_json: bool) -> None:
    if not as_json:
        click.echo(f"{made['id']}; the key is shown this once:", err=True)
    output.show(made, as_json, lambda it: str(it["key"]))
