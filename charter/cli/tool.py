"""``charter tool``: write tools, try them in the sandbox, publish them, turn them on and off."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from charter.cli import http, output
from charter.cli.output import json_option
from charter.cli.tool_credential import credential

if TYPE_CHECKING:  # only two commands need what reads these
    from charter.tools.schemas import DryRun, PythonDefinition

_FILE = click.Path(dir_okay=False, path_type=Path)
_MOST_BYTES = 200_000
tool_argument = click.argument("name", metavar="TOOL")
host_option = click.option("--host", "hosts", multiple=True, help="Host that the code may reach; may be repeated.")
tier_option = click.option(
    "--transform", "tier", flag_value="transform", default="full", help="A pure function, for the second tier."
)
entry_option = click.option("--entry", help="Function or class to call; default: the last public one.")


@click.group()
def tool() -> None:
    """Write tools, try them out, and publish them. TOOL is a name or an id."""


tool.add_command(credential)


@tool.command("list")
@click.argument("words", nargs=-1)
@click.option("--kind", type=click.Choice(["built_in", "python", "openapi", "mcp"]), help="Only tools of this kind.")
@click.option("--tag", help="Only tools with this tag.")
@click.option("--state", type=click.Choice(["ready", "draft", "disabled", "quarantined"]), help="Only in this state.")
@click.option("--by-meaning", is_flag=True, help="Whatever their words, those that fit best first.")
@json_option
def list_(
    words: tuple[str, ...], kind: str | None, tag: str | None, state: str | None, by_meaning: bool, as_json: bool
) -> None:
    """List tools, or those in whose texts all WORDS occur."""
    by = "meaning" if by_meaning else None
    given = {"q": " ".join(words) or None, "kind": kind, "tag": tag, "state": state, "by": by}
    items = list(http.client().pages("/v1/tools", **given))
    columns = ["name", "kind", "risk", "state", "published_version", "latest_version", *(["score"] if by else [])]
    output.show(
        {"items": items}, as_json, lambda it: output.table(it["items"], columns) if it["items"] else "There is none."
    )


@tool.command()
@tool_argument
@json_option
def show(name: str, as_json: bool) -> None:
    """Show a tool, and who uses it."""
    client = http.client()
    path = f"/v1/tools/{http.segment(name)}"
    found = client.get(path)
    found["users"] = client.get(f"{path}/users")["items"]
    found["usage"] = client.get(f"{path}/usage")
    output.show(found, as_json, _render_tool)


def _render_tool(found: Any) -> str:
    lines = [
        f"{found['name']} ({found['kind']}, {found['risk']}, {found['state']})",
        found["description"] or "(no description)",
        f"input: {json.dumps(found['input_schema'], ensure_ascii=False)}",
    ]
    if found["published_version"] or found["latest_version"]:
        lines.append(f"versions: published {found['published_version'] or '-'}, latest {found['latest_version']}")
    if found["held_because"]:
        lines.append(f"held: {found['held_because']}")
    lines += [_problem_line("", problem) for problem in found["problems"]]
    usage = found["usage"]
    lines.append(f"calls: {usage['calls']}, of them failed: {usage['failures']}; {usage['health']}")
    if usage["last_failed_at"]:
        lines.append(f"last failure: {usage['last_failed_at']} {usage['last_error']}")
    lines += [f"used by {user['kind']} {user['name']}" for user in found["users"]]
    return "\n".join(lines)


@tool.command()
@click.argument("slug", required=False, metavar="[TEMPLATE]")
@json_option
def templates(slug: str | None, as_json: bool) -> None:
    """List the templates for tools, or print the code of one. Needs no server."""
    from charter.tools.service import starting_points  # noqa: PLC0415 - it reads schemas, which take longer than this

    if slug is not None:
        found = starting_points.get_template(slug).model_dump(mode="json")
        output.show(found, as_json, lambda it: it["code"].rstrip())
        return
    items: list[Any] = [each.model_dump(mode="json") for each in starting_points.all_templates().values()]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], ["slug", "name", "description"]))


@tool.command()
@click.argument("file", type=_FILE)
@entry_option
@host_option
@tier_option
@json_option
def validate(file: Path, entry: str | None, hosts: tuple[str, ...], tier: str, as_json: bool) -> int:
    """Check the code of a tool without running it: what is wrong, where, and what to do. Needs no server."""
    from charter.tools.service.python_tools import check_definition  # noqa: PLC0415 - see templates

    checked = check_definition(_definition(file, entry, hosts, tier), _packages())
    output.show(checked.model_dump(mode="json"), as_json, lambda it: _render_check(file, it))
    return 0 if checked.valid else 1


def _render_check(file: Path, checked: Any) -> str:
    lines = [_problem_line(f"{file}:", problem) for problem in checked["problems"]]
    if checked["valid"]:
        lines.append(f"{file} is a tool: {checked['entry']}, {checked['description'].splitlines()[0]}")
        lines.append(f"input: {json.dumps(checked['input_schema'], ensure_ascii=False)}")
    return "\n".join(lines)


def _problem_line(prefix: str, problem: Any) -> str:
    where = f"{problem['line']}:{problem['column']}" if problem["line"] else problem["path"] or "-"
    fix = f" {problem['fix']}" if problem["fix"] else ""
    return f"{prefix}{where} {problem['severity']} {problem['rule']}: {problem['message']}{fix}"


@tool.command("dry-run")
@click.argument("file", type=_FILE)
@click.option("--input", "given", default="{}", help="Arguments as JSON, or @FILE.")
@entry_option
@host_option
@click.option("--wall-s", type=float, help="Seconds on the clock; default 10.")
@click.option("--cpu-s", type=float, help="Seconds of a processor; default 5.")
@click.option("--memory-mb", type=int, help="Memory; default 256.")
@tier_option
@json_option
def dry_run(
    file: Path,
    given: str,
    entry: str | None,
    hosts: tuple[str, ...],
    tier: str,
    wall_s: float | None,
    cpu_s: float | None,
    memory_mb: int | None,
    as_json: bool,
) -> int:
    """Run the code of a tool once, in the sandbox of this machine. Needs no server.

    Prints the result, what was printed, what was used, and why it was stopped if it was. Exit code 1 when there is no
    result.
    """
    limits = {"wall_s": wall_s, "cpu_s": cpu_s, "memory_mb": memory_mb}
    wanted = {name: value for name, value in limits.items() if value is not None}
    definition = _definition(file, entry, hosts, tier, wanted)
    done = asyncio.run(_run_here(definition, _object(given)))
    output.show(done.model_dump(mode="json"), as_json, _render_run)
    return 0 if done.ok else 1


async def _run_here(definition: PythonDefinition, arguments: dict[str, Any]) -> DryRun:
    from uuid import UUID  # noqa: PLC0415 - see templates

    from charter.core.guarded_client import AddressRules, GuardedClient  # noqa: PLC0415 - see templates
    from charter.core.settings import load_settings  # noqa: PLC0415 - see templates
    from charter.sandbox.sandbox import Sandbox  # noqa: PLC0415 - see templates
    from charter.tools.service.executor import PythonExecutor, no_credentials  # noqa: PLC0415 - see templates
    from charter.tools.service.trying import dry_run as try_out  # noqa: PLC0415 - see templates

    settings = load_settings()
    sandbox = Sandbox(waiting=0, packages=settings.tool_packages_dir)
    try:
        async with GuardedClient(AddressRules(settings.allow_private_hosts)) as client:
            executor = PythonExecutor(sandbox, client, no_credentials)
            return await try_out(executor, definition, arguments, _packages(), tenant_id=UUID(int=0))
    finally:
        await sandbox.aclose()


def _render_run(done: Any) -> str:
    lines = [done["output"].rstrip()] if done["output"] else []
    if done["ok"]:
        lines.append(json.dumps(done["result"], indent=2, ensure_ascii=False))
    else:
        lines.append(f"{done['error']['code']}: {done['error']['detail']}")
    if used := done["used"]:
        cpu = "?" if used["cpu_ms"] is None else f"{used['cpu_ms']:g}"
        memory = "?" if used["memory_kb"] is None else f"{used['memory_kb'] // 1024}"
        lines.append(f"used {used['wall_ms']:g} ms on the clock, {cpu} ms of a processor, {memory} MB")
    return "\n".join(lines)


@tool.command()
@click.argument("file", type=_FILE)
@click.option("--name", help="Name for agents: lower-case letters, digits and underscores. Default: the file's name.")
@click.option("--title", help="Name for people.")
@click.option("--risk", type=click.Choice(["read", "write", "destructive", "external"]), default="external")
@click.option("--tag", "tags", multiple=True, help="May be repeated.")
@click.option("--credential", "credentials", multiple=True, help="Credential for its requests; may be repeated.")
@click.option("--publish", is_flag=True, help="Publish it at once.")
@entry_option
@host_option
@tier_option
@json_option
def create(
    file: Path,
    name: str | None,
    title: str | None,
    risk: str,
    tags: tuple[str, ...],
    credentials: tuple[str, ...],
    publish: bool,
    entry: str | None,
    hosts: tuple[str, ...],
    tier: str,
    as_json: bool,
) -> int:
    """Make a tool from a file, or add a version to the tool of that name.

    What does not validate is kept as a draft and can never be called; then the exit code is 1.
    """
    client, name = http.client(), name or file.stem
    definition = {"code": _code(file), "entry": entry, "hosts": list(hosts), "tier": tier}
    definition |= {"credentials": list(credentials)}
    body: dict[str, Any] = {"definition": definition, "publish": publish}
    path = f"/v1/tools/{http.segment(name)}"
    try:
        client.request("POST", f"{path}/versions", body)
    except http.ServerRefusal as refusal:
        if refusal.document.get("code") != "tools.not-found":
            raise
        about = {"name": name, "risk": risk, "tags": list(tags)} | ({"title": title} if title else {})
        client.request("POST", "/v1/tools", body | about)
    found = client.get(path)
    latest = client.get(f"{path}/versions/{found['latest_version']}")
    document = {"name": name, "state": found["state"], "version": latest["number"], "version_state": latest["state"]}
    document["problems"] = latest["problems"]
    output.show(document, as_json, _render_created)
    return 0 if latest["valid"] else 1


def _render_created(made: Any) -> str:
    lines = [_problem_line("", problem) for problem in made["problems"]]
    return "\n".join([*lines, f"{made['name']}: version {made['version']} is {made['version_state']}"])


@tool.command()
@tool_argument
@click.argument("number", type=click.IntRange(min=1))
@json_option
def publish(name: str, number: int, as_json: bool) -> None:
    """Publish version NUMBER of a tool."""
    done = http.client().request("POST", f"/v1/tools/{http.segment(name)}/versions/{number}/publish")
    output.show(done, as_json, lambda it: f"{name}: version {it['number']} is published")


@tool.command()
@tool_argument
@click.argument("number", type=click.IntRange(min=1))
@json_option
def test(name: str, number: int, as_json: bool) -> int:
    """Run the examples that are stored with version NUMBER of a tool."""
    done = http.client().request("POST", f"/v1/tools/{http.segment(name)}/versions/{number}/test")
    output.show(done, as_json, _render_report)
    return 0 if done["passed"] else 1


def _render_report(report: Any) -> str:
    lines = [f"{'pass' if it['passed'] else 'FAIL'} {it['name']}: {it['detail']}" for it in report["outcomes"]]
    return "\n".join(lines) or "It has no examples."


@tool.command()
@tool_argument
@click.option("--to", "number", type=click.IntRange(min=1), help="Default: the version published before.")
@json_option
def rollback(name: str, number: int | None, as_json: bool) -> None:
    """Make an earlier version of a tool current again."""
    body = {"number": number} if number else {}
    done = http.client().request("POST", f"/v1/tools/{http.segment(name)}/rollback", body)
    output.show(done, as_json, lambda it: f"{name}: version {it['number']} is published")


@tool.command()
@tool_argument
@json_option
def enable(name: str, as_json: bool) -> None:
    """Let a tool be called in this tenant."""
    done = http.client().request("POST", f"/v1/tools/{http.segment(name)}/enable")
    output.show(done, as_json, lambda it: f"{it['name']} is {it['state']}")


@tool.command()
@tool_argument
@json_option
def disable(name: str, as_json: bool) -> None:
    """Let a tool be called by nobody in this tenant."""
    done = http.client().request("POST", f"/v1/tools/{http.segment(name)}/disable")
    output.show(done, as_json, lambda it: f"{it['name']} is {it['state']}")


def _definition(
    file: Path, entry: str | None, hosts: tuple[str, ...], tier: str, limits: dict[str, float] | None = None
) -> PythonDefinition:
    from pydantic import ValidationError  # noqa: PLC0415 - see templates

    from charter.tools.schemas import PythonDefinition  # noqa: PLC0415 - see templates

    document = {"code": _code(file), "entry": entry, "hosts": list(hosts), "tier": tier, "limits": limits or {}}
    try:
        return PythonDefinition.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise click.UsageError(f"{where}: {first['msg']}") from error


def _packages() -> frozenset[str]:
    from charter.core.settings import load_settings  # noqa: PLC0415 - see templates
    from charter.tools.parts import modules_in  # noqa: PLC0415 - see templates

    return modules_in(load_settings().tool_packages_dir)


def _code(file: Path) -> str:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise click.UsageError(f"{file} cannot be read: {error.strerror}.") from error
    if len(raw) > _MOST_BYTES:
        raise click.ClickException(f"{file} has more than {_MOST_BYTES:,} bytes.")
    return raw.decode("utf-8", "replace")


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(Path(text[1:]).read_text() if text.startswith("@") else text)
    except (OSError, ValueError) as error:
        raise click.BadParameter(f"no JSON: {error}", param_hint="--input") from error
    if not isinstance(found, dict):
        raise click.BadParameter("expected a JSON object", param_hint="--input")
    return found
