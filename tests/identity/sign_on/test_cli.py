"""charter sso against a real server and a real provider."""

from __future__ import annotations

from tests.cli.commands.conftest import charter, server
from tests.identity.sign_on.oidc_provider import CLIENT_ID, CLIENT_SECRET

__all__ = ["charter", "server"]


async def test_a_connection_is_added_shown_tested_and_removed(owner, provider, charter):
    arguments = ["--issuer", provider.issuer, "--client-id", CLIENT_ID, "--secret-stdin", "--json"]
    added = await charter(owner, "sso", "add", "Acme", *arguments, "--role", "groups=/a=b:admin", stdin=CLIENT_SECRET)
    assert added.code == 0, added.err
    assert added.document["role_rules"] == [{"claim": "groups", "value": "/a=b", "role": "admin"}]
    assert added.document["has_secret"] is True
    assert CLIENT_SECRET not in added.out
    shown = await charter(owner, "sso", "show", added.document["id"])
    assert "/v1/sign-on/callback" in shown.out
    assert (await charter(owner, "sso", "test", added.document["id"])).code == 0
    assert (await charter(owner, "sso", "remove", added.document["id"])).code == 0
    assert (await charter(owner, "sso", "list", "--json")).document["items"] == []
    assert (await charter(owner, "sso", "add", "Acme", *arguments, "--role", "nonsense")).code == 2
