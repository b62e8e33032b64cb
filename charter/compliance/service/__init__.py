"""The verbs of compliance: each asks for a permission, and leaves an entry of its own where it reads or changes."""
