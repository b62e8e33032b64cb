"""``charter mcp`` and ``charter openapi``, as processes of their own."""

from __future__ import annotations

import json

from tests.cli.commands.conftest import Charter
from tests.conftest import Caller
from tests.mcp.authorization_server import Guarded
from tests.mcp.conftest import everyday
from tests.mcp.sdk_servers import both_eras, everyday_server, serving
from tests.mcp.test_oauth import at_the_authorization_server
from tests.openapi.test_importing import PETS

__all__ = ["everyday"]


async def test_a_server_is_added_approved_refreshed_and_removed(charter: Charter, owner: Caller, everyday) -> None:
    added = await charter(owner, "mcp", "add", "everyday", everyday.url)
    assert (added.code, "offers 11 tools" in added.out) == (0, True), added
    approved = await charter(owner, "mcp", "approve", "everyday", "add", "--json")
    assert approved.document == {"approved": ["everyday__add"], "left": []}
    shown = await charter(owner, "mcp", "show", "everyday")
    assert "everyday__add" in shown.out
    assert "speaks 2026-07-28" in shown.out
    assert (await charter(owner, "mcp", "refresh", "everyday")).code == 0
    assert "everyday" in (await charter(owner, "mcp", "list")).out
    assert (await charter(owner, "mcp", "remove", "everyday", "--yes")).code == 0
    assert (await charter(owner, "mcp", "show", "everyday")).code == 1


async def test_an_account_is_connected_with_the_address_the_browser_ended_at(charter: Charter, owner: Caller) -> None:
    app = Guarded(both_eras(everyday_server(), json_response=True))
    async with serving(app) as url:
        app.url = url
        assert (await charter(owner, "mcp", "add", "accounts", f"{url}/mcp", "--oauth")).code == 0
        begun = await owner.client.post("/v1/mcp-servers/accounts/authorization")
        assert begun.status == 200
        # The command begins anew and prints the address on standard error; without an answer it ends.
        left = await charter(owner, "mcp", "connect", "accounts")
        assert left.code != 0
        address = next(line for line in left.err.splitlines() if line.startswith(url))
        back = await at_the_authorization_server(address)
        done = await owner.client.get(f"/v1/mcp-authorization?{back}")
        assert done.json() == {"server": "accounts"}


async def test_a_document_is_shown_and_imported(charter: Charter, owner: Caller, tmp_path) -> None:
    file = tmp_path / "pets.json"
    file.write_text(json.dumps(PETS))
    shown = await charter(owner, "openapi", "preview", "pets", str(file))
    assert "pets__list_pets" in shown.out
    made = await charter(
        owner, "openapi", "import", "pets", str(file), "getPet", "--server-url", "http://127.0.0.1:1/v2", "--json"
    )
    assert made.document["created"] == ["pets__get_pet"]
    failed = await charter(owner, "openapi", "try", "pets__get_pet", "--input", '{"id": "7"}')
    assert failed.code == 1
    assert (await charter(owner, "openapi", "preview", "pets", str(tmp_path / "nothing"))).code == 2
