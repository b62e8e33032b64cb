"""Fixtures of the account tests."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from tests.identity.accounts.people import mail_server


@pytest.fixture
async def mail(settings, monkeypatch):
    """A mail server that this installation uses."""
    async with mail_server() as server:
        monkeypatch.setattr(settings, "smtp_url", SecretStr(f"smtp://127.0.0.1:{server.port}"))
        monkeypatch.setattr(settings, "mail_from", "charter@example.org")
        yield server
