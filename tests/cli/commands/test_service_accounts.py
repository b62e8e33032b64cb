"""charter key create --scope, and charter service-account, through a real socket."""

from __future__ import annotations


async def test_a_key_is_made_with_a_scope_and_shown_with_it(owner, charter):
    scope = ("--scope", "runs.read", "--scope", "agents.read")
    made = await charter(owner, "key", "create", "narrow", *scope, "--json")
    assert (made.code, made.document["scope"]) == (0, ["agents.read", "runs.read"]), made
    assert "runs.read" in (await charter(owner, "key", "list")).out
    wrong = await charter(owner, "key", "create", "wrong", "--scope", "runs.fly")
    assert wrong.code == 1, wrong


async def test_a_service_account_lives_through_the_command_line(owner, charter):
    made = await charter(owner, "service-account", "create", "nightly", "--role", "caller", "--json")
    assert (made.code, made.document["roles"]) == (0, ["caller"]), made
    account = made.document["id"]
    key = await charter(owner, "service-account", "key", "create", account, "cron", "--scope", "runs.create", "--json")
    assert key.document["key"].startswith("chk_live_"), key
    fresh = await charter(owner, "service-account", "key", "rotate", account, key.document["id"], "--json")
    assert fresh.document["scope"] == ["runs.create"], fresh
    assert "cron" in (await charter(owner, "service-account", "key", "list", account)).out
    ended = await charter(owner, "service-account", "key", "revoke", account, fresh.document["id"])
    assert "is revoked" in ended.out, ended
    assert "is disabled" in (await charter(owner, "service-account", "disable", account)).out
    assert "is enabled" in (await charter(owner, "service-account", "enable", account)).out
    assert "nightly" in (await charter(owner, "service-account", "list")).out
    assert (await charter(owner, "service-account", "delete", account)).code == 0
    assert (await charter(owner, "service-account", "disable", account)).code == 1
