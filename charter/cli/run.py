"""``charter run`` and ``charter runs``."""

from __future__ import annotations

import sys
from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option
from charter.cli.watching import Interrupted, Watcher, failure_of, follow

_STATES = ("queued", "running", "paused", "completed", "failed", "cancelled")


@click.command()
@click.argument("agent")
@click.argument("text")
@click.option("--conversation", metavar="ID", help="Continue this conversation.")
@click.option("--version", type=click.IntRange(1), help="Another version than the published one.")
@click.option("--stream/--no-stream", default=None, help="Print the text as it comes. Default: on a terminal.")
@json_option
def run(
    agent: str, text: str, conversation: str | None, version: int | None, stream: bool | None, as_json: bool
) -> int:
    """Run AGENT on TEXT (- reads it from standard input) and print its answer.

    Steps are shown on standard error when it is a terminal. Ctrl-C cancels the run.
    """
    client = http.client()
    if text == "-":
        text = sys.stdin.read()
    body = {"agent": agent, "input": text, "conversation_id": conversation, "version": version}
    try:
        run_id, last = Watcher(stream=stream, quiet=as_json).show(follow(client, body))
    except Interrupted as interrupted:
        interrupted.cancel(client)
        return 130
    failure = failure_of(last)
    if as_json:
        output.print_json(client.get(f"/v1/runs/{http.segment(run_id)}"))
    elif failure is not None:
        raise failure
    return 0 if failure is None else 1


@click.group()
def runs() -> None:
    """Look at runs and steer them."""


run_argument = click.argument("run_id", metavar="RUN")


@runs.command("list")
@click.option("--agent", help="Only runs of this agent.")
@click.option("--state", type=click.Choice(_STATES), help="Only runs in this state.")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="How many at most.")
@json_option
def list_(agent: str | None, state: str | None, limit: int, as_json: bool) -> None:
    """List runs, newest first."""
    page = http.client().get("/v1/runs", agent=agent, state=state, limit=limit)
    output.show(page, as_json, _render_list)


def _render_list(page: Any) -> str:
    rows = [
        {**run, "agent": run["agent"]["slug"], "tokens": run["usage"]["input_tokens"] + run["usage"]["output_tokens"]}
        for run in page["items"]
    ]
    return output.table(rows, ["id", "agent", "state", "tokens", "created_at"])


@runs.command()
@run_argument
@json_option
def show(run_id: str, as_json: bool) -> None:
    """Show RUN with its steps."""
    client, path = http.client(), f"/v1/runs/{http.segment(run_id)}"
    document = {**client.get(path), "steps": client.get(f"{path}/steps")["items"]}
    output.show(document, as_json, _render_run)


def _render_run(document: Any) -> str:
    usage = document["usage"]
    lines = [
        f"{output.styled(document['id'], bold=True)}  {document['state']}",
        f"agent   {document['agent']['slug']}, version {document['version']}",
        f"used    {usage['input_tokens']} + {usage['output_tokens']} tokens, ${usage['cost_micros'] / 1e6:.4f}",
        "",
        output.table(document["steps"], ["number", "kind", "name", "state", "started_at", "ended_at"]),
        "",
        (document["error"] or {}).get("detail") or document["output"] or "",
    ]
    return "\n".join(lines).rstrip()


def _steer(verb: str, done: str, summary: str) -> click.Command:
    @runs.command(verb, help=summary)
    @run_argument
    @json_option
    def steer(run_id: str, as_json: bool) -> None:
        answer = http.client().request("POST", f"/v1/runs/{http.segment(run_id)}/{verb}")
        output.show(answer, as_json, lambda it: f"{it['id']} {done}; it is {it['state']}.")

    command: click.Command = steer
    return command


_steer("cancel", "is asked to stop", "End RUN.")
_steer("pause", "is asked to pause", "Park RUN after the step it is at.")
_steer("resume", "goes on", "Let a paused RUN go on.")
