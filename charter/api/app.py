"""The application factory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

import charter
from charter.access import endpoints as access
from charter.agents import endpoints as agents
from charter.api import help_pages, problems, system, workbench
from charter.api.edge import Edge
from charter.api.rooms import Rooms
from charter.api.services import AppServices, background, running_services
from charter.approvals import endpoints as approvals
from charter.archives import endpoints as archives
from charter.budgets import endpoints as budgets
from charter.compliance import endpoints as compliance
from charter.core.settings import Settings
from charter.edge import endpoints as edge
from charter.gateway import endpoints as gateway
from charter.guardrails import endpoints as guardrails
from charter.identity import endpoints as identity
from charter.identity.service import setup
from charter.llm import endpoints as llm
from charter.mcp import endpoints as mcp
from charter.openapi import endpoints as openapi
from charter.runs import endpoints as runs
from charter.tools import endpoints as tools
from charter.workflows import endpoints as workflows
from charter.workflows.endpoints.messages import clock_routes

_DESCRIPTION = """
Build, run, connect and govern AI agents.

**Authentication.** Programs send `Authorization: Bearer chk_…` (an API key); the workbench uses a session cookie and
sends its CSRF token in `X-CSRF-Token` on unsafe methods.

**Errors** are RFC 9457 problem details (`application/problem+json`) with a stable `type` and `code`; `errors` lists the
wrong fields by JSON Pointer. **Lists** are paged by `cursor`. **Creating twice** is prevented by `Idempotency-Key`.
**Ids** say what they are of: `agent_…`, `run_…`.
"""


def create_app(services: AppServices) -> FastAPI:
    """Assemble the application over a process's services."""
    app = FastAPI(
        title="Charter",
        version=charter.__version__,
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.operation_id or route.name,
    )
    app.state.services = services
    problems.install(app)
    app.router.routes.extend(gateway.doors)
    for router in routers():
        app.include_router(router)
    if services.settings.test_clock:
        app.include_router(clock_routes)
    app.include_router(help_pages.router)
    workbench.mount(app, services.settings)
    app.router.middleware_stack = Rooms(app.router)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign] # the documented way to extend the document
    app.add_middleware(Edge, guard=services.edge, refusals=services.refusals)
    return app


def routers() -> list[Any]:
    """Return every room's routers, in the order of the documentation."""
    building = (agents, tools, approvals, mcp, openapi, runs, workflows, gateway, llm)
    rooms = (identity, access, budgets, guardrails, *building, edge, compliance, archives)
    return [system.router, *(router for room in rooms for router in room.routers)]


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = _PROBLEM
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        _describe_refusals(document)
        document["components"]["securitySchemes"] = {
            "apiKey": {"type": "http", "scheme": "bearer", "description": "An API key: chk_live_…"},
            "session": {"type": "apiKey", "in": "cookie", "name": "charter_session"},
        }
        document["security"] = [{"apiKey": []}, {"session": []}]
        app.openapi_schema = document
    return app.openapi_schema


_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457 problem details. More members than these may follow, by type.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "examples": ["/problems/core.not-found"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong here, and what to do about it."},
        "code": {"type": "string", "description": "Stable; for programs."},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "retry_after_s": {"type": "number"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "message"],
                "properties": {
                    "path": {"type": "string", "description": "JSON Pointer into the body, or query.NAME."},
                    "message": {"type": "string"},
                    "suggestion": {"type": "string"},
                },
            },
        },
    },
}


_ANONYMOUS = frozenset(
    {
        "acceptInvitation",
        "answerSecondFactor",
        "answerSecondFactorWithPasskey",
        "askForPasskey",
        "askForPasswordReset",
        "askForSecondPasskey",
        "completePasswordReset",
        "endSessionsFromProvider",
        "finishSignOn",
        "getHealth",
        "getMetrics",
        "getReadiness",
        "getSetup",
        "listSignOnOffers",
        "lookAtInvitation",
        "setUp",
        "signIn",
        "signInWithPasskey",
        "startSignOn",
    }
)
"""Operations for callers that are not, or not yet, signed in."""


def _describe_refusals(document: dict[str, Any]) -> None:
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for path in document["paths"].values():
        for operation in path.values():
            if operation["operationId"] in _ANONYMOUS:
                operation["security"] = []
            else:
                signed_out = {"description": "Not signed in", "content": {"application/problem+json": reference}}
                operation["responses"].setdefault("401", signed_out)
            if "422" in operation.get("responses", {}):
                invalid = {"description": "Input is not valid", "content": {"application/problem+json": reference}}
                operation["responses"]["422"] = invalid


@asynccontextmanager
async def running_app(settings: Settings) -> AsyncIterator[FastAPI]:
    """Open the services, run the background work, and give the application."""
    async with running_services(settings, takes_queue_items=False) as services:
        async with services.database.system_session(reason="prepare the set-up") as db:
            await setup.prepare(db, settings.data_dir)
        async with background(services):
            yield create_app(services)
