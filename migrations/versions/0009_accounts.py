"""Invitations, second factors, password resets, service accounts."""

from __future__ import annotations

revision = "0009_accounts"
down_revision = "0008_sign_on"


def upgrade() -> None:
    """Nothing yet."""
