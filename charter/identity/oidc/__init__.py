"""OpenID Connect as a relying party: discovery, keys, tokens, the login flow. Knows no database and no tenant."""
