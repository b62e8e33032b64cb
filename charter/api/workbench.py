"""Serves the built workbench: hashed files for ever, the page itself always fresh, every unknown path the page."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

import charter
from charter.api.problems import PAGE
from charter.core.settings import Settings

_NOT_PAGES = ("v1/", "assets/", "problems/", "openapi.json", "healthz", "readyz", "metrics")
_MISSING = "The workbench is not built. Run: make web. The API is at /openapi.json.\n"


class _HashedFiles(StaticFiles):
    async def get_response(self, path: str, scope: object) -> Response:
        response = await super().get_response(path, scope)  # type: ignore[arg-type] # Starlette's own scope, passed on
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


def web_dir(settings: Settings) -> Path:
    """Return where the built workbench is."""
    return settings.web_dir or Path(charter.__file__).parent.parent / "web" / "dist"


def mount(app: FastAPI, settings: Settings) -> None:
    """Serve the workbench at ``/``."""
    root = web_dir(settings)
    if (root / "assets").is_dir():
        app.mount("/assets", _HashedFiles(directory=root / "assets"))

    @app.get("/{path:path}", include_in_schema=False, name=PAGE)
    async def _page(path: str) -> Response:
        if path.startswith(_NOT_PAGES) or path == "v1":
            raise HTTPException(404)
        file = (root / path).resolve()
        if path and file.is_relative_to(root.resolve()) and file.is_file():
            return FileResponse(file)
        page = root / "index.html"
        if not page.is_file():
            return PlainTextResponse(_MISSING, 503)
        return FileResponse(page, headers={"cache-control": "no-cache"})
