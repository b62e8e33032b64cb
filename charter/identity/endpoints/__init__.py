"""HTTP routes of identity."""

from charter.identity.endpoints import account, explaining, invitations, scim, sign_on

routers = [*account.routers, *invitations.routers, *explaining.routers, *sign_on.routers, *scim.routers]
