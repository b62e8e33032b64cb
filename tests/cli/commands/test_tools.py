"""``charter tool``: with a server, and the two commands that need none."""

from __future__ import annotations

import pytest

CODE = '''
def shout(text: str) -> str:
    """Says it louder."""
    print("working")
    return text.upper()
'''


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "shout.py"
    path.write_text(CODE)
    return path


async def test_code_is_checked_without_a_server(charter, file, tmp_path):
    good = await charter(None, "tool", "validate", str(file), CHARTER_URL="http://127.0.0.1:1")
    assert good.code == 0, good
    assert "shout, Says it louder." in good.out
    bad = tmp_path / "bad.py"
    bad.write_text("import subprocess\ndef f(x) -> None: pass\n")
    told = await charter(None, "tool", "validate", str(bad))
    assert told.code == 1
    assert f"{bad}:1:1 error python.forbidden: subprocess is not for tools." in told.out
    document = (await charter(None, "tool", "validate", str(bad), "--json")).document
    assert [problem["line"] for problem in document["problems"]] == [1, 2, 2]
    assert (await charter(None, "tool", "validate", str(tmp_path / "none.py"))).code == 2
    assert (await charter(None, "tool", "validate", str(file), "--host", "not a host")).code == 2


async def test_code_is_run_once_without_a_server(charter, file, tmp_path):
    ran = await charter(None, "tool", "dry-run", str(file), "--input", '{"text": "hi"}', "--json")
    assert (ran.code, ran.document["result"], ran.document["output"]) == (0, "HI", "working\n"), ran
    assert ran.document["used"]["limits"]["wall_s"] == 10
    wrong = await charter(None, "tool", "dry-run", str(file), "--input", '{"text": 1}')
    assert (wrong.code, wrong.out.startswith("tools.arguments-invalid: ")) == (1, True)
    assert (await charter(None, "tool", "dry-run", str(file), "--input", "[]")).code == 2
    loop = tmp_path / "loop.py"
    loop.write_text('def loop() -> None:\n    """Never ends."""\n    while True: pass\n')
    stopped = await charter(None, "tool", "dry-run", str(loop), "--wall-s", "0.3", "--json")
    assert (stopped.code, stopped.document["stopped"]) == (1, "wall")
    assert "raise limits.wall_s" in stopped.document["error"]["detail"]


async def test_a_tool_lives_its_life(owner, charter, file):
    made = await charter(owner, "tool", "create", str(file), "--publish", "--tag", "text")
    assert (made.code, made.out) == (0, "shout: version 1 is published\n"), made
    file.write_text(CODE.replace("upper", "title"))
    again = await charter(owner, "tool", "create", str(file), "--name", "shout", "--json")
    assert (again.document["version"], again.document["version_state"]) == (2, "draft")
    assert (await charter(owner, "tool", "publish", "shout", "2")).code == 0
    back = await charter(owner, "tool", "rollback", "shout")
    assert back.out == "shout: version 1 is published\n"
    assert (await charter(owner, "tool", "disable", "shout")).out == "shout is disabled\n"
    assert (await charter(owner, "tool", "enable", "shout", "--json")).document["state"] == "ready"
    listed = await charter(owner, "tool", "list", "louder", "--json")
    assert [tool["name"] for tool in listed.document["items"]] == ["shout"]
    shown = await charter(owner, "tool", "show", "shout")
    assert "versions: published 1, latest 2" in shown.out
    assert (await charter(owner, "tool", "test", "shout", "1")).out == "It has no examples.\n"
    file.write_text("def shout(: pass")
    broken = await charter(owner, "tool", "create", str(file), "--name", "shout", "--publish")
    assert (broken.code, "version 3 is draft" in broken.out) == (1, True)
    refused = await charter(owner, "tool", "publish", "shout", "3", "--json")
    assert refused.document["error"]["status"] == 422


async def test_templates_are_printed_as_files(charter):
    listed = await charter(None, "tool", "templates", "--json")
    assert len(listed.document["items"]) == 5
    code = await charter(None, "tool", "templates", "plain-function")
    assert "def convert_temperature" in code.out
    assert (await charter(None, "tool", "templates", "none")).code == 1


async def test_credentials_are_kept_and_never_shown(owner, charter):
    made = await charter(
        owner,
        "tool",
        "credential",
        "create",
        "billing",
        "--host",
        "api.example.org",
        "--json",
        stdin="Bearer sesame-1234\n",
    )
    assert (made.code, "sesame" in made.out) == (0, False), made
    listed = await charter(owner, "tool", "credential", "list")
    assert ("api.example.org" in listed.out, "1234" in listed.out, "sesame" in listed.out) == (True, True, False)
    changed = await charter(owner, "tool", "credential", "change", made.document["id"], stdin="Bearer other")
    assert changed.out == "billing has another value\n"
    assert (await charter(owner, "tool", "credential", "delete", made.document["id"])).code == 0
    assert (await charter(owner, "tool", "credential", "delete", made.document["id"])).code == 1
    empty = await charter(owner, "tool", "credential", "create", "billing", "--host", "api.example.org", stdin="")
    assert empty.code == 1
