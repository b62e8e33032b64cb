"""The page behind each problem's ``type``: what the refusal means, for the person who follows the link."""

from __future__ import annotations

import html
import inspect

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from charter.core.errors import CharterError

router = APIRouter(include_in_schema=False)


def all_errors() -> dict[str, type[CharterError]]:
    """Return every kind of refusal by its code."""
    found: dict[str, type[CharterError]] = {}
    waiting: list[type[CharterError]] = [CharterError]
    while waiting:
        error = waiting.pop()
        found.setdefault(error.code, error)
        waiting.extend(error.__subclasses__())
    return dict(sorted(found.items()))


@router.get("/problems/{code}")
async def get_problem(code: str) -> HTMLResponse:
    """Explain a problem type."""
    error = all_errors().get(code)
    if error is None:
        raise HTTPException(404)
    meaning = "" if error.__doc__ == CharterError.__doc__ else inspect.getdoc(error) or ""
    return HTMLResponse(
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{html.escape(error.title)}</title>"
        f"<h1>{html.escape(error.title)}</h1><p><code>{html.escape(code)}</code>, HTTP status {error.status}</p>"
        f"<p>{html.escape(meaning)}</p><p>The problem's <code>detail</code> says what is wrong in your case and what "
        "to do about it; <code>request_id</code> finds it in the server's log.</p>"
    )
