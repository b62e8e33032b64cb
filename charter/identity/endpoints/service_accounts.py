"""HTTP routes of service accounts and their keys."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import Request

from charter.access.errors import Forbidden, RoleNotFound, RoleTooHigh
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
from charter.core.http.idempotency import keep_secret
from charter.core.ids import ApiKeyId, ServiceAccountId
from charter.identity.errors import (
    ApiKeyNotFound,
    ApiKeyRevoked,
    ServiceAccountNameTaken,
    ServiceAccountNotFound,
    Unauthenticated,
)
from charter.identity.models import ApiKey
from charter.identity.schemas import ApiKeyRotation
from charter.identity.service import service_accounts
from charter.identity.service_account_schemas import (
    ServiceAccountChange,
    ServiceAccountInput,
    ServiceAccountKeyCreated,
    ServiceAccountKeyInput,
    ServiceAccountKeyRead,
    ServiceAccountRead,
)

routes = router("/service-accounts", "Service accounts")
routers = [routes]


@routes.get("", operation_id="listServiceAccounts", responses=problems(Unauthenticated, Forbidden))
async def list_accounts(
    principal: CurrentPrincipal, db: TenantDb, after: Cursor, limit: Limit = 50
) -> Page[ServiceAccountRead]:
    """List service accounts in the order they were made."""
    rows = await service_accounts.list_accounts(db, principal, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda row: row.id)
    return Page(items=list(page), next_cursor=cursor)


@routes.post(
    "",
    operation_id="createServiceAccount",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, RoleTooHigh, RoleNotFound, ServiceAccountNameTaken),
)
async def create_account(body: ServiceAccountInput, principal: CurrentPrincipal, db: TenantDb) -> ServiceAccountRead:
    """Make a service account with roles; it stays when whoever made it goes."""
    return await service_accounts.create_account(db, principal, body)


@routes.get(
    "/{service_account_id}",
    operation_id="getServiceAccount",
    responses=problems(Unauthenticated, Forbidden, ServiceAccountNotFound),
)
async def get_account(
    service_account_id: ServiceAccountId, principal: CurrentPrincipal, db: TenantDb
) -> ServiceAccountRead:
    """Return a service account."""
    return await service_accounts.get_account(db, principal, service_account_id)


@routes.patch(
    "/{service_account_id}",
    operation_id="changeServiceAccount",
    responses=problems(
        Unauthenticated, Forbidden, RoleTooHigh, RoleNotFound, ServiceAccountNotFound, ServiceAccountNameTaken
    ),
)
async def change_account(
    service_account_id: ServiceAccountId, body: ServiceAccountChange, principal: CurrentPrincipal, db: TenantDb
) -> ServiceAccountRead:
    """Rename or describe a service account, or change its roles; effective on its next request."""
    return await service_accounts.change_account(db, principal, service_account_id, body)


@routes.post(
    "/{service_account_id}/disable",
    operation_id="disableServiceAccount",
    responses=problems(Unauthenticated, Forbidden, RoleTooHigh, ServiceAccountNotFound),
)
async def disable_account(
    service_account_id: ServiceAccountId, principal: CurrentPrincipal, db: TenantDb
) -> ServiceAccountRead:
    """Stop all keys of a service account on their next request, and its open streams within a second."""
    return await service_accounts.set_enabled(db, principal, service_account_id, enabled=False)


@routes.post(
    "/{service_account_id}/enable",
    operation_id="enableServiceAccount",
    responses=problems(Unauthenticated, Forbidden, RoleTooHigh, ServiceAccountNotFound),
)
async def enable_account(
    service_account_id: ServiceAccountId, principal: CurrentPrincipal, db: TenantDb
) -> ServiceAccountRead:
    """Let the keys of a disabled service account work again."""
    return await service_accounts.set_enabled(db, principal, service_account_id, enabled=True)


@routes.delete(
    "/{service_account_id}",
    operation_id="deleteServiceAccount",
    status_code=204,
    responses=problems(Unauthenticated, Forbidden, RoleTooHigh, ServiceAccountNotFound),
)
async def delete_account(service_account_id: ServiceAccountId, principal: CurrentPrincipal, db: TenantDb) -> None:
    """Delete a service account with its keys, roles and rules."""
    await service_accounts.delete_account(db, principal, service_account_id)


@routes.get(
    "/{service_account_id}/keys",
    operation_id="listServiceAccountKeys",
    responses=problems(Unauthenticated, Forbidden, ServiceAccountNotFound),
)
async def list_keys(
    service_account_id: ServiceAccountId, principal: CurrentPrincipal, db: TenantDb, after: Cursor, limit: Limit = 50
) -> Page[ServiceAccountKeyRead]:
    """List the keys of a service account, newest first."""
    rows = await service_accounts.list_keys(db, principal, service_account_id, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda key: key.id)
    return Page(items=[ServiceAccountKeyRead(**_fields(key)) for key in page], next_cursor=cursor)


@routes.post(
    "/{service_account_id}/keys",
    operation_id="createServiceAccountKey",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, RoleTooHigh, ServiceAccountNotFound),
)
async def create_key(
    service_account_id: ServiceAccountId,
    body: ServiceAccountKeyInput,
    request: Request,
    services: ProcessServices,
    principal: CurrentPrincipal,
    db: TenantDb,
    now: Now,
) -> ServiceAccountKeyCreated:
    """Make a key of a service account; its text is in this answer and nowhere else."""
    keep_secret(request)
    key, text = await service_accounts.create_key(
        db, principal, services.authenticator, service_account_id, body, now=now
    )
    return ServiceAccountKeyCreated(**_fields(key), key=text)


@routes.post(
    "/{service_account_id}/keys/{key_id}/rotate",
    operation_id="rotateServiceAccountKey",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, RoleTooHigh, ServiceAccountNotFound, ApiKeyNotFound, ApiKeyRevoked),
)
async def rotate_key(
    service_account_id: ServiceAccountId,
    key_id: ApiKeyId,
    request: Request,
    services: ProcessServices,
    principal: CurrentPrincipal,
    db: TenantDb,
    now: Now,
    body: ApiKeyRotation | None = None,
) -> ServiceAccountKeyCreated:
    """Replace a key of a service account by a new one; the old one ends now, or after the overlap."""
    keep_secret(request)
    overlap = timedelta(hours=body.overlap_hours if body else 0)
    key, text = await service_accounts.rotate_key(
        db, principal, services.authenticator, service_account_id, key_id, overlap=overlap, now=now
    )
    return ServiceAccountKeyCreated(**_fields(key), key=text)


@routes.delete(
    "/{service_account_id}/keys/{key_id}",
    operation_id="revokeServiceAccountKey",
    responses=problems(Unauthenticated, Forbidden, RoleTooHigh, ServiceAccountNotFound, ApiKeyNotFound),
)
async def revoke_key(
    service_account_id: ServiceAccountId, key_id: ApiKeyId, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> ServiceAccountKeyRead:
    """Revoke a key of a service account; effective on the next request everywhere."""
    key = await service_accounts.revoke_key(db, principal, service_account_id, key_id, now=now)
    return ServiceAccountKeyRead(**_fields(key))


def _fields(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "scope": key.scope,
        "prefix": f"chk_live_{key.public_id}",
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "last_used_at": key.last_used_at,
    }
