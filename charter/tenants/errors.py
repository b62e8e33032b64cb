"""Refusals of tenants."""

from charter.core.errors import CharterError


class TenantNotFound(CharterError):
    status, code, title = 404, "tenants.not-found", "Tenant not found"


class TenantSuspended(CharterError):
    status, code, title = 403, "tenants.suspended", "Tenant is suspended"


class TenantStateConflict(CharterError):
    status, code, title = 409, "tenants.state-conflict", "Tenant is in another state"


class TenantIsYourOwn(CharterError):
    status, code, title = 409, "tenants.your-own", "Tenant is your own"


class ResidencyNotOffered(CharterError):
    status, code, title = 409, "tenants.residency-not-offered", "Residency is not offered here"
