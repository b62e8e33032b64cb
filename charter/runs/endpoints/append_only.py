"""A run's text for readers who cannot take any of it back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import orjson


class AppendOnly:
    """Turns a run's events into text that is only ever added to, since clients cannot take text back.

    When a step begins anew after a reset, its text is held while it repeats what was sent; if it goes another way, the
    stream fails, and the client asks again.
    """

    def __init__(self, *, hold: bool) -> None:
        """Begin with nothing sent; ``hold`` keeps all back until the answer is whole."""
        self._hold = hold
        self._sent = ""
        self._of_step = ""
        self._before_step = ""
        self.diverged = False

    async def of(self, batches: AsyncIterator[list[Any]]) -> AsyncIterator[tuple[str, Any]]:
        """Yield ("text", piece) and last of all ("end", data of the run's last event)."""
        async for batch in batches:
            for event in batch:
                data = orjson.loads(event.data)
                match event.type:
                    case "step.started":
                        self._before_step, self._of_step = self._sent, ""
                    case "message.reset":
                        self._of_step = ""
                    case "message.delta":
                        self._of_step += data["text"]
                        if piece := self._new_text():
                            yield "text", piece
                    case "run.completed" | "run.failed" | "run.cancelled":
                        if rest := self._rest(data.get("output") or ""):
                            yield "text", rest
                        yield "end", data | self._error(event.type)

    def _error(self, ending: str) -> dict[str, Any]:
        if ending == "run.cancelled":
            return {"error": {"code": "runs.cancelled", "detail": "The run was cancelled."}}
        if self.diverged:
            detail = "The answer was interrupted and came out differently; ask again."
            return {"error": {"code": "runs.answer-changed", "detail": detail}}
        return {}

    def _new_text(self) -> str:
        whole = self._before_step + self._of_step
        if self._hold or self.diverged or len(whole) <= len(self._sent):
            return ""
        if not whole.startswith(self._sent):
            self.diverged = True
            return ""
        piece = whole[len(self._sent) :]
        self._sent = whole
        return piece

    def _rest(self, output: str) -> str:
        """Return what of the final answer was not sent: all of it when it was held."""
        if self.diverged or self._sent.endswith(output):
            return ""
        return output if self._hold or not self._sent else ""
