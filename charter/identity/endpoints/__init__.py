"""HTTP routes of identity."""

from charter.identity.endpoints import account, explaining, scim, sign_on

routers = [*account.routers, *explaining.routers, *sign_on.routers, *scim.routers]
