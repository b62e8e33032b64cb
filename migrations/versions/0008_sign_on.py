"""Single sign-on, provisioning and teams from outside."""

from __future__ import annotations

revision = "0008_sign_on"
down_revision = "0007_edge"


def upgrade() -> None:
    """Nothing yet."""
