"""``charter setup``: the first owner, without a browser."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option
from charter.cli.process import data_dir_option
from charter.core.errors import CharterError

_TOKEN_FILE = "setup-token"  # noqa: S105 - the name of a file, not a token


class NotOnThisHost(CharterError):
    """The setup token cannot be read here."""

    status, code, title = 403, "cli.no-setup-token", "No setup token"


@click.command()
@click.option("--email", prompt="Email address", help="The owner's email address.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it.")
@click.option("--tenant", prompt="Name of your organisation", help="Name of the first tenant.")
@click.option("--url", help="Address of the server. Default: the one that runs on the data directory.")
@data_dir_option
@json_option
def setup(email: str, password_stdin: bool, tenant: str, url: str | None, data_dir: Path | None, as_json: bool) -> None:
    """Make the first owner and tenant of an installation, and an API key for them.

    Run it on the host of a running Charter: it proves itself with the one-time token in the data directory. The key is
    printed once and kept for the other commands, as charter login does.
    """
    token, told_url = _token(data_dir)
    url = (url or told_url or http.server_url()).rstrip("/")
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    client = http.ApiClient(url, None)
    body = {"token": token, "email": email, "password": password, "tenant_name": tenant}
    session = client.request("POST", "/v1/setup", body)
    csrf = {"X-CSRF-Token": session["csrf_token"]}
    key = client.request("POST", "/v1/api-keys", {"name": "charter setup", "role": "owner"}, headers=csrf)
    operator = {"subject": key["id"], "role": "platform-operator"}
    client.request("POST", "/v1/role-assignments", operator, headers=csrf)
    document: dict[str, Any] = {
        "api_key": key["key"],
        "url": url,
        "tenant": session["tenant"],
        "principal": session["principal"],
        "kept_in": _keep(url, key["key"]),
    }
    output.show(document, as_json, _render)


def _token(data_dir: Path | None) -> tuple[str, str | None]:
    """Return the setup token and the address of the server that runs on the data directory."""
    from charter.cli.supervisor import ownership  # noqa: PLC0415 - the overview of commands does without it
    from charter.core.settings import load_settings  # noqa: PLC0415 - see above

    path = (data_dir or load_settings().data_dir).expanduser().absolute()
    told = ownership.told(path).get("url")
    try:
        return (path / _TOKEN_FILE).read_text().strip(), str(told) if told else None
    except FileNotFoundError:
        raise NotOnThisHost(
            f"There is no setup token in {path}: either the set-up was done already (use charter login), or Charter "
            "does not run on this directory (start it with charter up, or name another with --data-dir)."
        ) from None
    except PermissionError:
        raise NotOnThisHost(f"{path} belongs to another user: run charter setup as that user.") from None


def _keep(url: str, key: str) -> str | None:
    """Keep the key for the other commands; a home that cannot be written to is no reason to lose the key itself."""
    try:
        return str(http.keep_credentials(url, key))
    except OSError as error:
        click.echo(f"The key was not kept: {error}", err=True)
        return None


def _render(document: Any) -> str:
    kept = f"\nIt is kept in {document['kept_in']} for charter commands of this user." if document["kept_in"] else ""
    return (
        f"{document['principal']['label']} owns {document['tenant']['name']} now. Sign in at {document['url']}\n"
        f"API key (shown this once): {document['api_key']}{kept}\n"
        "Next: charter agent create --template chatbot --name helpdesk"
    )
