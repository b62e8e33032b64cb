"""The caller of a command: no transaction of the request stays open while the runtime commits its own."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from charter.core.http.dependencies import authenticated, renewed, services_of
from charter.core.principal import Principal


async def _acting(request: Request) -> Principal:
    principal = await authenticated(request)
    async with services_of(request).database.tenant_session(principal.tenant_id) as db:
        current = db.info["tenant"].authz_epoch == principal.authz_epoch
    return principal if current else await renewed(request, newer_than=principal.authz_epoch)


Acting = Annotated[Principal, Depends(_acting)]
"""The caller, with permissions as of now."""
