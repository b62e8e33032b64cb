"""Access's verbs. The question every other verb asks is here; roles, rules and teams are stories of their own."""

from charter.access.service.decisions import (
    Reach,
    load_snapshot,
    may,
    may_any,
    narrowed,
    permissions_of,
    reach,
    require,
    require_no_higher,
    require_no_higher_rights,
    require_somewhere,
    within,
)

__all__ = [
    "Reach",
    "load_snapshot",
    "may",
    "may_any",
    "narrowed",
    "permissions_of",
    "reach",
    "require",
    "require_no_higher",
    "require_no_higher_rights",
    "require_somewhere",
    "within",
]
