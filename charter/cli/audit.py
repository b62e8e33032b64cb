"""``charter audit``: search the audit log, export it, and check what was exported, also without a server."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option
from charter.cli.process import data_dir_option

_KINDS = ("access-review", "changes", "refusals", "models-and-tools")


def _filters(command: Any) -> Any:
    """Add the options that narrow what is looked at."""
    for option in reversed(
        [
            click.option("--action", help="One action (agent.created), or all below it (agent.)."),
            click.option("--actor", metavar="ID", help="Who did it: user_…, key_…"),
            click.option("--resource", metavar="ID", help="What it was done to: agent_…, run_…"),
            click.option("--since", metavar="TIME", help="From this moment on, as 2026-11-22T10:00:00Z."),
            click.option("--until", metavar="TIME", help="Before this moment."),
            click.option("--text", help="Words that all are in the entry."),
        ]
    ):
        command = option(command)
    return command


@click.group()
def audit() -> None:
    """Search, export and verify the audit log."""


@audit.command()
@_filters
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, help="How many at most.")
@json_option
def search(limit: int, as_json: bool, **filters: str | None) -> None:
    """List audit entries, newest first."""
    found = http.client().request("GET", "/v1/audit/entries", query={**filters, "limit": limit})
    output.show(found, as_json, lambda it: output.table([_row(entry) for entry in it["items"]], _COLUMNS))


_COLUMNS = ("seq", "at", "who", "action", "resource", "id")


def _row(entry: dict[str, Any]) -> dict[str, object]:
    actor, resource = entry["actor"], entry["resource"]
    who = actor["label"] or actor["id"] or actor["kind"]
    return {**entry, "who": who, "resource": resource["id"] or resource["kind"]}


@audit.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_filters
@click.option(
    "--format", "form", type=click.Choice(["bundle", "jsonl", "csv", "cef"]), default="bundle", show_default=True,
    help="A bundle verifies by itself.",
)  # fmt: skip
def export(file: Path, form: str, **filters: str | None) -> None:
    """Write the log (or a part of it) to FILE."""
    size = http.client().download("/v1/audit/export", file, {**filters, "format": form})
    click.echo(f"{file}: {size} bytes")


@audit.command()
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--since", metavar="TIME", help="Default: 30 days before --until.")
@click.option("--until", metavar="TIME", help="Default: now.")
def report(kind: str, file: Path, since: str | None, until: str | None) -> None:
    """Write the report KIND to FILE; its ending says the form: .html, .pdf or .csv."""
    form = file.suffix.removeprefix(".")
    if form not in {"html", "pdf", "csv"}:
        raise click.UsageError("FILE ends with .html, .pdf or .csv.")
    query = {"since": since, "until": until, "format": form}
    size = http.client().download(f"/v1/audit/reports/{kind}", file, query)
    click.echo(f"{file}: {size} bytes")


@audit.command()
@click.option("--size", type=click.IntRange(0), help="Of the log. Default: the newest.")
@json_option
def checkpoint(size: int | None, as_json: bool) -> None:
    """Print a signed checkpoint: kept outside, it shows any later rewriting."""
    which = "latest" if size is None else str(size)
    found = http.client().get(f"/v1/audit/checkpoints/{which}")
    output.show(found, as_json, lambda it: str(it["note"]).rstrip("\n"))


@audit.command("rotate-key")
@data_dir_option
@click.option("--wait", type=click.IntRange(0), default=60, show_default=True, help="Seconds until it is in force.")
@json_option
def rotate_key(data_dir: Path | None, wait: int, as_json: bool) -> int:
    """Let a new key sign the audit log; on the host of the worker, which takes it up by itself.

    Every log says in an entry, signed by both keys, from where on the new one signs. The old key's file is replaced.
    """
    from charter.audit.signing import create_signing_key, load_signing_key, next_key_path  # noqa: PLC0415 - see below
    from charter.core.settings import load_settings  # noqa: PLC0415 - slow to import

    path = load_settings(**({"data_dir": data_dir} if data_dir else {})).audit_key_path
    old, following = load_signing_key(path), next_key_path(path)
    create_signing_key(following)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.chown(following, path.stat().st_uid, path.stat().st_gid)  # the worker may be another user than root
    new = load_signing_key(following)
    until = time.monotonic() + wait
    while following.exists() and time.monotonic() < until:
        time.sleep(0.2)
    done = not following.exists() and load_signing_key(path).public == new.public
    document: dict[str, Any] = {"old": old.public.hex(), "new": new.public.hex(), "in_force": done}
    output.show(document, as_json, lambda it: _rotated(it, following))
    return 0 if done else 1


def _rotated(it: dict[str, Any], following: Path) -> str:
    if it["in_force"]:
        return f"The audit log is signed by the new key {it['new']} from here on. Back its file up."
    return f"The new key waits in {following}: the worker takes it up when it runs (charter up). Do not delete it."


@audit.command()
@click.argument("bundle", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--key", multiple=True, help="Verifier key of the log that you trust. Default: the bundle's own.")
@click.option(
    "--previous", multiple=True, type=click.Path(path_type=Path, exists=True),
    help="A checkpoint that you kept, or a folder of them.",
)  # fmt: skip
@click.option("--witness-key", multiple=True, help="Verifier key of a witness who must have cosigned.")
@json_option
def verify(
    bundle: Path, key: tuple[str, ...], previous: tuple[Path, ...], witness_key: tuple[str, ...], as_json: bool
) -> int:
    """Check an exported BUNDLE, without a server; names the first bad record. Exit code 1 when something is wrong."""
    from charter.audit import verifier  # noqa: PLC0415 - cryptography is needed here alone

    arguments = [str(bundle), *(["--json"] if as_json else [])]
    for name, values in (("--key", key), ("--previous", previous), ("--witness-key", witness_key)):
        arguments += [part for value in values for part in (name, str(value))]
    return verifier.main(arguments)
