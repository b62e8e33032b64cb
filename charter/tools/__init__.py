"""Tools: what agents can do besides talking."""
