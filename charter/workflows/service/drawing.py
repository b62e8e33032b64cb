"""Laying out files for callers, few at a time."""

from __future__ import annotations

import asyncio

from charter.access import service as access
from charter.core.principal import Principal
from charter.workflows.errors import LayoutNotPossible
from charter.workflows.model.layout import LayoutRefused, lay_out

_AT_ONCE = 2


class Drawer:
    """Draws diagrams. One per process."""

    def __init__(self) -> None:
        self._seats = asyncio.Semaphore(_AT_ONCE)

    async def lay_out(self, principal: Principal, content: bytes) -> bytes:
        """Return a BPMN file with a diagram.

        Raises:
            Forbidden: the principal lacks ``workflows.read``.
            LayoutNotPossible: the file cannot be laid out.
        """
        access.require(principal, "workflows.read")
        try:
            async with self._seats:
                return await asyncio.to_thread(lay_out, content)
        except LayoutRefused as refused:
            raise LayoutNotPossible(str(refused)) from refused
