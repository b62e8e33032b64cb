"""Finds a request's room: the routes that its path can mean, without trying those of all other rooms.

There are hundreds of routes in dozens of routers. Trying them one after the other took up to 0.4 ms of processor time a
request, twice what reading its credential takes.
"""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send


class Rooms:
    """An ASGI application over a router's routes, in the same order: stands where the router tries them all."""

    def __init__(self, router: APIRouter) -> None:
        self._all = router.app
        placed = [(route, {_place_of(path) for path in _paths(route)}) for route in router.routes]
        self._rooms = {
            place: _room(router, [route for route, places in placed if places & {place, ""}])
            for place in {""}.union(*(places for _, places in placed))
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as the router would."""
        if scope["type"] == "lifespan":
            await self._all(scope, receive, send)
            return
        room = self._rooms.get(_place_of(scope["path"])) or self._rooms[""]
        await room(scope, receive, send)


def _room(router: APIRouter, routes: list[BaseRoute]) -> APIRouter:
    room = APIRouter(redirect_slashes=router.redirect_slashes, default=router.default)
    room.routes.extend(routes)
    return room


def _paths(route: BaseRoute) -> Iterator[str]:
    """Yield the paths of a route, or of those of a router that was included."""
    inner = getattr(route, "original_router", None)
    if inner is None:
        yield str(getattr(route, "path", ""))
        return
    for one in inner.routes:
        yield from _paths(one)


def _place_of(path: str) -> str:
    """Return what a path begins with, ``v1/agents`` or ``mcp``; empty for a route that may begin with anything."""
    parts = path.split("/", 3)[1:3]
    place = "/".join(parts) if parts[:1] == ["v1"] else "".join(parts[:1])
    return "" if "{" in place else place
