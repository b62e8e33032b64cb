"""Starts the parts in their order, keeps them running, and stops them in the opposite order."""

from __future__ import annotations

import json
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from typing import IO

from charter.cli.supervisor import ownership, preparation
from charter.cli.supervisor.children import Child
from charter.cli.supervisor.plan import Plan
from charter.core.errors import StartRefused
from charter.core.postgres import EmbeddedPostgres, PostgresState
from charter.core.processes import die_with_parent, internal_port

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_START_LIMIT_S = 120.0
_STARTING_PAUSE_S, _IDLE_PAUSE_S = 0.03, 1.0
_DEMO_MODEL_VARIABLES = ("CHARTER_DEMO_MODEL_URL", "CHARTER_DEMO_MODEL_TOKEN")


class _StopAsked(Exception):
    """A signal came while starting."""


class Supervisor:
    """Runs one installation until it is told to stop; ``run`` returns the exit code."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._lock: IO[str] | None = None
        self._postgres: EmbeddedPostgres | None = None
        self._children: list[Child] = []
        self._told: dict[str, object] = {}
        self._ready = False
        self._dsn = ""
        self._asked = 0
        self._started_at = time.time()
        self._wake, self._waker = socket.socketpair()

    def run(self) -> int:
        """Start, serve, stop. Returns 0 after a stop that was asked for, 1 when the start was refused."""
        self._listen_for_signals()
        code = 0
        try:
            self._lock = ownership.take(self._plan.data_dir)
            self._start()
            self._serve()
        except _StopAsked:
            self._say("stopping")
        except StartRefused as refusal:
            self._event("refused", reason=refusal.detail)
            sys.stderr.write(f"charter: {refusal.detail}\n")
            code = 1
        except OSError as error:
            sys.stderr.write(f"charter: {error.filename or self._plan.data_dir}: {error.strerror}\n")
            code = 1
        finally:
            self._stop()
        return code

    # Starting.

    def _start(self) -> None:
        plan = self._plan
        if plan.embedded_database:
            self._start_postgres()
        preparation.empty_folder(plan.data_dir / "metrics")
        if not self._dsn or not preparation.is_prepared(plan.data_dir, plan.key_file, self._dsn):
            self._say("preparing the database")
            self._run_to_its_end(["-m", "charter.cli.database", "upgrade"])
            if self._dsn:
                preparation.note_prepared(plan.data_dir, plan.key_file, self._dsn)
        environment = self._environment()
        api = Child("API", ["-m", "charter.api"], environment)
        self._children = [api]
        self._await_ready(api)
        self._ready = True
        self._announce()
        # Only now: they would compete for the processor with what people wait for.
        self._children.append(Child("worker", ["-m", "charter.worker"], environment))
        if plan.demo_model is not None:
            self._children.append(self._demo_model(environment))

    def _start_postgres(self) -> None:
        self._postgres = EmbeddedPostgres(self._plan.data_dir, report=self._say)
        self._postgres.launch()
        while self._postgres.advance() is not PostgresState.READY:
            self._pause(_STARTING_PAUSE_S)
        self._dsn = self._postgres.dsn

    def _run_to_its_end(self, arguments: list[str]) -> None:
        process = subprocess.Popen(  # noqa: S603 - our own modules
            [sys.executable, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr.fileno(),
            env=os.environ | self._environment(),
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - this process has one thread
        )
        try:
            while process.poll() is None:
                self._pause(_STARTING_PAUSE_S)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(30)
        if process.returncode != 0:
            raise StartRefused("The database could not be prepared; the reason is above.")

    def _environment(self) -> dict[str, str]:
        plan = self._plan
        environment = {
            "CHARTER_DATA_DIR": str(plan.data_dir),
            "CHARTER_HOST": plan.host,
            "CHARTER_PORT": str(plan.port),
            "CHARTER_TLS": plan.tls,
            # The API answers for the metrics of all processes; their counts are of this life of the installation.
            "PROMETHEUS_MULTIPROC_DIR": str(plan.data_dir / "metrics"),
        }
        if plan.demo_model is None:
            return environment
        if not os.environ.get(_DEMO_MODEL_VARIABLES[0]):
            # In our own environment, so that every child of this life gets the same address and token.
            port = internal_port()
            os.environ[_DEMO_MODEL_VARIABLES[0]] = f"http://127.0.0.1:{port}/v1"
            os.environ[_DEMO_MODEL_VARIABLES[1]] = secrets.token_urlsafe(32)
        return environment

    def _demo_model(self, environment: dict[str, str]) -> Child:
        port = os.environ[_DEMO_MODEL_VARIABLES[0]].rpartition(":")[2].partition("/")[0]
        arguments = ["-m", "charter.llm.demo", "--port", port, "--model", str(self._plan.demo_model)]
        return Child("demo model", arguments, environment, log=self._plan.data_dir / "demo-model.log")

    def _await_ready(self, api: Child) -> None:
        began = time.monotonic()
        while not self._answers():
            self._pause(_STARTING_PAUSE_S)
            for child in self._children:
                trouble = child.tend()
                if trouble and child is api and api.exit_code == 1:
                    # It refuses to run like this and has said why: trying again would only say it again.
                    raise StartRefused("The API will not start; the reason is above.")
                if trouble:
                    self._say(trouble)
            self._tend_postgres()
            if time.monotonic() - began > _START_LIMIT_S:
                raise StartRefused(f"Charter did not become ready within {_START_LIMIT_S:.0f} s: see the log above.")

    def _answers(self) -> bool:
        """Ask ``/readyz``."""
        plan = self._plan
        try:
            with self._connected() as connection:
                connection.sendall(
                    f"GET /readyz HTTP/1.1\r\nHost: {plan.local_host}:{plan.port}\r\nConnection: close\r\n\r\n".encode()
                )
                return connection.recv(64).split(b" ")[1:2] == [b"200"]
        except OSError:
            return False

    def _connected(self) -> socket.socket:
        plan = self._plan
        connection = socket.create_connection((plan.local_host, plan.port), timeout=2)
        if plan.tls == "off":
            return connection
        import ssl  # noqa: PLC0415 - seldom needed, and this process stays small

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False  # whether our own child answers is asked here, not who it is
        context.verify_mode = ssl.CERT_NONE
        return context.wrap_socket(connection)

    def _announce(self) -> None:
        plan = self._plan
        link = None
        with suppress(OSError):
            token = (plan.data_dir / "setup-token").read_text().strip()
            link = f"{plan.workbench_url}/setup#token={token}"
        if plan.as_json:
            self._event("ready", url=plan.local_url, setup_url=link)
        else:
            if link:
                sys.stdout.write(f"setup {link}\n")
            sys.stdout.write(f"ready {plan.local_url}\n")
            sys.stdout.flush()
        if plan.open_browser:
            self._open_browser(link or plan.workbench_url)

    def _open_browser(self, url: str) -> None:
        with suppress(OSError):
            subprocess.Popen(  # noqa: S603 - our own address
                [sys.executable, "-m", "webbrowser", "-t", url],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    # Serving.

    def _serve(self) -> None:
        while True:
            troubles = [self._tend_postgres(), *(child.tend() for child in self._children)]
            for trouble in filter(None, troubles):
                self._say(trouble)
            self._tell()
            settled = all(child.pid is not None for child in self._children) and self._postgres_state() != "starting"
            self._pause(_IDLE_PAUSE_S if settled else _STARTING_PAUSE_S)

    def _tend_postgres(self) -> str | None:
        if self._postgres is None:
            return None
        trouble = self._postgres.tend()
        if self._postgres.dsn != self._dsn:
            # Its port was taken while it was down: the others must learn the new one.
            self._dsn = self._postgres.dsn
            for child in self._children:
                child.signal(signal.SIGTERM)
        return trouble

    def _postgres_state(self) -> str:
        if self._postgres is None:
            return "external"
        return "running" if self._postgres.pid is not None and self._postgres.ready else "starting"

    def _tell(self) -> None:
        """Write down how the parts are, when that has changed."""
        parts = [
            {
                "name": child.name,
                "state": "running" if child.pid else "starting",
                "pid": child.pid,
                "restarts": max(0, child.restarts),
            }
            for child in self._children
        ]
        if self._postgres is not None:
            postgres = {
                "name": "Postgres",
                "state": self._postgres_state(),
                "pid": self._postgres.pid,
                "restarts": self._postgres.restarts,
            }
            parts.insert(0, postgres)
        state: dict[str, object] = {
            "url": self._plan.local_url,
            "pid": os.getpid(),
            "started_at": self._started_at,
            "parts": parts,
        }
        if state != self._told:
            self._told = state
            with suppress(OSError):  # a full disk must not end what still runs
                ownership.tell(self._plan.data_dir, state)

    # Stopping.

    def _stop(self) -> None:
        """Stop the children (they park their work), then the database they need for that."""
        deadline = time.monotonic() + self._plan.grace_s + 2
        for child in self._children:
            child.signal(signal.SIGTERM)
        asked = self._asked
        for child in self._children:
            while child.running() and time.monotonic() < deadline and self._asked <= max(asked, 1):
                self._sleep(0.05)
            child.wait(time.monotonic())
        if self._postgres is not None:
            self._postgres.stop()
        if self._lock is not None:
            with suppress(OSError):
                ownership.forget(self._plan.data_dir)
            self._lock.close()

    # Signals and words.

    def _listen_for_signals(self) -> None:
        self._wake.setblocking(False)
        self._waker.setblocking(False)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        for number in _SIGNALS:
            if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
                continue  # started with nohup
            signal.signal(number, self._on_signal)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)  # only to wake up at once

    def _on_signal(self, _number: int, _frame: object) -> None:
        self._asked += 1

    def _pause(self, seconds: float) -> None:
        """Wait, but no longer than until a signal comes.

        Raises:
            _StopAsked: it was one that asks us to stop.
        """
        self._sleep(seconds)
        if self._asked:
            raise _StopAsked

    def _sleep(self, seconds: float) -> None:
        if self._asked and seconds > _STARTING_PAUSE_S:
            seconds = min(seconds, 0.05)
        readable, _, _ = select.select([self._wake], [], [], seconds)
        if readable:
            with suppress(BlockingIOError):
                while self._wake.recv(4096):
                    pass

    def _say(self, line: str) -> None:
        """Report progress, on standard error: standard output is for what scripts wait for."""
        if self._plan.as_json:
            self._event("progress", message=line)
        else:
            sys.stderr.write(f"charter: {line}\n")

    def _event(self, kind: str, **facts: str | None) -> None:
        if self._plan.as_json:
            sys.stdout.write(json.dumps({"event": kind, **facts}) + "\n")
            sys.stdout.flush()
