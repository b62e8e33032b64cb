"""The tables of docs/explanation/guardrails.md, from the shipped card: ``python -m models.guardrails.page``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
_CARD = _ROOT / "charter" / "guardrails" / "weights" / "card.json"
_PAGE = _ROOT / "docs" / "explanation" / "guardrails.md"
_PLACE = re.compile(r"(<!-- tables: begin -->\n).*?(<!-- tables: end -->)", re.DOTALL)
_HEADING = (
    "| | group | attacks | harmless | AUC | recall at 1 % false alarms | recall as shipped "
    "| harmless blocked as shipped |\n"
    "|--|--|--|--|--|--|--|--|\n"
)


def main() -> None:
    """Write the tables into the page."""
    tables = json.loads(_CARD.read_text(encoding="utf-8"))["tables"]
    text = "\n".join(f"### {head.capitalize()}\n\n{_table(rows)}" for head, rows in tables.items())
    page = _PAGE.read_text(encoding="utf-8")
    _PAGE.write_text(_PLACE.sub(lambda match: f"{match[1]}\n{text}\n{match[2]}", page), encoding="utf-8")


def _table(rows: list[dict[str, Any]]) -> str:
    return _HEADING + "".join(_line(row) for row in rows)


def _line(row: dict[str, Any]) -> str:
    figures = [_figure(row[name]) for name in ("auc", "tpr_at_1pct_fpr", "recall", "blocked_harmless")]
    cells = [row["how"], row["group"], f"{row['attacks']:,}", f"{row['harmless']:,}", *figures]
    return f"| {' | '.join(cells)} |\n"


def _figure(value: list[float] | None) -> str:
    return f"{value[0]:.3f} ({value[1]:.3f} to {value[2]:.3f})" if value else ""


if __name__ == "__main__":
    main()
