"""Refusals of tenants."""

from charter.core.errors import CharterError


class TenantNotFound(CharterError):
    status, code, title = 404, "tenants.not-found", "Tenant not found"


class TenantSuspended(CharterError):
    status, code, title = 403, "tenants.suspended", "Tenant is suspended"
