"""``charter agent``: agents and their versions."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option

agent_argument = click.argument("name", metavar="AGENT")


@click.group()
def agent() -> None:
    """Make agents, look at them, and steer their versions. AGENT is a slug or an id."""


@agent.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List agents, newest first."""
    items = list(http.client().pages("/v1/agents"))
    columns = ["slug", "name", "published_version", "latest_version", "updated_at"]
    output.show(
        {"items": items},
        as_json,
        lambda it: (
            output.table(it["items"], columns)
            if it["items"]
            else "There are no agents yet. See charter agent create --help."
        ),
    )


@agent.command()
@click.argument("slug", required=False, metavar="[TEMPLATE]")
@json_option
def templates(slug: str | None, as_json: bool) -> None:
    """List the templates for new agents, or the parameters of one."""
    client = http.client()
    if slug is None:
        items = list(client.pages("/v1/agent-templates"))
        output.show({"items": items}, as_json, lambda it: output.table(it["items"], ["slug", "name", "description"]))
        return
    output.show(client.get(f"/v1/agent-templates/{http.segment(slug)}"), as_json, _render_template)


def _render_template(template: Any) -> str:
    rows = [
        {
            "parameter": name,
            "type": _type_of(schema),
            "default": json.dumps(schema.get("default"), ensure_ascii=False),
            "description": schema.get("description") or schema.get("title"),
        }
        for name, schema in template["parameters"]["properties"].items()
    ]
    return f"{template['name']}: {template['description']}\n\n" + output.table(
        rows, ["parameter", "type", "default", "description"]
    )


def _type_of(schema: Mapping[str, Any]) -> str:
    return " | ".join(map(str, schema["enum"])) if "enum" in schema else str(schema.get("type", "any"))


@agent.command()
@click.option("--name", required=True, help="Name of the new agent.")
@click.option("--slug", help="How it is called in addresses and as a model. Default: made from the name.")
@click.option("--template", help="Template to start from; charter agent templates lists them.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="A parameter of the template. Repeatable.")
@click.option(
    "--definition",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON file with a definition, instead of a template.",
)
@click.option("--draft", is_flag=True, help="Do not publish it: nobody can run it yet.")
@json_option
def create(
    name: str,
    slug: str | None,
    template: str | None,
    settings: Sequence[str],
    definition: Path | None,
    draft: bool,
    as_json: bool,
) -> None:
    """Make an agent from a template or a definition; it answers at once unless it is a draft."""
    if (template is None) == (definition is None):
        raise click.UsageError("Give either --template or --definition.")
    if definition is not None and settings:
        raise click.UsageError("--set belongs to --template.")
    client = http.client()
    body: dict[str, Any] = {"name": name, "slug": slug, "publish": not draft}
    if template is not None:
        body |= {"template": template, "parameters": _parameters(client, template, settings)}
    elif definition is not None:
        try:
            body["definition"] = json.loads(definition.read_text())
        except ValueError as error:
            raise click.UsageError(f"{definition} is not JSON: {error}. For YAML use charter apply.") from None
    made = client.request("POST", "/v1/agents", body)
    output.show(made, as_json, _render_made)


def _render_made(made: Any) -> str:
    if made["published_version"] is None:
        return f"{made['slug']} is a draft. Publish it: charter agent publish {made['slug']}"
    return f'{made["slug"]} is ready. Try it: charter run {made["slug"]} "What can you do?"'


def _parameters(client: http.ApiClient, template: str, settings: Sequence[str]) -> dict[str, Any]:
    if not settings:
        return {}
    known = client.get(f"/v1/agent-templates/{http.segment(template)}")["parameters"]["properties"]
    parameters = {}
    for setting in settings:
        name, separator, text = setting.partition("=")
        if not separator:
            raise click.UsageError(f"--set takes KEY=VALUE, not {setting!r}.")
        if name not in known:
            close = output.closest(name, known)
            hint = f"Did you mean {close}?" if close else f"There are: {', '.join(known)}."
            raise click.UsageError(f"The template {template} has no parameter {name}. {hint}")
        parameters[name] = _value(text, known[name].get("type"))
    return parameters


def _value(text: str, kind: str | None) -> Any:
    """Return a parameter as its type wants it; what does not fit goes on as text, and the server says why not."""
    if kind == "string":
        return text
    try:
        return json.loads(text)
    except ValueError:
        return [part.strip() for part in text.split(",")] if kind == "array" else text


@agent.command()
@agent_argument
@click.option("--version", type=click.IntRange(1), help="Another version than the one that runs.")
@json_option
def show(name: str, version: int | None, as_json: bool) -> None:
    """Show AGENT with its definition."""
    client, path = http.client(), f"/v1/agents/{http.segment(name)}"
    document = client.get(path)
    if version is not None:
        document["version"] = client.get(f"{path}/versions/{version}")
        document["definition"] = document["version"]["definition"]
    output.show(document, as_json, _render_agent)


def _render_agent(document: Any) -> str:
    definition = document["definition"]
    published = document["published_version"]
    facts = {
        "slug": document["slug"],
        "id": document["id"],
        "published": "no version yet" if published is None else f"version {published}",
        "latest": f"version {document['latest_version']}",
        "model": definition["model"],
        "tools": ", ".join(grant["name"] for grant in definition["tools"]),
        "hands off to": ", ".join(definition["hand_offs"]),
        "description": definition["description"],
    }
    lines = [output.styled(document["name"], bold=True)]
    lines += [f"{label:14}{value}" for label, value in facts.items() if value]
    return "\n".join([*lines, "", definition["instructions"].rstrip()])


@agent.command()
@agent_argument
@json_option
def versions(name: str, as_json: bool) -> None:
    """List the versions of AGENT, newest first."""
    items = list(http.client().pages(f"/v1/agents/{http.segment(name)}/versions"))
    columns = ["number", "state", "created_at", "published_at", "content_hash"]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))


@agent.command()
@agent_argument
@click.argument("number", type=click.IntRange(1), required=False)
@json_option
def publish(name: str, number: int | None, as_json: bool) -> None:
    """Make the draft NUMBER of AGENT (default: its latest version) the one that runs."""
    client, path = http.client(), f"/v1/agents/{http.segment(name)}"
    number = number or client.get(path)["latest_version"]
    version = client.request("POST", f"{path}/versions/{number}/publish")
    output.show(version, as_json, lambda it: f"Version {it['number']} of {name} runs now.")


@agent.command()
@agent_argument
@click.option("--to", "number", type=click.IntRange(1), help="Version to go back to. Default: the one before.")
@json_option
def rollback(name: str, number: int | None, as_json: bool) -> None:
    """Make the version of AGENT that was published before run again, in one step."""
    body = {"number": number} if number is not None else {}
    version = http.client().request("POST", f"/v1/agents/{http.segment(name)}/rollback", body)
    output.show(version, as_json, lambda it: f"Version {it['number']} of {name} runs again.")


@agent.command()
@agent_argument
@click.option("--from", "since", type=click.IntRange(1), help="Default: the version that runs.")
@click.option("--to", type=click.IntRange(1), help="Default: the latest version.")
@json_option
def diff(name: str, since: int | None, to: int | None, as_json: bool) -> None:
    """Say what changed between two versions of AGENT."""
    found = http.client().get(f"/v1/agents/{http.segment(name)}/diff", **{"from": since, "to": to})
    output.show(found, as_json, _render_diff)


def _render_diff(found: Any) -> str:
    between = f"version {found['from_version'] or 'none'} → {found['to_version']}"
    if found["equal"]:
        return f"{between}: no differences"
    return "\n".join([f"{between}:", *change_lines(found["changes"])])


def change_lines(changes: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return differences as lines with a sign and, on a terminal, a colour."""
    signs = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}
    lines = []
    for change in changes:
        sign, colour = signs[change["kind"]]
        lines.append(output.styled(f"  {sign} {change['summary']}", fg=colour))
    return lines


@agent.command()
@agent_argument
@click.option(
    "-o", "--output", "file", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="File to write."
)
@json_option
def export(name: str, file: Path | None, as_json: bool) -> None:
    """Print AGENT as a file that charter apply takes, here or on another installation."""
    text = http.client().get(f"/v1/agents/{http.segment(name)}/export")
    if file is not None:
        file.write_text(text)
        output.show({"file": str(file)}, as_json, lambda it: f"Written to {it['file']}.")
    elif as_json:
        output.print_json({"yaml": text})
    else:
        click.echo(text, nl=False)


@agent.command()
@agent_argument
@click.argument("new_name")
@json_option
def rename(name: str, new_name: str, as_json: bool) -> None:
    """Give AGENT another name; its slug stays."""
    changed = http.client().request("PATCH", f"/v1/agents/{http.segment(name)}", {"name": new_name})
    output.show(changed, as_json, lambda it: f"{it['slug']} is called {it['name']} now.")


@agent.command()
@agent_argument
@click.argument("new_name")
@click.option("--slug", help="Slug of the copy. Default: made from its name.")
@json_option
def clone(name: str, new_name: str, slug: str | None, as_json: bool) -> None:
    """Make a new agent with the definition that AGENT runs."""
    made = http.client().request("POST", f"/v1/agents/{http.segment(name)}/clone", {"name": new_name, "slug": slug})
    output.show(made, as_json, _render_made)


@agent.command()
@agent_argument
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def delete(name: str, yes: bool, as_json: bool) -> None:
    """Delete AGENT and its versions; its runs stay."""
    confirm(f"Delete {name} with all its versions?", yes=yes)
    http.client().request("DELETE", f"/v1/agents/{http.segment(name)}")
    output.show({"deleted": name}, as_json, lambda it: f"{it['deleted']} is deleted.")


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something that cannot be undone; a script says ``--yes``."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("Nobody is there to confirm it: add --yes.")
    click.confirm(question, abort=True, err=True)
