"""Proof that nothing crosses between two tenants: they are made, filled, and turned against each other."""
