"""Refusals of tool policies and approvals."""

from charter.core.errors import CharterError


class ToolPolicyNotFound(CharterError):
    """There is no such policy in the tenant."""

    status, code, title = 404, "approvals.policy-not-found", "Tool policy not found"


class ToolPolicyNameTaken(CharterError):
    """Another policy of the tenant has this name."""

    status, code, title = 409, "approvals.policy-name-taken", "Tool policy name is taken"


class TooManyToolPolicies(CharterError):
    """A tenant has as many policies as it may."""

    status, code, title = 409, "approvals.too-many-policies", "Too many tool policies"


class ApprovalNotFound(CharterError):
    """There is no such approval in the tenant, or it is not the caller's to see."""

    status, code, title = 404, "approvals.not-found", "Approval not found"


class ApprovalSettled(CharterError):
    """It was decided, ran out, or is not needed any more."""

    status, code, title = 409, "approvals.settled", "Approval is settled"


class NoHeldText(CharterError):
    """The question is not about a text that waits for the answer."""

    status, code, title = 409, "approvals.no-held-text", "Approval is about no text"


class FourEyesNeeded(CharterError):
    """Who asked for the call cannot approve it."""

    status, code, title = 403, "approvals.four-eyes-needed", "Somebody else must decide"


class CallDenied(CharterError):
    """A policy forbids this call; the model is told why."""

    status, code, title = 403, "approvals.call-denied", "Tool call is denied"


class CallRejected(CharterError):
    """A person said no to this call, or nobody answered in time."""

    status, code, title = 403, "approvals.call-rejected", "Tool call was not approved"


class CallNeedsApproval(CharterError):
    """The call needs a person's consent, and whoever calls cannot wait for it."""

    status, code, title = 409, "approvals.call-needs-approval", "Tool call needs approval"
