"""The report: a document for programs, and the same as a table for people."""

from __future__ import annotations

import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from benchmarks.cases import CASES, COMPARED

_AT = "16"  # clients at which targets are judged


@dataclass(frozen=True)
class Target:
    """What was asked of a figure, what is aimed at, and what was found."""

    name: str
    unit: str
    asked: float
    aim: float | None
    got: float
    more_is_better: bool = False

    @property
    def verdict(self) -> str:
        """Say in a word how the figure stands."""

        def reaches(wanted: float) -> bool:
            return self.got >= wanted if self.more_is_better else self.got <= wanted

        if not reaches(self.asked):
            return "MISSED"
        return "aim reached" if self.aim is not None and reaches(self.aim) else "reached"


def machine() -> dict[str, Any]:
    """Return what the figures were taken on."""
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "cpu": names[0].partition(":")[2].strip() if names else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "python": f"Python {platform.python_version()}",
    }


def assemble(measured: dict[str, Any], *, quick: bool, log_level: str, load: tuple[float, float]) -> dict[str, Any]:
    """Return the whole document.

    Args:
        load: the machine's load average before and after.
    """
    figures = measured["figures"]
    for cells in figures.values():
        for cell in cells["charter"].values():
            if "cpu_ms" in cell:
                in_all = cell["cpu_ms"] + cell["worker_cpu_ms"] + cell["postgres_cpu_ms"]
                cell["all_cpu_ms"] = round(in_all, 3)
    head = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "load_average": {"before": round(load[0], 2), "after": round(load[1], 2)},
        "quick": quick,
        "log_level": log_level,
    }
    targets = [asdict(each) | {"verdict": each.verdict} for each in targets_of(measured)]
    return head | measured | {"ratios": ratios(figures), "targets": targets}


def ratios(figures: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Return, by case, the API process' CPU per run as a share of each reference's: many at once, and one by one."""
    found: dict[str, dict[str, float]] = {}
    for case in COMPARED:
        cells = figures[case.name]
        for who in cells.keys() - {"charter"}:
            for ours, theirs, name in (("64", "50", "at once"), ("1", "1", "alone")):
                share = cells["charter"][ours]["cpu_ms"] / cells[who][theirs]["cpu_ms"]
                found.setdefault(case.name, {})[f"{who}, {name}"] = round(share, 2)
    return {case: dict(sorted(shares.items())) for case, shares in found.items()}


def targets_of(measured: dict[str, Any]) -> list[Target]:
    """Return every target with what was found."""
    figures = measured["figures"]
    plain, tool, stream = (figures[case.name]["charter"][_AT] for case in COMPARED)
    first = figures["first"]["charter"][_AT]
    return [
        Target("CPU per plain run", "ms", 3.5, 2, plain["cpu_ms"]),
        Target("CPU per run with a tool call", "ms", 7, 4, tool["cpu_ms"]),
        Target("CPU per stream of 100 chunks", "ms", 6, 3, stream["cpu_ms"]),
        Target("first token, added, p50", "ms", 10, None, first["added_p50_ms"]),
        Target("first token, added, p99", "ms", 40, None, first["added_p99_ms"]),
        Target("plain runs per second and core", "/s", 250, 500, round(1000 / plain["cpu_ms"]), more_is_better=True),
        Target("idle memory", "MB", 300, None, round(sum(measured["idle_mb"].values()))),
        Target("later start", "s", 3, None, measured["later_start_s"]),
        Target("charter --help", "s", 0.3, None, measured["help_s"]),
    ]


def text(document: dict[str, Any]) -> str:
    """Return the document as tables."""
    where, load = document["machine"], document["load_average"]
    lines = [
        f"{document['date']}: {where['cpu']}, {where['cores']} cores, {where['memory_gb']} GB, {where['python']}",
        f"load average {load['before']} before, {load['after']} after; log level {document['log_level']}",
        *(["QUICK: too short to be trusted"] if document["quick"] else []),
        *(f"{name}: {versions}" for name, versions in document["versions"].items()),
        "",
        *_charter_table(document["figures"]),
        "",
        *_reference_table(document["figures"], document["ratios"]),
        "",
        _first_token(document["figures"]["first"]),
        _memory("idle memory", document["idle_mb"]),
        _memory("after the load", document["after_load_mb"]),
        "",
        *_target_table(document["targets"]),
    ]
    return "\n".join(lines)


_COLUMNS = {
    "cpu_ms": "CPU ms",
    "postgres_cpu_ms": "Postgres",
    "worker_cpu_ms": "worker",
    "all_cpu_ms": "all",
    "runs_per_s": "runs/s",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
}


def _charter_table(figures: dict[str, Any]) -> list[str]:
    lines = [f"{'Charter':32} {'clients':>7} " + " ".join(f"{title:>8}" for title in _COLUMNS.values())]
    for case in CASES.values():
        for clients, cell in figures[case.name]["charter"].items():
            if "cpu_ms" in cell:
                row = " ".join(f"{cell[name]:8.2f}" if "cpu" in name else f"{cell[name]:8.1f}" for name in _COLUMNS)
                lines.append(f"{case.title:32} {clients:>7} {row}")
    return lines


def _reference_table(figures: dict[str, Any], shares: dict[str, Any]) -> list[str]:
    lines = [f"{'bare library':32} {'at once':>7} {'CPU ms':>8} {'runs/s':>8}   Charter's API / this"]
    for case in COMPARED:
        for who, cells in figures[case.name].items():
            for at_once, cell in cells.items():
                if who != "charter":
                    share = shares[case.name][f"{who}, {'alone' if at_once == '1' else 'at once'}"]
                    title = f"{who}: {case.title}"
                    lines.append(
                        f"{title:32} {at_once:>7} {cell['cpu_ms']:8.2f} {cell['runs_per_s']:8.1f}   {share:.2f}"
                    )
    return lines


def _first_token(cells: dict[str, Any]) -> str:
    direct, charter = cells["model server"][_AT], cells["charter"][_AT]
    through = f"{charter['p50_ms']:.1f} ms p50, {charter['p99_ms']:.1f} p99"
    alone = f"{direct['p50_ms']:.1f}, {direct['p99_ms']:.1f}"
    added = f"{charter['added_p50_ms']:.1f}, {charter['added_p99_ms']:.1f}"
    return f"first token at {_AT} clients: {through}; from the model server itself {alone}; added {added}"


def _target_table(targets: list[dict[str, Any]]) -> list[str]:
    lines = [f"{'target':32} {'asked':>8} {'aim':>8} {'got':>8}"]
    for each in targets:
        wanted = f"{each['asked']:>8g} {each['aim'] or '-':>8}"
        lines.append(f"{each['name']:32} {wanted} {each['got']:>8g} {each['unit']:3} {each['verdict']}")
    return lines


def _memory(title: str, parts: dict[str, float]) -> str:
    each = ", ".join(f"{part} {size:.0f}" for part, size in parts.items())
    return f"{title}: {sum(parts.values()):.0f} MB (PSS: {each})"


def figures_and_targets(figures: dict[str, float], targets: list[Target]) -> str:
    """Return the figures of a part, and how its targets stand, as a table."""
    lines = [f"{name:32} {value:12.3f}" for name, value in figures.items()]
    lines += ["", f"{'target':32} {'asked':>8} {'got':>12}"]
    lines += [f"{each.name:32} {each.asked:>8g} {each.got:>12g} {each.unit:3} {each.verdict}" for each in targets]
    return "\n".join(lines)
