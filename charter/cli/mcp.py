"""``charter mcp``: the MCP servers whose tools agents can use."""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import quote, urlsplit

import click

from charter.cli import http, output
from charter.cli.agent import confirm
from charter.cli.output import json_option

_PATH = "/v1/mcp-servers"


@click.group()
def mcp() -> None:
    """Connect MCP servers and approve their tools. SERVER is a name or an id."""


@mcp.command("list")
@json_option
def list_servers(as_json: bool) -> None:
    """List MCP servers."""
    items = list(http.client().pages(_PATH))
    columns = ["name", "state", "auth", "url", "checked_at"]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))


@mcp.command()
@click.argument("name")
@click.argument("url")
@click.option("--api-key-stdin", is_flag=True, help="Read the server's API key from standard input.")
@click.option("--header", default="Authorization", show_default=True, help="Header that carries the key.")
@click.option("--oauth", is_flag=True, help="People connect their own accounts at the server.")
@click.option("--client-id", help="With --oauth: how Charter is registered there, if it cannot register itself.")
@click.option("--sse", is_flag=True, help="The server speaks only the old transport of server-sent events.")
@click.option("--approve", is_flag=True, help="Approve all its tools that look harmless.")
@json_option
def add(
    name: str,
    url: str,
    api_key_stdin: bool,
    header: str,
    oauth: bool,
    client_id: str | None,
    sse: bool,
    approve: bool,
    as_json: bool,
) -> None:
    """Connect the MCP server at URL as NAME after it answered.

    A key is never taken from the command line, where other users of the machine could see it.
    """
    body: dict[str, Any] = {"name": name, "url": url, "transport": "sse" if sse else "auto"}
    if api_key_stdin:
        body |= {"auth": "api_key", "api_key": sys.stdin.readline().strip(), "auth_header": header}
    elif oauth:
        body |= {"auth": "oauth"} | ({"oauth_client": {"client_id": client_id}} if client_id else {})
    client = http.client()
    made = client.request("POST", _PATH, body)
    if approve:
        made["approval"] = client.request("POST", f"{_PATH}/{made['id']}/approve", {})
    output.show(made, as_json, _connected)


def _connected(made: Any) -> str:
    lines = [f"{made['name']} is {made['state']} and offers {sum(made['tools'].values())} tools."]
    if made["state"] == "no_credential":
        lines.append(f"Connect your account: charter mcp connect {made['name']}")
    if "approval" in made:
        lines.append(_approved(made["approval"]))
    elif made["tools"]:
        lines.append(f"Read and approve them: charter mcp show {made['name']}, charter mcp approve {made['name']}")
    return "\n".join(lines)


@mcp.command()
@click.argument("server", metavar="SERVER")
@json_option
def show(server: str, as_json: bool) -> None:
    """Show SERVER and its tools: what they say, what changed, what looks suspicious."""
    client = http.client()
    found = client.get(f"{_PATH}/{_quoted(server)}")
    found["offers"] = client.get(f"{_PATH}/{_quoted(server)}/tools")["items"]
    output.show(found, as_json, _shown)


def _shown(found: Any) -> str:
    facts = found["facts"] or {}
    spoken = f", speaks {facts['revision']}" if facts else ""
    lines = [f"{found['name']} at {found['url']} is {found['state']}{spoken}. {found['state_detail'] or ''}".rstrip()]
    rows = [
        {
            "tool": offer["name"],
            "state": offer["state"],
            "granted as": offer["registered_name"],
            "suspicious": ", ".join(sorted({flag["rule"] for flag in offer["flags"]})),
            "description": " ".join(offer["description"].split())[:60],
        }
        for offer in found["offers"]
    ]
    lines.append(output.table(rows, ["tool", "state", "granted as", "suspicious", "description"]))
    lines += [
        f"{offer['name']} changed: {change['member']}" for offer in found["offers"] for change in offer["changes"]
    ]
    lines += [f"left out: {text}" for text in found["skipped"]]
    return "\n".join(lines)


@mcp.command()
@click.argument("server", metavar="SERVER")
@json_option
def refresh(server: str, as_json: bool) -> int:
    """Ask SERVER anew what it offers. Exit code 1 when it does not answer."""
    found = http.client().request("POST", f"{_PATH}/{_quoted(server)}/refresh")
    output.show(found, as_json, lambda it: f"{it['name']} is {it['state']}. {it['state_detail'] or ''}".rstrip())
    return 0 if found["state"] == "ready" else 1


@mcp.command()
@click.argument("server", metavar="SERVER")
@click.argument("tools", nargs=-1, metavar="[TOOL]...")
@click.option("--accept-flagged", is_flag=True, help="Approve also what looks like hidden instructions.")
@json_option
def approve(server: str, tools: tuple[str, ...], accept_flagged: bool, as_json: bool) -> None:
    """Approve tools of SERVER, all that look harmless if none is named."""
    body: dict[str, Any] = {"accept_flagged": accept_flagged}
    if tools:
        body["tools"] = [{"name": name} for name in tools]
    made = http.client().request("POST", f"{_PATH}/{_quoted(server)}/approve", body)
    output.show(made, as_json, _approved)


def _approved(made: Any) -> str:
    lines = [f"Agents can be granted: {', '.join(made['approved']) or 'nothing new'}."]
    lines += [f"Left out: {left['name']}: {left['why']}" for left in made["left"]]
    return "\n".join(lines)


@mcp.command()
@click.argument("server", metavar="SERVER")
@json_option
def key(server: str, as_json: bool) -> None:
    """Store another API key for SERVER, read from standard input."""
    body = {"api_key": sys.stdin.readline().strip()}
    made = http.client().request("PATCH", f"{_PATH}/{_quoted(server)}", body)
    output.show(
        made, as_json, lambda it: f"{it['name']} has a key that ends in {it['key_last4'] or 'something short'}."
    )


@mcp.command()
@click.argument("server", metavar="SERVER")
@click.option("--model", help="A model route, or PROVIDER/MODEL.")
@click.option("--max-tokens", type=int, default=1_000, show_default=True, help="Of one text, at most.")
@click.option("--calls", type=int, default=3, show_default=True, help="How many texts in one call of a tool.")
@click.option("--off", is_flag=True, help="Let it have nothing written any more.")
@json_option
def sampling(server: str, model: str | None, max_tokens: int, calls: int, off: bool, as_json: bool) -> None:
    """Let SERVER have texts written by a model of the tenant while its tools are called, or not.

    It costs what models cost: under the budgets of who started the run, within the limits given here.
    """
    if off is (model is not None):
        raise click.UsageError("Give --model, or --off.")
    rules = None if off else {"model": model, "max_tokens": max_tokens, "calls": calls}
    made = http.client().request("PATCH", f"{_PATH}/{_quoted(server)}", {"sampling": rules})
    output.show(made, as_json, _allowed_to_sample)


def _allowed_to_sample(made: Any) -> str:
    if (rules := made["sampling"]) is None:
        return f"{made['name']} has no texts written."
    return (
        f"{made['name']} may have {rules['calls']} texts of {rules['max_tokens']} tokens written by {rules['model']} "
        "in one call."
    )


@mcp.command()
@click.argument("server", metavar="SERVER")
@json_option
def connect(server: str, as_json: bool) -> None:
    """Let Charter use SERVER in your name; what it may do there is used for nobody else.

    Prints an address to open in a browser, and reads from standard input the address at which the browser ends.
    """
    client = http.client()
    begun = client.request("POST", f"{_PATH}/{_quoted(server)}/authorization")
    click.echo(f"Open this address in a browser:\n{begun['url']}", err=True)
    ended = urlsplit(click.prompt("The address at which the browser ended", err=True))
    done = client.get(f"/v1/mcp-authorization?{ended.query}")
    output.show(done, as_json, lambda it: f"Your account is connected at {it['server']}.")


@mcp.command()
@click.argument("server", metavar="SERVER")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def remove(server: str, yes: bool, as_json: bool) -> None:
    """Remove SERVER with its credentials and tools; agents that were granted them run without."""
    confirm(f"Remove the MCP server {server} and its tools?", yes=yes)
    http.client().request("DELETE", f"{_PATH}/{_quoted(server)}")
    output.show({"removed": server}, as_json, lambda it: f"{it['removed']} is removed.")


def _quoted(server: str) -> str:
    return quote(server, safe="")
