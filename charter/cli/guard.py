"""``charter guard``: check texts with the detectors, measure them, show the models; try policies on past runs."""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from charter.cli import http, output
from charter.cli.output import json_option

if TYPE_CHECKING:  # the detectors load NumPy and their weights: only when a command needs them
    from charter.guardrails.checking import Checker, Report

_STAGES = ("input", "recalled", "tool_description", "tool_argument", "tool_result", "output", "stream")
_stage_option = click.option(
    "--stage", type=click.Choice(_STAGES), default="input", show_default=True, help="What the texts are."
)


@click.group()
def guard() -> None:
    """Check texts with the guardrails, and see how good they are."""


@guard.command()
@_stage_option
@click.argument("file", type=click.File("r", encoding="utf-8", errors="surrogateescape"), default="-")
def score(stage: str, file: IO[str]) -> None:
    """Read JSON lines with "text" from FILE and write one line with the verdict for each.

    A line says whether the text is blocked at the shipped thresholds, the score of every detector, the spans that were
    found (in characters of the text), and the milliseconds it took. Other members of a line are handed through as "id"
    only. A line that is no JSON object with a text is answered with "error"; the exit code is then 1.
    """
    from charter.guardrails.checking import Checker, shipped_thresholds  # noqa: PLC0415 - slow to import
    from charter.guardrails.stages import Stage  # noqa: PLC0415 - slow to import

    checker, at = Checker(), Stage(stage)
    thresholds = shipped_thresholds(at)
    failed = False
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        text, given, problem = _text_of(line, number)
        if problem:
            failed = True
            _write({"error": problem})
            continue
        report = checker.check(text, at)
        identity = {"id": given["id"]} if "id" in given else {}
        _write(identity | _verdict(report, bool(report.hits(thresholds))))
    if failed:
        sys.exit(1)


def _text_of(line: str, number: int) -> tuple[str, dict[str, Any], str]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        return "", {}, f"Line {number} is not JSON: {error}."
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        return "", {}, f'Line {number} is no object with a string as "text".'
    return given["text"], given, ""


def _verdict(report: Report, blocked: bool) -> dict[str, Any]:
    return {
        "blocked": blocked,
        "score": {name: finding.score for name, finding in report.findings.items()},
        "spans": [
            {"detector": name, "kind": span.kind, "start": span.start, "end": span.end}
            for name, finding in report.findings.items()
            for span in finding.spans
        ],
        "ms": round(report.ms, 3),
    }


def _write(document: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(document) + "\n")


@guard.command("eval")
@click.argument("dataset", type=click.Path(path_type=Path, exists=True))
@click.option("--head", type=click.Choice(["injection", "indirect", "harm", "toxicity"]), help="Default: by file name.")
@_stage_option
@json_option
def evaluate(dataset: Path, head: str | None, stage: str, as_json: bool) -> None:
    """Measure the detectors on labelled texts: a JSON-lines file, or a folder of them.

    A line has "text" and "label" (1: the head is to fire), and may have "source", "lang" and "split". Files named after
    a head are for that head. Rows of split "train" are left out when there are others.
    """
    from charter.guardrails.checking import Checker  # noqa: PLC0415 - slow to import

    checker = Checker()
    tables = [_measured(checker, path, head, stage) for path in _datasets(dataset, head)]
    rows: list[dict[str, Any]] = [row for table in tables for row in table]
    document: Any = {"rows": rows}
    output.show(document, as_json, lambda it: output.table(it["rows"], _COLUMNS))


_COLUMNS = ("head", "group", "attacks", "harmless", "auc", "tpr_at_1pct_fpr", "recall", "blocked_harmless")


def _datasets(dataset: Path, head: str | None) -> list[Path]:
    if dataset.is_file():
        if head is None and dataset.stem not in _HEAD_STAGES:
            raise click.UsageError(f"Say with --head what the labels of {dataset} are about.")
        return [dataset]
    found = [path for path in sorted(dataset.glob("*.jsonl")) if path.stem in _HEAD_STAGES]
    if not found:
        raise click.UsageError(f"There is no {', '.join(sorted(_HEAD_STAGES))} as .jsonl in {dataset}.")
    return found


_HEAD_STAGES = {"injection": "input", "indirect": "tool_result", "harm": "input", "toxicity": "input"}


def _measured(checker: Checker, path: Path, head: str | None, stage: str) -> list[dict[str, Any]]:
    from charter.guardrails.evaluating import Labelled, measure  # noqa: PLC0415 - slow to import
    from charter.guardrails.stages import Stage  # noqa: PLC0415 - slow to import

    name = head or path.stem
    examples = [
        Labelled(
            str(row["text"]),
            int(row["label"]),
            str(row.get("source", "")),
            str(row.get("lang", "")),
            str(row.get("split", "")),
        )
        for row in _rows(path)
    ]
    benign = path.with_name("benign.jsonl")
    if benign.is_file() and path != benign and not any(one.label == 0 for one in examples):
        examples += [
            Labelled(
                str(row["text"]), 0, str(row.get("source", "")), str(row.get("lang", "")), str(row.get("split", ""))
            )
            for row in _rows(benign)
        ]
    at = Stage(_HEAD_STAGES[name]) if stage == "input" else Stage(stage)
    return measure(checker, name, at, examples)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", errors="surrogateescape") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                yield {**row, "text": row["text"], "label": int(row["label"])}
            except (ValueError, KeyError, TypeError) as error:
                raise click.UsageError(f'Line {number} of {path} is no JSON object with "text" and "label".') from error


@guard.group(invoke_without_command=True)
@json_option
@click.pass_context
def models(context: click.Context, as_json: bool) -> None:
    """Show the models that come with Charter; list, install, try and change those of a server.

    By itself it shows version, data, thresholds and measured quality of the models that come with Charter, without a
    server.
    """
    if context.invoked_subcommand is not None:
        return
    from charter.guardrails.classifiers import packaged  # noqa: PLC0415 - slow to import

    card = packaged().card
    output.show(card, as_json, _card_text)


def _card_text(card: dict[str, Any]) -> str:
    lines = [f"{card['name']} {card['version']}", "", card["description"], ""]
    lines += [f"{key:12s} {card[key]}" for key in ("licence", "size_bytes") if key in card]
    rows = [{"head": head, **figures} for head, figures in card["held_out"].items()]
    return "\n".join([*lines, "", "On sources that the model had not seen:", output.table(rows, list(rows[0]))])


def _slow_options(command: Any) -> Any:
    """Give a command what says whether stored texts are read by what is slow as well."""
    for option in (
        click.option("--slow-texts", type=click.IntRange(1, 200), default=50, show_default=True,
                     help="How many texts, at most, are read by the judge and the models."),
        click.option("--models", is_flag=True, help="Have the operator's models read as well."),
        click.option("--judge", is_flag=True, help="Ask the policy's judge as well, at the tenant's cost."),
    ):  # fmt: skip
        command = option(command)
    return command


def _slow_text(done: Any) -> str:
    if not done["read_slowly"] + done["left_unread"]:
        return ""
    failed = f", {done['judge_failed']} without a verdict" if done["judge_failed"] else ""
    return f" Judge and models: {done['read_slowly']} texts read{failed}, {done['left_unread']} left."


@guard.command("dry-run")
@click.argument("policy_id", metavar="POLICY")
@click.option("--number", type=int, help="Version; default: the latest.")
@click.option(
    "--runs", type=click.IntRange(1, 500), default=100, show_default=True, help="How many of the newest runs."
)
@click.option("--agent", "agent_id", help="Only runs of this agent, by id.")
@_slow_options
@json_option
def dry_run(policy_id: str, number: int | None, runs: int, agent_id: str | None, as_json: bool, **slow: Any) -> None:
    """Show what a version of a POLICY would have done with past runs, before it is activated."""
    body = {name: value for name, value in (("number", number), ("agent_id", agent_id)) if value is not None}
    done = http.client().request("POST", f"/v1/guardrail-policies/{policy_id}/dry-run", {"runs": runs} | body | slow)
    output.show(done, as_json, _tried)


def _tried(done: Any) -> str:
    head = (
        f"Version {done['number']} on {done['texts']} texts of {done['runs']} runs: {done['blocked']} blocked "
        f"(in {done['runs_with_blocks']} runs), {done['asked']} asked about, {done['redacted']} redacted, "
        f"{done['flagged']} flagged.{_slow_text(done)}"
    )
    rules = output.table(done["rules"], ["stage", "detector", "action", "hits"])
    examples = output.table(done["examples"], ["run_id", "stage", "detector", "score", "evidence"])
    return "\n\n".join([head, rules, examples] if done["rules"] else [head])


@guard.command()
@click.option("--policy", "policy_id", help="Score with this policy, by id; default: the tenant's policy for all.")
@click.option("--number", type=int, help="Version of the policy; default: the latest.")
@_slow_options
@json_option
def cases(policy_id: str | None, number: int | None, as_json: bool, **slow: Any) -> None:
    """Score the stored test cases with a version of a policy; the exit code is 1 when one fails."""
    body = {name: value for name, value in (("policy_id", policy_id), ("number", number)) if value is not None}
    done = http.client().request("POST", "/v1/guardrail-cases/run", body | slow)
    output.show(done, as_json, _cases_text)
    if done["failed"]:
        sys.exit(1)


def _cases_text(done: Any) -> str:
    columns = ["case_id", "passed", "expected", "stage", "detector", "score", "note"]
    skipped = f", {done['skipped']} skipped" if done["skipped"] else ""
    head = f"{done['passed']} passed, {done['failed']} failed{skipped}.{_slow_text(done)}"
    return "\n\n".join([head, output.table(done["results"], columns)])


_MODELS = "/v1/guardrail-models"
_OWN = "charter-guardrails"
_LINE = ["model", "version", "kind", "state", "share_percent", "licence", "size_bytes"]
_model_option = click.option("--model", default=_OWN, show_default=True, help="Which model.")


def _version_path(model: str, version: str, verb: str = "") -> str:
    return f"{_MODELS}/{http.segment(model)}/{http.segment(version)}{verb}"


def _one_line(version: Any) -> str:
    share = f" for {version['share_percent']} % of texts" if version["state"] in {"active", "trial"} else ""
    return f"{version['model']} {version['version']} is {version['state']}{share}."


@models.command("list")
@json_option
def list_models(as_json: bool) -> None:
    """List the versions of all models of the server, and what each does now."""
    found = http.client().get(_MODELS)
    output.show(found, as_json, lambda it: output.table(it, _LINE))


@models.command("show")
@click.argument("version")
@_model_option
@json_option
def show_model(version: str, model: str, as_json: bool) -> None:
    """Show a VERSION with its card: data, licence, thresholds, measured quality."""
    found = http.client().get(_version_path(model, version))
    output.show(found, as_json, lambda it: "\n".join([_one_line(it), "", _card_text(it["card"])]))


@models.command("install")
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@json_option
def install_model(source: Path, as_json: bool) -> None:
    """Install a model from SOURCE, a folder with its card.json or a zip of one. It is not in use yet. For operators."""
    with tempfile.TemporaryDirectory() as made:
        packed = source if source.is_file() else _packed(source, Path(made) / "model.zip")
        installed = http.client().upload(f"{_MODELS}/install", packed, {}, "application/zip")
    output.show(installed, as_json, lambda it: f"{_one_line(it)}\nsha256 {it['sha256']}")


def _packed(folder: Path, target: Path) -> Path:
    if not (folder / "card.json").is_file():
        raise click.UsageError(f"There is no card.json in {folder}.")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.suffix != ".py":
                archive.write(path, path.name)
    return target


@models.command("activate")
@click.argument("version")
@_model_option
@click.option(
    "--share", type=click.IntRange(1, 100), default=100, show_default=True,
    help="Percent of texts that it decides about; below 100 it is on trial beside the active version.",
)  # fmt: skip
@json_option
def activate_model(version: str, model: str, share: int, as_json: bool) -> None:
    """Have a VERSION decide about all texts, or about a share of them. For operators."""
    done = http.client().request("POST", _version_path(model, version, "/activate"), {"share_percent": share})
    output.show(done, as_json, _one_line)


@models.command("shadow")
@click.argument("version")
@_model_option
@json_option
def shadow_model(version: str, model: str, as_json: bool) -> None:
    """Have a VERSION read every text beside the one that decides, without effect. For operators."""
    done = http.client().request("POST", _version_path(model, version, "/shadow"), {})
    output.show(done, as_json, _one_line)


@models.command("compare")
@_model_option
@click.option("--days", type=click.IntRange(1, 365), default=30, show_default=True, help="How far back.")
@json_option
def compare_models(model: str, days: int, as_json: bool) -> None:
    """Show what versions said while one was in the shadow or on trial. For operators."""
    found = http.client().get(f"{_MODELS}/{http.segment(model)}/comparison?days={days}")
    output.show(found, as_json, lambda it: output.table(it, _COMPARED))


_COMPARED = ["version", "beside", "stage", "head", "texts", "hits", "beside_hits", "both_hit", "mean_score"]


@models.command("rollback")
@_model_option
@json_option
def roll_back_model(model: str, as_json: bool) -> None:
    """End what is on trial or in the shadow; where nothing is, go back to the version before. For operators."""
    done = http.client().request("POST", f"{_MODELS}/{http.segment(model)}/rollback", {})
    output.show(done, as_json, lambda it: output.table(it, _LINE))


@models.command("remove")
@click.argument("version")
@_model_option
def remove_model(version: str, model: str) -> None:
    """Remove a VERSION that is not in use. For operators."""
    http.client().request("DELETE", _version_path(model, version))
    click.echo(f"{model} {version} is removed.")
