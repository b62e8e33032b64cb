"""The HTTP side that all endpoints share: dependencies, problem documents, paging, idempotency, event streams."""

from charter.core.http.dependencies import (
    Authenticator,
    CurrentPrincipal,
    Now,
    ProcessServices,
    Services,
    TenantDb,
    brief_session,
    client_address,
    problems,
)
from charter.core.http.paging import Cursor, Limit, Page, paged
from charter.core.http.route import IdempotentRoute, router

__all__ = [
    "Authenticator",
    "CurrentPrincipal",
    "Cursor",
    "IdempotentRoute",
    "Limit",
    "Now",
    "Page",
    "ProcessServices",
    "Services",
    "TenantDb",
    "brief_session",
    "client_address",
    "paged",
    "problems",
    "router",
]
