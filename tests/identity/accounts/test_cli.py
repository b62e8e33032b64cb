"""Accounts by the command line, against a real server."""

from __future__ import annotations

from tests.asgi_client import Client
from tests.cli.commands.conftest import charter, server
from tests.identity.accounts.people import address, make_member, sign_in

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


async def test_a_members_browsers_are_listed_and_signed_out(owner, app, charter):
    member, browser = await make_member(owner), Client(app)
    await sign_in(browser, member["email"])
    listed = await charter(owner, "session", "list", "--member", member["id"], "--json")
    assert len(listed.document["items"]) == 1, listed.err
    assert (await charter(owner, "session", "revoke", "x", "--member", member["id"])).code == 2
    assert (await charter(owner, "session", "revoke", "--member", member["id"])).code == 0
    assert (await browser.get("/v1/session")).status == 401
    assert (await charter(owner, "session", "list", "--json")).document["items"] == []
