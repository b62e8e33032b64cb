"""Which tenant a request means: its credential says so; a header or a subdomain may only say the same."""

from __future__ import annotations

from typing import Any

from starlette.requests import HTTPConnection

from charter.core.errors import CharterError
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.core.settings import Settings

TENANT_HEADER = "x-charter-tenant"


class TenantDisagreement(CharterError):
    """Members: ``credential``, and ``header`` or ``subdomain``: the tenant that each names."""

    status, code, title = 403, "core.tenant-disagreement", "Request names another tenant"


def hints(connection: HTTPConnection, settings: Settings) -> dict[str, str]:
    """Return what the header ``X-Charter-Tenant`` and the subdomain say, where they say something."""
    found = {}
    if named := connection.headers.get(TENANT_HEADER, "").strip().lower():
        found["header"] = named
    if settings.tenant_domain:
        host = connection.headers.get("host", "").rsplit(":", 1)[0].lower()
        label, dot, domain = host.partition(".")
        if dot and domain == settings.tenant_domain:
            found["subdomain"] = label
    return found


def hinted(connection: HTTPConnection, settings: Settings) -> str | None:
    """Return the tenant that a request without a credential means, by slug or id.

    Raises:
        TenantDisagreement: header and subdomain name different ones.
    """
    said = hints(connection, settings)
    if len(set(said.values())) > 1:
        members: dict[str, Any] = dict(said)
        raise TenantDisagreement("The header X-Charter-Tenant and the subdomain name different tenants.", **members)
    return next(iter(said.values()), None)


def require_agreement(connection: HTTPConnection, settings: Settings, principal: Principal) -> None:
    """Refuse a request whose header or subdomain names another tenant than its credential.

    Raises:
        TenantDisagreement: says which of them disagrees.
    """
    own = {principal.tenant_slug, format_id("tenant", principal.tenant_id)}
    for kind, named in hints(connection, settings).items():
        if named not in own:
            what = "The header X-Charter-Tenant" if kind == "header" else "The subdomain"
            members: dict[str, Any] = {"credential": principal.tenant_slug, kind: named}
            raise TenantDisagreement(
                f"{what} names {named!r}, the credential is of {principal.tenant_slug!r}: send one, or the same.",
                **members,
            )
