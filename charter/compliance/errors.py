"""Refusals of compliance."""

from charter.core.errors import CharterError


class AuditEntryNotFound(CharterError):
    status, code, title = 404, "audit.entry-not-found", "Audit entry not found"


class AuditCheckpointNotFound(CharterError):
    status, code, title = 404, "audit.checkpoint-not-found", "Audit checkpoint not found"


class AuditEntryNotSigned(CharterError):
    status, code, title = 409, "audit.entry-not-signed", "Audit entry is not signed yet"


class LegalHoldActive(CharterError):
    status, code, title = 409, "audit.legal-hold-active", "A legal hold is active"
