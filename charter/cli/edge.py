"""``charter edge``: the edge policy, bans, and files for gateways."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from charter.cli import http, output
from charter.cli.output import json_option
from charter.core.errors import InputInvalid

if TYPE_CHECKING:
    from charter.edge.render import Rendered

_PATHS = {False: "/v1/installation/edge-policy", True: "/v1/edge/policy"}

own_option = click.option("--own", is_flag=True, help="The tenant's own part instead of the installation's policy.")
file_option = click.option(
    "-f", "--file", "file", type=click.Path(allow_dash=True, path_type=Path), metavar="FILE", required=True,
    help="Policy as YAML or JSON; - for standard input.",
)  # fmt: skip


@click.group()
def edge() -> None:
    """Say what every request must satisfy, and who is banned."""


@edge.command()
@own_option
@json_option
def show(own: bool, as_json: bool) -> None:
    """Show the policy in force, complete with its defaults."""
    output.show(http.client().get(_PATHS[own]), as_json, _render_policy)


@edge.command()
@file_option
@own_option
@json_option
def validate(file: Path, own: bool, as_json: bool) -> None:
    """Check a policy without putting it in force."""
    checked = http.client().request("POST", f"{_PATHS[own]}/validate", _read(file))
    output.show(checked, as_json, lambda it: "\n".join(["The policy is valid.", *_warnings(it["warnings"])]))


@edge.command()
@file_option
@own_option
@click.option("--note", default="", help="Why, for those who read the versions later.")
@click.option("--based-on", type=int, help="Number of the version it was made from; refused when another is in force.")
@click.option("--even-if-it-locks-me-out", "meant", is_flag=True, help="Although it refuses this machine's address.")
@json_option
def apply(file: Path, own: bool, note: str, based_on: int | None, meant: bool, as_json: bool) -> None:
    """Put a policy in force: in every process within a second, without a restart."""
    body = {"policy": _read(file), "note": note, "based_on": based_on, "even_if_it_locks_me_out": meant}
    put = http.client().request("PUT", _PATHS[own], body)
    output.show(put, as_json, lambda it: f"Version {it['number']} is in force.")


@edge.group()
def bans() -> None:
    """Look at the addresses that are banned, ban and lift."""


@bans.command("list")
@json_option
def list_bans(as_json: bool) -> None:
    """List the bans in force, newest first."""
    columns = ["id", "subject", "reason", "until", "by_rule"]
    output.show(http.client().get("/v1/edge/bans"), as_json, lambda it: output.table(it["items"], columns))


@bans.command()
@click.argument("address")
@click.option("--minutes", type=click.IntRange(1, 525_600), default=60, show_default=True, help="For how long.")
@click.option("--reason", default="banned by hand", show_default=True, help="Why.")
@json_option
def add(address: str, minutes: int, reason: str, as_json: bool) -> None:
    """Stop listening to ADDRESS for a while; of IPv6 to its whole /64."""
    made = http.client().request("POST", "/v1/edge/bans", {"address": address, "minutes": minutes, "reason": reason})
    output.show(made, as_json, lambda it: f"{it['subject']} is banned until {it['until']} ({it['id']}).")


@bans.command()
@click.argument("ban_id", metavar="ID")
@json_option
def lift(ban_id: str, as_json: bool) -> None:
    """Listen again to whom the ban ID names."""
    http.client().request("DELETE", f"/v1/edge/bans/{http.segment(ban_id)}")
    output.show({"id": ban_id, "lifted": True}, as_json, lambda it: f"{it['id']} is lifted.")


@edge.group()
def render() -> None:
    """Write the policy as the configuration of a gateway in front of Charter.

    What the gateway cannot express stands in the file's head; Charter behind it enforces that.
    """


from_file_option = click.option(
    "-f", "--file", "file", type=click.Path(allow_dash=True, path_type=Path), metavar="FILE",
    help="Policy as YAML or JSON, - for standard input. Default: the one in force on the server.",
)  # fmt: skip


@render.command()
@from_file_option
@click.option("--upstream", default="http://127.0.0.1:8700", show_default=True, help="Where Charter listens.")
@json_option
def kong(file: Path | None, upstream: str, as_json: bool) -> None:
    """Print a declarative file for Kong OSS 3.9 (DB-less)."""
    from charter.edge.render import render_kong  # noqa: PLC0415 - the overview of commands does without it

    _print(render_kong(_policy(file), upstream=upstream), as_json)


@render.command()
@from_file_option
@click.option("--listen", default=":8080", show_default=True, help="Site address: https://charter.example.org.")
@click.option("--upstream", default="127.0.0.1:8700", show_default=True, help="Where Charter listens.")
@json_option
def caddy(file: Path | None, listen: str, upstream: str, as_json: bool) -> None:
    """Print a Caddyfile for Caddy 2."""
    from charter.edge.render import render_caddy  # noqa: PLC0415 - see above

    _print(render_caddy(_policy(file), listen=listen, upstream=upstream), as_json)


def _print(rendered: Rendered, as_json: bool) -> None:
    document: Any = {"text": rendered.text, "left_to_charter": rendered.left_to_charter, "notes": rendered.notes}
    output.show(document, as_json, lambda it: str(it["text"]).rstrip("\n"))


def _policy(file: Path | None) -> Any:
    from pydantic import ValidationError  # noqa: PLC0415 - see above

    from charter.edge.policy import EdgePolicy  # noqa: PLC0415 - slow to import

    document = _read(file) if file is not None else http.client().get(_PATHS[False])["policy"]
    try:
        return EdgePolicy.model_validate(document)
    except ValidationError as error:
        raise InputInvalid(
            "The policy is not valid.",
            fields=[
                {"path": "/" + "/".join(map(str, item["loc"])), "message": item["msg"].removeprefix("Value error, ")}
                for item in error.errors(include_url=False)
            ],
        ) from None


def _read(file: Path) -> Any:
    import yaml  # noqa: PLC0415 - see above

    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
        document = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} cannot be read: {error}.") from None
    except yaml.YAMLError as error:
        raise click.ClickException(f"{file} is no YAML: {error}") from None
    return {} if document is None else document


def _render_policy(read: Any) -> str:
    import yaml  # noqa: PLC0415 - see above

    number = read["number"]
    title = f"# Version {number}, by {read['created_by']} at {read['created_at']}" if number else "# The defaults"
    return f"{title}\n{yaml.safe_dump(read['policy'], sort_keys=False, width=110)}".rstrip()


def _warnings(warnings: list[str]) -> list[str]:
    return [output.styled(f"! {warning}", fg="yellow") for warning in warnings]
