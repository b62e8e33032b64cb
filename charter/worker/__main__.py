"""``python -m charter.worker``: one worker process."""

from __future__ import annotations

import asyncio
import signal
import sys

import uvloop

from charter.api.services import background, running_services
from charter.core.errors import StartRefused
from charter.core.settings import Settings, load_settings
from charter.core.telemetry import logs


async def work(settings: Settings) -> None:
    """Take queue items until told to stop; then park what runs."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running_services(settings, takes_queue_items=True) as services, background(services):
        await stop.wait()


def main() -> int:
    """Run; returns the exit code."""
    try:
        settings = load_settings()
        logs.configure(settings.log_format, settings.log_level)
        uvloop.run(work(settings))
    except StartRefused as error:
        sys.stderr.write(f"charter: {error.detail}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
