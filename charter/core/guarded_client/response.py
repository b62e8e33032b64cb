"""A response in the making: its head is here, its body arrives while it is read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Self

import aiohttp
from multidict import CIMultiDictProxy

from charter.core.guarded_client.errors import (
    ConnectionCutOff,
    OutgoingError,
    OutgoingTimeout,
    ResponseTooLarge,
)


class GuardedResponse:
    """Status, headers and a body that is read in pieces, under size and time limits.

    Closing it closes the connection at once, unless the body was read to its end: then the connection is kept for
    the next request.

    Attributes:
        url: the address that answered, after redirects.
    """

    __slots__ = (
        "_closed",
        "_deadline",
        "_failure",
        "_idle_timeout_s",
        "_loop",
        "_max_bytes",
        "_received",
        "_response",
        "_timer",
        "_waiting_since",
        "headers",
        "status",
        "url",
    )

    def __init__(
        self,
        response: aiohttp.ClientResponse,
        *,
        idle_timeout_s: float,
        deadline: float | None,
        max_bytes: int,
    ) -> None:
        self.status = response.status
        self.headers: CIMultiDictProxy[str] = response.headers
        self.url = str(response.url)
        self._response = response
        self._loop = asyncio.get_running_loop()
        self._idle_timeout_s = idle_timeout_s
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._received = 0
        self._closed = False
        self._failure: OutgoingError | None = None
        self._waiting_since: float | None = None
        self._timer: asyncio.TimerHandle | None = None
        # Both limits hang on one timer that re-arms itself, because a timeout context per chunk costs more than
        # the chunk.
        if not response.content.at_eof():
            self._arm(self._loop.time())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def at_end(self) -> bool:
        """Say whether the whole body has arrived and been read."""
        return self._response.content.at_eof()

    async def read_chunk(self) -> bytes:
        """Return the next bytes of the body as they arrived, or ``b""`` at its end.

        Raises:
            OutgoingTimeout: no byte within the idle limit, or the total limit passed.
            ResponseTooLarge: the body is larger than allowed.
            ConnectionCutOff: it ended in the middle.
        """
        if self._failure is not None:
            raise self._failure
        if self._closed:
            return b""
        self._waiting_since = self._loop.time()
        try:
            chunk = await self._response.content.readany()
        except (aiohttp.ClientError, OSError) as error:
            raise self._ended(error) from error
        except BaseException:
            self.close()
            raise
        finally:
            self._waiting_since = None
        if not chunk:
            self._disarm()
            return b""
        self._received += len(chunk)
        if self._received > self._max_bytes:
            self._failure = ResponseTooLarge(
                f"{self._response.url.host} sent more than {self._max_bytes} bytes; the response was dropped."
            )
            self.close()
            raise self._failure
        return chunk

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body as it arrives; raises as :meth:`read_chunk` does."""
        while chunk := await self.read_chunk():
            yield chunk

    async def read(self) -> bytes:
        """Return the whole body; raises as :meth:`read_chunk` does."""
        first = await self.read_chunk()
        if not first:
            return b""
        parts = [first]
        while chunk := await self.read_chunk():
            parts.append(chunk)
        return first if len(parts) == 1 else b"".join(parts)

    async def drain(self, within_s: float = 0.05) -> None:
        """Read what is left of a body that has nothing more to say, so that the connection can be used again.

        Args:
            within_s: how long its end is waited for; then the connection is closed.
        """
        if self.at_end:
            return
        try:
            async with asyncio.timeout(within_s):
                while await self.read_chunk():
                    pass
        except (TimeoutError, OutgoingError):
            self.close()

    def close(self) -> None:
        """Close the connection now if the body was not read to its end; can be called again."""
        if self._closed:
            return
        self._closed = True
        self._disarm()
        self._response.close()

    def _arm(self, now: float) -> None:
        since = self._waiting_since if self._waiting_since is not None else now
        at = since + self._idle_timeout_s
        if self._deadline is not None:
            at = min(at, self._deadline)
        self._timer = self._loop.call_at(at, self._check_time)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _check_time(self) -> None:
        now = self._loop.time()
        host = self._response.url.host
        if self._deadline is not None and now >= self._deadline:
            self._failure = OutgoingTimeout(f"{host} did not finish its response in time.", phase="total")
        elif self._waiting_since is not None and now - self._waiting_since >= self._idle_timeout_s:
            self._failure = OutgoingTimeout(f"{host} sent nothing for {self._idle_timeout_s:g} s.", phase="idle")
        else:
            self._arm(now)
            return
        # A reader that waits is woken by the exception; closing alone would leave it waiting.
        self._response.content.set_exception(aiohttp.ServerTimeoutError())
        self.close()

    def _ended(self, error: Exception) -> OutgoingError:
        if self._failure is None:
            self._failure = ConnectionCutOff(
                f"{self._response.url.host} closed the connection before its response was complete "
                f"({type(error).__name__})."
            )
        self.close()
        return self._failure
