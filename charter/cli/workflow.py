"""``charter workflow``: lint, deploy, start and steer processes, and look at what they wait for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_MOST_BYTES = 6_000_000


@click.group()
def workflow() -> None:
    """Deploy BPMN processes, run them, and steer their instances."""


def _read(paths: tuple[Path, ...]) -> list[dict[str, str]]:
    files = []
    for path in paths:
        if path.stat().st_size > _MOST_BYTES:
            raise click.ClickException(f"{path} has more than {_MOST_BYTES:,} bytes.")
        files.append({"name": path.name, "content": _text(path.read_bytes())})
    return files


def _text(data: bytes) -> str:
    """Return a file's text for sending; its declaration says UTF-8 then, because it is."""
    from charter.core.xml import XmlRefused, read_xml, write_xml  # noqa: PLC0415 - only for other encodings

    try:
        return data.decode()
    except UnicodeDecodeError:
        try:
            return write_xml(read_xml(data)).decode()
        except XmlRefused:
            return data.decode("utf-8", "replace")


def _variables(text: str | None) -> dict[str, Any]:
    if text is None:
        return {}
    try:
        found = json.loads(Path(text[1:]).read_text() if text.startswith("@") else text)
    except (OSError, ValueError) as error:
        raise click.BadParameter(f"no JSON: {error}", param_hint="--variables") from error
    if not isinstance(found, dict):
        raise click.BadParameter("expected a JSON object", param_hint="--variables")
    return found


@workflow.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@json_option
def lint(files: tuple[Path, ...], as_json: bool) -> int:
    """Say what is wrong with FILES (.bpmn, .dmn, .form), without a server. Exit code 1 if they cannot be deployed."""
    from charter.workflows.service import deploying  # noqa: PLC0415 - slow to import

    found = deploying.lint_files([deploying.NewFile(path.name, path.read_bytes()) for path in files])
    result: list[Any] = [
        {"file": name} | deploying.as_json(finding) for name, findings in found.items() for finding in findings
    ]
    deployable = not any(one["severity"] == "error" for one in result)

    def render(_: Any) -> str:
        return "\n".join([*map(_line, result), "Ready to deploy." if deployable else "Not deployable."])

    output.show({"deployable": deployable, "findings": result}, as_json, render)
    return 0 if deployable else 1


@workflow.command()
@click.argument("file", type=_FILE)
@click.option("--output", "target", type=click.Path(dir_okay=False, path_type=Path), help="Default: FILE itself.")
@json_option
def layout(file: Path, target: Path | None, as_json: bool) -> None:
    """Give FILE a diagram, without a server; one that it has is replaced."""
    from charter.workflows.model.layout import LayoutRefused, lay_out  # noqa: PLC0415 - slow to import

    try:
        _write(target or file, lay_out(file.read_bytes()), as_json)
    except LayoutRefused as refused:
        raise click.ClickException(str(refused)) from refused


@workflow.command()
@click.argument("file", type=_FILE)
@click.argument("element")
@click.argument("mark", type=click.Choice(["agent", "decision"]))
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="An attribute of the mark, such as ref=x.")
@click.option("--remove", is_flag=True, help="Take the mark away.")
@click.option("--output", "target", type=click.Path(dir_okay=False, path_type=Path), help="Default: FILE itself.")
@json_option
def mark(
    file: Path, element: str, mark: str, settings: tuple[str, ...], remove: bool, target: Path | None, as_json: bool
) -> None:
    """Let an agent do ELEMENT of FILE, or decide there: set or remove its charter:agent or charter:decision."""
    from charter.core.xml import XmlRefused, read_xml  # noqa: PLC0415 - slow to import
    from charter.workflows.model.writing import ElementUnknown, marked  # noqa: PLC0415 - slow to import

    attributes = dict(one.partition("=")[::2] for one in settings)
    try:
        made = marked(read_xml(file.read_bytes()), element, mark, None if remove else attributes)
    except (XmlRefused, ElementUnknown) as refused:
        raise click.ClickException(str(refused)) from refused
    _write(target or file, made, as_json)


def _write(path: Path, content: bytes, as_json: bool) -> None:
    path.write_bytes(content)
    output.show({"file": str(path), "bytes": len(content)}, as_json, lambda it: f"{it['file']} is written.")


@workflow.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--allow-missing", is_flag=True, help="Called processes, decisions and forms may come later.")
@json_option
def deploy(files: tuple[Path, ...], allow_missing: bool, as_json: bool) -> None:
    """Deploy FILES together: all or none."""
    body: dict[str, Any] = {"files": _read(files), "allow_missing": allow_missing}
    made = http.client().request("POST", "/v1/workflow-deployments", body)

    def render(it: Any) -> str:
        warnings = [{"file": file["name"]} | one for file in it["warnings"] for one in file["findings"]]
        table = output.table(it["definitions"], ["kind", "key", "version", "id"])
        return "\n".join([table, *map(_line, warnings)])

    output.show(made, as_json, render)


def _line(finding: dict[str, Any]) -> str:
    """Return a finding as editors and people read it."""
    place = f"{finding['file']}:{finding['line']}: {finding['severity']}"
    return f"{place}: {finding['message']} {finding['fix']} [{finding['rule']}]"


@workflow.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List what is deployed, newest first."""
    items = list(http.client().pages("/v1/workflow-definitions"))
    columns = ["kind", "key", "version", "name", "id"]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))


@workflow.command()
@click.argument("process")
@click.option("--variables", help="A JSON object, or @FILE.")
@click.option("--version", type=click.IntRange(1), help="Default: the latest.")
@click.option("--wait", type=click.IntRange(1, 60), help="Wait so many seconds for the end.")
@json_option
def start(process: str, variables: str | None, version: int | None, wait: int | None, as_json: bool) -> None:
    """Start an instance of PROCESS (its id in the BPMN file)."""
    body: dict[str, Any] = {"process": process, "variables": _variables(variables)}
    if version is not None:
        body["version"] = version
    query = f"?wait={wait}s" if wait else ""
    made = http.client().request("POST", f"/v1/process-instances{query}", body)

    def render(it: Any) -> str:
        result = "" if it["variables"] is None else f"\n{json.dumps(it['variables'], indent=2, ensure_ascii=False)}"
        return f"{it['id']} is {it['state']}.{result}"

    output.show(made, as_json, render)


@workflow.command()
@click.option("--process", help="Only of this process.")
@click.option("--state", type=click.Choice(["active", "completed", "terminated"]))
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@json_option
def instances(process: str | None, state: str | None, limit: int, as_json: bool) -> None:
    """List instances, newest first."""
    found = http.client().get("/v1/process-instances", process=process, state=state, limit=limit)
    columns = ["id", "process", "version", "state", "paused", "incidents", "started_at"]
    output.show(found, as_json, lambda it: output.table(it["items"], columns))


@workflow.command()
@click.argument("instance")
@click.option("--history", is_flag=True, help="What happened, too.")
@json_option
def show(instance: str, history: bool, as_json: bool) -> None:
    """Show where INSTANCE stands, its variables and what it waits for."""
    path = f"/v1/process-instances/{http.segment(instance)}"
    found: Any = http.client().request("GET", path)
    if history:
        found = found | {"history": _history(path)}

    def render(it: Any) -> str:
        head = f"{it['id']}: {it['process']} version {it['version']} is {it['state']}"
        parts = [head + (", paused." if it["paused"] else ".")]
        if it["elements"]:
            parts.append(output.table(it["elements"], ["key", "element", "phase", "incident"]))
        parts.append(json.dumps(it["variables"], indent=2, ensure_ascii=False))
        if "history" in it:
            parts.append(output.table(it["history"], ["at", "what", "element", "key"]))
        return "\n".join(parts)

    output.show(found, as_json, render)


def _history(path: str) -> list[Any]:
    entries: list[Any] = []
    after = 0
    while True:
        page: Any = http.client().get(f"{path}/history", after_revision=after, limit=200)
        entries += page["items"]
        if page["next_revision"] is None:
            return entries
        after = page["next_revision"]


def _steer(verb: str, done: str) -> None:
    @workflow.command(verb, help=f"{verb.capitalize()} INSTANCE.")
    @click.argument("instance")
    @json_option
    def steer(instance: str, as_json: bool) -> None:
        http.client().request("POST", f"/v1/process-instances/{http.segment(instance)}/{verb}")
        output.show({"id": instance, "state": done}, as_json, lambda it: f"{it['id']} is {it['state']}.")


for _verb, _done in (("cancel", "cancelled"), ("pause", "paused"), ("resume", "going on")):
    _steer(_verb, _done)


@workflow.command()
@click.argument("incident", required=False)
@click.option("--resolve", is_flag=True, help="Try again what the incident stopped.")
@click.option(
    "--retries", type=click.IntRange(1, 1000), default=1, show_default=True, help="For its job, if it has one."
)
@json_option
def incidents(incident: str | None, resolve: bool, retries: int, as_json: bool) -> None:
    """List open incidents; show or resolve INCIDENT."""
    columns = ["id", "process_id", "node", "type", "message", "created_at"]
    if incident is None:
        items = list(http.client().pages("/v1/incidents", resolved="false"))
        output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))
        return
    path = f"/v1/incidents/{http.segment(incident)}"
    if resolve:
        http.client().request("POST", f"{path}/resolve", {"retries": retries})
    output.show(http.client().request("GET", path), as_json, lambda it: output.table([it], columns))


@workflow.command()
@click.option("--type", "type_", help="Only of this type.")
@click.option("--state", type=click.Choice(["ready", "leased", "failed"]))
@json_option
def jobs(type_: str | None, state: str | None, as_json: bool) -> None:
    """List jobs that are not done, newest first."""
    items = list(http.client().pages("/v1/jobs", type=type_, state=state))
    columns = ["id", "type", "state", "node", "retries", "worker", "error"]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))


@workflow.command()
@click.argument("name")
@click.option("--key", default="", help="The correlation key.")
@click.option("--variables", help="A JSON object, or @FILE.")
@click.option("--ttl", type=click.FloatRange(0), default=0, show_default=True, help="Seconds to keep it for who comes.")
@json_option
def message(name: str, key: str, variables: str | None, ttl: float, as_json: bool) -> None:
    """Publish the message NAME."""
    body = {"name": name, "correlation_key": key, "variables": _variables(variables), "time_to_live_s": ttl}
    made = http.client().request("POST", "/v1/messages", body)
    output.show(made, as_json, lambda it: f"{it['correlated']} instances got it now.")


@workflow.command()
@click.option("--assignee", help="Only those of this person.")
@click.option("--complete", "done", metavar="TASK", help="Complete this task.")
@click.option("--variables", help="With --complete: a JSON object, or @FILE.")
@json_option
def tasks(assignee: str | None, done: str | None, variables: str | None, as_json: bool) -> None:
    """List open tasks for people, or complete one."""
    if done is not None:
        body = {"variables": _variables(variables)}
        http.client().request("POST", f"/v1/user-tasks/{http.segment(done)}/complete", body)
        output.show({"completed": done}, as_json, lambda it: f"{it['completed']} is completed.")
        return
    items = list(http.client().pages("/v1/user-tasks", state="created", assignee=assignee))
    columns = ["id", "name", "process_id", "assignee", "due_date", "priority"]
    output.show({"items": items}, as_json, lambda it: output.table(it["items"], columns))
