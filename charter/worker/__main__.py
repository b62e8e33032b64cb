"""``python -m charter.worker``: one worker process."""

from __future__ import annotations

import asyncio
import signal
import sys
from datetime import timedelta

import uvloop

from charter.api.services import AppServices, background, running_services
from charter.core.db import is_outage
from charter.core.errors import StartRefused
from charter.core.http import idempotency
from charter.core.settings import Settings, load_settings
from charter.core.telemetry import logs
from charter.identity.service import sign_in

_TIDY_EVERY_S = 3600.0
_IDEMPOTENCY_KEPT = timedelta(hours=24)


async def work(settings: Settings) -> None:
    """Take queue items until told to stop; then park what runs."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running_services(settings, takes_queue_items=True) as services, background(services):
        tidying = asyncio.create_task(tidy_forever(services))
        await stop.wait()
        tidying.cancel()


async def tidy_forever(services: AppServices) -> None:
    """Remove once an hour what nobody can use any more."""
    while True:
        try:
            now = services.clock()
            async with services.database.system_session(reason="remove what has ended") as db:
                await idempotency.forget_before(db, now - _IDEMPOTENCY_KEPT)
                await sign_in.forget_ended_sessions(db, now)
        except Exception as error:
            if not is_outage(error):
                raise
        await asyncio.sleep(_TIDY_EVERY_S)


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
