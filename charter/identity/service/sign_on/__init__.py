"""Single sign-on: connections, sign-in through a provider, its end, and the provider's access tokens."""
