"""charter up, down and status on a real installation: start, crashes of every part, stop, refusals."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat

import psutil
import pytest

from charter.cli.supervisor.plan import Plan
from charter.core.postgres import EmbeddedPostgres
from tests.cli.installation import Installation, charter, still_running, wait_until


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("up") / "data")
    yield installation.ready()
    installation.stop()


def test_it_prints_one_ready_line_and_the_setup_link(running):
    assert running.lines[-1] == f"ready {running.url}"
    assert len([line for line in running.lines if line.startswith("ready")]) == 1
    token = (running.data_dir / "setup-token").read_text().strip()
    assert running.lines[0] == f"setup {running.url}/setup#token={token}"
    assert running.answers()


def test_everything_in_the_data_directory_is_private(running):
    assert stat.S_IMODE(running.data_dir.stat().st_mode) == 0o700
    for path in running.data_dir.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_status_names_every_part(running):
    wait_until(lambda: len(running.status()["parts"]) == 3)
    document = running.status()
    assert (document["state"], document["url"]) == ("ready", running.url)
    assert document["pid"] == running.process.pid
    assert [part["name"] for part in document["parts"]] == ["Postgres", "API", "worker"]
    assert all(part["memory_mb"] > 0 for part in document["parts"])
    text = charter("status", "--data-dir", str(running.data_dir))
    assert text.returncode == 0
    assert "ready" in text.stdout
    assert "\x1b[" not in text.stdout


@pytest.mark.parametrize("part", ["API", "worker", "Postgres"])
def test_a_killed_part_comes_back(running, part):
    wait_until(lambda: running.pid_of(part) is not None)
    victim = running.pid_of(part)
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: running.pid_of(part) not in {None, victim} and running.answers(), within_s=20)
    restarts = {each["name"]: each["restarts"] for each in running.status()["parts"]}
    assert restarts[part] >= 1


def test_the_supervisor_stays_small(running):
    assert psutil.Process(running.process.pid).memory_info().rss < 40_000_000


def test_a_second_start_on_the_same_directory_is_refused(running):
    answer = charter("up", "--data-dir", str(running.data_dir), "--port", str(running.port + 1), "--no-browser")
    assert answer.returncode == 1
    assert f"process {running.process.pid}" in answer.stderr
    assert "charter down" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_down_stops_everything_and_the_next_start_finds_all_prepared(tmp_path):
    first = Installation(tmp_path / "data").ready()
    family = first.family()
    answer = charter("down", "--data-dir", str(first.data_dir), "--json")
    assert json.loads(answer.stdout)["stopped"] is True
    assert first.stop() == 0
    assert not still_running(family)
    assert not (first.data_dir / "state.json").exists()
    assert not (first.data_dir / "postgres.url").exists()
    again = Installation(first.data_dir, port=first.port).ready()
    try:
        assert "charter: preparing the database" not in again.complaints
    finally:
        again.stop()
    assert charter("down", "--data-dir", str(first.data_dir)).returncode == 0
    assert charter("status", "--data-dir", str(first.data_dir)).returncode == 1


def test_children_die_with_a_killed_supervisor_and_the_next_start_works(tmp_path):
    first = Installation(tmp_path / "data").ready()
    family = first.family()
    assert len(family) > 3
    first.stop(signal.SIGKILL)
    wait_until(lambda: not still_running(family))
    again = Installation(first.data_dir, port=first.port).ready()
    assert again.stop(signal.SIGINT) == 0


def test_a_stop_while_starting_leaves_nothing(tmp_path):
    installation = Installation(tmp_path / "data")
    wait_until(lambda: "charter: preparing the database" in installation.complaints)
    family = installation.family()
    assert installation.stop() == 0
    assert not still_running(family)


# Refusals: one line with the reason and the fix, exit code 1, nothing left running.


def refused(*arguments, **more):
    answer = charter("up", "--no-browser", *arguments, **more)
    assert answer.returncode == 1
    assert not answer.stdout
    assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
    return answer.stderr


def test_a_taken_port_is_named_with_its_holder(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        line = refused("--data-dir", str(tmp_path / "data"), "--port", str(port))
    assert f"Port {port} on 127.0.0.1 is taken" in line
    assert f"process {os.getpid()}" in line
    assert "--port" in line


def test_a_missing_key_file_is_not_replaced(tmp_path):
    data_dir = tmp_path / "data"
    (data_dir / "pg").mkdir(parents=True)
    data_dir.chmod(0o700)
    assert "restore it from your backup" in refused("--data-dir", str(data_dir))
    assert not (data_dir / "charter.key").exists()


def test_an_open_key_file_is_refused(tmp_path):
    data_dir = tmp_path / "data"
    data_dir.mkdir(mode=0o700)
    (data_dir / "charter.key").write_text("x")
    (data_dir / "charter.key").chmod(0o644)
    assert "chmod 600" in refused("--data-dir", str(data_dir))


def test_an_open_data_directory_is_refused(tmp_path):
    data_dir = tmp_path / "data"
    (data_dir / "pg").mkdir(parents=True)
    data_dir.chmod(0o755)
    assert "chmod 700" in refused("--data-dir", str(data_dir))


def test_a_wrong_setting_is_refused(tmp_path):
    assert "Did you mean CHARTER_PORT" in refused("--data-dir", str(tmp_path / "data"), CHARTER_PROT="1")


def test_an_address_of_another_machine_is_refused(tmp_path):
    assert "--host" in refused("--data-dir", str(tmp_path / "data"), "--host", "192.0.2.1")


def test_an_unreachable_external_database_is_refused(tmp_path):
    url = "postgresql://somebody:secret@127.0.0.1:9/nothing"
    answer = charter("up", "--no-browser", "--data-dir", str(tmp_path / "data"), CHARTER_DATABASE_URL=url)
    assert answer.returncode == 1
    assert "does not answer" in answer.stderr
    assert "secret" not in answer.stderr
    assert not (tmp_path / "data" / "pg").exists()


def test_a_plan_survives_the_command_line(tmp_path):
    plan = Plan(
        data_dir=tmp_path / "with space",
        host="::",
        port=8700,
        key_file=tmp_path / "-odd=name",
        embedded_database=True,
        demo_model=tmp_path / "model.gguf",
        public_url="https://charter.example/",
        open_browser=False,
        as_json=True,
        grace_s=1.5,
    )
    assert Plan.from_arguments(plan.to_arguments()) == plan
    assert plan.local_url == "http://[::1]:8700"
    assert plan.workbench_url == "https://charter.example"


def test_an_external_database_is_used_and_left_running(tmp_path):
    with EmbeddedPostgres(tmp_path / "external") as dsn:
        installation = Installation(tmp_path / "data", CHARTER_DATABASE_URL=dsn).ready()
        try:
            assert installation.answers()
            assert not (installation.data_dir / "pg").exists()
            assert "Postgres" not in [part["name"] for part in installation.status()["parts"]]
        finally:
            assert installation.stop() == 0
        again = Installation(tmp_path / "data", CHARTER_DATABASE_URL=dsn).ready()
        assert again.stop() == 0
        (tmp_path / "data" / "charter.key").unlink()
        line = refused("--data-dir", str(tmp_path / "data"), CHARTER_DATABASE_URL=dsn)
        assert "restore it from your backup" in line
