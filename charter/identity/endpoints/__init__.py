"""HTTP routes of identity."""

from charter.identity.endpoints import account, explaining, sign_on

routers = [*account.routers, *explaining.routers, *sign_on.routers]
