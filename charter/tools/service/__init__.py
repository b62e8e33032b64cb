"""The stories of tools: the registry, the catalogue of what can be called, and calling."""
