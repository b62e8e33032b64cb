"""Tenants' verbs: reading one's own, and the life cycle that the operator of the installation steers."""

from charter.tenants.service.tenants import change, create, find_by_hint, get, slug_by_id, slug_of, take_over, time_zone

__all__ = ["change", "create", "find_by_hint", "get", "slug_by_id", "slug_of", "take_over", "time_zone"]
