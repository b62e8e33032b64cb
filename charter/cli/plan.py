"""``charter plan``: what the operator of an installation allows its tenants."""

from __future__ import annotations

from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option

_LIMIT = "METRIC:PERIOD:LIMIT[:WARN]"
_LIMIT_HELP = "Such as tokens:month:5000000 or runs:day:1000:90 (notify at 90 percent); repeat for several."


def _limits(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> list[dict[str, Any]]:
    limits = []
    for text in given:
        metric, period, limit, *warn = [*text.split(":"), "", ""][:4]
        if not limit.isdigit() or (warn[0] and not warn[0].isdigit()):
            raise click.BadParameter(f"{text!r} is not of the form {_LIMIT}.")
        warned = {"warn_percent": int(warn[0])} if warn[0] else {}
        limits.append({"metric": metric, "period": period, "limit": int(limit)} | warned)
    return limits


limit_option = click.option("--limit", "limits", multiple=True, metavar=_LIMIT, callback=_limits, help=_LIMIT_HELP)


def plan_id(name: str) -> str:
    """Return the id of the plan that has a name, or the id that was given."""
    if name.startswith("plan_"):
        return name
    for it in http.client().pages("/v1/plans"):
        if it["name"] == name:
            return str(it["id"])
    raise click.UsageError(f"There is no plan {name!r}; `charter plan list` shows them.")


@click.group()
def plan() -> None:
    """Make plans, and give tenants one: limits that they see and cannot change."""


@plan.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List plans."""
    items = list(http.client().pages("/v1/plans"))
    columns = ["id", "name", "tenants", "retired_at", "description"]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))


@plan.command()
@click.argument("name")
@click.option("--description", default="", help="For people.")
@limit_option
@json_option
def create(name: str, description: str, limits: list[dict[str, Any]], as_json: bool) -> None:
    """Make the plan NAME."""
    body = {"name": name, "description": description, "limits": limits}
    output.show(http.client().request("POST", "/v1/plans", body), as_json, _line)


@plan.command()
@click.argument("name", metavar="PLAN")
@json_option
def show(name: str, as_json: bool) -> None:
    """Show the plan PLAN (name or id) and its limits."""
    found = http.client().get(f"/v1/plans/{http.segment(plan_id(name))}")
    columns = ["metric", "period", "limit", "warn_percent"]
    output.show(found, as_json, lambda it: f"{_line(it)}\n{output.table(it['limits'], columns)}")


@plan.command()
@click.argument("name", metavar="PLAN")
@click.option("--name", "new_name", help="A new name.")
@click.option("--description", help="A new description.")
@limit_option
@json_option
def change(
    name: str, new_name: str | None, description: str | None, limits: list[dict[str, Any]], as_json: bool
) -> None:
    """Change the plan PLAN in all its tenants; --limit replaces all its limits. What was used stays used."""
    body = {"name": new_name, "description": description, "limits": limits or None}
    given = {field: value for field, value in body.items() if value is not None}
    output.show(http.client().request("PATCH", f"/v1/plans/{http.segment(plan_id(name))}", given), as_json, _line)


@plan.command()
@click.argument("name", metavar="PLAN")
@json_option
def retire(name: str, as_json: bool) -> None:
    """Give the plan PLAN to nobody any more; tenants that have it keep it."""
    path = f"/v1/plans/{http.segment(plan_id(name))}/retire"
    output.show(http.client().request("POST", path), as_json, _line)


@plan.command("set")
@click.argument("tenant_id", metavar="TENANT_ID")
@click.argument("name", metavar="PLAN")
@json_option
def set_(tenant_id: str, name: str, as_json: bool) -> None:
    """Give the tenant TENANT_ID the plan PLAN in the place of the one it has; ``none`` takes that away."""
    body = {"plan_id": None if name == "none" else plan_id(name)}
    made = http.client().request("PUT", f"/v1/tenants/{http.segment(tenant_id)}/plan", body)
    output.show(made, as_json, lambda it: f"{it['id']} ({it['slug']}) has the plan {it['plan_id'] or 'none'}.")


def _line(it: Any) -> str:
    retired = f"; retired at {it['retired_at']}" if it["retired_at"] else ""
    return f"{it['id']}: {it['name']}, {len(it['limits'])} limits, {it['tenants']} tenants{retired}."
