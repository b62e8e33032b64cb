"""Finding a request's room answers as trying all routes would."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.responses import PlainTextResponse
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from charter.api.rooms import Rooms


def saying(word: str) -> Any:
    async def answer(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"{word} {sorted(request.path_params.items())}")

    return answer


def application(*, by_room: bool) -> FastAPI:
    """A small application with everything that ours has."""
    app, agents, more, door = FastAPI(), APIRouter(prefix="/v1/agents"), APIRouter(prefix="/v1/agents"), APIRouter()
    agents.add_api_route("", saying("list"), methods=["GET"])
    agents.add_api_route("/{agent}", saying("read"), methods=["GET", "DELETE"])
    more.add_api_route("/{agent}/versions", saying("versions"), methods=["GET"])
    door.add_api_route("/mcp", saying("door"), methods=["POST"])
    door.add_api_route("/mcp/{virtual}", saying("virtual"), methods=["POST"])
    door.add_api_route("/.well-known/x/{virtual}", saying("known"), methods=["GET"])
    for one in (agents, door, more):
        app.include_router(one)
    app.mount("/assets", Starlette(routes=[Route("/a.js", saying("asset"))]))
    app.add_api_route("/{path:path}", saying("page"), methods=["GET"])
    if by_room:
        app.router.middleware_stack = Rooms(app.router)
    return app


_BY_ROOM, _TRYING_ALL = application(by_room=True), application(by_room=False)


async def answered(app: Any, method: str, path: str) -> tuple[int, bytes, str]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "root_path": "", "scheme": "http",
        "query_string": b"", "headers": [(b"host", b"charter")], "server": ("charter", 80), "client": None,
        "http_version": "1.1", "asgi": {"version": "3.0"},
    }  # fmt: skip
    await app(scope, receive, send)
    headers = dict(sent[0]["headers"])
    return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:]), str(headers.get(b"location"))


_PARTS = st.sampled_from(["v1", "agents", "mcp", "assets", "a.js", "versions", ".well-known", "x", "", "{agent}", "é"])


@given(method=st.sampled_from(["GET", "POST", "DELETE", "HEAD"]), parts=st.lists(_PARTS, max_size=4))
async def test_each_request_is_answered_as_by_trying_all(method, parts):
    path = "/" + "/".join(parts)
    assert await answered(_BY_ROOM, method, path) == await answered(_TRYING_ALL, method, path)


@pytest.mark.parametrize(
    ("method", "path", "word"),
    [
        ("GET", "/v1/agents", b"list"),
        ("GET", "/v1/agents/a/versions", b"versions"),
        ("POST", "/mcp/support", b"virtual"),
        ("GET", "/assets/a.js", b"asset"),
        ("GET", "/runs/7", b"page"),
        ("GET", "/", b"page"),
    ],
)
async def test_rooms_are_found(method, path, word):
    status, body, _ = await answered(_BY_ROOM, method, path)
    assert (status, body.split()[0]) == (200, word)


async def test_a_request_is_not_tried_against_other_rooms(app):
    rooms = app.router.middleware_stack
    assert isinstance(rooms, Rooms)
    assert max(len(room.routes) for room in rooms._rooms.values()) < 8
