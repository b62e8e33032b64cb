"""The router that rooms use."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from charter.core.http.body import StrictRequest
from charter.core.http.idempotency import store


class IdempotentRoute(APIRoute):
    """A route whose answer is stored under the request's Idempotency-Key before its transaction commits.

    FastAPI closes dependencies of scope ``function`` after the handler below has returned, so storing here is inside.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler."""
        handle = super().get_route_handler()

        async def handle_and_store(request: Request) -> Response:
            response = await handle(StrictRequest(request.scope, request.receive))
            await store(request, response)
            return response

        return handle_and_store


def router(prefix: str, tag: str) -> APIRouter:
    """Return a room's router under ``/v1``."""
    return APIRouter(prefix=f"/v1{prefix}", tags=[tag], route_class=IdempotentRoute)
