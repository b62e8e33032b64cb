"""SCIM 2.0 (RFC 7644): the door for a connection's directory, with a token of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from charter.core.errors import CharterError
from charter.core.http import Now, ProcessServices, problems
from charter.core.http.body import StrictRequest
from charter.core.http.dependencies import Credential
from charter.identity.errors import (
    ProvisionedExists,
    ProvisionedLastOwner,
    ProvisionedNotFound,
    ProvisioningRefused,
    Unauthenticated,
)
from charter.identity.scim.documents import (
    ERROR,
    GROUP,
    LIST,
    MEDIA_TYPE,
    USER,
    Document,
    GroupDocument,
    PatchDocument,
    UserDocument,
    patched,
)
from charter.identity.service import provisioning
from charter.identity.service.provisioning import Directory, Found

_MOST = 200


class ScimResponse(Response):
    """An answer in SCIM's media type."""

    media_type = MEDIA_TYPE

    def render(self, content: Any) -> bytes:
        """Return the body."""
        return b"" if content is None else orjson.dumps(content)


class ScimRoute(APIRoute):
    """A route whose refusals are SCIM errors (RFC 7644 §3.12)."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler."""
        handle = super().get_route_handler()

        async def refusing(request: Request) -> Response:
            try:
                return await handle(StrictRequest(request.scope, request.receive))
            except CharterError as error:
                # What is answered here does not reach the transaction, which would keep half of what was refused.
                if (db := getattr(request.state, "scim_db", None)) is not None:
                    await db.rollback()
                return _error(error.status, error.detail, getattr(error, "scim_type", None))
            except (RequestValidationError, ValidationError) as error:
                first = error.errors()[0]
                where = ".".join(str(part) for part in first["loc"] if part != "body")
                return _error(400, f"{where}: {first['msg']}", "invalidValue")

        return refusing


def _error(status: int, detail: str, kind: str | None) -> Response:
    body = {"schemas": [ERROR], "status": str(status), "detail": detail} | ({"scimType": kind} if kind else {})
    return ScimResponse(body, status, {"www-authenticate": "Bearer"} if status == 401 else None)


scim_routes = APIRouter(prefix="/v1/scim/v2", tags=["SCIM"], route_class=ScimRoute, default_response_class=ScimResponse)
routers = [scim_routes]


async def _directory_db(request: Request, services: ProcessServices) -> AsyncIterator[tuple[AsyncSession, Directory]]:
    tenant_id, connection_id = await provisioning.tenant_of(services.sign_on, Credential(request).bearer or "")
    async with services.database.tenant_session(tenant_id) as db:
        request.state.scim_db = db
        yield db, await provisioning.enter(db, connection_id)


Inside = Annotated[tuple[AsyncSession, Directory], Depends(_directory_db, scope="function")]
Filter = Annotated[str | None, Query(alias="filter", max_length=1_000)]
StartIndex = Annotated[int, Query(alias="startIndex", le=10_000_000)]
Count = Annotated[int, Query(le=10_000_000)]
_REFUSALS = problems(Unauthenticated, ProvisioningRefused)
_OF_ONE = problems(Unauthenticated, ProvisioningRefused, ProvisionedNotFound)
_WRITING = problems(Unauthenticated, ProvisioningRefused, ProvisionedNotFound, ProvisionedExists, ProvisionedLastOwner)


def _shown(services: Any, document: Document, schema: str, kind: str) -> Document:
    location = f"{services.sign_on.scim_url}/{kind}/{document['id']}"
    meta = document["meta"] if isinstance(document["meta"], dict) else {}
    present: Document = {name: value for name, value in document.items() if value is not None}
    return {"schemas": [schema], **present, "meta": {**meta, "location": location}}


def _listed(services: Any, found: Found, schema: str, kind: str, start: int) -> Response:
    resources = [_shown(services, item, schema, kind) for item in found.items]
    return ScimResponse(
        {
            "schemas": [LIST],
            "totalResults": found.total,
            "startIndex": start,
            "itemsPerPage": len(resources),
            "Resources": resources,
        }
    )


def _made(services: Any, document: Document, schema: str, kind: str, status: int = 200) -> Response:
    return ScimResponse(_shown(services, document, schema, kind), status)


@scim_routes.get("/Users", operation_id="listScimUsers", responses=_REFUSALS)
async def list_users(
    inside: Inside, services: ProcessServices, filter_: Filter = None, start: StartIndex = 1, count: Count = 100
) -> Response:
    """List provisioned users."""
    start, count = max(start, 1), min(max(count, 0), _MOST)
    found = await provisioning.list_users(*inside, filter_, start=start, count=count)
    return _listed(services, found, USER, "Users", start)


@scim_routes.post("/Users", operation_id="createScimUser", status_code=201, responses=_WRITING)
async def create_user(body: UserDocument, inside: Inside, services: ProcessServices, now: Now) -> Response:
    """Provision a user."""
    return _made(services, await provisioning.create_user(*inside, body, now=now), USER, "Users", 201)


@scim_routes.get("/Users/{scim_user_id}", operation_id="getScimUser", responses=_OF_ONE)
async def get_user(scim_user_id: str, inside: Inside, services: ProcessServices) -> Response:
    """Return a provisioned user."""
    return _made(services, await provisioning.get_user(*inside, scim_user_id), USER, "Users")


@scim_routes.put("/Users/{scim_user_id}", operation_id="replaceScimUser", responses=_WRITING)
async def replace_user(
    scim_user_id: str, body: UserDocument, inside: Inside, services: ProcessServices, now: Now
) -> Response:
    """Make a user what the directory says."""
    return _made(services, await provisioning.replace_user(*inside, scim_user_id, body, now=now), USER, "Users")


@scim_routes.patch("/Users/{scim_user_id}", operation_id="changeScimUser", responses=_WRITING)
async def change_user(
    scim_user_id: str, body: PatchDocument, inside: Inside, services: ProcessServices, now: Now
) -> Response:
    """Change a user; one that becomes inactive loses sessions and keys at once."""
    wanted = UserDocument.model_validate(patched(await provisioning.get_user(*inside, scim_user_id), body))
    return _made(services, await provisioning.replace_user(*inside, scim_user_id, wanted, now=now), USER, "Users")


@scim_routes.delete("/Users/{scim_user_id}", operation_id="deleteScimUser", status_code=204, responses=_OF_ONE)
async def delete_user(scim_user_id: str, inside: Inside, now: Now) -> None:
    """Deprovision a user."""
    await provisioning.delete_user(*inside, scim_user_id, now=now)


@scim_routes.get("/Groups", operation_id="listScimGroups", responses=_REFUSALS)
async def list_groups(
    inside: Inside, services: ProcessServices, filter_: Filter = None, start: StartIndex = 1, count: Count = 100
) -> Response:
    """List provisioned groups."""
    start, count = max(start, 1), min(max(count, 0), _MOST)
    found = await provisioning.list_groups(*inside, filter_, start=start, count=count)
    return _listed(services, found, GROUP, "Groups", start)


@scim_routes.post("/Groups", operation_id="createScimGroup", status_code=201, responses=_WRITING)
async def create_group(body: GroupDocument, inside: Inside, services: ProcessServices, now: Now) -> Response:
    """Provision a group."""
    return _made(services, await provisioning.create_group(*inside, body, now=now), GROUP, "Groups", 201)


@scim_routes.get("/Groups/{scim_group_id}", operation_id="getScimGroup", responses=_OF_ONE)
async def get_group(scim_group_id: str, inside: Inside, services: ProcessServices) -> Response:
    """Return a provisioned group."""
    return _made(services, await provisioning.get_group(*inside, scim_group_id), GROUP, "Groups")


@scim_routes.put("/Groups/{scim_group_id}", operation_id="replaceScimGroup", responses=_WRITING)
async def replace_group(
    scim_group_id: str, body: GroupDocument, inside: Inside, services: ProcessServices, now: Now
) -> Response:
    """Make a group what the directory says."""
    return _made(services, await provisioning.replace_group(*inside, scim_group_id, body, now=now), GROUP, "Groups")


@scim_routes.patch("/Groups/{scim_group_id}", operation_id="changeScimGroup", responses=_WRITING)
async def change_group(
    scim_group_id: str, body: PatchDocument, inside: Inside, services: ProcessServices, now: Now
) -> Response:
    """Change a group's name or members."""
    wanted = GroupDocument.model_validate(patched(await provisioning.get_group(*inside, scim_group_id), body))
    return _made(services, await provisioning.replace_group(*inside, scim_group_id, wanted, now=now), GROUP, "Groups")


@scim_routes.delete("/Groups/{scim_group_id}", operation_id="deleteScimGroup", status_code=204, responses=_OF_ONE)
async def delete_group(scim_group_id: str, inside: Inside, now: Now) -> None:
    """Delete a group."""
    await provisioning.delete_group(*inside, scim_group_id, now=now)


@scim_routes.get("/ServiceProviderConfig", operation_id="getScimConfiguration", responses=problems(Unauthenticated))
async def get_configuration(inside: Inside) -> Response:
    """Say which parts of SCIM there are."""
    del inside
    no = {"supported": False}
    return ScimResponse(
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
            "patch": {"supported": True},
            "bulk": no | {"maxOperations": 0, "maxPayloadSize": 0},
            "filter": {"supported": True, "maxResults": _MOST},
            "changePassword": no,
            "sort": no,
            "etag": no,
            "authenticationSchemes": [
                {"type": "oauthbearertoken", "name": "SCIM token", "description": "Authorization: Bearer chk_scim_…"}
            ],
        }
    )


def _all(resources: list[dict[str, Any]]) -> Response:
    return ScimResponse({"schemas": [LIST], "totalResults": len(resources), "Resources": resources})


@scim_routes.get("/ResourceTypes", operation_id="listScimResourceTypes", responses=problems(Unauthenticated))
async def list_resource_types(inside: Inside) -> Response:
    """List the kinds of things that can be provisioned."""
    del inside
    return _all(
        [
            {
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
                "id": name,
                "name": name,
                "endpoint": f"/{name}s",
                "schema": schema,
            }
            for name, schema in (("User", USER), ("Group", GROUP))
        ]
    )


def _attribute(name: str, kind: str = "string", *, required: bool = False, many: bool = False) -> dict[str, Any]:
    return {"name": name, "type": kind, "required": required, "multiValued": many, "mutability": "readWrite"}


@scim_routes.get("/Schemas", operation_id="listScimSchemas", responses=problems(Unauthenticated))
async def list_schemas(inside: Inside) -> Response:
    """List the attributes that are kept."""
    del inside
    user = [
        _attribute("userName", required=True),
        _attribute("externalId"),
        _attribute("active", "boolean"),
        _attribute("displayName"),
        _attribute("name", "complex"),
        _attribute("emails", "complex", many=True),
    ]
    group = [_attribute("displayName", required=True), _attribute("externalId")]
    group.append(_attribute("members", "complex", many=True))
    named = ((USER, "User", user), (GROUP, "Group", group))
    return _all([{"id": id_, "name": name, "attributes": attributes} for id_, name, attributes in named])
