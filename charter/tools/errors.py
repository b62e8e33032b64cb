"""Refusals and failures of tools."""

from charter.core.errors import CharterError


class ToolNotFound(CharterError):
    """There is no tool of this name for this caller."""

    status, code, title = 404, "tools.not-found", "Tool not found"


class ToolVersionNotFound(CharterError):
    """The tool has no version of this number."""

    status, code, title = 404, "tools.version-not-found", "Tool version not found"


class ToolNameTaken(CharterError):
    """Another tool of this tenant, or a built-in one, has this name."""

    status, code, title = 409, "tools.name-taken", "Tool name is taken"


class ToolVersionNotDraft(CharterError):
    """A published or retired version is frozen."""

    status, code, title = 409, "tools.version-not-draft", "Tool version is not a draft"


class ToolNotPublished(CharterError):
    """The tool has only drafts, and a draft can never be called."""

    status, code, title = 409, "tools.not-published", "Tool is not published"


class ToolDisabled(CharterError):
    """The tool is turned off in this tenant."""

    own_words = True
    status, code, title = 409, "tools.disabled", "Tool is disabled"


class ToolQuarantined(CharterError):
    """The tool is held until its owner has looked at it."""

    own_words = True
    status, code, title = 409, "tools.quarantined", "Tool is quarantined"


class ToolBuiltIn(CharterError):
    """A built-in tool cannot be changed, only turned on and off."""

    status, code, title = 409, "tools.built-in", "Tool is built in"


class ToolOfAnotherKind(CharterError):
    """This can only be done with tools of another kind."""

    status, code, title = 409, "tools.of-another-kind", "Tool is of another kind"


class ToolCredentialNotFound(CharterError):
    """No such credential in this tenant."""

    status, code, title = 404, "tools.credential-not-found", "Tool credential not found"


class ToolCredentialNameTaken(CharterError):
    """Another credential of this tenant has this name."""

    status, code, title = 409, "tools.credential-name-taken", "Tool credential name is taken"


class ToolCredentialMissing(CharterError):
    """The tool names a credential that is not there."""

    status, code, title = 409, "tools.credential-missing", "Tool credential is missing"


class ToolTemplateNotFound(CharterError):
    """There is no template of this name for tools."""

    status, code, title = 404, "tools.template-not-found", "Tool template not found"


class ToolUnavailable(CharterError):
    """Tools of this kind cannot be called in this installation now; the detail says why."""

    own_words = True
    status, code, title = 503, "tools.unavailable", "Tool is not available"


class NoEarlierToolVersion(CharterError):
    """No other version of the tool was ever published, or the one asked for never was."""

    status, code, title = 409, "tools.nothing-to-roll-back-to", "Nothing to roll back to"


class ToolDefinitionInvalid(CharterError):
    """The tool's definition breaks a rule; its fields say where."""

    status, code, title = 422, "tools.definition-invalid", "Tool definition is not valid"


class ToolArgumentsInvalid(CharterError):
    """The arguments do not satisfy the tool's schema; the fields say where."""

    status, code, title = 422, "tools.arguments-invalid", "Tool arguments are not valid"


class ToolResultInvalid(CharterError):
    """The tool returned what its output schema does not allow, or what is no JSON."""

    status, code, title = 502, "tools.result-invalid", "Tool result is not valid"


class ToolResultTooLarge(CharterError):
    """The tool returned more than a model is given."""

    status, code, title = 502, "tools.result-too-large", "Tool result is too large"


class ToolFailed(CharterError):
    """The tool ran and could not do what it was asked."""

    status, code, title = 502, "tools.failed", "Tool failed"


class ToolOutOfLimits(CharterError):
    """The tool would have used more than one call may, and was stopped; ``limit`` says of what."""

    status, code, title = 502, "tools.out-of-limits", "Tool was stopped at a limit"


class ToolTimedOut(CharterError):
    """The tool did not answer in its time."""

    own_words = True
    status, code, title = 504, "tools.timed-out", "Tool timed out"
