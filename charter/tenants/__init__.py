"""Tenants: the isolated customers of an installation."""
