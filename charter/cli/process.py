"""``charter up``, ``down`` and ``status``: this machine's installation."""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from charter.cli import output
from charter.cli.output import json_option
from charter.core.errors import StartRefused

if TYPE_CHECKING:
    from charter.cli.supervisor.plan import Plan
    from charter.core.settings import Settings

_DOWN_LIMIT_S = 120.0

data_dir_option = click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    help="Where data is. Default: CHARTER_DATA_DIR, or charter doctor tells.",
)


@click.command()
@data_dir_option
@click.option("--host", help="Address to listen on. Default: 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on. Default: 8700.")
@click.option("--tls", type=click.Choice(["off", "self-signed", "files"]), help="Serve HTTPS. Default: off.")
@click.option("--no-browser", is_flag=True, help="Do not open the workbench in a browser.")
@json_option
def up(
    data_dir: Path | None, host: str | None, port: int | None, tls: str | None, no_browser: bool, as_json: bool
) -> None:
    """Start Charter and keep it running until it is told to stop.

    Starts the embedded Postgres (or uses CHARTER_DATABASE_URL), the API, a worker and the demo model, restarts what
    dies, and prints one line "ready http://…" when it serves. Ctrl-C, SIGTERM or charter down stop it: running work is
    parked and goes on at the next start.
    """
    from charter.core.settings import load_settings  # noqa: PLC0415 - the overview of commands does without it

    given = {"data_dir": data_dir, "host": host, "port": port, "tls": tls}
    settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    plan = _plan(settings, open_browser=not no_browser and _has_screen(), as_json=as_json)
    # This process becomes the supervisor: what was loaded to read the settings is gone from memory.
    arguments = [sys.executable, "-m", "charter.cli.supervisor", *plan.to_arguments()]
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, arguments)  # noqa: S606 - no shell is wanted


def _plan(settings: Settings, *, open_browser: bool, as_json: bool) -> Plan:
    """Check what can be checked before anything runs, make the key of a new installation, and decide what to run.

    Raises:
        StartRefused: the data directory, the key file, the port or the model file is not as it must be.
    """
    from charter.cli.supervisor import ownership  # noqa: PLC0415 - see above
    from charter.cli.supervisor.plan import Plan  # noqa: PLC0415 - slow to import
    from charter.core.crypto.keys import create_key_file, load_key_file  # noqa: PLC0415 - slow to import
    from charter.core.postgres import prepare_data_dir  # noqa: PLC0415 - slow to import
    from charter.core.postgres.data_dir import refusal_of  # noqa: PLC0415 - slow to import
    from charter.llm.demo.model_file import find_demo_model  # noqa: PLC0415 - slow to import

    data_dir = prepare_data_dir(settings.data_dir)
    if (owner := ownership.owner_pid(data_dir)) is not None:
        raise StartRefused(
            f"Charter (process {owner}) already runs on {data_dir}: use it at "
            f"{ownership.told(data_dir).get('url', 'its address')}, or stop it with charter down --data-dir {data_dir}."
        )
    key_file = settings.key_file or data_dir / "charter.key"
    new = not (data_dir / "pg").exists() and not (data_dir / ownership.LOCK).exists()
    if new and settings.key_file is None:
        try:
            create_key_file(key_file)
        except OSError as error:
            raise refusal_of(error, data_dir) from error
    load_key_file(key_file)
    _provide_audit_key(settings, data_dir)
    require_port(settings.host, settings.port)
    demo = find_demo_model(settings.local_gguf) if settings.demo_model == "auto" else None
    return Plan(
        data_dir=data_dir,
        host=settings.host,
        port=settings.port,
        key_file=key_file,
        embedded_database=settings.embedded_database,
        demo_model=demo.path if demo else None,
        public_url=settings.public_url,
        open_browser=open_browser,
        as_json=as_json,
        grace_s=settings.shutdown_grace_s,
        tls=settings.tls,
    )


def _provide_audit_key(settings: Settings, data_dir: Path) -> None:
    """Make the key that signs the audit log when there is none; the worker refuses one that is not its log's."""
    from charter.audit.signing import create_signing_key, load_signing_key  # noqa: PLC0415 - see above
    from charter.core.postgres.data_dir import refusal_of  # noqa: PLC0415 - slow to import

    if settings.audit_key_file is None:
        try:
            create_signing_key(settings.audit_key_path)
        except OSError as error:
            raise refusal_of(error, data_dir) from error
    load_signing_key(settings.audit_key_path)


def require_port(host: str, port: int) -> None:
    """Refuse a port that cannot be listened on, with the reason and the fix."""
    from charter.core.processes import why_not_free  # noqa: PLC0415 - see above

    error = why_not_free(host, port)
    if error is None:
        return
    if error.errno == errno.EADDRINUSE:
        raise StartRefused(
            f"Port {port} on {host} is taken{_holder(port)}: stop that program, or choose another port with --port."
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        raise StartRefused(f"Port {port} needs rights that this user lacks: choose one above 1023 with --port.")
    raise StartRefused(f"Cannot listen on {host}: {error.strerror or error}; choose another address with --host.")


def _holder(port: int) -> str:
    """Return " by NAME (process N)" when this user may know."""
    import psutil  # noqa: PLC0415 - only to explain a refusal

    try:
        for connection in psutil.net_connections("inet"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr[1:] == (port,) and connection.pid:
                return f" by {psutil.Process(connection.pid).name()} (process {connection.pid})"
    except (psutil.Error, OSError):
        pass
    return ""


def _has_screen() -> bool:
    if not sys.stdout.isatty() or os.environ.get("SSH_CONNECTION"):
        return False
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@click.command()
@data_dir_option
@json_option
def down(data_dir: Path | None, as_json: bool) -> None:
    """Stop the Charter that runs on a data directory, and wait until it has stopped.

    Running work is parked first. Stopping what does not run is no error.
    """
    from charter.cli.supervisor import ownership  # noqa: PLC0415 - the overview of commands does without it

    path = _data_dir(data_dir)
    pid = _owner(path)
    if pid is None:
        output.show(
            {"data_dir": str(path), "stopped": False}, as_json, lambda it: f"No Charter runs on {it['data_dir']}."
        )
        return
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        pass
    except PermissionError:
        raise StartRefused(f"Process {pid} belongs to another user: stop it as that user.") from None
    deadline = time.monotonic() + _DOWN_LIMIT_S
    while ownership.owner_pid(path) == pid:
        if time.monotonic() > deadline:
            raise StartRefused(f"Process {pid} has not stopped within {_DOWN_LIMIT_S:.0f} s: end it with kill {pid}.")
        time.sleep(0.05)
    output.show(
        {"data_dir": str(path), "stopped": True, "pid": pid}, as_json, lambda it: f"Stopped process {it['pid']}."
    )


@click.command()
@data_dir_option
@json_option
def status(data_dir: Path | None, as_json: bool) -> int:
    """Show whether Charter runs on a data directory, and how its parts are. Exit code 1 when it does not serve."""
    from charter.cli.supervisor import ownership  # noqa: PLC0415 - the overview of commands does without it

    path = _data_dir(data_dir)
    pid = _owner(path)
    if pid is None:
        document: dict[str, Any] = {"state": "stopped", "data_dir": str(path), "parts": []}
    else:
        told = ownership.told(path)
        ready = _ready(told.get("url"), path / "tls" / "certificate.pem")
        document = {"state": "ready" if ready else "starting", "data_dir": str(path), **told}
        for part in document.get("parts", []):
            part["memory_mb"] = _memory_mb(part.get("pid"))
    output.show(document, as_json, _render_status)
    return 0 if document["state"] == "ready" else 1


def _render_status(document: Any) -> str:
    colour = {"ready": "green", "starting": "yellow", "stopped": "red"}[document["state"]]
    lines = [f"{output.styled(document['state'], fg=colour, bold=True)}  {document.get('url', '')}".rstrip()]
    lines.append(f"data   {document['data_dir']}")
    if document["state"] == "stopped":
        lines.append("Start it with charter up.")
    if document["parts"]:
        lines += ["", output.table(document["parts"], ["name", "state", "pid", "restarts", "memory_mb"])]
    return "\n".join(lines)


def _data_dir(given: Path | None) -> Path:
    from charter.core.settings import load_settings  # noqa: PLC0415 - see above

    if given is not None:
        return given.expanduser().absolute()
    return load_settings().data_dir.expanduser().absolute()


def _owner(path: Path) -> int | None:
    from charter.cli.supervisor import ownership  # noqa: PLC0415 - see above

    try:
        return ownership.owner_pid(path)
    except PermissionError:
        raise StartRefused(f"{path} belongs to another user: ask as that user.") from None


def _ready(url: str | None, certificate: Path) -> bool:
    from charter.cli.http import ApiClient  # noqa: PLC0415 - see above
    from charter.core.errors import CharterError  # noqa: PLC0415 - slow to import

    if url is None:
        return False
    try:
        ApiClient(url, None, timeout_s=5, ca_file=certificate).get("/readyz")
    except CharterError:
        return False
    return True


def _memory_mb(pid: int | None) -> int | None:
    """Return the resident memory of a process and its children; shared pages count in each."""
    import psutil  # noqa: PLC0415 - see above

    if pid is None:
        return None
    try:
        process = psutil.Process(pid)
        return round(sum(each.memory_info().rss for each in [process, *process.children(recursive=True)]) / 1e6)
    except psutil.Error:
        return None
