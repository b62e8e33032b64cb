"""The embedded server: starts, stops, survives, and refuses with a reason and a fix."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import asyncpg
import psutil
import pytest

from charter.core import processes
from charter.core.errors import StartRefused
from charter.core.postgres import EmbeddedPostgres, PostgresState, leftovers, read_dsn, server
from charter.core.postgres.account import account_for
from charter.core.postgres.wire import ServerError, WireConnection

UNPRIVILEGED = 65_534


def wait_until(condition, *, within_s=30.0):
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def postgres_processes(cluster):
    return leftovers._ours(cluster, "no marker")


@pytest.fixture
def postgres(tmp_path):
    instance = EmbeddedPostgres(tmp_path / "data")
    yield instance
    instance.stop()


async def test_starts_answers_and_stops(postgres):
    dsn = postgres.start()
    connection = await asyncpg.connect(dsn)
    assert await connection.fetchval("SELECT current_database()") == "charter"
    assert await connection.fetchval("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'") == 1
    assert await connection.fetchval("SHOW fsync") == "on"
    assert await connection.fetchval("SHOW data_checksums") == "on"
    await connection.close()
    assert read_dsn(postgres.data_dir) == dsn
    postgres.stop()
    assert not postgres_processes(postgres.cluster)
    with pytest.raises(StartRefused, match="charter up"):
        read_dsn(postgres.data_dir)


async def test_a_later_start_keeps_data_port_and_password(postgres):
    dsn = postgres.start()
    connection = await asyncpg.connect(dsn)
    await connection.execute("CREATE TABLE kept AS SELECT 42 AS n")
    await connection.close()
    postgres.stop()
    began = time.monotonic()
    assert postgres.start() == dsn
    assert time.monotonic() - began < 3
    connection = await asyncpg.connect(dsn)
    assert await connection.fetchval("SELECT n FROM kept") == 42
    await connection.close()


def test_everything_it_writes_is_private(postgres):
    postgres.start()
    assert stat.S_IMODE(postgres.data_dir.stat().st_mode) == 0o700
    for name in ("pg", "run"):
        assert stat.S_IMODE((postgres.data_dir / name).stat().st_mode) == 0o700
    for name in ("postgres.secret", "postgres.url", "postgres.lock", "postgres.log", "postgres.port"):
        assert stat.S_IMODE((postgres.data_dir / name).stat().st_mode) == 0o600, name
    assert not (postgres.data_dir / "run" / "password").exists()
    port = postgres.dsn.rpartition(":")[2].partition("/")[0]
    assert (postgres.data_dir / "run" / f".s.PGSQL.{port}").is_socket() or len(str(postgres.data_dir)) > 80


async def test_a_wrong_password_is_refused(postgres):
    postgres.start()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.dsn.replace(postgres._secret, "guess"))


def test_the_socket_works_and_asks_for_the_password(short_dir):
    postgres = EmbeddedPostgres(short_dir / "d")
    try:
        postgres.start()
        path = str(next((postgres.data_dir / "run").glob(".s.PGSQL.*[0-9]")))
        with WireConnection(path, user="charter", password=postgres._secret, database="charter") as connection:
            assert connection.query("SELECT 1, NULL") == [["1", None]]
            with pytest.raises(ServerError, match="42P01"):
                connection.query("SELECT * FROM nowhere")
            assert connection.query("SELECT 'still fine'") == [["still fine"]]
        with pytest.raises(ServerError, match="28P01"):
            WireConnection(path, user="charter", password="guess", database="charter")
    finally:
        postgres.stop()


def test_a_path_too_long_for_a_socket_means_tcp_only(tmp_path):
    postgres = EmbeddedPostgres(tmp_path / ("long" * 30))
    try:
        postgres.start()
        assert not list((postgres.data_dir / "run").iterdir())
    finally:
        postgres.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops its rights")
async def test_root_drops_to_a_user_that_cannot_read_the_rest(postgres):
    dsn = postgres.start()
    account = account_for(postgres.cluster)
    assert account is not None
    assert psutil.Process(postgres.pid).uids().real == account.uid != 0
    assert postgres.data_dir.stat().st_uid == 0
    connection = await asyncpg.connect(dsn)
    with pytest.raises(asyncpg.PostgresError, match="Permission denied"):
        await connection.fetchval("SELECT pg_read_file($1)", str(postgres.data_dir / "postgres.secret"))
    await connection.close()


# Crashes.


async def test_nothing_acknowledged_is_lost_when_the_server_is_killed(postgres):
    dsn = postgres.start()
    stop = threading.Event()
    watcher = threading.Thread(target=postgres.watch, args=(stop,), daemon=True)
    watcher.start()
    connection = await asyncpg.connect(dsn)
    await connection.execute("CREATE TABLE acknowledged (n integer PRIMARY KEY)")
    number = 0
    try:
        for _ in range(5):
            victim = postgres.pid
            killer = threading.Timer(0.3, os.kill, (victim, signal.SIGKILL))
            killer.start()
            certain = number
            try:
                while True:
                    number += 1
                    await connection.execute("INSERT INTO acknowledged VALUES ($1)", number)
                    certain = number
            except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError):
                connection.terminate()
            wait_until(lambda gone=victim: postgres.pid not in {None, gone} and postgres._ready)
            assert postgres.dsn == dsn
            connection = await asyncpg.connect(dsn)
            stored = {row[0] for row in await connection.fetch("SELECT n FROM acknowledged")}
            assert set(range(1, certain + 1)) <= stored
            number = max(stored)
        await connection.close()
    finally:
        stop.set()
        watcher.join()


def test_all_processes_killed_at_once(postgres):
    dsn = postgres.start()
    for pid in postgres_processes(postgres.cluster):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: postgres.advance() is PostgresState.STOPPED)
    assert postgres.start() == dsn


def _own_until_killed(data_dir, ready):
    owner = EmbeddedPostgres(data_dir)
    owner.start()
    ready.set()
    time.sleep(300)


def owned_by_another_process(data_dir):
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Event()
    process = spawn.Process(target=_own_until_killed, args=(data_dir, ready), daemon=True)
    process.start()
    assert ready.wait(60)
    return process


def test_the_server_stops_by_itself_when_its_owner_is_killed(postgres):
    owner = owned_by_another_process(postgres.data_dir)
    assert postgres_processes(postgres.cluster)
    owner.kill()
    owner.join()
    wait_until(lambda: not postgres_processes(postgres.cluster))
    assert postgres.start()


async def test_one_owner_and_many_readers(postgres):
    owner = owned_by_another_process(postgres.data_dir)
    try:
        connection = await asyncpg.connect(read_dsn(postgres.data_dir))
        assert await connection.fetchval("SELECT 1") == 1
        await connection.close()
        with pytest.raises(StartRefused, match=rf"process {owner.pid}.*charter down"):
            postgres.start()
        assert read_dsn(postgres.data_dir)
    finally:
        owner.kill()
        owner.join()


def test_an_orphaned_server_is_stopped_cleanly(postgres, monkeypatch):
    monkeypatch.setattr(server, "die_with_parent", lambda _how: None)
    postgres.start()
    orphan = postgres.pid
    # Forget about it, as if this process had been killed and started again.
    later = EmbeddedPostgres(postgres.data_dir)
    postgres._lock.close()
    threading.Thread(target=postgres._process.wait, daemon=True).start()
    try:
        later.start()
        assert later.pid != orphan
        assert orphan not in postgres_processes(postgres.cluster)
        log = (later.data_dir / "postgres.log").read_text()
        assert "database system was interrupted" not in log
    finally:
        later.stop()


@pytest.mark.parametrize("pid", ["another program of this user", "nobody at all", "ourselves", "garbage"])
def test_a_stale_pid_file_does_not_matter(postgres, pid):
    postgres.start()
    pid_file = postgres.cluster / "postmaster.pid"
    text = pid_file.read_text()
    owner = pid_file.stat()
    for process in postgres_processes(postgres.cluster):
        os.kill(process, signal.SIGKILL)
    wait_until(lambda: postgres.advance() is PostgresState.STOPPED)
    user = owner.st_uid if os.geteuid() == 0 else None
    bystander = subprocess.Popen(["sleep", "300"], user=user)
    number = {
        "another program of this user": str(bystander.pid),
        "nobody at all": "4194000",
        "ourselves": str(os.getpid()),
    }.get(pid, "what")
    try:
        pid_file.write_text("\n".join([number, *text.splitlines()[1:]]) + "\n")
        os.chown(pid_file, owner.st_uid, owner.st_gid)
        assert postgres.start()
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_first_start_that_was_cut_off_begins_again(postgres):
    (postgres.data_dir / "pg.new").mkdir(parents=True)
    postgres.data_dir.chmod(0o700)
    (postgres.data_dir / "pg.new" / "PG_VERSION").write_text("18\n")
    assert postgres.start()


def test_a_port_taken_meanwhile_is_changed(postgres):
    dsn = postgres.start()
    postgres.stop()
    port = int(dsn.rpartition(":")[2].partition("/")[0])
    with socket.create_server(("127.0.0.1", port)):
        assert postgres.start() != dsn


def test_a_port_lost_to_a_race_is_tried_again(postgres, monkeypatch):
    real = processes.why_not_free
    taken = socket.create_server(("127.0.0.1", 0))
    answers = iter([None])
    port = taken.getsockname()[1]
    postgres._port = port
    monkeypatch.setattr(processes, "why_not_free", lambda host, port: next(answers, real(host, port)))
    assert postgres.start()
    assert postgres._port != port
    taken.close()


# Refusals.


def test_another_major_version_is_refused(postgres):
    postgres.start()
    postgres.stop()
    (postgres.cluster / "PG_VERSION").write_text("17\n")
    with pytest.raises(StartRefused, match=r"written by Postgres 17.*brings Postgres 18.*export"):
        postgres.start()


def test_a_cluster_without_its_password_is_refused(postgres):
    postgres.start()
    postgres.stop()
    (postgres.data_dir / "postgres.secret").unlink()
    with pytest.raises(StartRefused, match="restore it from your backup"):
        postgres.start()


def test_a_password_that_does_not_fit_is_refused(postgres):
    postgres.start()
    postgres.stop()
    (postgres.data_dir / "postgres.secret").write_text("something else\n")
    with pytest.raises(StartRefused, match="same backup"):
        postgres.start()
    assert not postgres_processes(postgres.cluster)


def test_a_data_directory_open_to_others_is_refused(postgres):
    postgres.start()
    postgres.stop()
    postgres.data_dir.chmod(0o755)
    with pytest.raises(StartRefused, match="chmod 700"):
        postgres.start()


def test_an_empty_directory_is_made_private(postgres):
    postgres.data_dir.mkdir(mode=0o755)
    postgres.start()
    assert stat.S_IMODE(postgres.data_dir.stat().st_mode) == 0o700


def test_somebody_elses_files_are_left_alone(postgres):
    postgres.data_dir.mkdir(mode=0o755)
    (postgres.data_dir / "thesis.tex").write_text("precious")
    with pytest.raises(StartRefused, match="not empty"):
        postgres.start()
    assert stat.S_IMODE(postgres.data_dir.stat().st_mode) == 0o755


def test_a_file_in_place_of_the_directory_is_refused(postgres):
    postgres.data_dir.write_text("")
    with pytest.raises(StartRefused, match="not a directory"):
        postgres.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hand files to others")
def test_a_directory_of_another_user_is_refused(postgres):
    postgres.data_dir.mkdir(mode=0o700)
    (postgres.data_dir / "charter.key").write_text("")
    os.chown(postgres.data_dir, UNPRIVILEGED, UNPRIVILEGED)
    with pytest.raises(StartRefused, match="belongs to"):
        postgres.start()


def test_a_full_disk_is_named(postgres, monkeypatch):
    monkeypatch.setattr(server.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": 5_000_000})())
    with pytest.raises(StartRefused, match=r"5 MB free.*200 MB"):
        postgres.start()


def test_a_disk_that_fills_up_while_starting_is_named(postgres):
    postgres.start()
    postgres.stop()
    refusal = postgres._refusal('FATAL:  could not write lock file "postmaster.pid": No space left on device\n')
    assert "is full" in refusal.detail


def test_a_broken_configuration_is_quoted(postgres):
    postgres.start()
    postgres.stop()
    with (postgres.cluster / "postgresql.conf").open("a") as file:
        file.write("nonsense = 1\n")
    with pytest.raises(StartRefused, match=r"unrecognized configuration parameter|contains errors"):
        postgres.start()
    refused_once = EmbeddedPostgres(postgres.data_dir)
    with pytest.raises(StartRefused):  # and the directory is free again for the next try
        refused_once.start()


# As an ordinary user. The tests often run as root: then a child process takes another user.

_AS_USER = """
import sys
from charter.core.postgres import EmbeddedPostgres
for _ in range(2):
    server = EmbeddedPostgres(sys.argv[1])
    server.start()
    assert server.pid
    server.stop()
print("fine")
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests already run as an ordinary user")
def test_works_as_an_ordinary_user(short_dir):
    os.chown(short_dir, UNPRIVILEGED, UNPRIVILEGED)
    python = _interpreter_for(UNPRIVILEGED)
    if python is None:
        pytest.skip("no Python that an ordinary user may run")
    root = Path(server.__file__).parents[3]
    packages = [path for path in sys.path if path.endswith("site-packages")]
    done = subprocess.run(
        [python, "-B", "-c", _AS_USER, str(short_dir / "data")],
        user=UNPRIVILEGED,
        group=UNPRIVILEGED,
        extra_groups=[],
        check=False,
        env={"PYTHONPATH": os.pathsep.join([str(root), *packages]), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.strip() == "fine", done.stderr


def _interpreter_for(uid):
    wanted = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{wanted}", f"/usr/local/bin/{wanted}"):
        try:
            subprocess.run([python, "-c", ""], user=uid, group=uid, extra_groups=[], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        return python
    return None
