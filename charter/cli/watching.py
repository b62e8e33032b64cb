"""Following a run from the command line: its events, once each, also over a restart of the server."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

import click

from charter.cli import http
from charter.cli.http import ApiClient, Event, ServerRefusal, ServerUnreachable

_ENDS = frozenset({"run.completed", "run.failed", "run.cancelled"})
_PATIENCE_S = 60.0
_GATEWAY = frozenset({502, 503, 504})


def follow(client: ApiClient, body: dict[str, Any]) -> Iterator[Event]:
    """Start a run and yield its events to the last one.

    When the connection is lost the run goes on: its events are asked for again, after the last one seen.

    Raises:
        ServerRefusal: the run was refused.
        ServerUnreachable: nobody answers, or not again within a minute.
    """
    seen: Event | None = None
    run_id: str | None = None
    lost_at: float | None = None
    while True:
        try:
            if run_id is None:
                events = client.events("POST", "/v1/runs", body)
            else:
                path = f"/v1/runs/{http.segment(run_id)}/events"
                events = client.events("GET", path, after=seen.id if seen else None)
            for event in events:
                seen, lost_at = event, None
                run_id = event.data.get("run_id") or run_id
                yield event
                if event.type in _ENDS:
                    return
        except (ServerUnreachable, ServerRefusal) as error:
            refused = isinstance(error, ServerRefusal) and error.http_status not in _GATEWAY
            if run_id is None or refused or time.monotonic() - (lost_at or time.monotonic()) > _PATIENCE_S:
                raise
        if lost_at is None:
            lost_at = time.monotonic()
            click.echo("charter: the connection was lost; waiting for the server …", err=True)
        time.sleep(0.3)


class Watcher:
    """Shows a run: text on standard output as it comes, steps on standard error, both for a person only.

    Where standard output is no terminal nothing but the answer is written to it, whole and at the end: what a model
    said before a tool call, or before it had to begin again, is not part of the answer.
    """

    def __init__(self, *, stream: bool | None, quiet: bool) -> None:
        self._streams = (sys.stdout.isatty() if stream is None else stream) and not quiet
        self._tells = sys.stderr.isatty() and not quiet
        self._open_line = False
        self._shown = ""
        self._quiet = quiet

    def show(self, events: Iterator[Event]) -> tuple[str, Event]:
        """Show events to the end; returns the run's id and its last event. Ctrl-C raises :class:`Interrupted`."""
        run_id, last = "", None
        try:
            for event in events:
                run_id, last = event.data.get("run_id", run_id), event
                self._one(event)
        except KeyboardInterrupt:
            self._end_line()
            raise Interrupted(run_id) from None
        if last is None:
            raise ServerUnreachable("The server ended the stream before the run began.")
        return run_id, last

    def _one(self, event: Event) -> None:
        data = event.data
        match event.type:
            case "message.delta":
                self._text(data["text"])
            case "message.reset":
                self._tell("the answer begins again", "yellow")
                self._shown = ""
            case "step.started" if data["kind"] != "model_call":
                self._tell(f"{data['kind'].replace('_', ' ')} {data['name']} {_short(data.get('input'))}", "cyan")
                self._shown = ""
            case "step.failed" if data.get("error"):
                self._tell(str(data["error"].get("detail", "a step failed")), "red")
            case "step.retrying":
                self._tell(f"trying again: {(data.get('error') or {}).get('detail', 'the model failed')}", "yellow")
            case "run.paused":
                self._tell("the run is paused; charter runs resume lets it go on", "yellow")
            case "run.completed":
                self._answer(data.get("output") or "")
            case _:
                pass

    def _text(self, text: str) -> None:
        if self._streams and text:
            click.echo(text, nl=False)
            self._shown += text
            self._open_line = not text.endswith("\n")

    def _answer(self, text: str) -> None:
        """Write what of the answer is not to be seen yet."""
        if self._quiet:
            return
        if not self._streams or not text.startswith(self._shown):
            self._end_line()
            click.echo(text)
        else:
            rest = text[len(self._shown) :]
            click.echo(rest, nl=self._open_line or bool(rest) or not text)
        self._open_line = False

    def _tell(self, text: str, colour: str) -> None:
        if self._tells:
            self._end_line()
            click.echo(click.style(f"· {text}", fg=colour, dim=True), err=True)

    def _end_line(self) -> None:
        if self._open_line:
            click.echo()
            self._open_line = False


class Interrupted(Exception):
    """The person pressed Ctrl-C while a run went on."""

    def __init__(self, run_id: str) -> None:
        super().__init__()
        self.run_id = run_id

    def cancel(self, client: ApiClient) -> None:
        """Cancel the run: nobody waits for it any more."""
        if self.run_id:
            client.request("POST", f"/v1/runs/{http.segment(self.run_id)}/cancel")
            click.echo(f"charter: {self.run_id} is cancelled", err=True)


def _short(asked: Any) -> str:
    """Return what a tool was asked, on one line."""
    arguments = asked.get("arguments", "") if isinstance(asked, dict) else ""
    line = str(arguments).replace("\n", " ")
    return f"{line[:80]}…" if len(line) > 80 else line


def failure_of(last: Event) -> ServerRefusal | None:
    """Return why a run did not complete; None when it did."""
    if last.type == "run.completed":
        return None
    problem = last.data.get("error") or {"code": "runs.cancelled", "detail": "The run was cancelled."}
    return ServerRefusal(problem, 200)
