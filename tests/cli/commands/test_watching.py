"""A run followed over a connection that breaks: nothing lost, nothing doubled."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Self
from urllib.parse import urlsplit

from tests.llm.fake_server import Reply


class Breaking:
    """A relay to the server that cuts each of the first connections after so many bytes of answer."""

    def __init__(self, url: str, cuts: list[int]) -> None:
        self._to = urlsplit(url)
        self._cuts = cuts
        self.opened = 0
        self._relays: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for relay in self._relays:
            relay.cancel()
        await asyncio.gather(*self._relays, return_exceptions=True)

    async def _relay(self, reader, writer):
        self._relays.add(asyncio.current_task())
        self.opened += 1
        left = self._cuts.pop(0) if self._cuts else None
        there, back = await asyncio.open_connection(self._to.hostname, self._to.port)

        async def forth():
            while data := await reader.read(65536):
                back.write(data)

        going = asyncio.create_task(forth())
        try:
            while (left is None or left > 0) and (data := await there.read(256)):
                writer.write(data if left is None else data[:left])
                await writer.drain()
                left = None if left is None else left - len(data)
        finally:
            for stream in (writer, back):
                stream.transport.abort()
            going.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await going


async def test_a_run_goes_on_where_it_was_when_the_connection_breaks(builder, make_agent, model, server, charter):
    await make_agent(builder)
    words = " ".join(f"w{number}" for number in range(40))
    model.default = Reply(text=words, chunks=40, chunk_delay_s=0.03)
    async with Breaking(server, cuts=[900, 700, 500]) as relay:
        ended = await charter(builder, "run", "helper", "Count.", "--stream", CHARTER_URL=relay.url)
    assert (ended.code, ended.out) == (0, words + "\n")
    assert relay.opened == 4
    assert "the connection was lost" in ended.err
    assert len((await builder.client.get("/v1/runs")).json()["items"]) == 1
