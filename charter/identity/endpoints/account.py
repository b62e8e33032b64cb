"""HTTP routes of set-up, the session, API keys and members."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import Request, Response

from charter.access.errors import Forbidden, RoleTooHigh
from charter.core.http import (
    CurrentPrincipal,
    Cursor,
    Limit,
    Now,
    Page,
    ProcessServices,
    TenantDb,
    client_address,
    paged,
    problems,
    router,
)
from charter.core.http.dependencies import Credential, CsrfTokenWrong
from charter.core.http.idempotency import keep_secret
from charter.core.http.tenancy import TenantDisagreement, hinted
from charter.core.ids import ApiKeyId, format_id
from charter.core.principal import PrincipalKind
from charter.identity.errors import (
    ApiKeyNotFound,
    ApiKeyRevoked,
    LastOwner,
    MemberExists,
    MemberNotFound,
    PasswordTooWeak,
    SecondFactorNeeded,
    SetUpAlready,
    SetupTokenWrong,
    SignInRefused,
    TooManyAttempts,
    Unauthenticated,
)
from charter.identity.models import ApiKey, Member
from charter.identity.schemas import (
    ApiKeyCreated,
    ApiKeyInput,
    ApiKeyRead,
    ApiKeyRotation,
    MemberChange,
    MemberId,
    MemberInput,
    MemberRead,
    PrincipalRead,
    SessionRead,
    SetupInput,
    SetupState,
    SignInInput,
)
from charter.identity.service import keys, members, setup, sign_in
from charter.identity.service.sign_in import SESSION_LIFETIME
from charter.tenants import service as tenants

_PREFIXES = {PrincipalKind.USER: "user", PrincipalKind.API_KEY: "key", PrincipalKind.SERVICE: "service"}

setup_routes = router("/setup", "Setup")
session_routes = router("/session", "Session")
key_routes = router("/api-keys", "API keys")
member_routes = router("/members", "Members")
routers = [setup_routes, session_routes, key_routes, member_routes]


@setup_routes.get("", operation_id="getSetup")
async def get_setup(services: ProcessServices) -> SetupState:
    """Say whether the first owner is still to be made."""
    async with services.database.system_session(reason="read the set-up state") as db:
        return SetupState(required=await setup.required(db))


@setup_routes.post(
    "",
    operation_id="setUp",
    status_code=201,
    responses=problems(SetupTokenWrong, SetUpAlready, PasswordTooWeak, TooManyAttempts),
)
async def set_up(
    body: SetupInput, request: Request, response: Response, services: ProcessServices, now: Now
) -> SessionRead:
    """Make the first tenant and its owner with the one-time token from the host, and sign them in."""
    await services.limiter.require(f"setup:{client_address(request)}", now)
    data_dir = services.settings.data_dir
    async with services.database.system_session(reason="set up the installation") as db:
        user_id = await setup.set_up(
            db,
            data_dir,
            token=body.token.get_secret_value(),
            email=body.email,
            password=body.password.get_secret_value(),
            tenant_name=body.tenant_name,
            now=now,
        )
    setup.remove_token(data_dir)
    tenant_id = await sign_in.membership_of(services.database, user_id)
    token = await sign_in.open_session(
        services.database,
        services.authenticator,
        tenant_id=tenant_id,
        user_id=user_id,
        user_agent=request.headers.get("user-agent"),
        now=now,
    )
    return await signed_in(response, services, token)


@session_routes.post(
    "",
    operation_id="signIn",
    responses=problems(SignInRefused, SecondFactorNeeded, TooManyAttempts, TenantDisagreement),
)
async def post_session(
    body: SignInInput, request: Request, response: Response, services: ProcessServices, now: Now
) -> SessionRead:
    """Sign in with email address and password; sets the session cookie."""
    token = await sign_in.sign_in(
        services.database,
        services.authenticator,
        services.limiter,
        email=body.email,
        password=body.password.get_secret_value(),
        tenant=body.tenant or hinted(request, services.settings),
        address=client_address(request),
        user_agent=request.headers.get("user-agent"),
        now=now,
    )
    return await signed_in(response, services, token)


@session_routes.get("", operation_id="getSession", responses=problems(Unauthenticated))
async def get_session(
    request: Request, services: ProcessServices, principal: CurrentPrincipal, db: TenantDb
) -> SessionRead:
    """Return the caller, its tenant and what it may do."""
    credential = Credential(request)
    csrf = services.authenticator.csrf_token(credential.session_token) if credential.session_token else None
    return SessionRead(
        principal=PrincipalRead(
            id=format_id(_PREFIXES[principal.kind], principal.id), kind=principal.kind, label=principal.label
        ),
        tenant=await tenants.get(db),
        roles=sorted(principal.roles),
        permissions=sorted(principal.permissions),
        csrf_token=csrf,
        second_factor_due=principal.enrolment_due,
    )


@session_routes.delete("", operation_id="signOut", status_code=204, responses=problems(Unauthenticated, CsrfTokenWrong))
async def delete_session(
    request: Request, response: Response, services: ProcessServices, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> None:
    """Sign out: the session ends everywhere at once."""
    token = Credential(request).session_token
    session_id = await services.authenticator.session_of(token) if token else None
    if session_id is not None:
        await sign_in.sign_out(db, principal, session_id, now=now)
    name, secure = session_cookie(services)
    response.delete_cookie(name, secure=secure, httponly=True, samesite="strict", path="/")


def session_cookie(services: Any) -> tuple[str, bool]:
    """Return the name of the session cookie, and whether it is for TLS only.

    It is bound to the host with TLS; on http loopback browsers refuse the ``__Host-`` prefix.
    """
    secure = services.settings.base_url.startswith("https://")
    return ("__Host-charter_session" if secure else "charter_session"), secure


async def signed_in(response: Response, services: Any, token: str) -> SessionRead:
    """Set the cookie of a new session and return what GET would."""
    name, secure = session_cookie(services)
    response.set_cookie(
        name,
        token,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        secure=secure,
        httponly=True,
        samesite="strict",
        path="/",
    )
    principal = await services.authenticator.authenticate(bearer=None, session_token=token)
    async with services.database.tenant_session(principal.tenant_id) as db:
        tenant = await tenants.get(db)
    return SessionRead(
        principal=PrincipalRead(id=format_id("user", principal.id), kind=principal.kind, label=principal.label),
        tenant=tenant,
        roles=sorted(principal.roles),
        permissions=sorted(principal.permissions),
        csrf_token=services.authenticator.csrf_token(token),
        second_factor_due=principal.enrolment_due,
    )


def _key_fields(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "role": key.role,
        "scope": key.scope,
        "prefix": f"chk_live_{key.public_id}",
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "last_used_at": key.last_used_at,
    }


@key_routes.get("", operation_id="listApiKeys", responses=problems(Unauthenticated, Forbidden))
async def list_keys(principal: CurrentPrincipal, db: TenantDb, after: Cursor, limit: Limit = 50) -> Page[ApiKeyRead]:
    """List API keys, newest first."""
    rows, cursor = paged(await keys.list_keys(db, principal, after=after, limit=limit + 1), limit, lambda key: key.id)
    return Page(items=[ApiKeyRead(**_key_fields(key)) for key in rows], next_cursor=cursor)


@key_routes.post(
    "", operation_id="createApiKey", status_code=201, responses=problems(Unauthenticated, Forbidden, RoleTooHigh)
)
async def create_key(
    body: ApiKeyInput, request: Request, services: ProcessServices, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> ApiKeyCreated:
    """Make an API key; its text is in this answer and nowhere else."""
    keep_secret(request)
    key, text = await keys.create_key(db, principal, services.authenticator, body, now=now)
    return ApiKeyCreated(**_key_fields(key), key=text)


@key_routes.get("/{key_id}", operation_id="getApiKey", responses=problems(Unauthenticated, Forbidden, ApiKeyNotFound))
async def get_key(key_id: ApiKeyId, principal: CurrentPrincipal, db: TenantDb) -> ApiKeyRead:
    """Return an API key without its secret."""
    return ApiKeyRead(**_key_fields(await keys.get_key(db, principal, key_id)))


@key_routes.delete(
    "/{key_id}",
    operation_id="revokeApiKey",
    responses=problems(Unauthenticated, Forbidden, ApiKeyNotFound, RoleTooHigh),
)
async def revoke_key(key_id: ApiKeyId, principal: CurrentPrincipal, db: TenantDb, now: Now) -> ApiKeyRead:
    """Revoke an API key; effective on the next request everywhere."""
    return ApiKeyRead(**_key_fields(await keys.revoke_key(db, principal, key_id, now=now)))


@key_routes.post(
    "/{key_id}/rotate",
    operation_id="rotateApiKey",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, ApiKeyNotFound, ApiKeyRevoked, RoleTooHigh),
)
async def rotate_key(
    key_id: ApiKeyId,
    request: Request,
    services: ProcessServices,
    principal: CurrentPrincipal,
    db: TenantDb,
    now: Now,
    body: ApiKeyRotation | None = None,
) -> ApiKeyCreated:
    """Replace an API key by a new one; the old one ends now, or after the overlap."""
    keep_secret(request)
    overlap = timedelta(hours=body.overlap_hours if body else 0)
    key, text = await keys.rotate_key(db, principal, services.authenticator, key_id, overlap=overlap, now=now)
    return ApiKeyCreated(**_key_fields(key), key=text)


@member_routes.get("", operation_id="listMembers", responses=problems(Unauthenticated, Forbidden))
async def list_members(principal: CurrentPrincipal, db: TenantDb, after: Cursor, limit: Limit = 50) -> Page[MemberRead]:
    """List members in the order they joined."""
    rows = await members.list_members(db, principal, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda member: member.id)
    return Page(items=[MemberRead.model_validate(member) for member in page], next_cursor=cursor)


@member_routes.post(
    "",
    operation_id="addMember",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, RoleTooHigh, MemberExists, PasswordTooWeak),
)
async def add_member(
    body: MemberInput, services: ProcessServices, principal: CurrentPrincipal, db: TenantDb
) -> MemberRead:
    """Make an account and its membership with a role."""
    member = await members.add_member(
        db, services.database, principal, email=body.email, password=body.password.get_secret_value(), role=body.role
    )
    return MemberRead.model_validate(member)


@member_routes.patch(
    "/{member_id}",
    operation_id="changeMemberRole",
    responses=problems(Unauthenticated, Forbidden, MemberNotFound, RoleTooHigh, LastOwner),
)
async def change_role(member_id: MemberId, body: MemberChange, principal: CurrentPrincipal, db: TenantDb) -> MemberRead:
    """Give a member another role; effective on their next request."""
    member: Member = await members.change_role(db, principal, member_id, body.role)
    return MemberRead.model_validate(member)


@member_routes.delete(
    "/{member_id}",
    operation_id="removeMember",
    status_code=204,
    responses=problems(Unauthenticated, Forbidden, MemberNotFound, RoleTooHigh, LastOwner),
)
async def remove_member(member_id: MemberId, principal: CurrentPrincipal, db: TenantDb, now: Now) -> None:
    """End a membership, its sessions and the API keys it made."""
    await members.remove_member(db, principal, member_id, now=now)
