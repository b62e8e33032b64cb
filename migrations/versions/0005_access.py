"""Custom roles, role assignments, permission rules and teams."""

from __future__ import annotations

revision = "0005_access"
down_revision = "0004_runs"


def upgrade() -> None:
    """Nothing yet."""
