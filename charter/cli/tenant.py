"""``charter tenant``: the tenants of an installation, for its operator."""

from __future__ import annotations

import sys
from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option


@click.group()
def tenant() -> None:
    """Make, suspend, resume and delete the tenants of this installation."""


@tenant.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List tenants."""
    items = list(http.client().pages("/v1/tenants"))
    columns = ["id", "slug", "name", "state", "residency", "purge_at"]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))


@tenant.command()
@click.argument("name")
@click.option("--owner-email", required=True, help="The first owner's email address.")
@click.option("--password-stdin", is_flag=True, help="Read the owner's password from standard input.")
@click.option("--residency", help="A label that the installation's storage must carry.")
@click.option("--api-key", is_flag=True, help="Make an owner's API key as well and print it, this once.")
@json_option
def create(
    name: str, owner_email: str, password_stdin: bool, residency: str | None, api_key: bool, as_json: bool
) -> None:
    """Make the tenant NAME with its first owner."""
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("The owner's password", hide_input=True, confirmation_prompt=True, err=True)
    body = {
        "name": name,
        "owner_email": owner_email,
        "owner_password": password,
        "residency": residency,
        "with_api_key": api_key,
    }
    made = http.client().request("POST", "/v1/tenants", body)
    output.show(made | made["tenant"], as_json, _founded)


@tenant.command()
@click.argument("tenant_id", metavar="ID")
@json_option
def show(tenant_id: str, as_json: bool) -> None:
    """Show the tenant ID."""
    output.show(http.client().get(f"/v1/tenants/{http.segment(tenant_id)}"), as_json, _line)


@tenant.command()
@click.argument("tenant_id", metavar="ID")
@json_option
def suspend(tenant_id: str, as_json: bool) -> None:
    """Stop the tenant ID: nobody gets in, running work stops at its next step, nothing is lost."""
    _move(tenant_id, "suspend", as_json)


@tenant.command()
@click.argument("tenant_id", metavar="ID")
@json_option
def resume(tenant_id: str, as_json: bool) -> None:
    """Let the suspended tenant ID go on."""
    _move(tenant_id, "resume", as_json)


@tenant.command()
@click.argument("tenant_id", metavar="ID")
@click.option("--grace-days", type=click.IntRange(0, 365), default=30, show_default=True, help="Time to restore it.")
@click.confirmation_option(prompt="Suspend the tenant now, and remove all it has after the grace period?")
@json_option
def delete(tenant_id: str, grace_days: int, as_json: bool) -> None:
    """Suspend the tenant ID and remove it everywhere once the grace period is over."""
    path = f"/v1/tenants/{http.segment(tenant_id)}?grace_days={grace_days}"
    output.show(http.client().request("DELETE", path), as_json, _line)


@tenant.command()
@click.argument("tenant_id", metavar="ID")
@json_option
def restore(tenant_id: str, as_json: bool) -> None:
    """Take the deletion of the tenant ID back."""
    _move(tenant_id, "restore", as_json)


def _move(tenant_id: str, verb: str, as_json: bool) -> None:
    output.show(http.client().request("POST", f"/v1/tenants/{http.segment(tenant_id)}/{verb}"), as_json, _line)


def _line(it: Any) -> str:
    gone = f"; gone for good at {it['purge_at']}" if it["purge_at"] else ""
    return f"{it['id']} ({it['slug']}): {it['name']} is {it['state']}{gone}."


def _founded(it: Any) -> str:
    key = f"\nAPI key of its owner (shown this once): {it['api_key']}" if it["api_key"] else ""
    return _line(it) + key
