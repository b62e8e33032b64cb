"""Trying an imported tool: one real call, on behalf of whoever tries it."""

from __future__ import annotations

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.ids import new_id
from charter.core.principal import Principal
from charter.tools.service.catalogue import load_catalogue, not_found
from charter.tools.service.desk import ToolDesk
from charter.tools.tool import Caller, ToolKind


async def try_tool(
    db: AsyncSession, principal: Principal, desk: ToolDesk, name: str, arguments: dict[str, JsonValue]
) -> JsonValue:
    """Return what one call of an imported tool gives.

    Raises:
        Forbidden: the principal lacks ``tools.call``.
        ToolNotFound: there is no such tool from an OpenAPI document.
        CharterError: what the call is refused or fails with.
    """
    access.require(principal, "tools.call")
    catalogue = await load_catalogue(db, {})
    ours = {known: tool for known, tool in catalogue.tools.items() if tool.kind is ToolKind.OPENAPI}
    if name in catalogue.closed:
        catalogue.get(name)
    if name not in ours:
        raise not_found(name, ours)
    await audit.record(db, principal, "tool.tried", "tool", ours[name].id, after={"name": name})
    call_id = new_id()
    return await desk.call(ours[name], arguments, Caller(principal.tenant_id, principal.id, "trial", call_id, call_id))
