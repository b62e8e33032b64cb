"""Open streams end within a second when their reader may no longer read them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import orjson
from starlette.requests import Request

from charter.core.errors import CharterError
from charter.core.http import sse
from charter.core.http.dependencies import renewed, services_of
from charter.core.principal import Principal


def as_event(error: CharterError) -> bytes:
    """Return the last event of a stream that is closed to its reader."""
    return sse.event("stream.refused", orjson.dumps(error.problem()))


class StreamGuard:
    """Asks anew whether the reader of a stream may read it whenever the tenant's access rules move."""

    stale: asyncio.Future[None]

    def __init__(
        self,
        request: Request,
        principal: Principal,
        still: Callable[[Principal], None],
        refused: Callable[[CharterError], bytes] = as_event,
    ) -> None:
        """Begin to watch.

        Args:
            still: raises when the principal may no longer read the stream.
            refused: gives the last bytes of the stream, in the form that its readers understand.
        """
        self._request = request
        self._principal = principal
        self._still = still
        self._refused = refused
        self._watch()

    async def recheck(self) -> bytes | None:
        """Return None when the reader may go on, else the last bytes of the stream."""
        try:
            self._principal = await renewed(self._request, newer_than=self._principal.authz_epoch)
            self._still(self._principal)
        except CharterError as error:
            return self._refused(error)
        self._watch()
        return None

    def _watch(self) -> None:
        watch = services_of(self._request).access_watch
        self.stale = watch.moved(self._principal.tenant_id, self._principal.authz_epoch)
