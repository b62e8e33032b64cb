"""charter agent, apply and diff against a real server."""

from __future__ import annotations

import json

import pytest
import yaml

from tests.agents.factories import everything

FILE = """\
api_version: charter/v1
kind: Agent
name: Helpdesk
definition:
  instructions: You help.
"""


async def test_an_agent_from_a_template_lives_its_life(owner, charter):
    made = await charter(
        owner,
        *("agent", "create", "--template", "support-triage", "--name", "Help Desk", "--json"),
        *("--set", "product=Tea = good", "--set", "categories=tea,coffee"),
    )
    assert made.code == 0, made
    document = made.document
    assert (document["slug"], document["published_version"]) == ("help-desk", 1)
    assert "about Tea = good" in document["definition"]["instructions"]
    assert document["definition"]["output_schema"]["properties"]["category"]["enum"] == ["tea", "coffee"]

    listed = await charter(owner, "agent", "list")
    assert listed.out.splitlines()[1].split()[:4] == ["help-desk", "Help", "Desk", "1"]
    shown = await charter(owner, "agent", "show", "help-desk")
    assert "version 1" in shown.out
    assert "You sort support messages" in shown.out

    exported = await charter(owner, "agent", "export", "help-desk")
    changed = exported.out.replace("temperature: 0.0", "temperature: 0.7")
    assert changed != exported.out
    applied = await charter(owner, "apply", "-f", "-", stdin=changed)
    assert (applied.code, applied.err) == (0, "")
    assert applied.out.splitlines() == [
        "updated help-desk (version 1 → 2)",
        "  ~ Temperature raised from 0 to 0.7.",
    ]
    diff = await charter(owner, "agent", "diff", "help-desk", "--from", "1")
    assert diff.out.splitlines() == ["version 1 → 2:", "  ~ Temperature raised from 0 to 0.7."]
    back = await charter(owner, "agent", "rollback", "help-desk")
    assert back.out == "Version 1 of help-desk runs again.\n"
    versions = await charter(owner, "agent", "versions", "help-desk", "--json")
    assert [(item["number"], item["state"]) for item in versions.document["items"]] == [
        (2, "retired"),
        (1, "published"),
    ]

    refused = await charter(owner, "agent", "publish", "help-desk")
    assert (refused.code, refused.out) == (1, "")
    assert "Version 2 is retired" in refused.err
    assert (await charter(owner, "agent", "delete", "help-desk")).code == 2
    assert (await charter(owner, "agent", "delete", "help-desk", "--yes")).out == "help-desk is deleted.\n"
    gone = await charter(owner, "agent", "show", "help-desk", "--json")
    assert (gone.code, gone.document["error"]["code"]) == (1, "agents.not-found")


async def test_drafts_definitions_clones_and_names(owner, charter, tmp_path):
    path = tmp_path / "definition.json"
    path.write_text(json.dumps({"instructions": "Be brief."}))
    made = await charter(owner, "agent", "create", "--definition", str(path), "--name", "Draft", "--draft")
    assert made.out == "draft is a draft. Publish it: charter agent publish draft\n"
    assert (await charter(owner, "agent", "publish", "draft")).out == "Version 1 of draft runs now.\n"
    cloned = await charter(owner, "agent", "clone", "draft", "Copy", "--json")
    assert cloned.document["slug"] == "copy"
    assert (await charter(owner, "agent", "rename", "copy", "Twin")).out == "copy is called Twin now.\n"
    target = tmp_path / "twin.yaml"
    await charter(owner, "agent", "export", "copy", "-o", str(target))
    assert yaml.safe_load(target.read_text())["name"] == "Twin"
    parameters = await charter(owner, "agent", "templates", "chatbot")
    assert "friendly | formal | brief" in parameters.out
    assert "support-triage" in (await charter(owner, "agent", "templates")).out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--template", "chatbot", "--name", "a", "--set", "ton=brief"], 2, "Did you mean tone?"),
        (["--template", "chatbot", "--name", "a", "--set", "tone"], 2, "--set takes KEY=VALUE"),
        (["--template", "chatbot", "--name", "a", "--set", "tone=loud"], 1, "/parameters/tone"),
        (["--template", "chatbot", "--name", "a", "--set", "history_turns=many"], 1, "/parameters/history_turns"),
        (["--template", "chatbott", "--name", "a"], 1, "There is no template 'chatbott'"),
        (["--name", "a"], 2, "either --template or --definition"),
        (["--template", "chatbot"], 2, "--name"),
        (["--template", "chatbot", "--name", ""], 1, "/name"),
    ],
)
async def test_a_wrong_creation_says_what_is_wrong_and_changes_nothing(owner, charter, arguments, code, words):
    ended = await charter(owner, "agent", "create", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert words in ended.err
    assert "Traceback" not in ended.err
    as_json = await charter(owner, "agent", "create", *arguments, "--json")
    assert (as_json.code, as_json.err) == (code, "")
    assert as_json.document["error"]["detail"]
    assert await everything(owner) == []


async def test_a_directory_is_applied_whole_and_again_changes_nothing(owner, charter, tmp_path):
    folder = tmp_path / "agents"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.yaml").write_text(FILE + "  hand_offs: [sales]\n")
    (folder / "b.yml").write_text("# nothing but a comment\n")
    (folder / "deep" / "c.yaml").write_text("%YAML 1.2\n---\n" + FILE.replace("Helpdesk", "Sales").rstrip())
    (folder / "notes.txt").write_text("not this")
    looked = await charter(owner, "diff", "-f", str(folder))
    assert looked.out.splitlines() == ["would be created helpdesk", "would be created sales"]
    assert await everything(owner) == []
    applied = await charter(owner, "apply", "-f", str(folder), "--json")
    assert [item["action"] for item in applied.document["items"]] == ["created", "created"]
    before = await everything(owner)
    again = await charter(owner, "apply", "-f", str(folder / "a.yaml"), "-f", str(folder / "deep" / "c.yaml"))
    assert again.out.splitlines() == ["unchanged helpdesk", "unchanged sales"]
    assert await everything(owner) == before


async def test_a_mistake_is_told_with_its_file_and_line_and_nothing_is_applied(owner, charter, tmp_path):
    (tmp_path / "a.yaml").write_text(FILE)
    (tmp_path / "b.yaml").write_text(FILE.replace("Helpdesk", "Sales") + "  modell: fast\n")
    ended = await charter(owner, "apply", "-f", str(tmp_path))
    assert (ended.code, ended.out) == (1, "")
    assert f"{tmp_path}/b.yaml:6: There is no field 'modell' here. Did you mean 'model'?" in ended.err
    as_json = await charter(owner, "apply", "-f", str(tmp_path), "--json")
    assert as_json.document["error"]["errors"][0]["path"] == "/1/definition/modell"
    assert await everything(owner) == []


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [(b"a: \xff", 1, "UTF-8"), (b"", 1, "empty"), (b"a: [", 1, "x.yaml:2: This is not YAML")],
)
async def test_files_that_cannot_be_read_are_refused_in_one_line(owner, charter, tmp_path, content, code, words):
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    ended = await charter(owner, "apply", "-f", str(path))
    assert ended.code == code
    assert words in ended.err
    assert (await charter(owner, "apply", "-f", str(tmp_path / "none.yaml"))).code == 2
