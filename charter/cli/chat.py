"""``charter chat``: a conversation with an agent."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from charter.cli import http, output
from charter.cli.http import ApiClient
from charter.cli.output import json_option
from charter.cli.watching import Interrupted, Watcher, failure_of, follow
from charter.core.errors import CharterError

_HELP = "/new begins another conversation, /exit or Ctrl-D ends."


@click.command()
@click.argument("agent")
@click.option("--conversation", metavar="ID", help="Continue this conversation.")
@json_option
def chat(agent: str, conversation: str | None, as_json: bool) -> int:
    """Talk with AGENT. Each line is one message; on a terminal /new begins anew and /exit ends.

    With --json each answer is one JSON document on one line. Without a terminal the exit code is 1 when an answer
    failed.
    """
    client = http.client()
    name = client.get(f"/v1/agents/{http.segment(agent)}")["name"]
    person = sys.stdin.isatty() and not as_json
    if person:
        _edit_lines()
        click.echo(f"{name}. {_HELP}", err=True)
    failed = False
    while (text := _line(person)) is not None:
        match text.strip():
            case "":
                continue
            case "/exit" | "/quit":
                break
            case "/new":
                conversation = None
                continue
            case "/help":
                click.echo(_HELP, err=True)
                continue
        try:
            conversation, good = _turn(client, agent, text, conversation, as_json)
            failed = failed or not good
        except CharterError as refusal:
            if not person:
                raise
            output.refuse(refusal, as_json=False)
    if person and conversation:
        click.echo(f"Go on later: charter chat {agent} --conversation {conversation}", err=True)
    return 0 if person or not failed else 1


def _turn(client: ApiClient, agent: str, text: str, conversation: str | None, as_json: bool) -> tuple[str | None, bool]:
    """Say one thing and show the answer; returns the conversation and whether it was answered."""
    body = {"agent": agent, "input": text, "conversation_id": conversation}
    try:
        run_id, last = Watcher(stream=None, quiet=as_json).show(follow(client, body))
    except Interrupted as interrupted:
        interrupted.cancel(client)
        return conversation, False
    run: Any = client.get(f"/v1/runs/{http.segment(run_id)}")
    failure = failure_of(last)
    if as_json:
        output.print_line(run)
    elif failure is not None:
        output.refuse(failure, as_json=False)
    return run["conversation_id"], failure is None


def _line(person: bool) -> str | None:
    if not person:
        line = sys.stdin.readline()
        return line.rstrip("\r\n") if line else None
    try:
        return input("> ")
    except EOFError:
        click.echo(err=True)
        return None


def _edit_lines() -> None:
    """Let the arrow keys edit and recall lines, where Python was built with readline."""
    try:
        importlib.import_module("readline")
    except ImportError:
        return
