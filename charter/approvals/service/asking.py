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
