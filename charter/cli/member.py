"""``charter member``: members of the tenant, and invitations."""

from __future__ import annotations

from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option

_ROLES = ("owner", "admin", "builder", "operator", "auditor", "caller", "guest")


@click.group()
def member() -> None:
    """Invite, list and remove members."""


@member.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List members in the order they joined."""
    items = list(http.client().pages("/v1/members"))
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], ["id", "email", "role", "created_at"]))


@member.command()
@click.argument("email")
@click.option("--role", type=click.Choice(_ROLES), default="builder", show_default=True, help="What they may do.")
@click.option("--team", "teams", multiple=True, metavar="ID", help="A team they will be in; repeat for several.")
@click.option("--days", type=click.IntRange(1, 90), default=7, show_default=True, help="Days until the link expires.")
@json_option
def invite(email: str, role: str, teams: tuple[str, ...], days: int, as_json: bool) -> None:
    """Invite EMAIL; prints the link to hand on, unless this installation sends mail."""
    body = {"email": email, "role": role, "teams": list(teams), "expires_in_days": days}
    made = http.client().request("POST", "/v1/invitations", body)
    output.show(made, as_json, _sent)


@member.command()
@click.argument("member_id", metavar="ID")
@json_option
def remove(member_id: str, as_json: bool) -> None:
    """End the membership ID, with its sessions, the API keys it made and its open invitations."""
    http.client().request("DELETE", f"/v1/members/{http.segment(member_id)}")
    output.show({"removed": member_id}, as_json, lambda it: f"{it['removed']} is removed.")


def _sent(invitation: Any) -> str:
    link: str | None = invitation["link"]
    return link or f"The invitation is on its way to {invitation['email']}."
