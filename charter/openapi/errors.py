"""Refusals of OpenAPI documents and of calls made from them."""

from __future__ import annotations

from charter.core.errors import CharterError


class OpenApiInvalid(CharterError):
    """The document cannot be read as OpenAPI 3; the detail says where."""

    status, code, title = 422, "openapi.document-invalid", "OpenAPI document cannot be used"


class OpenApiNotFetched(CharterError):
    """The document could not be fetched."""

    status, code, title = 502, "openapi.not-fetched", "OpenAPI document could not be fetched"


class OperationNotFound(CharterError):
    """The document has no such operation, or one that cannot be made a tool; the fields say which and why."""

    status, code, title = 422, "openapi.operation-not-found", "OpenAPI operation cannot be imported"


class OpenApiCallFailed(CharterError):
    """The server answered with an error. Members ``http_status`` and ``body``."""

    status, code, title = 502, "openapi.call-failed", "Server of the API answered with an error"
