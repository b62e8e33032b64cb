"""``charter model``, ``charter provider`` and ``charter route``: which language models there are."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from charter.cli import http, output
from charter.cli.agent import confirm
from charter.cli.http import ApiClient
from charter.cli.output import json_option
from charter.core.errors import NotFound


@click.group()
def model() -> None:
    """Look at the language models that agents can use."""


@model.command("list")
@json_option
def list_models(as_json: bool) -> None:
    """List every usable model with what it can do."""
    output.show(http.client().get("/v1/models"), as_json, _render_models)


def _render_models(document: Any) -> str:
    if not document["items"]:
        return "There are no models yet: charter provider offers, or charter provider add."
    rows = [
        {
            "model": ("* " if item["ref"] == document["default"] else "  ") + item["ref"],
            **{name: "yes" if item["capabilities"][name] else "no" for name in ("tools", "json_schema", "vision")},
            "context": item["capabilities"]["context_window"],
            "in_usd_per_m": _price(item["capabilities"]["input_price"]),
            "out_usd_per_m": _price(item["capabilities"]["output_price"]),
        }
        for item in document["items"]
    ]
    columns = ["model", "tools", "json_schema", "vision", "context", "in_usd_per_m", "out_usd_per_m"]
    return output.table(rows, columns) + "\n* is where the route default leads now."


def _price(micros: int | None) -> str | None:
    return None if micros is None else f"{micros / 1e6:.2f}"


@click.group()
def provider() -> None:
    """Connect companies and servers that offer models. PROVIDER is a slug or an id."""


@provider.command("list")
@json_option
def list_providers(as_json: bool) -> None:
    """List model providers."""
    items = list(http.client().pages("/v1/model-providers"))
    columns = ["slug", "kind", "name", "base_url", "state", "model_count"]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))


@provider.command()
@click.option("--kind", required=True, help="openai, anthropic, gemini, ollama, openai_compatible and so on.")
@click.option("--name", help="Name of the provider. Default: its kind.")
@click.option("--base-url", help="Address of its API, when it is not the usual one.")
@click.option("--api-key-stdin", is_flag=True, help="Read its API key from standard input.")
@click.option("--no-key", is_flag=True, help="It needs no API key; do not ask for one.")
@json_option
def add(kind: str, name: str | None, base_url: str | None, api_key_stdin: bool, no_key: bool, as_json: bool) -> None:
    """Store a model provider after a real call with its key succeeded.

    The key is never taken from the command line, where other users of the machine could see it.
    """
    key = None
    if api_key_stdin:
        key = sys.stdin.readline().strip()
    elif not no_key and sys.stdin.isatty():
        key = (
            click.prompt("API key (empty for none)", hide_input=True, default="", show_default=False, err=True) or None
        )
    body = {"kind": kind, "name": name or kind, "base_url": base_url, "api_key": key}
    made = http.client().request("POST", "/v1/model-providers", body)
    output.show(made, as_json, lambda it: f"{it['slug']} is {it['state']} and offers {it['model_count']} models.")


@provider.command()
@click.argument("name", metavar="PROVIDER")
@json_option
def check(name: str, as_json: bool) -> int:
    """Call PROVIDER again and say how it is. Exit code 1 when it does not answer."""
    client = http.client()
    found = client.request("POST", f"/v1/model-providers/{_provider_id(client, name)}/check")
    output.show(found, as_json, lambda it: f"{it['slug']} is {it['state']}. {it['state_detail'] or ''}".rstrip())
    return 0 if found["state"] == "ready" else 1


@provider.command()
@click.argument("name", metavar="PROVIDER")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def delete(name: str, yes: bool, as_json: bool) -> None:
    """Delete PROVIDER and its credential."""
    confirm(f"Delete the provider {name}?", yes=yes)
    client = http.client()
    client.request("DELETE", f"/v1/model-providers/{_provider_id(client, name)}")
    output.show({"deleted": name}, as_json, lambda it: f"{it['deleted']} is deleted.")


@provider.command()
@json_option
def offers(as_json: bool) -> None:
    """List what was found on the server's machine: an Ollama, keys in the environment, the demo model."""
    found = http.client().get("/v1/model-offers")
    output.show(found, as_json, lambda it: output.table(it["items"], ["key", "title", "detail", "accepted"]))


@provider.command()
@click.argument("key")
@json_option
def accept(key: str, as_json: bool) -> None:
    """Make a provider of the offer KEY."""
    made = http.client().request("POST", f"/v1/model-offers/{http.segment(key)}/accept")
    output.show(made, as_json, lambda it: f"{it['slug']} is {it['state']} and offers {it['model_count']} models.")


@provider.command()
@click.argument("name", metavar="PROVIDER")
@click.argument("wanted", metavar="MODEL")
@json_option
def pull(name: str, wanted: str, as_json: bool) -> None:
    """Fetch MODEL to the Ollama server PROVIDER, with progress on a terminal."""
    client = http.client()
    path = f"/v1/model-providers/{_provider_id(client, name)}/pull"
    for event in client.events("POST", path, {"model": wanted}):
        if event.type == "failed":
            raise http.ServerRefusal(event.data, 502)
        if event.type == "progress" and sys.stderr.isatty():
            done, total = event.data.get("completed"), event.data.get("total")
            share = f" {100 * done // total} %" if done and total else ""
            click.echo(f"\r\x1b[K{event.data.get('status', '')}{share}", nl=False, err=True)
    if sys.stderr.isatty():
        click.echo(err=True)
    output.show({"pulled": wanted}, as_json, lambda it: f"{it['pulled']} is there.")


def _provider_id(client: ApiClient, name: str) -> str:
    """Return the id of a provider that was named by slug or id."""
    found = next(
        (item["id"] for item in client.pages("/v1/model-providers") if name in {item["slug"], item["id"]}), None
    )
    if found is None:
        raise NotFound(f"There is no provider {name}; charter provider list shows them.")
    return str(found)


@click.group()
def route() -> None:
    """Say which models stand behind a name that agents use."""


@route.command("list")
@json_option
def list_routes(as_json: bool) -> None:
    """List model routes."""
    items = list(http.client().pages("/v1/model-routes"))

    def render(document: Any) -> str:
        rows = [{**item, "targets": ", ".join(one["model"] for one in item["targets"])} for item in document["items"]]
        return output.table(rows, ["name", "strategy", "targets"])

    output.show({"items": items}, as_json, render)


@route.command("set")
@click.argument("name")
@click.argument("models", nargs=-1, required=True, metavar="MODEL...")
@json_option
def set_route(name: str, models: Sequence[str], as_json: bool) -> None:
    """Let the route NAME lead to MODEL (provider/model), then to the next one if that fails."""
    client = http.client()
    body = {"name": name, "strategy": "ordered", "targets": [{"model": each, "weight": 1} for each in models]}
    known = name == "default" or any(item["name"] == name for item in client.pages("/v1/model-routes"))
    path = f"/v1/model-routes/{http.segment(name)}"
    made = client.request("PUT", path, body) if known else client.request("POST", "/v1/model-routes", body)
    output.show(made, as_json, lambda it: f"{it['name']} leads to {', '.join(one['model'] for one in it['targets'])}.")


@route.command("delete")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def delete_route(name: str, yes: bool, as_json: bool) -> None:
    """Delete the route NAME; default goes back to the best model there is."""
    confirm(f"Delete the route {name}?", yes=yes)
    http.client().request("DELETE", f"/v1/model-routes/{http.segment(name)}")
    output.show({"deleted": name}, as_json, lambda it: f"{it['deleted']} is deleted.")
