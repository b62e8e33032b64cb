"""HTTP routes of identity."""

from charter.identity.endpoints import account

routers = [*account.routers]
