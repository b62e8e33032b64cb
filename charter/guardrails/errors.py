"""Refusals of guardrails."""

from charter.core.errors import CharterError


class GuardrailBlocked(CharterError):
    """A guardrail stopped a text; it had no effect. Member ``called``: it came of a call that was made."""

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


class GuardrailModelNotFound(CharterError):
    """No such version of a guardrail model is installed."""

    status, code, title = 404, "guardrails.model-not-found", "Guardrail model not found"


class GuardrailModelInvalid(CharterError):
    """What was sent is no guardrail model that can be installed."""

    status, code, title = 422, "guardrails.model-invalid", "Guardrail model is not valid"


class GuardrailModelExists(CharterError):
    """This version of the guardrail model is installed, with other content."""

    status, code, title = 409, "guardrails.model-exists", "Guardrail model version exists"


class GuardrailModelInUse(CharterError):
    """The version of the guardrail model is in use in another way."""

    status, code, title = 409, "guardrails.model-in-use", "Guardrail model version is in use"


class NothingToRollBack(CharterError):
    """Of this guardrail model nothing is on trial, and nothing was active before."""

    status, code, title = 409, "guardrails.nothing-to-roll-back", "Nothing to roll back"
