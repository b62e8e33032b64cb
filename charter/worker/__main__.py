"""``python -m charter.worker``: one worker process."""

from __future__ import annotations

from charter.core import collector

collector.spare_the_start()

import asyncio
import signal
import sys
from datetime import timedelta

import uvloop

from charter.api.services import AppServices, background, owner_url, running_services
from charter.approvals.service import approvals
from charter.audit import thinning
from charter.audit.sequencer import Sequencer
from charter.audit.signing import load_signing_key
from charter.audit.witness import Witness
from charter.budgets.service import budgets, storage
from charter.core import idempotency
from charter.core.db import is_outage, urls_for
from charter.core.errors import StartRefused
from charter.core.settings import Settings, load_settings
from charter.core.telemetry import logs
from charter.guardrails.service import forgetting, judge
from charter.identity.service import sign_in
from charter.identity.service.limiter import forget_old_attempts
from charter.identity.service.sign_on.access_tokens import forget_ends
from charter.runs.service import retention
from charter.tenants.service import lifecycle
from charter.workflows.service import retention as workflow_retention
from charter.workflows.service import tool_jobs

_TIDY_EVERY_S = 3600.0
_FOLD_EVERY_S = 10.0
_IDEMPOTENCY_KEPT = timedelta(hours=24)


async def work(settings: Settings) -> None:
    """Take queue items until told to stop; then park what runs."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running_services(settings, takes_queue_items=True) as services, background(services):
        collector.spare_the_service()
        sequencer = await prepare_sequencer(services)
        tasks = [
            asyncio.create_task(tidy_forever(services)),
            asyncio.create_task(fold_forever(services)),
            asyncio.create_task(sequencer.run()),
        ]
        await stop.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await sequencer.close()


async def prepare_sequencer(services: AppServices) -> Sequencer:
    """Return the audit sequencer of this process.

    Raises:
        StartRefused: its signing key is missing, garbled, or not the one the log was signed with.
    """
    settings = services.settings
    urls = urls_for(settings, owner_url(settings), services.master)
    witness = Witness.of(settings, services.models.http)
    path = settings.audit_key_path
    sequencer = Sequencer(urls.audit, load_signing_key(path), services.clock, witness, key_path=path)
    await sequencer.require_own_key()
    return sequencer


async def tidy_forever(services: AppServices) -> None:
    """Remove once an hour what nobody can use any more."""
    while True:
        try:
            now = services.clock()
            async with services.database.system_session(reason="remove what has ended") as db:
                await idempotency.forget_before(db, now - _IDEMPOTENCY_KEPT)
                await sign_in.forget_ended_sessions(db, now)
                await forget_old_attempts(db, now)
                await forget_ends(db, now)
                await retention.forget_expired(db, now)
                await forgetting.forget_expired(db, now)
                await workflow_retention.forget_expired(db, now)
                await lifecycle.purge_due(db, now)
                await storage.recount_all(db)
                await thinning.thin_checkpoints(db, now)
            await judge.forget_old(services.database, now)
        except Exception as error:
            if not is_outage(error):
                raise
        await asyncio.sleep(_TIDY_EVERY_S)


async def fold_forever(services: AppServices) -> None:
    """Fold the levels of tenants' storage, tell of soft thresholds they cross, end questions nobody has answered."""
    while True:
        await asyncio.sleep(_FOLD_EVERY_S)
        try:
            async with services.database.system_session(reason="fold what content takes") as db:
                crossed = await storage.fold(db)
                await approvals.expire(db, services.clock())
                await tool_jobs.take_back_gone(db)
            for tenant_id, it in crossed:
                await budgets.announce(services.database, tenant_id, [it])
        except Exception as error:
            if not is_outage(error):
                raise


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
