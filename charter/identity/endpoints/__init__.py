"""HTTP routes of identity."""

from charter.identity.endpoints import account, explaining, invitations, scim, sign_on, tenants

_PARTS = (account, invitations, explaining, sign_on, scim, tenants)
routers = [router for part in _PARTS for router in part.routers]
