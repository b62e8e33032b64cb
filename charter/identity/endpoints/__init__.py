"""HTTP routes of identity."""

from charter.identity.endpoints import (
    account,
    explaining,
    invitations,
    passkeys,
    scim,
    second_factor,
    service_accounts,
    sessions,
    sign_on,
    tenants,
)

_PARTS = (account, service_accounts, invitations, sessions, second_factor, passkeys, explaining, sign_on, scim, tenants)
routers = [router for part in _PARTS for router in part.routers]
