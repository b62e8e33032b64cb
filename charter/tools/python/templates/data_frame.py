"""Data frame: works on rows. It needs no package; where pandas is installed for tools, import it and use it instead."""

import statistics
from collections import defaultdict
from typing import Literal


def summarise_rows(
    rows: list[dict[str, str | float]], group_by: str, column: str, how: Literal["sum", "mean", "count"] = "sum"
) -> dict[str, float]:
    """Groups rows by one column and sums, averages or counts another.

    Args:
        rows: the table, one object for each row.
        group_by: name of the column whose values make the groups.
        column: name of the column with the numbers.
        how: what to do with the numbers of a group.
    """
    groups: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        groups[str(row[group_by])].append(float(row[column]))
    if how == "count":
        return {name: float(len(numbers)) for name, numbers in sorted(groups.items())}
    calculate = sum if how == "sum" else statistics.fmean
    return {name: float(calculate(numbers)) for name, numbers in sorted(groups.items())}
