"""The stories of identity: first setup, sign-in, authentication, API keys, members."""
