"""The stories of agents: their definitions, templates, versions and files."""
