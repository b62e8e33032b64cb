"""The policies at the door of every tool call: a tenant's rules, kept until its configuration moves."""

from __future__ import annotations

from collections import OrderedDict
from uuid import UUID

from pydantic import JsonValue

from charter.approvals.errors import CallDenied, CallNeedsApproval
from charter.approvals.rulings import Call, Effect, RuleBook, Ruling
from charter.approvals.service.policies import load_rules
from charter.approvals.taint import Sources
from charter.core.clock import Clock
from charter.core.db import Database
from charter.core.ids import format_id
from charter.tools.tool import Caller, Tool

_MAXIMUM_TENANTS = 1_000


class PolicyGate:
    """Says what becomes of calls. One per process."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._books: OrderedDict[UUID, tuple[int, RuleBook]] = OrderedDict()

    async def rules(self, tenant_id: UUID, config_epoch: int | None = None) -> RuleBook:
        """Return a tenant's policies as they are now.

        Args:
            config_epoch: the tenant's, if the caller has just read it: spares a look at the database.
        """
        kept = self._books.get(tenant_id)
        if kept is None or kept[0] != config_epoch:
            async with self._database.tenant_session(tenant_id) as db:
                epoch: int = db.info["tenant"].config_epoch
                if kept is None or kept[0] != epoch:
                    kept = (epoch, await load_rules(db))
                    self._books[tenant_id] = kept
                    while len(self._books) > _MAXIMUM_TENANTS:
                        self._books.popitem(last=False)
        self._books.move_to_end(tenant_id)
        return kept[1]

    async def ruling(self, tool: Tool, arguments: dict[str, JsonValue], caller: Caller) -> Ruling:
        """Return what becomes of a call without an agent; nothing is known of where its arguments came from."""
        book = await self.rules(caller.tenant_id, caller.config_epoch)
        who = format_id("principal", caller.principal_id)
        return book.rule(Call(tool, arguments, None, who, Sources([], []), self._clock()))

    async def require_allowed(self, tool: Tool, arguments: dict[str, JsonValue], caller: Caller) -> None:
        """Refuse a call that is forbidden, or that a person would have to be asked about: nobody here can wait.

        Raises:
            CallDenied, CallNeedsApproval: with the policy's reason.
        """
        ruling = await self.ruling(tool, arguments, caller)
        if ruling.effect is Effect.DENY:
            raise CallDenied(f"{tool.name} may not be called like this: {ruling.reason}")
        if ruling.effect is Effect.ASK and caller.origin != "trial":
            raise CallNeedsApproval(
                f"{tool.name} needs a person's consent here, which only agents' runs and workflows can wait for: "
                f"{ruling.reason}"
            )
