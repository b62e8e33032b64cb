"""Telling an outage of the database, which passes, from a mistake, which does not."""

from __future__ import annotations

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

_OUTAGES = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.OperatorInterventionError,  # shutting down, or terminated by an operator
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
    ConnectionError,
    TimeoutError,
    PoolTimeoutError,
)


def is_outage(error: BaseException) -> bool:
    """True when the database could not be reached, or went away: the same work may succeed in a moment."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, _OUTAGES) or (isinstance(seen, DBAPIError) and seen.connection_invalidated):
            return True
        seen = seen.__cause__ or getattr(seen, "orig", None)
    return False
