"""Budgets, reservations and usage records."""

from __future__ import annotations

revision = "0011_budgets"
down_revision = "0010_tenants"


def upgrade() -> None:
    """Nothing yet."""
