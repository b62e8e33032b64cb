"""charter setup, login, key, model, provider and route against a real server."""

from __future__ import annotations

import json

from tests.cli.installation import Installation
from tests.cli.installation import charter as command
from tests.conftest import Caller


async def test_keys_are_made_listed_replaced_and_ended(owner, charter):
    made = await charter(owner, "key", "create", "robot", "--role", "builder", "--days", "3", "--json")
    assert (made.document["role"], made.document["name"]) == ("builder", "robot")
    plain = await charter(owner, "key", "create", "second")
    assert plain.out.startswith("chk_live_")
    assert len(plain.out.splitlines()) == 1
    again = await charter(owner, "key", "rotate", made.document["id"], "--json")
    assert again.document["key"] != made.document["key"]
    ended = await charter(owner, "key", "revoke", again.document["id"])
    assert "is revoked" in ended.out
    listed = await charter(owner, "key", "list", "--json")
    states = {item["id"]: item["revoked_at"] is None for item in listed.document["items"]}
    assert not states[made.document["id"]]
    assert not states[again.document["id"]]
    assert made.document["key"] not in listed.out
    bad = await charter(owner, "key", "revoke", "key_nonsense", "--json")
    assert (bad.code, bad.document["error"]["code"]) == (1, "core.input-invalid")
    assert (await charter(owner, "key", "create", "x", "--role", "king")).code == 2


async def test_a_key_that_may_not_is_told_so(make_caller, owner, charter):
    caller = await make_caller("caller", owner.tenant_id)
    refused = await charter(caller, "agent", "create", "--template", "chatbot", "--name", "a")
    assert refused.code == 1
    assert "agents.write" in refused.err
    wrong = await charter(Caller(owner.principal, "chk_live_AAAAAAAA_wrong", owner.client), "agent", "list")
    assert wrong.code == 1


async def test_login_keeps_a_key_that_works_and_only_that(owner, server, charter):
    none = await charter(None, "agent", "list")
    assert (none.code, "charter login" in none.err) == (1, True)
    assert (await charter(None, "login", "--url", server, "--api-key-stdin", stdin="chk_live_x_y\n")).code == 1
    assert (await charter(None, "agent", "list")).code == 1
    kept = await charter(None, "login", "--url", server, "--api-key-stdin", stdin=owner.key + "\n")
    assert kept.code == 0
    assert owner.key not in kept.out
    assert (await charter(None, "agent", "list")).code == 0
    await charter(None, "logout")
    assert (await charter(None, "agent", "list")).code == 1


async def test_providers_models_and_routes(owner, model, charter):
    added = await charter(
        owner,
        *("provider", "add", "--kind", "openai", "--name", "scripted", "--base-url", f"{model.url}/v1"),
        "--api-key-stdin",
        stdin="sk-scripted-test-key\n",
    )
    assert added.out == "scripted is ready and offers 2 models.\n"
    assert (await charter(owner, "provider", "check", "scripted")).code == 0
    assert "scripted" in (await charter(owner, "provider", "list")).out
    assert "scripted/gpt-4o" in (await charter(owner, "model", "list")).out
    made = await charter(owner, "route", "set", "fast", "scripted/gpt-4o-mini", "scripted/gpt-4o")
    assert made.out == "fast leads to scripted/gpt-4o-mini, scripted/gpt-4o.\n"
    changed = await charter(owner, "route", "set", "fast", "scripted/gpt-4o", "--json")
    assert [target["model"] for target in changed.document["targets"]] == ["scripted/gpt-4o"]
    assert "fast" in (await charter(owner, "route", "list")).out
    in_use = await charter(owner, "provider", "delete", "scripted", "--yes")
    assert in_use.code == 1
    assert (await charter(owner, "route", "delete", "fast", "--yes")).code == 0
    assert (await charter(owner, "provider", "delete", "scripted", "--yes")).code == 0
    missing = await charter(owner, "provider", "check", "scripted")
    assert (missing.code, "charter provider list" in missing.err) == (1, True)
    assert (await charter(owner, "provider", "offers", "--json")).document["items"] is not None


def test_the_first_run_without_a_browser(tmp_path):
    data_dir = tmp_path / "data"
    installation = Installation(data_dir).ready()
    config = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "CHARTER_DATA_DIR": str(data_dir)}
    try:
        weak = _setup("short", **config)
        assert (weak.returncode, "12" in weak.stdout) == (1, True)
        made = _setup("correct horse battery\n", **config)
        assert made.returncode == 0, made
        document = json.loads(made.stdout)
        assert document["api_key"].startswith("chk_live_")
        assert document["tenant"]["name"] == "Acme"
        assert document["url"] == installation.url
        kept = command("agent", "create", "--template", "chatbot", "--name", "helpdesk", "--json", **config)
        assert json.loads(kept.stdout)["slug"] == "helpdesk"
        again = _setup("correct horse battery\n", **config)
        assert again.returncode == 1
        assert "charter login" in json.loads(again.stdout)["error"]["detail"]
    finally:
        installation.stop()


def _setup(password, **environment):
    arguments = ["setup", "--email", "ada@example.org", "--password-stdin", "--tenant", "Acme", "--json"]
    return command(*arguments, stdin=password, **environment)
