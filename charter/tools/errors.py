"""Refusals and failures of tools."""

from charter.core.errors import CharterError


class ToolNotFound(CharterError):
    """There is no tool of this name for this agent."""

    status, code, title = 404, "tools.not-found", "Tool not found"


class ToolArgumentsInvalid(CharterError):
    """The arguments do not satisfy the tool's schema; the fields say where."""

    status, code, title = 422, "tools.arguments-invalid", "Tool arguments are not valid"


class ToolFailed(CharterError):
    """The tool ran and could not do what it was asked."""

    status, code, title = 502, "tools.failed", "Tool failed"


class ToolTimedOut(CharterError):
    """The tool did not answer in its time."""

    status, code, title = 504, "tools.timed-out", "Tool timed out"
