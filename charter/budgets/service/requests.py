"""Budgets on requests: counted before a request is handled, so that refused and failed ones count too."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

from charter.budgets.service import budgets, reservations
from charter.budgets.service.book import BudgetBook, load_book
from charter.core.clock import Clock
from charter.core.db import Database
from charter.core.principal import Principal

_FRESH_S = 1.0
_MAXIMUM_TENANTS = 1_000
_ALWAYS = ("/v1/session", "/v1/budgets")  # who has used up all requests must still be able to allow more


@dataclass(frozen=True, slots=True)
class _Known:
    book: BudgetBook
    until: float


class RequestBudgets:
    """Counts requests against the budgets of their tenant, user, key and teams. One per process.

    A new budget on requests counts within a second in every process; a tenant without one costs one look a second.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: OrderedDict[UUID, _Known] = OrderedDict()

    async def admit(self, path: str, principal: Principal) -> None:
        """Count a request of a principal.

        Raises:
            BudgetExhausted: no more requests are allowed; this one is not counted.
        """
        if path.startswith(_ALWAYS):
            return
        book = await self._book(principal.tenant_id)
        if not book.entries:
            return
        scopes = {principal.id, principal.on_behalf_of, *principal.teams}
        drawn_on = book.drawn_on(scopes, self._clock())
        if not drawn_on[0]:
            return
        async with self._database.tenant_connection(principal.tenant_id) as connection:
            crossed = await reservations.count(connection, drawn_on, book.zone)
        if crossed:
            await budgets.announce(self._database, principal.tenant_id, crossed)

    async def _book(self, tenant_id: UUID) -> BudgetBook:
        known = self._known.get(tenant_id)
        if known is None or known.until < time.monotonic():
            async with self._database.tenant_session(tenant_id) as db:
                known = _Known(await load_book(db, {"requests"}), time.monotonic() + _FRESH_S)
            self._known[tenant_id] = known
            while len(self._known) > _MAXIMUM_TENANTS:
                self._known.popitem(last=False)
        return known.book
