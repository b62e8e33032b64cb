"""Edge policies and bans."""

from __future__ import annotations

revision = "0007_edge"
down_revision = "0006_audit_log"


def upgrade() -> None:
    """Nothing yet."""
