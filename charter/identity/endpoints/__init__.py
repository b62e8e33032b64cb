"""HTTP routes of identity."""

from charter.identity.endpoints import account, explaining, invitations, scim, sessions, sign_on, tenants

_PARTS = (account, invitations, sessions, explaining, sign_on, scim, tenants)
routers = [router for part in _PARTS for router in part.routers]
