"""Edge: who may reach the API, how often and how large; one policy, enforced here and rendered for gateways."""
