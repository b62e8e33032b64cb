"""Renders every refusal and failure as RFC 9457 ``application/problem+json``."""

from __future__ import annotations

import difflib
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import JsonValue
from starlette.exceptions import HTTPException
from starlette.responses import Response

from charter.core.errors import CharterError, FieldProblem, InputInvalid
from charter.core.http.dependencies import client_address, services_of
from charter.core.http.idempotency import Replay
from charter.core.telemetry import context, logs

MEDIA_TYPE = "application/problem+json"
_log = logs.get(__name__)

_HTTP = {
    400: ("core.bad-request", "Bad request", "The request could not be read; check its headers and body."),
    404: ("core.no-such-path", "No such path", "There is nothing at this path; see /openapi.json for what there is."),
    405: ("core.method-not-allowed", "Method not allowed", "This path does not take this method; see /openapi.json."),
    408: ("edge.too-slow", "Too slow", "The body did not arrive in time; send it at once."),
    413: ("core.body-too-large", "Body too large", "The body is larger than this installation accepts."),
    415: ("core.wrong-content-type", "Wrong content type", "Send application/json."),
}


def render(request: Request, document: dict[str, JsonValue], retry_after_s: float | None = None) -> Response:
    """Return a problem document with the request's path and id."""
    status = document["status"] if isinstance(document["status"], int) else 500
    body = document | {"instance": request.url.path, "request_id": context.current().get("request_id")}
    if request.url.path.startswith("/v1/openai/"):
        # OpenAI's clients look for this member; the document stays a problem document with one more.
        message, code = document.get("detail"), document.get("code")
        body["error"] = {"message": message, "type": "charter_error", "code": code, "param": None}
    headers = {}
    if retry_after_s is not None:
        headers["retry-after"] = str(max(1, round(retry_after_s)))
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    return Response(orjson.dumps(body), status, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Register the handlers of the one error family and of everything else that can come up."""

    @app.exception_handler(CharterError)
    async def _charter(request: Request, error: CharterError) -> Response:
        if error.status >= 500:
            _log.warning("refused", extra={"code": error.code, "detail": error.detail})
        _note(request, error)
        return render(request, error.problem(), error.retry_after_s)

    @app.exception_handler(Replay)
    async def _replay(_request: Request, replay: Replay) -> Response:
        return replay.response

    @app.exception_handler(RequestValidationError)
    async def _validation(request: Request, error: RequestValidationError) -> Response:
        fields = [field_problem(dict(item)) for item in error.errors()]
        summary = "; ".join(f"{field['path'] or 'body'}: {field['message']}" for field in fields[:3])
        return render(request, InputInvalid(summary, fields=fields).problem())

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        # A path that only the workbench's page takes, with another method, is no path at all.
        page = error.status_code == 405 and getattr(request.scope.get("route"), "name", "") == PAGE
        status = 404 if page else error.status_code
        code, title, detail = _HTTP.get(status, ("core.http", "Request refused", str(error.detail)))
        document: dict[str, JsonValue] = {
            "type": f"/problems/{code}", "title": title, "status": status, "detail": detail, "code": code,
        }  # fmt: skip
        response = render(request, document)
        if error.status_code in {408, 413}:
            _record(request, code)
        for name, value in ({} if page else error.headers or {}).items():
            response.headers[name] = value
        return response


PAGE = "workbench"
"""Name of the route that answers every unknown path with the workbench."""


def _note(request: Request, error: CharterError) -> None:
    """Have a refusal that matters for security written to the audit log, unless its service wrote an entry itself."""
    limited = error.status == 429 and error.code.startswith(("identity.", "edge.", "budgets."))
    if error.audited or not (error.status in {401, 403} or limited):
        return
    _record(request, error.code)


def _record(request: Request, code: str) -> None:
    services_of(request).refusals.record(
        getattr(request.state, "principal", None),
        code=code,
        method=request.method,
        route=getattr(request.scope.get("route"), "path", request.url.path[:200]),
        address=client_address(request),
    )


def field_problem(item: dict[str, Any]) -> FieldProblem:
    """Return one of Pydantic's errors as a field problem: a JSON Pointer and words for people."""
    location = list(item["loc"])
    part = location.pop(0) if location and location[0] in {"body", "query", "path", "header", "cookie"} else "body"
    if item["type"] == "json_invalid":
        return {"path": "", "message": f"The body is not valid JSON: {item.get('ctx', {}).get('error', item['msg'])}."}
    path = f"{part}.{location[0]}" if part != "body" and location else pointer(location)
    message = str(item["msg"]).removeprefix("Value error, ")
    problem: FieldProblem = {"path": path, "message": message[:1].upper() + message[1:]}
    expected = item.get("ctx", {}).get("expected")
    if expected and isinstance(item.get("input"), str):
        options = [option.strip("' ") for option in str(expected).replace(" or ", ", ").split(",")]
        if close := difflib.get_close_matches(item["input"], options, n=1):
            problem["suggestion"] = f"Did you mean {close[0]!r}?"
    if item["type"] == "extra_forbidden":
        problem["message"] = f"There is no field {location[-1]!r} here."
        problem["suggestion"] = "Remove it; /openapi.json lists the fields."
    return problem


def pointer(location: list[Any]) -> str:
    """Return a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)
