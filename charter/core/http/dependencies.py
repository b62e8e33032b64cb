"""What endpoints ask for: the principal, its tenant's transaction, the time."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any, ClassVar, Protocol

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection, Request

from charter.core.clock import Clock
from charter.core.db import Database, TenantNow
from charter.core.errors import CharterError, SecondFactorRequired
from charter.core.http.idempotency import claim
from charter.core.http.tenancy import require_agreement
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.core.settings import Settings
from charter.core.telemetry import context

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER = "x-csrf-token"
_TO_ENROL = ("/v1/session", "/v1/second-factor", "/v1/passkeys")
"""What somebody may reach who must enrol a second factor first."""


class CsrfTokenWrong(CharterError):
    """A browser's unsafe request without the token of its session."""

    status, code, title = 403, "core.csrf-token-wrong", "CSRF token is missing or wrong"


class Authenticator(Protocol):
    """Turns credentials into principals; ``charter.identity`` implements it."""

    async def authenticate(self, *, bearer: str | None, session_token: str | None, newer_than: int) -> Principal:
        """Return the principal, compiled at an epoch later than ``newer_than`` (0: a cached one will do)."""
        ...

    def csrf_token(self, session_token: str) -> str:
        """Return the token that unsafe requests of this session carry."""
        ...


class Services(Protocol):
    """What the application holds for its endpoints, as ``request.app.state.services``."""

    settings: Settings
    database: Database
    clock: Clock
    authenticator: Authenticator


def services_of(connection: HTTPConnection) -> Any:
    """Return the process's services; rooms know which of them they use."""
    return connection.app.state.services


class Credential:
    """The credential a request carries: an API key, or a session cookie."""

    SESSION_COOKIES: ClassVar = ("__Host-charter_session", "charter_session")

    def __init__(self, connection: HTTPConnection) -> None:
        scheme, _, value = connection.headers.get("authorization", "").partition(" ")
        self.bearer = value.strip() if scheme.lower() == "bearer" and value else None
        self.session_token = (
            None if self.bearer else next(filter(None, map(connection.cookies.get, self.SESSION_COOKIES)), None)
        )


def require_csrf_token(request: Request, credential: Credential, authenticator: Authenticator) -> None:
    """Refuse an unsafe request that a browser sent on its own: only our pages know the session's token.

    Raises:
        CsrfTokenWrong: the header is missing or of another session.
    """
    if request.method in SAFE_METHODS or credential.session_token is None:
        return
    expected = authenticator.csrf_token(credential.session_token)
    if not hmac.compare_digest(request.headers.get(CSRF_HEADER, "").encode(), expected.encode()):
        raise CsrfTokenWrong("Send the csrf_token of GET /v1/session in the header X-CSRF-Token.")


def remember(principal: Principal) -> None:
    """Bind the principal to the logs of this request."""
    context.bind(tenant=format_id("tenant", principal.tenant_id), principal=f"{principal.kind}:{principal.id}")


async def authenticated(request: Request, at_once: Callable[[Principal], None] | None = None) -> Principal:
    """Return the principal of a request, from the cache if it is there; its epoch is not checked yet.

    Args:
        at_once: begins, when it is known who asks, what can go on while it is seen whether they may ask now.
    """
    services, credential = services_of(request), Credential(request)
    principal: Principal = await services.authenticator.authenticate(
        bearer=credential.bearer, session_token=credential.session_token, newer_than=0
    )
    require_csrf_token(request, credential, services.authenticator)
    if at_once is not None:
        at_once(principal)
    require_agreement(request, services.settings, principal)
    remember(principal)
    await services.edge.admit(request.scope.get("charter.edge"), principal)
    await services.request_budgets.admit(request.scope["path"], principal)
    return principal


async def renewed(request: Request, *, newer_than: int) -> Principal:
    """Return the principal compiled anew: the tenant's access rules moved on since ``newer_than``."""
    credential = Credential(request)
    principal: Principal = await services_of(request).authenticator.authenticate(
        bearer=credential.bearer, session_token=credential.session_token, newer_than=newer_than
    )
    return principal


@asynccontextmanager
async def brief_session(request: Request) -> AsyncIterator[tuple[Principal, AsyncSession]]:
    """Give the caller and its tenant's transaction for a moment: for what works long and must hold no connection."""
    principal = await authenticated(request)
    async with services_of(request).database.tenant_session(principal.tenant_id) as db:
        tenant: TenantNow = db.info["tenant"]
        if tenant.authz_epoch != principal.authz_epoch:
            principal = await renewed(request, newer_than=principal.authz_epoch)
        if principal.enrolment_due and not request.url.path.startswith(_TO_ENROL):
            raise SecondFactorRequired
        yield principal, db


async def _tenant_db(request: Request) -> AsyncIterator[AsyncSession]:
    async with brief_session(request) as (principal, db):
        request.state.principal = principal
        request.state.db = db
        await claim(request, db, principal)
        yield db


TenantDb = Annotated[AsyncSession, Depends(_tenant_db, scope="function")]
"""The transaction of the caller's tenant. It commits before the response leaves (``scope="function"``)."""


async def _current_principal(request: Request, db: TenantDb) -> Principal:  # noqa: ARG001 - opens the transaction first
    principal: Principal = request.state.principal
    return principal


CurrentPrincipal = Annotated[Principal, Depends(_current_principal)]
"""The caller, with permissions as of the transaction's start: revocation is effective on the next request."""


async def _process_services(request: Request) -> Any:
    return services_of(request)


ProcessServices = Annotated[Any, Depends(_process_services)]
"""What the process holds (``charter.api.services``); typed loosely, since rooms below must not know it."""


async def _now(request: Request) -> datetime:
    now: datetime = services_of(request).clock()
    return now


Now = Annotated[datetime, Depends(_now)]


def client_address(request: Request) -> str:
    """Return the address of the peer, for limits and logs."""
    return request.client.host if request.client else "unknown"


def problems(*errors: type[CharterError]) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI responses of an endpoint's refusals."""
    documented: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        example = {"type": f"/problems/{error.code}", "title": error.title, "status": error.status, "code": error.code}
        entry = documented.setdefault(
            error.status, {"description": error.title, "content": {"application/problem+json": {"examples": {}}}}
        )
        if error.title not in entry["description"]:
            entry["description"] += f"; {error.title}"
        media = entry["content"]["application/problem+json"]
        media["schema"] = {"$ref": "#/components/schemas/Problem"}
        media["examples"][error.code] = {"value": example}
    return documented
