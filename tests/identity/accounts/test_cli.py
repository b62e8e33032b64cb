"""Accounts by the command line, against a real server."""

from __future__ import annotations

from tests.cli.commands.conftest import charter, server
from tests.identity.accounts.people import address

__all__ = ["charter", "server"]


async def test_people_are_invited_listed_and_removed(owner, charter):
    email = address()
    invited = await charter(owner, "member", "invite", email, "--role", "caller", "--days", "3")
    assert (invited.code, "/accept#token=" in invited.out) == (0, True), invited.err
    body = {"email": address(), "password": "correct horse battery", "role": "caller"}
    member = (await owner.client.post("/v1/members", body)).json()
    listed = await charter(owner, "member", "list", "--json")
    assert [each["id"] for each in listed.document["items"]] == [member["id"]]
    assert (await charter(owner, "member", "remove", member["id"])).code == 0
    assert (await charter(owner, "member", "list", "--json")).document["items"] == []
