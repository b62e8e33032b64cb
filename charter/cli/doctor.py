"""``charter doctor``: checks everything an installation needs and says how to mend what is wrong. Changes nothing."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from charter.cli import output
from charter.cli.output import json_option
from charter.cli.process import data_dir_option
from charter.core.errors import CharterError, StartRefused

if TYPE_CHECKING:
    from charter.core.settings import Settings

_LITTLE_SPACE_BYTES, _NO_SPACE_BYTES = 1_000_000_000, 200_000_000


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found. ``off`` is neither good nor bad: the part does not run now, or is not wanted."""

    name: str
    state: Literal["ok", "warning", "failed", "off"]
    reason: str
    fix: str | None = None


@click.command()
@data_dir_option
@json_option
def doctor(data_dir: Path | None, as_json: bool) -> int:
    """Check this installation and say how to mend what is wrong. Changes nothing; exit code 1 when something failed."""
    checks = list(_examine(data_dir))
    output.show({"healthy": _healthy(checks), "checks": [asdict(check) for check in checks]}, as_json, _render)
    return 0 if _healthy(checks) else 1


def _healthy(checks: list[Check]) -> bool:
    return all(check.state != "failed" for check in checks)


def _render(document: Any) -> str:
    colours = {"ok": "green", "warning": "yellow", "failed": "red", "off": "bright_black"}
    width = max(len(check["name"]) for check in document["checks"])
    lines = []
    for check in document["checks"]:
        state = output.styled(check["state"].ljust(7), fg=colours[check["state"]], bold=check["state"] == "failed")
        lines.append(f"{state}  {check['name'].ljust(width)}  {check['reason']}")
        if check["fix"]:
            lines.append(f"{' ' * (width + 11)}{check['fix']}")
    return "\n".join(lines)


def _examine(data_dir: Path | None) -> Iterator[Check]:
    from charter.core.settings import load_settings  # noqa: PLC0415 - the overview of commands does without it

    yield _python()
    try:
        settings = load_settings(**({"data_dir": data_dir} if data_dir is not None else {}))
    except StartRefused as refusal:
        yield Check("settings", "failed", refusal.detail, "Correct the setting; the other checks need them all.")
        return
    yield Check("settings", "ok", f"valid; data directory {settings.data_dir}")
    for check in (_data_directory, _key_file, _postgres_programs):
        yield _guarded(check, settings)
    yield from _database(settings)
    for check in (_disk, _port, _demo_model, _workbench):
        yield _guarded(check, settings)


def _guarded(check: Callable[[Settings], Check], settings: Settings) -> Check:
    """Run one check; whatever it stumbles over is what it found."""
    name = check.__name__.strip("_").replace("_", " ")
    try:
        return check(settings)
    except CharterError as refusal:
        return Check(name, "failed", refusal.detail)
    except OSError as error:
        return Check(name, "failed", f"{error.filename or settings.data_dir}: {error.strerror}")


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < (3, 11):  # noqa: UP036 - somebody may run it with another interpreter all the same
        return Check("python", "failed", f"{version} is too old.", "Install Python 3.11 or later and run make setup.")
    return Check("python", "ok", f"{version} at {sys.executable}")


def _data_directory(settings: Settings) -> Check:
    path = settings.data_dir
    try:
        facts = path.stat()
    except FileNotFoundError:
        return Check("data directory", "off", f"{path} does not exist yet.", "charter up makes it.")
    if facts.st_uid != os.geteuid():
        return Check(
            "data directory", "failed", f"{path} belongs to user id {facts.st_uid}.", "Run Charter as that user."
        )
    mode = stat.S_IMODE(facts.st_mode)
    if mode & 0o077 and any(path.iterdir()):
        return Check(
            "data directory", "failed", f"{path} is open to other users (mode {mode:04o}).", f"Run: chmod 700 {path}"
        )
    return Check("data directory", "ok", f"{path} is private to this user")


def _key_file(settings: Settings) -> Check:
    from charter.core.crypto.keys import load_key_file  # noqa: PLC0415 - see above

    path = settings.key_path
    if not path.exists() and not (settings.data_dir / "pg").exists() and settings.key_file is None:
        return Check("key file", "off", f"{path} does not exist yet.", "charter up makes it at its first start.")
    load_key_file(path)
    return Check("key file", "ok", f"{path} is readable by this user only")


def _postgres_programs(settings: Settings) -> Check:
    from charter.core.postgres.account import account_for  # noqa: PLC0415 - see above
    from charter.core.postgres.binaries import packaged, usable  # noqa: PLC0415 - slow to import

    if not settings.embedded_database:
        return Check("postgres programs", "off", "not needed: CHARTER_DATABASE_URL is set")
    cluster = settings.data_dir / "pg"
    if os.geteuid() == 0 and not cluster.exists():
        # Looking further would create the user and the copy that the first start creates.
        return Check("postgres programs", "ok", f"installed in {packaged()}")
    folder, major = usable(account_for(cluster))
    written_by = (cluster / "PG_VERSION").read_text().strip() if (cluster / "PG_VERSION").exists() else str(major)
    if written_by != str(major):
        return Check(
            "postgres programs",
            "failed",
            f"The database was written by Postgres {written_by}; this Charter brings {major}.",
            "Start the Charter that wrote it, export there, and import here.",
        )
    return Check("postgres programs", "ok", f"Postgres {major} in {folder}")


def _database(settings: Settings) -> Iterator[Check]:
    from charter.core.postgres import read_dsn  # noqa: PLC0415 - see above

    if settings.database_url is not None:
        url = settings.database_url.get_secret_value()
    else:
        try:
            url = read_dsn(settings.data_dir)
        except StartRefused as refusal:
            yield Check("database", "off", refusal.detail)
            return
    try:
        yield from asyncio.run(_ask_database(url))
    except StartRefused as refusal:
        yield Check("database", "failed", refusal.detail)


async def _ask_database(url: str) -> list[Check]:
    import asyncpg  # noqa: PLC0415 - see above

    from charter.core.db import app_role, catalogue, migrate  # noqa: PLC0415 - slow to import
    from charter.core.db.roles import database_of  # noqa: PLC0415 - slow to import

    head = migrate.head()
    try:
        revision = await migrate.current(url)
    except StartRefused as refusal:
        unknown = "newer" in refusal.detail
        return [Check("schema" if unknown else "database", "failed", refusal.detail)]
    found = [Check("database", "ok", "answers")]
    if revision != head:
        at = revision or "empty"
        found.append(Check("schema", "warning", f"is {at}; this code needs {head}.", "charter up migrates it."))
        return found
    found.append(Check("schema", "ok", f"at revision {head}"))
    connection = await asyncpg.connect(url, timeout=10)
    try:
        wrong = await catalogue.violations(connection, app_role(database_of(url)))
    finally:
        await connection.close()
    if wrong:
        fix = "Run: python -m charter.cli.database upgrade. If that does not help, restore the grants by hand."
        found.append(Check("tenant isolation", "failed", "; ".join(wrong), fix))
    else:
        found.append(Check("tenant isolation", "ok", "row security is forced, and the application role has no power"))
    return found


def _disk(settings: Settings) -> Check:
    path = next(folder for folder in (settings.data_dir, *settings.data_dir.absolute().parents) if folder.exists())
    free = shutil.disk_usage(path).free
    words = f"{free / 1e9:.1f} GB free on the disk of {path}"
    if free < _NO_SPACE_BYTES:
        return Check("disk", "failed", words, "Free some space: Postgres stops when the disk is full.")
    if free < _LITTLE_SPACE_BYTES:
        return Check("disk", "warning", words, "Free some space soon.")
    return Check("disk", "ok", words)


def _port(settings: Settings) -> Check:
    from charter.cli.process import require_port  # noqa: PLC0415 - see above
    from charter.cli.supervisor import ownership  # noqa: PLC0415 - slow to import

    where = f"{settings.host}:{settings.port}"
    if (pid := ownership.owner_pid(settings.data_dir)) is not None:
        return Check("port", "ok", f"Charter (process {pid}) serves {ownership.told(settings.data_dir).get('url')}")
    require_port(settings.host, settings.port)
    return Check("port", "ok", f"{where} is free")


def _demo_model(settings: Settings) -> Check:
    from charter.llm.demo.model_file import find_demo_model  # noqa: PLC0415 - see above

    if settings.demo_model == "off":
        return Check("demo model", "off", "switched off by CHARTER_DEMO_MODEL")
    model = find_demo_model(settings.local_gguf)
    if model is None:
        return Check("demo model", "off", "not installed", "Run make setup, or use Ollama or a provider's API key.")
    return Check("demo model", "ok", f"{model.name} ({model.path.stat().st_size / 1e6:.0f} MB)")


def _workbench(settings: Settings) -> Check:
    import charter  # noqa: PLC0415 - for its place only

    folder = settings.web_dir or Path(charter.__file__).parent.parent / "web" / "dist"
    if not (folder / "index.html").is_file():
        return Check("workbench", "warning", f"{folder} holds no built workbench.", "Run: make web")
    return Check("workbench", "ok", f"built in {folder}")
