"""The embedded Postgres server of one data directory, owned by one process.

Layout of the data directory (0700, like everything in it)::

    pg/               the cluster                  run/               its unix socket
    postgres.secret   the superuser's password     postgres.url       how others connect, while it runs
    postgres.lock     held by the owner            postgres.log       the server's own log

Under root the server runs as another user (:mod:`charter.core.postgres.account`), who may enter ``pg`` and ``run`` but
not the data directory around them, where the key file is. The two folders are handed to it as open descriptors, so
that no parent's mode needs widening and it does not matter if they lie below root's home.
"""

from __future__ import annotations

import enum
import errno
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote, urlsplit

from charter.core.errors import StartRefused
from charter.core.postgres import leftovers
from charter.core.postgres.account import Account, account_for, give
from charter.core.postgres.binaries import usable
from charter.core.postgres.data_dir import (
    prepare_data_dir,
    read_or_create_secret,
    refusal_of,
    require_space_for_a_new_cluster,
    write_private,
)
from charter.core.postgres.wire import ProtocolError, ServerError, WireConnection
from charter.core.processes import INTERNAL_PORTS, die_with_parent, internal_port

SUPERUSER = DATABASE = "charter"
_URL_FILE = "postgres.url"
_START_LIMIT_S = 120.0  # crash recovery alone took 3 to 8 s on a small cluster
_STOP_LIMIT_S = 60.0
_MAX_SOCKET_PATH_BYTES = 107
_MAX_LOG_BYTES = 16_000_000
_STABLE_AFTER_S = 2.0  # a server that served this long earns a prompt restart
_FIRST_BACK_OFF_S, _LONGEST_BACK_OFF_S = 0.2, 5.0

# Sized for a small machine that also runs everything else. Written to postgresql.conf when the cluster is made, where
# the operator may change them.
_TUNING: Mapping[str, str] = {
    "shared_buffers": "64MB",
    "effective_cache_size": "512MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "64MB",
    "max_connections": "100",
    "fsync": "on",
    "synchronous_commit": "on",
    "wal_level": "replica",  # so that an online base backup is possible
    "max_wal_senders": "2",
    "max_replication_slots": "0",
    "min_wal_size": "64MB",
    "max_wal_size": "512MB",
    "checkpoint_timeout": "15min",
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "1",
    "autovacuum_max_workers": "2",
    "io_method": "sync",  # the I/O workers would be three more idle processes
    "jit": "off",  # costs more than it saves on short statements
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
}


class PostgresState(enum.Enum):
    """Where the server is in its life."""

    STOPPED = "stopped"
    STARTING = "starting"
    READY = "ready"


class EmbeddedPostgres:
    """Owns one data directory and runs its Postgres server as a child process.

    ``start`` and ``stop`` are all that most callers need, or a ``with`` block, which gives the URL; ``watch`` restarts
    a server that dies. A supervisor with a loop of its own uses ``launch``, ``advance`` and ``tend`` instead. Start it
    from a thread that lives as long as the server is needed: when that thread or the process ends, however abruptly,
    the server shuts down cleanly by itself.

    Args:
        data_dir: made when missing; see :func:`prepare_data_dir` for what is refused.
        options: server settings for this start only, over those of the cluster.
        report: takes a line about each slow step of the first start.
    """

    def __init__(
        self,
        data_dir: Path | str,
        *,
        options: Mapping[str, str] | None = None,
        report: Callable[[str], None] | None = None,
    ) -> None:
        self.data_dir = Path(data_dir)
        self._options = dict(options or {})
        self._report = report or (lambda _line: None)
        self._lock: IO[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._account: Account | None = None
        self._bin = Path()
        self._port = 0
        self._secret = ""
        self._trying_since = 0.0
        self._ready_since = 0.0
        self._next_start = 0.0
        self.restarts = 0
        self._back_off_s = _FIRST_BACK_OFF_S
        self._waiting = False
        self._log_start = 0
        self._ready = False

    def __enter__(self) -> str:
        return self.start()

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    @property
    def cluster(self) -> Path:
        """The folder of the database files."""
        return self.data_dir / "pg"

    @property
    def dsn(self) -> str:
        """URL of the database ``charter`` as the superuser, over TCP on loopback; the password is inside."""
        return f"postgresql://{SUPERUSER}:{quote(self._secret, safe='')}@127.0.0.1:{self._port}/{DATABASE}"

    @property
    def pid(self) -> int | None:
        """Process id of the running postmaster, if there is one."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    @property
    def ready(self) -> bool:
        """Whether the server answered and has not been seen to end since."""
        return self._ready

    def start(self) -> str:
        """Start the server, wait until it answers, and return :attr:`dsn`.

        Raises:
            StartRefused: another process owns the directory, or the server does not start; the reason and the fix.
        """
        self.launch()
        try:
            while self.advance() is not PostgresState.READY:
                # Each look during a recovery leaves a line in the server's log.
                time.sleep(0.02 if time.monotonic() - self._trying_since < 1 else 0.1)
        except BaseException:
            self.stop()
            raise
        return self.dsn

    def launch(self) -> None:
        """Begin a start without waiting for it: :meth:`advance` carries it on.

        Raises:
            StartRefused: it cannot even begin.
        """
        owned_before = self._lock is not None
        self._waiting = False
        self._trying_since = time.monotonic()
        try:
            if not owned_before:
                self.data_dir = prepare_data_dir(self.data_dir)
                self._lock = self._take_lock()
            self._prepare()
            self._spawn()
        except (OSError, StartRefused) as error:
            if not owned_before:
                self._release_lock()
            if isinstance(error, OSError):
                raise refusal_of(error, self.data_dir) from error
            raise

    def advance(self) -> PostgresState:
        """Look at the server once, without waiting; write the URL file when it has become ready.

        Raises:
            StartRefused: a start failed for a reason that trying again does not cure.
        """
        if self._process is None:
            return PostgresState.STOPPED
        if self._process.poll() is not None:
            if self._ready:
                self._ready = False
                self._process = None
                return PostgresState.STOPPED
            self._retry_or_refuse()
            return PostgresState.STARTING
        if self._ready:
            return PostgresState.READY
        if self._answers():
            write_private(self.data_dir / _URL_FILE, self.dsn + "\n")
            self._ready = True
            self._ready_since = time.monotonic()
            return PostgresState.READY
        if time.monotonic() - self._trying_since > _START_LIMIT_S:
            raise StartRefused(
                f"Postgres did not become ready within {_START_LIMIT_S:.0f} s: see {self._log_path} for the reason."
            )
        return PostgresState.STARTING

    def tend(self) -> str | None:
        """Take the next step of keeping the server up, without waiting for it; returns a line about trouble, if any.

        A server that died is started again, on the same port: 0.2 s later at first, up to 5 s after lives that were
        short. A start that is refused (a full disk, say) is tried again too: the reason may pass.
        """
        try:
            if self._process is None and time.monotonic() >= self._next_start:
                self._next_start = time.monotonic() + self._back_off_s
                self.launch()
            if self.advance() is PostgresState.STOPPED and not self._waiting:
                self._waiting = True
                self.restarts += 1
                if time.monotonic() - self._ready_since > _STABLE_AFTER_S:
                    self._back_off_s = _FIRST_BACK_OFF_S
                self._next_start = time.monotonic() + self._back_off_s
                self._back_off_s = min(self._back_off_s * 2, _LONGEST_BACK_OFF_S)
                return "Postgres ended unexpectedly and is started again."
        except StartRefused as refusal:
            self._kill()
            self._next_start = time.monotonic() + self._back_off_s
            self._back_off_s = min(self._back_off_s * 2, _LONGEST_BACK_OFF_S)
            return refusal.detail
        return None

    def watch(
        self,
        stop: threading.Event,
        *,
        on_trouble: Callable[[str], None] | None = None,
        interval_s: float = 0.05,
    ) -> None:
        """Keep the server up (see :meth:`tend`) until ``stop`` is set; returns then."""
        while not stop.wait(interval_s):
            trouble = self.tend()
            if trouble and on_trouble is not None:
                on_trouble(trouble)

    def stop(self) -> None:
        """Stop the server cleanly (60 s at most, then hard: it recovers at its next start) and give up ownership."""
        if self._process is not None:
            for how, limit_s in ((signal.SIGINT, _STOP_LIMIT_S), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
                if self._process.poll() is not None:
                    break
                self._process.send_signal(how)
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(limit_s)
            self._process = None
        self._ready = False
        if self._lock is not None:
            (self.data_dir / _URL_FILE).unlink(missing_ok=True)
        self._release_lock()

    # One start, step by step.

    def _take_lock(self) -> IO[str]:
        file = (self.data_dir / "postgres.lock").open("a+")
        os.fchmod(file.fileno(), 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            owner = file.read().strip() or "unknown"
            file.close()
            raise StartRefused(
                f"Another Charter (process {owner}) already runs on {self.data_dir}: use it, stop it with "
                f"charter down --data-dir {self.data_dir}, or name another directory with --data-dir."
            ) from None
        except OSError:
            file.close()
            raise
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        return file

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _prepare(self) -> None:
        """Everything before the server itself: programs, user, version, leftovers, a new cluster."""
        self._account = account_for(self.cluster)
        self._bin, major = usable(self._account)
        self._require_version(major)
        self._secret = self._password()
        if (self.data_dir / "pg.new").exists():  # the first start was cut off
            leftovers.clear(self.data_dir / "pg.new", self._marker)
        run = self.data_dir / "run"
        run.mkdir(mode=0o700, exist_ok=True)
        run.chmod(0o700)
        if self._account is not None:
            give(run, self._account)
            if self.cluster.exists() and self.cluster.stat().st_uid != self._account.uid:
                give(self.cluster, self._account)  # restored from a backup as root
        if self.cluster.exists():
            if (self.cluster / "postmaster.pid").exists():
                leftovers.clear(self.cluster, self._marker, stop_timeout_s=_STOP_LIMIT_S)
        else:
            self._make_cluster()

    def _require_version(self, major: int) -> None:
        try:
            written_by = (self.cluster / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            if self.cluster.exists():
                raise StartRefused(
                    f"{self.cluster} holds no database (PG_VERSION is missing): restore it from your backup, or move "
                    f"it away to begin with an empty one."
                ) from None
            return
        if written_by != str(major):
            raise StartRefused(
                f"The database in {self.cluster} was written by Postgres {written_by} and this Charter brings "
                f"Postgres {major}: start the Charter that wrote it, export there, and import here."
            )

    def _password(self) -> str:
        path = self.data_dir / "postgres.secret"
        if self.cluster.exists() and not path.exists():
            raise StartRefused(f"{path}, the database's password, is missing: restore it from your backup.")
        return read_or_create_secret(path)

    def _make_cluster(self) -> None:
        require_space_for_a_new_cluster(self.data_dir)
        self._report("Making the database (first start only)")
        draft = self.data_dir / "pg.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password_file = self.data_dir / "run" / "password"
        password_file.unlink(missing_ok=True)
        write_private(password_file, self._secret + "\n")
        if self._account is not None:
            give(draft, self._account)
            give(password_file.parent, self._account)
        with self._reachable(draft, password_file.parent) as (draft_path, run_path, descriptors):
            command = [
                str(self._bin / "initdb"),
                f"--pgdata={draft_path}",
                f"--username={SUPERUSER}",
                f"--pwfile={run_path}/password",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--data-checksums",
                *(f"--set={name}={value}" for name, value in _TUNING.items()),
            ]
            try:
                done = self._run(command, descriptors)
            except subprocess.TimeoutExpired:
                raise StartRefused(f"Making the database took over {_START_LIMIT_S:.0f} s: is the disk ill?") from None
        password_file.unlink(missing_ok=True)
        if done.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise self._refusal(done.stderr + done.stdout)
        draft.rename(self.cluster)

    def _spawn(self) -> None:
        self._ready = False
        self._port = self._free_port()
        run = self.data_dir / "run"
        for leftover in run.iterdir():
            leftover.unlink(missing_ok=True)
        with_socket = len(os.fsencode(run / f".s.PGSQL.{self._port}")) <= _MAX_SOCKET_PATH_BYTES
        log = self._open_log()
        with log, self._reachable(self.cluster, run) as (cluster_path, run_path, descriptors):
            settings = {
                "listen_addresses": "127.0.0.1",
                "port": str(self._port),
                # A client could not name a longer path: TCP only, then.
                "unix_socket_directories": run_path if with_socket else "",
                "unix_socket_permissions": "0700",
                "logging_collector": "off",
                "cluster_name": self._marker,
                **self._options,
            }
            arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
            self._process = subprocess.Popen(  # noqa: S603 - our own program and settings
                [str(self._bin / "postgres"), "-D", cluster_path, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                pass_fds=descriptors,
                start_new_session=True,  # Ctrl-C reaches us alone: the server stops last
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 - see there
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                user=self._account.uid if self._account else None,
                group=self._account.gid if self._account else None,
                extra_groups=[] if self._account else None,
                umask=0o077,
            )

    def _answers(self) -> bool:
        """Return whether the server accepts our password and has our database; make the database when missing."""
        address = ("127.0.0.1", self._port)
        try:
            with WireConnection(
                address, user=SUPERUSER, password=self._secret, database="postgres", timeout_s=2.0
            ) as connection:
                if [DATABASE] not in connection.query("SELECT datname FROM pg_database"):
                    connection.query(f"CREATE DATABASE {DATABASE}")
        except ServerError as refusal:
            if refusal.sqlstate == "28P01":
                raise StartRefused(
                    f"The database does not accept the password in {self.data_dir / 'postgres.secret'}: restore that "
                    f"file and {self.cluster} from the same backup."
                ) from refusal
            return False  # still starting, recovering or shutting down
        except ProtocolError as violation:
            raise StartRefused(f"Something else answers on port {self._port}: {violation}; start again.") from violation
        except OSError:
            return False
        return True

    def _retry_or_refuse(self) -> None:
        """Deal with a server that ended before it was ready: a busy port or a leftover passes, the rest does not."""
        assert self._process is not None  # noqa: S101 - for the type checker
        self._process = None
        log = self._log_of_this_start()
        passing = ("Address already in use", "could not bind", "still in use", "already exists", "lock file")
        if any(reason in log for reason in passing) and time.monotonic() - self._trying_since < _START_LIMIT_S:
            leftovers.clear(self.cluster, self._marker, stop_timeout_s=_STOP_LIMIT_S)
            time.sleep(_FIRST_BACK_OFF_S)
            self._spawn()
            return
        raise self._refusal(log)

    # What the steps are made of.

    def _free_port(self) -> int:
        """Return the port of the last start while it is free, so that the URLs of other processes stay true."""
        port = internal_port(self._port or _port_in(self.data_dir / "postgres.port"))
        write_private(self.data_dir / "postgres.port", f"{port}\n")
        return port

    @contextmanager
    def _reachable(self, *folders: Path) -> Iterator[tuple[str, str, tuple[int, ...]]]:
        """Give paths by which the server's user reaches two folders, and the descriptors it must inherit for them."""
        if self._account is None:
            first, second = (str(folder) for folder in folders)
            yield first, second, ()
            return
        if not Path("/proc/self/fd").is_dir():
            raise StartRefused("Running as root needs Linux with /proc: start Charter as an ordinary user.")
        descriptors = tuple(os.open(folder, os.O_RDONLY | os.O_DIRECTORY) for folder in folders)
        try:
            first, second = (f"/proc/self/fd/{descriptor}" for descriptor in descriptors)
            yield first, second, descriptors
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def _run(self, command: list[str], descriptors: tuple[int, ...]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own program and settings
            command,
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            timeout=_START_LIMIT_S,
            pass_fds=descriptors,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            user=self._account.uid if self._account else None,
            group=self._account.gid if self._account else None,
            extra_groups=[] if self._account else None,
            umask=0o077,
        )

    @property
    def _marker(self) -> str:
        """The name of our servers in the process list; a copied data directory has another one."""
        return "charter-" + hashlib.sha256(f"{self._secret}:{self.data_dir}".encode()).hexdigest()[:16]

    @property
    def _log_path(self) -> Path:
        return self.data_dir / "postgres.log"

    def _open_log(self) -> IO[bytes]:
        with suppress(FileNotFoundError):
            if self._log_path.stat().st_size > _MAX_LOG_BYTES:
                self._log_path.replace(self._log_path.with_suffix(".log.1"))
        log = self._log_path.open("ab")
        os.fchmod(log.fileno(), 0o600)
        self._log_start = log.tell()
        return log

    def _log_of_this_start(self) -> str:
        with self._log_path.open("rb") as log:
            log.seek(self._log_start)
            return log.read(100_000).decode(errors="replace")

    def _refusal(self, log: str) -> StartRefused:
        if "No space left on device" in log or "Disk quota exceeded" in log:
            return refusal_of(OSError(errno.ENOSPC, "No space left on device"), self.data_dir)
        if "could not create shared memory segment" in log or "Cannot allocate memory" in log:
            return StartRefused("Postgres gets no memory: free some, or raise the limit of this container.")
        lines = [line for line in log.splitlines() if any(word in line for word in ("FATAL:", "PANIC:", "error:"))]
        reason = (lines or log.strip().splitlines() or ["it ended without a word"])[-1]
        for word in ("FATAL:", "PANIC:", "error:"):
            reason = reason.rpartition(word)[2].strip()
        return StartRefused(f"Postgres does not start: {reason}. The whole story is in {self._log_path}.")

    def _kill(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._process = None


def read_dsn(data_dir: Path | str) -> str:
    """Return the superuser's URL of a server that another process runs on ``data_dir``.

    Raises:
        StartRefused: none runs there, or this user may not know.
    """
    path = Path(data_dir) / _URL_FILE
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        raise StartRefused(
            f"No Charter runs on {data_dir}: start it with charter up --data-dir {data_dir}, or set "
            f"CHARTER_DATABASE_URL."
        ) from None
    except OSError as error:
        raise refusal_of(error, path) from error


def answers(dsn: str, *, timeout_s: float = 2.0) -> str | None:
    """Return None when the server behind one of our URLs accepts it, else the reason."""
    parts = urlsplit(dsn)
    try:
        address = (parts.hostname or "", parts.port or 0)
        WireConnection(
            address,
            user=parts.username or "",
            password=parts.password or "",
            database=parts.path.lstrip("/"),
            timeout_s=timeout_s,
        ).__exit__(None, None, None)
    except (OSError, ServerError, ProtocolError) as error:
        return str(error)
    return None


def _port_in(path: Path) -> int:
    try:
        port = int(path.read_text())
    except (OSError, ValueError):
        return 0
    return port if port in INTERNAL_PORTS else 0
