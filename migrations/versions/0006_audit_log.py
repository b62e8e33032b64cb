"""The audit log: entries, tree, checkpoints."""

from __future__ import annotations

revision = "0006_audit_log"
down_revision = "0005_access"


def upgrade() -> None:
    """Nothing yet."""
