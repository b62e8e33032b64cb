"""Standard input and output of a program in the sandbox: a line is a message."""

from __future__ import annotations

import asyncio

import orjson

from charter.core.telemetry import logs
from charter.mcp.errors import McpAnswerTooLarge, McpConnectionLost, McpError, McpProtocolBroken
from charter.mcp.transports.multiplexed import Multiplexed
from charter.mcp.transports.port import Heard
from charter.mcp.transports.streamable import parse
from charter.mcp.wire import Message
from charter.sandbox.programs import RunningProgram

_log = logs.get(__name__)
_MOST_WRONG_LINES = 100


class Stdio(Multiplexed):
    """The session of one program."""

    def __init__(self, program: RunningProgram, heard: Heard) -> None:
        super().__init__(heard)
        self._program = program
        self._reader = asyncio.create_task(self._read())

    async def tell(self, message: Message) -> None:
        """Send a message."""
        try:
            await self._program.send(orjson.dumps(message))
        except OSError as error:
            raise McpConnectionLost("The MCP server's program has ended.") from error

    async def aclose(self) -> None:
        """End the program."""
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        said = await self._program.aclose()
        if said:
            _log.info("an MCP server's program wrote to standard error", extra={"said": said[-500:]})
        self.ended()

    async def _read(self) -> None:
        failure: McpError | None = McpConnectionLost("The MCP server's program ended; the operator's log may say why.")
        try:
            await self._take_lines()
        except ValueError:
            failure = McpAnswerTooLarge("The MCP server's program wrote a line longer than Charter takes.")
        except McpError as error:
            failure = error
        finally:
            self.ended(failure)

    async def _take_lines(self) -> None:
        """Take each line; a few that are no messages are passed over, since programs print what they should log."""
        wrong = 0
        while (line := await self._program.line()) is not None:
            try:
                message = parse(line)
            except McpProtocolBroken:
                wrong += bool(line.strip())
                if wrong > _MOST_WRONG_LINES:
                    raise
                continue
            self.received(message)
