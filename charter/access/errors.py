"""Refusals of access."""

from charter.core.errors import CharterError


class Forbidden(CharterError):
    status, code, title = 403, "access.forbidden", "Not permitted"
