"""What rooms that make calls ask people, inside their own transactions."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from charter.approvals import repository
from charter.approvals.questions import NewApproval, Standing
from charter.core.db import Connection


async def standing(connection: Connection, calls: Sequence[UUID]) -> list[Standing]:
    """Return what was asked about calls, and how it stands."""
    return await repository.standing(connection, calls)


async def ask(connection: Connection, questions: Sequence[NewApproval]) -> list[Standing]:
    """Ask, unless it was asked before; returns how all of them stand, locked until the transaction ends.

    Who is about to wait for an answer cannot miss it: a decision that was made in between is seen here.
    """
    return await repository.ask(connection, questions)


async def withdraw(connection: Connection, origin_id: UUID) -> None:
    """Take back what was asked on behalf of a run or instance that ends, and forget the texts that waited."""
    await repository.withdraw(connection, origin_id)


async def withdraw_call(connection: Connection, call_id: UUID) -> None:
    """Take back what was asked about a call that is over, and forget its texts that waited."""
    await repository.withdraw_call(connection, call_id)


async def let_go(connection: Connection, approvals: Sequence[UUID]) -> None:
    """Forget texts that have gone on, in the transaction in which they do."""
    await repository.let_go(connection, approvals)
