"""Request bodies read strictly: what the database or another parser would stumble over is refused at the border."""

from __future__ import annotations

import json
from typing import Any

import orjson
from starlette.requests import Request

from charter.core.texts import has_nul


class StrictRequest(Request):
    """A request whose JSON follows RFC 8259 to the letter.

    Python's own parser lets NaN, Infinity and half surrogates through; Postgres stores none of them, and no NUL in
    texts either.
    """

    async def json(self) -> Any:
        """Return the parsed body.

        Raises:
            json.JSONDecodeError: it is no JSON, is nested too deeply, or has a NUL character in a text.
        """
        raw = await self.body()
        parsed = orjson.loads(raw)
        # A backslash may itself be escaped, so the quick look is followed by a true one.
        if b"\\u0000" in raw and has_nul(parsed):
            position = raw.index(b"\\u0000")
            raise json.JSONDecodeError("texts may not hold NUL characters", raw.decode(), position)
        return parsed
