"""Refusals of guardrails."""

from charter.core.errors import CharterError


class GuardrailBlocked(CharterError):
    """A guardrail stopped a text; it had no effect."""

    status, code, title = 403, "guardrails.blocked", "Blocked by a guardrail"


class GuardrailPolicyNotFound(CharterError):
    """There is no guardrail policy with this id in this tenant."""

    status, code, title = 404, "guardrails.policy-not-found", "Guardrail policy not found"


class GuardrailPolicyVersionNotFound(CharterError):
    """The guardrail policy has no version of this number."""

    status, code, title = 404, "guardrails.policy-version-not-found", "Guardrail policy version not found"


class GuardrailPolicyNameTaken(CharterError):
    """Another guardrail policy of this tenant has this name."""

    status, code, title = 409, "guardrails.policy-name-taken", "Guardrail policy name is taken"


class ViolationNotFound(CharterError):
    """There is no violation with this id in this tenant."""

    status, code, title = 404, "guardrails.violation-not-found", "Violation not found"


class GuardrailExceptionNotFound(CharterError):
    """There is no guardrail exception with this id in this tenant."""

    status, code, title = 404, "guardrails.exception-not-found", "Guardrail exception not found"


class GuardrailCaseNotFound(CharterError):
    """There is no guardrail test case with this id in this tenant."""

    status, code, title = 404, "guardrails.case-not-found", "Guardrail test case not found"


class TooManyGuardrailCases(CharterError):
    """The tenant has as many guardrail test cases as it may have."""

    status, code, title = 409, "guardrails.too-many-cases", "Too many guardrail test cases"


class ViolationAlertNotFound(CharterError):
    """There is no violation alert with this id in this tenant."""

    status, code, title = 404, "guardrails.alert-not-found", "Violation alert not found"


class TooManyViolationAlerts(CharterError):
    """The tenant has as many violation alerts as it may have."""

    status, code, title = 409, "guardrails.too-many-alerts", "Too many violation alerts"


class AlertNotDelivered(CharterError):
    """A webhook did not take what it was sent."""

    status, code, title = 502, "guardrails.alert-not-delivered", "Alert was not delivered"
