"""``python -m charter.cli.database upgrade | check | current``: migrations from the command line."""

from __future__ import annotations

import asyncio
import sys

import charter.tables  # noqa: F401 - the models to compare with
from charter.core.crypto import load_key_file
from charter.core.db import migrate
from charter.core.errors import StartRefused
from charter.core.postgres import read_dsn
from charter.core.settings import Settings, load_settings


def _owner_url(settings: Settings) -> str:
    return settings.database_url.get_secret_value() if settings.database_url else read_dsn(settings.data_dir)


async def _run(verb: str) -> int:
    settings = load_settings()
    url = _owner_url(settings)
    match verb:
        case "upgrade":
            await migrate.upgrade(url, load_key_file(settings.key_path))
        case "current":
            sys.stdout.write(f"{await migrate.current(url)}\n")
        case "check":
            differences = await migrate.drift(url)
            for difference in differences:
                sys.stdout.write(f"{difference}\n")
            return 1 if differences else 0
        case _:
            sys.stderr.write("usage: python -m charter.cli.database upgrade | check | current\n")
            return 2
    return 0


def main() -> int:
    """Run; returns the exit code."""
    try:
        return asyncio.run(_run(sys.argv[1] if len(sys.argv) > 1 else ""))
    except StartRefused as error:
        sys.stderr.write(f"charter: {error.detail}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
