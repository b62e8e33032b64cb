"""What the log says of one call: that it is made, at the moment when it is, and how it was refused or failed.

The entry of a call is written while the call is under way, and no answer leaves before it is there: one that its caller
or this process did not see the end of is in the log all the same.
"""

from __future__ import annotations

import asyncio
import time
from uuid import UUID

import orjson
from pydantic import JsonValue

from charter.audit.accesses import AccessLog
from charter.core.errors import CharterError
from charter.core.principal import Principal
from charter.core.telemetry.redaction import redact
from charter.gateway.service.asking import Asked
from charter.guardrails.errors import GuardrailBlocked

_LONGEST_LOGGED = 4_000

Document = dict[str, JsonValue]


class CallEntries:
    """The entries of one call.

    Args:
        kind: what is called: ``tool``, ``agent`` or ``workflow``.
        about: what all entries of the call say.
    """

    def __init__(self, log: AccessLog, principal: Principal, kind: str, id_: UUID | None, about: Document) -> None:
        self._log, self._principal, self._kind, self._id, self._about = log, principal, kind, id_, about
        self._began = time.perf_counter()
        self._made: asyncio.Future[None] | None = None
        self._read: Document | None = None

    def read(self, arguments: Document) -> None:
        """Take the arguments as guardrails leave them: the log keeps no others."""
        self._read = arguments

    def made(self, arguments: Document, **more: JsonValue) -> None:
        """Begin to write that the call is made: nothing stands against it any more."""
        self._made = self._begin("called", {"arguments": self._logged(arguments), **more})

    async def close(
        self,
        arguments: Document,
        error: CharterError | None = None,
        *,
        left: bool = False,
        asked: Asked | None = None,
    ) -> None:
        """Return when the log knows of the call, and of its end if that was no good one.

        A caller that leaves meanwhile does not take the entries along.

        Args:
            arguments: those that were asked for; a call that was made has told its own.
            left: the caller did not wait for the end.
            asked: the call ended with a question to the client.
        """
        if error is not None or left or asked is not None:
            await asyncio.shield(self._close(arguments, error, left=left, asked=asked))
        elif self._made is not None:
            await asyncio.shield(self._made)

    async def _close(self, arguments: Document, error: CharterError | None, *, left: bool, asked: Asked | None) -> None:
        if self._made is not None:
            await self._made
        if asked is not None:
            await self._begin("asked", asked.noted)
        if error is None and not left:
            return
        facts: Document = {"outcome": error.code if error else "left"}
        facts["ms"] = round((time.perf_counter() - self._began) * 1000)
        if self._made is not None:
            await self._begin("failed", facts)
        else:
            kept = arguments if self._read is None else self._read
            await self._begin("refused", {"arguments": self._logged(kept, error), **facts})

    def _begin(self, what: str, facts: Document) -> asyncio.Future[None]:
        action = f"{self._kind}.{what}"
        return self._log.begin(self._principal, action, self._kind, self._id, after={**self._about, **facts})

    def _logged(self, arguments: Document, error: CharterError | None = None) -> JsonValue:
        """Return what the log keeps of arguments: no secrets, nothing that a guardrail stopped, and not too much.

        What an agent or a workflow is given is in its run or instance, where guardrails and retention hold for it.
        """
        written = orjson.dumps(arguments)
        if self._kind != "tool" or isinstance(error, GuardrailBlocked) or len(written) > _LONGEST_LOGGED:
            return {"size_bytes": len(written)}
        return redact(arguments)
