"""``charter verify``: proves on a running installation what is promised of it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from charter.cli import http, output
from charter.cli.output import json_option
from charter.cli.process import data_dir_option


@click.group()
def verify() -> None:
    """Prove on a running installation what is promised of it."""


@verify.command()
@data_dir_option
@json_option
def isolation(data_dir: Path | None, as_json: bool) -> int:
    """Prove that nothing crosses between two tenants. Exit code 1 on any leak, and when a part could not be tried.

    Run it on the host of the installation, with a key of its operator (charter setup prints one). It makes two
    tenants, fills them with one thing of every kind, walks every route of /openapi.json with the ids of one and the key
    of the other, then reads and writes every table as the application role with the application's own filter out of
    the way. The two tenants are removed at the end.
    """
    from charter.cli.isolation.database import IsolationDatabase, Unreachable  # noqa: PLC0415 - the overview of commands does without it
    from charter.cli.isolation.proof import prove  # noqa: PLC0415 - slow to import
    from charter.core.settings import load_settings  # noqa: PLC0415 - slow to import

    operator, database, why_not = http.client(), None, ""
    try:
        database = IsolationDatabase.of(load_settings(**({"data_dir": data_dir} if data_dir is not None else {})))
    except Unreachable as error:
        why_not = f"the database cannot be reached from here ({error})"
    findings = prove(operator, database, why_not)
    document: dict[str, Any] = {
        "isolated": findings.isolated,
        "requests": findings.requests,
        "findings": [asdict(item) for item in findings.items],
    }
    output.show(document, as_json, _render)
    return 0 if findings.isolated else 1


def _render(document: Any) -> str:
    findings = document["findings"]
    lines = [output.table(findings, ["state", "part", "what", "detail"]), ""]
    wrong = [item for item in findings if item["state"] != "ok"]
    tried = f"{len(findings)} routes, bodies, caches and tables were tried with {document['requests']} requests"
    verdict = f"{len(wrong)} are not as they must be" if wrong else "nothing crosses between tenants"
    return "\n".join([*lines, f"{tried}: {verdict}."])
