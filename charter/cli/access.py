"""``charter access``, ``role``, ``rule`` and ``team``: who may do what, and why not."""

from __future__ import annotations

from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option

_agent_option = click.option("--agent", metavar="ID", help="On this agent (agent_…) only. Default: on everything.")


@click.group()
def access() -> None:
    """Ask who may do what, and why not."""


@access.command()
@click.argument("permission")
@click.option("--who", metavar="ID", help="Whom to ask about (user_…, key_…, service_…). Default: yourself.")
@_agent_option
@json_option
def explain(permission: str, who: str | None, agent: str | None, as_json: bool) -> None:
    """Say whether somebody has PERMISSION (such as agents.publish), and which roles and rules say so."""
    query = {"permission": permission, "who": who, "agent_id": agent}
    told = http.client().request("GET", "/v1/access/explain", query=query)
    output.show(told, as_json, _explained)


@access.command("who-can")
@click.argument("permission")
@_agent_option
@json_option
def who_can(permission: str, agent: str | None, as_json: bool) -> None:
    """List the members, service accounts and API keys that have PERMISSION."""
    found = http.client().request("GET", "/v1/access/who-can", query={"permission": permission, "agent_id": agent})
    output.show(found, as_json, lambda it: output.table(it["items"], ["id", "kind", "label"]))


@access.command()
@json_option
def permissions(as_json: bool) -> None:
    """List all permissions and the built-in roles that have them."""
    found = http.client().request("GET", "/v1/permissions")
    output.show(found, as_json, lambda it: output.table(it["items"], ["name", "on_objects", "roles"]))


@click.group()
def role() -> None:
    """Make roles, and give them to users, keys and teams."""


@role.command("list")
@json_option
def list_roles(as_json: bool) -> None:
    """List all roles: the built-in ones, then those of the tenant."""
    found = http.client().request("GET", "/v1/roles")
    output.show(found, as_json, lambda it: output.table(it["items"], ["name", "built_in", "permissions"]))


@role.command("create")
@click.argument("name")
@click.argument("permissions", nargs=-1, required=True)
@click.option("--description", default="", help="What the role is for.")
@json_option
def create_role(name: str, permissions: tuple[str, ...], description: str, as_json: bool) -> None:
    """Make the role NAME with PERMISSIONS."""
    body = {"name": name, "description": description, "permissions": list(permissions)}
    made = http.client().request("POST", "/v1/roles", body)
    output.show(made, as_json, lambda it: f"The role {it['name']} may: {', '.join(it['permissions'])}.")


@role.command("delete")
@click.argument("name")
@json_option
def delete_role(name: str, as_json: bool) -> None:
    """Delete the role NAME, which nobody may have."""
    http.client().request("DELETE", f"/v1/roles/{http.segment(name)}")
    output.show({"deleted": name}, as_json, lambda it: f"{it['deleted']} is deleted.")


@role.command()
@click.argument("name")
@click.argument("subject", metavar="ID")
@json_option
def assign(name: str, subject: str, as_json: bool) -> None:
    """Give the role NAME to the user, key, service account or team ID, beside what they have."""
    made = http.client().request("POST", "/v1/role-assignments", {"role": name, "subject": subject})
    output.show(made, as_json, lambda it: f"{it['id']}: {it['subject']} is {it['role']}.")


@role.command()
@json_option
def assignments(as_json: bool) -> None:
    """List who has which role beside that of the membership or key."""
    items = list(http.client().pages("/v1/role-assignments"))
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], ["id", "subject", "role"]))


@role.command()
@click.argument("assignment_id", metavar="ID")
@json_option
def unassign(assignment_id: str, as_json: bool) -> None:
    """Take the role assignment ID back."""
    http.client().request("DELETE", f"/v1/role-assignments/{http.segment(assignment_id)}")
    output.show({"deleted": assignment_id}, as_json, lambda it: f"{it['deleted']} is taken back.")


@click.group()
def rule() -> None:
    """Allow or deny single permissions, on everything or on one agent. Deny beats allow."""


@rule.command("list")
@json_option
def list_rules(as_json: bool) -> None:
    """List permission rules."""
    items = list(http.client().pages("/v1/permission-rules"))
    columns = ["id", "subject", "effect", "permission", "agent_id", "note"]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))


@rule.command("add")
@click.argument("effect", type=click.Choice(["allow", "deny"]))
@click.argument("subject")
@click.argument("permission")
@_agent_option
@click.option("--note", default="", help="Why.")
@json_option
def add_rule(effect: str, subject: str, permission: str, agent: str | None, note: str, as_json: bool) -> None:
    """Allow or deny SUBJECT (everyone, role:NAME, user_…, key_… or team_…) the PERMISSION (or agents.*)."""
    body = {"effect": effect, "subject": subject, "permission": permission, "agent_id": agent, "note": note}
    made = http.client().request("POST", "/v1/permission-rules", body)
    output.show(made, as_json, lambda it: f"{it['id']}: {it['effect']} {it['subject']} {it['permission']}.")


@rule.command("delete")
@click.argument("rule_id", metavar="ID")
@json_option
def delete_rule(rule_id: str, as_json: bool) -> None:
    """Remove the rule ID."""
    http.client().request("DELETE", f"/v1/permission-rules/{http.segment(rule_id)}")
    output.show({"deleted": rule_id}, as_json, lambda it: f"{it['deleted']} is removed.")


@click.group()
def team() -> None:
    """Put members into teams, which get roles and rules together."""


@team.command("list")
@json_option
def list_teams(as_json: bool) -> None:
    """List teams."""
    items = list(http.client().pages("/v1/teams"))
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], ["id", "name", "members"]))


@team.command("create")
@click.argument("name")
@click.option("--description", default="", help="What the team is for.")
@json_option
def create_team(name: str, description: str, as_json: bool) -> None:
    """Make a team called NAME."""
    made = http.client().request("POST", "/v1/teams", {"name": name, "description": description})
    output.show(made, as_json, _team)


@team.command("delete")
@click.argument("team_id", metavar="ID")
@json_option
def delete_team(team_id: str, as_json: bool) -> None:
    """Delete the team ID with its roles and rules."""
    http.client().request("DELETE", f"/v1/teams/{http.segment(team_id)}")
    output.show({"deleted": team_id}, as_json, lambda it: f"{it['deleted']} is deleted.")


@team.command()
@click.argument("team_id", metavar="ID")
@click.argument("user_id", metavar="USER")
@json_option
def add(team_id: str, user_id: str, as_json: bool) -> None:
    """Put the member USER (user_…) into the team ID."""
    path = f"/v1/teams/{http.segment(team_id)}/members/{http.segment(user_id)}"
    output.show(http.client().request("PUT", path), as_json, _team)


@team.command()
@click.argument("team_id", metavar="ID")
@click.argument("user_id", metavar="USER")
@json_option
def remove(team_id: str, user_id: str, as_json: bool) -> None:
    """Take the member USER (user_…) out of the team ID."""
    path = f"/v1/teams/{http.segment(team_id)}/members/{http.segment(user_id)}"
    output.show(http.client().request("DELETE", path), as_json, _team)


def _team(found: Any) -> str:
    return f"{found['id']}: {found['name']}, {len(found['members'])} members."


def _explained(told: Any) -> str:
    verdict = "may" if told["allowed"] else "may not"
    lines = [f"{told['principal']['label']} {verdict} {told['permission']}."]
    lines += [f"  {'+' if reason['effect'] == 'allow' else '-'} {reason['text']}" for reason in told["reasons"]]
    return "\n".join(lines)
