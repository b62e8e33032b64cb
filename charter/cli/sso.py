"""``charter sso``: single sign-on connections."""

from __future__ import annotations

import sys
from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option

_PATH = "/v1/sign-on-connections"


@click.group()
def sso() -> None:
    """Connect OpenID providers that people may sign in through."""


@sso.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List connections, oldest first."""
    items = list(http.client().pages(_PATH))
    columns = ["id", "name", "issuer", "client_id", "enabled", "checked_at"]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))


@sso.command()
@click.argument("connection_id", metavar="ID")
@json_option
def show(connection_id: str, as_json: bool) -> None:
    """Show the connection ID: its rules, and the addresses to register at the provider."""
    found: Any = http.client().get(f"{_PATH}/{http.segment(connection_id)}")
    output.show(found, as_json, _described)


@sso.command()
@click.argument("name")
@click.option("--issuer", required=True, help="As the provider calls itself: https://login.example.org/realms/acme.")
@click.option("--client-id", required=True, help="What Charter is called there.")
@click.option("--secret-stdin", is_flag=True, help="Read the client's secret from standard input.")
@click.option(
    "--role", "roles", multiple=True, metavar="CLAIM=VALUE:ROLE", help="Who gets which role; the first counts."
)
@click.option("--audience", help="What access tokens for the API have in aud.")
@click.option("--party", "parties", multiple=True, help="A client that access tokens may come through.")
@json_option
def add(
    name: str,
    issuer: str,
    client_id: str,
    secret_stdin: bool,
    roles: tuple[str, ...],
    audience: str | None,
    parties: tuple[str, ...],
    as_json: bool,
) -> None:
    """Connect a provider under NAME, after asking it what it is."""
    body = {
        "name": name,
        "issuer": issuer,
        "client_id": client_id,
        "client_secret": sys.stdin.readline().rstrip("\r\n") if secret_stdin else None,
        "role_rules": [_rule(text) for text in roles],
        "audience": audience,
        "allowed_azp": list(parties),
    }
    output.show(http.client().request("POST", _PATH, body), as_json, _described)


@sso.command()
@click.argument("connection_id", metavar="ID")
@json_option
def test(connection_id: str, as_json: bool) -> None:
    """Ask the provider of the connection ID again what it is and which keys it has."""
    checked: Any = http.client().request("POST", f"{_PATH}/{http.segment(connection_id)}/check")
    output.show(checked, as_json, lambda it: f"{it['name']} answers as {it['issuer']}.")


@sso.command()
@click.argument("connection_id", metavar="ID")
@json_option
def remove(connection_id: str, as_json: bool) -> None:
    """Remove the connection ID; whoever came through it is a member no longer."""
    http.client().request("DELETE", f"{_PATH}/{http.segment(connection_id)}")
    output.show({"removed": connection_id}, as_json, lambda it: f"{it['removed']} is removed.")


def _rule(text: str) -> dict[str, str]:
    claim, equals, rest = text.partition("=")
    value, colon, role = rest.rpartition(":")
    if not (claim and equals and value and colon and role):
        raise click.BadParameter(f"{text!r} is not of the form CLAIM=VALUE:ROLE, as in groups=/admins:admin")
    return {"claim": claim, "value": value, "role": role}


def _described(connection: Any) -> str:
    rules = [f"  {rule['claim']} has {rule['value']} -> {rule['role']}" for rule in connection["role_rules"]]
    return "\n".join(
        [
            f"{connection['name']} ({connection['id']}) at {connection['issuer']}",
            "Roles:",
            *(rules or ["  none: nobody gets in (default deny)"]),
            "Register at the provider:",
            f"  redirect URI             {connection['redirect_uri']}",
            f"  post-logout redirect URI {connection['post_logout_redirect_uri']}",
            f"  back-channel logout URI  {connection['back_channel_logout_uri']}",
        ]
    )
