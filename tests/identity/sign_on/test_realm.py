"""The realm that Charter ships for Keycloak, without starting one."""

from __future__ import annotations

import json

from tests.identity.sign_on.keycloak import REALM_FILE


def test_the_realm_we_ship_is_closed():
    realm = json.loads(REALM_FILE.read_text())
    for client in realm["clients"]:
        assert not client["implicitFlowEnabled"]
        assert not client["directAccessGrantsEnabled"]
        assert not client["publicClient"]
        assert "secret" not in client
        assert not any("*" in address for address in client["redirectUris"])
    [web_client] = [client for client in realm["clients"] if client["clientId"] == "charter-web"]
    assert web_client["attributes"]["pkce.code.challenge.method"] == "S256"
    assert [user["username"] for user in realm["users"]] == ["service-account-charter-robot"]
    assert realm["organizationsEnabled"] is True
