"""``charter budget`` and ``charter usage``: hard limits, and reports of what was used."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import click

from charter.cli import http, output
from charter.cli.output import json_option

_METRICS = ("requests", "runs", "concurrent_runs", "agents", "tokens", "cost_micros", "storage_bytes")
_PERIODS = ("minute", "day", "month", "total")
_DIMENSIONS = ("agent", "model", "provider", "user", "key", "team", "day", "month")


@click.group()
def budget() -> None:
    """Set hard limits on runs, agents, tokens and money."""


@budget.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List budgets and how they stand."""
    items = list(http.client().pages("/v1/budgets"))
    columns = ["id", "name", "scope", "metric", "period", "used", "reserved", "limit", "state", "reset", "from_plan"]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))


@budget.command()
@click.argument("name")
@click.argument("metric", type=click.Choice(_METRICS))
@click.argument("limit", type=click.IntRange(0))
@click.option("--period", type=click.Choice(_PERIODS), default="month", show_default=True)
@click.option("--scope", default="tenant", show_default=True, help="tenant, agent_…, team_…, user_… or key_….")
@click.option("--warn", type=click.IntRange(1, 100), default=80, show_default=True, help="Notify at so many percent.")
@json_option
def create(name: str, metric: str, limit: int, period: str, scope: str, warn: int, as_json: bool) -> None:
    """Allow at most LIMIT of METRIC. Money (cost_micros) is in millionths of a US dollar."""
    body = {"name": name, "metric": metric, "limit": limit, "period": period, "scope": scope, "warn_percent": warn}
    output.show(http.client().request("POST", "/v1/budgets", body), as_json, _line)


@budget.command("set")
@click.argument("budget_id", metavar="ID")
@click.argument("limit", type=click.IntRange(0))
@json_option
def set_(budget_id: str, limit: int, as_json: bool) -> None:
    """Change the limit of the budget ID; what was used stays used."""
    made = http.client().request("PATCH", f"/v1/budgets/{http.segment(budget_id)}", {"limit": limit})
    output.show(made, as_json, _line)


@budget.command()
@click.argument("budget_id", metavar="ID")
@json_option
def delete(budget_id: str, as_json: bool) -> None:
    """Delete the budget ID; the record of what was used stays."""
    http.client().request("DELETE", f"/v1/budgets/{http.segment(budget_id)}")
    output.show({"deleted": budget_id}, as_json, lambda it: f"{it['deleted']} is deleted.")


@click.command()
@click.option("--by", type=click.Choice(_DIMENSIONS), multiple=True, help="Sum by this; repeat for several.")
@click.option("--since", help="Such as 2026-11-01T00:00:00Z. Default: 30 days before.")
@click.option("--until", help="Default: now.")
@json_option
def usage(by: tuple[str, ...], since: str | None, until: str | None, as_json: bool) -> None:
    """Report runs, tokens and cost, by agent, model, user, team, day and so on."""
    asked = [*(("by", name) for name in by), ("since", since), ("until", until)]
    query = urlencode([(name, value) for name, value in asked if value is not None])
    found = http.client().request("GET", f"/v1/usage?{query}")
    columns = [*by, "runs", "model_calls", "input_tokens", "output_tokens", "cost_micros"]
    output.show(found, as_json, lambda it: output.table([row["by"] | row for row in it["rows"]], columns))


def _line(it: Any) -> str:
    head = f"{it['id']}: {it['name']} allows {it['limit']} {it['metric']} ({it['period']}, {it['scope']})"
    return f"{head}; {it['used']} used."
