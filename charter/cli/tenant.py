"""``charter tenant``: the tenants of an installation, for its operator."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option
from charter.cli.plan import plan_id
from charter.core.errors import CharterError

_ARCHIVE = "application/zip"


class ArchiveCutOff(CharterError):
    """An archive came without its end."""

    status, code, title = 502, "cli.archive-cut-off", "Archive is cut off"


@click.group()
def tenant() -> None:
    """Make, suspend, resume and delete tenants; take a whole one out, bring it in, put it back."""


@tenant.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List tenants."""
    items = list(http.client().pages("/v1/tenants"))
    columns = ["id", "slug", "name", "state", "residency", "plan_id", "purge_at"]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))


@tenant.command()
@click.argument("name")
@click.option("--owner-email", required=True, help="The first owner's email address.")
@click.option("--password-stdin", is_flag=True, help="Read the owner's password from standard input.")
@click.option("--residency", help="A label that the installation's storage must carry.")
@click.option("--plan", help="Name or id of the plan that limits what it may use.")
@click.option("--api-key", is_flag=True, help="Make an owner's API key as well and print it, this once.")
@json_option
def create(
    name: str,
    owner_email: str,
    password_stdin: bool,
    residency: str | None,
    plan: str | None,
    api_key: bool,
    as_json: bool,
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
        "plan_id": plan_id(plan) if plan else None,
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


@tenant.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--leaving", metavar="ID", help="As the operator: the tenant ID, which is being deleted.")
def export(file: Path, leaving: str | None) -> None:
    """Export your whole tenant to FILE, an archive that can be imported anywhere. For owners."""
    path = f"/v1/tenants/{http.segment(leaving)}/export" if leaving else "/v1/tenant/export"
    _take_out(path, file)


@tenant.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Back your whole tenant up to FILE, which this installation can put back. For owners."""
    _take_out("/v1/tenant/backup", file)


@tenant.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--name", help="Of the new tenant. Default: the one in the archive.")
@click.option("--link-accounts", is_flag=True, help="Make members of people who have an account here already.")
@json_option
def import_(file: Path, name: str | None, link_accounts: bool, as_json: bool) -> None:
    """Make a new tenant of the export FILE: all of it, or nothing."""
    query = {"name": name, "link_accounts": "true" if link_accounts else None}
    made = http.client().upload("/v1/tenants/import", file, query, _ARCHIVE)
    output.show(made, as_json, _imported)


@tenant.command("restore-backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.confirmation_option(prompt="Replace everything the suspended tenant has now by what the backup holds?")
@json_option
def restore_backup(file: Path, as_json: bool) -> None:
    """Put the suspended tenant that the backup FILE is of back as it was: all of it, or nothing."""
    made = http.client().upload("/v1/tenants/restore-backup", file, {}, _ARCHIVE)
    output.show(made, as_json, lambda it: f"{it['tenant_id']} is as it was at {it['made_at']}: {it['rows']} rows.")


def _take_out(path: str, file: Path) -> None:
    """Write an archive where nobody takes a part of one for the whole."""
    draft = file.with_name(f"{file.name}.part")
    size = http.client().download(path, draft, {}, method="POST")
    if not zipfile.is_zipfile(draft):
        raise ArchiveCutOff(f"The connection ended before the archive did; what came is in {draft}. Try again.")
    draft.replace(file)
    click.echo(f"{file}: {size} bytes")


def _imported(it: Any) -> str:
    accounts = f"{it['accounts_made']} accounts made, {it['accounts_linked']} linked"
    keys = ", ".join(it["providers_without_key"])
    missing = f"\nEnter the keys of these model providers: {keys}." if keys else ""
    return f"{it['tenant_id']} ({it['slug']}): {it['rows']} rows, {accounts}.{missing}"


def _move(tenant_id: str, verb: str, as_json: bool) -> None:
    output.show(http.client().request("POST", f"/v1/tenants/{http.segment(tenant_id)}/{verb}"), as_json, _line)


def _line(it: Any) -> str:
    gone = f"; gone for good at {it['purge_at']}" if it["purge_at"] else ""
    return f"{it['id']} ({it['slug']}): {it['name']} is {it['state']}{gone}."


def _founded(it: Any) -> str:
    key = f"\nAPI key of its owner (shown this once): {it['api_key']}" if it["api_key"] else ""
    return _line(it) + key
