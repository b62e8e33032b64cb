"""``charter session``: signed-in browsers."""

from __future__ import annotations

import click

from charter.cli import http, output
from charter.cli.output import json_option

_member_option = click.option("--member", metavar="ID", help="Of this member, instead of your own.")


@click.group()
def session() -> None:
    """List signed-in browsers, and sign them out."""


@session.command("list")
@_member_option
@json_option
def list_(member: str | None, as_json: bool) -> None:
    """List signed-in browsers, newest first."""
    found = http.client().get(_path(member))
    columns = ["id", "created_at", "expires_at", "user_agent"]
    output.show(found, as_json, lambda it: output.table(it["items"], columns))


@session.command()
@click.argument("session_id", metavar="ID", required=False)
@_member_option
@json_option
def revoke(session_id: str | None, member: str | None, as_json: bool) -> None:
    """End your session ID; without it, all of yours, or all of a member's."""
    if session_id and member:
        raise click.UsageError("Give the ID of a session of yours, or --member, not both.")
    path = f"{_path(None)}/{http.segment(session_id)}" if session_id else _path(member)
    http.client().request("DELETE", path)
    output.show({"revoked": session_id or "all"}, as_json, lambda it: f"Signed out: {it['revoked']}.")


def _path(member: str | None) -> str:
    return f"/v1/members/{http.segment(member)}/sessions" if member else "/v1/sessions"
