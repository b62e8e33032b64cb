"""The frame of the command line: overview, exit codes, errors for people and for programs, completion."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time

import click
import pytest

from charter.cli.main import COMMANDS, cli, main
from charter.cli.output import table
from tests.cli.installation import charter, environment


def test_a_worker_loads_nothing_that_answers_requests():
    program = (
        "import sys, charter.worker.__main__;"
        "print([name for name in sys.modules if name in {'fastapi', 'starlette', 'uvicorn'} or 'endpoints' in name])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_the_overview_lists_every_command_and_loads_none():
    program = (
        "import sys; from charter.cli.main import main; code = main(['--help']);"
        "print(sorted(set(sys.modules) & {'pydantic', 'asyncpg', 'fastapi', 'sqlalchemy', 'psutil', 'asyncio',"
        " 'charter.cli.process', 'charter.cli.doctor', 'charter.cli.http'}), code)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[] 0"
    assert all(name in done.stdout for name in COMMANDS)


def test_the_overview_comes_at_once():
    def seconds():
        began = time.monotonic()
        assert charter("--help").returncode == 0
        return time.monotonic() - began

    assert min(seconds() for _ in range(5)) < 0.3


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_exists_documents_itself_and_takes_json(name):
    module, _, attribute = COMMANDS[name].target.partition(":")
    command = getattr(importlib.import_module(f"charter.cli.{module}"), attribute)
    assert isinstance(command, click.Command)
    assert command.help
    if not isinstance(command, click.Group):
        assert "--json" in [option for parameter in command.params for option in parameter.opts]
    assert main([name, "--help"]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dwon"], "Did you mean down?"),
        (["nonsense"], "See charter --help."),
        (["up", "--prot", "1"], "No such option"),
        (["up", "--port", "x"], "--port"),
    ],
)
def test_wrong_usage_is_exit_code_2_and_readable(arguments, words, capsys):
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert not captured.out


def test_wrong_usage_as_json(capsys):
    assert main(["up", "--port", "x", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "cli.usage"


def test_a_refusal_as_json_is_the_problem_document(tmp_path):
    (tmp_path / "thesis.tex").write_text("precious")
    answer = charter("up", "--json", "--data-dir", str(tmp_path))
    assert answer.returncode == 1
    error = json.loads(answer.stdout)["error"]
    assert error["code"] == "core.start-refused"
    assert "not empty" in error["detail"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell, capsys):
    assert main(["completion", shell]) == 0
    assert "_CHARTER_COMPLETE" in capsys.readouterr().out


def test_completion_knows_commands_and_options():
    def completed(words, index):
        done = subprocess.run(
            [sys.executable, "-m", "charter.cli"],
            check=False,
            env=environment(COMP_WORDS=words, COMP_CWORD=str(index), _CHARTER_COMPLETE="bash_complete"),
            capture_output=True,
            text=True,
        )
        return done.stdout

    assert "plain,doctor" in completed("charter do", 1)
    assert "plain,--data-dir" in completed("charter up --da", 2)


def test_a_reader_that_leaves_early_causes_no_noise():
    process = subprocess.Popen(
        [sys.executable, "-m", "charter.cli", "completion", "bash"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() in {0, 1}


def test_python_m_and_version():
    assert charter("--version").stdout.startswith("charter ")


def test_a_table_is_aligned():
    text = table([{"name": "a", "run_count": 12}, {"name": "longer", "run_count": None}], ["name", "run_count"])
    assert text.splitlines() == ["NAME    RUN COUNT", "a       12", "longer  -"]


def test_colours_only_on_a_terminal():
    assert os.environ.get("FORCE_COLOR") is None
    assert "\x1b[" not in charter("--help").stdout
    assert cli.help
