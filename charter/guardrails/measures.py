"""How good a detector is on labelled texts: ranks, rates, and how sure one can be of them. NumPy only."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

_Z = 1.96


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % confidence interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def rate(hits: ArrayLike) -> Estimate:
    """Return the share of true values, with the Wilson interval."""
    marks = np.asarray(hits, dtype=np.float64)
    count = len(marks)
    if count == 0:
        return Estimate(math.nan, math.nan, math.nan)
    share = float(marks.mean())
    centre = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    half = _Z * math.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2)) / (1 + _Z**2 / count)
    return Estimate(share, max(0.0, centre - half), min(1.0, centre + half))


def auc(positive: ArrayLike, negative: ArrayLike) -> Estimate:
    """Return the chance that an attack scores higher than a harmless text (ties count half).

    The interval is that of Hanley and McNeil (Radiology 143, 1982).
    """
    attacks, harmless = np.asarray(positive, dtype=np.float64), np.asarray(negative, dtype=np.float64)
    m, n = len(attacks), len(harmless)
    if m == 0 or n == 0:
        return Estimate(math.nan, math.nan, math.nan)
    ranks = _ranks(np.concatenate([attacks, harmless]))
    area = float((ranks[:m].sum() - m * (m + 1) / 2) / (m * n))
    both = (m - 1) * (area / (2 - area) - area**2) + (n - 1) * (2 * area**2 / (1 + area) - area**2)
    error = math.sqrt(max(0.0, (area * (1 - area) + both) / (m * n)))
    return Estimate(area, max(0.0, area - _Z * error), min(1.0, area + _Z * error))


def recall_at(positive: ArrayLike, negative: ArrayLike, false_alarms: float = 0.01) -> Estimate:
    """Return the share of attacks found at the threshold that flags ``false_alarms`` of the harmless texts."""
    harmless = np.asarray(negative, dtype=np.float64)
    if len(harmless) == 0:
        return Estimate(math.nan, math.nan, math.nan)
    threshold = np.quantile(harmless, 1 - false_alarms)
    return rate(np.asarray(positive, dtype=np.float64) > threshold)


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rank of each value from 1 on; equal values share the mean of their ranks."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means = ends - (counts - 1) / 2
    ranks: NDArray[np.float64] = means[inverse].astype(np.float64)
    return ranks
