"""The way into a run that all doors share: authenticate, plan from the cache, start; renew and repeat if stale."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from charter.access.errors import Forbidden
from charter.core.errors import Conflict, SecondFactorRequired
from charter.core.http import idempotency
from charter.core.http.dependencies import authenticated, renewed, services_of
from charter.core.principal import Principal
from charter.runs.service.planning import RunPlan
from charter.runs.service.starting import EpochMoved, Started, Wanted

_TRIES = 5


async def open_run(
    request: Request, reference: str, version: int | None, make: Any
) -> tuple[Principal, RunPlan, Started]:
    """Start a run of an agent for the caller of a request.

    The usual way costs one transaction: principal and plan come from this process's caches, and the statement that
    writes the run checks that the tenant's epochs are those they were made from. If not, both are renewed.

    Args:
        make: given the plan, returns the :class:`Wanted` run.

    Returns the principal, the plan and the run; one that was started before under the same Idempotency-Key has no
    live state.
    """
    services = services_of(request)
    principal = await authenticated(request)
    key, fingerprint = await idempotency.key_and_fingerprint(request) or (None, None)
    for _ in range(_TRIES):
        cached = services.runs.planner.cached(principal.tenant_id, reference) if version is None else None
        if cached is None:
            async with services.database.tenant_session(principal.tenant_id) as db:
                tenant = db.info["tenant"]
                if tenant.authz_epoch != principal.authz_epoch:
                    principal = await renewed(request, newer_than=principal.authz_epoch)
                cached = await services.runs.planner.plan(db, principal, reference, version=version)
        plan, config_epoch = cached
        wanted: Wanted = make(plan, key, fingerprint)
        try:
            epochs = (principal.authz_epoch, config_epoch)
            started = await services.runs.starter.start(principal, plan, wanted, epochs=epochs)
        except EpochMoved:
            # Which of the two moved is not known here: read both anew on the slow way.
            services.runs.planner.forget(principal.tenant_id)
            continue
        except (Forbidden, SecondFactorRequired):
            # What the cached principal may not do, the present one perhaps may.
            async with services.database.tenant_session(principal.tenant_id) as db:
                if db.info["tenant"].authz_epoch == principal.authz_epoch:
                    raise
            principal = await renewed(request, newer_than=principal.authz_epoch)
            continue
        if started.live is None and key is not None:
            started = await _earlier(services, principal, key, fingerprint or b"", started)
        return principal, plan, started
    raise Conflict("The tenant's configuration is changing all the time; try again.")


async def _earlier(services: Any, principal: Principal, key: str, fingerprint: bytes, started: Started) -> Started:
    """Return the run that this key started: now in the background, or before."""
    async with services.database.tenant_session(principal.tenant_id) as db:
        run_id = await idempotency.made_by(db, principal, key, fingerprint)
    if run_id is None or run_id == started.run_id:
        return started
    return Started(run_id, None, None)
