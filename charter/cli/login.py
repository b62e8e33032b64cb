"""``charter login`` and ``charter logout``: the API key that other commands send."""

from __future__ import annotations

import sys

import click

from charter.cli import http, output
from charter.cli.output import json_option


@click.command()
@click.option("--url", help="Address of the server. Default: CHARTER_URL or http://127.0.0.1:8700.")
@click.option("--api-key-stdin", is_flag=True, help="Read the key from standard input instead of asking for it.")
@json_option
def login(url: str | None, api_key_stdin: bool, as_json: bool) -> None:
    """Keep an API key for a server in a file that only you can read.

    The key is tried first; a wrong one is not kept. It is never taken from the command line, where other users of the
    machine could see it.
    """
    url = (url or http.server_url()).rstrip("/")
    key = sys.stdin.readline() if api_key_stdin else click.prompt("API key", hide_input=True, err=True)
    session = http.ApiClient(url, key.strip()).get("/v1/session")
    path = http.keep_credentials(url, key.strip())
    document = {"url": url, "tenant": session["tenant"], "principal": session["principal"], "file": str(path)}
    output.show(
        document,
        as_json,
        lambda it: f"Signed in to {it['url']} as {it['principal']['label']} of {it['tenant']['name']}.",
    )


@click.command()
@click.option("--url", help="Address of the server. Default: the one last signed in to.")
@json_option
def logout(url: str | None, as_json: bool) -> None:
    """Forget the API key of a server. The key itself stays valid: revoke it on the server if it leaked."""
    url = (url or http.server_url()).rstrip("/")
    http.keep_credentials(url, None)
    output.show({"url": url}, as_json, lambda it: f"The key for {it['url']} is forgotten here.")
