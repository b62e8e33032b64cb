"""Life cycle, plans, branding and labels of tenants."""

from __future__ import annotations

revision = "0010_tenants"
down_revision = "0009_accounts"


def upgrade() -> None:
    """Nothing yet."""
