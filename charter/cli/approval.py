"""``charter approval``: what people are asked, and their answers."""

from __future__ import annotations

import json
from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option

_PATH = "/v1/approvals"
_TEXTS = {
    "tool_result": "asks to go on with what {tool} returned",
    "output": "asks to show its answer",
    "tool_description": "asks to read what {tool} says of itself",
}
_STATES = click.Choice(["pending", "approved", "rejected", "expired", "withdrawn"])


@click.group()
def approval() -> None:
    """Answer for agents that ask before they call a tool."""


@approval.command("list")
@click.option("--state", type=_STATES, default="pending", show_default=True, help="Only those in this state.")
@click.option("--all", "everything", is_flag=True, help="Those in any state.")
@json_option
def list_approvals(state: str, everything: bool, as_json: bool) -> None:
    """List what people are asked, newest first."""
    query = "" if everything else f"?state={state}"
    items = list(http.client().pages(f"{_PATH}{query}"))
    rows = [item | {"what": _asks(item, json.dumps(item["arguments"])[:60])} for item in items]
    columns = ["id", "state", "agent", "what", "reason", "expires_at"]
    output.show({"items": items}, as_json, lambda _: output.table(rows, columns))


@approval.command()
@click.argument("approval_id", metavar="APPROVAL")
@json_option
def show(approval_id: str, as_json: bool) -> None:
    """Show a question: what is to be called, with which arguments, and why a person is asked."""
    output.show(http.client().get(f"{_PATH}/{approval_id}"), as_json, _shown)


@approval.command("text")
@click.argument("approval_id", metavar="APPROVAL")
@json_option
def text_of(approval_id: str, as_json: bool) -> None:
    """Show the text that waits for the answer: what a tool returned, says of itself, or the model answered.

    That you looked at it is written into the audit log.
    """
    output.show(http.client().get(f"{_PATH}/{approval_id}/text"), as_json, lambda found: str(found["text"]))


@approval.command()
@click.argument("approval_id", metavar="APPROVAL")
@click.option("--arguments", help="Call with this JSON object instead.")
@click.option("--answer", help="Fill this JSON object into the form that the tool asks with.")
@click.option("--text", help="Go on with this instead of the text that waits.")
@click.option("--reason", default="", help="Kept in the record.")
@json_option
def approve(
    approval_id: str, arguments: str | None, answer: str | None, text: str | None, reason: str, as_json: bool
) -> None:
    """Let the call be made, or go on with an answer; the run goes on where it was."""
    body: dict[str, Any] = {"decision": "approve", "reason": reason} | ({"text": text} if text is not None else {})
    for name, given in (("arguments", arguments), ("answer", answer)):
        if given is not None:
            try:
                body[name] = json.loads(given)
            except ValueError as error:
                raise click.BadParameter(f"no JSON: {error}", param_hint=f"--{name}") from error
    output.show(http.client().request("POST", f"{_PATH}/{approval_id}/decision", body), as_json, _shown)


@approval.command()
@click.argument("approval_id", metavar="APPROVAL")
@click.option("--reason", default="", help="Told to the model.")
@json_option
def reject(approval_id: str, reason: str, as_json: bool) -> None:
    """Refuse the call; the model is told and goes on without it."""
    body = {"decision": "reject", "reason": reason}
    output.show(http.client().request("POST", f"{_PATH}/{approval_id}/decision", body), as_json, _shown)


def _asks(found: Any, arguments: str = "") -> str:
    """Say what is asked, to be read after the name of who asks."""
    if found["purpose"] in _TEXTS:
        return _TEXTS[found["purpose"]].format(tool=found["tool"])
    return (
        f"asks to call {found['tool']} {arguments}".rstrip() if found["tool"] else "asks to work on what it was given"
    )


def _shown(found: Any) -> str:
    lines = [f"{found['id']} is {found['state']}: {found['agent'] or found['origin']} {_asks(found)}"]
    if found["purpose"] in _TEXTS:
        lines.append(f"the text waits: charter approval text {found['id']}")
    else:
        lines.append(f"with {json.dumps(found['edited'] or found['arguments'])}")
    lines.append(f"because: {found['reason']}")
    if form := found["form"]:
        asked = form["url"] or json.dumps(form["fields"]["properties"])
        lines.append(f"{form['source']} asks for (never for a secret): {asked}")
        if found["answer"] is not None:
            lines.append(f"answered: {json.dumps(found['answer'])}")
    if found["tainted"]:
        lines.append(f"out of tools or documents: {', '.join(found['tainted'])}")
    return "\n".join(lines)
