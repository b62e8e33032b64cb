"""HTTP routes of identity."""

from charter.identity.endpoints import account, explaining

routers = [*account.routers, *explaining.routers]
