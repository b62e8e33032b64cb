"""``python -m benchmarks [PART]``: measure runs beside bare agent libraries, or another part."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from benchmarks import access, audit, feel, guardrails, limiter, mcp, report, tools, workflows
from benchmarks.measure import FULL, QUICK, Bench
from benchmarks.processes import leave_on_sigterm

_PARTS = {"audit": audit, "access": access, "feel": feel, "guardrails": guardrails, "workflows": workflows, "mcp": mcp}


def main() -> int:
    """Run; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "what",
        nargs="?",
        choices=["runs", "audit", "access", "feel", "guardrails", "limiter", "mcp", "tools", "workflows"],
        default="runs",
        help="(default: %(default)s)",
    )
    parser.add_argument("--quick", action="store_true", help="a smoke run of less than a minute")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file as well")
    parser.add_argument("--log-level", default="warning", help="of Charter (default: %(default)s)")
    options = parser.parse_args()
    leave_on_sigterm()
    before = os.getloadavg()[0]
    # World-readable on the way: as root the embedded Postgres runs as another user.
    with tempfile.TemporaryDirectory(prefix="charter-bench-") as folder:
        Path(folder).chmod(0o755)
        if options.what in {"limiter", "tools"}:
            asyncio.run(limiter.main() if options.what == "limiter" else tools.main(quick=options.quick))
            return 0
        if options.what in _PARTS:
            part = _PARTS[options.what]
            return _measure_part(part, Path(folder), quick=options.quick, json_file=options.json)
        bench = Bench(Path(folder) / "data", QUICK if options.quick else FULL, options.log_level)
        try:
            measured = asyncio.run(bench.run())
        except KeyboardInterrupt:
            print("interrupted; everything was stopped", file=sys.stderr)
            return 130
    load = (before, os.getloadavg()[0])
    document = report.assemble(measured, quick=options.quick, log_level=options.log_level, load=load)
    print(report.text(document))
    if options.json:
        options.json.write_text(json.dumps(document, indent=2) + "\n")
    return 0


def _measure_part(part: ModuleType, folder: Path, *, quick: bool, json_file: Path | None) -> int:
    figures = part.run(folder, quick=quick)
    document = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": report.machine(),
        "quick": quick,
        "figures": figures,
    }
    print(f"{document['date']}: {document['machine']}, load average {os.getloadavg()[0]:.1f} at the end")
    print(report.figures_and_targets(figures, part.targets(figures)))
    if json_file:
        json_file.write_text(json.dumps(document, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
