"""HTTP routes of single sign-on: connections for administrators, the way in and out for everybody."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from fastapi import Query, Request, Response
from starlette.responses import RedirectResponse

from charter.access.errors import Forbidden, RoleTooHigh, TeamNotFound
from charter.core.errors import CharterError
from charter.core.http import (
    CurrentPrincipal,
    Cursor,
    Limit,
    Now,
    Page,
    ProcessServices,
    TenantDb,
    paged,
    problems,
    router,
)
from charter.core.http.dependencies import Credential, CsrfTokenWrong
from charter.core.http.idempotency import keep_secret
from charter.identity.endpoints.account import session_cookie
from charter.identity.errors import (
    AudienceTaken,
    LastOwner,
    LogoutTokenRefused,
    ProviderUnusable,
    SignOnAddressTaken,
    SignOnConnectionExists,
    SignOnConnectionNotFound,
    SignOnNotMapped,
    SignOnRefused,
    Unauthenticated,
)
from charter.identity.models import SignOnConnection
from charter.identity.oidc.flow import ATTEMPT_LIFETIME_S
from charter.identity.service.sign_in import SESSION_LIFETIME
from charter.identity.service.sign_on import connections, login, logout
from charter.identity.service.sign_on.login import Callback
from charter.identity.sign_on_schemas import (
    ScimTokenCreated,
    SignedOut,
    SignOnConnectionChange,
    SignOnConnectionId,
    SignOnConnectionInput,
    SignOnConnectionRead,
    SignOnOffers,
)

connection_routes = router("/sign-on-connections", "Single sign-on")
sign_on_routes = router("/sign-on", "Single sign-on")
routers = [connection_routes, sign_on_routes]

_COMPUTED = {"has_secret", "redirect_uri", "post_logout_redirect_uri", "back_channel_logout_uri", "scim_url"}
_STORED = SignOnConnectionRead.model_fields.keys() - _COMPUTED


def _read(services: Any, row: SignOnConnection) -> SignOnConnectionRead:
    return SignOnConnectionRead(
        **{name: getattr(row, name) for name in _STORED},
        has_secret=row.sealed_secret is not None,
        redirect_uri=services.sign_on.redirect_uri,
        post_logout_redirect_uri=services.sign_on.home,
        back_channel_logout_uri=services.sign_on.back_channel_logout_uri,
        scim_url=services.sign_on.scim_url,
    )


@connection_routes.get("", operation_id="listSignOnConnections", responses=problems(Unauthenticated, Forbidden))
async def list_connections(
    services: ProcessServices, principal: CurrentPrincipal, db: TenantDb, after: Cursor, limit: Limit = 50
) -> Page[SignOnConnectionRead]:
    """List sign-on connections, oldest first."""
    rows = await connections.list_connections(db, principal, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda row: row.id)
    return Page(items=[_read(services, row) for row in page], next_cursor=cursor)


@connection_routes.post(
    "",
    operation_id="createSignOnConnection",
    status_code=201,
    responses=problems(
        Unauthenticated, Forbidden, RoleTooHigh, ProviderUnusable, SignOnConnectionExists, AudienceTaken, TeamNotFound
    ),
)
async def create_connection(
    body: SignOnConnectionInput, services: ProcessServices, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> SignOnConnectionRead:
    """Connect a provider, after reading what it says of itself."""
    return _read(services, await connections.create_connection(db, principal, services.sign_on, body, now=now))


@connection_routes.get(
    "/{connection_id}",
    operation_id="getSignOnConnection",
    responses=problems(Unauthenticated, Forbidden, SignOnConnectionNotFound),
)
async def get_connection(
    connection_id: SignOnConnectionId, services: ProcessServices, principal: CurrentPrincipal, db: TenantDb
) -> SignOnConnectionRead:
    """Return a sign-on connection without its secret."""
    return _read(services, await connections.get_connection(db, principal, connection_id))


@connection_routes.patch(
    "/{connection_id}",
    operation_id="changeSignOnConnection",
    responses=problems(
        Unauthenticated,
        Forbidden,
        RoleTooHigh,
        SignOnConnectionNotFound,
        ProviderUnusable,
        SignOnConnectionExists,
        AudienceTaken,
        TeamNotFound,
    ),
)
async def change_connection(
    connection_id: SignOnConnectionId,
    body: SignOnConnectionChange,
    services: ProcessServices,
    principal: CurrentPrincipal,
    db: TenantDb,
    now: Now,
) -> SignOnConnectionRead:
    """Change a sign-on connection; a new issuer without a new secret clears the secret."""
    row = await connections.change_connection(db, principal, services.sign_on, connection_id, body, now=now)
    return _read(services, row)


@connection_routes.delete(
    "/{connection_id}",
    operation_id="deleteSignOnConnection",
    status_code=204,
    responses=problems(Unauthenticated, Forbidden, RoleTooHigh, SignOnConnectionNotFound, LastOwner),
)
async def delete_connection(
    connection_id: SignOnConnectionId, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> None:
    """Delete a sign-on connection; whoever came through it is a member no longer."""
    await connections.delete_connection(db, principal, connection_id, now=now)


@connection_routes.post(
    "/{connection_id}/check",
    operation_id="checkSignOnConnection",
    responses=problems(Unauthenticated, Forbidden, SignOnConnectionNotFound, ProviderUnusable),
)
async def check_connection(
    connection_id: SignOnConnectionId, services: ProcessServices, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> SignOnConnectionRead:
    """Read the provider's metadata and keys again."""
    row = await connections.check_connection(db, principal, services.sign_on, connection_id, now=now)
    return _read(services, row)


@connection_routes.post(
    "/{connection_id}/scim-token",
    operation_id="createScimToken",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, RoleTooHigh, SignOnConnectionNotFound),
)
async def create_scim_token(
    connection_id: SignOnConnectionId,
    request: Request,
    services: ProcessServices,
    principal: CurrentPrincipal,
    db: TenantDb,
    now: Now,
) -> ScimTokenCreated:
    """Make the token of the provider's directory, shown this once; the one before ends now."""
    keep_secret(request)
    token = await connections.make_scim_token(db, principal, services.sign_on, connection_id, now=now)
    return ScimTokenCreated(token=token, scim_url=services.sign_on.scim_url)


@connection_routes.delete(
    "/{connection_id}/scim-token",
    operation_id="deleteScimToken",
    status_code=204,
    responses=problems(Unauthenticated, Forbidden, SignOnConnectionNotFound),
)
async def delete_scim_token(connection_id: SignOnConnectionId, principal: CurrentPrincipal, db: TenantDb) -> None:
    """End the token of the provider's directory."""
    await connections.end_scim_token(db, principal, connection_id)


@sign_on_routes.get("", operation_id="listSignOnOffers")
async def list_offers(
    request: Request,
    services: ProcessServices,
    tenant: Annotated[str | None, Query(max_length=100, description="A tenant's slug.")] = None,
    email: Annotated[str | None, Query(max_length=254, description="Leaves out ways for other domains.")] = None,
) -> SignOnOffers:
    """List the ways to sign in to a tenant: named here or by its subdomain, or the only one there is."""
    slug = tenant or _subdomain(request.url.hostname or "", services.sign_on.base_url)
    return SignOnOffers(items=await connections.offers(services.sign_on, tenant=slug, address=email))


def _subdomain(host: str, base_url: str) -> str | None:
    ours = f".{urlsplit(base_url).hostname}"
    return host[: -len(ours)].lower() if host.lower().endswith(ours) else None


_REDIRECT: dict[int | str, dict[str, Any]] = {302: {"description": "To the provider"}}
_BACK: dict[int | str, dict[str, Any]] = {303: {"description": "Back to the workbench"}}


@sign_on_routes.get(
    "/{offer_id}/start",
    operation_id="startSignOn",
    status_code=302,
    response_class=RedirectResponse,
    responses=_REDIRECT | problems(SignOnConnectionNotFound),
)
async def start(
    offer_id: SignOnConnectionId,
    services: ProcessServices,
    now: Now,
    return_to: Annotated[str, Query(max_length=1000, description="A path of the workbench.")] = "/",
    login_hint: Annotated[str | None, Query(max_length=254, description="Who is probably signing in.")] = None,
) -> RedirectResponse:
    """Send the browser to the provider."""
    departure = await login.begin(services.sign_on, offer_id, return_to=return_to, login_hint=login_hint, now=now)
    response = RedirectResponse(departure.address, 302)
    name, secure = _attempt_cookie(services, departure.cookie_name)
    # Lax: the provider's answer is a navigation from another site, and must find the cookie.
    response.set_cookie(
        name, departure.cookie, max_age=ATTEMPT_LIFETIME_S, secure=secure, httponly=True, samesite="lax", path="/"
    )
    return response


@sign_on_routes.get(
    "/callback",
    operation_id="finishSignOn",
    status_code=303,
    response_class=RedirectResponse,
    responses=_BACK | problems(SignOnRefused, SignOnNotMapped, SignOnAddressTaken, SignOnConnectionNotFound),
)
async def callback(
    request: Request,
    services: ProcessServices,
    now: Now,
    state: Annotated[str, Query(max_length=200)] = "",
    code: Annotated[str | None, Query(max_length=4000)] = None,
    error: Annotated[str | None, Query(max_length=200)] = None,
    iss: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Take the provider's answer, open a session and go on in the workbench; a browser learns of a refusal there."""
    answer = Callback(state, code, error, iss)
    try:
        arrival = await login.finish(
            services.sign_on,
            services.authenticator,
            answer,
            request.cookies,
            user_agent=request.headers.get("user-agent"),
            now=now,
        )
    except CharterError as refusal:
        if "text/html" not in request.headers.get("accept", ""):
            raise
        response = RedirectResponse("/?" + urlencode({"sign_on_problem": refusal.code}), 303)
    else:
        response = RedirectResponse(arrival.return_to, 303)
        name, secure = session_cookie(services)
        response.set_cookie(
            name,
            arrival.session_token,
            max_age=int(SESSION_LIFETIME.total_seconds()),
            secure=secure,
            httponly=True,
            samesite="strict",
            path="/",
        )
    name, secure = _attempt_cookie(services, login.cookie_name_of(state))
    response.delete_cookie(name, secure=secure, httponly=True, samesite="lax", path="/")
    return response


def _attempt_cookie(services: Any, name: str) -> tuple[str, bool]:
    _, secure = session_cookie(services)
    return (f"__Host-{name}" if secure else name), secure


@sign_on_routes.post(
    "/sign-out",
    operation_id="signOutEverywhere",
    responses=problems(Unauthenticated, CsrfTokenWrong),
)
async def sign_out(
    request: Request, response: Response, services: ProcessServices, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> SignedOut:
    """Sign out here; the answer says where the browser goes to sign out of the provider as well, if anywhere."""
    token = Credential(request).session_token
    session_id = await services.authenticator.session_of(token) if token else None
    address = None
    if session_id is not None:
        address = await logout.sign_out(db, principal, services.sign_on, session_id, now=now)
    name, secure = session_cookie(services)
    response.delete_cookie(name, secure=secure, httponly=True, samesite="strict", path="/")
    return SignedOut(redirect_to=address)


_LOGOUT_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["logout_token"],
                    "properties": {"logout_token": {"type": "string"}},
                }
            }
        },
    }
}


@sign_on_routes.post(
    "/back-channel-logout",
    operation_id="endSessionsFromProvider",
    responses=problems(LogoutTokenRefused),
    openapi_extra=_LOGOUT_FORM,
)
async def back_channel_logout(request: Request, services: ProcessServices, now: Now) -> Response:
    """End the sessions that a provider's logout token names (OpenID Connect Back-Channel Logout 1.0)."""
    form = parse_qs((await request.body()).decode(errors="replace"), max_num_fields=20)
    await logout.end_from_outside(services.sign_on, form.get("logout_token", [""])[0], now=now)
    return Response(status_code=200, headers={"cache-control": "no-store"})
